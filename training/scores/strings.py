"""Invented score fields: digits of MNIST (of any pen width) and of our own strokes, in a row, struck out, soiled."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from scanner.score_line import line_picture
from training.scores.mnist import CACHE, mnist
from training.scores.strokes import drawn

Picture = npt.NDArray[np.uint8]
REJECT, POINTS = "#", "分"
SIGNS = "0123456789." + REJECT + POINTS  # after the blank of CTC
CANVAS = (96, 340)
AT_ONCE = 5000
BESIDE = 1.5  # digit heights between two numbers, at least 0.7


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


@dataclass(slots=True)
class _Hand:
    """How one writer writes in this field."""

    height: float
    pen: float
    slant: float
    own: bool  # our strokes, not MNIST's
    thick: bool  # MNIST's own width of stroke
    gap: float  # of the height; below 0 digits touch


def field(source: Digits, rng: np.random.Generator) -> tuple[Picture, str]:
    """A reader's line (uint8 32 × 128) and its label; '' when there is nothing to read."""
    while True:
        dark, label = raw_field(source, rng)
        line = line_picture(dark)
        if line is not None:
            return line, label


def raw_field(source: Digits, rng: np.random.Generator) -> tuple[Picture, str]:
    """The same before it is brought to size: darkness (uint8) as the scanner would give it."""
    hand = _Hand(
        height=rng.uniform(24, 56),
        pen=rng.uniform(1.6, 4.5),
        slant=rng.normal(0.08, 0.16),
        own=bool(rng.random() < 0.3),
        thick=bool(rng.random() < 0.45),
        gap=rng.normal(0.1, 0.1),
    )
    canvas = np.zeros(CANVAS, np.uint8)
    kind = rng.random()
    if kind < 0.74:
        text = _string(rng)
        at, _ = _write(canvas, text, 14.0, hand, source, rng)
        label = text
        if rng.random() < 0.08:
            _put(canvas, drawn("分", hand.height * rng.uniform(0.7, 1.1), hand.pen, rng), at + 4, 48, rng)
            label += POINTS
    elif kind < 0.94:
        label = _spoilt(canvas, hand, source, rng)
    else:
        label = _other(canvas, hand, rng)
    return _soiled(canvas, rng), label


def written(text: str, source: Digits, rng: np.random.Generator, height: float) -> Picture:
    """One score as one writer writes it, digits of `source` only, about `height` px high: ink 0..255, cut to size."""
    hand = _Hand(
        height=56.0,
        pen=rng.uniform(2.6, 5.0),
        slant=rng.normal(0.08, 0.12),
        own=False,
        thick=True,  # as MNIST has them: a digit redrawn may have lost a stroke, and its label with it
        gap=max(0.03, rng.normal(0.12, 0.06)),
    )
    canvas = np.zeros(CANVAS, np.uint8)
    _write(canvas, text, 14.0, hand, source, rng)
    x, y, wide, high = cv2.boundingRect((canvas > 40).astype(np.uint8))
    scale = height / 56.0
    size = (max(1, round(wide * scale)), max(1, round(high * scale)))
    return np.asarray(cv2.resize(canvas[y : y + high, x : x + wide], size, interpolation=cv2.INTER_AREA))


def _string(rng: np.random.Generator) -> str:
    """Mostly scores; a share of any digits, so that the net reads what is there and not what is usual."""
    kind = rng.random()
    if kind < 0.33:
        whole = str(int(rng.integers(60, 101)))
    elif kind < 0.45:
        whole = str(int(rng.integers(0, 101)))
    elif kind < 0.52:
        return "100"
    elif kind < 0.6:
        return "".join(str(d) for d in rng.integers(0, 10, int(rng.integers(1, 5))))
    else:
        return f"{int(rng.integers(50, 101) if rng.random() < 0.8 else rng.integers(0, 60))}.{int(rng.integers(0, 10))}"
    return whole + (".5" if rng.random() < 0.2 else "")


