"""The registered table on a canvas where every ruling lies at a known row or column."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.domain.forms.form import FormCell
from pingyi.scanner.grid.topology import Fit
from pingyi.scanner.lines.lines import Floats, Levelled
from pingyi.scanner.page.compiled import compiled
from pingyi.scanner.page.darkness import darkness, shrunk
from pingyi.scanner.page.sampling import Pairs, pairs_of, sample, scratch

PX_PER_MM = 6.0  # 152 dpi: a ballpoint line is three pixels wide
TABLE_WIDTH_MM = 170.0  # when the Word file does not say how wide its columns are
MARGIN_MM = 4.0  # kept around the table
LEAST_MM = 2.0  # of a row or column: one that a fold hides still has its place on the canvas

Canvas = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """Pixels of a canvas: left and top inside, right and bottom outside."""

    left: int
    top: int
    right: int
    bottom: int

    def of(self, picture: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
        """The part of the picture inside the box."""
        return picture[self.top : self.bottom, self.left : self.right]

    def grown(self, margin: int, shape: tuple[int, ...]) -> "Box":
        """The box with a margin, cut at the picture's edge."""
        return Box(
            left=max(0, self.left - margin),
            top=max(0, self.top - margin),
            right=min(shape[1], self.right + margin),
            bottom=min(shape[0], self.bottom + margin),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One page's table, upright. `xs` and `ys` are the rulings' positions in canvas pixels."""

    grey: Canvas
    dark: Canvas  # relative darkness, rulings and all
    xs: tuple[int, ...]
    ys: tuple[int, ...]
    strays: tuple["Stray", ...]  # streaks and folds

    def box(self, cell: FormCell) -> Box:
        """A cell from ruling to ruling."""
        return Box(
            left=self.xs[cell.col],
            top=self.ys[cell.row],
            right=self.xs[cell.col + cell.col_span],
            bottom=self.ys[cell.row + cell.row_span],
        )


def rectify(grey: npt.NDArray[np.uint8], page: Levelled, fit: Fit) -> Table:
    """Resample the page once, by the crossings found, to an upright canvas."""
    upright, on_page = crossings(page, fit)
    widths, heights = _sizes_mm(upright, fit)
    xs, ys = (_positions(sizes) for sizes in (widths, heights))
    source, shrink = _shrunk(grey, float(np.linalg.norm(on_page[0, -1] - on_page[0, 0])) / (xs[-1] - xs[0]))
    shape = (int(ys[-1] + MARGIN_MM * PX_PER_MM) + 1, int(xs[-1] + MARGIN_MM * PX_PER_MM) + 1)
    canvas = _resampled(source, on_page / shrink, (xs, ys), shape)
    return Table(
        grey=canvas,
        dark=darkness(canvas),
        xs=tuple(int(x) for x in xs),
        ys=tuple(int(y) for y in ys),
        strays=_strays(page, fit, on_page, (xs, ys), shape),
    )


def crossings(page: Levelled, fit: Fit) -> tuple[Floats, Floats]:
    """Where the upright table's rulings cross (rows + 1 × columns + 1 × x, y), on the levelled page and on the page."""
    upright = np.rot90(fit.grid, -(fit.skeleton.turn // 90))  # clockwise
    return upright, upright @ page.to_page[:, :2].T + page.to_page[:, 2]


def _sizes_mm(grid: Floats, fit: Fit) -> tuple[Floats, Floats]:
    """Measured widths and heights, scaled so that the table has its nominal width."""
    widths = np.linalg.norm(np.diff(grid, axis=1), axis=2).mean(axis=0)
    heights = np.linalg.norm(np.diff(grid, axis=0), axis=2).mean(axis=1)
    nominal = fit.skeleton.widths if fit.skeleton.turn in (0, 180) else fit.skeleton.heights
    total = sum(nominal) if all(nominal) else TABLE_WIDTH_MM
    scale = total / widths.sum()
    return widths * scale, heights * scale


def _positions(sizes: Floats) -> npt.NDArray[np.int64]:
    edges = MARGIN_MM + np.concatenate([[0.0], np.cumsum(np.maximum(sizes, LEAST_MM))])
    return np.rint(edges * PX_PER_MM).astype(np.int64)


def _shrunk(grey: npt.NDArray[np.uint8], ratio: float) -> tuple[npt.NDArray[np.uint8], int]:
    """Halve or third large scans first, so that bilinear sampling loses no ink."""
    factor = max(1, int(ratio + 0.25))
    return (grey, 1) if factor == 1 else (shrunk(grey, factor), factor)


def _resampled(
    source: npt.NDArray[np.uint8],
    on_page: Floats,
    edges: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]],
    shape: tuple[int, int],
) -> Canvas:
    """The page on the canvas, linear inside cells and beyond the outer rulings."""
    canvas = np.empty(shape, np.uint8)
    _resample(pairs_of(source), source.shape, on_page, edges, canvas)
    return canvas


@compiled
def _resample(
    pairs: Pairs,
    shape: tuple[int, int],
    crossings: Floats,
    edges: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]],
    canvas: Canvas,
) -> None:
    """Fill the canvas from a picture of this shape, whose `pairs` are given."""
    ys, row, places = edges[1], 0, scratch(canvas.shape[1])
    for y in range(len(canvas)):
        while row < len(ys) - 2 and y >= ys[row + 1]:
            row += 1
        down = (y - ys[row]) / (ys[row + 1] - ys[row])
        for axis in range(2):
            over, under = crossings[row, :, axis], crossings[row + 1, :, axis]
            _fill(places[0] if axis == 0 else places[1], over * (1 - down) + under * down, edges[0])
        sample(pairs, shape, 0, places, canvas[y])


