"""What of a Word file's text is shown: controls opened, what is struck or hidden left out, what is unsure named."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from unicodedata import category

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element

from pingyi.generator.shown.word_numbers import numbers_of

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
ANCHORS = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}anchor"
OPENED = {qn(f"w:{name}") for name in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml", "hyperlink")}
OPENED |= {qn(f"w:{name}") for name in ("fldSimple", "dir", "bdo", "ruby", "rubyBase")}
STRUCK = {qn("w:del"), qn("w:moveFrom")}
REVISED = STRUCK | {qn("w:ins"), qn("w:moveTo")}
PICTURES = {qn("w:drawing"), qn("w:pict"), qn("w:object"), f"{MC}AlternateContent"}
FOREIGN = {qn("w:altChunk"): "插入的文件（altChunk）", qn("w:subDoc"): "子文档"}
PICTURE = "▣"  # no letter: it prints none
SIGNS = {0xA8: "□", 0x6F: "□", 0x71: "□", 0x72: "□", 0xFC: "√", 0xFE: "☑", 0x52: "☑", 0x53: "☒", 0xA3: "□", 0xA1: "○"}
UNSEEN = {"Cf", "Cc"}  # zero-width spaces, joiners, marks of direction; controls
SIGN = "〓"  # one of a picture face
BLANKS = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): "\t"}
OFF = {"0", "false", "off"}
TICKED = {True: "☒", False: "□"}


@dataclass(slots=True)
class Field:
    """A field that is being read: what it asks for, and whether its result has begun."""

    code: str = ""
    result: bool = False
    ticked: bool = False


@dataclass(slots=True, kw_only=True)
class Words:
    """Text as it is shown, and what could not be told (Chinese)."""

    parts: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    revised: bool = False  # it holds insertions or deletions nobody has accepted yet
    fields: list[Field] = field(default_factory=list)
    fields_without_result: list[str] = field(default_factory=list)  # what each asks for

    @property
    def text(self) -> str:
        """Everything shown, without white space and signs that print nothing."""
        return "".join(sign for sign in "".join("".join(self.parts).split()) if category(sign) not in UNSEEN)

    @property
    def lines(self) -> tuple[str, ...]:
        """The same line by line, without those that are empty; white space within a line as it stands."""
        return tuple(line for part in "".join(self.parts).split("\n") if (line := part.strip()))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFile:
    """What is needed of a file to say what it shows."""

    numbers: dict[Element, str]  # by paragraph
    odd_numbers: dict[Element, str]
    hidden: frozenset[str]  # styles whose text is hidden

    def words(self, block: Element) -> Words:
        """Of a cell, a paragraph, or whatever holds paragraphs."""
        words = Words()
        self._blocks(block, words)
        for left in words.fields:
            words.strange.append(f"没有写完的域“{left.code.strip()}”")
        return words

    def numbered(self, block: Element) -> bool:
        """Whether any paragraph of it is numbered by itself."""
        return any(paragraph in self.numbers for paragraph in shown_paragraphs(block))

    def _blocks(self, block: Element, words: Words) -> None:
        if block.tag == qn("w:p"):
            self._paragraph(block, words)
            return
        for child in shown_children(block):
            words.revised |= child.tag in REVISED
            if child.tag == qn("w:p"):
                self._paragraph(child, words)
            elif child.tag == qn("w:tbl"):
                words.strange.append("嵌套的表格")
            elif child.tag in FOREIGN:
                words.strange.append(FOREIGN[child.tag])

    def _paragraph(self, paragraph: Element, words: Words) -> None:
        words.parts += ["\n", self.numbers.get(paragraph, "")]
        if paragraph in self.odd_numbers:
            words.strange.append(self.odd_numbers[paragraph])
        words.revised |= any(node.tag in REVISED for node in paragraph.iter(*REVISED))
        hidden = _style(paragraph, "w:pPr", "w:pStyle") in self.hidden
        for child in shown_children(paragraph):
            if child.tag == qn("w:r"):
                self._run(child, words, hidden=hidden)
            elif child.tag in {f"{MATH}oMath", f"{MATH}oMathPara"}:
                words.parts.extend(node.text or "" for node in child.iter(f"{MATH}t"))
            elif child.tag in FOREIGN:
                words.strange.append(FOREIGN[child.tag])

    def _run(self, run: Element, words: Words, *, hidden: bool) -> None:
        own = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
        if own is not None:
            hidden = own.get(qn("w:val"), "") not in OFF
        elif _style(run, "w:rPr", "w:rStyle") in self.hidden:
            hidden = True
        for child in run:
            if child.tag in {qn("w:fldChar"), qn("w:instrText")}:
                _follow_field(child, words)
            elif child.tag == qn("w:ruby"):
                for base in child.iter(qn("w:rubyBase")):
                    words.parts.extend(node.text or "" for node in base.iter(qn("w:t")))
            elif not hidden and all(one.result for one in words.fields):
                _sign(child, words)


def shown_file(document: Document) -> ShownFile:
    """Count every number of the document's body, and note which styles hide."""
    numbers = numbers_of(document)
    written: dict[Element, str] = {}
    odd: dict[Element, str] = {}
    for paragraph in shown_paragraphs(document.element.body):
        shown = numbers.of(paragraph)
        if shown.text:
            written[paragraph] = shown.text
        if shown.strange:
            odd[paragraph] = shown.strange
    return ShownFile(numbers=written, odd_numbers=odd, hidden=_hiding(document))


