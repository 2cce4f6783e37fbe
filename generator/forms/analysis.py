"""附件3 绩效分析表 as a Word file, one for each unit."""

from collections.abc import Sequence
from pathlib import Path

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.marks import AnalysisMark
from pingyi.domain.handed_in.analysis_form import (
    AWARD_NAMES,
    LINE_PT,
    ReturnedAnalysis,
    heading_parts,
    text_of,
    tidy_award,
)
from pingyi.domain.words.full_width import full_width
from pingyi.generator.forms.analysis_mark import ROW_MM, add_analysis_mark
from pingyi.generator.word import word
from pingyi.generator.word.merged import merged
from pingyi.generator.word.word import (
    CENTER,
    FANGSONG,
    HEITI,
    JUSTIFY,
    KAITI,
    LEFT,
    SONGTI,
    XIAOBIAOSONG,
    Lines,
    Page,
    Type,
)
from pingyi.generator.word.word_xml import keep_with_next, no_rule

PAGE = Page(top=25.0, bottom=24.0, left=24.0, right=24.0, footer=15.0)
WIDTHS_MM = (13.0, 17.0, 42.0, 34.0, 30.0, 26.0)
NAME_MM, AWARD_MM = 13.0, 11.0
REPORT_MM = 130.0  # at least: it grows with what is written, over the page's end
MARGIN_MM = 2.0
REPORT = Lines(exact_pt=LINE_PT, align=JUSTIFY, first_indent_chars=2)
LABEL = Type(size_pt=word.SI_HAO)
AWARD = Type(size_pt=word.XIAO_SI)
NAME = Type(size_pt=word.SAN_HAO, bold=True)
AWARD_COLUMNS = (1, 3, 4, 5)  # 获奖名称 spans two
AWARD_SAMPLE = "仿宋_GB2312小四"
# How each level of the report is to be set, said in that very type.
GUIDE: tuple[tuple[str, str], ...] = (
    ("一、黑体四号", HEITI), ("…", FANGSONG), ("（一）楷体_GB2312四号", KAITI), ("…", FANGSONG),
    ("1. 仿宋_GB2312四号", FANGSONG), ("…", FANGSONG), ("（1）仿宋_GB2312四号", FANGSONG), ("…", FANGSONG),
    ("（段落行距24磅，段前、段后间距0行）", FANGSONG), ("", FANGSONG),
)  # fmt: skip


def write_analysis(campaign: Campaign, unit_name: str, path: Path) -> Path:
    """Write the form for a unit to fill in, its name in place."""
    title = f"{campaign.analysis.title}（{unit_name}）"
    document = word.new_document(PAGE, title=title, author=campaign.about.issuer)
    add_analysis(document, campaign, unit_name)
    number_pages(document.sections[0].footer.paragraphs[0])
    return word.save(document, path)


def write_clean(campaign: Campaign, returned: ReturnedAnalysis, unit_name: str, path: Path) -> Path:
    """Write a returned form anew in the uniform format: its words as they are, marks, days and white space tidied."""
    title = f"{campaign.analysis.title}（{unit_name}）"
    document = word.new_document(PAGE, title=title, author=campaign.about.issuer)
    add_analysis(document, campaign, unit_name, returned)
    number_pages(document.sections[0].footer.paragraphs[0])
    return word.save(document, path)


