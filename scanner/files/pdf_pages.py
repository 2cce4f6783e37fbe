"""Pages of a PDF: the stored picture where the page is nothing else, else the page as a viewer shows it."""

import atexit
import ctypes
import mmap
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pdf2image
import pdf2image.exceptions
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image

from pingyi.domain.readings.reading import Unread, UnreadableFileError
from pingyi.ground.errors import MissingToolError
from pingyi.ground.file_state import FileState, file_state
from pingyi.scanner.files.pdf_markup import APART_MM, differing, marked_page
from pingyi.scanner.files.pdf_notes import Notes
from pingyi.scanner.files.pdf_objects import Content, Drawn, content, laid_over
from pingyi.scanner.files.picture_files import DAMAGED, incomplete, jpeg_grey
from pingyi.scanner.page.page_type import Grey, Markup, PagePicture

RENDER_DPI = 200  # for pages that are not one plain picture; ticks need no more
LONGEST_SIDE_PX = 7200  # A4 at 600 dpi; larger renders only cost memory
ROUNDING = 1e-6  # pdfium rounds a page's pixels up: a hair less keeps the picture's own size
INVERTED, INVERTED_STEP = 60.0, 16  # a page darker than this may be stored as a negative: pdfium knows, the JPEG not
COVERED = 0.9  # a picture covering less of its page may be a logo: render the page instead
CUT = 0.01  # of the page: a picture that goes further beyond its edge is shown in part
STRETCHED = 0.15  # pixels further from square are a fax's; less is bad bookkeeping, and the stored picture is right
MASKS = (b"/SMask", b"/Mask")  # a picture's own dictionary is never packed; pdfium does not tell of its masks
MOST_ATTACHED = 1000
MOST_KEPT_BYTES = 32 << 20
MOST_POPPLER_SECONDS = 15
POPPLER_FAULTS = (
    pdf2image.exceptions.PDFPageCountError,
    pdf2image.exceptions.PDFPopplerTimeoutError,
    pdf2image.exceptions.PDFSyntaxError,
)
PLAIN = ((8, pdfium_c.FPDF_COLORSPACE_DEVICEGRAY), (24, pdfium_c.FPDF_COLORSPACE_DEVICERGB))


@dataclass(slots=True)
class Opened:
    """A PDF that pdfium takes; `masked` when some picture of it may be transparent in part."""

    document: pdfium.PdfDocument
    masked: bool
    pages_left: int  # until it is opened anew: pdfium keeps the bytes of every page it has shown


def open_pdf(path: Path) -> Opened | None:
    """The open document, or None when pdfium refuses it and poppler should try."""
    state = file_state(path)
    opened = _opened(path, state)
    if opened is not None and opened.pages_left <= 0:
        _opened.cache_clear()
        opened = _opened(path, state)
    return opened


