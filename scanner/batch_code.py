"""The batch code printed on a sheet as a QR code."""

import re
from collections.abc import Iterator

import cv2
import numpy as np
import numpy.typing as npt
import zxingcpp

PREFIX = "PY1:"  # what our QR codes begin with; the digit is the version of what follows
CODE = re.compile(r"^[A-Z]\d{2,3}$")
CORNER = 0.3  # of the page's longer side: the code stands in a corner


def read_batch_code(grey: npt.NDArray[np.uint8]) -> str:
    """The code, or empty when the page carries none that can be read; the page may lie in any turn."""
    for picture in _attempts(grey):
        for found in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)):
            code = found.text.removeprefix(PREFIX)
            if found.text.startswith(PREFIX) and CODE.match(code):
                return code
    return ""


def _attempts(grey: npt.NDArray[np.uint8]) -> Iterator[npt.NDArray[np.uint8]]:
    """Each corner as it is, then smoothed and doubled: dots and JPEG blocks spoil small modules."""
    reach = round(CORNER * max(grey.shape))
    corners = [grey[rows, columns] for rows in _ends(reach) for columns in _ends(reach)]
    yield from (np.ascontiguousarray(corner) for corner in corners)
    for corner in corners:
        smooth = cv2.GaussianBlur(corner, (0, 0), 1.0)
        yield cv2.resize(smooth, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)


def _ends(reach: int) -> tuple[slice, slice]:
    return slice(0, reach), slice(-reach, None)
