"""Picture files to grey pages, as a viewer shows them."""

import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

import cv2
import numpy as np
import pi_heif
from PIL import ExifTags, Image, UnidentifiedImageError

from pingyi.domain.readings.reading import Unread, UnreadableFileError
from pingyi.ground.file_state import FileState, file_state
from pingyi.scanner.page.page_type import Grey

MOST_PIXELS = 100_000_000  # A3 at 600 dpi has 70 million; beyond it is an attack
MOST_FRAMES = 20_000  # looked through for reduced copies
MOST_PARTS = 4  # 600 dpi becomes 150
LEAST_STRETCH, MOST_STRETCH = 1.02, 5.0  # of a picture's pixels, longer side by shorter: faxes have 1.04 to 4.2
PICTURE_FORMATS = ("JPEG", "TIFF", "PNG", "BMP", "GIF", "WEBP", "JPEG2000", "HEIF")  # Pillow knows more, some of
# which start programs
DEEP = ("I;16", "I;16L", "I;16B", "I;16N")  # grey of more than 8 bits, as Pillow calls it
UPRIGHT = {  # by the orientation of Exif: quarters clockwise, then mirrored left to right or not
    1: (0, False), 2: (0, True), 3: (2, False), 4: (2, True),
    5: (1, True), 6: (1, False), 7: (3, True), 8: (3, False),
}  # fmt: skip
NEW_KIND, OLD_KIND = 254, 255  # TIFF 6.0: of a frame
REDUCED_BIT, MASK_BIT, OLD_REDUCED = 1, 4, 2
PHOTOMETRIC, BITS, ORIENTATION = 262, 258, 274
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)  # Pillow alone goes on to twice as many
pi_heif.register_heif_opener(thumbnails=False)
DAMAGED = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, struct.error)  # Pillow's
TOO_LARGE = (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError)


def count_frames(path: Path) -> int:
    """Pages of a picture file. Raises UnreadableFileError."""
    with _picture(path) as picture:
        try:
            frames = _frames_said(picture)
        except DAMAGED as error:
            raise incomplete(path, 1) from error
    return frames if frames > MOST_FRAMES else len(_frames(path, file_state(path)))


def frame_picture(path: Path, number: int, enough: float) -> Grey:
    """The 1-based page of a picture file. Raises UnreadableFileError, and what TOO_LARGE names."""
    frames = _frames(path, file_state(path))
    if not 1 <= number <= len(frames):
        raise UnreadableFileError(f"{path.name} 没有第 {number} 页；请核对页码", Unread.DAMAGED_FILE)
    with _picture(path) as picture:
        try:
            picture.seek(frames[number - 1])
            if picture.width * picture.height > MOST_PIXELS:  # Pillow looks at the first page's size alone
                raise Image.DecompressionBombError(f"{picture.width} × {picture.height} pixels")
            if isinstance(_bits(picture), str):
                raise UnreadableFileError(
                    f"{path.name} 第 {number} 页每点是 32 位或浮点数，没有公认的黑白；请另存为 8 位灰度再读",
                    Unread.DAMAGED_FILE,
                )
            return _upright(picture, enough)
        except DAMAGED as error:
            raise incomplete(path, number) from error


