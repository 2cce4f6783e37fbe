"""The marks that few people make, drawn in one row of a sheet; lengths in mm."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.domain.forms.form import BallotForm, TickRow
from pingyi.samples.filler.curves import Points, character
from pingyi.samples.filler.hand import Hand, Pen, PenKind, drawn
from pingyi.samples.filler.ink import draw
from pingyi.samples.filler.layout import MM_PER_INCH, Box, Layout

Picture = npt.NDArray[np.uint8]
Says = frozenset[str]  # what people may say of a row: a choice's word, BLANK, SEVERAL

BLANK, SEVERAL = "blank", "multiple"  # as the reader says them
EMPTY = frozenset({BLANK})
DPI = 200
PX_PER_MM = DPI / MM_PER_INCH
POINTS_PER_MM = 6
FEWEST_POINTS = 30
TICK_SHARE = 0.75  # of a cell's shorter side is the height of a tick
YELLOW, GREEN, RED = (255, 238, 60), (100, 200, 110), (230, 60, 60)


def pen(colour: tuple[int, int, int], darkness: float, width: float) -> Pen:
    """A pen without grain: colour red, green, blue, darkness 0..1."""
    return Pen(kind=PenKind.MARKER, width_mm=width, colour=colour, darkness=darkness, grain=0.05)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A printed page (grey, DPI) under a voter's hand; all drawing is in place."""

    page: Picture
    form: BallotForm
    layout: Layout
    hand: Hand
    rng: np.random.Generator

    def box(self, row: TickRow, cell: int) -> Box:
        """Where a cell stands, mm; cells beyond the last are the last."""
        return self.layout.box(row.cells[min(cell, len(row.cells) - 1)])

    def counts(self, cell: int) -> Says:
        """A mark for the choice of that number."""
        return frozenset({self.form.choices[cell]})

    def write(self, points: npt.ArrayLike, other: Pen | None = None, *, flick: bool = False) -> None:
        """A stroke straight from point to point (n × x, y, mm) with the voter's pen or another."""
        hand = self.hand if other is None else replace(self.hand, pen=other)
        draw(self.page, DPI, [drawn(self.rng, hand, along(points), flick=flick)], hand.pen)

    def tick(self, box: Box, other: Pen | None = None, *, scale: float = 1.0, aside: float = 0.0) -> None:
        """A tick in a box, so far to the right of its middle."""
        high, angle = min(box.size) * TICK_SHARE * scale, self.rng.uniform(0.6, 1.15)
        shape = np.array([(-0.35, -0.4), (0, 0), (np.cos(angle), -np.sin(angle))]) * high
        lowest = np.array(box.centre) + np.array([aside - 0.1 * high, 0.35 * high])
        self.write(lowest + shape, other, flick=True)


Mark = Callable[[Sheet, TickRow, int], Says]  # draws in a row, for the cell of that number or not


def along(points: npt.ArrayLike) -> Points:
    """Points close together on the way from point to point (n × x, y, mm)."""
    knots = np.asarray(points, dtype=np.float64)
    way = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(knots, axis=0), axis=1))])
    at = np.linspace(0, way[-1], max(FEWEST_POINTS, int(way[-1] * POINTS_PER_MM)))
    return np.stack([np.interp(at, way, knots[:, 0]), np.interp(at, way, knots[:, 1])], axis=1)


def another(row: TickRow, cell: int) -> int:
    """The number of the cell after it, or of the first after the last."""
    return (cell + 1) % len(row.cells)


def shape(strokes: Sequence[npt.ArrayLike], sheet: Sheet, row: TickRow, cell: int) -> Says:
    """Strokes around the middle of a cell, which they stand for."""
    scale = sheet.rng.uniform(0.8, 1.1)
    for points in strokes:
        sheet.write(np.array(sheet.box(row, cell).centre) + np.asarray(points, dtype=np.float64) * scale)
    return sheet.counts(cell)


def ticked(other: Pen, sheet: Sheet, row: TickRow, cell: int) -> Says:
    """A tick of another pen than the sheet's."""
    sheet.tick(sheet.box(row, cell), other)
    return sheet.counts(cell)


def long_tail(sheet: Sheet, row: TickRow, cell: int) -> Says:
    """A tick whose end lies two cells on."""
    box, (_, high) = sheet.box(row, cell), sheet.box(row, cell).size
    (x, y), end = box.centre, sheet.box(row, cell + 2)
    right = max(end.centre[0] + 0.4 * box.size[0], x + 2 * box.size[0])
    sheet.write([(x - 1.5, y - 0.5), (x - 0.3, y + 0.25 * high), (right, y - high * sheet.rng.uniform(0.1, 0.9))])
    return sheet.counts(cell)


def begun_before(sheet: Sheet, row: TickRow, cell: int) -> Says:
    """A tick whose first arm begins in the cell before."""
    box, (wide, high) = sheet.box(row, cell), sheet.box(row, cell).size
    low = (box.left + sheet.rng.uniform(1, 2), box.bottom - 0.25 * high)
    sheet.write([(box.left - 0.4 * wide, box.centre[1] - 0.25 * high), low, (box.right - 0.5, box.top + 0.15 * high)])
    return sheet.counts(cell)


