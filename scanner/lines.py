"""Long straight dark lines on a page: rulings, and whatever looks like one."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from scanner.darkness import Dark

Floats = npt.NDArray[np.float64]

WORKING_SIDE_PX = 1100  # A4 at 94 dpi: hairlines still show, text lines already blur
OPEN_PX = 19  # 5 mm there: longer than strokes of printed text, shorter than a tick cell's edge
SKEW_DEG = 12.0  # furthest turn off the axis looked for
SLOPE_POINTS = 8000  # dark pixels that vote on the page's slope
SHORT = 0.06  # of the longest line: shorter groups are text and are not fitted
JOIN_PX = 2.5  # segments this close across their line are one line; a streak may run beside a ruling
PIECE_PX = 32  # lines are cut into bits this long, so that a streak crossing a ruling comes off it
PIECE_MIN_PX = 10
LEAN = 0.012  # a piece of a ruling may lean this much against its family: paper is never flat
LEAN_PX = 0.5  # and this much more at its end, for noise
THICK_PX = 7  # thicker than any ruling at this size: a bar, a border, text
ON_LINE_PX = 1.2  # further off, a piece belongs to something else
FAINT = 12  # of 255: the least darkness of a ruling after opening


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """One line: across = c0 + c1·t + c2·t², with t along, both in pixels of the levelled picture."""

    curve: tuple[float, float, float]
    start: float
    end: float
    spans: tuple[tuple[float, float], ...]  # where ink was seen, along
    residual: float  # px, of the supporting points

    def at(self, along: Floats | float) -> Floats:
        """Across position at `along`."""
        c0, c1, c2 = self.curve
        return np.asarray(c0 + c1 * np.asarray(along) + c2 * np.asarray(along) ** 2)

    @property
    def seen(self) -> float:
        """Length of ink, px."""
        return float(sum(b - a for a, b in self.spans))


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


def find_lines(dark_full: Dark) -> Levelled:
    """Level the page and trace its lines; `dark_full` is relative darkness at page size."""
    height, width = dark_full.shape
    scale = min(1.0, WORKING_SIDE_PX / max(height, width))
    dark = cv2.resize(dark_full, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    slope_h, slope_v = _slope(dark), _slope(cv2.transpose(dark))
    levelled, to_working = _level(dark, slope_h, slope_v)
    across = _response(levelled)
    down = cv2.transpose(_response(cv2.transpose(levelled)))
    to_page = np.array(to_working)
    to_page[:2] /= scale
    horizontal, slanted_h = _tracks(across, levelled)
    vertical, slanted_v = _tracks(cv2.transpose(down), cv2.transpose(levelled))
    return Levelled(
        dark=levelled,
        to_page=to_page,
        across=across,
        down=down,
        horizontal=horizontal,
        vertical=vertical,
        slanted=tuple(("horizontal", t) for t in slanted_h) + tuple(("vertical", t) for t in slanted_v),
    )


def _slope(dark: Dark) -> float:
    """Slope (rise per pixel) of the nearly horizontal lines: where sheared row sums are sharpest."""
    thin = cv2.subtract(dark, cv2.blur(dark, (1, 9)))
    ys, xs = np.nonzero(thin > max(16, int(np.percentile(thin[::3, ::3], 93))))
    if len(xs) > SLOPE_POINTS:
        keep = np.random.default_rng(0).choice(len(xs), SLOPE_POINTS, replace=False)
        xs, ys = xs[keep], ys[keep]
    if len(xs) == 0:
        return 0.0
    limit = np.tan(np.radians(SKEW_DEG))

    def sharpness(slope: float, bin_px: float) -> float:
        rows = ((ys - slope * xs) / bin_px).astype(np.int64)
        sums = np.bincount(rows - rows.min()).astype(np.float64)
        return float((sums**2).sum())

    coarse = max(np.linspace(-limit, limit, 49), key=lambda s: sharpness(s, 3.0))
    return float(max(coarse + np.linspace(-0.006, 0.006, 13), key=lambda s: sharpness(s, 1.5)))


def _level(dark: Dark, slope_h: float, slope_v: float) -> tuple[Dark, Floats]:
    """Shear so that lines of slope_h (dy/dx) and slope_v (dx/dy) become axis-parallel."""
    height, width = dark.shape
    to_page = np.array([[1.0, slope_v, 0.0], [slope_h, 1.0, 0.0]])
    back = np.linalg.inv(to_page[:, :2])
    corners = np.array([[0, 0], [width, 0], [0, height], [width, height]], dtype=np.float64) @ back.T
    low, high = corners.min(axis=0), corners.max(axis=0)
    to_page[:, 2] = to_page[:, :2] @ low
    size = (int(np.ceil(high[0] - low[0])), int(np.ceil(high[1] - low[1])))
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return cv2.warpAffine(dark, to_page, size, flags=flags, borderValue=0), to_page


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


def _tracks(response: Dark, dark: Dark) -> tuple[tuple[Track, ...], tuple[Track, ...]]:
    """Lines of the page's own family, and slanted ones (streaks of a scanner on a skewed sheet)."""
    pieces = _pieces(response, dark)
    if len(pieces.along) == 0:
        return (), ()
    slope = _family_slope(pieces)
    lean = np.abs(pieces.slope - (slope[0] + slope[1] * pieces.across))
    ours = lean * pieces.length < LEAN_PX + LEAN * pieces.length
    others = pieces[~ours & (pieces.length >= 0.8 * PIECE_PX)]
    return _join(pieces[ours], slope, response.shape[1] / 2), _join(
        others, (float(np.median(others.slope)), 0.0) if len(others.slope) else (0.0, 0.0), response.shape[1] / 2
    )


