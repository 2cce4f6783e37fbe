"""What is printed on a PDF's pages: characters and drawn shapes, in millimetres from the top left corner."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image

from pingyi.ground.printed.glyphs import Glyph, glyphs
from pingyi.ground.printed.points import MM_PER_PT, upright
from pingyi.ground.printed.shapes import Shape, shapes


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedPage:
    """A page as it is seen: its size, what is set and what is drawn on it, mm."""

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    shapes: tuple[Shape, ...]


class PrintedFile:
    """A PDF's pages, each read when it is asked for."""

    def __init__(self, document: pdfium.PdfDocument) -> None:
        self._document = document

    def __len__(self) -> int:
        """How many pages it has."""
        return len(self._document)

    def page(self, number: int) -> PrintedPage:
        """The 1-based page. Raises UnprintedError, at the end of the file's block."""
        page = self._document[number - 1]
        try:
            way = upright(page)
            width, height = page.get_size()
            return PrintedPage(
                number=number,
                width=width * MM_PER_PT,
                height=height * MM_PER_PT,
                glyphs=tuple(glyphs(page, way)),
                shapes=tuple(shapes(page, way)),
            )
        finally:
            page.close()

    def picture(self, number: int, dpi: int) -> Image.Image:
        """The 1-based page in colour. Raises UnprintedError, at the end of the file's block."""
        picture: Image.Image = self._document[number - 1].render(scale=dpi / 72).to_pil()
        return picture.convert("RGB")


class UnprintedError(Exception):
    """No PDF, a damaged one, or one that is `locked`."""

    def __init__(self, *, locked: bool) -> None:
        super().__init__(locked)
        self.locked = locked


@contextmanager
def printed_file(pdf: Path) -> Iterator[PrintedFile]:
    """A PDF, closed with the block. Raises UnprintedError, in the block too."""
    try:
        document = pdfium.PdfDocument(pdf)
        try:
            yield PrintedFile(document)
        finally:
            document.close()
    except pdfium.PdfiumError as error:
        raise UnprintedError(locked=error.err_code == pdfium_c.FPDF_ERR_PASSWORD) from error