@lru_cache(maxsize=2)
def _opened(path: Path, state: FileState) -> Opened | None:
    """Pages of one file are asked for in a row, so keep it open."""
    try:
        document = pdfium.PdfDocument(path)
        document.init_forms()
    except pdfium.PdfiumError:  # its reason may be the previous file's: pdfium does not clear its last error
        return None
    if len(document) == 0:
        raise UnreadableFileError(f"{path.name} 里没有页面；请重新扫描", Unread.DAMAGED_FILE)
    pages_left = max(1, MOST_KEPT_BYTES * len(document) // max(1, path.stat().st_size))
    return Opened(document, _masked(path, state), pages_left)


@lru_cache(maxsize=2)
def _masked(path: Path, _state: FileState) -> bool:
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return any(data.find(name) >= 0 for name in MASKS)


atexit.register(_opened.cache_clear)  # before pdfium itself is taken down


def attached_names(document: pdfium.PdfDocument) -> tuple[str, ...]:
    """Of the files packed into it."""
    count = min(max(pdfium_c.FPDFDoc_GetAttachmentCount(document), 0), MOST_ATTACHED)
    return tuple(document.get_attachment(number).get_name() for number in range(count))


def pdf_page(opened: Opened, number: int, enough: float) -> PagePicture:
    """The 1-based page. Raises PdfiumError, and what DAMAGED and TOO_LARGE name."""
    opened.pages_left -= 1
    page = opened.document[number - 1]
    try:
        found = content(page)
        notes = Notes(page)
        only = found.drawn[0] if len(found.drawn) == 1 and found.whole and not notes.any else None
        if only is not None and not opened.masked and _is_plain(page, only):
            return PagePicture(grey=_stored(pdfium.PdfImage(only.raw, page=page), enough))
        scale = _render_scale(page, found)
        over = laid_over(found, page.get_bbox())
        if notes.any or over:
            return marked_page(page, scale, notes, over)
        return PagePicture(grey=_grey(page.render(scale=scale, grayscale=True).to_numpy()))
    finally:
        page.close()


def _stored(image: pdfium.PdfImage, enough: float) -> Grey:
    if image.get_filters() == ["DCTDecode"]:
        grey = jpeg_grey(Image.open(BytesIO(bytes(image.get_data())), formats=("JPEG",)), enough)
        if grey[::INVERTED_STEP, ::INVERTED_STEP].mean() > INVERTED:
            return grey
    bitmap = image.get_bitmap(render=False)
    return _grey(bitmap.to_numpy())  # while `bitmap` lives: its pixels are pdfium's


def _is_plain(page: pdfium.PdfPage, only: Drawn) -> bool:
    """Whether the stored picture is the page: upright, full page, 8 bits, square pixels, nothing cut off or clipped."""
    if not only.is_picture or only.holder is not None:
        return False
    image = pdfium.PdfImage(only.raw, page=page)
    a, b, c, d, _, _ = image.get_matrix().get()
    left, bottom, right, top = page.get_bbox()
    width, height = right - left, top - bottom
    meta = image.get_metadata()
    return bool(
        image.get_filters() in (["DCTDecode"], ["FlateDecode"])
        and (meta.bits_per_pixel, meta.colorspace) in PLAIN
        and b == c == 0
        and a >= COVERED * width > 0
        and d >= COVERED * height > 0
        and min(only.box[0] - left, right - only.box[2]) >= -CUT * width
        and min(only.box[1] - bottom, top - only.box[3]) >= -CUT * height
        and abs(meta.width * d / max(meta.height * a, ROUNDING) - 1) <= STRETCHED
        and not _is_clipped(only)
        and not pdfium_c.FPDFPageObj_HasTransparency(only.raw)
    )


def _is_clipped(only: Drawn) -> bool:
    """Cut to less than the page: a clip that is the whole page pdfium leaves away itself."""
    return bool(pdfium_c.FPDFClipPath_CountPaths(pdfium_c.FPDFPageObj_GetClipPath(only.raw)) > 0)


def _render_scale(page: pdfium.PdfPage, found: Content) -> float:
    """Points to pixels: the picture's own resolution when there is one, else RENDER_DPI."""
    images = found.pictures()
    width, height = page.get_size()
    scale = RENDER_DPI / 72
    if len(images) == 1:
        scale = min(max(_own(images[0], max(width, height, ROUNDING)), 100 / 72), 600 / 72) - ROUNDING
    longest = max(width, height)
    if not longest > 0:
        raise ValueError("a page without size")
    return float(min(scale, LONGEST_SIDE_PX / longest))


def _own(image: Drawn, longest: float) -> float:
    """Pixels to a point; the finer way of a fax, and of the whole where the page shows a part."""
    across, down = ctypes.c_uint(), ctypes.c_uint()
    pdfium_c.FPDFImageObj_GetImagePixelSize(image.raw, across, down)
    least, most = sorted((across.value, down.value))
    left, bottom, right, top = image.box
    short, long = sorted((right - left, top - bottom))
    usual, finer = most / longest, least / max(short, ROUNDING)
    if long > longest * (1 + CUT):
        usual = most / long
    return finer if finer > usual * (1 + STRETCHED) else usual


def _grey(pixels: npt.NDArray[np.uint8]) -> Grey:
    """A grey copy: pdfium's pixels die with their bitmap."""
    if pixels.ndim == 2 or pixels.shape[2] == 1:
        return np.array(pixels.reshape(pixels.shape[:2]), order="C")
    return np.array(Image.fromarray(pixels[:, :, 2::-1]).convert("L"))


# ---- what pdfium refuses ----


def poppler_pages(path: Path) -> int:
    """Number of pages. Raises UnreadableFileError, MissingToolError."""
    try:
        return int(pdf2image.pdfinfo_from_path(str(path), timeout=MOST_POPPLER_SECONDS)["Pages"])
    except pdf2image.exceptions.PDFInfoNotInstalledError as error:
        told = "没有安装 poppler，打不开这类 PDF；请安装 poppler-utils，或在扫描软件里另存为 TIFF"
        raise MissingToolError(told) from error
    except (*POPPLER_FAULTS, KeyError, ValueError) as error:
        if "Incorrect password" in str(error):
            problem, reason = "有密码，无法读取；请在扫描软件里取消加密后重新保存", Unread.PROTECTED_FILE
        else:
            problem, reason = "不是完好的 PDF 文件；请重新扫描", Unread.DAMAGED_FILE
        raise UnreadableFileError(f"{path.name} {problem}", reason) from error


def poppler_page(path: Path, number: int) -> PagePicture:
    """The page with its annotations, and where these change it. Raises UnreadableFileError."""
    shown = _poppler(path, number, notes=True)
    bare = _poppler(path, number, notes=False)
    apart = APART_MM * max(shown.shape) / 297  # the page is taken for A4
    return PagePicture(grey=shown, markup=Markup(touched=tuple(differing(shown, bare, apart))))


def _poppler(path: Path, number: int, *, notes: bool) -> Grey:
    try:
        pages = pdf2image.convert_from_path(
            str(path),
            size=LONGEST_SIDE_PX // 3,  # A4 at 200 dpi, whatever size the page says it has
            first_page=number,
            last_page=number,
            grayscale=True,
            use_cropbox=True,
            hide_annotations=not notes,
            timeout=MOST_POPPLER_SECONDS,
        )
    except (*POPPLER_FAULTS, *DAMAGED) as error:
        raise incomplete(path, number) from error
    if not pages:
        raise UnreadableFileError(f"{path.name} 第 {number} 页的图像损坏；请重新扫描这一页", Unread.DAMAGED_FILE)
    return np.asarray(pages[0])