def _pieces(response: Dark, dark: Dark) -> _Pieces:
    """Connected bits of the response, cut every PIECE_PX so that crossing lines come apart."""
    mask = (response >= FAINT).astype(np.uint8)
    mask[:, ::PIECE_PX] = 0
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    rows, columns = np.nonzero(labels)
    label = labels[rows, columns]
    ys, xs = rows.astype(np.float64), columns.astype(np.float64)
    weight = dark[rows, columns].astype(np.float64) + 1

    def moment(values: Floats) -> Floats:
        return np.asarray(np.bincount(label, weight * values, count)[1:], np.float64)

    mass = np.maximum(moment(np.ones(len(xs))), 1e-9)
    x, y = moment(xs) / mass, moment(ys) / mass
    spread = moment(xs**2) / mass - x**2
    slope = (moment(xs * ys) / mass - x * y) / np.maximum(spread, 1e-9)
    width, area = stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_AREA]
    thin = (width >= PIECE_MIN_PX) & (area <= THICK_PX * width)
    return _Pieces(along=x, across=y, slope=slope, length=width.astype(np.float64))[thin]


def _family_slope(pieces: _Pieces) -> tuple[float, float]:
    """Slope of a line as a linear function of where it lies: perspective makes families fan out."""
    whole = pieces[pieces.length >= 0.8 * PIECE_PX]
    if len(whole.along) < 8:
        return 0.0, 0.0
    weights = np.ones(len(whole.along))
    tilt, base = 0.0, float(np.median(whole.slope))
    for _ in range(5):
        off = np.abs(whole.slope - (base + tilt * whole.across))
        weights = 1 / (1 + (off / 0.006) ** 2)
        if np.ptp(whole.across) > 50:
            tilt, base = np.polyfit(whole.across, whole.slope, 1, w=weights)
    return float(base), float(tilt)


def _join(pieces: _Pieces, slope: tuple[float, float], middle: float) -> tuple[Track, ...]:
    """Pieces that lie on one line of the family become one track."""
    if len(pieces.along) == 0:
        return ()
    place = pieces.across
    for _ in range(2):
        place = pieces.across - (slope[0] + slope[1] * (pieces.across + place) / 2) * (pieces.along - middle)
    order = np.argsort(place)
    breaks = np.nonzero(np.diff(place[order]) > JOIN_PX)[0] + 1
    groups = np.split(order, breaks)
    lengths = [float(pieces.length[group].sum()) for group in groups]
    least = max(OPEN_PX, SHORT * max(lengths))
    groups = [group for group, length in zip(groups, lengths, strict=True) if length >= least]
    tracks = [_fit(pieces[group], place[group]) for group in groups]
    return tuple(sorted(tracks, key=lambda t: float(t.at(middle))))


def _fit(group: _Pieces, place: Floats) -> Track:
    """Robust parabola through the pieces, weighted by their lengths.

    A streak that runs along or across the ruling joins its group, so the fit starts from where most ink lies.
    """
    half = group.length / 2
    start, end = float((group.along - half).min()), float((group.along + half).max())
    degree = 2 if end - start > 300 and len(group.along) > 8 else min(1, len(group.along) - 1)
    centre, unit = (start + end) / 2, max(end - start, 1.0)
    t = (group.along - centre) / unit
    near = (group.length[:, None] * (np.abs(place[:, None] - place[None, :]) < 1.0)).sum(axis=0)
    weights = group.length / (1 + ((place - place[near.argmax()]) / 1.5) ** 2)
    for _ in range(6):
        fit = np.polyfit(t, group.across, degree, w=np.sqrt(weights))
        off = np.abs(group.across - np.polyval(fit, t))
        weights = group.length / (1 + (off / 0.5) ** 2)
    on_line = off < ON_LINE_PX
    c2, c1, c0 = (float(v) for v in np.concatenate([np.zeros(2 - degree), fit]))
    if degree == 0:
        c1 = float(group.slope[0]) * unit
    curve = (
        c0 - c1 * centre / unit + c2 * (centre / unit) ** 2,
        c1 / unit - 2 * c2 * centre / unit**2,
        c2 / unit**2,
    )
    ends = zip((group.along - half)[on_line], (group.along + half)[on_line], strict=True)
    spans = tuple((float(a), float(b)) for a, b in ends)
    residual = float(np.sqrt((weights * off**2).sum() / weights.sum()))
    return Track(curve=curve, start=start, end=end, spans=spans, residual=residual)
