"""A second copy of the form beside, below or under the one that was found: two sheets fed at once.

The sheet on top could be read, but then the other would be lost, and the top one counted again when both are rescanned.
"""

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.domain.forms.form import TableForm
from pingyi.scanner.grid.topology import Fit
from pingyi.scanner.lines.lines import FAINT, Floats, Levelled, Track

AWAY_PX = 12  # of the levelled picture: nearer lines belong to the table found
LONG_SHARE = 0.15  # of the table's width or height: shorter lines beside it are print
LEAST_LINES = 2  # rulings beside the table before anything is looked at closely: a sheet's edge is one
CROSSING_PX = 3  # both rulings lie this near to a crossing
PRINT_PX = 50.0  # 13 mm: strokes of a title are shorter
ON_LINE_PX = 4.0  # of a crossing from its lines
MERGE_PX = 6.0  # crossings of one ruling
APART_PX = 8.0  # two crossings on one ruling
OFF_PX = 4.0  # two prints of a form differ by less
LEAST_MATCHES = 5  # rulings in the form's own distances; a frame or another small table has fewer
MATCHES = 0.6  # of the rulings seen beside the table


def second_table(page: Levelled, fit: Fit, form: TableForm) -> bool:
    """Whether rulings in the form's own distances stand outside the table found, and are no other table of the form."""
    hull = np.concatenate([fit.grid[0], fit.grid[:, -1], fit.grid[-1, ::-1], fit.grid[::-1, 0]])
    low, high = hull.min(axis=0), hull.max(axis=0)
    if _lines_beside(page, low, high) < LEAST_LINES:
        return False
    crossings = _crossings(page, [hull, *_others(fit, form)])
    if len(crossings) < 2 * LEAST_MATCHES:
        return False
    xs, ys = fit.grid[..., 0].mean(axis=0), fit.grid[..., 1].mean(axis=1)
    return _matches(_rulings(crossings), xs) or _matches(_rulings(crossings[:, ::-1]), ys)


def _lines_beside(page: Levelled, low: Floats, high: Floats) -> int:
    """Long lines that run outside the table, or on beyond it."""
    width, height = high - low
    across = [
        track for track in page.horizontal if _outside(track, (low[1], high[1]), (low[0], high[0]), LONG_SHARE * width)
    ]
    down = [
        track for track in page.vertical if _outside(track, (low[0], high[0]), (low[1], high[1]), LONG_SHARE * height)
    ]
    return max(len(across), len(down))


def _outside(track: Track, across: tuple[float, float], along: tuple[float, float], least: float) -> bool:
    c0, c1, c2 = track.curve
    middle = (track.start + track.end) / 2
    place = c0 + c1 * middle + c2 * middle**2
    if place < across[0] - AWAY_PX or place > across[1] + AWAY_PX:
        return track.seen > least
    first, last = along[0] - AWAY_PX, along[1] + AWAY_PX
    if track.start >= first and track.end <= last:
        return False
    return sum(max(0.0, min(b, first) - a) + max(0.0, b - max(a, last)) for a, b in track.spans) > least


def _others(fit: Fit, form: TableForm) -> list[Floats]:
    """Where the form's other tables lie on the levelled page."""
    printed = form.printed
    left, top, right, bottom = printed.xs_mm[0], printed.ys_mm[0], printed.xs_mm[-1], printed.ys_mm[-1]
    grid = np.rot90(fit.grid, -(fit.skeleton.turn // 90))
    own = np.array([(left, top), (right, top), (right, bottom), (left, bottom)], np.float32)
    laid = np.array([grid[0, 0], grid[0, -1], grid[-1, -1], grid[-1, 0]], np.float32)
    to_page = cv2.getPerspectiveTransform(own, laid)
    found = []
    for x0, y0, x1, y1 in printed.others_mm:
        corners = np.array([[(x0, y0), (x1, y0), (x1, y1), (x0, y1)]], np.float32)
        found.append(np.asarray(cv2.perspectiveTransform(corners, to_page)[0], np.float64))
    return found


def _crossings(page: Levelled, taken_by: Sequence[Floats]) -> Floats:
    """Where a horizontal and a vertical line meet outside the tables taken: (n, 2), x and y."""
    kernel = np.ones((2 * CROSSING_PX + 1, 2 * CROSSING_PX + 1), np.uint8)
    across, down = (cv2.dilate((response >= FAINT).astype(np.uint8), kernel) for response in (page.across, page.down))
    both = cv2.bitwise_and(across, down)
    taken = np.zeros_like(both)
    for hull in taken_by:
        cv2.fillPoly(taken, [np.rint(hull).astype(np.int32)], 1)
    both[cv2.dilate(taken, np.ones((2 * AWAY_PX + 1, 2 * AWAY_PX + 1), np.uint8)) > 0] = 0
    _, _, _, centres = cv2.connectedComponentsWithStats(both, connectivity=8)
    found = np.asarray(centres[1:], np.float64)
    on_lines = _on_lines(found, page, "horizontal") & _on_lines(found[:, ::-1], page, "vertical")
    return found[on_lines]


def _on_lines(points: Floats, page: Levelled, family: str) -> npt.NDArray[np.bool_]:
    """Which points (along, across) lie on a line of the family that is longer than any stroke of print."""
    tracks = page.horizontal if family == "horizontal" else page.vertical
    near = np.zeros(len(points), bool)
    for track in (*tracks, *(track for name, track in page.slanted if name == family)):
        if track.seen >= PRINT_PX:
            near |= np.abs(points[:, 1] - track.at(points[:, 0])) <= ON_LINE_PX
    return near


def _rulings(crossings: Floats) -> Floats:
    """Places across of lines that are crossed at two points or more."""
    order = crossings[np.argsort(crossings[:, 0])]
    groups = np.split(order, np.nonzero(np.diff(order[:, 0]) > MERGE_PX)[0] + 1)
    return np.array([group[:, 0].mean() for group in groups if np.ptp(group[:, 1]) > APART_PX])


def _matches(seen: Floats, form: Floats) -> bool:
    """Whether the places repeat the form's rulings at some shift, one way round or turned over."""
    if len(seen) < LEAST_MATCHES:
        return False
    best = 0
    for rulings in (form, -form):
        shifts = (seen[:, None] - rulings[None, :]).ravel()
        distances = np.abs(seen[None, :, None] - (rulings[None, None, :] + shifts[:, None, None])).min(axis=2)
        best = max(best, int((distances < OFF_PX).sum(axis=1).max()))
    return best >= max(LEAST_MATCHES, MATCHES * len(seen))
