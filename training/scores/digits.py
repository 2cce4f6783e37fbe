"""Public digits enlarged, and their middle lines, so that they can be drawn at any pen width."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from training.scores.mnist import CACHE, mnist

Picture = npt.NDArray[np.uint8]
AT_ONCE = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class Digits:
    """Public digits enlarged: grey as they are, and the distance to their middle line."""

    grey: npt.NDArray[np.uint8]  # (n, 56, 56)
    distance: npt.NDArray[np.uint8]  # (n, 56, 56), eighths of a pixel
    of: dict[int, npt.NDArray[np.int64]]
    whole: npt.NDArray[np.bool_]  # (n,) whether the middle line still has the digit's loop
    strokes: bool  # whether our own 1 may stand in


def digits(part: str, cache: Path = CACHE, span: tuple[int, int] = (0, 50000)) -> Digits:
    """MNIST's `train` or `t10k`, the pictures of `span`: the last 10,000 to train on are kept for thresholds."""
    pictures, labels = (every[slice(*span)] for every in mnist(part, cache))
    grey = np.stack([cv2.resize(p, (56, 56), interpolation=cv2.INTER_CUBIC) for p in pictures])
    some = [_middle_lines(grey[k : k + AT_ONCE], labels[k : k + AT_ONCE]) for k in range(0, len(grey), AT_ONCE)]
    return Digits(
        grey=grey,
        distance=np.concatenate([distance for distance, _ in some]),
        whole=np.concatenate([whole for _, whole in some]),
        of={d: np.flatnonzero(labels == d) for d in range(10)},
        strokes=part == "train",
    )


def _middle_lines(grey: Picture, labels: npt.NDArray[np.uint8]) -> tuple[Picture, npt.NDArray[np.bool_]]:
    """Distances to the digits' middle lines, and whether those lines still have the loops."""
    thin = _thinned(np.stack([cv2.GaussianBlur(p, (0, 0), 0.8) > 110 for p in grey]))
    looped = np.isin(labels, (0, 6, 8, 9))
    whole = np.array([_holes(t) >= (2 if label == 8 else 1) for t, label in zip(thin, labels, strict=True)]) | ~looped
    distance = [cv2.distanceTransform(np.where(t, 0, 255).astype(np.uint8), cv2.DIST_L2, 3) for t in thin]
    return np.minimum(np.stack(distance) * 8, 255).astype(np.uint8), whole


def _holes(mask: npt.NDArray[np.bool_]) -> int:
    """Patches of paper enclosed by ink."""
    return int(cv2.connectedComponents((~np.pad(mask, 1)).astype(np.uint8), connectivity=4)[0]) - 2


def _thinned(masks: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Zhang and Suen's thinning (CACM 27, 1984) of many pictures at once."""
    left = np.pad(masks, ((0, 0), (1, 1), (1, 1)))
    busy = np.arange(len(left))
    while len(busy):
        changed = np.zeros(len(busy), bool)
        for step in range(2):
            now = left[busy]
            p = [
                np.roll(now, shift, (1, 2))
                for shift in ((1, 0), (1, -1), (0, -1), (-1, -1), (-1, 0), (-1, 1), (0, 1), (1, 1))
            ]
            count = np.sum(p, axis=0, dtype=np.uint8)
            turns = np.sum([~a & b for a, b in zip(p, [*p[1:], p[0]], strict=True)], axis=0, dtype=np.uint8)
            first, second = ((0, 2, 4), (2, 4, 6)) if step == 0 else ((0, 2, 6), (0, 4, 6))
            free = ~(p[first[0]] & p[first[1]] & p[first[2]]) & ~(p[second[0]] & p[second[1]] & p[second[2]])
            gone = now & (count >= 2) & (count <= 6) & (turns == 1) & free
            left[busy] = now & ~gone
            changed |= gone.any(axis=(1, 2))
        busy = busy[changed]
    return left[:, 1:-1, 1:-1]