def reaching_up(sheet: Sheet, row: TickRow, cell: int) -> Says:
    """A tick whose long arm ends in the row above."""
    box, (_, high) = sheet.box(row, cell), sheet.box(row, cell).size
    x = box.centre[0]
    sheet.write([(x - 1.2, box.top + 0.1 * high), (x, box.top + 0.6 * high), (x + 2.5, box.top - 0.9 * high)])
    return sheet.counts(cell)


def root_sign(sheet: Sheet, row: TickRow, cell: int) -> Says:
    """√ with a level bar to the end of the row."""
    box, (_, high), end = sheet.box(row, cell), sheet.box(row, cell).size, sheet.box(row, len(row.cells))
    (x, y), bar = box.centre, box.top + 0.2 * high
    sheet.write([(x - 1.6, y), (x - 0.6, box.bottom - 0.15 * high), (x + 0.6, bar), (end.right - 0.8, bar)])
    return sheet.counts(cell)


def tiny(sheet: Sheet, row: TickRow, cell: int) -> Says:
    """A tick of a millimetre in a corner."""
    box = sheet.box(row, cell)
    x = sheet.rng.choice([box.left + 1.2, box.right - 1.8])
    y = sheet.rng.choice([box.top + 1.6, box.bottom - 0.9])
    sheet.write([(x - 0.4, y - 0.5), (x, y), (x + 0.8, y - 1.1)])
    return sheet.counts(cell)


def beside(where: str, sheet: Sheet, row: TickRow, cell: int) -> Says:
    """A tick in no tick cell: right of the row or in the cell before it, `where` says."""
    del cell
    first, last = sheet.box(row, 0), sheet.box(row, len(row.cells))
    x, y = (last.right if where == "right" else first.left - 8) + 4, first.centre[1]
    sheet.write([(x - 1, y - 1), (x, y + 1.2), (x + 2.5, y - 2)])
    return EMPTY


def arrow(sheet: Sheet, row: TickRow, cell: int) -> Says:
    """A tick, and an arrow from it to the cell that was meant."""
    meant = another(row, cell)
    sheet.tick(sheet.box(row, cell))
    (x, y), (to, at) = sheet.box(row, cell).centre, sheet.box(row, meant).centre
    ahead = np.sign(to - x)
    sheet.write([(x + 1.5 * ahead, y), (to, at)])
    sheet.write([(to - 1.2 * ahead, at - 1), (to, at), (to - 1.2 * ahead, at + 1)])
    return sheet.counts(meant)


def pale_beside(sheet: Sheet, row: TickRow, cell: int) -> Says:
    """A tick, and one rubbed out or printed off in another cell."""
    rubbed = replace(sheet.hand.pen, darkness=sheet.rng.uniform(0.08, 0.3), grain=0.5)
    sheet.tick(sheet.box(row, another(row, cell)), rubbed)
    return ticked(sheet.hand.pen, sheet, row, cell)


def painted_over(sheet: Sheet, row: TickRow, cell: int) -> Says:
    """A tick under a stroke of correction fluid with a shadow at its edge; then one in another cell."""
    box = sheet.box(row, another(row, cell))
    sheet.tick(box, scale=1.3)
    axes = np.array(box.size) * PX_PER_MM * sheet.rng.uniform((0.25, 0.3), (0.5, 0.55))
    mask = np.zeros(sheet.page.shape, np.uint8)
    centre = np.rint(np.array(box.centre) * PX_PER_MM).astype(int).tolist()
    cv2.ellipse(mask, centre, np.rint(axes).astype(int).tolist(), 0, 0, 360, 255, -1)
    shadow = np.roll(cv2.GaussianBlur(mask, (0, 0), 2), (2, 2), (0, 1)) * sheet.rng.uniform(0.1, 0.4)
    sheet.page[:] = np.where(mask > 0, 252, np.clip(sheet.page - shadow, 0, 255)).astype(np.uint8)
    return ticked(sheet.hand.pen, sheet, row, cell)


def struck_out(sheet: Sheet, row: TickRow, cell: int) -> Says:
    """A tick with a level line, a falling line or a zigzag through it; then one in another cell."""
    box = sheet.box(row, another(row, cell))
    sheet.tick(box)
    reach = 0.33 * box.size[0]
    zigzag = [(-2 + 0.5 * k, 1.3 if k % 2 else -1.3) for k in range(9)]
    ways = ([(-reach, 0.3), (reach, -0.2)], [(-1.5, -1.5), (1.8, 1.5)], zigzag)
    sheet.write(np.array(box.centre) + ways[sheet.rng.integers(len(ways))])
    return ticked(sheet.hand.pen, sheet, row, cell)


