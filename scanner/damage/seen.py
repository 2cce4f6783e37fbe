"""How much of an edge of the form is seen on a levelled page."""

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.scanner.lines.lines import FAINT, Floats

SAMPLES = 13  # points per cell edge
OFF_PX = 2  # of the levelled picture: a ruling may lie this far from where it should
GONE = 0.5  # of an edge seen: less is a missing edge
HURT = 0.8  # of an edge seen beside a hidden part: the cell may be half hidden


def edges_seen(response: npt.NDArray[np.uint8], start: Floats, end: Floats) -> Floats:
    """Share of points along each edge near which a line was seen."""
    near = cv2.dilate((response >= FAINT).astype(np.uint8), np.ones((2 * OFF_PX + 1, 2 * OFF_PX + 1), np.uint8))
    shares = np.linspace(0.08, 0.92, SAMPLES)[:, None, None, None]
    points = np.rint(start + (end - start) * shares).astype(np.int64)
    height, width = response.shape
    x, y = points[..., 0], points[..., 1]
    inside = (x >= 0) & (y >= 0) & (x < width) & (y < height)
    return np.asarray((inside & (near[y.clip(0, height - 1), x.clip(0, width - 1)] > 0)).mean(axis=0))