def _write(  # noqa: PLR0913, PLR0917 - a pen stroke needs its place
    canvas: Picture, text: str, x: float, hand: _Hand, source: Digits, rng: np.random.Generator
) -> tuple[float, list[tuple[float, float]]]:
    """Write from x on; where it ended, and each sign's left and right."""
    places = []
    base = 48 + rng.normal(0, 2)
    for sign in text:
        if sign == ".":
            radius = max(0.9, hand.pen * rng.uniform(0.5, 0.95))
            down = base + hand.height * (0.42 + rng.normal(0, 0.06))
            x += hand.height * rng.uniform(0.0, 0.12) + radius
            dot = (round(x * 16), round(down * 16))
            if rng.random() < 0.6:
                cv2.circle(canvas, dot, round(radius * 16), 255, -1, cv2.LINE_AA, 4)
            else:  # a comma, a short stroke
                tail = (
                    round((x - hand.height * rng.uniform(-0.08, 0.1)) * 16),
                    round((down + hand.height * rng.uniform(0.04, 0.2)) * 16),
                )
                cv2.line(canvas, dot, tail, 255, max(1, round(hand.pen)), cv2.LINE_AA, 4)
            places.append((x - radius, x + radius))
            x += radius + hand.height * rng.uniform(0.03, 0.2)
            continue
        patch = _digit(sign, hand, source, rng)
        left = x
        _put(canvas, patch, x, base + rng.normal(0, 1.2), rng)
        x += patch.shape[1] + hand.height * (hand.gap + rng.normal(0, 0.05)) - 2
        places.append((left, left + patch.shape[1]))
    return x, places


def _digit(sign: str, hand: _Hand, source: Digits, rng: np.random.Generator) -> Picture:
    height = hand.height * rng.uniform(0.88, 1.12)
    if hand.own or (sign == "1" and source.strokes and rng.random() < 0.3):
        patch = drawn(sign, height, hand.pen, rng)
    else:
        index = int(rng.choice(source.of[int(sign)]))
        scale = height / 40.0  # an MNIST digit is 20 of 28 pixels high, here doubled
        side = round(56 * scale) + 12
        matrix = np.array([[scale * rng.uniform(0.85, 1.15), 0, 6.0], [0, scale, 6.0]])
        if hand.thick or not source.whole[index]:  # a loop run full would be drawn as a plain stroke
            patch = cv2.warpAffine(source.grey[index], matrix, (side, side), flags=cv2.INTER_LINEAR)
        else:
            far = cv2.warpAffine(
                source.distance[index], matrix, (side, side), flags=cv2.INTER_LINEAR, borderValue=(255,)
            )
            patch = np.clip((hand.pen / 2 - far.astype(np.float32) * (scale / 8) + 0.5) * 255, 0, 255).astype(np.uint8)
    shear = hand.slant + rng.normal(0, 0.05)
    tall = patch.shape[0]
    lean = np.array([[1.0, -shear, max(0.0, shear * tall)], [rng.normal(0, 0.03), 1.0, 0.0]])
    patch = cv2.warpAffine(patch, lean, (patch.shape[1] + int(abs(shear) * tall) + 2, tall + 3), flags=cv2.INTER_LINEAR)
    columns = np.flatnonzero(patch.max(axis=0) > 60)
    rows = np.flatnonzero(patch.max(axis=1) > 60)
    return patch[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] if len(columns) and len(rows) else patch


def _put(canvas: Picture, patch: Picture, x: float, middle: float, _: np.random.Generator) -> None:
    top, left = max(0, round(middle - patch.shape[0] / 2)), max(0, round(x))
    part = canvas[top : top + patch.shape[0], left : left + patch.shape[1]]
    np.maximum(part, patch[: part.shape[0], : part.shape[1]], out=part)


def _spoilt(canvas: Picture, hand: _Hand, source: Digits, rng: np.random.Generator) -> str:
    """Struck out, struck out and written anew, overwritten, or two numbers."""
    hand.height = min(hand.height, 42)
    kind = rng.integers(5)
    text = _string(rng)
    end, places = _write(canvas, text, 16.0, hand, source, rng)
    if kind == 0:  # all struck out
        _strike(canvas, (places[0][0], places[-1][1]), hand, rng)
        return REJECT
    if kind == 1:  # and another beside it
        _strike(canvas, (places[0][0], places[-1][1]), hand, rng)
        if end > 190:
            return REJECT
        again = _string(rng)
        _write(canvas, again, end + hand.height * rng.uniform(0.1, 0.6), hand, source, rng)
        return REJECT + again
    if kind == 2:  # two numbers
        if end > 180:
            _strike(canvas, (places[0][0], places[-1][1]), hand, rng)
            return REJECT
        again = _string(rng)
        _write(canvas, again, end + hand.height * rng.uniform(0.7, BESIDE), hand, source, rng)
        return text + REJECT + again
    k = int(rng.integers(len(text)))
    left, right = places[k]
    if text[k] == "." or kind == 3:  # one digit struck out
        _strike(canvas, (left, right), hand, rng)
    else:  # another written over it
        patch = _digit(str((int(text[k]) + int(rng.integers(1, 10))) % 10), hand, source, rng)
        if text[k] == "1" or patch.shape[1] < 0.35 * patch.shape[0]:
            _strike(canvas, (left, right), hand, rng)
        else:
            _put(canvas, patch, left + rng.normal(0, 1.5), 48 + rng.normal(0, 1.5), rng)
    return text[:k] + REJECT + text[k + 1 :]


