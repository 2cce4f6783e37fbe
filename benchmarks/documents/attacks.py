"""What an attack on the intake of 附件3 is: a form filled in as demanded, then sent as no office asked for it."""

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import docx
from docx.document import Document
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement as Element
from docx.text.paragraph import Paragraph

from pingyi.domain.campaign.campaign import Campaign, Unit
from pingyi.domain.handed_in.analysis_form import Piece, ReportLine, ReturnedAnalysis
from pingyi.generator.forms.analysis import write_clean

REPORT = ("一、主要工作", "全年完成各项任务。", "（一）抓好主业。收入比上年增长。", "1. 抓好征管", "二、存在不足")
AWARDS = (("先进集体", "市人民政府", "本单位", "2024.05.01"), ("二等奖", "区人民政府", "全体干部", "2024.06.02"))
WORDS = (*REPORT, *itertools.chain(*AWARDS))
ACCEPTED, SENT_BACK, MISSING = "accepted", "sent back", "missing"
FIRST_AWARD = 3  # of the form's rows
VML, WPS = "urn:schemas-microsoft-com:vml", "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
XML = f'{nsdecls("w", "a", "wp", "r", "m")} xmlns:v="{VML}" xmlns:wps="{WPS}" xmlns:mc="{MC}"'
WORD = "松竹梅兰{}号"
Change = Callable[[Document], None]
Send = Callable[[Path], None]  # what becomes of the file that was written


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """
    One form, its unit's own words, and what must become of it.

    `more` are words that Word shows besides REPORT and AWARDS, `gone` those of them it no longer does, `unseen` such as
    must not come out in the clean copy. `says` stands in what the clerk is told.
    """

    what: str
    change: Change = lambda _: None
    send: Send = lambda _: None
    more: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()
    state: str = ACCEPTED
    says: str = ""
    format_only: bool = False
    called: str = ""  # the unit, as it writes itself
    file: str = "{serial:02d} {name}.docx"
    awards: tuple[tuple[str, ...], ...] = AWARDS
    report: tuple[str, ...] = REPORT
    office: bool = False  # LibreOffice has a part in it
    changes_characters: bool = False  # a number of Word's becomes text, a day is written anew


def write_attack(campaign: Campaign, unit: Unit, attack: Attack, folder: Path) -> None:
    """Write the form and its proof into the folder, and spoil them."""
    path = folder / attack.file.format(serial=unit.serial, name=unit.name)
    name = attack.called or unit.name
    write_clean(campaign, filled_in(name, attack.report, attack.awards), name, path)
    for number in range(len(attack.awards)):
        (folder / f"{path.stem} 证书{number}.pdf").write_bytes(b"%PDF-1.4")
    document = docx.Document(str(path))
    attack.change(document)
    document.save(str(path))
    attack.send(path)
    for sent in folder.glob("*{name}*"):
        sent.rename(folder / sent.name.format(name=unit.name))


def filled_in(name: str, report: tuple[str, ...], awards: tuple[tuple[str, ...], ...]) -> ReturnedAnalysis:
    """A form of these words."""

    def piece(text: str) -> tuple[Piece, ...]:
        return (Piece(text=text, face="", size_pt=0),)

    return ReturnedAnalysis(
        file="",
        unit=piece(name),
        report=tuple(ReportLine(pieces=piece(t), exact_pt=None, before_pt=0, after_pt=0) for t in report),
        awards=tuple(tuple(map(piece, award)) for award in awards),
    )


def row(document: Document, number: int = FIRST_AWARD) -> Element:
    """A row of the form, from 0."""
    return document.tables[0]._tbl.tr_lst[number]  # noqa: SLF001 - python-docx knows rows by their grid alone


def cell(document: Document, column: int, number: int = FIRST_AWARD) -> Element:
    """Of a row, from 0 as cells stand in the file: an award's name is 1, its day 4."""
    return row(document, number).tc_lst[column]


def line(document: Document, number: int = 1) -> Paragraph:
    """A paragraph of the report, from 0."""
    return Paragraph(cell(document, 1, 1).p_lst[number], document._body)  # noqa: SLF001


def paragraph(text: str) -> Element:
    """Of plain text."""
    return parse_xml(f"<w:p {XML}><w:r><w:t>{text}</w:t></w:r></w:p>")


def put(place: Element, xml: str) -> None:
    """Add what the XML says at the end of a paragraph or cell; its namespaces are known."""
    place.append(parse_xml(_spaced(xml)))


def _spaced(xml: str) -> str:
    return re.sub(r"^<([\w:]+)", rf"<\1 {XML}", xml, count=1)


def said(element: Element, text: str) -> None:
    """Its words, all of them in the first place where it has words."""
    first, *others = element.iter(qn("w:t"))
    first.text = text
    for other in others:
        other.text = ""


def wrapped(held: Element, xml: str) -> None:
    """Put an element in its own place into another, or into that one's w:sdtContent."""
    outer = parse_xml(_spaced(xml))
    place = next(outer.iter(qn("w:sdtContent")), outer)
    held.addprevious(outer)
    place.append(held)


def own_words(number: int) -> str:
    """Words nobody else writes."""
    return WORD.format("甲乙丙丁戊己庚辛"[number])


def run_of(text: str, properties: str = "") -> str:
    """Text set alike, as XML."""
    return f"<w:r>{properties}<w:t>{text}</w:t></w:r>"


def box_of(text: str) -> str:
    """A shape as Word writes it: its text twice, once for older readers."""
    inner = f"<w:txbxContent><w:p>{run_of(text)}</w:p></w:txbxContent>"
    return (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:inline><wp:extent cx='9' cy='9'/>"
        "<wp:docPr id='9' name='box'/><a:graphic><a:graphicData uri='http://schemas.microsoft.com/office/word/2010/"
        f"wordprocessingShape'><wps:wsp><wps:txbx>{inner}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline>"
        f"</w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )


ODD = own_words(0)
