"""Damage that moves parts of a page by rows, columns or less: lines skipped or repeated, parts that slid aside."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import product

import numpy as np
import numpy.typing as npt

from benchmarks.damage.damages import ACROSS, DOWN, Damaged, Geometry, Picture, Random, Step, whole

Order = npt.NDArray[np.int64]  # n, which line of the whole page comes n-th
LINES = {ACROSS: "rows", DOWN: "columns"}
SLIDES = 24  # of each kind
AT_RULING = 0.25  # of strips begin at a ruling, give or take so many pixels
RULING_PX = 2
WHOLE = 0.75  # of strips are as high as so many rows
STRIP_ROWS = (1, 1, 1, 2, 3)
LEAST_PX = 2.0  # of a strip of any height, and the most of it in rows
MOST_ROWS = 1.5
BY_ONE = 0.75  # of what slides does so by one row or column
SLID_PX = 45  # else by so much at most
ALL_BESIDE = 0.3  # of columns that slide take all to their right along
SLID_COLUMNS = (1, 5)
BLOCK = {ACROSS: (1, 12), DOWN: (1, 6)}  # rows and columns of a block
BLOCK_SHARE = (0.15, 0.85)  # of a row or column it moves: by a whole one nobody could see it
EDGE_PX = 4  # what is moved is cut so near a ruling


def moved_steps(geometry: Geometry, size: tuple[int, int]) -> Iterator[Step]:
    """At every row and column: lines skipped, repeated, both; then parts that slid."""
    del size
    ways = {"skipped": skip, "repeated": repeat, "skipped and repeated": skip_and_repeat}
    for axis, (name, way) in product((ACROSS, DOWN), ways.items()):
        for k in range(geometry.lines(axis) - 1):
            yield Step(label=f"{LINES[axis]} {name}", damage=partial(reordered, (way, axis, k)))
    for _ in range(SLIDES):
        yield Step(label="lower part slid aside", damage=slid_aside)
        yield Step(label="columns slid up or down", damage=columns_slid)
        yield Step(label="block moved", damage=block_moved)


Way = Callable[[Order, Order, int, Random], Order]  # lines as they are, rulings (px), which of these, chance


def skip(order: Order, lines: Order, k: int, rng: Random) -> Order:
    """Lines left out near a ruling."""
    start, height = _strip(lines, k, rng)
    return np.delete(order, slice(start, start + height))


def repeat(order: Order, lines: Order, k: int, rng: Random) -> Order:
    """Lines that come twice, near a ruling."""
    start, height = _strip(lines, k, rng)
    return np.concatenate([order[: start + height], order[start:]])


def skip_and_repeat(order: Order, lines: Order, k: int, rng: Random) -> Order:
    """Lines left out, and others repeated elsewhere."""
    return repeat(skip(order, lines, k, rng), lines, int(rng.integers(len(lines) - 1)), rng)


def reordered(what: tuple[Way, str, int], picture: Picture, geometry: Geometry, rng: Random) -> Damaged:
    """What a feeder that slips or stops makes of a page; `what`: the way, the axis of the lines, the ruling."""
    way, axis, k = what
    view = picture if axis == ACROSS else picture.T
    order = way(np.arange(len(view)), _places(geometry, axis), k, rng)
    gone = np.zeros(view.shape, np.bool_)
    gone[np.setdiff1d(np.arange(len(view)), order)] = True
    out = view[order]
    if axis == DOWN:
        out, gone = out.T, gone.T
    gone = np.ascontiguousarray(gone)
    return Damaged(picture=np.ascontiguousarray(out), hidden=gone, gone=gone)


def slid_aside(picture: Picture, geometry: Geometry, rng: Random) -> Damaged:
    """All below some line, by a column or less: a sheet that turned in the feeder, or was torn and mended."""
    rows, damaged = _places(geometry, ACROSS), whole(picture)
    start = int(rng.integers(rows[0], rows[-1]))
    damaged.picture[start:] = np.roll(picture[start:], _slide(_places(geometry, DOWN), rng), axis=1)
    return damaged


def columns_slid(picture: Picture, geometry: Geometry, rng: Random) -> Damaged:
    """Some columns from the top of the page to its foot, by a row or less: part of a sensor that is late."""
    columns, damaged = _places(geometry, DOWN), whole(picture)
    first, last = _span(columns, SLID_COLUMNS, rng)
    last = picture.shape[1] if rng.random() < ALL_BESIDE else last
    slid = np.roll(picture[:, first:last], _slide(_places(geometry, ACROSS), rng), axis=0)
    damaged.picture[:, first:last] = slid
    return damaged


def block_moved(picture: Picture, geometry: Geometry, rng: Random) -> Damaged:
    """A block of cells by part of a row, of a column, or of both: a piece that was torn out and mended."""
    damaged, spans, moves = whole(picture), [], []
    for axis in (ACROSS, DOWN):
        places = _places(geometry, axis)
        spans.append(slice(*_span(places, BLOCK[axis], rng)))
        pitch = float(np.median(np.diff(places)))
        moves.append(round(pitch * rng.uniform(*BLOCK_SHARE)) * int(rng.choice([-1, 0, 1])))
    block = (spans[0], spans[1])
    damaged.picture[block] = np.roll(picture, moves, axis=(0, 1))[block]
    damaged.hidden[block] = True
    return damaged


def _places(geometry: Geometry, axis: str) -> Order:
    """Where rulings lie on the whole page, px."""
    means = geometry.crossings[..., 1].mean(axis=1) if axis == ACROSS else geometry.crossings[..., 0].mean(axis=0)
    return np.asarray(np.rint(means), dtype=np.int64)


def _strip(lines: Order, k: int, rng: Random) -> tuple[int, int]:
    """Where a strip begins, in the k-th row, and its height, px."""
    pitch = int(lines[k + 1] - lines[k])
    at_ruling = rng.random() < AT_RULING
    start = int(lines[k] + (rng.integers(-RULING_PX, RULING_PX + 1) if at_ruling else rng.integers(pitch + 1)))
    last = k + int(rng.choice(STRIP_ROWS))
    if last < len(lines) and rng.random() < WHOLE:
        return start, int(lines[last] - lines[k] + rng.integers(-1, 2))
    return start, round(rng.uniform(LEAST_PX, MOST_ROWS * pitch))


def _slide(lines: Order, rng: Random) -> int:
    """How far (px) something slides: by one row or column either way, or by less."""
    if rng.random() < BY_ONE:
        return int(rng.choice(np.diff(lines))) * int(rng.choice([-1, 1]))
    return int(rng.integers(-SLID_PX, SLID_PX + 1))


def _span(lines: Order, cells: tuple[int, int], rng: Random) -> tuple[int, int]:
    """From a ruling to another, so many cells on (from, below), px."""
    k = int(rng.integers(len(lines) - 1))
    last = min(k + int(rng.integers(*cells)), len(lines) - 1)
    first_off, last_off = rng.integers(-EDGE_PX, EDGE_PX + 1, 2)
    return max(int(lines[k] + first_off), 0), int(lines[last] + last_off)
