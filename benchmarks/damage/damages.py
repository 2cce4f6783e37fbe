"""Damage to rulings, and bands over a page: pure functions of a picture, its geometry and chance."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise, product

import cv2
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]
Points = npt.NDArray[np.float64]  # n × x, y in pixels
Flags = npt.NDArray[np.bool_]
Random = np.random.Generator

ACROSS, DOWN = "across", "down"
WIPE_MM = (0.6, 1.6)  # a roller, a strip of tape or missing toner along a ruling
DOUBLE_MM = (0.5, 3.0)
CUT_MM = (2.0, 12.0)
BAND_MM = (0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0)
BAND_STEP_MM = 2.0
PART_MM = (30.0, 90.0)  # no band so short that it lies inside one cell, where nobody could see it
SOFT_MM = 0.08  # blur of an edge
TRACE = (0.0, 0.0, 0.0, 0.06, 0.12)  # share of the ink that a poor wipe leaves
COARSE = 16  # px: the paper's light
INKS = {"grey": (105, 205), "black": (0, 45)}
THROUGH = 0.5  # of grey bands let the ink be seen
SLANT = 0.004  # of a band, rise over run


@dataclass(frozen=True, slots=True, kw_only=True)
class Geometry:
    """Where a form lies on a whole page, upright."""

    crossings: Points  # rows + 1 × columns + 1 × x, y
    across: Flags  # (rows + 1, columns): which edges are ruled
    down: Flags  # (rows, columns + 1)
    px_per_mm: float

    def lines(self, axis: str) -> int:
        """How many rulings run that way."""
        return self.crossings.shape[0 if axis == ACROSS else 1]

    def line(self, axis: str, k: int) -> Points:
        """A ruling, from its first ruled edge to its last."""
        whole, ruled = (
            (self.crossings[k], self.across[k]) if axis == ACROSS else (self.crossings[:, k], self.down[:, k])
        )
        at = np.flatnonzero(ruled)
        return np.asarray(whole[at[0] : at[-1] + 2] if len(at) else whole)

    def outer(self, axis: str, k: int) -> bool:
        """Whether nothing lies beyond."""
        return k in (0, self.lines(axis) - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Damaged:
    """A spoilt picture; both masks lie over the picture as it was whole."""

    picture: Picture
    hidden: Flags  # what stood here is not seen any more
    gone: Flags  # the paper itself is not there: folded away or cut off


Damage = Callable[[Picture, Geometry, Random], Damaged]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One damage of a series; `label` is the line it is counted under."""

    label: str
    damage: Damage


def ruling_steps(geometry: Geometry, size: tuple[int, int]) -> Iterator[Step]:
    """Every ruling wiped, half wiped, doubled, cut through."""
    del size
    ways = {"wiped": wipe, "half wiped": half_wipe, "doubled": double, "cut through": cut_through}
    for axis in (ACROSS, DOWN):
        for k, (name, way) in product(range(geometry.lines(axis)), ways.items()):
            where = "outer" if geometry.outer(axis, k) else "inner"
            yield Step(label=f"{where} ruling {axis} {name}", damage=partial(_on_ruling, (way, axis, k)))


def band_steps(geometry: Geometry, size: tuple[int, int]) -> Iterator[Step]:
    """White, grey and black bands every two millimetres, both ways; width, length and slant by chance."""
    for axis, length in ((ACROSS, size[0]), (DOWN, size[1])):
        for at in np.arange(BAND_STEP_MM, length / geometry.px_per_mm, BAND_STEP_MM):
            for tone in ("white", *INKS):
                yield Step(label=f"{tone} band {axis}", damage=partial(band, (axis, float(at), tone)))


def whole(picture: Picture) -> Damaged:
    """Nothing is hidden yet."""
    hidden, gone = np.zeros((2, *picture.shape), np.bool_)
    return Damaged(picture=picture.copy(), hidden=hidden, gone=gone)


