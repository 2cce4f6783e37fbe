"""Compiled inner loops of taking rulings off; pictures are uint8, compiled once and kept on disk by numba."""

import numpy as np
import numpy.typing as npt

from pingyi.scanner.page.compiled import compiled

Picture = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]
Levels = npt.NDArray[np.int64]

BAND_PX = 5  # half width searched around a ruling: 0.8 mm, its drift on warped paper
CORE_LEVEL = 0.35  # of a ruling's peak: where the ruling itself lies
CROSSING_PX = 4  # ink must reach this much further than the ruling is thick to be a crossing stroke
TRIM_PX = 4  # at either end of an edge the crossing rulings show
THICKER_PX = 2  # an edge that much thicker than its ruling has a stroke along it
DARKER = 1.4  # or that much darker
HIDDEN = 12  # of 255: a paler edge lies under a fold, or was torn off
FAINT = 8  # of 255: paler on both sides of a ruling, nothing crosses it


@compiled
def median_of(values: Picture, counts: npt.NDArray[np.int64]) -> int:
    """Lower median of a uint8 vector; `counts` is scratch of 256 zeros and comes back as zeros."""
    for value in values:
        counts[value] += 1
    half = (len(values) + 1) // 2
    seen = 0
    median = -1
    for level in range(256):
        seen += counts[level]
        counts[level] = 0
        if seen >= half:
            median = level
            break
    for value in values:
        counts[value] = 0
    return median


@compiled
def _row_level(dark: Picture, row: int, profile: Levels, counts: Levels) -> int:
    """Median darkness of a row of a strip around one edge, found when it is first asked for."""
    if profile[row] < 0:
        width = dark.shape[1]
        trim = min(TRIM_PX, width // 4)
        profile[row] = median_of(dark[row, trim : width - trim], counts)
    return int(profile[row])


@compiled
def _extent(dark: Picture, profile: Levels, counts: Levels) -> tuple[int, int]:
    """First and last row of the ruling's core in a strip; `profile` holds the levels of the rows looked at, else -1."""
    height = len(profile)
    first, last = max(0, height // 2 - BAND_PX), min(height, height // 2 + BAND_PX + 1)
    peak = first
    for k in range(first, last):
        if _row_level(dark, k, profile, counts) > profile[peak]:
            peak = k
    level = CORE_LEVEL * profile[peak]
    low = high = peak
    while low > 0 and peak - low < BAND_PX and _row_level(dark, low - 1, profile, counts) > level:
        low -= 1
    while high < height - 1 and high - peak < BAND_PX and _row_level(dark, high + 1, profile, counts) > level:
        high += 1
    return max(0, low - 1), min(height - 1, high + 1)


@compiled
def _fill(dark: Picture, profile: Levels, band: tuple[int, int], counts: Levels) -> None:
    """See that the levels of all rows of a band are known."""
    for row in range(band[0], band[1] + 1):
        _row_level(dark, row, profile, counts)


@compiled
def _through(column: Picture, row: int, reach: int) -> int:
    """Grey opening at `row` by a bar of `reach`: how dark a stroke runs through here."""
    best = 0
    for start in range(max(0, row - reach + 1), min(row, len(column) - reach) + 1):
        lightest = 255
        for k in range(start, start + reach):
            if column[k] < lightest:
                lightest = column[k]
                if lightest <= best:
                    break
        best = max(best, lightest)
    return best


@compiled
def _take_edge(strip: tuple[Picture, Picture, Flags, Flags], band: tuple[int, int], profile: Places) -> None:
    """Take one edge's profile off its band; strokes that run through stay. `before`: other rulings' ground."""
    dark, clean, core, before = strip
    low, high = band
    reach, width = min(high - low + 1 + CROSSING_PX, len(dark)), dark.shape[1]
    crossed, count, left = np.empty(width, np.int64), 0, np.empty(width, np.uint8)
    for x in range(width):
        above = dark[low - 1, x] if low > 0 else 0
        below = dark[high + 1, x] if high + 1 < len(dark) else 0
        if max(above, below) >= FAINT:
            crossed[count] = x
            count += 1
    for row in range(low, high + 1):
        ground = np.int32(profile[row])
        for x in range(width):
            left[x] = np.uint8(max(np.int32(np.int32(dark[row, x]) - ground), np.int32(0)))
        for x in crossed[:count]:
            left[x] = max(left[x], _through(dark[:, x], row, reach))
        for x in range(width):
            clean[row, x] = min(clean[row, x], left[x]) if before[row, x] else left[x]
            core[row, x] = True


@compiled
def _usual(profiles: npt.NDArray[np.int64], bands: npt.NDArray[np.int64], edges: Flags) -> tuple[int, int, int]:
    """First and last row of a ruling in its strips, and its peak: medians over the edges where it shows."""
    lows, highs, peaks = np.empty(len(edges)), np.empty(len(edges)), np.empty(len(edges))
    count = 0
    for j in range(len(edges)):
        if edges[j]:
            peak = profiles[j, bands[j, 0] : bands[j, 1] + 1].max()
            if peak >= HIDDEN:
                lows[count], highs[count], peaks[count] = bands[j, 0], bands[j, 1], peak
                count += 1
    if count == 0:
        return 0, profiles.shape[1], 255  # nothing to hold an edge against
    return int(np.median(lows[:count])), int(np.median(highs[:count])), int(np.median(peaks[:count]))


@compiled
def take_family(dark: Picture, clean: Picture, core: Flags, before: Flags, grid: tuple[Places, Places, Flags]) -> None:
    """
    Take all level rulings off `clean`, in place; `core` collects where they lay, `before` where the other family did.

    `grid` is the rulings' rows, the columns of their stops, and where (ruling, gap) an edge exists. Where a ruling of
    the other family was taken off before, the paler of the two results stays. An edge much thicker or darker than
    its ruling elsewhere has a stroke along it, so it is taken for what the ruling is elsewhere.
    """
    places, stops, edges = grid
    counts = np.zeros(256, np.int64)
    gaps = edges.shape[1]
    for i in range(len(places)):
        if not edges[i].any():
            continue
        top, bottom = max(0, places[i] - 2 * BAND_PX), min(dark.shape[0], places[i] + 2 * BAND_PX + 1)
        profiles, bands = np.full((gaps, bottom - top), -1, np.int64), np.zeros((gaps, 2), np.int64)
        for j in range(gaps):
            if edges[i, j]:
                strip = dark[top:bottom, stops[j] : stops[j + 1] + 1]
                low, high = _extent(strip, profiles[j], counts)
                _fill(strip, profiles[j], (low, high), counts)
                bands[j] = low, high
        first, last, peak = _usual(profiles, bands, edges[i])
        for j in range(gaps):
            if edges[i, j]:
                low, high = bands[j]
                if high - low > last - first + THICKER_PX:
                    low, high = first, last
                    _fill(dark[top:bottom, stops[j] : stops[j + 1] + 1], profiles[j], (low, high), counts)
                if profiles[j, low : high + 1].max() > DARKER * peak:
                    profiles[j] = np.minimum(profiles[j], peak)
                columns = slice(stops[j], stops[j + 1] + 1)
                parts = (dark[top:bottom, columns], clean[top:bottom, columns],
                         core[top:bottom, columns], before[top:bottom, columns])  # fmt: skip
                _take_edge(parts, (low, high), profiles[j])
