"""Scanned files to grey pages, one at a time: PDF here, pictures by scanner/files/picture_files.py."""

import math
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium

from pingyi.domain.forms.form import A4_LONG_MM
from pingyi.domain.readings.reading import Unread, UnreadableFileError
from pingyi.scanner.files.limits import opening
from pingyi.scanner.files.pdf_pages import attached_names, open_pdf, pdf_page, poppler_page, poppler_pages
from pingyi.scanner.files.picture_files import DAMAGED, TOO_LARGE, count_frames, frame_picture, incomplete, too_large
from pingyi.scanner.page.page_type import Grey, PagePicture

REDUCED_PX = 3440  # the longer side of A4 at 294 dpi: half of it still has the 147 dpi the canvas needs
MOST_PAGES = 20_000  # of one file: a district's ballots of a year are 4,000


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a file holds."""

    pages: int
    attached: tuple[str, ...] = ()  # names of files packed into a PDF: nobody sees them on its pages


def contents(path: Path) -> Contents:
    """
    Pages of the file, and what else is in it.

    Raises UnreadableFileError (Chinese message, reason) when the file cannot be opened.
    """
    with opening():
        found = _contents(path)
    if found.pages > MOST_PAGES:
        raise UnreadableFileError(
            f"{path.name} 自称有 {found.pages} 页，超过 {MOST_PAGES} 页，没有读；请核对来源，或分成几个文件",
            Unread.DAMAGED_FILE,
        )
    return found


def count_pages(path: Path) -> int:
    """Number of pages in the file. Raises UnreadableFileError."""
    return contents(path).pages


def _contents(path: Path) -> Contents:
    if not _is_pdf(path):
        return Contents(pages=count_frames(path))
    opened = open_pdf(path)
    if opened is None:
        return Contents(pages=poppler_pages(path))
    return Contents(pages=len(opened.document), attached=attached_names(opened.document))


def load_page(path: Path, page: int, *, reduced: bool = False, long_mm: float = A4_LONG_MM) -> Grey:
    """The picture alone of what `load_picture` finds."""
    return load_picture(path, page, reduced=reduced, long_mm=long_mm).grey


def load_picture(path: Path, page: int, *, reduced: bool = False, long_mm: float = A4_LONG_MM) -> PagePicture:
    """
    The 1-based `page` as a uint8 array (height, width), 255 = white, and what was put on it after scanning.

    `reduced` halves or quarters a JPEG while decoding it where twice what reading needs is there: from REDUCED_PX
    on for A4 (more for paper whose longer side has more than its `long_mm`), and never below half of that.

    Raises UnreadableFileError when this page's picture is damaged.
    """
    enough = REDUCED_PX * long_mm / A4_LONG_MM if reduced else math.inf
    try:
        with opening():
            return _load(path, page, enough)
    except TOO_LARGE as error:
        raise too_large(path, page) from error


def _load(path: Path, page: int, enough: float) -> PagePicture:
    if not _is_pdf(path):
        return PagePicture(grey=frame_picture(path, page, enough))
    opened = open_pdf(path)
    if opened is None:
        return poppler_page(path, page)
    try:
        return pdf_page(opened, page, enough)
    except pdfium.PdfiumError:
        return poppler_page(path, page)
    except DAMAGED as error:
        raise incomplete(path, page) from error


def _is_pdf(path: Path) -> bool:
    try:
        if path.exists() and not path.is_file():  # a pipe or a device would never end
            raise UnreadableFileError(f"{path} 不是普通文件（是文件夹、管道或设备）；请核对路径", Unread.DAMAGED_FILE)
        with path.open("rb") as stream:
            head = stream.read(1024)
    except FileNotFoundError as error:
        raise UnreadableFileError(f"找不到文件 {path}；请核对路径", Unread.DAMAGED_FILE) from error
    except OSError as error:
        raise UnreadableFileError(
            f"打不开文件 {path}（{error.strerror}）；请核对访问权限，或拷贝到本机再读", Unread.DAMAGED_FILE
        ) from error
    if not head:
        raise UnreadableFileError(f"{path.name} 是空文件（0 字节）；请重新扫描或重新拷贝", Unread.DAMAGED_FILE)
    return b"%PDF-" in head