def shown_children(parent: Element) -> Iterator[Element]:
    """An element's children with every wrapper (control, insertion, link) opened and what was struck left out."""
    for child in parent:
        if child.tag in STRUCK:
            continue
        if child.tag in OPENED:
            yield from shown_children(child)
        else:
            yield child


def shown_paragraphs(parent: Element) -> Iterator[Element]:
    """Every paragraph of the text itself, in its order; not those of text boxes."""
    for child in shown_children(parent):
        if child.tag == qn("w:p"):
            yield child
        elif child.tag in {qn("w:tbl"), qn("w:tr"), qn("w:tc")} and not is_gone(child):
            yield from shown_paragraphs(child)


def is_gone(row: Element) -> bool:
    """Whether a table row is hidden or struck."""
    properties = row.find(qn("w:trPr")) if row.tag == qn("w:tr") else None
    if properties is None:
        return False
    hidden = properties.find(qn("w:hidden"))
    shown = hidden is None or hidden.get(qn("w:val"), "") in OFF
    return not shown or properties.find(qn("w:del")) is not None


def _hiding(document: Document) -> frozenset[str]:
    styles = {style.get(qn("w:styleId"), ""): style for style in document.styles.element.iter(qn("w:style"))}

    def hides(name: str, left: int = 20) -> bool:  # bases: Word allows no more
        style = styles.get(name)
        if style is None or not left:
            return False
        own = style.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
        if own is not None:
            return own.get(qn("w:val"), "") not in OFF
        base = style.find(qn("w:basedOn"))
        return base is not None and hides(base.get(qn("w:val"), ""), left - 1)

    return frozenset(name for name in styles if hides(name))


def _style(element: Element, properties: str, name: str) -> str:
    found = element.find(f"{qn(properties)}/{qn(name)}")
    return "" if found is None else str(found.get(qn("w:val"), ""))


def _follow_field(child: Element, words: Words) -> None:
    kind = child.get(qn("w:fldCharType"), "")
    if child.tag == qn("w:instrText"):
        if words.fields:
            words.fields[-1].code += child.text or ""
    elif kind == "begin":
        box = child.find(f".//{qn('w:checkBox')}")
        states = [] if box is None else [box.find(qn("w:checked")), box.find(qn("w:default"))]
        state = next((one for one in states if one is not None), None)
        words.fields.append(Field(ticked=state is not None and state.get(qn("w:val"), "") not in OFF))
    elif words.fields and kind == "separate":
        words.fields[-1].result = True
    elif words.fields and kind == "end":
        ended = words.fields.pop()
        name = (ended.code.split() or [""])[0].upper()
        if name == "FORMCHECKBOX":
            words.parts.append(TICKED[ended.ticked])
        elif not ended.result and all(one.result for one in words.fields):
            words.strange.append(f"没有结果的域“{ended.code.strip()}”")
            words.fields_without_result.append(ended.code.strip())


def _sign(child: Element, words: Words) -> None:
    """One piece of a run."""
    if child.tag == qn("w:t"):
        words.parts.append(child.text or "")
    elif child.tag in BLANKS:
        words.parts.append(BLANKS[child.tag])
    elif child.tag == qn("w:noBreakHyphen"):
        words.parts.append("-")
    elif child.tag == qn("w:sym"):
        words.parts.append(SIGNS.get(int(child.get(qn("w:char"), "0"), 16) & 0xFF, SIGN))
    elif child.tag in PICTURES:
        if next(child.iter(qn("w:txbxContent")), None) is not None:
            words.strange.append("文本框")
        elif next(child.iter(ANCHORS), None) is not None:
            words.strange.append("浮动的图")
        else:
            words.parts.append(PICTURE)
