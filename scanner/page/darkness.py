"""How much darker than the paper around it each pixel is."""

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.scanner.page.block_means import block_means
from pingyi.scanner.page.compiled import compiled

Dark = npt.NDArray[np.uint8]  # 0 = paper, 255 = black, relative to local paper

COMPILED_FROM = 3  # a factor of 2 OpenCV does faster
PAPER_REACH = 1 / 60  # of the longer side (5 mm on A4): wider than any pen stroke or printed glyph


def darkness(grey: npt.NDArray[np.uint8], reach: float = PAPER_REACH) -> Dark:
    """Relative darkness of `grey` (uint8, height × width), same shape; ink wider than `reach` counts as paper."""
    height, width = grey.shape
    step = max(1, round(max(height, width) * reach / 6))
    small = shrunk(grey, step)
    reach = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (9, 9))
    paper = cv2.GaussianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, reach), (0, 0), 3)
    paper = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    cv2.divide(grey, paper, dst=paper, scale=255)
    return np.asarray(cv2.bitwise_not(paper, dst=paper))


def shrunk(grey: npt.NDArray[np.uint8], factor: int) -> npt.NDArray[np.uint8]:
    """What `block_means` gives, in a third of its time where the factor is large."""
    if factor < COMPILED_FROM or min(grey.shape) < factor:
        return block_means(grey, factor)
    return _means(grey, factor)


@compiled
def _means(grey: npt.NDArray[np.uint8], factor: int) -> npt.NDArray[np.uint8]:
    """The mean of each block, to the nearest whole number; columns are summed up first, many at a time."""
    height, width = grey.shape[0] // factor, grey.shape[1] // factor
    found, sums = np.empty((height, width), np.uint8), np.empty(width * factor, np.int32)
    share = np.float32(1 / (factor * factor))
    for y in range(height):
        sums[:] = 0
        for k in range(factor):
            row = grey[y * factor + k]
            for x in range(len(sums)):
                sums[x] = np.int32(sums[x] + np.int32(row[x]))
        for x in range(width):
            total = 0
            for k in range(factor):
                total += sums[x * factor + k]
            found[y, x] = np.uint8(np.rint(np.float32(total) * share))
    return found
