"""The characters printed on a PDF's page, as pdfium has them."""

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from pingyi.ground.printed.points import MM_PER_PT, Colour, Matrix, after, at, colour

BODY_ABOVE, BODY_BELOW = 0.88, 0.12  # of the em: a Chinese character's body above and below the base line
LONGEST_NAME = 256  # of a font, bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """What the characters of one run share: the font's name as the file has it, whether they stand upright."""

    font: str
    size_pt: float
    colour: Colour
    upright: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Glyph:
    """One character: its base line, and from where it begins to where the next may, mm."""

    text: str
    left: float
    right: float
    base: float
    type: Type

    @property
    def top(self) -> float:
        """The upper edge of its body, mm."""
        return self.base - BODY_ABOVE * self.type.size_pt * MM_PER_PT

    @property
    def bottom(self) -> float:
        """The lower edge, mm."""
        return self.base + BODY_BELOW * self.type.size_pt * MM_PER_PT


def glyphs(page: pdfium.PdfPage, upright: Matrix) -> Iterator[Glyph]:
    """In the order they were set; white space left out."""
    text = page.get_textpage()
    x, y, box = ctypes.c_double(), ctypes.c_double(), pdfium_c.FS_RECTF()
    types: dict[int | None, Type] = {}
    try:
        for index in range(text.count_chars()):
            letter = _letter(text.raw, index)
            if not letter:
                continue
            run = pdfium_c.FPDFText_GetTextObject(text.raw, index)
            key = ctypes.cast(run, ctypes.c_void_p).value
            if key not in types:
                types[key] = _type(text.raw, index, run, upright)
            pdfium_c.FPDFText_GetCharOrigin(text.raw, index, x, y)
            pdfium_c.FPDFText_GetLooseCharBox(text.raw, index, box)
            sides = (at(upright, box.left, box.bottom)[0], at(upright, box.right, box.top)[0])
            base = at(upright, x.value, y.value)[1]
            yield Glyph(text=letter, left=min(sides), right=max(sides), base=base, type=types[key])
    finally:
        text.close()


def _letter(text: Any, index: int) -> str:
    """Empty for what is not on the paper: white space, and what pdfium puts between words."""
    if pdfium_c.FPDFText_IsGenerated(text, index) == 1:
        return ""
    if pdfium_c.FPDFText_IsHyphen(text, index) == 1:
        return "-"
    return chr(pdfium_c.FPDFText_GetUnicode(text, index)).strip()


def _type(text: Any, index: int, run: Any, upright: Matrix) -> Type:
    found = pdfium_c.FS_MATRIX()
    pdfium_c.FPDFText_GetMatrix(text, index, found)
    a, b, c, d, *_ = after((found.a, found.b, found.c, found.d, 0.0, 0.0), upright)
    name = ctypes.create_string_buffer(LONGEST_NAME)
    pdfium_c.FPDFFont_GetBaseFontName(pdfium_c.FPDFTextObj_GetFont(run), name, LONGEST_NAME)
    size = pdfium_c.FPDFText_GetFontSize(text, index) * math.hypot(c, d) / MM_PER_PT
    colours = [ctypes.c_uint() for _ in range(4)]
    pdfium_c.FPDFText_GetFillColor(text, index, *colours)
    return Type(
        font=_name(name.value),
        size_pt=round(size, 2),
        colour=colour(colours),
        upright=a > 0 > d and b * c <= 0,
    )


def _name(written: bytes) -> str:
    """PDF asks for UTF-8; other bytes stand as they are, for whoever knows their coding."""
    try:
        return written.decode("utf-8")
    except UnicodeDecodeError:
        return written.decode("latin-1")
