"""The numbers Word puts before paragraphs by itself: counted as it counts, so far as that can be computed."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element

DIGITS = "〇一二三四五六七八九"
STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
LEGAL = "零壹贰叁肆伍陆柒捌玖"
ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
CHINESE = {"chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand"}
CHINESE |= {"japaneseCounting"}  # all alike below a hundred
ROWS_OF_SIGNS = {  # consecutive characters: the first, and how many there are
    "decimalEnclosedCircle": ("①", 20),
    "decimalEnclosedCircleChinese": ("①", 20),
    "decimalEnclosedParen": ("⑴", 20),
    "decimalEnclosedFullstop": ("⒈", 20),
    "ideographEnclosedCircle": ("㊀", 10),
}
BULLET = "•"  # whatever sign it is: no number
UP_TO = 9  # levels a list can have
UNKNOWN = "自动编号（{}）算不出"


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: where it starts, how its number is written, and around it."""

    start: int
    kind: str
    text: str  # "%1." or the like
    legal: bool  # the levels above in plain figures
    restart: int  # 1-based: a paragraph of this level or one above begins it anew; 0 = never


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands before a paragraph, or why that is not known (Chinese)."""

    text: str = ""
    strange: str = ""


@dataclass(slots=True, kw_only=True)
class Numbers:
    """Counts through a document's paragraphs, in their order."""

    lists: dict[str, tuple[str, dict[int, Level]]]  # by numId: what counts together, and its levels
    begun_anew: dict[str, dict[int, int]]  # by numId: levels its first paragraph sets back, and to what
    styles: dict[str, Element]
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    met: set[tuple[str, int]] = field(default_factory=set)

    def of(self, paragraph: Element) -> Shown:
        """Count this paragraph and say what Word shows before it."""
        number, level = self._asked(paragraph)
        if number in {"", "0"}:
            return Shown()
        if number not in self.lists or level not in self.lists[number][1]:
            return Shown(strange=UNKNOWN.format("编号定义不在文件里"))
        together, levels = self.lists[number]
        counts = self.counts.setdefault(together, {})
        anew = self.begun_anew.get(number, {})
        if level in anew and (number, level) not in self.met:
            counts[level] = anew[level] - 1
        self.met.add((number, level))
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [k for k in counts if k > level]:
            if deeper in levels and level < levels[deeper].restart:
                del counts[deeper]
        return _written(levels, level, counts)

    def _asked(self, paragraph: Element) -> tuple[str, int]:
        """The numId and level a paragraph asks for, itself or by its style; "" for none."""
        properties = paragraph.find(qn("w:pPr"))
        own = None if properties is None else properties.find(qn("w:numPr"))
        style = _val(properties, "w:pStyle") or self._default()
        from_style = next((found for found in self._chain(style)), None)
        number, level = _val(own, "w:numId"), _val(own, "w:ilvl")
        if not number and from_style is not None:
            number = _val(from_style, "w:numId")
            level = level or _val(from_style, "w:ilvl")
        return number, int(level or 0)

    def _default(self) -> str:
        return next((name for name, style in self.styles.items() if style.get(qn("w:default")) == "1"), "")

    def _chain(self, style: str) -> Iterator[Element]:
        """The numPr of a style and of those it is based on."""
        seen: set[str] = set()
        while style in self.styles and style not in seen:
            seen.add(style)
            found = self.styles[style].find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if found is not None:
                yield found
            style = _val(self.styles[style], "w:basedOn")


