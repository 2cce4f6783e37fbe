"""Results as an Excel workbook: ranks, items, votes, and how each number came about, as live formulas."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.points import Component
from pingyi.domain.campaign.scheme import has_hotline, has_leaders
from pingyi.domain.results.anomaly import FALSE_ALARMS, Anomaly
from pingyi.domain.results.figure import Figure
from pingyi.domain.results.sensitivity import PolicyEffect
from pingyi.domain.results.sums import by_unit, rows_of, scored_rows
from pingyi.generator.documents.live_figures import SETTINGS, TREES, WIDTHS, LiveFigures, Looks
from pingyi.generator.documents.notice_text import Occasion
from pingyi.generator.sheets.check_workbook import PARTS
from pingyi.generator.sheets.printed_page import print_page
from pingyi.generator.sheets.sheet_to_fill import TEXT_STAYS_TEXT
from pingyi.ground.whole import new_file

INPUT_COLOUR = "#FFF6D6"
NOISE_PLACES = 10  # binary numbers are right to 15 digits, points have two before the point
HOW_TO_TRY = (
    "黄底的单元格是{inputs}和参数，可以改了试算：总分、各项得分和名次随之变化。",
    "试算只在本表内有效；正式结果以 pingyi score 为准。",
)
HEAD_ROW, FIRST_ROW = 1, 2  # from 0; what the workbook is stands above
NOTE, WIDE_NOTE = 12, 40  # widths of the column of remarks, without any and with
ROW_PT = 18  # room above and below the characters
FONT = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """How cells look."""

    title: str
    name: Format
    head: Format
    plain: Format
    middle: Format  # ranks and serials, clear of the names beside them
    wrapped: Format  # over several lines where it is long
    points: Format
    exact: Format
    parts: Format  # not whole
    given: Format  # an input, which a clerk may change to try


@dataclass(frozen=True, slots=True, kw_only=True)
class Annexes:
    """What stands behind the results where it is known; an empty one has no sheet."""

    effects: tuple[PolicyEffect, ...] = ()
    anomalies: tuple[Anomaly, ...] | None = None  # None: not looked for
    proof: tuple[tuple[str, str], ...] = ()  # by what the records behind the results are known again: name, value


def write_workbook(occasion: Occasion, path: Path, annexes: Annexes | None = None) -> Path:
    """
    Write the workbook; its totals and ranks follow when an input is changed.

    Raises NoSpaceError or FileError (see new_file).
    """
    with new_file(path) as part:
        book = _book(part)
        look = _look(book, workbook_title(occasion))
        live = LiveFigures(occasion.sheet.units, FIRST_ROW + 1)
        _ranks(book.add_worksheet("总分排名"), occasion, live, look)
        _items(book.add_worksheet("各项得分"), occasion, live, look)
        _votes(book.add_worksheet("票数统计"), occasion, look)
        _settings(book.add_worksheet(SETTINGS), occasion.campaign, live, look)
        _trees(book.add_worksheet(TREES), live, look)
        _annexes(book, annexes or Annexes(), look)
        book.close()
    return path


def workbook_title(occasion: Occasion) -> str:
    """What it is, and of a draft that it is one; the file is called so too."""
    name = f"{occasion.campaign.about.year}年度评议评价结果"
    return name if occasion.final else f"{name}（征求意见稿）"


def write_annexes(annexes: Annexes, path: Path) -> Path:
    """The annexes as a workbook of their own. Raises NoSpaceError or FileError (see new_file)."""
    with new_file(path) as part:
        book = _book(part)
        _annexes(book, annexes, _look(book, "计分核查"))
        book.close()
    return path


def _book(part: Path) -> xlsxwriter.Workbook:
    return xlsxwriter.Workbook(str(part), TEXT_STAYS_TEXT)


def _look(book: xlsxwriter.Workbook, title: str) -> _Look:
    book.set_properties({"title": title})
    return _Look(
        title=title,
        name=book.add_format({**FONT, "font_name": "黑体", "font_size": 14}),
        head=book.add_format({**FONT, "font_name": "黑体", "border": 1, "align": "center", "bg_color": "#E8EEF7"}),
        plain=book.add_format({**FONT, "border": 1}),
        middle=book.add_format({**FONT, "border": 1, "align": "center"}),
        wrapped=book.add_format({**FONT, "border": 1, "text_wrap": True}),
        points=book.add_format({**FONT, "border": 1, "num_format": "0.00"}),
        exact=book.add_format({**FONT, "border": 1}),
        parts=book.add_format({**FONT, "border": 1, "num_format": PARTS}),
        given=book.add_format({**FONT, "border": 1, "bg_color": INPUT_COLOUR}),
    )


def _ranks(sheet: Worksheet, occasion: Occasion, live: LiveFigures, look: _Look) -> None:
    notes = {unit.unit: unit.lacking_words for unit in occasion.sheet.units}
    widths = (14, 8, 40, 12, WIDE_NOTE if any(notes.values()) else NOTE)
    _set_up(sheet, ("排名范围", "名次", "单位名称", "总分", "备注"), widths, look)
    classes = list(dict.fromkeys(unit.ranked_in for unit in occasion.sheet.units))
    ranked = sorted(occasion.sheet.units, key=lambda unit: (classes.index(unit.ranked_in), unit.rank))
    first, end = FIRST_ROW + 1, FIRST_ROW + len(ranked)
    for row, unit in enumerate(ranked, start=FIRST_ROW):
        sheet.write_string(row, 0, unit.ranked_in, look.plain)
        better = f"=1+SUMPRODUCT(($A${first}:$A${end}=A{row + 1})*($D${first}:$D${end}>D{row + 1}))"
        sheet.write_formula(row, 1, better, look.middle, unit.rank)
        sheet.write_string(row, 2, unit.unit, look.plain)
        _published(sheet, (row, 3), unit.total, live, look)
        sheet.write_string(row, 4, notes[unit.unit], look.wrapped)
    sheet.autofilter(HEAD_ROW, 0, HEAD_ROW + len(ranked), 4)


def _items(sheet: Worksheet, occasion: Occasion, live: LiveFigures, look: _Look) -> None:
    labels = occasion.campaign.labels
    components = tuple(labels)
    headings = ("序号", "单位名称", "系列", *labels.values(), "总分")
    _set_up(sheet, headings, (6, 40, 12, *[14] * len(components), 10), look)
    serials = {unit.name: unit.serial for unit in occasion.campaign.units}
    for row, unit in enumerate(occasion.sheet.units, start=FIRST_ROW):
        sheet.write_number(row, 0, serials[unit.unit], look.middle)
        sheet.write_string(row, 1, unit.unit, look.plain)
        sheet.write_string(row, 2, unit.series, look.plain)
        for column, figure in enumerate((*(unit.item(component) for component in components), unit.total), start=3):
            if figure is None:
                sheet.write_blank(row, column, None, look.points)
            else:
                _published(sheet, (row, column), figure, live, look)
    sheet.autofilter(HEAD_ROW, 0, HEAD_ROW + len(occasion.sheet.units), len(headings) - 1)


def _published(sheet: Worksheet, at: tuple[int, int], figure: Figure, live: LiveFigures, look: _Look) -> None:
    """Two places, half up; a spreadsheet's binary noise is cut off first, lest a half cent be lost."""
    formula = f"=ROUND(ROUND({live.cell(figure)},{NOISE_PLACES}),2)"
    sheet.write_formula(*at, formula, look.points, float(figure.rounded()))


