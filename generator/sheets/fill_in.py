"""Excel templates to fill in: headings that stay, checks and lists in the cells, a sheet that says how."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from pingyi.generator.sheets.printed_page import print_page
from pingyi.generator.sheets.sheet_to_fill import NO_MOMENT, TEXT_STAYS_TEXT

TITLE_ROW, GUIDE_ROW, HEADER_ROW, FIRST_ROW = 0, 1, 2, 3
LAST_COLUMN = 16383  # Excel's; all but the headings is free, or no row could be deleted
GUIDE_SHEET = "填表说明"
HOW_WIDTHS = (22, 70, 4, 30)
LISTED_AT = 3  # on that sheet: the column of names to choose from
MOST_LIST = 255  # letters of a list inside a cell's check
HOW_LETTERS, HOW_LINE_PT = 42, 18  # Chinese letters in a line of it
TITLE_PT, HEADER_PT, ROW_PT = 28, 32, 20
MOMENT_LOOK, TEXT_LOOK = "yyyy-mm-dd hh:mm", "@"
RED, AMBER = "#F8CBAD", "#FFE699"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One of these words."""

    words: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number, whole or not; `most` is one, or a formula with {headings} in it."""

    least: float = 0
    most: float | str = 9_999_999
    whole: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A day, with its time or without, as Excel keeps one."""

    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Holds:
    """What a formula with {headings} in it says is right."""

    formula: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Anything, kept as it is typed: a long number is not rounded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calculated:
    """A formula with {headings} in it."""

    formula: str


Check = Words | Number | Moment | Holds | Text | Calculated


@dataclass(frozen=True, slots=True, kw_only=True)
class FillColumn:
    """One column: how wide (characters), what may stand in it, and how it is filled in (Chinese)."""

    heading: str
    width: float
    check: Check
    how: str
    given: bool = False  # filled in already


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """A row is coloured where the formula, with {headings} in it, is true; `words` say why (Chinese)."""

    formula: str
    words: str
    colour: str = RED


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One table to fill in; `lines` hold what is given, in the order of the columns that are given."""

    title: str
    guide: str  # one line, above the headings
    rules: Sequence[str]  # on the sheet that says how
    columns: Sequence[FillColumn]
    lines: Sequence[Sequence[str | int]]
    names: Sequence[str]  # to choose from on the sheet that says how: units
    alarms: Sequence[Alarm] = ()
    empty: int = 0  # rows drawn below the lines
    checked: int = 0  # rows checked; 0: those drawn


def workbook_of(template: Template, author: str) -> bytes:
    """The template as .xlsx; the same one gives the same bytes."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True, **TEXT_STAYS_TEXT}) as book:
        book.set_properties({"title": template.title, "author": author, "created": NO_MOMENT})
        sheet = book.add_worksheet(template.title[:31])
        looks = _Looks(book)
        _head(sheet, template, looks)
        _lines(sheet, template, looks)
        for column, one in enumerate(template.columns):
            _check(sheet, template, column, one)
        _alarms(book, sheet, template)
        sheet.protect(options=dict.fromkeys(
            ("format_columns", "format_rows", "format_cells", "insert_rows", "delete_rows", "sort", "autofilter"), True
        ))  # fmt: skip
        _how(book.add_worksheet(GUIDE_SHEET), template, looks)
    return written.getvalue()


