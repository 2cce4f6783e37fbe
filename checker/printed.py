"""PDF pages as lines of text and rules, in millimetres from the top left corner; the one place that reads PDF here."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfparser import PDFSyntaxError
from pdfplumber.utils.exceptions import PdfminerException

from pingyi.checker.faces import Face, face_of
from pingyi.ground.errors import FileError

MM_PER_PT = 25.4 / 72
BODY_ABOVE, BODY_BELOW = 0.88, 0.12  # of the em: a Chinese character's body above and below the base line
SAME_LINE_MM = 0.7  # base lines closer than this are one line; table text is closer than body text, never this close
THIN_MM = 1.5  # a drawn thing less thick is a rule
MOST_PAGES = 1000  # what a clerk may take for a document by mistake


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One printed character: its left and right edge in mm from the page's left, its size in points."""

    text: str
    left: float
    right: float
    size_pt: float
    face: Face
    font: str
    red: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """The characters on one base line, left to right, without white space."""

    page: int
    base: float
    letters: tuple[Letter, ...]

    @property
    def text(self) -> str:
        """Its characters, without white space."""
        return "".join(letter.text for letter in self.letters)

    @property
    def left(self) -> float:
        """Where it begins, mm."""
        return self.letters[0].left

    @property
    def right(self) -> float:
        """Where it ends, mm."""
        return self.letters[-1].right

    @property
    def size_pt(self) -> float:
        """The commonest size of its characters, points."""
        return Counter(letter.size_pt for letter in self.letters).most_common(1)[0][0]

    @property
    def face(self) -> Face:
        """The commonest face of its Chinese characters, of all when it has none."""
        chinese = [letter.face for letter in self.letters if is_chinese(letter.text)]
        return Counter(chinese or [letter.face for letter in self.letters]).most_common(1)[0][0]

    @property
    def red(self) -> bool:
        """Whether it is printed red."""
        return sum(letter.red for letter in self.letters) * 2 > len(self.letters)

    @property
    def top(self) -> float:
        """The upper edge of its characters' bodies, mm."""
        return self.base - BODY_ABOVE * self.size_pt * MM_PER_PT

    @property
    def bottom(self) -> float:
        """The lower edge, mm."""
        return self.base + BODY_BELOW * self.size_pt * MM_PER_PT

    @property
    def middle(self) -> float:
        """Half way between its ends, mm."""
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A drawn line; its thickness in mm."""

    left: float
    top: float
    right: float
    bottom: float
    thick: float
    red: bool

    @property
    def level(self) -> bool:
        """Whether it lies rather than stands."""
        return self.right - self.left > self.bottom - self.top


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One page. `ruled` are the bands, top and bottom, that tables and frames take up."""

    number: int
    width: float
    height: float
    lines: tuple[TextLine, ...]
    rules: tuple[Rule, ...]
    pictures: int
    ruled: tuple[tuple[float, float], ...]

    @property
    def across(self) -> bool:
        """Whether it lies, as a wide table may (9704, 8)."""
        return self.width > self.height

    def in_table(self, line: TextLine) -> bool:
        """Whether a line stands in a ruled table or a frame."""
        return any(top < line.base - 1 and line.top < bottom and line.base <= bottom + 1 for top, bottom in self.ruled)


def read_sheets(pdf: Path) -> tuple[Sheet, ...]:
    """Every page of a PDF. Raises FileError when it cannot be read or holds pictures instead of text."""
    try:
        with pdfplumber.open(pdf) as document:
            if len(document.pages) > MOST_PAGES:
                raise FileError(f"{pdf.name} 有 {len(document.pages)} 页，超过 {MOST_PAGES} 页；请分开检查")
            sheets = []
            for number, page in enumerate(document.pages, start=1):
                sheets.append(_sheet(number, page))
                page.close()
    except PdfminerException as error:
        locked = any(isinstance(cause, PDFPasswordIncorrect) for cause in error.args)
        hint = "有密码，请先去掉密码" if locked else "已损坏或不是 PDF，请重新导出"
        raise FileError(f"{pdf.name} 打不开：{hint}") from error
    except (PDFSyntaxError, ValueError, KeyError) as error:
        raise FileError(f"{pdf.name} 打不开：已损坏或不是 PDF，请重新导出") from error
    if not any(sheet.lines for sheet in sheets):
        raise FileError(f"{pdf.name} 里没有文字，可能是扫描件；请检查 Word 原稿或由 Word 导出的 PDF")
    return tuple(sheets)