def _on_ruling(
    which: tuple[Callable[[Damaged, Points, float, Random], None], str, int],
    picture: Picture,
    geometry: Geometry,
    rng: Random,
) -> Damaged:
    way, axis, k = which
    damaged = whole(picture)
    way(damaged, geometry.line(axis, k), geometry.px_per_mm, rng)
    return damaged


def wipe(damaged: Damaged, line: Points, mm: float, rng: Random) -> None:
    """Away with a ruling, in place."""
    first, last = line[0], line[-1]
    reach = (last - first) / np.linalg.norm(last - first) * mm
    erase(damaged, np.vstack([first - reach, line, last + reach]), rng.uniform(*WIPE_MM) * mm, mm, rng)


def half_wipe(damaged: Damaged, line: Points, mm: float, rng: Random) -> None:
    """Either half, or the middle."""
    start = rng.choice([-0.02, 0.25, 0.5])
    erase(damaged, piece(line, start, start + 0.52), rng.uniform(*WIPE_MM) * mm, mm, rng)


def cut_through(damaged: Damaged, line: Points, mm: float, rng: Random) -> None:
    """A few millimetres of it erased."""
    share = rng.uniform(*CUT_MM) * mm / float(np.linalg.norm(line[-1] - line[0]))
    start = rng.uniform(-share / 2, 1 - share / 2)
    erase(damaged, piece(line, start, start + share), rng.uniform(1.0, 4.0) * mm, mm, rng)


def double(damaged: Damaged, line: Points, mm: float, rng: Random) -> None:
    """A second line on either side."""
    away = rng.uniform(*DOUBLE_MM) * mm * rng.choice([-1.0, 1.0])
    rule(damaged.picture, line + normal(line) * away, mm, rng)


def band(where: tuple[str, float, str], picture: Picture, geometry: Geometry, rng: Random) -> Damaged:
    """A strip of tape, a dirty roller, a burnt line; `where`: its axis, place (mm) and tone."""
    axis, at_mm, tone = where
    damaged, mm = whole(picture), geometry.px_per_mm
    length = picture.shape[1 if axis == ACROSS else 0]
    first, last = -mm, length + mm
    if rng.random() < 0.4:
        part = min(rng.uniform(*PART_MM) * mm, 0.9 * length)
        first = rng.uniform(0, length - part)
        last = first + part
    lean = rng.normal(0, SLANT) * (last - first) / 2
    line = np.array([(first, at_mm * mm - lean), (last, at_mm * mm + lean)])
    line = line if axis == ACROSS else line[:, ::-1]
    wide = float(rng.choice(BAND_MM)) * mm
    if tone == "white":
        erase(damaged, line, wide, mm, rng)
    else:
        through = tone == "grey" and rng.random() < THROUGH
        _shade(damaged, (line, wide, mm), rng.integers(*INKS[tone]), through=through)
    return damaged


def _shade(damaged: Damaged, stroke: tuple[Points, float, float], ink: int, *, through: bool) -> None:
    line, wide, mm = stroke
    part, cover = brushed(line, wide, damaged.picture.shape, SOFT_MM * mm)
    seen = damaged.picture[part].astype(np.float32)
    over = seen * ink / 255 if through else np.float32(ink)
    damaged.picture[part] = (seen + (over - seen) * cover).astype(np.uint8)
    if not through:
        damaged.hidden[part] |= cover > 0.5


def erase(damaged: Damaged, line: Points, wide: float, mm: float, rng: Random) -> None:
    """Paper again where a brush of that width (px) went: its own light and grain, soft edges, now and then a trace."""
    picture = damaged.picture
    part, cover = brushed(line, wide, picture.shape, SOFT_MM * mm)
    seen = picture[part].astype(np.float32)
    paper = paper_light(picture, part)
    grain = grain_of(picture)
    if grain > 0:
        paper = paper + rng.normal(0, grain, seen.shape).astype(np.float32) + rng.uniform(-3, 4)
    cover_all = cover * (1 - rng.choice(TRACE))
    blended = seen + (paper - seen) * cover_all
    picture[part] = np.where(cover > 0.02, np.clip(blended, 0, 255), seen).astype(np.uint8)
    damaged.hidden[part] |= cover > 0.5


