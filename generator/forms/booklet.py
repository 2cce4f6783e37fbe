"""The bound book of all analysis forms, in the ballot's order, with contents: what leaders read before they score."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn

from pingyi.domain.campaign.campaign import Campaign, Unit
from pingyi.domain.handed_in.analysis_form import ReturnedAnalysis
from pingyi.generator.forms import analysis
from pingyi.generator.word import official, word
from pingyi.generator.word.official import Grid
from pingyi.generator.word.word import CENTER, Lines
from pingyi.generator.word.word_xml import element

NOT_IN, SENT_BACK = "未报送", "退回重报"
AFTER_NUMBERS = (  # Word wants its elements in order
    "w:cols", "w:formProt", "w:vAlign", "w:noEndnote", "w:titlePg", "w:textDirection", "w:bidi", "w:rtlGutter",
    "w:docGrid", "w:printerSettings", "w:sectPrChange",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundForm:
    """A unit's form, as it goes into the book."""

    unit: Unit
    form: ReturnedAnalysis


def write_booklet(
    campaign: Campaign,
    forms: Sequence[BoundForm],
    pages: Mapping[int, int],
    path: Path,
    *,
    sent_back: Collection[int] = (),
) -> Path:
    """Write the book; by the unit's serial, `pages` are each form's as printed alone, `sent_back` those not taken."""
    document = word.new_document(official.PAGE, title=f"{campaign.analysis.title}汇编", author=campaign.about.issuer)
    _contents(document, campaign, pages, sent_back)
    for number, bound in enumerate(forms):
        section = document.add_section(WD_SECTION.NEW_PAGE)
        word.lay_out(document, analysis.PAGE)
        _number_on(document, from_one=number == 0)
        if number == 0:
            section.footer.is_linked_to_previous = False
            analysis.number_pages(section.footer.paragraphs[0])
        analysis.add_analysis(document, campaign, bound.unit.name, bound.form)
    return word.save(document, path)


def _contents(document: Document, campaign: Campaign, pages: Mapping[int, int], sent_back: Collection[int]) -> None:
    title = Lines(exact_pt=36, align=CENTER, after_pt=8)
    word.paragraph(document, f"{campaign.analysis.title}汇编", official.TITLE, title)
    word.paragraph(document, "目　　录", official.BODY, Lines(exact_pt=official.LINE_PT, align=CENTER, after_pt=6))
    first, rows = 1, []
    for unit in campaign.units:
        count = pages.get(unit.serial, 0)
        lacking = SENT_BACK if unit.serial in sent_back else NOT_IN
        rows.append((str(unit.serial), unit.name, unit.series, str(first) if count else lacking))
        first += count
    grid = Grid(
        headings=("序号", "单位名称", "系列", "页码"),
        widths_mm=official.widths((14, 84, 34, 24)),
        rows=tuple(rows),
        left=frozenset({1}),
    )
    official.table(document, grid)


def _number_on(document: Document, *, from_one: bool) -> None:
    """Forms are numbered through, the contents are not counted; a new section starts with what the last one said."""
    properties = document.sections[-1]._sectPr  # noqa: SLF001
    for old in properties.findall(qn("w:pgNumType")):
        properties.remove(old)
    if from_one:
        properties.insert_element_before(element("w:pgNumType", start=1), *AFTER_NUMBERS)
