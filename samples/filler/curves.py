"""The movements of a pen tip: ticks, crosses, circles, dots, strikes and a scrawl, as curves in millimetres."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]  # shape (n, 2): x right, y down, millimetres
SAMPLES_PER_MM = 5.0  # fine enough that 300 dpi shows no corners
HANDWRITTEN_PARTS = (3, 8)  # strokes of one character, roughly as many as a common one has


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """One touch of the pen: where it went, how wide (mm) and how dark (0..1) at each point."""

    points: Points
    widths: npt.NDArray[np.float64]
    darkness: npt.NDArray[np.float64]

    def moved(self, offset: Sequence[float]) -> "Stroke":
        """The same stroke elsewhere on the page; `offset` in mm."""
        return Stroke(points=self.points + np.asarray(offset), widths=self.widths, darkness=self.darkness)


@dataclass(frozen=True, slots=True, kw_only=True)
class TickShape:
    """One way of ticking: arms in mm, angles in radians against the horizontal, bows as a share of the arm."""

    down_mm: float
    up_mm: float
    down_angle: float
    up_angle: float
    down_bow: float
    up_bow: float
    roundness: float  # 0 sharp … 1 a valley
    hook_mm: float  # the pen's flick after the end of the up-stroke; may be 0


def bezier(control: Sequence[npt.ArrayLike]) -> Points:
    """Points along the Bezier curve of any degree over `control` (mm)."""
    knots = np.asarray(control, dtype=np.float64)
    length = float(np.linalg.norm(np.diff(knots, axis=0), axis=1).sum())
    t = np.linspace(0.0, 1.0, max(6, int(length * SAMPLES_PER_MM)))[:, None]
    level = np.repeat(knots[None, :, :], len(t), axis=0)
    while level.shape[1] > 1:
        level = level[:, :-1] * (1 - t[:, :, None]) + level[:, 1:] * t[:, :, None]
    points: Points = level[:, 0]
    return points


def tick(shape: TickShape) -> Points:
    """A tick whose lowest point is the origin."""
    start = shape.down_mm * np.array([-np.cos(shape.down_angle), -np.sin(shape.down_angle)])
    end = shape.up_mm * np.array([np.cos(shape.up_angle), -np.sin(shape.up_angle)])
    down = _bowed(start, np.zeros(2), shape.down_bow)
    up = _bowed(np.zeros(2), end, shape.up_bow)
    if shape.hook_mm > 0:
        up = np.vstack([up, _bowed(end, end + np.array([shape.hook_mm, 0.35 * shape.hook_mm]), 0.3)[1:]])
    points = np.vstack([down, up[1:]])
    return _smooth(points, shape.roundness)


def _bowed(start: Points, end: Points, bow: float) -> Points:
    along = end - start
    across = np.array([-along[1], along[0]]) * bow
    return bezier([start, start + along / 3 + across, start + 2 * along / 3 + across, end])


def _smooth(points: Points, roundness: float) -> Points:
    """Round the corners with a moving mean that leaves both ends where they are."""
    reach = int(roundness * 5)
    for _ in range(reach):
        points = np.vstack([points[:1], (points[:-2] + 2 * points[1:-1] + points[2:]) / 4, points[-1:]])
    return points


def cross(rng: np.random.Generator, size_mm: float) -> tuple[Points, Points]:
    """Two strokes through the origin."""
    arms: list[Points] = []
    for angle in (0.78 + rng.normal(0, 0.16), 2.36 + rng.normal(0, 0.16)):
        arm = np.array([np.cos(angle), np.sin(angle)]) * size_mm / 2
        centre = rng.normal(0, 0.12, 2)
        arms.append(_bowed(centre - arm * rng.uniform(0.8, 1.15), centre + arm * rng.uniform(0.8, 1.15), 0.05))
    return arms[0], arms[1]


def odd_cross(rng: np.random.Generator, size_mm: float) -> tuple[Points, Points]:
    """A cross that leans, with arms of unequal length; the strokes still run well through each other."""
    lean = rng.normal(0, 0.35)
    arms: list[Points] = []
    for angle in (0.78 + rng.normal(0, 0.2) + lean, 2.36 + rng.normal(0, 0.2) + lean):
        arm = np.array([np.cos(angle), np.sin(angle)]) * size_mm / 2 * rng.uniform(0.55, 1.15)
        share = rng.uniform(0.5, 1.5)
        arms.append(_bowed(-arm * share, arm * (2 - share), rng.normal(0, 0.1)))
    return arms[0], arms[1]


def circle(rng: np.random.Generator, size_mm: float) -> Points:
    """A ring around the origin that does not quite close, or overshoots."""
    first = rng.uniform(0, 2 * np.pi)
    angles = first + np.linspace(0, 2 * np.pi * rng.uniform(0.93, 1.2), int(size_mm * 3.2 * SAMPLES_PER_MM))
    radius = (
        size_mm
        / 2
        * (1 + 0.1 * np.sin(angles * 2 + rng.uniform(0, 6)) + np.linspace(0, rng.normal(0, 0.12), len(angles)))
    )
    lean = rng.uniform(0.75, 1.0)
    return np.stack([radius * np.cos(angles), radius * lean * np.sin(angles)], axis=1)


def filled(rng: np.random.Generator, size_mm: float, pen_mm: float) -> Points:
    """A dot of `size_mm` filled from its middle outwards, turn beside turn of a pen so broad, not quite round."""
    reach = max(size_mm - pen_mm, 0.2) / 2
    turns = max(1.5, reach / (pen_mm * rng.uniform(0.55, 0.85)))
    t = np.linspace(0.0, 1.0, max(20, int(2 * np.pi * reach * turns * SAMPLES_PER_MM)))
    angles = rng.uniform(0, 2 * np.pi) + 2 * np.pi * turns * t + np.pi * np.clip(t - 0.8, 0, None)
    radius = reach * np.minimum(1.0, t * (1 + 1 / turns)) * (1 + 0.06 * np.sin(2 * angles + rng.uniform(0, 6)))
    lean = rng.uniform(0.8, 1.0)
    return np.stack([radius * np.cos(angles), radius * lean * np.sin(angles)], axis=1)


def scribble(rng: np.random.Generator, width_mm: float, height_mm: float) -> Points:
    """A zigzag that blackens a box around the origin."""
    turns = int(rng.integers(4, 11))
    x = np.linspace(-width_mm / 2, width_mm / 2, turns) + rng.normal(0, 0.08 * width_mm, turns)
    y = np.where(np.arange(turns) % 2 == 0, -1.0, 1.0) * height_mm / 2 * rng.uniform(0.55, 1.0, turns)
    if rng.random() < 0.4:  # some people shade across, most up and down
        x, y = y * width_mm / height_mm, x * height_mm / width_mm
    return _through(np.stack([x, y], axis=1))


def strike(rng: np.random.Generator, length_mm: float) -> Points:
    """One line through something, about level or falling to the right."""
    angle = rng.choice([0.0, 0.65]) + rng.normal(0, 0.12)  # a tick leans the other way
    half = np.array([np.cos(angle), np.sin(angle)]) * length_mm / 2
    return _bowed(-half + rng.normal(0, 0.2, 2), half + rng.normal(0, 0.2, 2), rng.normal(0, 0.05))


def dot(rng: np.random.Generator, size_mm: float) -> Points:
    """A touch of the pen that is no more than a point."""
    angle, length = rng.uniform(0, 2 * np.pi), size_mm * rng.uniform(0.1, 0.6)
    return bezier([(0.0, 0.0), (length * np.cos(angle), length * np.sin(angle))])


def long_line(rng: np.random.Generator, top: Sequence[float], bottom: Sequence[float]) -> Points:
    """One wavering stroke down a whole column."""
    knots = np.linspace(np.asarray(top), np.asarray(bottom), 7)
    knots[1:-1, 0] += rng.normal(0, 0.7, 5)
    return _through(knots)


def _through(knots: Points) -> Points:
    """A Catmull-Rom spline through all knots."""
    padded = np.vstack([2 * knots[0] - knots[1], knots, 2 * knots[-1] - knots[-2]])
    parts: list[Points] = []
    for a, b, c, d in zip(padded[:-3], padded[1:-2], padded[2:-1], padded[3:], strict=True):
        parts.append(bezier([b, b + (c - a) / 6, c - (d - b) / 6, c])[:-1])
    return np.vstack([*parts, knots[-1:]])


def character(rng: np.random.Generator, size_mm: float) -> list[Points]:
    """The strokes of an invented character: the look of handwriting, no words."""
    strokes: list[Points] = []
    for _ in range(int(rng.integers(*HANDWRITTEN_PARTS))):
        start = rng.uniform(-0.45, 0.2, 2) * size_mm
        kind = rng.integers(0, 5)
        reach = rng.uniform(0.3, 0.75) * size_mm
        ends = {
            0: [(reach, -0.08 * reach)],  # 横
            1: [(0.04 * reach, reach)],  # 竖
            2: [(-0.6 * reach, 0.8 * reach)],  # 撇
            3: [(0.7 * reach, 0.7 * reach)],  # 捺
            4: [(0.7 * reach, 0.0), (0.6 * reach, 0.7 * reach)],  # 折
        }[int(kind)]
        knots = [start, *(start + np.asarray(end) for end in ends)]
        bent = [knots[0], (knots[0] + knots[1]) / 2 + rng.normal(0, 0.05, 2) * size_mm, *knots[1:]]
        strokes.append(_through(np.asarray(bent)))
    return strokes
