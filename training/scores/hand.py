"""How one writer sets digits side by side."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from training.scores.digits import Digits
from training.scores.strokes import drawn

Picture = npt.NDArray[np.uint8]


@dataclass(slots=True)
class Hand:
    """How one writer writes in this field."""

    height: float
    pen: float
    slant: float
    own: bool  # our strokes, not MNIST's
    thick: bool  # MNIST's own width of stroke
    gap: float  # of the height; below 0 digits touch


def number(rng: np.random.Generator) -> str:
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


def write(  # noqa: PLR0913, PLR0917 - a pen stroke needs its place
    canvas: Picture, text: str, x: float, hand: Hand, source: Digits, rng: np.random.Generator
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
        patch = digit(sign, hand, source, rng)
        left = x
        put(canvas, patch, x, base + rng.normal(0, 1.2))
        x += patch.shape[1] + hand.height * (hand.gap + rng.normal(0, 0.05)) - 2
        places.append((left, left + patch.shape[1]))
    return x, places


def digit(sign: str, hand: Hand, source: Digits, rng: np.random.Generator) -> Picture:
    """One digit cut to its ink, as this writer makes it this time."""
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


def put(canvas: Picture, patch: Picture, x: float, middle: float) -> None:
    """Lay ink from x on, its middle at this height."""
    top, left = max(0, round(middle - patch.shape[0] / 2)), max(0, round(x))
    part = canvas[top : top + patch.shape[0], left : left + patch.shape[1]]
    np.maximum(part, patch[: part.shape[0], : part.shape[1]], out=part)


def line(canvas: Picture, points: list[tuple[float, float]], pen: int) -> None:
    """A stroke through points."""
    laid = np.rint(np.array(points) * 16).astype(np.int32)
    cv2.polylines(canvas, [laid], isClosed=False, color=255, thickness=pen, lineType=cv2.LINE_AA, shift=4)
