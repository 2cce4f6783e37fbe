"""Damage to the sheet itself: folds that hide rows, cut pages, strips, boxes and lines beside the table; and pairs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import product

import numpy as np

from benchmarks.damage.damages import (
    ACROSS,
    DOWN,
    Damage,
    Damaged,
    Flags,
    Geometry,
    Picture,
    Points,
    Random,
    Step,
    band_steps,
    grain_of,
    normal,
    piece,
    rule,
    ruling_steps,
    whole,
)
from benchmarks.damage.damages_moved import moved_steps

FOLD_ROWS = (0.5, 1.0, 1.0, 2.0, 2.0, 3.0, 4.0, 5.0)
SLANTS_DEG = (0.0, 0.0, 0.3, 0.8, 1.5)  # standard deviation of a fold's slant
MOST_FOLDED = 0.5  # of the page
CREASE = (0.0, 0.35)  # share of the light lost in the crease
CREASE_MM = (0.1, 0.3)
LIDS = (252, 20)  # what shows beside paper that is too short
CUT_STEP_MM = 3.0
MOST_CUT = 0.5  # of the page
BESIDE_MM = (0.3, 0.6, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 10.0, 12.0, 15.0)
BOX_MM = (4.0, 20.0)
PAIRS = 60
TWO_FOLDS = 16
APART = 8  # rows between two folds: the upper one hides nothing of the lower
SIDES = ((ACROSS, 0), (ACROSS, -1), (DOWN, 0), (DOWN, -1))
SIDE_NAMES = dict(zip(SIDES, ("top", "bottom", "left", "right"), strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """A hidden strip: where it begins and how much paper it takes, px along the axis across it."""

    start: float
    height: float
    slope: float


def fold_steps(geometry: Geometry, size: tuple[int, int]) -> Iterator[Step]:
    """At every row and column: paper hidden by whole cells exactly, and by any amount; then two folds on a page."""
    del size
    for axis in (ACROSS, DOWN):
        for k in range(geometry.lines(axis) - 1):
            yield Step(label=f"fold {axis}, whole rows", damage=partial(fold_at, (axis, k, True)))
            yield Step(label=f"fold {axis}, any height", damage=partial(fold_at, (axis, k, False)))
    for _ in range(TWO_FOLDS):
        yield Step(label="two folds", damage=two_folds)


def cut_steps(geometry: Geometry, size: tuple[int, int]) -> Iterator[Step]:
    """Every three millimetres from each side."""
    for side in SIDES:
        length = size[0 if side[0] == ACROSS else 1] * MOST_CUT
        for depth in np.arange(CUT_STEP_MM, length / geometry.px_per_mm, CUT_STEP_MM):
            yield Step(label=f"cut {SIDE_NAMES[side]}", damage=partial(cut, side=side, depth_mm=float(depth)))


def strip_steps(geometry: Geometry, size: tuple[int, int]) -> Iterator[Step]:
    """A ruled row, a box, a line beside each outer ruling, as far as there is paper."""
    for side, away, (what, draw) in product(SIDES, BESIDE_MM, {"row": row, "box": box, "line": line}.items()):
        if away < _margin_mm(geometry, size, side):
            yield Step(label=f"extra {what} {SIDE_NAMES[side]}", damage=partial(beside, (draw, side, away)))


def _margin_mm(geometry: Geometry, size: tuple[int, int], side: tuple[str, int]) -> float:
    axis, end = side
    place = float(geometry.line(axis, end)[:, 1 if axis == ACROSS else 0].mean())
    return (place if end == 0 else size[0 if axis == ACROSS else 1] - place) / geometry.px_per_mm


def pair_steps(geometry: Geometry, size: tuple[int, int]) -> Iterator[Step]:
    """Two random damages, the first of them in place."""
    del geometry, size
    for _ in range(PAIRS):
        yield Step(label="pair", damage=pair)


KINDS = {"ruling": ruling_steps, "band": band_steps, "fold": fold_steps, "cut": cut_steps, "strip": strip_steps}
IN_PLACE = ("ruling", "band", "strip")
EVERY_KIND = {**KINDS, "moved": moved_steps, "pair": pair_steps}


def fold_at(where: tuple[str, int, bool], picture: Picture, geometry: Geometry, rng: Random) -> Damaged:
    """A fold near a ruling (axis, number); an exact one hides so many rows that the rulings below fit again."""
    axis, k, exact = where
    lines = geometry.crossings[..., 1].mean(axis=1) if axis == ACROSS else geometry.crossings[..., 0].mean(axis=0)
    rows = float(rng.choice(FOLD_ROWS))
    pitch = float(lines[k + 1] - lines[k])
    if exact:
        height = float(lines[min(k + max(round(rows), 1), len(lines) - 1)] - lines[k])
        height += rng.normal(0, 0.15) * geometry.px_per_mm
    else:
        height = rows * pitch * rng.uniform(0.8, 1.25)
    start = float(lines[k]) + rng.uniform(-0.6, 0.6) * pitch
    slope = float(np.tan(np.radians(rng.normal(0, rng.choice(SLANTS_DEG)))))
    return folded(picture, geometry, rng, axis, Fold(start=start, height=max(height, 1.0), slope=slope))


def two_folds(picture: Picture, geometry: Geometry, rng: Random) -> Damaged:
    """The later one first, so that the other still lies where it should; now and then one each way."""
    rows, columns = geometry.lines(ACROSS) - 1, geometry.lines(DOWN) - 1
    far = rows > APART and rng.random() < 0.6
    axes = (ACROSS, ACROSS) if far else (ACROSS, DOWN)
    first = int(rng.integers(APART if far else 0, rows))
    places = (first, int(rng.integers(0, first - APART + 1 if far else columns)))
    damages: list[Damage] = [
        partial(fold_at, (axis, k, bool(rng.random() < 0.5))) for axis, k in zip(axes, places, strict=True)
    ]
    return together(picture, geometry, rng, damages)


def together(picture: Picture, geometry: Geometry, rng: Random, damages: list[Damage]) -> Damaged:
    """One after the other; each but the last must leave what the next one spoils where it was."""
    found = whole(picture)
    for damage in damages:
        new = damage(found.picture, geometry, rng)
        found = Damaged(picture=new.picture, hidden=_over(found.hidden, new.hidden), gone=_over(found.gone, new.gone))
    return found


def _over(whole_page: Flags, now: Flags) -> Flags:
    """Masks of a page that may have become smaller, laid over the whole page: a strip goes on to its end."""
    missing = [(0, max(0, a - b)) for a, b in zip(whole_page.shape, now.shape, strict=True)]
    return np.asarray(whole_page | np.pad(now, missing, mode="edge")[: whole_page.shape[0], : whole_page.shape[1]])


def folded(picture: Picture, geometry: Geometry, rng: Random, axis: str, fold: Fold) -> Damaged:
    """Hide a strip; what lies beyond it moves up square to the crease."""
    view = picture if axis == ACROSS else picture.T
    length, width = view.shape
    angle = np.arctan(fold.slope)
    fold = replace(fold, height=min(fold.height, MOST_FOLDED * length))
    up, aside = round(fold.height * np.cos(angle)), round(fold.height * np.sin(angle))
    out = np.full_like(view, int(rng.choice(LIDS)))
    out[: length - up] = np.roll(view[up:], aside, axis=1)
    crease = fold.start + fold.slope * (np.arange(width) - width / 2)
    reach = 3 * CREASE_MM[1] * geometry.px_per_mm
    first = int(np.clip(crease.min() - reach, 0, length))
    last = int(np.clip(crease.max() + reach, first, length))
    out[:first] = view[:first]
    away = np.arange(first, last)[:, None] - crease[None, :]
    light = 1 - rng.uniform(*CREASE) * np.exp(-((away / (rng.uniform(*CREASE_MM) * geometry.px_per_mm)) ** 2))
    out[first:last] = np.where(away > 0, out[first:last], view[first:last]) * light
    below = np.arange(length)[:, None]
    gone = (below > crease[None, :]) & (below <= crease[None, :] + up / np.cos(angle))
    if rng.random() < 0.4:
        out = out[: length - up]
    if axis == DOWN:
        out, gone = out.T, gone.T
    gone = np.ascontiguousarray(gone)
    return Damaged(picture=np.ascontiguousarray(out), hidden=gone, gone=gone)


def cut(picture: Picture, geometry: Geometry, rng: Random, *, side: tuple[str, int], depth_mm: float) -> Damaged:
    """Paper missing at a side: cropped, or lid or darkness in its place."""
    axis, end = side
    view = picture if axis == ACROSS else picture.T
    depth = min(round(depth_mm * geometry.px_per_mm), view.shape[0] - 1)
    gone = np.zeros(view.shape, np.bool_)
    lost = slice(0, depth) if end == 0 else slice(view.shape[0] - depth, None)
    gone[lost] = True
    out = view.copy()
    if rng.random() < 0.5:
        out = out[depth:] if end == 0 else out[: view.shape[0] - depth]
    else:
        lid = int(rng.choice(LIDS))
        out[lost] = np.clip(lid + rng.normal(0, grain_of(picture) + 0.01, out[lost].shape), 0, 255).astype(np.uint8)
    if axis == DOWN:
        out, gone = out.T, gone.T
    gone = np.ascontiguousarray(gone)
    return Damaged(picture=np.ascontiguousarray(out), hidden=gone, gone=gone)


Where = tuple[Points, Points]  # an outer ruling, and one millimetre outwards
How = tuple[Geometry, float, tuple[str, int]]  # how far away (mm), at which side
Drawer = Callable[[Picture, Where, How, Random], None]  # in place


def beside(what: tuple[Drawer, tuple[str, int], float], picture: Picture, geometry: Geometry, rng: Random) -> Damaged:
    """Draw something so far (mm) outside an outer ruling."""
    draw, (axis, end), away_mm = what
    damaged = whole(picture)
    outer = geometry.line(axis, end)
    inside = geometry.line(axis, 1 if end == 0 else -2).mean(axis=0)
    out = normal(outer)
    out = out if np.dot(out, outer.mean(axis=0) - inside) > 0 else -out
    draw(damaged.picture, (outer, out * geometry.px_per_mm), (geometry, away_mm, (axis, end)), rng)
    return damaged


def line(picture: Picture, where: Where, how: How, rng: Random) -> None:
    """A line along the ruling, shorter or longer than it."""
    outer, out = where
    geometry, away, _ = how
    start = rng.choice([0.0, 0.0, -0.06, 0.0, 0.3])
    rule(picture, piece(outer + out * away, start, start + rng.choice([1.0, 1.0, 1.12, 0.6])), geometry.px_per_mm, rng)


def box(picture: Picture, where: Where, how: How, rng: Random) -> None:
    """A box beside the table, over a part of its side or all of it."""
    outer, out = where
    geometry, away, _ = how
    start = rng.choice([0.0, 0.0, 0.4])
    near = piece(outer + out * away, start, start + rng.choice([1.0, 0.6]) * (1 - start))
    far = near + out * rng.uniform(*BOX_MM)
    for side in (near, far, np.array([near[0], far[0]]), np.array([near[-1], far[-1]])):
        rule(picture, side, geometry.px_per_mm, rng)


def row(picture: Picture, where: Where, how: How, rng: Random) -> None:
    """One more ruled row or column, so high, or two of them; the table's rulings across go on."""
    outer, out = where
    geometry, away, (axis, end) = how
    rows = int(rng.choice([1, 1, 2]))
    for k in range(1, rows + 1):
        rule(picture, outer + out * away * k, geometry.px_per_mm, rng)
    edge = geometry.crossings[end] if axis == ACROSS else geometry.crossings[:, end]
    shown = rng.random() < 0.7
    for k, point in enumerate(edge):
        if shown or k in (0, len(edge) - 1):
            rule(picture, np.array([point, point + out * away * rows]), geometry.px_per_mm, rng)


def pair(picture: Picture, geometry: Geometry, rng: Random) -> Damaged:
    """One in place, then any."""
    kinds = [str(rng.choice(IN_PLACE)), str(rng.choice(list(KINDS)))]
    damages = []
    for kind in kinds:
        steps = list(KINDS[kind](geometry, (picture.shape[0], picture.shape[1])))
        damages.append(steps[int(rng.integers(len(steps)))].damage)
    return together(picture, geometry, rng, damages)
