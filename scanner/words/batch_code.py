"""The mark printed on a sheet as a QR code: its form and batch, and which page of the ballot it is."""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
import zxingcpp

from pingyi.domain.campaign.marks import ballot_mark
from pingyi.domain.forms.form import A4_MM
from pingyi.scanner.page.darkness import shrunk
from pingyi.scanner.page.levels import percentile

RIGHT_SHARE = 0.5  # of the page's width: the code stands over the table, on the right
CODE_MM = 8.0  # a patch inside the code, however it lies
CODE_DARK = 0.3  # of it is black; a heading's letters are thinner
PAPER_RANK, BLACK_RANK = 90, 0.5  # percentiles: print may be faint, so black is what is blackest here
QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetMark:
    """What the code says; it singles out no voter."""

    batch: str = ""  # empty: none
    page: int = 0  # 1-based; 0: not said, as on a ballot of one page
    text: str = ""  # as read, with the key of its form; empty: no mark
    key: str = ""  # of its form; empty: none, or an older print


def read_sheet_mark(above: npt.NDArray[np.uint8], width_mm: float = A4_MM[0]) -> SheetMark:
    """The code in the upright page over the table, `width_mm` wide; an empty mark when there is none to be read."""
    if above.shape[0] < 2 or above.shape[1] < 2:
        return SheetMark()
    corner = np.ascontiguousarray(above[:, round((1 - RIGHT_SHARE) * above.shape[1]) :])
    if not _has_patch(corner, above.shape[1] / width_mm):
        return SheetMark()
    for picture in _attempts(corner):
        for found in zxingcpp.read_barcodes(picture, formats=QR, try_rotate=False, try_invert=False):
            said = ballot_mark(found.text)
            if said is not None:
                return SheetMark(batch=said.batch, page=said.page, text=found.text, key=said.key)
    return SheetMark()


def bears_mark(page: npt.NDArray[np.uint8]) -> bool:
    """Whether one of our codes stands anywhere on a page (grey, as fed), however it is turned."""
    return any(
        ballot_mark(found.text) is not None
        for picture in _attempts(page)
        for found in zxingcpp.read_barcodes(picture, formats=QR, try_invert=False)
    )


def _has_patch(corner: npt.NDArray[np.uint8], px_per_mm: float) -> bool:
    """Whether there is anything as large and dark as a code: looking closely costs more than all else on a page."""
    step = max(1, int(px_per_mm))
    small = shrunk(corner, step)
    side = max(1, round(CODE_MM * px_per_mm / step))
    paper, black = percentile(small, PAPER_RANK), percentile(corner[::4, ::4], BLACK_RANK)
    darkest = float(cv2.blur(small, (side, side), borderType=cv2.BORDER_REPLICATE).min())
    return paper - darkest > CODE_DARK * (paper - black)


def _attempts(corner: npt.NDArray[np.uint8]) -> Iterator[npt.NDArray[np.uint8]]:
    """As it is, then smoothed and doubled: dots and JPEG blocks spoil small modules."""
    yield corner
    smooth = cv2.GaussianBlur(corner, (0, 0), 1.0)
    yield cv2.resize(smooth, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
