"""Where a sheet's table lies on its page: enough to draw it again without finding it a second time."""

import json
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from pingyi.domain.forms.form import BallotForm, FormCell, TickRow

LAYOUT_FILE = "layout.json"  # what it is kept as, among the pictures drawn of a sheet
NO_LAYOUT = "这不是一张票的版面记录；请删去这个文件，再打开一次这张票"
MOST_PX = 50_000  # of a page's side
MOST_AREA_PX = 40_000_000  # of a table's canvas: twice A1
TURNS = (0, 90, 180, 270)
STEPS = 8  # of a pixel that crossings are kept to
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowSpan:
    """A tick row on its table, in numbers of rulings from 0."""

    left: int  # of the row's number or name
    cells_left: int  # of the first tick cell
    right: int
    top: int
    bottom: int
    head_top: int  # of the cell that names the first choice
    head_bottom: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A sheet's table on the page as it was fed, and on the upright canvas it was read from."""

    crossings: Floats  # of the upright table's rulings: rows + 1 × columns + 1 × x, y in pixels of the page
    size: tuple[int, int]  # height and width of that page
    turn: int  # degrees clockwise the page has to be turned
    xs: tuple[int, ...]  # of its rulings in pixels of the canvas
    ys: tuple[int, ...]
    rows: dict[str, RowSpan]  # by item

    def to_bytes(self) -> bytes:
        """As JSON, crossings in eighths of a pixel; `layout_from` reads it."""
        return json.dumps(
            {
                "crossings": np.rint(self.crossings * STEPS).astype(int).tolist(),
                "size": self.size,
                "turn": self.turn,
                "xs": self.xs,
                "ys": self.ys,
                "rows": {item: _numbers(span) for item, span in self.rows.items()},
            },
            separators=(",", ":"),
        ).encode()


def layout_from(kept: bytes) -> Layout:
    """What `to_bytes` gave, of a size that can be drawn. Raises ValueError where it is nothing of the kind."""
    found = json.loads(kept)
    try:
        height, width = _whole(found["size"])
        layout = Layout(
            crossings=np.array(found["crossings"], float) / STEPS,
            size=(height, width),
            turn=found["turn"],
            xs=_whole(found["xs"]),
            ys=_whole(found["ys"]),
            rows={item: _of_numbers(numbers) for item, numbers in found["rows"].items()},
        )
        drawable = _drawable(layout)
    except (AttributeError, KeyError, OverflowError, TypeError) as error:
        raise ValueError(NO_LAYOUT) from error
    if not drawable:
        raise ValueError(NO_LAYOUT)
    return layout


def _whole(numbers: list[int]) -> tuple[int, ...]:
    """Whole numbers a picture can have. Raises TypeError, ValueError for others."""
    if not all(type(number) is int and 0 <= number <= MOST_PX for number in numbers):
        raise ValueError(NO_LAYOUT)
    return tuple(numbers)


def _drawable(layout: Layout) -> bool:
    """Whether its rulings follow one another, each has its crossings on the page, and rows lie between them."""
    crossings, across, down = layout.crossings, len(layout.xs), len(layout.ys)
    if min(across, down) < 2:
        return False
    follow = all(first < second for edges in (layout.xs, layout.ys) for first, second in pairwise(edges))
    placed = crossings.shape == (down, across, 2) and bool(np.isfinite(crossings).all())
    upright = layout.turn in TURNS and min(layout.size) > 0 and layout.xs[-1] * layout.ys[-1] <= MOST_AREA_PX
    return follow and placed and upright and all(_between(span, across, down) for span in layout.rows.values())


def _between(span: RowSpan, across: int, down: int) -> bool:
    level = 0 <= span.left <= span.cells_left < span.right < across
    return level and 0 <= span.top < span.bottom < down and 0 <= span.head_top < span.head_bottom < down


@lru_cache(maxsize=16)
def row_spans(form: BallotForm) -> dict[str, RowSpan]:
    """The rows of a form, by item."""
    return {row.item: _span(form, row) for row in form.rows}


def _span(form: BallotForm, row: TickRow) -> RowSpan:
    first, last, head = row.cells[0], row.cells[-1], _heading(form, row)
    return RowSpan(
        left=max(0, first.col - 2),
        cells_left=first.col,
        right=last.col + last.col_span,
        top=first.row,
        bottom=first.row + first.row_span,
        head_top=head.row,
        head_bottom=head.row + head.row_span,
    )


def _heading(form: BallotForm, row: TickRow) -> FormCell:
    """The cell that names the row's first choice."""
    column = row.cells[0].col
    above = [cell for cell in form.table.cells if cell.col == column and cell.row < row.cells[0].row]
    return next((cell for cell in reversed(above) if cell.text == form.choices[0]), above[0] if above else row.cells[0])


def _of_numbers(numbers: list[int]) -> RowSpan:
    return RowSpan(**dict(zip(RowSpan.__slots__, _whole(numbers), strict=True)))


def _numbers(span: RowSpan) -> tuple[int, ...]:
    return tuple(getattr(span, name) for name in RowSpan.__slots__)