def _strike(canvas: Picture, span: tuple[float, float], hand: _Hand, rng: np.random.Generator) -> None:
    left, right = span[0] - rng.uniform(0, 5), span[1] + rng.uniform(0, 6)
    high = hand.height
    kind = rng.integers(4)
    pen = max(1, round(hand.pen))
    if kind == 0:
        for _ in range(int(rng.integers(1, 4))):
            y = 48 + high * rng.uniform(-0.25, 0.25)
            _line(canvas, [(left, y + rng.normal(0, 3)), (right, y + rng.normal(0, 3))], pen)
    elif kind == 1:
        _line(canvas, [(left, 48 + high * 0.5), (right, 48 - high * 0.5)], pen)
        if rng.random() < 0.6:
            _line(canvas, [(left, 48 - high * 0.5), (right, 48 + high * 0.5)], pen)
    else:
        steps = int(rng.integers(5, 22))
        xs = np.linspace(left, right, steps) + rng.normal(0, 4, steps)
        ys = 48 + high * 0.45 * np.where(np.arange(steps) % 2, 1, -1) * rng.uniform(0.5, 1.1, steps)
        _line(canvas, list(zip(xs, ys, strict=True)), pen)


def _other(canvas: Picture, hand: _Hand, rng: np.random.Generator) -> str:
    """No number at all: a tick, a cross, words, a scribble, a dash."""
    kind = rng.integers(4)
    if kind == 0:
        _put(canvas, drawn(str(rng.choice(["√", "×"])), hand.height, hand.pen, rng), 30, 48, rng)
    elif kind == 1:
        for k in range(int(rng.integers(1, 4))):
            _put(
                canvas,
                drawn(str(rng.choice(["大", "不"])), hand.height, hand.pen, rng),
                20 + k * hand.height * 1.1,
                48,
                rng,
            )
    elif kind == 2:
        count = int(rng.integers(4, 16))
        _line(
            canvas,
            list(zip(rng.uniform(20, 20 + 2 * hand.height, count), rng.uniform(20, 76, count), strict=True)),
            max(1, round(hand.pen)),
        )
    else:
        y = 48.0
        _line(
            canvas, [(20, y), (20 + hand.height * rng.uniform(0.5, 2), y + rng.normal(0, 3))], max(1, round(hand.pen))
        )
    return REJECT


def _line(canvas: Picture, points: list[tuple[float, float]], pen: int) -> None:
    laid = np.rint(np.array(points) * 16).astype(np.int32)
    cv2.polylines(canvas, [laid], isClosed=False, color=255, thickness=pen, lineType=cv2.LINE_AA, shift=4)


def _soiled(canvas: Picture, rng: np.random.Generator) -> Picture:
    """Remnants of rulings, a line to write on, dust, a copier's blur, noise and levels."""
    right = int(np.flatnonzero(canvas.max(axis=0) > 0)[-1]) if canvas.any() else 0
    dark = canvas[:, : right + 12].copy()
    inked = np.flatnonzero(dark.max(axis=0) > 60)
    if rng.random() < 0.15 and len(inked):  # ruling taken off: strokes across it are thinned
        y = int(rng.integers(60, 90))
        dark[y : y + int(rng.integers(1, 3))] //= 2
    if rng.random() < 0.12 and len(inked):  # a remnant of a ruling or of the line to write on
        y, x = int(rng.integers(72, 92)), int(rng.integers(max(1, inked[-1])))
        cv2.line(
            dark,
            (x, y),
            (x + int(rng.integers(4, 40)), y + int(rng.integers(-1, 2))),
            int(rng.integers(60, 200)),
            1,
            cv2.LINE_AA,
        )
    if rng.random() < 0.2:
        for _ in range(int(rng.integers(1, 4))):
            dark[int(rng.integers(10, 86)), int(rng.integers(dark.shape[1]))] = 255
    if rng.random() < 0.7:
        dark = cv2.GaussianBlur(dark, (0, 0), rng.uniform(0.4, 1.3))
    if rng.random() < 0.25:
        dark = np.where(dark > rng.integers(70, 170), 255, 0).astype(np.uint8)
    if rng.random() < 0.1:  # a dry pen, a two-level scan of pale ink
        dark[rng.random(dark.shape) < rng.uniform(0.05, 0.3)] = 0
    noise = rng.standard_normal(dark.shape, dtype=np.float32) * np.float32(rng.uniform(0, 14))
    return np.clip(dark * np.float32(rng.uniform(0.35, 1.0)) + noise, 0, 255).astype(np.uint8)
