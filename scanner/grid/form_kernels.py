"""Compiled inner loops of laying a form on a page's lines."""

import numpy as np
import numpy.typing as npt

from pingyi.scanner.page.compiled import compiled

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

OUTER = 1  # outer lines on each side that may have left no track
REACH_PX = 2  # an edge may lie this far off its place


@compiled
def _step(
    tables: tuple[Floats, Ints],
    tracks: tuple[Floats, Floats, Floats],
    gap: Floats,
    costs: Floats,
    lines: tuple[int, int],
) -> None:
    """Improve the scores of a line on every track by coming from the line `step` before."""
    score, back = tables
    place, weight, skipped = tracks
    line, step = lines
    size, limit = gap.sum(), costs[5]
    scatter = np.hypot(costs[3] * size, costs[4])
    before = score[line - step]
    extra = costs[0] * (step - 1)
    for later in range(1, len(place)):
        for earlier in range(later - 1, -1, -1):
            off = (place[later] - place[earlier] - size) / scatter
            if off >= limit:
                break  # gaps only grow from here
            if before[earlier] == -np.inf or off <= -limit:
                continue
            cost = 0.5 * off * off + costs[1] * max(0.0, skipped[later] - skipped[earlier + 1]) + extra
            value = before[earlier] - cost + weight[later]
            if value > score[line, later]:
                score[line, later] = value
                back[line, later, 0], back[line, later, 1] = line - step, earlier


@compiled
def _scores(place: Floats, weight: Floats, sizes: Floats, costs: Floats) -> tuple[Floats, Ints]:
    """Best score of every line on every track, and where it came from."""
    lines, count = len(sizes) + 1, len(place)
    skipped = np.zeros(count + 1)
    skipped[1:] = np.cumsum(weight)
    score = np.full((lines, count), -np.inf)
    back = np.zeros((lines, count, 2), np.int64)
    score[0] = weight - costs[2] * skipped[:-1]
    for line in range(1, lines):
        if line <= OUTER:
            score[line] = score[0] - costs[0] * line
            back[line, :, 0] = -1
        for step in range(1, min(3, line) + 1):
            _step((score, back), (place, weight, skipped), sizes[line - step : line], costs, (line, step))
    for left in range(OUTER + 1):
        score[lines - 1 - left] -= costs[2] * (skipped[-1] - skipped[1:]) + costs[0] * left
    return score, back


@compiled
def align(place: Floats, weight: Floats, sizes: Floats, costs: Floats) -> tuple[float, Ints]:
    """
    Assign lines 0 … len(sizes) to tracks: the greatest matched weight less the misfit of gaps.

    `place` (px, ascending) and `weight` (0..1) of the tracks, `sizes` of the gaps in pixels, and in `costs`: a
    missed line, a skipped track, a track outside, the relative and absolute (px) scatter of a gap, how many scatters
    are too many. Gives the score, -inf when nothing fits, and per line its track or -1.
    """
    score, back = _scores(place, weight, sizes, costs)
    line, track, best = 0, 0, -np.inf
    for last in range(max(1, len(sizes) - OUTER), len(sizes) + 1):
        k = int(score[last].argmax())
        if score[last, k] >= best:
            line, track, best = last, k, score[last, k]
    chosen = np.full(len(sizes) + 1, -1, np.int64)
    chosen[line] = track
    while line > 0 and best > -np.inf and back[line, track, 0] >= 0:
        line, track = back[line, track, 0], back[line, track, 1]
        chosen[line] = track
    return best, chosen


@compiled
def edge_ink(response: npt.NDArray[np.uint8], start: Floats, end: Floats, shares: Floats, level: int) -> Floats:
    """Share of points along each edge, `start` to `end` (rows, columns, 2), within REACH_PX of a response `level`."""
    rows, columns = start.shape[:2]
    ink = np.empty((rows, columns))
    for i in range(rows):
        for j in range(columns):
            hits = 0
            for share in shares:
                x = int(np.rint(start[i, j, 0] + (end[i, j, 0] - start[i, j, 0]) * share))
                y = int(np.rint(start[i, j, 1] + (end[i, j, 1] - start[i, j, 1]) * share))
                hits += _near(response, x, y, level)
            ink[i, j] = hits / len(shares)
    return ink


@compiled
def _near(response: npt.NDArray[np.uint8], x: int, y: int, level: int) -> bool:
    """Whether a line is seen straight above, below or beside the point."""
    height, width = response.shape
    for off in range(-REACH_PX, REACH_PX + 1):
        if 0 <= x < width and 0 <= y + off < height and response[y + off, x] >= level:
            return True
        if 0 <= x + off < width and 0 <= y < height and response[y, x + off] >= level:
            return True
    return False