@compiled
def _fill(places: npt.NDArray[np.float32], stops: Floats, xs: npt.NDArray[np.int64]) -> None:
    """Places between those of the rulings, and on beyond the outer ones."""
    for column in range(len(xs) - 1):
        step = (stops[column + 1] - stops[column]) / (xs[column + 1] - xs[column])
        begin = -xs[0] if column == 0 else 0
        end = (len(places) if column == len(xs) - 2 else xs[column + 1]) - xs[column]
        part = places[begin + xs[column] : end + xs[column]]
        for k in range(len(part)):
            part[k] = stops[column] + np.float64(np.int32(begin + k)) * step


STRAY_MIN_SHARE = 0.12  # of the page: shorter lines are strokes, text, seal arcs
STRAY_FAR_PX = 30000  # a line mapped further away does not touch the table
BEYOND_MM = 2.0  # a table, streaks and folds go on; of a table looked at by itself 3 mm are seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Stray:
    """A long line that is not the form's, at every pixel along the canvas."""

    vertical: bool
    first: int  # along
    across: Floats  # position across, from `first` on


def _strays(
    page: Levelled,
    fit: Fit,
    on_page: Floats,
    edges: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]],
    shape: tuple[int, int],
) -> tuple[Stray, ...]:
    """Streaks and folds, carried over to the canvas."""
    gx, gy = np.meshgrid(edges[0], edges[1])
    target = np.stack([gx, gy], axis=-1).reshape(-1, 2).astype(np.float64)
    homography, _ = cv2.findHomography(on_page.reshape(-1, 2), target)
    limit = STRAY_MIN_SHARE * max(page.dark.shape)
    found = []
    for family, track in fit.strays:
        if track.seen < limit:
            continue
        along = np.linspace(track.start, track.end, 60)
        pairs = np.column_stack([along, track.at(along)] if family == "horizontal" else [track.at(along), along])
        points = pairs @ page.to_page[:, :2].T + page.to_page[:, 2]
        line = cv2.perspectiveTransform(points[None], homography)[0]
        stray = _on_canvas(line, shape) if np.abs(line).max() < STRAY_FAR_PX else None
        if stray is not None and not _within(stray, edges):
            found.append(stray)
    return tuple(found)


def _within(stray: Stray, edges: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]) -> bool:
    """Whether a line begins and ends in the table: then somebody drew it."""
    stops, beyond = edges[1] if stray.vertical else edges[0], BEYOND_MM * PX_PER_MM
    return bool(stray.first > stops[0] - beyond and stray.first + len(stray.across) < stops[-1] + beyond)


def _on_canvas(line: Floats, shape: tuple[int, int]) -> Stray | None:
    """One position across for every pixel along, inside the canvas."""
    vertical = bool(np.ptp(line[:, 1]) > np.ptp(line[:, 0]))
    along, across = (line[:, 1], line[:, 0]) if vertical else (line[:, 0], line[:, 1])
    order = np.argsort(along)
    length, breadth = shape if vertical else shape[::-1]
    first, last = max(0, int(along.min())), min(length, int(along.max()) + 1)
    if last - first < 20:
        return None
    place = np.interp(np.arange(first, last), along[order], across[order])
    if (place < 0).all() or (place > breadth).all():
        return None
    return Stray(vertical=vertical, first=first, across=place)
