"""Scanned files to grey pages, one at a time: PDF, TIFF, JPEG, PNG."""

import atexit
import math
from functools import lru_cache
from io import BytesIO
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

Grey = npt.NDArray[np.uint8]

RENDER_DPI = 200  # for pages that are not one plain picture; ticks need no more
LONGEST_SIDE_PX = 7200  # A4 at 600 dpi; larger renders only cost memory
ROUNDING = 1e-6  # pdfium rounds a page's pixels up: a hair less keeps the picture's own size
REDUCED_PX = 3440  # the longer side of A4 at 294 dpi: half of it still has the 147 dpi the canvas needs
MOST_PARTS = 4  # 600 dpi becomes 150
INVERTED, INVERTED_STEP = 60.0, 16  # a page darker than this may be stored as a negative: pdfium knows, the JPEG not
COVERED = 0.9  # a picture covering less of its page may be a logo: render the page instead
Image.MAX_IMAGE_PIXELS = 200_000_000  # A3 at 600 dpi with room to spare; beyond it is an attack

PICTURE_SUFFIXES = (".pdf", ".tif", ".tiff", ".jpg", ".jpeg", ".png")


def count_pages(path: Path) -> int:
    """Number of pages in the file.

    Raises UnreadableFileError (Chinese message, reason) when the file cannot be opened.
    """
    if _is_pdf(path):
        document = _pdfium(path)
        return len(document) if document is not None else _poppler_pages(path)
    return int(getattr(_picture(path), "n_frames", 1))


def load_page(path: Path, page: int, *, reduced: bool = False, long_mm: float = A4_LONG_MM) -> Grey:
    """
    The 1-based `page` as a uint8 array (height, width), 255 = white.

    `reduced` halves or quarters a JPEG while decoding it where twice what reading needs is there: from REDUCED_PX
    on for A4 (more for paper whose longer side has more than its `long_mm`), and never below half of that.

    Raises UnreadableFileError when this page's picture is damaged.
    """
    enough = REDUCED_PX * long_mm / A4_LONG_MM if reduced else math.inf
    if not _is_pdf(path):
        return _frame(path, page, enough)
    document = _pdfium(path)
    if document is None:
        return _poppler_page(path, page)
    try:
        return _pdf_page(document, page, enough)
    except pdfium.PdfiumError:
        return _poppler_page(path, page)
    except (OSError, SyntaxError, ValueError) as error:
        raise _incomplete(path, page) from error


def _is_pdf(path: Path) -> bool:
    try:
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
        objects = list(page.get_objects(max_depth=2))
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
        own = max(images[0].get_px_size()) / max(width, height)
        scale = min(max(own, 100 / 72), 600 / 72) - ROUNDING
    return float(min(scale, LONGEST_SIDE_PX / max(width, height)))


def _grey(pixels: npt.NDArray[np.uint8]) -> Grey:
    """A grey copy: pdfium's pixels die with their bitmap."""
    if pixels.ndim == 2 or pixels.shape[2] == 1:
        return np.array(pixels.reshape(pixels.shape[:2]), order="C")
    return np.array(Image.fromarray(pixels[:, :, 2::-1]).convert("L"))


def _poppler_pages(path: Path) -> int:
    try:
        return int(pdf2image.pdfinfo_from_path(str(path))["Pages"])
    except pdf2image.exceptions.PDFInfoNotInstalledError as error:
        raise MissingToolError("没有安装 poppler，打不开这类 PDF；请先运行 make setup") from error
    except (pdf2image.exceptions.PDFPageCountError, KeyError, ValueError) as error:
        if "Incorrect password" in str(error):
            problem, reason = "有密码，无法读取；请在扫描软件里取消加密后重新保存", Unread.PROTECTED_FILE
        else:
            problem, reason = "不是完好的 PDF 文件；请重新扫描", Unread.DAMAGED_FILE
        raise UnreadableFileError(f"{path.name} {problem}", reason) from error


def _poppler_page(path: Path, number: int) -> Grey:
    pages = pdf2image.convert_from_path(str(path), dpi=RENDER_DPI, first_page=number, last_page=number, grayscale=True)
    if not pages:
        raise UnreadableFileError(f"{path.name} 第 {number} 页的图像损坏；请重新扫描这一页", Unread.DAMAGED_FILE)
    return np.asarray(pages[0])


def _picture(path: Path) -> Image.Image:
    try:
        return Image.open(path)
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise UnreadableFileError(
            f"{path.name} 不是认得的图像文件（PDF、TIFF、JPG、PNG）；请核对或重新扫描", Unread.DAMAGED_FILE
        ) from error


def _frame(path: Path, number: int, enough: float) -> Grey:
    with _picture(path) as picture:
        try:
            if picture.format == "JPEG" and number == 1:
                return _jpeg(picture, enough)
            frame = next(f for n, f in enumerate(ImageSequence.Iterator(picture), start=1) if n == number)
            return np.asarray(frame.convert("L"))
        except StopIteration as error:
            raise UnreadableFileError(f"{path.name} 没有第 {number} 页", Unread.DAMAGED_FILE) from error
        except (OSError, SyntaxError, ValueError) as error:
            raise _incomplete(path, number) from error


def _incomplete(path: Path, number: int) -> UnreadableFileError:
    return UnreadableFileError(
        f"{path.name} 第 {number} 页的图像不完整（可能拷贝中断）；请重新扫描或重新拷贝", Unread.DAMAGED_FILE
    )