def add_analysis(
    document: Document, campaign: Campaign, unit_name: str, filled: ReturnedAnalysis | None = None
) -> None:
    """The form, blank or filled, at the end of a document whose last section is on PAGE."""
    text = campaign.analysis
    award_rows = max(text.award_rows, len(filled.awards) if filled else 0)
    attachment = Type(face=HEITI, size_pt=word.SAN_HAO)
    word.paragraph(document, f"{text.attachment}：", attachment, Lines(exact_pt=28, align=LEFT))
    title = Type(face=XIAOBIAOSONG, size_pt=word.ER_HAO)
    word.paragraph(document, text.title, title, Lines(exact_pt=34, align=CENTER, after_pt=6))
    heights = [NAME_MM, -REPORT_MM, *[-AWARD_MM] * (1 + award_rows), ROW_MM]
    table = word.ruled_table(document, WIDTHS_MM, heights, margin_mm=MARGIN_MM)
    rows = [row.cells for row in table.rows]
    for row in table.rows[2:]:
        word.keep_whole(row)
    _name(rows[0], unit_name)
    if filled is None:
        _report(rows[1], (*GUIDE, (f"（字数限制在{text.max_characters}字以内）", FANGSONG)))
        _awards(rows[2:-1], ((AWARD_SAMPLE, "", "", f"{campaign.about.year}.01.01"),))
    else:
        _report(rows[1], [(full_width(line.text.strip()), "") for line in filled.report])
        awards = [tuple(text_of(cell) for cell in award) for award in filled.awards]
        _awards(rows[2:-1], [tidy_award(award) for award in awards])
    _score(rows[-1], campaign, unit_name)
    for row in table.rows[2:-1]:  # awards and score on one page: the score never alone, the awards' label whole
        keep_with_next(row)


def _name(row: tuple[_Cell, ...], unit_name: str) -> None:
    merged([row[:2]])
    merged([row[2:]])
    word.write_in(row[0], "单位名称", LABEL, Lines(align=CENTER))
    word.write_in(row[2], unit_name, NAME, Lines(align=CENTER))


def _report(row: tuple[_Cell, ...], lines: Sequence[tuple[str, str]]) -> None:
    """Paragraphs with their face; without one the level tells it."""
    _upright(row[0], "单位年度工作实绩自述")
    merged([row[1:]])
    row[1].vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.TOP
    for index, (words, face) in enumerate(lines):
        place = row[1] if index else row[1].paragraphs[0]
        level, until = (face, len(words)) if face else heading_parts(words)
        line = word.paragraph(place, words[:until], Type(face=level, size_pt=word.SI_HAO), REPORT)
        if words[until:]:
            word.run(line, words[until:], Type(size_pt=word.SI_HAO))


def _awards(rows: list[tuple[_Cell, ...]], awards: Sequence[Sequence[str]]) -> None:
    _upright(rows[0][0], "表彰奖励情况")
    merged([row[:1] for row in rows])
    for row in rows:
        merged([row[1:3]])
    lines = [AWARD_NAMES, *awards]
    lines += [("",) * len(AWARD_NAMES)] * (len(rows) - len(lines))  # what is typed there comes out as demanded
    for row, words in zip(rows, lines, strict=True):
        for column, text in zip(AWARD_COLUMNS, words, strict=True):
            word.write_in(row[column], text, AWARD, Lines(align=CENTER))


def _score(row: tuple[_Cell, ...], campaign: Campaign, unit_name: str) -> None:
    """What leaders fill in, and the mark of the unit they score; the form in the plan is nobody's and has none."""
    unit = campaign.unit(unit_name)
    field = merged([row if unit is None else row[:-1]])
    word.write_in(field, campaign.analysis.score_prompt, LABEL, Lines(align=LEFT, left_indent_chars=1))
    if unit is not None:
        no_rule(field, "right")
        no_rule(row[-1], "left")
        add_analysis_mark(row[-1], AnalysisMark(key=campaign.analysis_print.key, serial=unit.serial))


def _upright(cell: _Cell, words: str) -> None:
    """One character under the other, as the form has it."""
    word.write_in(cell, "\n".join(words), LABEL, Lines(align=CENTER, exact_pt=LINE_PT))


def number_pages(footer: Paragraph) -> None:
    """The page's number in the middle of its foot."""
    letters = Type(face=SONGTI, size_pt=word.SI_HAO)
    word.page_number(word.paragraph(footer, "", letters, Lines(align=CENTER)), letters)
