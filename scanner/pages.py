"""Scanned files to grey pages, one at a time: PDF, TIFF, JPEG, PNG."""

import atexit
import math
import struct
import warnings
from functools import lru_cache
from io import BytesIO
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pdf2image
import pdf2image.exceptions
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image, ImageSequence, UnidentifiedImageError

from domain.errors import MissingToolError, UnreadableFileError
from domain.form import A4_LONG_MM
from domain.reading import Unread
from scanner.limits import opening

Grey = npt.NDArray[np.uint8]

RENDER_DPI = 200  # for pages that are not one plain picture; ticks need no more
LONGEST_SIDE_PX = 7200  # A4 at 600 dpi; larger renders only cost memory
ROUNDING = 1e-6  # pdfium rounds a page's pixels up: a hair less keeps the picture's own size
REDUCED_PX = 3440  # the longer side of A4 at 294 dpi: half of it still has the 147 dpi the canvas needs
MOST_PARTS = 4  # 600 dpi becomes 150
INVERTED, INVERTED_STEP = 60.0, 16  # a page darker than this may be stored as a negative: pdfium knows, the JPEG not
MOST_OBJECTS = 20_000  # of a page, looked at; a drawn form has some thousands
COVERED = 0.9  # a picture covering less of its page may be a logo: render the page instead
MOST_PIXELS = 100_000_000  # A3 at 600 dpi has 70 million; beyond it is an attack
MOST_PAGES = 20_000  # of one file: a district's ballots of a year are 4,000
MOST_POPPLER_SECONDS = 15
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)  # Pillow alone goes on to twice as many
DAMAGED = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, struct.error)  # Pillow's
TOO_LARGE = (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError)
POPPLER_FAULTS = (
    pdf2image.exceptions.PDFPageCountError,
    pdf2image.exceptions.PDFPopplerTimeoutError,
    pdf2image.exceptions.PDFSyntaxError,
)
PICTURE_FORMATS = ("JPEG", "TIFF", "PNG", "BMP")  # Pillow knows many more, some of which start programs

PICTURE_SUFFIXES = (".pdf", ".tif", ".tiff", ".jpg", ".jpeg", ".png")


def count_pages(path: Path) -> int:
    """Number of pages in the file.

    Raises UnreadableFileError (Chinese message, reason) when the file cannot be opened.
    """
    with opening():
        pages = _count(path)
    if pages > MOST_PAGES:
        raise UnreadableFileError(
            f"{path.name} 自称有 {pages} 页，超过 {MOST_PAGES} 页，没有读；请核对来源，或分成几个文件",
            Unread.DAMAGED_FILE,
        )
    return pages


def _count(path: Path) -> int:
    if _is_pdf(path):
        document = _pdfium(path)
        return len(document) if document is not None else _poppler_pages(path)
    with _picture(path) as picture:
        try:
            return int(getattr(picture, "n_frames", 1))
        except DAMAGED as error:
            raise _incomplete(path, 1) from error


def load_page(path: Path, page: int, *, reduced: bool = False, long_mm: float = A4_LONG_MM) -> Grey:
    """
    The 1-based `page` as a uint8 array (height, width), 255 = white.

    `reduced` halves or quarters a JPEG while decoding it where twice what reading needs is there: from REDUCED_PX
    on for A4 (more for paper whose longer side has more than its `long_mm`), and never below half of that.

    Raises UnreadableFileError when this page's picture is damaged.
    """
    enough = REDUCED_PX * long_mm / A4_LONG_MM if reduced else math.inf
    try:
        with opening():
            return _load(path, page, enough)
    except TOO_LARGE as error:
        raise _too_large(path, page) from error


def _load(path: Path, page: int, enough: float) -> Grey:
    if not _is_pdf(path):
        return _frame(path, page, enough)
    document = _pdfium(path)
    if document is None:
        return _poppler_page(path, page)
    try:
        return _pdf_page(document, page, enough)
    except pdfium.PdfiumError:
        return _poppler_page(path, page)
    except DAMAGED as error:
        raise _incomplete(path, page) from error


