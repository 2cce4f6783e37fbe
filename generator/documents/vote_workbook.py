"""计票结果 as an Excel workbook: every number a live formula over the sheets it is added up from."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from pingyi.domain.readings.reading import BETWEEN_WORDS, VERDICT_TEXT, Verdict
from pingyi.domain.votes.result import QuestionCount, SheetWord, VoteResult
from pingyi.domain.votes.rules import rules_of
from pingyi.domain.votes.vote import abstains
from pingyi.generator.documents.vote_result import VoteReport
from pingyi.generator.sheets.printed_page import print_page
from pingyi.generator.sheets.sheet_to_fill import NO_MOMENT, TEXT_STAYS_TEXT
from pingyi.ground.whole import new_file

SHEETS = "逐票"
VALID, VOID = "有效", "无效"
CODE_LENGTH = 10  # of a sheet's digest: by it `pingyi vote review --find` finds the paper
HEAD_ROW, FIRST_ROW = 1, 2  # from 0; the title stands above
BEFORE = 3  # columns before the first question: code, page, valid or void
FONT = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Book:
    """The workbook's looks, and where each question's words stand."""

    title: str
    name: Format
    head: Format
    plain: Format
    middle: Format
    share: Format
    columns: dict[str, int]  # of the questions on SHEETS, by item
    last: int  # row of its last sheet, from 0
    several: bool  # a row may have several choices


def write_vote_workbook(report: VoteReport, path: Path) -> Path:
    """Write it. Raises NoSpaceError or FileError (see new_file)."""
    result = report.result
    items = dict.fromkeys(item for sheet in result.sheets for item, _ in sheet.words)
    with new_file(path) as part:
        book = xlsxwriter.Workbook(str(part), TEXT_STAYS_TEXT)
        book.set_properties({"title": report.title, "created": NO_MOMENT})
        look = _Book(
            title=report.title,
            name=book.add_format({**FONT, "font_name": "黑体", "font_size": 14}),
            head=book.add_format(
                {**FONT, "font_name": "黑体", "border": 1, "align": "center", "bg_color": "#E8EEF7", "text_wrap": True}
            ),
            plain=book.add_format({**FONT, "border": 1, "text_wrap": True}),
            middle=book.add_format({**FONT, "border": 1, "align": "center"}),
            share=book.add_format({**FONT, "border": 1, "num_format": "0.00%", "align": "center"}),
            columns={item: BEFORE + place for place, item in enumerate(items)},
            last=FIRST_ROW + len(result.sheets) - 1,
            several=result.vote.several,
        )
        if result.election is not None:
            _candidates(book.add_worksheet("当选"), result, look)
        _questions(book.add_worksheet("各项票数"), result.questions, look)
        _places(book.add_worksheet("发票收票"), result, look)
        _sheets(book.add_worksheet(SHEETS), result, look)
        _rules(book.add_worksheet("计票办法"), report, look)
        book.close()
    return path


def _begin(sheet: Worksheet, headings: Sequence[str], widths: Sequence[float], look: _Book) -> None:
    sheet.write_string(0, 0, look.title, look.name)
    for column, (heading, width) in enumerate(zip(headings, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(HEAD_ROW, column, heading, look.head)
    sheet.freeze_panes(FIRST_ROW, 0)
    print_page(sheet, HEAD_ROW)


def _candidates(sheet: Worksheet, result: VoteResult, look: _Book) -> None:
    election = result.election
    if election is None:
        return
    _begin(sheet, ("名次", "姓名", "赞成票", "占比", "结果", "另选他人"), (8, 20, 10, 12, 26, 10), look)
    printed = {one.row.label: one for one in result.questions}
    for row, one in enumerate(election.candidates, start=FIRST_ROW):
        sheet.write_number(row, 0, one.rank, look.middle)
        sheet.write_string(row, 1, one.name, look.plain)
        if one.written:
            sheet.write_number(row, 2, one.votes, look.middle)
        else:
            sheet.write_formula(row, 2, _count(look, printed[one.name], result.vote.favour), look.middle, one.votes)
        votes = xl_rowcol_to_cell(row, 2)
        sheet.write_formula(row, 3, f"={votes}/{election.base}", look.share, one.votes / election.base)
        sheet.write_string(row, 4, one.standing.value, look.plain)
        sheet.write_string(row, 5, "是" if one.written else "", look.middle)


def _questions(sheet: Worksheet, questions: Sequence[QuestionCount], look: _Book) -> None:
    """A line for each choice of each question: lists of choices may differ."""
    _begin(sheet, ("序号", "项目", "选项", "票数", "占表态票"), (10, 36, 14, 10, 12), look)
    row = FIRST_ROW
    for one in questions:
        first, said = row, [word for word in one.row.choices if not abstains(word)]
        words = [*one.row.choices, VERDICT_TEXT[Verdict.BLANK], VERDICT_TEXT[Verdict.MULTIPLE]]
        numbers = [*one.choices, one.blank, one.multiple]
        shares = [f"{xl_rowcol_to_cell(first + one.row.choices.index(word), 3)}" for word in said]
        whole = str(one.counted) if look.several else f"({'+'.join(shares)})"
        for word, number in zip(words, numbers, strict=True):
            sheet.write_string(row, 0, one.row.item, look.middle)
            sheet.write_string(row, 1, one.row.label, look.plain)
            sheet.write_string(row, 2, word, look.plain)
            sheet.write_formula(row, 3, _count(look, one, word), look.middle, number)
            if word in said and one.counted:
                formula = f"={xl_rowcol_to_cell(row, 3)}/{whole}"
                sheet.write_formula(row, 4, formula, look.share, number / one.counted)
            else:
                sheet.write_string(row, 4, "", look.middle)
            row += 1


def _count(look: _Book, one: QuestionCount, word: str) -> str:
    """
    How often a question was answered so on valid sheets, counted by Excel.

    Word for word: COUNTIFS takes ">90分" and "60~90分" for a condition and a pattern, and A for a.
    """
    column = xl_col_to_name(look.columns.get(one.row.item, BEFORE))
    first, last = FIRST_ROW + 1, look.last + 1
    cells = f"'{SHEETS}'!${column}${first}:${column}${last}"
    valid = f"'{SHEETS}'!$C${first}:$C${last}"
    said = word.replace(chr(34), chr(34) * 2)
    if look.several:
        between = BETWEEN_WORDS
        found = f'ISNUMBER(FIND("{between}{said}{between}","{between}"&{cells}&"{between}"))'
    else:
        found = f'EXACT({cells},"{said}")'
    return f'=SUMPRODUCT(--{found},--({valid}="{VALID}"))'


def _places(sheet: Worksheet, result: VoteResult, look: _Book) -> None:
    _begin(sheet, ("批次", "发放处", "发出", "收回"), (8, 36, 10, 10), look)
    for row, place in enumerate(result.places, start=FIRST_ROW):
        sheet.write_string(row, 0, place.code, look.middle)
        sheet.write_string(row, 1, place.name, look.plain)
        sheet.write_number(row, 2, place.issued, look.middle)
        sheet.write_number(row, 3, place.returned, look.middle)


def _sheets(sheet: Worksheet, result: VoteResult, look: _Book) -> None:
    """Every sheet by its code, in no order of the pile, and without the place it came from."""
    labels = {one.row.item: one.row.label for one in result.questions}
    headings = ("票代号", "页", "整张", *(labels.get(item, item) for item in look.columns))
    _begin(sheet, headings, (13, 5, 8, *[12] * len(look.columns)), look)
    for row, one in enumerate(result.sheets, start=FIRST_ROW):
        sheet.write_string(row, 0, one.sheet[:CODE_LENGTH], look.middle)
        sheet.write_number(row, 1, one.page, look.middle)
        sheet.write_string(row, 2, VOID if one.over else VALID, look.middle)
        _words(sheet, row, one, look)


def _words(sheet: Worksheet, row: int, one: SheetWord, look: _Book) -> None:
    told = {verdict.value: text for verdict, text in VERDICT_TEXT.items()}
    for item, word in one.words:
        sheet.write_string(row, look.columns[item], told.get(word, word), look.middle)


def _rules(sheet: Worksheet, report: VoteReport, look: _Book) -> None:
    _begin(sheet, ("办法", "出处"), (70, 60), look)
    row = FIRST_ROW
    for rule in rules_of(report.result.vote):
        sheet.write_string(row, 0, rule.words, look.plain)
        sheet.write_string(row, 1, rule.source, look.plain)
        row += 1
    for words, value in (("计票摘要", report.counted), (f"记录第 {report.entry} 条的校验值", report.head)):
        sheet.write_string(row, 0, words, look.plain)
        sheet.write_string(row, 1, value, look.plain)
        row += 1
