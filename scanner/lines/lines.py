"""Long straight dark lines on a page: rulings, and whatever looks like one."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.domain.forms.form import A4_LONG_MM
from pingyi.scanner.lines.line_kernels import fit_groups, in_words, pieces, straight
from pingyi.scanner.lines.slope_kernels import dark_places, sharpest_slope
from pingyi.scanner.page.darkness import Dark, darkness, shrunk
from pingyi.scanner.page.levels import percentile
from pingyi.scanner.page.sampling import affine

Floats = npt.NDArray[np.float64]

WORKING_PX_PER_MM = 1100 / A4_LONG_MM  # 94 dpi: hairlines still show, text lines already blur
SOFT_SHRINK = 0.75  # below, bilinear sampling would lose hairlines on an unblurred page
OPEN_PX = 19  # 5 mm there: longer than strokes of printed text, shorter than a tick cell's edge
SKEW_DEG = 12.0  # furthest turn off the axis looked for
SLOPE_POINTS = 8000  # dark pixels that vote on the page's slope
SHORT = 0.06  # of the longest line: shorter groups are text and are not fitted
JOIN_PX = 2.5  # segments this close across their line are one line; a streak may run beside a ruling
PIECE_PX = 32  # lines are cut into bits this long, so that a streak crossing a ruling comes off it
PIECE_MIN_PX = 10
LEAN = 0.012  # a piece of a ruling may lean this much against its family: paper is never flat
FAN = 0.006  # a piece that leans this much more than its family counts half
LEAN_PX = 0.5  # and this much more at its end, for noise
THICK_PX = 7  # thicker than any ruling at this size: a bar, a border, text
FAINT = 12  # of 255: the least darkness of a ruling after opening


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """One line: across = c0 + c1·t + c2·t², with t along, both in pixels of the levelled picture."""

    curve: tuple[float, float, float]
    start: float
    end: float
    spans: tuple[tuple[float, float], ...]  # where ink was seen, along
    seen: float  # length of ink, px
    residual: float  # px, of the supporting points

    def at(self, along: Floats | float) -> Floats:
        """Across position at `along`."""
        c0, c1, c2 = self.curve
        return np.asarray(c0 + c1 * np.asarray(along) + c2 * np.asarray(along) ** 2)

    def place(self, along: float) -> float:
        """The same at one place, many times faster."""
        c0, c1, c2 = self.curve
        return c0 + c1 * along + c2 * (along * along)


@dataclass(frozen=True, slots=True, kw_only=True)
class Levelled:
    """A page shrunk and sheared so that both families of rulings lie along the axes."""

    dark: Dark
    to_page: Floats  # 2×3: levelled (x, y) to page pixels
    across: Dark  # response of horizontal lines
    down: Dark  # response of vertical lines
    horizontal: tuple[Track, ...]
    vertical: tuple[Track, ...]
    slanted: tuple[tuple[str, Track], ...]  # family name and line


def page_lines(grey: npt.NDArray[np.uint8], long_mm: float = A4_LONG_MM, *, square: bool = False) -> Levelled:
    """
    Level a grey page (uint8, height × width), `long_mm` at its longer side, and trace its lines.

    `square`: its upright lines are taken to stand square to its level ones, whatever else runs down it.
    """
    small, scale = _working(grey, long_mm)
    return _trace(darkness(small), scale, square=square)


def find_lines(dark: Dark, long_mm: float = A4_LONG_MM) -> Levelled:
    """The same for the relative darkness of a page, at page size."""
    return _trace(*_working(dark, long_mm))


def _trace(dark: Dark, scale: float, *, square: bool = False) -> Levelled:
    slope_h = _slope(dark)
    slope_v = -slope_h if square else _slope(cv2.transpose(dark))
    levelled, to_working = _level(dark, slope_h, slope_v)
    across = _response(levelled)
    upright = cv2.transpose(levelled)
    down = _response(upright)
    to_page = np.array(to_working)
    to_page[:2] /= scale
    horizontal, slanted_h = _tracks(across, levelled)
    vertical, slanted_v = _tracks(down, upright, level=square)
    return Levelled(
        dark=levelled,
        to_page=to_page,
        across=across,
        down=cv2.transpose(down),
        horizontal=horizontal,
        vertical=vertical,
        slanted=tuple(("horizontal", t) for t in slanted_h) + tuple(("vertical", t) for t in slanted_v),
    )


def _working(grey: npt.NDArray[np.uint8], long_mm: float) -> tuple[npt.NDArray[np.uint8], float]:
    """The page at working size and its scale; first by a whole factor, which is many times cheaper."""
    side, wanted = max(grey.shape), round(WORKING_PX_PER_MM * long_mm)
    factor = max(1, side // wanted)
    small = shrunk(grey, factor) if factor > 1 else grey
    rest = min(1.0, wanted / max(small.shape))
    if rest < 1.0:
        soft = cv2.blur(small, (2, 2)) if rest < SOFT_SHRINK else small
        small = cv2.resize(soft, None, fx=rest, fy=rest, interpolation=cv2.INTER_LINEAR)
    return np.asarray(small), max(small.shape) / (side - side % factor)


def _slope(dark: Dark) -> float:
    """Slope (rise per pixel) of the nearly horizontal lines: where sheared row sums are sharpest."""
    thin = cv2.subtract(dark, cv2.blur(dark, (1, 9)))
    level = max(16, int(percentile(thin[::8, ::7], 93)))
    _, thin = cv2.threshold(thin, level, 0, cv2.THRESH_TOZERO)
    count = cv2.countNonZero(thin)
    if count == 0:
        return 0.0
    xs, ys = dark_places(in_words(thin), thin, count, 1 + count // SLOPE_POINTS)
    limit = np.tan(np.radians(SKEW_DEG))
    coarse = sharpest_slope(xs, ys, np.linspace(-limit, limit, 49), 3.0)
    return float(sharpest_slope(xs, ys, coarse + np.linspace(-0.006, 0.006, 13), 1.5))


def _level(dark: Dark, slope_h: float, slope_v: float) -> tuple[Dark, Floats]:
    """Shear so that lines of slope_h (dy/dx) and slope_v (dx/dy) become axis-parallel."""
    height, width = dark.shape
    to_page = np.array([[1.0, slope_v, 0.0], [slope_h, 1.0, 0.0]])
    back = np.linalg.inv(to_page[:, :2])
    corners = np.array([[0, 0], [width, 0], [0, height], [width, height]], dtype=np.float64) @ back.T
    low, high = corners.min(axis=0), corners.max(axis=0)
    to_page[:, 2] = to_page[:, :2] @ low
    size = (int(np.ceil(high[1] - low[1])), int(np.ceil(high[0] - low[0])))
    return affine(dark, to_page, size), to_page


def _response(dark: Dark) -> Dark:
    """Grey opening along x after one pixel of slack across: high only on long thin lines."""
    slack = cv2.dilate(dark, np.ones((3, 1), np.uint8))
    opened = cv2.morphologyEx(slack, cv2.MORPH_OPEN, np.ones((1, OPEN_PX), np.uint8))
    thick = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((9, 1), np.uint8))
    return np.asarray(cv2.subtract(opened, thick))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pieces:
    """Line fragments of at most PIECE_PX, as parallel arrays in levelled pixels."""

    along: Floats
    across: Floats
    slope: Floats
    length: Floats

    def __getitem__(self, index: npt.NDArray[np.bool_] | npt.NDArray[np.int64]) -> "_Pieces":
        return _Pieces(
            along=self.along[index], across=self.across[index], slope=self.slope[index], length=self.length[index]
        )


def _tracks(response: Dark, dark: Dark, *, level: bool = False) -> tuple[tuple[Track, ...], tuple[Track, ...]]:
    """
    Lines of the page's own family, and slanted ones (streaks of a scanner on a skewed sheet).

    `level`: the family lies along the axis, though most lines may not.
    """
    bits = _pieces(response, dark)
    if len(bits.along) == 0:
        return (), ()
    slope = (0.0, 0.0) if level else _family_slope(bits)
    lean = np.abs(bits.slope - (slope[0] + slope[1] * bits.across))
    ours = lean * bits.length < LEAN_PX + LEAN * bits.length
    others = bits[~ours & (bits.length >= 0.8 * PIECE_PX)]
    return _join(bits[ours], slope, response.shape[1] / 2), _join(
        others, (float(np.median(others.slope)), 0.0) if len(others.slope) else (0.0, 0.0), response.shape[1] / 2
    )


def _pieces(response: Dark, dark: Dark) -> _Pieces:
    """Connected bits of the response, cut every PIECE_PX so that crossing lines come apart."""
    _, seen = cv2.threshold(response, FAINT - 1, 0, cv2.THRESH_TOZERO)
    along, across, slope, width, area = pieces(in_words(seen), seen, dark, PIECE_PX).T
    thin = (width >= PIECE_MIN_PX) & (area <= THICK_PX * width)
    return _Pieces(along=along[thin], across=across[thin], slope=slope[thin], length=width[thin])


def _family_slope(pieces: _Pieces) -> tuple[float, float]:
    """Slope of a line as a linear function of where it lies: perspective makes families fan out."""
    whole = pieces[pieces.length >= 0.8 * PIECE_PX]
    if len(whole.along) < 8:
        return 0.0, 0.0
    usual = float(np.median(whole.slope))
    return straight(whole.across, whole.slope, usual, FAN) if np.ptp(whole.across) > 50 else (usual, 0.0)


def _join(pieces: _Pieces, slope: tuple[float, float], middle: float) -> tuple[Track, ...]:
    """Pieces that lie on one line of the family become one track."""
    if len(pieces.along) == 0:
        return ()
    place = pieces.across
    for _ in range(2):
        place = pieces.across - (slope[0] + slope[1] * (pieces.across + place) / 2) * (pieces.along - middle)
    order = np.argsort(place)
    breaks = np.nonzero(np.diff(place[order]) > JOIN_PX)[0] + 1
    starts = np.concatenate([[0], breaks])
    sizes = np.diff(np.append(starts, len(order)))
    lengths = np.add.reduceat(pieces.length[order], starts)
    kept = lengths >= max(OPEN_PX, SHORT * lengths.max())
    chosen = order[np.repeat(kept, sizes)]
    bounds = np.concatenate([[0], np.cumsum(sizes[kept])])
    found, on_line = fit_groups((pieces.along, pieces.across, pieces.length, place), chosen, bounds)
    half = pieces.length[chosen] / 2
    spans = np.column_stack([pieces.along[chosen] - half, pieces.along[chosen] + half])
    tracks = [
        _track(figures, spans[a:b][on_line[a:b]], float(pieces.slope[chosen[a]]) if b == a + 1 else None)
        for figures, a, b in zip(found.tolist(), bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)
    ]
    return tuple(sorted(tracks, key=lambda t: t.place(middle)))


def _track(figures: list[float], spans: Floats, slope: float | None) -> Track:
    """A line from the figures of `fit_groups`; a single piece brings its own slope."""
    c0, c1, c2, start, end, seen, residual = figures
    centre, unit = (start + end) / 2, max(end - start, 1.0)
    if slope is not None:
        c1 = slope * unit
    curve = (
        c0 - c1 * centre / unit + c2 * (centre / unit) ** 2,
        c1 / unit - 2 * c2 * centre / unit**2,
        c2 / unit**2,
    )
    return Track(
        curve=curve, start=start, end=end, spans=tuple(map(tuple, spans.tolist())), seen=seen, residual=residual
    )