def _is_pdf(path: Path) -> bool:
    try:
        if path.exists() and not path.is_file():  # a pipe or a device would never end
            raise UnreadableFileError(f"{path} 不是普通文件（是文件夹、管道或设备）；请核对路径", Unread.DAMAGED_FILE)
        with path.open("rb") as stream:
            head = stream.read(1024)
    except FileNotFoundError as error:
        raise UnreadableFileError(f"找不到文件 {path}；请核对路径", Unread.DAMAGED_FILE) from error
    except OSError as error:
        raise UnreadableFileError(f"打不开文件 {path}（{error.strerror}）", Unread.DAMAGED_FILE) from error
    if not head:
        raise UnreadableFileError(f"{path.name} 是空文件（0 字节）；请重新扫描或重新拷贝", Unread.DAMAGED_FILE)
    return b"%PDF-" in head


def _pdfium(path: Path) -> pdfium.PdfDocument | None:
    """The open document, or None when pdfium refuses it and poppler should try."""
    return _open_pdf(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _open_pdf(path: Path, _mtime_ns: int) -> pdfium.PdfDocument | None:
    """Pages of one file are asked for in a row, so keep it open."""
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError:  # its reason may be the previous file's: pdfium does not clear its last error
        return None
    if len(document) == 0:
        raise UnreadableFileError(f"{path.name} 里没有页面；请重新扫描", Unread.DAMAGED_FILE)
    return document


atexit.register(_open_pdf.cache_clear)  # before pdfium itself is taken down


def _pdf_page(document: pdfium.PdfDocument, number: int, enough: float) -> Grey:
    page = document[number - 1]
    try:
        objects = list(islice(page.get_objects(max_depth=2), MOST_OBJECTS))
        _refuse_large(objects)
        if len(objects) == 1 and isinstance(objects[0], pdfium.PdfImage) and _is_plain(page, objects[0]):
            if objects[0].get_filters() == ["DCTDecode"]:
                grey = _jpeg(Image.open(BytesIO(bytes(objects[0].get_data()))), enough)
                if grey[::INVERTED_STEP, ::INVERTED_STEP].mean() > INVERTED:
                    return grey
            bitmap = objects[0].get_bitmap(render=False)
        else:
            bitmap = page.render(scale=_render_scale(page, objects), grayscale=True)
        return _grey(bitmap.to_numpy())  # while `bitmap` lives: its pixels are pdfium's
    finally:
        page.close()


def _refuse_large(objects: list[pdfium.PdfObject]) -> None:
    """Before pdfium unpacks them. Raises DecompressionBombError."""
    for found in objects:
        if isinstance(found, pdfium.PdfImage):
            width, height = found.get_px_size()
            if width * height > MOST_PIXELS:
                raise Image.DecompressionBombError(f"{width} × {height} pixels")


def _jpeg(picture: Image.Image, enough: float) -> Grey:
    """Brightness alone, halved from `enough` pixels on. Raises OSError when the picture is cut short."""
    longest = max(picture.size)
    parts = 1
    while longest >= enough * parts and parts < MOST_PARTS:
        parts *= 2
    picture.draft("L", (picture.width // parts, picture.height // parts))
    return np.asarray(picture.convert("L"))


def _is_plain(page: pdfium.PdfPage, image: pdfium.PdfImage) -> bool:
    """Whether the stored picture is the page: upright, full page, 8 bits, no mask."""
    a, b, c, d, _, _ = image.get_matrix().get()
    width, height = page.get_mediabox()[2:]
    meta = image.get_metadata()
    usual = image.get_filters() in (["DCTDecode"], ["FlateDecode"])
    colours = (pdfium_c.FPDF_COLORSPACE_DEVICEGRAY, pdfium_c.FPDF_COLORSPACE_DEVICERGB)
    return bool(
        usual
        and meta.bits_per_pixel in (8, 24)
        and meta.colorspace in colours
        and b == c == 0
        and a >= COVERED * width
        and d >= COVERED * height
        and not pdfium_c.FPDFPageObj_HasTransparency(image)
    )


def _render_scale(page: pdfium.PdfPage, objects: list[pdfium.PdfObject]) -> float:
    """Points to pixels: the picture's own resolution when there is one, else RENDER_DPI."""
    images = [o for o in objects if isinstance(o, pdfium.PdfImage)]
    width, height = page.get_size()
    scale = RENDER_DPI / 72
    if len(images) == 1:
        own = max(images[0].get_px_size()) / max(width, height, ROUNDING)
        scale = min(max(own, 100 / 72), 600 / 72) - ROUNDING
    longest = max(width, height)
    if not longest > 0:
        raise ValueError("a page without size")
    return float(min(scale, LONGEST_SIDE_PX / longest))


def _grey(pixels: npt.NDArray[np.uint8]) -> Grey:
    """A grey copy: pdfium's pixels die with their bitmap."""
    if pixels.ndim == 2 or pixels.shape[2] == 1:
        return np.array(pixels.reshape(pixels.shape[:2]), order="C")
    return np.array(Image.fromarray(pixels[:, :, 2::-1]).convert("L"))


def _poppler_pages(path: Path) -> int:
    try:
        return int(pdf2image.pdfinfo_from_path(str(path), timeout=MOST_POPPLER_SECONDS)["Pages"])
    except pdf2image.exceptions.PDFInfoNotInstalledError as error:
        raise MissingToolError("没有安装 poppler，打不开这类 PDF；请先运行 make setup") from error
    except (*POPPLER_FAULTS, KeyError, ValueError) as error:
        if "Incorrect password" in str(error):
            problem, reason = "有密码，无法读取；请在扫描软件里取消加密后重新保存", Unread.PROTECTED_FILE
        else:
            problem, reason = "不是完好的 PDF 文件；请重新扫描", Unread.DAMAGED_FILE
        raise UnreadableFileError(f"{path.name} {problem}", reason) from error


def _poppler_page(path: Path, number: int) -> Grey:
    try:
        pages = pdf2image.convert_from_path(
            str(path),
            size=LONGEST_SIDE_PX // 3,  # A4 at 200 dpi, whatever size the page says it has
            first_page=number,
            last_page=number,
            grayscale=True,
            timeout=MOST_POPPLER_SECONDS,
        )
    except (*POPPLER_FAULTS, *DAMAGED) as error:
        raise _incomplete(path, number) from error
    if not pages:
        raise UnreadableFileError(f"{path.name} 第 {number} 页的图像损坏；请重新扫描这一页", Unread.DAMAGED_FILE)
    return np.asarray(pages[0])


def _picture(path: Path) -> Image.Image:
    try:
        return Image.open(path, formats=PICTURE_FORMATS)
    except TOO_LARGE as error:
        raise _too_large(path, 1) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise UnreadableFileError(
            f"{path.name} 不是认得的图像文件（PDF、TIFF、JPG、PNG）；请核对或重新扫描", Unread.DAMAGED_FILE
        ) from error


def _frame(path: Path, number: int, enough: float) -> Grey:
    with _picture(path) as picture:
        try:
            if picture.format == "JPEG" and number == 1:
                return _jpeg(picture, enough)
            frame = next(f for n, f in enumerate(ImageSequence.Iterator(picture), start=1) if n == number)
            if frame.width * frame.height > MOST_PIXELS:  # Pillow looks at the first page's size alone
                raise Image.DecompressionBombError(f"{frame.width} × {frame.height} pixels")
            return np.asarray(frame.convert("L"))
        except StopIteration as error:
            raise UnreadableFileError(f"{path.name} 没有第 {number} 页", Unread.DAMAGED_FILE) from error
        except DAMAGED as error:
            raise _incomplete(path, number) from error


def _incomplete(path: Path, number: int) -> UnreadableFileError:
    return UnreadableFileError(
        f"{path.name} 第 {number} 页的图像不完整（可能拷贝中断）；请重新扫描或重新拷贝", Unread.DAMAGED_FILE
    )


def _too_large(path: Path, number: int) -> UnreadableFileError:
    return UnreadableFileError(
        f"{path.name} 第 {number} 页的图像大得不正常（超过 {MOST_PIXELS // 10_000} 万像素，或内存放不下），没有打开；"
        "请核对来源，用 200 至 300 dpi 重新扫描",
        Unread.DAMAGED_FILE,
    )