def numbers_of(document: Document) -> Numbers:
    """What the file says of its lists."""
    styles = {
        style.get(qn("w:styleId"), ""): style
        for style in document.styles.element.iter(qn("w:style"))
        if style.get(qn("w:type")) == "paragraph"
    }
    parts = [rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")]
    root = parts[0].element if parts else None
    abstract = {} if root is None else {a.get(qn("w:abstractNumId"), ""): a for a in root.iter(qn("w:abstractNum"))}
    lists: dict[str, tuple[str, dict[int, Level]]] = {}
    begun_anew: dict[str, dict[int, int]] = {}
    for one in () if root is None else root.iter(qn("w:num")):
        number, together = one.get(qn("w:numId"), ""), _val(one, "w:abstractNumId")
        if together not in abstract or abstract[together].find(qn("w:numStyleLink")) is not None:
            continue
        levels = _levels(abstract[together])
        for override in one.iter(qn("w:lvlOverride")):
            levels |= _levels(override)
            start = _val(override, "w:startOverride")
            if start:
                begun_anew.setdefault(number, {})[int(override.get(qn("w:ilvl"), "0"))] = int(start)
        lists[number] = (together, levels)
    return Numbers(lists=lists, begun_anew=begun_anew, styles=styles)


def _levels(parent: Element) -> dict[int, Level]:
    found = {}
    for level in parent.findall(qn("w:lvl")):
        index = int(level.get(qn("w:ilvl"), "0"))
        kind = level.find(qn("w:numFmt"))
        found[index] = Level(
            start=int(_val(level, "w:start") or 0),
            kind="decimal" if kind is None else kind.get(qn("w:val"), "decimal"),
            text=_val(level, "w:lvlText"),
            legal=level.find(qn("w:isLgl")) is not None,
            restart=int(_val(level, "w:lvlRestart") or index),
        )
    return found


def _written(levels: dict[int, Level], level: int, counts: dict[int, int]) -> Shown:
    if levels[level].kind == "bullet":
        return Shown(text=BULLET if levels[level].text.strip() else "")
    text = levels[level].text
    for place in range(UP_TO, 0, -1):
        mark = f"%{place}"
        if mark not in text:
            continue
        if place - 1 not in levels:
            return Shown(strange=UNKNOWN.format(text))
        here = levels[place - 1]
        kind = "decimal" if levels[level].legal and place - 1 < level else here.kind
        written = number_text(counts.get(place - 1, here.start), kind)
        if written is None:
            return Shown(strange=UNKNOWN.format(f"{kind}，第 {counts.get(place - 1, here.start)} 个"))
        text = text.replace(mark, written)
    return Shown(text="".join(text.split()))


def number_text(number: int, kind: str) -> str | None:  # noqa: PLR0911 - one way of writing a line
    """A number as a list of this kind writes it; None where that is not certain."""
    if kind == "none":
        return ""
    if number < 0 or (number == 0 and kind not in {"decimal", "decimalZero", "decimalFullWidth"}):
        return None
    if kind in {"decimal", "decimalZero", "decimalFullWidth"}:
        plain = f"{number:02d}" if kind == "decimalZero" else str(number)
        return "".join(chr(ord(c) + 0xFEE0) for c in plain) if kind == "decimalFullWidth" else plain
    if kind in CHINESE:
        return _chinese(number) if number < 100 else None
    if kind in ROWS_OF_SIGNS:
        first, many = ROWS_OF_SIGNS[kind]
        return chr(ord(first) + number - 1) if number <= many else None
    if kind in {"lowerLetter", "upperLetter"}:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if kind == "lowerLetter" else letter.upper()
    if kind in {"lowerRoman", "upperRoman"}:
        return _roman(number, upper=kind == "upperRoman") if number < 40 else None
    signs = {"ideographTraditional": STEMS, "ideographZodiac": BRANCHES, "chineseLegalSimplified": LEGAL[1:]}
    signs |= {"ideographDigital": DIGITS[1:], "japaneseDigitalTenThousand": DIGITS[1:]}
    return signs[kind][number - 1] if kind in signs and number <= len(signs[kind]) else None


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    return f"{DIGITS[tens] if tens > 1 else ''}{'十' if tens else ''}{DIGITS[ones] if ones else ''}"


def _roman(number: int, *, upper: bool) -> str:
    text = ""
    for value, sign in ROMAN:
        count, number = divmod(number, value)
        text += sign * count
    return text.upper() if upper else text


def _val(parent: Element | None, child: str) -> str:
    found = None if parent is None else parent.find(qn(child))
    return "" if found is None else str(found.get(qn("w:val"), ""))
