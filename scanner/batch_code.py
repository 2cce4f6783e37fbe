"""The batch code printed on a sheet as a QR code."""

import re
from collections.abc import Iterator

import cv2
import numpy as np
import numpy.typing as npt
import zxingcpp

from scanner.darkness import shrunk

PREFIX = "PY1:"  # what our QR codes begin with; the digit is the version of what follows
CODE = re.compile(r"^[A-Z]\d{2,3}$")
RIGHT_SHARE = 0.5  # of the page's width: the code stands over the table, on the right
A4_MM = 210.0
CODE_MM = 8.0  # a patch inside the code, however it lies
CODE_DARK = 0.3  # of it is black; a heading's letters are thinner
PAPER_RANK, BLACK_RANK = 90, 0.5  # percentiles: print may be faint, so black is what is blackest here
QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


def read_batch_code(above: npt.NDArray[np.uint8]) -> str:
    """The code in the upright page over the table, or empty when there is none that can be read."""
    if above.shape[0] < 2 or above.shape[1] < 2:
        return ""
    corner = np.ascontiguousarray(above[:, round((1 - RIGHT_SHARE) * above.shape[1]) :])
    if not _has_patch(corner, above.shape[1] / A4_MM):
        return ""
    for picture in _attempts(corner):
        for found in zxingcpp.read_barcodes(picture, formats=QR, try_rotate=False, try_invert=False):
            code = found.text.removeprefix(PREFIX)
            if found.text.startswith(PREFIX) and CODE.match(code):
                return code
    return ""


def _has_patch(corner: npt.NDArray[np.uint8], px_per_mm: float) -> bool:
    """Whether there is anything as large and dark as a code: looking closely costs more than all else on a page."""
    step = max(1, int(px_per_mm))
    small = shrunk(corner, step)
    side = max(1, round(CODE_MM * px_per_mm / step))
    paper, black = float(np.percentile(small, PAPER_RANK)), float(np.percentile(corner[::4, ::4], BLACK_RANK))
    darkest = float(cv2.blur(small, (side, side), borderType=cv2.BORDER_REPLICATE).min())
    return paper - darkest > CODE_DARK * (paper - black)


def _attempts(corner: npt.NDArray[np.uint8]) -> Iterator[npt.NDArray[np.uint8]]:
    """As it is, then smoothed and doubled: dots and JPEG blocks spoil small modules."""
    yield corner
    smooth = cv2.GaussianBlur(corner, (0, 0), 1.0)
    yield cv2.resize(smooth, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
