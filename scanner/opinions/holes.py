"""Punched holes on a laid page: two dark discs as far apart as office punches make them, near an edge."""

from itertools import combinations

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.scanner.page.darkness import shrunk
from pingyi.scanner.page.levels import percentile

Picture = npt.NDArray[np.uint8]
Place = tuple[float, float]

COARSE = 2  # of the page's pixels in one: enough for discs
DARKER = 0.8  # of the paper
FILLED_MM, HOLE_MM = 3.6, (4.4, 8.0)  # of a disc: what lies in it, and its breadth
APART_MM, SLACK_MM, EDGE_MM = 80.0, 2.5, 20.0  # ISO 838
AROUND_MM = 5.0  # of a hole's middle: its edge and shadow


def holes(grey: Picture, px_per_mm: float) -> tuple[Place, ...]:
    """Middles of the holes in a laid page, px."""
    grey, px_per_mm = shrunk(grey, COARSE), px_per_mm / COARSE
    paper = percentile(np.ascontiguousarray(grey[::2, ::2]), 50)
    dark = (grey < DARKER * paper).astype(np.uint8)
    side = round(FILLED_MM * px_per_mm)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    _, _, stats, centres = cv2.connectedComponentsWithStats(cv2.morphologyEx(dark, cv2.MORPH_OPEN, disc))
    low, high = (size * px_per_mm for size in HOLE_MM)
    discs = [
        (float(x), float(y))
        for (x, y), (_, _, width, height, _) in zip(centres[1:], stats[1:].tolist(), strict=True)
        if low - px_per_mm <= width <= high and low - px_per_mm <= height <= high
    ]
    found: set[Place] = set()
    for one, other in combinations(discs, 2):
        across, down = abs(one[0] - other[0]), abs(one[1] - other[1])
        size = (grey.shape[1], grey.shape[0])
        near = any(
            min(*ends, size[axis] - max(ends)) <= EDGE_MM * px_per_mm
            for axis, ends in enumerate(zip(one, other, strict=True))
        )
        apart, off = max(across, down), min(across, down)
        if near and off <= SLACK_MM * px_per_mm and abs(apart - APART_MM * px_per_mm) <= SLACK_MM * px_per_mm:
            found |= {(x * COARSE, y * COARSE) for x, y in (one, other)}
    return tuple(sorted(found))