def is_chinese(text: str) -> bool:
    """Whether it is a 汉字."""
    return "\u4e00" <= text[:1] <= "\u9fff"


def _sheet(number: int, page: Any) -> Sheet:
    width, height = float(page.width) * MM_PER_PT, float(page.height) * MM_PER_PT
    rules = tuple(dict.fromkeys(_rules(page)))  # some are drawn twice
    return Sheet(
        number=number,
        width=width,
        height=height,
        lines=tuple(_lines(number, page)),
        rules=rules,
        pictures=len(page.images),
        ruled=tuple(_bands(rules)),
    )


def _lines(number: int, page: Any) -> Iterator[TextLine]:
    placed: list[tuple[float, Letter]] = []
    for char in page.chars:
        if char["text"].strip() and char["upright"]:
            base = (float(page.height) - char["matrix"][5]) * MM_PER_PT
            face, _ = face_of(char["fontname"])
            letter = Letter(
                text=char["text"],
                left=char["x0"] * MM_PER_PT,
                right=char["x1"] * MM_PER_PT,
                size_pt=round(char["size"], 1),
                face=face,
                font=char["fontname"],
                red=_is_red(char["non_stroking_color"]),
            )
            placed.append((base, letter))
    placed.sort(key=lambda one: one[0])
    together: list[tuple[float, Letter]] = []
    for base, letter in placed:
        if together and base - together[0][0] > SAME_LINE_MM:
            yield _line(number, together)
            together = []
        together.append((base, letter))
    if together:
        yield _line(number, together)


def _line(number: int, placed: Sequence[tuple[float, Letter]]) -> TextLine:
    letters = tuple(sorted((letter for _, letter in placed), key=lambda letter: letter.left))
    bases = Counter(round(base, 2) for base, _ in placed)
    return TextLine(page=number, base=bases.most_common(1)[0][0], letters=letters)


def _is_red(color: Any) -> bool:
    """RGB or CMYK, as Word and LibreOffice write it."""
    values = tuple(color) if isinstance(color, (tuple, list)) else (color,)
    if len(values) == 3:
        return bool(values[0] > 0.6 and max(values[1:]) < 0.35)
    return len(values) == 4 and bool(values[0] < 0.3 and min(values[1:3]) > 0.6)


def _rules(page: Any) -> Iterator[Rule]:
    """Lines, and the thin boxes some programs draw instead."""
    for drawn in (*page.lines, *page.rects, *page.curves):
        left, right = drawn["x0"] * MM_PER_PT, drawn["x1"] * MM_PER_PT
        top, bottom = drawn["top"] * MM_PER_PT, drawn["bottom"] * MM_PER_PT
        thin = min(right - left, bottom - top)
        if thin > THIN_MM and drawn["object_type"] == "rect" and drawn.get("stroke"):
            yield from _edges(drawn, (left, top, right, bottom))
        if thin > THIN_MM or max(right - left, bottom - top) < 2:
            continue
        stroke = drawn["object_type"] == "line" or (drawn.get("stroke") and thin < 0.01)
        color = drawn["stroking_color"] if stroke else drawn["non_stroking_color"]
        thick = (drawn["linewidth"] or 0) * MM_PER_PT if stroke else thin
        yield Rule(left=left, top=top, right=right, bottom=bottom, thick=thick, red=_is_red(color))


def _edges(drawn: Any, box: tuple[float, float, float, float]) -> Iterator[Rule]:
    """The four sides of a drawn box."""
    left, top, right, bottom = box
    thick, red = (drawn["linewidth"] or 0) * MM_PER_PT, _is_red(drawn["stroking_color"])
    for x0, y0, x1, y1 in (
        (left, top, right, top),
        (left, bottom, right, bottom),
        (left, top, left, bottom),
        (right, top, right, bottom),
    ):
        yield Rule(left=x0, top=y0, right=x1, bottom=y1, thick=thick, red=red)


def _bands(rules: Sequence[Rule]) -> Iterator[tuple[float, float]]:
    """What standing rules reach over, from top to bottom, joined where they meet."""
    standing = sorted((rule.top, rule.bottom) for rule in rules if not rule.level)
    open_: tuple[float, float] | None = None
    for top, bottom in standing:
        if open_ and top <= open_[1] + 0.5:
            open_ = (open_[0], max(open_[1], bottom))
        else:
            if open_:
                yield open_
            open_ = (top, bottom)
    if open_:
        yield open_
