"""What a voter can do in one row: each behaviour draws its strokes and says what they mean."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from pingyi.domain.forms.form import TickRow
from pingyi.domain.readings.reading import Verdict
from pingyi.samples.filler.curves import (
    Points,
    Stroke,
    circle,
    cross,
    dot,
    filled,
    odd_cross,
    scribble,
    strike,
    tick,
)
from pingyi.samples.filler.hand import Hand, drawn, tick_shape
from pingyi.samples.filler.layout import Box

SPRAWLING_SHARE = 0.6  # less of a tick's ink than this in its own cell: sprawling
ABSURD_SHARE = 0.4  # less than this: people could not tell either, so it is drawn again
NEARLY_NORMAL = 0.1  # of ticks meant to be normal may leave a little tail
OVERFLOW_SHARE = 0.97  # less than this: a tail is seen in the neighbour's cell
EQUAL_SHARE = (0.4, 0.6)  # of a mark on the ruling, in either cell
DOT_MM = (0.35, 0.9)  # larger than the dust on the glass, far smaller than a tick
OFF_RULING_MM = 0.4  # of a cell's side to the edge of a dot beside it
CROSS_AIM_MM, DOT_AIM_MM = 0.5, 0.4  # how far from a cell's middle a mark that chooses lands
DOT_SHARE, LEAST_DOT_MM = (0.4, 0.75), 1.8  # of the cell; people who fill a circle make it that large
TRIES = 40  # ticks drawn before a smaller one is taken

Random = np.random.Generator


class Sign(StrEnum):
    """What a voter chooses with."""

    TICK = "tick"
    CROSS = "cross"
    DOT = "dot"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowToMark:
    """One row in front of one voter."""

    rng: Random
    hand: Hand
    row: TickRow
    boxes: tuple[Box, ...]
    chosen: int
    sign: Sign = Sign.TICK

    @property
    def box(self) -> Box:
        """The place of the chosen cell, mm."""
        return self.boxes[self.chosen]

    def other(self) -> int:
        """Another cell of the row, the neighbour more often than not."""
        others = [i for i in range(len(self.boxes)) if i != self.chosen]
        near = [i for i in others if abs(i - self.chosen) == 1]
        return int(self.rng.choice(near if self.rng.random() < 0.7 else others))


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """Strokes of one row and what they mean; `choice` is an index, -1 when the row is not valid."""

    strokes: tuple[Stroke, ...]
    verdict: Verdict
    choice: int = -1
    kind: str


def _tick(place: RowToMark, box: Box, scale: float = 1.0) -> Points:
    """A tick aimed at the box as this hand aims."""
    shape = tick_shape(place.rng, place.hand, scale)
    aim = np.asarray(box.centre) + place.hand.aim_mm + place.rng.normal(0, place.hand.aim_spread_mm, 2)
    return tick(shape) + aim


def _inside(points: Points, box: Box) -> float:
    """Share of a movement inside the box."""
    x, y = points[:, 0], points[:, 1]
    return float(np.mean((x > box.left) & (x < box.right) & (y > box.top) & (y < box.bottom)))


def _lowest_inside(points: Points, box: Box) -> bool:
    return _inside(points[[int(points[:, 1].argmax())]], box) == 1.0


def _ticked(place: RowToMark, wanted: str, scale: tuple[float, float]) -> Marked:
    """A tick in the chosen cell, drawn again until it is of the wanted kind or near it."""
    points = _tick(place, place.box)
    for _ in range(TRIES):
        points = _tick(place, place.box, place.rng.uniform(*scale))
        kind = _kind(points, place.box)
        near = wanted == "normal" and kind == "overflow" and place.rng.random() < NEARLY_NORMAL
        if (kind == wanted or near) and not _absurd(points, place):
            break
    if _absurd(points, place):
        points = _tick(place, place.box, 0.6)
        points += np.asarray(place.box.centre) - points.mean(axis=0)
    stroke = drawn(place.rng, place.hand, points)
    return Marked(strokes=(stroke,), verdict=Verdict.VALID, choice=place.chosen, kind=_kind(points, place.box))


def _absurd(points: Points, place: RowToMark) -> bool:
    """Whether people could not tell which cell is meant either."""
    own = _inside(points, place.box)
    others = [_inside(points, box) for index, box in enumerate(place.boxes) if index != place.chosen]
    return own < ABSURD_SHARE or max(others, default=0.0) > 0.75 * own


def _kind(points: Points, box: Box) -> str:
    share = _inside(points, box)
    if share < SPRAWLING_SHARE or not _lowest_inside(points, box):
        return "sprawling"
    return "overflow" if share < OVERFLOW_SHARE else "normal"


def _signed(place: RowToMark) -> Marked:
    """A cross or a filled dot that chooses, in the middle of its cell or near it."""
    rng, box = place.rng, place.box
    centre = np.asarray(box.centre) + rng.normal(0, CROSS_AIM_MM if place.sign is Sign.CROSS else DOT_AIM_MM, 2)
    if place.sign is Sign.CROSS:
        movements: tuple[Points, ...] = _crossed(place)
    else:
        size = min(box.size) * rng.uniform(*DOT_SHARE)
        movements = (filled(rng, max(size, LEAST_DOT_MM, 1.8 * place.hand.pen.width_mm), place.hand.pen.width_mm),)
    flick = place.sign is Sign.CROSS
    strokes = tuple(drawn(rng, place.hand, movement + centre, flick=flick) for movement in movements)
    return Marked(strokes=strokes, verdict=Verdict.VALID, choice=place.chosen, kind="normal")


def _normal(place: RowToMark) -> Marked:
    return _ticked(place, "normal", (0.75, 1.0)) if place.sign is Sign.TICK else _signed(place)


def _overflow(place: RowToMark) -> Marked:
    return _ticked(place, "overflow", (1.05, 1.7)) if place.sign is Sign.TICK else _signed(place)


def _sprawling(place: RowToMark) -> Marked:
    return _ticked(place, "sprawling", (1.5, 2.6)) if place.sign is Sign.TICK else _signed(place)


def _plain(place: RowToMark, index: int) -> tuple[Stroke, ...]:
    return _normal(replace(place, chosen=index)).strokes


def _doubtful(kind: str, *strokes: Stroke) -> Marked:
    return Marked(strokes=strokes, verdict=Verdict.DOUBTFUL, kind=kind)


def _blank(_: RowToMark) -> Marked:
    return Marked(strokes=(), verdict=Verdict.BLANK, kind="blank")


def _multi(place: RowToMark) -> Marked:
    indices = {place.chosen, place.other()}
    if place.rng.random() < 0.08:  # now and then somebody ticks them all
        indices = set(range(len(place.boxes)))
    strokes = tuple(stroke for index in sorted(indices) for stroke in _plain(place, index))
    return Marked(strokes=strokes, verdict=Verdict.MULTIPLE, kind="multi")


def _over(place: RowToMark, box: Box) -> tuple[Stroke, ...]:
    """Something drawn over the middle of a cell to void what is in it."""
    rng, (width, height) = place.rng, box.size
    if rng.random() < 0.5 and place.sign is not Sign.DOT:  # half blacken, half strike; a blackened dot is a dot
        movements = [scribble(rng, width * rng.uniform(0.5, 0.85), height * rng.uniform(0.4, 0.75))]
    else:
        movements = [strike(rng, width * rng.uniform(0.65, 1.05)) for _ in range(int(rng.integers(1, 4)))]
    centre = np.asarray(box.centre) + rng.normal(0, 0.3, 2)
    return tuple(drawn(rng, place.hand, movement + centre, flick=False) for movement in movements)


def _corrected(place: RowToMark) -> Marked:
    wrong = place.other()
    return _doubtful(
        "corrected", *_plain(place, wrong), *_over(place, place.boxes[wrong]), *_plain(place, place.chosen)
    )  # fmt: skip


def _strike(place: RowToMark) -> Marked:
    under = _plain(place, place.chosen) if place.rng.random() < 0.5 else ()  # with or without a tick
    return _doubtful("strike", *under, *_over(place, place.box))


def _crossed(place: RowToMark) -> tuple[Points, Points]:
    """Two strokes through each other, as large as a cell lets them be."""
    size = min(place.box.size) * place.rng.uniform(0.5, 0.95)
    return (odd_cross if place.hand.odd else cross)(place.rng, size)


def _cross(place: RowToMark) -> Marked:
    if place.sign is Sign.CROSS:
        return _signed(place)
    centre = np.asarray(place.box.centre) + place.rng.normal(0, 0.5, 2)
    arms = _crossed(place)
    return _doubtful("cross", *(drawn(place.rng, place.hand, arm + centre) for arm in arms))


def _circle(place: RowToMark) -> Marked:
    centre = np.asarray(place.box.centre) + place.rng.normal(0, 0.5, 2)
    ring = circle(place.rng, min(place.box.size) * place.rng.uniform(0.5, 1.0))
    return _doubtful("circle", drawn(place.rng, place.hand, ring + centre, flick=False))


def _dot(place: RowToMark) -> Marked:
    off = place.rng.normal(0, 0.18, 2) * place.box.size
    size = place.rng.uniform(*DOT_MM)
    seen = (np.asarray(place.box.size) - size) / 2 - OFF_RULING_MM  # on a ruling nobody could see it
    speck = dot(place.rng, size) + place.box.centre + off.clip(-seen, seen)
    return _doubtful("dot", drawn(place.rng, place.hand, speck, flick=False))


def _border(place: RowToMark) -> Marked:
    """A tick whose ink lies about half in each of two neighbouring cells."""
    left = min(place.chosen, len(place.boxes) - 2)
    box, line = place.boxes[left], place.boxes[left].right
    if place.sign is not Sign.TICK:
        strokes = _signed(replace(place, chosen=left)).strokes
        middle = float(np.median(np.concatenate([stroke.points[:, 0] for stroke in strokes])))
        return _doubtful("border", *(stroke.moved((line - middle, 0.0)) for stroke in strokes))
    points = _tick(place, box, place.rng.uniform(0.7, 1.0))
    points[:, 0] += line - float(np.quantile(points[:, 0], place.rng.uniform(*EQUAL_SHARE)))
    return _doubtful("border", drawn(place.rng, place.hand, points))


def _covered(_: RowToMark) -> Marked:
    return _doubtful("line")


BEHAVIOURS: dict[str, Callable[[RowToMark], Marked]] = {
    "normal": _normal,
    "overflow": _overflow,
    "sprawling": _sprawling,
    "blank": _blank,
    "multi": _multi,
    "corrected": _corrected,
    "cross": _cross,
    "circle": _circle,
    "border": _border,
    "dot": _dot,
    "strike": _strike,
    "line": _covered,
}
