"""意见录入表: every written opinion with its picture and a machine's draft, for two people to type and check."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

from pingyi.generator.sheets.sheet_to_fill import (
    HEADER_ROW,
    KEY,
    TEXT_STAYS_TEXT,
    looks_of,
    put_picture,
    set_up,
    write_line,
)
from pingyi.ground.whole import new_file

OPINIONS_SHEET = "意见录入表"
PICTURE = "意见栏图像"
COLUMNS: dict[str, float] = {  # widths in characters
    "编号": 5, "批次": 6, PICTURE: 74, "机器初稿": 34, "录入文字": 40, "可能涉及": 18, "提醒": 18,
    "涉及单位": 22, "录入人": 9, "核对人": 9, KEY: 4,
}  # fmt: skip
TO_FILL = ("录入文字", "涉及单位", "录入人", "核对人")
NOTHING = "非意见"  # typed for ink that says nothing
PICTURE_SCALE = 0.55  # a box is some 920 pixels wide
ROW_PT = 72


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionLine:
    """One opinion; `text` is what stands or what the draft suggests, `units` what two people chose, never a guess."""

    key: str
    batch: str
    picture: Path | None
    draft: str
    text: str
    units: str
    offered: str = ""  # units the text may mean, for people to choose from
    flags: str = ""  # Chinese: what whoever releases the text must look at
    typed_by: str = ""
    checked_by: str = ""


def write_opinions(lines: Sequence[OpinionLine], path: Path) -> Path:
    """Write the sheet; only the cells to fill in can be changed."""
    guide = (
        "看图改正“录入文字”和“涉及单位”（黄色格；多个单位用顿号隔开，不专指哪个单位的留空），录入人、核对人都要填，且不能是同一人。",
        "“可能涉及”是程序从字面上找的，只供选用：确实说到的，自己填进“涉及单位”；没有填的不转给任何单位，列入办公室的清单。",
        f"“机器初稿”由程序识别，常有错字，只供参考，没有两人签名的不采用。不是意见的（误划、污迹）在“录入文字”填：{NOTHING}。",
        "填好保存，再运行 pingyi opinions --import 本文件。意见只以文字转达，不外传手迹图像。",
    )
    with new_file(path) as part:
        book = xlsxwriter.Workbook(str(part), TEXT_STAYS_TEXT)
        looks = looks_of(book)
        sheet = book.add_worksheet(OPINIONS_SHEET)
        set_up(sheet, guide, COLUMNS, looks)
        for number, line in enumerate(lines, start=1):
            row = HEADER_ROW + number
            sheet.set_row(row, ROW_PT)
            known = (
                number, line.batch, "", line.draft, line.text, line.offered, line.flags, line.units, line.typed_by,
                line.checked_by, line.key,
            )  # fmt: skip
            write_line(sheet, row, dict(zip(COLUMNS, known, strict=True)), looks, TO_FILL)
            put_picture(sheet, (row, list(COLUMNS).index(PICTURE)), line.picture, PICTURE_SCALE)
        book.close()
    return path
