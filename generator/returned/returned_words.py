"""Every word of a returned file that was not taken, and where it stands: what Word shows is taken, or it is named."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.oxml.table import CT_Tbl
from docx.oxml.xmlchemy import BaseOxmlElement as Element
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from pingyi.domain.handed_in.analysis_form import FIGURES, SHOWN, Problem
from pingyi.generator.returned.returned_type import is_hidden, shown_text
from pingyi.generator.shown.word_shown import MC, STRUCK, is_gone

OWN_LABEL = re.compile(r"单位名称[：:]?|单位年度工作实绩自述|表彰奖励情况|您对该单位\d*年的工作综合评价为：（分）")
OWN_HEAD = re.compile(r"附件\d*[:：]?")
TITLE = re.compile(r"(?:附件\d*[:：]?)?\w{0,20}?([\d〇○零一二三四五六七八九]{4})年度\w{1,40}表(?:（.{1,40}）)?")
ASKED = re.compile(r"该单位(\d{4})年")  # what leaders are asked, below
WITHOUT_WORDS = re.compile(r"[\d\s—\-–－·/／第页共]*")  # a page's number
PARTS = {
    "footnotes": "脚注", "endnotes": "尾注", "comments": "批注",
    "header": "页眉", "footer": "页脚", "diagramData": "图形",
}  # fmt: skip
TEXTS, LINES = (qn("w:t"), qn("a:t")), (qn("w:p"), qn("a:p"))
UNSHOWN = {*STRUCK, f"{MC}Fallback"}
OUTSIDE, BOX, NESTED, PHONETIC, HIDDEN_ROW = "表格外", "文本框", "嵌套的表格", "注音", "隐藏的行"
QUOTED = 6  # pieces of what is left at a place
MENDS = {OUTSIDE: "删去，或写进表里", HIDDEN_ROW: "删去；要说的改为显示"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """Text that was not taken, without white space."""

    place: str  # Chinese
    text: str
    above: bool = False  # before the first that was taken
    own: bool = False  # of the form: its title, a label

    @property
    def year(self) -> int | None:
        """Of a title, or of what leaders are asked."""
        found = (TITLE.fullmatch(self.text) if self.above else None) or ASKED.search(self.text)
        return int(found[1].translate(FIGURES)) if found else None


def words_left(document: Document, form: CT_Tbl, taken: Collection[Element]) -> Iterator[Left]:
    """
    What is shown besides the runs `taken`: in the text a cell or a paragraph at a time, then beside the text.

    Raises SyntaxError where the file cannot be read.
    """
    found: dict[Element, list[str]] = {}
    places: dict[Element, tuple[str, bool]] = {}
    above = True
    for run in document.element.body.iter(qn("w:r")):
        if run in taken:
            above = False
            continue
        around = list(run.iterancestors())
        line = next((one for one in around if one.tag == qn("w:p")), None)
        if line is None:
            raise SyntaxError("text outside every paragraph")
        if any(one.tag in UNSHOWN for one in around) or _hidden(run, line, document):
            continue
        holder = next((one for one in around if one.tag == qn("w:tc")), line)
        place = _place(around, form)
        holder = line if place in {BOX, PHONETIC} else holder
        found.setdefault(holder, []).append(shown_text(run))
        places.setdefault(holder, (place, above))
    titles = (holder for holder in found if places[holder] == (OUTSIDE, True))
    title = next((holder for holder in titles if TITLE.fullmatch(_bare(found[holder]))), None)
    for holder, parts in found.items():
        if text := _bare(parts):
            place, early = places[holder]
            own = holder is title or (OWN_HEAD if place == OUTSIDE else OWN_LABEL).fullmatch(text) is not None
            yield Left(place=place, text=text, above=early, own=own)
    yield from _beside(document)


def problems_left(left: Iterable[Left]) -> Iterator[Problem]:
    """Named with its place and how much of it there is; the form's own words are not."""
    places: dict[str, list[str]] = {}
    for one in left:
        if not one.own:
            places.setdefault(one.place, []).append(one.text)
    for place, texts in places.items():
        said = "".join(f"“{text[:SHOWN]}{'…' if len(text) > SHOWN else ''}”" for text in texts[:QUOTED])
        more = f"等{len(texts)}处" if len(texts) > QUOTED else ""
        mend = "写进它该在的栏里" if place.startswith("表格第") else MENDS.get(place, f"删去{place}，要说的写进表里")
        wrong = f"另有文字{said}{more}（共{sum(map(len, texts))}字），整理稿里不会有"
        yield Problem(place=place, wrong=wrong, mend=mend)


def _bare(parts: Iterable[str]) -> str:
    return "".join("".join(parts).split())


def _place(around: list[Element], form: CT_Tbl) -> str:
    """Where a run stands, by what is around it, the nearest first."""
    tags = {one.tag for one in around}
    if qn("w:rt") in tags:
        return PHONETIC
    if qn("w:txbxContent") in tags:
        return BOX
    if form not in around:
        return OUTSIDE
    if any(is_gone(one) for one in around):
        return HIDDEN_ROW
    if next(one for one in around if one.tag == qn("w:tbl")) is not form:
        return NESTED
    row = next(one for one in around if one.tag == qn("w:tr"))
    return f"表格第{form.tr_lst.index(row) + 1}行"


def _hidden(run: Element, line: Element, document: Document) -> bool:
    paragraph = Paragraph(line, document._body)  # noqa: SLF001 - styles are asked of the file
    return is_hidden(Run(run, paragraph), paragraph)


def _beside(document: Document) -> Iterator[Left]:
    """Notes, comments, heads and feet of pages, diagrams: parts of their own. Raises SyntaxError."""
    for link in document.part.rels.values():
        place = PARTS.get(link.reltype.rsplit("/", 1)[-1])
        if place is None or link.is_external:
            continue
        lines: dict[Element, list[str]] = {}
        for one in parse_xml(link.target_part.blob).iter(*TEXTS):
            lines.setdefault(next(one.iterancestors(*LINES), one), []).append(one.text or "")
        texts = (_bare(parts) for parts in lines.values())
        yield from (Left(place=place, text=text) for text in texts if not WITHOUT_WORDS.fullmatch(text))
    if next(document.element.body.iter(qn("w:altChunk")), None) is not None:
        yield Left(place="插入的文件", text="（altChunk，没有读）")
