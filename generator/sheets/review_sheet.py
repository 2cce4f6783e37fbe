"""复核表: every doubtful row with its picture, and every unread page, for two people to decide on."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from pingyi.domain.readings.double_review import PAGE_WORDS
from pingyi.domain.readings.paper import PairRuling
from pingyi.domain.readings.reading import VERDICT_TEXT, Verdict
from pingyi.generator.sheets.sheet_to_fill import (
    HEADER_ROW,
    KEY,
    TEXT_STAYS_TEXT,
    Looks,
    looks_of,
    offer,
    offer_at,
    put_picture,
    set_up,
    write_line,
)
from pingyi.ground.whole import new_file

ROWS_SHEET, PAGES_SHEET, PAIRS_SHEET = "复核表", "未读出的页", "疑似同一张票"
PICTURE = "票面图像"
ROW_COLUMNS: dict[str, float] = {  # widths in characters
    "编号": 5, "批次": 6, "出处": 16, "序号": 5, "单位名称": 18, PICTURE: 56, "疑点": 14,
    "判定": 11, "计票人": 9, "监票人": 9, KEY: 4,
}  # fmt: skip
PAGE_COLUMNS: dict[str, float] = {
    "编号": 5, "批次": 6, "文件": 24, "页": 5, "原因": 60, "处理": 14, "计票人": 9, "监票人": 9, KEY: 4,
}  # fmt: skip
PAIR_PICTURE = "左：这一张（没有计票）　右：已计票的一张"
PAIR_COLUMNS: dict[str, float] = {
    "编号": 5, "批次": 6, "这一张": 16, "已计票的一张": 16, PAIR_PICTURE: 122,
    "判定": 14, "计票人": 9, "监票人": 9, KEY: 4,
}  # fmt: skip
PAIR_ROW_PT, PAIR_SCALE = 400, 0.42  # Excel has rows of 409 points at most; the picture can be enlarged there
TO_FILL = ("判定", "处理", "计票人", "监票人")
PICTURE_ROW_PT = 96  # a crop is about 110 pixels (82 points) high, shown at its own size with air around it
PAGE_ROW_PT = 42
WRITTEN_GUIDE = "“另选”的行，表示赞成的照图录入姓名，没有的判“不选”"
BLANK_WORD, MULTIPLE_WORD = VERDICT_TEXT[Verdict.BLANK], VERDICT_TEXT[Verdict.MULTIPLE]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewLine:
    """One row to decide on; `key` finds it again."""

    key: str
    batch: str
    place: str  # a code to find the paper by
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
class PairLine:
    """A sheet set aside because it looks like one already counted."""

    key: str
    batch: str
    place: str
    other: str  # batch, file and page of the one counted
    picture: bytes | None  # JPEG of both


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewWork:
    """Everything that waits for two people."""

    rows: Sequence[ReviewLine]
    pages: Sequence[UnreadLine]
    pairs: Sequence[PairLine] = ()
    typed: frozenset[str] = frozenset()  # items whose decision is typed, not chosen from a list
    written: bool = False  # some of them are lines for names
    command: str = "pingyi review"


def write_review(work: ReviewWork, choices: Sequence[str], path: Path) -> Path:
    """Write the sheets; only the cells to fill in can be changed."""
    with new_file(path) as part:
        book = xlsxwriter.Workbook(str(part), TEXT_STAYS_TEXT)
        looks = looks_of(book)
        _write_rows(book.add_worksheet(ROWS_SHEET), work, choices, looks)
        _write_pages(book.add_worksheet(PAGES_SHEET), work, looks)
        _write_pairs(book.add_worksheet(PAIRS_SHEET), work, looks)
        book.close()
    return path


def _write_rows(sheet: Worksheet, work: ReviewWork, choices: Sequence[str], looks: Looks) -> None:
    lines = work.rows
    typed = f"；{WRITTEN_GUIDE}" if work.written else ""
    guide = (
        "逐行看图，填写黄色格：“判定”从下拉列表选，计票人、监票人都要填，且不能是同一人。看不准的留空，下次再判。",
        f"图中间的一行是要判的，上下是邻行的局部；它右边的格子从左到右依次是：{'、'.join(choices)}{typed}。",
        (
            f"填好用 {work.command} --import 导入（另两张工作表也请处理）；"
            f"要看原件：{work.command} --find 代号（见“出处”）。"
        ),
    )
    set_up(sheet, guide, ROW_COLUMNS, looks)
    at = list(ROW_COLUMNS)
    for number, line in enumerate(lines, start=1):
        row = HEADER_ROW + number
        sheet.set_row(row, PICTURE_ROW_PT)
        known = (number, line.batch, line.place, line.item, line.name, "", line.doubts, "", "", "", line.key)
        write_line(sheet, row, dict(zip(at, known, strict=True)), looks, TO_FILL)
        put_picture(sheet, (row, at.index(PICTURE)), line.picture)
    words = (*choices, BLANK_WORD, MULTIPLE_WORD)
    if not work.typed:
        offer(sheet, at.index("判定"), len(lines), words)
        return
    for number, line in enumerate(lines, start=1):
        if line.item not in work.typed:
            offer_at(sheet, (HEADER_ROW + number, at.index("判定")), words)


def _write_pages(sheet: Worksheet, work: ReviewWork, looks: Looks) -> None:
    pages = work.pages
    guide = (
        "这些页没有读出，没有计票。请找出原件核对：是评议表的重新扫描入库，再把结果记在这里。",
        "填写黄色格：“处理”从下拉列表选，计票人、监票人都要填，且不能是同一人。没有处理完的留空。",
        f"填好保存，与复核表一起用 {work.command} --import 本文件 导入。",
    )
    set_up(sheet, guide, PAGE_COLUMNS, looks)
    at = list(PAGE_COLUMNS)
    for number, line in enumerate(pages, start=1):
        row = HEADER_ROW + number
        sheet.set_row(row, PAGE_ROW_PT)
        known = (number, line.batch, line.file, line.page, line.reason, "", "", "", line.key)
        write_line(sheet, row, dict(zip(at, known, strict=True)), looks, TO_FILL)
    offer(sheet, at.index("处理"), len(pages), PAGE_WORDS)


def _write_pairs(sheet: Worksheet, work: ReviewWork, looks: Looks) -> None:
    pairs = work.pairs
    guide = (
        "这些票的字迹位置与已计票的一张几乎重合，可能是重复扫描或复印件，没有计票。请对照左右两图，必要时找出原件。",
        (
            f"填写黄色格：是同一张（或其复印件）选“{PairRuling.SAME}”，不再计票；"
            f"确是两张选“{PairRuling.DIFFERENT}”，导入后计票。"
        ),
        f"计票人、监票人都要填，且不能是同一人。填好保存，再运行 {work.command} --import 本文件。",
    )
    set_up(sheet, guide, PAIR_COLUMNS, looks)
    at = list(PAIR_COLUMNS)
    for number, line in enumerate(pairs, start=1):
        row = HEADER_ROW + number
        sheet.set_row(row, PAIR_ROW_PT)
        known = (number, line.batch, line.place, line.other, "", "", "", "", line.key)
        write_line(sheet, row, dict(zip(at, known, strict=True)), looks, TO_FILL)
        put_picture(sheet, (row, at.index(PAIR_PICTURE)), line.picture, PAIR_SCALE)
    offer(sheet, at.index("判定"), len(pairs), tuple(PairRuling))
