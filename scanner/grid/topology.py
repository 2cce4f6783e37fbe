"""Which line of the form is which line on the page: dynamic programming over gaps, then edges."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pingyi.domain.forms.form import TableForm
from pingyi.scanner.grid.form_kernels import align, edge_ink
from pingyi.scanner.grid.scales import scales_of
from pingyi.scanner.lines.lines import FAINT, Floats, Levelled, Track

GAP_SPREAD = 0.08  # relative scatter of a gap against its nominal size: scaling, perspective
GAP_SPREAD_MM = 1.5  # and what Word and WPS add when a text does not fit its column
GAP_LIMIT = 4.0  # scatters beyond which two lines are no neighbours
STRETCHES = (1.07, 1.0, 0.93)  # of heights against widths: printers, feeders, perspective
MISS_COST = 4.0  # a ruling of the form that left no track
SKIP_COST = 1.2  # a full-length track that is no ruling of the form
OUTSIDE_COST = 0.4  # the same beyond the table: a sheet's edge
ENOUGH = 0.97  # of the score no assignment can exceed
SHORT = 0.08  # of the longest track: anything shorter is text
BEYOND, BEYOND_WEIGHT = 0.06, 0.35  # of the table: a track that runs on further; what it still counts
OUTER_SHARE = 0.6  # of the longest line: these bound the table
OUTWARDS = 4  # rows or columns by whose sizes an outer ruling without track is set
EDGE_SAMPLES = 9  # points per cell edge where the ruling is looked for
SEEN = 0.5  # of these
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Skeleton:
    """A form's table as rulings, in one of the four turns of the page."""

    turn: int  # degrees clockwise that bring the page upright
    widths: tuple[float, ...]  # mm between vertical rulings, 0 = unknown
    heights: tuple[float, ...]
    across: npt.NDArray[np.bool_]  # (rows+1, cols): is there a horizontal edge
    down: npt.NDArray[np.bool_]  # (rows, cols+1): is there a vertical edge


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A skeleton laid on a page. Track indices are None where a ruling left no track."""

    skeleton: Skeleton
    rows: tuple[Track | None, ...]
    columns: tuple[Track | None, ...]
    agreement: float  # share of edges that are where the form says, on rulings that left a track
    present: float  # share of the form's edges on them that were seen
    absent: float  # share of the merged-away edges that are indeed empty
    grid: Floats  # (rows+1, cols+1, 2): crossings in levelled pixels
    strays: tuple[tuple[str, Track], ...]  # long lines that are not the form's: streaks, folds

    @property
    def likeness(self) -> float:
        """Agreement, less the share of rulings that left no track: for choosing among fits."""
        return self.agreement * (1 - self.missing / (len(self.rows) + len(self.columns)))

    @property
    def missing(self) -> int:
        """Rulings that left no track, of those the form draws."""
        drawn = np.concatenate([self.skeleton.across.any(axis=1), self.skeleton.down.any(axis=0)])
        return sum(bool(flag) and track is None for flag, track in zip(drawn, self.rows + self.columns, strict=True))


def skeleton(table: TableForm) -> Skeleton:
    """The edges that the form's own print shows."""
    return Skeleton(
        turn=0,
        widths=table.column_widths_mm,
        heights=table.row_heights_mm,
        across=np.array(table.printed.across),
        down=np.array(table.printed.down),
    )