def jpeg_grey(picture: Image.Image, enough: float) -> Grey:
    """Brightness alone, halved from `enough` pixels on. Raises OSError when the picture is cut short."""
    longest = max(picture.size)
    parts = 1
    while longest >= enough * parts and parts < MOST_PARTS:
        parts *= 2
    picture.draft("L", (picture.width // parts, picture.height // parts))
    return np.asarray(picture if picture.mode == "L" else picture.convert("L"))


def incomplete(path: Path, number: int) -> UnreadableFileError:
    """A page whose picture ends too early."""
    return UnreadableFileError(
        f"{path.name} 第 {number} 页的图像不完整（可能拷贝中断）；请重新扫描或重新拷贝", Unread.DAMAGED_FILE
    )


def too_large(path: Path, number: int) -> UnreadableFileError:
    """A page that nobody scanned."""
    return UnreadableFileError(
        f"{path.name} 第 {number} 页的图像大得不正常（超过 {MOST_PIXELS // 10_000} 万像素，或内存放不下），没有打开；"
        "请核对来源，用 200 至 300 dpi 重新扫描",
        Unread.DAMAGED_FILE,
    )


@contextmanager
def _picture(path: Path) -> Iterator[Image.Image]:
    """Opened as a stream: Pillow maps a named TIFF without compression as if it were never turned."""
    with path.open("rb") as stream, _recognised(path, stream) as picture:
        yield picture


def _recognised(path: Path, stream: BinaryIO) -> Image.Image:
    try:
        return Image.open(stream, formats=PICTURE_FORMATS)
    except TOO_LARGE as error:
        raise too_large(path, 1) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise UnreadableFileError(
            f"{path.name} 不是认得的图像文件（{'、'.join(('PDF', *PICTURE_FORMATS))}）；请核对或重新扫描",
            Unread.DAMAGED_FILE,
        ) from error


# ---- which frames are pages ----


def _is_jpeg(picture: Image.Image) -> bool:
    return picture.format in ("JPEG", "MPO")


def _frames_said(picture: Image.Image) -> int:
    """What follows a JPEG in its file is a preview, a depth map or a gain map: never a page."""
    return 1 if _is_jpeg(picture) else int(getattr(picture, "n_frames", 1))


@lru_cache(maxsize=4)
def _frames(path: Path, _state: FileState) -> tuple[int, ...]:
    """Those that are pages, from 0. Raises UnreadableFileError."""
    with _picture(path) as picture:
        try:
            every = tuple(range(_frames_said(picture)))
            return _without_copies(picture, every) if picture.format == "TIFF" and len(every) > 1 else every
        except DAMAGED as error:
            raise incomplete(path, 1) from error


def _without_copies(picture: Image.Image, every: tuple[int, ...]) -> tuple[int, ...]:
    """Less frames called a reduced copy, or the mask, of another that is there and no smaller."""
    named: dict[int, tuple[int, int]] = {}
    whole: list[tuple[int, int]] = []
    for number in every:
        picture.seek(number)
        tags = picture.tag_v2  # type: ignore[attr-defined]  # of a TIFF
        copy = tags.get(NEW_KIND, 0) & (REDUCED_BIT | MASK_BIT) or tags.get(OLD_KIND) == OLD_REDUCED
        if copy:
            named[number] = picture.size
        else:
            whole.append(picture.size)
    copies = {
        number
        for number, (width, height) in named.items()
        if any(width <= other[0] and height <= other[1] for other in whole)
    }
    return tuple(number for number in every if number not in copies)


# ---- pixels ----


def _upright(picture: Image.Image, enough: float) -> Grey:
    orientation = _orientation(picture)
    across, down = _density(picture)
    grey = jpeg_grey(picture, enough) if _is_jpeg(picture) else _grey(picture)
    if picture.format == "TIFF" and orientation > 4:  # Pillow has turned it already
        across, down = down, across
    grey = _square(grey, across, down)
    if picture.format in ("TIFF", "HEIF"):
        return grey
    quarters, mirrored = UPRIGHT.get(orientation, UPRIGHT[1])
    turned = np.rot90(grey, -quarters)
    return np.ascontiguousarray(turned[:, ::-1] if mirrored else turned)


def _orientation(picture: Image.Image) -> int:
    if picture.format == "TIFF":
        return int(picture.tag_v2.get(ORIENTATION, 1))  # type: ignore[attr-defined]
    if "exif" not in picture.info:
        return 1
    found = picture.getexif().get(ExifTags.Base.Orientation, 1)
    return found if isinstance(found, int) else 1


def _density(picture: Image.Image) -> tuple[float, float]:
    """Pixels for the same length across and down, in any unit; alike where the file does not say."""
    for name in ("jfif_density",) if _is_jpeg(picture) else ("dpi", "aspect", "resolution"):
        found = picture.info.get(name)
        if isinstance(found, tuple) and len(found) == 2:
            across, down = (float(value) for value in found)
            if across > 0 and down > 0:
                return across, down
    return 1.0, 1.0


def _square(grey: Grey, across: float, down: float) -> Grey:
    """With pixels as wide as high: a fax has up to four times as many across as down."""
    stretch = across / down
    if not LEAST_STRETCH < max(stretch, 1 / stretch) <= MOST_STRETCH:
        return grey
    height, width = grey.shape
    size = (width, round(height * stretch)) if stretch > 1 else (round(width / stretch), height)
    if size[0] * size[1] > MOST_PIXELS:
        raise Image.DecompressionBombError(f"{size[0]} × {size[1]} pixels")
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_LINEAR), np.uint8)


def _grey(picture: Image.Image) -> Grey:
    """Brightness on white paper."""
    bits = _bits(picture)
    if isinstance(bits, int) and bits > 8:
        return _shallow(picture, bits)
    if picture.has_transparency_data:
        paper = Image.new("RGBA", picture.size, "white")
        paper.alpha_composite(picture.convert("RGBA"))
        return np.asarray(paper.convert("L"))
    return np.asarray(picture.convert("L"))


def _bits(picture: Image.Image) -> int | str:
    """Of a grey pixel's value where they may be more than 8; the mode where the file does not say what is white."""
    if picture.mode in DEEP or (picture.mode == "I" and picture.format == "PNG"):
        if picture.format == "TIFF":
            return int(picture.tag_v2[BITS][0])  # type: ignore[attr-defined]
        return 16
    return picture.mode if picture.mode in ("I", "F") else 8


def _shallow(picture: Image.Image, bits: int) -> Grey:
    """Values of so many `bits` brought to 8; Pillow itself cuts all above 255 off."""
    deep = np.asarray(picture).astype(np.float32)
    grey: Grey = np.rint(np.clip(deep * (255 / (2**bits - 1)), 0, 255)).astype(np.uint8)
    if picture.format == "TIFF" and picture.tag_v2.get(PHOTOMETRIC) == 0:  # type: ignore[attr-defined]
        grey = np.asarray(255 - grey, np.uint8)
    clear = picture.info.get("transparency")
    if isinstance(clear, int):
        grey[np.rint(deep) == clear] = 255
    return grey