class _Looks:
    """Formats of a book."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        base = {"font_name": "宋体", "font_size": 11, "valign": "vcenter", "border": 1, "text_wrap": True}
        free = {**base, "locked": False, "align": "center"}
        self.title = book.add_format({"font_name": "黑体", "font_size": 16, "valign": "vcenter"})
        self.guide = book.add_format({"font_name": "宋体", "font_size": 11, "valign": "vcenter"})
        self.head = book.add_format({**base, "font_name": "黑体", "align": "center", "bg_color": "#E8EEF7"})
        self.given = book.add_format({**free, "align": "left"})
        self.number = book.add_format(free)
        self.plain = book.add_format({**base, "align": "left"})
        self.below = book.add_format({"locked": False})
        yellow = {**free, "bg_color": "#FFFBE6"}
        self.free = book.add_format(yellow)
        self.kinds: Mapping[type[Check], tuple[Format, Format]] = {  # of a cell, of the column below
            kind: (
                book.add_format({**yellow, "num_format": look}),
                book.add_format({"locked": False, "num_format": look}),
            )
            for kind, look in ((Moment, MOMENT_LOOK), (Text, TEXT_LOOK))
        }

    def of(self, column: FillColumn) -> Format:
        if column.given or isinstance(column.check, Calculated):
            return self.given
        return self.kinds.get(type(column.check), (self.free, self.below))[0]


def _head(sheet: Worksheet, template: Template, looks: _Looks) -> None:
    sheet.set_column(0, LAST_COLUMN, None, looks.below)
    for place, column in enumerate(template.columns):
        below = looks.kinds.get(type(column.check), (looks.free, looks.below))[1]
        sheet.set_column(place, place, column.width, below)
        sheet.write_string(HEADER_ROW, place, column.heading, looks.head)
    sheet.write_string(TITLE_ROW, 0, template.title, looks.title)
    sheet.write_string(GUIDE_ROW, 0, template.guide, looks.guide)
    for row, height in ((TITLE_ROW, TITLE_PT), (GUIDE_ROW, ROW_PT), (HEADER_ROW, HEADER_PT)):
        sheet.set_row(row, height)
    sheet.freeze_panes(FIRST_ROW, 1)
    print_page(sheet, HEADER_ROW)


def _lines(sheet: Worksheet, template: Template, looks: _Looks) -> None:
    given = [place for place, column in enumerate(template.columns) if column.given]
    for row in range(FIRST_ROW, FIRST_ROW + len(template.lines) + template.empty):
        sheet.set_row(row, ROW_PT)
        known = template.lines[row - FIRST_ROW] if row - FIRST_ROW < len(template.lines) else ()
        values = dict(zip(given, known, strict=False))
        for place, column in enumerate(template.columns):
            if isinstance(column.check, Calculated):
                sheet.write_formula(row, place, _formula(template, column.check.formula, row), looks.of(column), "")
            else:
                value = values.get(place)
                sheet.write(row, place, value, looks.number if isinstance(value, int) else looks.of(column))


def _last(template: Template) -> int:
    return HEADER_ROW + max(1, template.checked, len(template.lines) + template.empty)


def _formula(template: Template, formula: str, row: int = FIRST_ROW) -> str:
    """With each {heading} as the cell of its column in this row."""
    cells = {one.heading: f"${xl_col_to_name(place)}{row + 1}" for place, one in enumerate(template.columns)}
    return f"={formula.format_map(cells)}"


def _check(sheet: Worksheet, template: Template, place: int, column: FillColumn) -> None:
    options: dict[str, object]
    match column.check:
        case Words(words=words):
            short = len(",".join(words)) <= MOST_LIST
            letter = xl_col_to_name(LISTED_AT)
            source = [*words] if short else f"='{GUIDE_SHEET}'!${letter}$2:${letter}${len(words) + 1}"
            options = {"validate": "list", "source": source}
        case Number(least=least, most=most, whole=whole):
            top = _formula(template, most) if isinstance(most, str) else most
            options = {
                "validate": "integer" if whole else "decimal", "criteria": "between", "minimum": least, "maximum": top,
            }  # fmt: skip
        case Moment(first=first, last=last):
            options = {"validate": "date", "criteria": "between", "minimum": first, "maximum": last}
        case Holds(formula=formula):
            options = {"validate": "custom", "value": _formula(template, formula)}
        case Text() | Calculated():
            return
    told = {"error_title": "这样填导入不了", "error_message": column.how}
    hint = {} if column.given else {"input_title": column.heading, "input_message": column.how}
    sheet.data_validation(FIRST_ROW, place, _last(template), place, {**options, **told, **hint})


def _alarms(book: xlsxwriter.Workbook, sheet: Worksheet, template: Template) -> None:
    for alarm in template.alarms:
        look = book.add_format({"bg_color": alarm.colour})
        wish = {"type": "formula", "criteria": _formula(template, alarm.formula), "format": look}
        sheet.conditional_format(FIRST_ROW, 0, _last(template), len(template.columns) - 1, wish)


def _how(sheet: Worksheet, template: Template, looks: _Looks) -> None:
    for place, width in enumerate(HOW_WIDTHS):
        sheet.set_column(place, place, width)
    colours = {RED: "标红", AMBER: "标黄"}
    lines = [
        *(("", rule) for rule in template.rules),
        *((f"整行{colours[alarm.colour]}", alarm.words) for alarm in template.alarms),
        *((f"列：{column.heading}", column.how) for column in template.columns),
    ]
    sheet.write_string(0, 0, GUIDE_SHEET, looks.head)
    sheet.write_string(0, 1, template.title, looks.head)
    for row, (what, words) in enumerate(lines, start=1):
        sheet.set_row(row, HOW_LINE_PT * -(-len(words) // HOW_LETTERS))
        sheet.write_string(row, 0, what, looks.plain)
        sheet.write_string(row, 1, words, looks.plain)
    sheet.write_string(0, LISTED_AT, "名单（可供选择）", looks.head)
    for row, name in enumerate(template.names, start=1):
        sheet.write_string(row, LISTED_AT, name, looks.plain)
    print_page(sheet, 0)
    sheet.protect(options={"format_columns": True, "format_rows": True})
