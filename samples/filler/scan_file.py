"""Scanned pages to the files an office copier makes: multi-page PDF, multi-page TIFF, or single JPEGs."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from PIL import Image, TiffImagePlugin

from pingyi.ground.whole import new_file
from pingyi.samples.filler.layout import POINTS_PER_INCH
from pingyi.samples.filler.scanning import ScannedPage

STRIP_OFFSETS, STRIP_BYTE_COUNTS = 273, 279  # TIFF 6.0 tags
PDF_HEAD = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
OBJECTS_A_PAGE = 3  # page, its content, its picture
TWO_LEVEL_JPEG_QUALITY = 85
FIRST_PAGE_OBJECT = 3  # after the catalogue and the page tree


def write_scan(path: Path, pages: Iterable[ScannedPage]) -> None:
    """Write by the ending of `path`: .pdf, .tif, or .jpg (one file a page: name-001.jpg)."""
    ending = path.suffix.lower()
    if ending in {".jpg", ".jpeg"}:
        for number, page in enumerate(pages, start=1):
            path.with_name(f"{path.stem}-{number:03d}{path.suffix}").write_bytes(_as_jpeg(page))
        return
    write = _write_tiff if ending in {".tif", ".tiff"} else _write_pdf
    with new_file(path) as part:
        write(part, pages)


def _write_pdf(path: Path, pages: Iterable[ScannedPage]) -> None:
    """Copy the encoded pictures into a PDF as they are; nothing is kept in memory but offsets."""
    offsets: dict[int, int] = {}
    with path.open("wb") as file:
        position = file.write(PDF_HEAD)
        count = 0
        for count, page in enumerate(pages, start=1):
            for number, body in enumerate(_page_objects(page, count), start=_page_object(count)):
                offsets[number] = position
                position += file.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        kids = b" ".join(b"%d 0 R" % _page_object(number) for number in range(1, count + 1))
        tree = {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids)}
        for number, body in tree.items():
            offsets[number] = position
            position += file.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        size = len(offsets) + 1
        file.write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
        file.writelines(b"%010d 00000 n \n" % offsets[number] for number in range(1, size))
        file.write(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, position))


def _page_object(page: int) -> int:
    return FIRST_PAGE_OBJECT + OBJECTS_A_PAGE * (page - 1)


def _page_objects(page: ScannedPage, number: int) -> Iterator[bytes]:
    first = _page_object(number)
    width, height = (round(side * POINTS_PER_INCH / page.dpi, 2) for side in (page.width, page.height))
    content = f"q {width} 0 0 {height} 0 0 cm /P Do Q".encode()
    yield (
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]/Contents {first + 1} 0 R"
        f"/Resources<</XObject<</P {first + 2} 0 R>>>>>>"
    ).encode()
    yield b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content)
    data = group4_of(page.data) if page.two_level else page.data
    if page.two_level:
        kind = (
            "/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/CCITTFaxDecode"
            f"/DecodeParms<</K -1/BlackIs1 true/Columns {page.width}/Rows {page.height}>>"
        )
    else:
        space = "Gray" if page.colours == 1 else "RGB"
        kind = f"/ColorSpace/Device{space}/BitsPerComponent 8/Filter/DCTDecode"
    head = f"<</Type/XObject/Subtype/Image/Width {page.width}/Height {page.height}{kind}/Length {len(data)}>>"
    yield b"%s\nstream\n%s\nendstream" % (head.encode(), data)


def _write_tiff(path: Path, pages: Iterable[ScannedPage]) -> None:
    """Two-level pages as G4, grey and colour ones without loss; each page keeps its resolution."""
    with TiffImagePlugin.AppendingTiffWriter(str(path), new=True) as file:
        for page in pages:
            compression = "group4" if page.two_level else "tiff_adobe_deflate"
            _picture(page).save(file, "TIFF", compression=compression, dpi=(page.dpi, page.dpi))
            file.newFrame()


def _picture(page: ScannedPage) -> Image.Image:
    with Image.open(BytesIO(page.data)) as picture:
        picture.load()
        return picture.copy()


def _as_jpeg(page: ScannedPage) -> bytes:
    if not page.two_level:
        return page.data
    buffer = BytesIO()
    _picture(page).convert("L").save(buffer, "JPEG", quality=TWO_LEVEL_JPEG_QUALITY, dpi=(page.dpi, page.dpi))
    return buffer.getvalue()


def group4_of(tiff: bytes) -> bytes:
    """The bare G4 data of a TIFF in one strip."""
    with Image.open(BytesIO(tiff)) as picture:
        tags = picture.tag_v2  # type: ignore[attr-defined]  # Pillow's TIFF class has it
        (offset,), (size,) = tags[STRIP_OFFSETS], tags[STRIP_BYTE_COUNTS]
    return tiff[offset : offset + size]