def _votes(sheet: Worksheet, occasion: Occasion, look: _Look) -> None:
    choices = occasion.tally.choices
    _set_up(
        sheet,
        ("序号", "单位名称", *choices, occasion.campaign.counted_label, "不选", "多选", "待定"),
        (6, 40, *[10] * (len(choices) + 4)),
        look,
    )
    sums = by_unit(rows_of(scored_rows(occasion.tally, occasion.campaign), Component.VOTES, occasion.campaign))
    for row, unit in enumerate(occasion.campaign.units, start=FIRST_ROW):
        votes = sums.get(str(unit.serial))
        valid = sum(occasion.campaign.counted(votes.choices)) if votes else 0
        counts = (*votes.choices, valid, votes.blank, votes.multiple, votes.doubtful) if votes else ()
        for column, value in enumerate((unit.serial, unit.name, *counts)):
            sheet.write(row, column, value, look.plain if column == 1 else look.middle)


def _settings(sheet: Worksheet, campaign: Campaign, live: LiveFigures, look: _Look) -> None:
    _set_up(sheet, ("参数", "取值"), (56, 14), look)
    row = HEAD_ROW
    for row, (name, value) in enumerate(live.setting_rows(), start=FIRST_ROW):
        sheet.write_string(row, 0, name, look.plain)
        sheet.write_number(row, 1, value, look.given)
    inputs = "、".join(("票数", *["评分"] * has_leaders(campaign), *["热线数据"] * has_hotline(campaign)))
    for number, line in enumerate((line.format(inputs=inputs) for line in HOW_TO_TRY), start=row + 2):
        sheet.write_string(number, 0, line)


