"""评分复核表: every score field that waits for people, with its picture, for two people to read."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter
from PIL import Image

from pingyi.generator.sheets.sheet_to_fill import HEADER_ROW, KEY, looks_of, put_picture, set_up, write_line
from pingyi.ground.whole import new_file

SCORES_SHEET = "评分复核表"
PICTURE = "评分栏图像"
COLUMNS: dict[str, float] = {  # widths in characters
    "编号": 5, "批次": 6, "出处": 18, PICTURE: 78, "待定原因": 24, "单位名称": 20,
    "得分": 8, "计票人": 9, "监票人": 9, KEY: 4,
}  # fmt: skip
TO_FILL = ("单位名称", "得分", "计票人", "监票人")
VOID = "作废"
PICTURE_SCALE = 0.55  # a row is some 980 pixels wide
ROW_PT, AIR_PT, MOST_PT = 62, 8, 409  # least, around a picture, most that Excel knows
PT_A_PX = 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreLine:
    """One field; `key` finds it again."""

    key: str
    batch: str
    place: str  # file and page, to find the paper
    picture: Path | None
    doubts: str
    unit: str  # empty when it could not be told


def _row_pt(picture: Path | None) -> float:
    """A row as high as its picture."""
    if picture is None:
        return ROW_PT
    with Image.open(picture) as opened:
        return min(max(ROW_PT, opened.height * PICTURE_SCALE * PT_A_PX + AIR_PT), MOST_PT)


def write_score_review(lines: Sequence[ScoreLine], path: Path) -> Path:
    """Write the sheet, without what the machine read: people read anew. Only the cells to fill in can be changed."""
    guide = (
        "看图填写黄色格：“得分”写0～100（最多一位小数）；没有填写或写了几个数、无法认定的填：作废。看不准的留空，下次再填。",
        "不是本次的表、认不出是哪个单位的：得分填作废，单位名称可以空着。",
        "图上有标题、印的单位名称和评分栏：请核对三者。“单位名称”空着的，待定原因里写着页面上印的是什么，请照原件写全称。",
        "计票人、监票人都要填，且不能是同一人。",
        "填好保存，再运行 pingyi scores --import 本文件。",
    )
    with new_file(path) as part:
        book = xlsxwriter.Workbook(str(part))
        looks = looks_of(book)
        sheet = book.add_worksheet(SCORES_SHEET)
        set_up(sheet, guide, COLUMNS, looks)
        for number, line in enumerate(lines, start=1):
            row = HEADER_ROW + number
            sheet.set_row(row, _row_pt(line.picture))
            known = (number, line.batch, line.place, "", line.doubts, line.unit, "", "", "", line.key)
            write_line(sheet, row, dict(zip(COLUMNS, known, strict=True)), looks, TO_FILL)
            put_picture(sheet, (row, list(COLUMNS).index(PICTURE)), line.picture, PICTURE_SCALE)
        book.close()
    return path
