"""复核表: every doubtful row with its picture, and every unread page, for two people to decide on."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from generator.new_file import new_file

ROWS_SHEET, PAGES_SHEET = "复核表", "未读出的页"
KEY, PICTURE = "键", "票面图像"
ROW_COLUMNS: dict[str, float] = {  # widths in characters
    "编号": 5, "批次": 6, "出处": 16, "序号": 5, "单位名称": 18, PICTURE: 56, "疑点": 14,
    "判定": 11, "计票人": 9, "监票人": 9, KEY: 4,
}  # fmt: skip
PAGE_COLUMNS: dict[str, float] = {
    "编号": 5, "批次": 6, "文件": 24, "页": 5, "原因": 60, "处理": 14, "计票人": 9, "监票人": 9, KEY: 4,
}  # fmt: skip
TO_FILL = ("判定", "处理", "计票人", "监票人")
HEADER_ROW = 3  # 0-based; the rows above explain
PICTURE_ROW_PT = 96  # a crop is about 110 pixels (82 points) high, shown at its own size with air around it
PAGE_ROW_PT = 42
A4 = 9  # Excel's number of the paper
BLANK_WORD, MULTIPLE_WORD = "未选", "多选"
PAGE_WORDS = ("已重新扫描", "不是评议表", "空白页", "无法辨认")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewLine:
    """One row to decide on; `key` finds it again."""

    key: str
    batch: str
    place: str  # file and page, to find the paper
    item: str
    name: str
    doubts: str
    picture: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadLine:
    """One unread page to deal with."""

    key: str
    batch: str
    file: str
    page: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Looks:
    fixed: Format
    free: Format
    head: Format
    note: Format


def write_review(lines: Sequence[ReviewLine], pages: Sequence[UnreadLine], choices: Sequence[str], path: Path) -> Path:
    """Write the sheets; only the cells to fill in can be changed."""
    with new_file(path) as part:
        book = xlsxwriter.Workbook(str(part))
        looks = _looks(book)
        _write_rows(book.add_worksheet(ROWS_SHEET), lines, choices, looks)
        _write_pages(book.add_worksheet(PAGES_SHEET), pages, looks)
        book.close()
    return path


def _looks(book: xlsxwriter.Workbook) -> _Looks:
    base = {
        "font_name": "宋体",
        "font_size": 11,
        "border": 1,
        "align": "center",
        "valign": "vcenter",
        "text_wrap": True,
    }
    return _Looks(
        fixed=book.add_format(base),
        free=book.add_format({**base, "locked": False, "bg_color": "#FFFBE6"}),
        head=book.add_format({**base, "font_name": "黑体", "bg_color": "#E8EEF7"}),
        note=book.add_format({"font_name": "宋体", "font_size": 11}),
    )


def _write_rows(sheet: Worksheet, lines: Sequence[ReviewLine], choices: Sequence[str], looks: _Looks) -> None:
    guide = (
        "逐行看图，填写黄色格：“判定”从下拉列表选，计票人、监票人都要填，且不能是同一人。看不准的留空，下次再判。",
        f"图中间的一行是要判的，上下是邻行的局部；它右边的格子从左到右依次是：{'、'.join(choices)}。",
        f"填好保存，再运行 pingyi review --import 本文件。工作表“{PAGES_SHEET}”里的页也请一并处理。",
    )
    _set_up(sheet, guide, ROW_COLUMNS, looks)
    at = list(ROW_COLUMNS)
    for number, line in enumerate(lines, start=1):
        row = HEADER_ROW + number
        sheet.set_row(row, PICTURE_ROW_PT)
        known = (number, line.batch, line.place, line.item, line.name, "", line.doubts, "", "", "", line.key)
        _write_line(sheet, row, dict(zip(at, known, strict=True)), looks)
        if line.picture is not None:
            options = {"image_data": io.BytesIO(line.picture.read_bytes()), "x_offset": 4, "y_offset": 9}
            sheet.insert_image(row, at.index(PICTURE), line.picture.name, {**options, "object_position": 1})
    _offer(sheet, at.index("判定"), len(lines), (*choices, BLANK_WORD, MULTIPLE_WORD))


def _write_pages(sheet: Worksheet, pages: Sequence[UnreadLine], looks: _Looks) -> None:
    guide = (
        "这些页没有读出，没有计票。请找出原件核对：是评议表的重新扫描入库，再把结果记在这里。",
        "填写黄色格：“处理”从下拉列表选，计票人、监票人都要填，且不能是同一人。没有处理完的留空。",
        "填好保存，与复核表一起用 pingyi review --import 本文件 导入。",
    )
    _set_up(sheet, guide, PAGE_COLUMNS, looks)
    at = list(PAGE_COLUMNS)
    for number, line in enumerate(pages, start=1):
        row = HEADER_ROW + number
        sheet.set_row(row, PAGE_ROW_PT)
        known = (number, line.batch, line.file, line.page, line.reason, "", "", "", line.key)
        _write_line(sheet, row, dict(zip(at, known, strict=True)), looks)
    _offer(sheet, at.index("处理"), len(pages), PAGE_WORDS)


def _set_up(sheet: Worksheet, guide: Sequence[str], columns: dict[str, float], looks: _Looks) -> None:
    for row, words in enumerate(guide):
        sheet.write_string(row, 0, words, looks.note)
    for column, (name, width) in enumerate(columns.items()):
        sheet.set_column(column, column, width, None, {"hidden": name == KEY})
        sheet.write_string(HEADER_ROW, column, name, looks.head)
    sheet.freeze_panes(HEADER_ROW + 1, 0)
    sheet.repeat_rows(HEADER_ROW)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.protect(options={"format_columns": True, "format_rows": True})


def _write_line(sheet: Worksheet, row: int, cells: dict[str, str | int], looks: _Looks) -> None:
    for column, (name, value) in enumerate(cells.items()):
        look = looks.free if name in TO_FILL else looks.fixed
        if isinstance(value, int):
            sheet.write_number(row, column, value, look)
        else:
            sheet.write_string(row, column, value, look)


def _offer(sheet: Worksheet, column: int, lines: int, words: Sequence[str]) -> None:
    """A drop-down list; anything else is refused on typing."""
    refusal = {"error_title": "请从列表中选", "error_message": "、".join(words)}
    last = HEADER_ROW + max(1, lines)
    sheet.data_validation(HEADER_ROW + 1, column, last, column, {"validate": "list", "source": [*words], **refusal})
