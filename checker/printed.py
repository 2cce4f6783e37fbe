"""PDF pages as lines of text and rules, in millimetres from the top left corner."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pingyi.checker.faces import Face, face_of
from pingyi.ground.errors import FileError
from pingyi.ground.printed.glyphs import BODY_ABOVE, BODY_BELOW, Glyph, Type
from pingyi.ground.printed.pages import PrintedPage, UnprintedError, printed_file
from pingyi.ground.printed.points import MM_PER_PT, Colour
from pingyi.ground.printed.shapes import Drawn, Shape

SAME_LINE_MM = 0.7  # base lines closer than this are one line; table text is closer than body text, never this close
THIN_MM = 1.5  # a drawn thing less thick is a rule
LEAST_RULE_MM = 2.0  # what is shorter is none
NO_MM = 0.01  # a thing less thick has only its stroke
LEAST_RED, MOST_ELSE = 0.6, 0.35  # of red, and of green and blue in it
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
        with printed_file(pdf) as printed:
            if len(printed) > MOST_PAGES:
                raise FileError(f"{pdf.name} 有 {len(printed)} 页，超过 {MOST_PAGES} 页；请分开检查")
            sheets = tuple(_sheet(printed.page(number)) for number in range(1, len(printed) + 1))
    except UnprintedError as error:
        hint = "有密码，请先去掉密码" if error.locked else "已损坏或不是 PDF，请重新导出"
        raise FileError(f"{pdf.name} 打不开：{hint}") from error
    if not any(sheet.lines for sheet in sheets):
        raise FileError(f"{pdf.name} 里没有文字，可能是扫描件；请检查 Word 原稿或由 Word 导出的 PDF")
    return sheets


def is_chinese(text: str) -> bool:
    """Whether it is a 汉字."""
    return "\u4e00" <= text[:1] <= "\u9fff"


def _sheet(page: PrintedPage) -> Sheet:
    rules = tuple(dict.fromkeys(_rules(page)))  # some are drawn twice
    return Sheet(
        number=page.number,
        width=page.width,
        height=page.height,
        lines=tuple(_lines(page)),
        rules=rules,
        pictures=sum(shape.drawn is Drawn.PICTURE for shape in page.shapes),
        ruled=tuple(_bands(rules)),
    )


def _lines(page: PrintedPage) -> Iterator[TextLine]:
    faces = {kind: (face_of(kind.font)[0], _is_red(kind.colour)) for kind in {glyph.type for glyph in page.glyphs}}
    together: list[Glyph] = []
    for glyph in sorted((glyph for glyph in page.glyphs if glyph.type.upright), key=lambda one: one.base):
        if together and glyph.base - together[0].base > SAME_LINE_MM:
            yield _line(page.number, together, faces)
            together = []
        together.append(glyph)
    if together:
        yield _line(page.number, together, faces)


def _line(number: int, glyphs: Sequence[Glyph], faces: Mapping[Type, tuple[Face, bool]]) -> TextLine:
    letters = tuple(
        Letter(
            text=glyph.text,
            left=glyph.left,
            right=glyph.right,
            size_pt=round(glyph.type.size_pt, 1),
            face=faces[glyph.type][0],
            font=glyph.type.font,
            red=faces[glyph.type][1],
        )
        for glyph in sorted(glyphs, key=lambda glyph: glyph.left)
    )
    bases = Counter(round(glyph.base, 2) for glyph in glyphs)
    return TextLine(page=number, base=bases.most_common(1)[0][0], letters=letters)


def _is_red(colour: Colour | None) -> bool:
    return colour is not None and colour[0] > LEAST_RED and max(colour[1:]) < MOST_ELSE


def _rules(page: PrintedPage) -> Iterator[Rule]:
    """Lines, and the thin boxes some programs draw instead."""
    for shape in page.shapes:
        if shape.drawn is Drawn.PICTURE:
            continue
        thin = min(shape.right - shape.left, shape.bottom - shape.top)
        if thin > THIN_MM and shape.drawn is Drawn.BOX and shape.stroke:
            yield from _edges(shape)
        if thin > THIN_MM or max(shape.right - shape.left, shape.bottom - shape.top) < LEAST_RULE_MM:
            continue
        if shape.stroke and (shape.drawn is Drawn.LINE or thin < NO_MM):
            yield _rule(shape, thick=shape.width, colour=shape.stroke)
        else:
            yield _rule(shape, thick=thin, colour=shape.fill)


def _rule(shape: Shape, *, thick: float, colour: Colour | None) -> Rule:
    return Rule(
        left=shape.left, top=shape.top, right=shape.right, bottom=shape.bottom, thick=thick, red=_is_red(colour)
    )


def _edges(box: Shape) -> Iterator[Rule]:
    """The four sides of a drawn box."""
    for x0, y0, x1, y1 in (
        (box.left, box.top, box.right, box.top),
        (box.left, box.bottom, box.right, box.bottom),
        (box.left, box.top, box.left, box.bottom),
        (box.right, box.top, box.right, box.bottom),
    ):
        yield Rule(left=x0, top=y0, right=x1, bottom=y1, thick=box.width, red=_is_red(box.stroke))


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