def words(offset: float, sheet: Sheet, row: TickRow, cell: int) -> Says:
    """Two characters in a cell, or so many cells beside a tick, as 作废: then people may find nothing, or too much."""
    box = sheet.box(row, cell)
    if offset:
        sheet.tick(box)
    for k in (-1.8, 1.8):
        for points in character(sheet.rng, 3.2):
            sheet.write(points + box.centre + (offset * box.size[0] + k, 0))
    return frozenset({BLANK, SEVERAL}) if offset else sheet.counts(cell)


def row_line(sheet: Sheet, row: TickRow, cell: int) -> Says:
    """One level line through all cells of a row."""
    del cell
    first, last = sheet.box(row, 0), sheet.box(row, len(row.cells))
    sheet.write([(first.left + 1, first.centre[1] + 0.5), (last.right - 1, last.centre[1] - 0.3)])
    return EMPTY


def row_line_over_tick(sheet: Sheet, row: TickRow, cell: int) -> Says:
    """Such a line, through a tick too: struck out or not."""
    return ticked(sheet.hand.pen, sheet, row, cell) | row_line(sheet, row, cell)


def two_ticks(sheet: Sheet, row: TickRow, cell: int) -> Says:
    """Two small ticks in one cell."""
    for aside in (-1.8, 1.4):
        sheet.tick(sheet.box(row, cell), scale=0.7, aside=aside)
    return sheet.counts(cell)


def dry_pen(sheet: Sheet, row: TickRow, cell: int) -> Says:
    """A tick in pieces with gaps between them."""
    box = sheet.box(row, cell)
    shape_mm = np.array([(-0.4, 0), (0, 0.4), (0.7, -0.45)]) * min(box.size) * 0.7
    points, at = along(box.centre + shape_mm), 0
    while at < len(points) - 3:
        end = at + int(sheet.rng.integers(3, 8))
        sheet.write(points[at:end])
        at = end + int(sheet.rng.integers(2, 6))
    return sheet.counts(cell)


T = np.linspace(0, 1, 50)[:, None]
RING = 1.9 * np.hstack([np.cos(6.4 * T), np.sin(6.4 * T)])
WAVE = np.hstack([4 * T - 2, 1.3 * np.sin(2 * np.pi * T)])
LOOP = np.vstack([(-0.6, 0.5) + 0.7 * np.hstack([np.cos(6.9 * T), np.sin(6.9 * T)]), [(2.6, -1.9)]])
DITTO = (((-0.25, -0.9), (-0.75, 0.7)), ((0.85, -0.9), (0.35, 0.7)))  # 〃
AS_ABOVE = (  # 同上
    ((-3.2, -1.2), (-3.2, 1.4)), ((-3.2, -1.2), (-1.0, -1.2), (-1.0, 1.4)), ((-2.6, -0.5), (-1.6, -0.5)),
    ((-2.6, 0.1), (-1.6, 0.1), (-1.6, 0.8), (-2.6, 0.8), (-2.6, 0.1)),
    ((1.2, -1.4), (1.2, 1.2)), ((1.2, -0.2), (2.2, -0.2)), ((0.0, 1.2), (2.6, 1.2)),
)  # fmt: skip
SHAPES: Mapping[str, Sequence[npt.ArrayLike]] = {
    "ring": (RING,),
    "number in a ring": (RING, ((0, -1.2), (0, 1.2))),
    "ditto marks": DITTO,
    "same as above in words": AS_ABOVE,
    "mirrored tick": (((1.8, -0.3), (0.4, 1.4), (-2.4, -1.9)),),
    "tick upside down": (((-1.8, 0.3), (-0.4, -1.4), (2.4, 1.9)),),
    "level dash": (((-1.6, 0.0), (1.6, -0.2)),),
    "slash": (((-1.2, 1.4), (1.2, -1.4)),),
    "wave": (WAVE,),
    "loop with a tail": (LOOP,),
}
PENS: Mapping[str, Pen] = {
    "tick in highlighter": pen(YELLOW, 0.7, 2.5),
    "tick in green": pen(GREEN, 0.9, 0.5),
    "tick in red": pen(RED, 0.9, 0.5),
    "tick in pale pencil": Pen(kind=PenKind.PENCIL, width_mm=0.5, colour=(90, 90, 95), darkness=0.35, grain=0.6),
}
MARKS: Mapping[str, Mark] = {
    **{name: partial(shape, strokes) for name, strokes in SHAPES.items()},
    **{name: partial(ticked, other) for name, other in PENS.items()},
    "long tail": long_tail,
    "begun in the cell before": begun_before,
    "reaching into the row above": reaching_up,
    "root sign": root_sign,
    "tiny tick": tiny,
    "tick right of the table": partial(beside, "right"),
    "tick at the name": partial(beside, "name"),
    "arrow to another cell": arrow,
    "pale tick beside": pale_beside,
    "painted over": painted_over,
    "struck out": struck_out,
    "words in the cell": partial(words, 0.0),
    "void in words beside": partial(words, 0.9),
    "line along the row": row_line,
    "line along a ticked row": row_line_over_tick,
    "two ticks in a cell": two_ticks,
    "dry pen": dry_pen,
}