def turned(upright: Skeleton, turn: int) -> Skeleton:
    """How the upright skeleton looks on a page that must be turned by `turn` to be read."""
    across, down = upright.across, upright.down
    widths, heights = upright.widths, upright.heights
    for _ in range(turn // 90):  # a quarter counter-clockwise each
        across, down = down.T[::-1], across.T[::-1]
        widths, heights = heights, widths[::-1]
    return Skeleton(turn=turn, widths=widths, heights=heights, across=across, down=down)


def fit_skeleton(page: Levelled, form: Skeleton) -> Fit | None:
    """Lay the form on the page; None when the lines cannot be matched at all."""
    horizontal, vertical = _long(page.horizontal), _long(page.vertical)
    if len(horizontal) < 2 or len(vertical) < 2:
        return None
    middle = (page.dark.shape[1] / 2, page.dark.shape[0] / 2)
    scales = scales_of(vertical, form.widths, int(form.down.all(axis=0).sum()), middle[1])
    across = _weights(vertical, horizontal, _length(form.heights, scales))
    columns = _match((vertical, across), form.widths, middle[1], scales)
    if columns is None:
        return None
    chosen, scale = columns
    scales = tuple(stretch * scale for stretch in STRETCHES)
    down = _weights(horizontal, vertical, _length(form.widths, scales))
    rows = _match((horizontal, down), form.heights, middle[0], scales)
    if rows is None:
        return None
    row_tracks = [None if k is None else horizontal[k] for k in rows[0]]
    column_tracks = [None if k is None else vertical[k] for k in chosen]
    grid = _grid(row_tracks, column_tracks, form, middle)
    if grid is None:
        return None
    return _with_edges(page, form, (row_tracks, column_tracks), grid, (horizontal, vertical))


def laid_again(page: Levelled, fit: Fit, rows: Sequence[Track | None], columns: Sequence[Track | None]) -> Fit | None:
    """The same form with other tracks for its rulings; None where they do not make a grid."""
    if sum(track is not None for track in rows) < 2 or sum(track is not None for track in columns) < 2:
        return None
    middle = (page.dark.shape[1] / 2, page.dark.shape[0] / 2)
    grid = _grid(list(rows), list(columns), fit.skeleton, middle)
    if grid is None:
        return None
    tracks = (_long(page.horizontal), _long(page.vertical))
    return _with_edges(page, fit.skeleton, (list(rows), list(columns)), grid, tracks)


def _long(tracks: tuple[Track, ...]) -> list[Track]:
    longest = max((t.seen for t in tracks), default=0.0)
    return [t for t in tracks if t.seen > SHORT * longest]


def _length(sizes: tuple[float, ...], scales: tuple[float, ...]) -> float:
    """How long a ruling across these sizes can be (px); no bound where one of them is not known."""
    return sum(sizes) * max(scales) if all(sizes) else np.inf


def _weights(tracks: list[Track], across: list[Track], length: float) -> Floats:
    """
    How much each track counts: by what it has of a ruling's length (px); little when it runs on beyond the table.

    A streak or a fold is longer than a short table's rulings, which makes it none of them.
    """
    seen = np.minimum([t.seen for t in tracks], length)
    longer = np.array([t.end - t.start for t in tracks]) > (1 + BEYOND) * length
    beyond = longer | _run_on(tracks, across)
    few = beyond.mean() < 0.5  # else it is the table's other rulings that were not seen to their ends
    return np.asarray(seen / seen.max() * np.where(beyond & few, BEYOND_WEIGHT, 1.0))


def _run_on(tracks: Sequence[Track | None], across: list[Track]) -> npt.NDArray[np.bool_]:
    """Which tracks go on well beyond the outermost long lines across them."""
    longest = max(t.seen for t in across)
    outer = _curves([t for t in across if t.seen > OUTER_SHARE * longest])
    curves = _curves(tracks)
    ends = np.array([(np.nan, np.nan) if t is None else (t.start, t.end) for t in tracks])
    crossings = _at(outer[None, :, :], _at(curves, ends.mean(axis=1))[:, None])
    first, last = crossings.min(axis=1), crossings.max(axis=1)
    margin = BEYOND * (last - first)
    return np.asarray((ends[:, 0] < first - margin) | (ends[:, 1] > last + margin))


def _match(
    weighted: tuple[list[Track], Floats], sizes: tuple[float, ...], middle: float, scales: tuple[float, ...]
) -> tuple[list[int | None], float] | None:
    """Best assignment of form lines 0..n to tracks over the candidate scales."""
    tracks, weight = weighted
    place = np.array([t.place(middle) for t in tracks])
    best, best_scale = -np.inf, 0.0
    chosen: list[int] | None = None
    enough = ENOUGH * float(np.sort(weight)[-len(sizes) - 1 :].sum())
    for scale in scales:
        if best >= enough:
            break
        score, found = align(place, weight, np.array(sizes) * scale, _costs(scale))
        if score > best:
            best, chosen, best_scale = score, found.tolist(), scale
    if chosen is None:
        return None
    known = [k for k in chosen if k >= 0]
    exact = best_scale if chosen[0] < 0 or chosen[-1] < 0 else (place[known[-1]] - place[known[0]]) / sum(sizes)
    return [None if k < 0 else k for k in chosen], float(exact)


def _costs(scale: float) -> Floats:
    """The costs of `align` at a scale (px per mm)."""
    return np.array([MISS_COST, SKIP_COST, OUTSIDE_COST, GAP_SPREAD, GAP_SPREAD_MM * scale, GAP_LIMIT])


def _grid(
    rows: list[Track | None], columns: list[Track | None], form: Skeleton, middle: tuple[float, float]
) -> Floats | None:
    """Crossings of the rulings; lines without track are set between their neighbours, outer ones outwards."""
    r, c = _curves(rows)[:, None, :], _curves(columns)[None, :, :]
    x, y = _at(c, middle[1]), _at(r, middle[0])
    for _ in range(4):
        y = _at(r, x)
        x = _at(c, y)
    grid = np.stack([x, y], axis=-1)
    if not all(_fill(grid, axis, sizes) for axis, sizes in ((0, form.heights), (1, form.widths))):
        return None
    return grid


def _curves(tracks: Sequence[Track | None]) -> Floats:
    """Coefficients (n, 3) of the tracks, nan where there is none."""
    return np.array([(np.nan,) * 3 if track is None else track.curve for track in tracks])


def _at(curves: Floats, along: Floats | float) -> Floats:
    return np.asarray(curves[..., 0] + along * (curves[..., 1] + along * curves[..., 2]))


def _fill(grid: Floats, axis: int, sizes: tuple[float, ...]) -> bool:
    lines = np.moveaxis(grid, axis, 0)
    known = np.asarray(~np.isnan(lines).all(axis=(1, 2)))
    if known.sum() < 2:
        return False
    place = np.concatenate([[0.0], np.cumsum(sizes)])
    seen = np.nonzero(known)[0]
    for k in np.nonzero(~known)[0]:
        below, above = seen[seen < k], seen[seen > k]
        if len(below) and len(above):
            a, b = below[-1], above[0]
        elif len(below):  # outwards, by the rulings next to it
            a, b = below[-min(len(below), 1 + OUTWARDS)], below[-1]
        else:
            a, b = above[0], above[min(len(above) - 1, OUTWARDS)]
        share = (place[k] - place[a]) / (place[b] - place[a])
        lines[k] = (1 - share) * lines[a] + share * lines[b]
    return True


def _with_edges(
    page: Levelled,
    form: Skeleton,
    tracks: tuple[list[Track | None], list[Track | None]],
    grid: Floats,
    all_tracks: tuple[list[Track], list[Track]],
) -> Fit | None:
    across, down = ruled_edges(page, grid)
    expected = np.concatenate([form.across.ravel(), form.down.ravel()])
    seen = np.concatenate([across.ravel(), down.ravel()])
    found = _on_found(form, tracks)
    counted = found & (expected | ~_under_strays(form, tracks, all_tracks))
    if not (counted & expected).any():
        return None
    present = float(seen[counted & expected].mean())
    empty = counted & ~expected
    absent = float((~seen[empty]).mean()) if empty.any() else 1.0
    used = {id(t) for t in (*tracks[0], *tracks[1]) if t is not None}
    strays = tuple(
        (name, t)
        for name, family in zip(("horizontal", "vertical"), all_tracks, strict=True)
        for t in family
        if id(t) not in used
    )
    return Fit(
        skeleton=form,
        rows=tuple(tracks[0]),
        columns=tuple(tracks[1]),
        agreement=float((seen == expected)[counted].mean()),
        present=present,
        absent=absent,
        grid=grid,
        strays=strays + page.slanted,
    )


def _on_found(form: Skeleton, tracks: tuple[list[Track | None], list[Track | None]]) -> npt.NDArray[np.bool_]:
    """Edges on rulings that left a track: what is missing as a whole says nothing of where the others lie."""
    rows, columns = (np.array([track is not None for track in family]) for family in tracks)
    across = np.broadcast_to(rows[:, None], form.across.shape)
    down = np.broadcast_to(columns[None, :], form.down.shape)
    return np.concatenate([across.ravel(), down.ravel()])


def _under_strays(
    form: Skeleton, tracks: tuple[list[Track | None], list[Track | None]], all_tracks: tuple[list[Track], list[Track]]
) -> npt.NDArray[np.bool_]:
    """Edges on a line that runs on beyond the table: a streak or fold lies on that ruling, and fills its gaps."""
    rows, columns = _run_on(tracks[0], all_tracks[1]), _run_on(tracks[1], all_tracks[0])
    across = np.broadcast_to(rows[:, None], form.across.shape)
    down = np.broadcast_to(columns[None, :], form.down.shape)
    return np.concatenate([across.ravel(), down.ravel()])


def ruled_edges(page: Levelled, grid: Floats) -> tuple[Flags, Flags]:
    """Where a line was seen along most of an edge: across (rows + 1, cols), down (rows, cols + 1)."""
    places = np.linspace(0.12, 0.88, EDGE_SAMPLES)
    across = edge_ink(page.across, grid[:, :-1], grid[:, 1:], places, FAINT)
    down = edge_ink(page.down, grid[:-1], grid[1:], places, FAINT)
    return across > SEEN, down > SEEN