def _trees(sheet: Worksheet, live: LiveFigures, look: _Look) -> None:
    """Every figure under the one it is part of; rows can be folded out in Excel."""
    headings = ("单位名称", "项目", "数值", "算法", "代入数字", "来源")
    _set_up(sheet, headings, WIDTHS, look)
    sheet.outline_settings(symbols_below=False)
    live.write_trees(sheet, Looks(plain=look.wrapped, exact=look.exact, parts=look.parts, given=look.given))


def _annexes(book: xlsxwriter.Workbook, annexes: Annexes, look: _Look) -> None:
    if annexes.effects:
        _effects(book.add_worksheet("政策影响"), annexes.effects, look)
    if annexes.anomalies is not None:
        _anomalies(book.add_worksheet("异常核查"), annexes.anomalies, look)
    if annexes.proof:
        _proof(book.add_worksheet("数据核验"), annexes.proof, look)


def _proof(sheet: Worksheet, proof: Sequence[tuple[str, str]], look: _Look) -> None:
    _set_up(sheet, ("项目", "内容"), (24, 80), look)
    for row, line in enumerate(proof, start=FIRST_ROW):
        for column, text in enumerate(line):
            sheet.write_string(row, column, text, look.plain)


def _effects(sheet: Worksheet, effects: Sequence[PolicyEffect], look: _Look) -> None:
    headings = ("事项", "现用办法", "改为", "影响", "单位名称", "排名范围", "现名次", "改后名次", "现总分", "改后总分")
    _set_up(sheet, headings, (34, 30, 30, 36, 30, 12, 8, 9, 9, 9), look)
    row = FIRST_ROW
    for effect in effects:
        for other in effect.alternatives:
            told = (effect.title, effect.answer, other.answer, other.summary())
            for change in other.changes or (None,):
                cells = (*told, *((change.unit, change.ranked_in) if change else ("", "")))
                for column, text in enumerate(cells):
                    sheet.write_string(row, column, text, look.plain)
                for column, rank in enumerate(change.rank if change else (), start=6):
                    sheet.write_number(row, column, rank, look.plain)
                for column, points in enumerate(change.total if change else (), start=8):
                    sheet.write_number(row, column, float(points), look.points)
                row += 1
    sheet.autofilter(HEAD_ROW, 0, row - 1, len(headings) - 1)


def _anomalies(sheet: Worksheet, anomalies: Iterable[Anomaly], look: _Look) -> None:
    _set_up(sheet, ("异常", "位置", "情况", "偶然出现的概率", "证据"), (24, 30, 80, 16, 80), look)
    row = HEAD_ROW
    for row, anomaly in enumerate(anomalies, start=FIRST_ROW):
        chance = "" if anomaly.chance is None else f"{anomaly.chance:.1e}"
        cells = (anomaly.oddity.value, anomaly.place, anomaly.finding, chance, "；".join(anomaly.evidence))
        for column, text in enumerate(cells):
            sheet.write_string(row, column, text, look.plain)
    sheet.write_string(row + 2, 0, f"只列出，不更正；每类误报的机会不超过 {FALSE_ALARMS:.0%}。请逐项核对原件。")


def _set_up(sheet: Worksheet, headings: tuple[str, ...], widths: tuple[int, ...], look: _Look) -> None:
    """What the workbook is and what this sheet of it, then the headings."""
    sheet.write_string(0, 0, f"{look.title}　{sheet.get_name()}", look.name)
    for column, (name, width) in enumerate(zip(headings, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write(HEAD_ROW, column, name, look.head)
    sheet.set_default_row(ROW_PT)
    sheet.freeze_panes(FIRST_ROW, 2)
    print_page(sheet, HEAD_ROW)