def rule(picture: Picture, line: Points, mm: float, rng: Random) -> None:
    """Print a line as the page's rulings are, in place."""
    wide = rng.uniform(0.18, 0.45) * mm
    part, cover = brushed(line, wide, picture.shape, 0.3)
    dark = float(np.percentile(picture[::7, ::7], 1)) + rng.uniform(0, 25)
    seen = picture[part].astype(np.float32)
    picture[part] = np.minimum(seen, seen + (dark - seen) * cover).clip(0, 255).astype(np.uint8)


def brushed(
    line: Points, wide: float, shape: tuple[int, ...], soft: float
) -> tuple[tuple[slice, slice], npt.NDArray[np.float32]]:
    """What a brush covers (0..1), and the part of the picture that it touches."""
    margin = wide / 2 + 3 * soft + 2
    low = np.maximum(np.floor(line.min(axis=0) - margin), 0).astype(int)
    high = np.maximum(np.ceil(line.max(axis=0) + margin), low + 1).astype(int)
    part = slice(low[1], min(high[1], shape[0])), slice(low[0], min(high[0], shape[1]))
    cover = np.zeros((max(part[0].stop - part[0].start, 0), max(part[1].stop - part[1].start, 0)), np.uint8)
    if cover.size:
        _paint(cover, line - low, wide)
        cover = np.asarray(cv2.GaussianBlur(cover, (0, 0), soft)) if soft > 0.2 else cover
    return part, cover.astype(np.float32) / 255


def _paint(cover: Picture, line: Points, wide: float) -> None:
    """Square ends, any width: each piece a rectangle."""
    for first, last in pairwise(line):
        side = np.array([first[1] - last[1], last[0] - first[0]])
        side = side / max(float(np.linalg.norm(side)), 1e-9) * wide / 2
        corners = np.array([first + side, last + side, last - side, first - side])
        cv2.fillConvexPoly(cover, np.rint(corners * 16).astype(np.int32), 255, cv2.LINE_AA, 4)


def piece(line: Points, start: float, end: float) -> Points:
    """From a share of its length to another; outside 0..1 it goes on straight."""
    steps = np.linalg.norm(np.diff(line, axis=0), axis=1)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    inner = along[(along > start * along[-1]) & (along < end * along[-1])]
    at = np.concatenate([[start * along[-1]], inner, [end * along[-1]]])
    found = np.stack([np.interp(at, along, line[:, 0]), np.interp(at, along, line[:, 1])], axis=1)
    heading = (line[-1] - line[0]) / max(float(np.linalg.norm(line[-1] - line[0])), 1e-9)
    found[0] += heading * min(0.0, start * along[-1])
    found[-1] += heading * max(0.0, (end - 1) * along[-1])
    return np.asarray(found)


def normal(line: Points) -> Points:
    """One unit vector, square to a line."""
    heading = (line[-1] - line[0]) / np.linalg.norm(line[-1] - line[0])
    return np.array([-heading[1], heading[0]])


def paper_light(picture: Picture, part: tuple[slice, slice]) -> npt.NDArray[np.float32]:
    """The paper's own brightness under whatever is on a part of it."""
    height, width = picture.shape
    small = cv2.resize(picture, (width // COARSE + 1, height // COARSE + 1), interpolation=cv2.INTER_AREA)
    light = cv2.blur(cv2.dilate(small, np.ones((5, 5), np.uint8)), (3, 3))
    return np.asarray(cv2.resize(light, (width, height), interpolation=cv2.INTER_LINEAR)[part], dtype=np.float32)


def grain_of(picture: Picture) -> float:
    """Standard deviation of the paper's noise; 0 for a picture of two levels."""
    some = picture[::7].astype(np.float32)
    rough = np.abs(np.diff(some, axis=1))
    return float(np.median(rough)) / 0.954  # median of |difference| of two normals
