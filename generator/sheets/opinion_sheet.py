"""意见录入表: every written opinion with its picture and a machine's draft, for two people to type and check."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

from pingyi.domain.readings.double_review import BELONGS, BELONGS_WORDS
from pingyi.generator.sheets.sheet_to_fill import (
    HEADER_ROW,
    KEY,
    TEXT_STAYS_TEXT,
    looks_of,
    offer_at,
    put_picture,
    set_up,
    write_line,
)
from pingyi.ground.whole import new_file

OPINIONS_SHEET = "意见录入表"
WHERE, PICTURE = "写在哪里", "手迹图像"
COLUMNS: dict[str, float] = {  # widths in characters
    "编号": 5, "批次": 6, WHERE: 14, PICTURE: 74, "机器初稿": 34, "录入文字": 40, "可能涉及": 18, "提醒": 18,
    "涉及单位": 22, BELONGS: 13, "录入人": 9, "核对人": 9, KEY: 4,
}  # fmt: skip
TO_FILL = ("录入文字", "涉及单位", BELONGS, "录入人", "核对人")
NOTHING = "非意见"  # typed for ink that says nothing
PICTURE_SCALE = 0.55  # a box is some 920 pixels wide
WIDE_PX, HIGH_PX = 506, 520  # of a picture's cell at most: a line of Excel is never higher than 409 points
ROW_PT, LEAST_PT = 0.75, 72.0  # of a line for each pixel of its picture, and at least


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionLine:
    """One opinion; `text` is what stands or what the draft suggests, `units` what two people chose, never a guess."""

    key: str
    batch: str
    where: str  # Chinese: the places on the paper
    picture: bytes | None  # PNG
    draft: str
    text: str
    units: str
    offered: str = ""  # units the text may mean, for people to choose from
    flags: str = ""  # Chinese: what whoever releases the text must look at
    belongs: str | None = None  # of a page written on: whose people say it is; None: it is no such page
    typed_by: str = ""
    checked_by: str = ""


def write_opinions(lines: Sequence[OpinionLine], path: Path) -> Path:
    """Write the sheet; only the cells to fill in can be changed."""
    guide = (
        (
            "看图改正“录入文字”，填“涉及单位”（黄色格；多个用顿号隔开，不专指哪个单位的留空，列入办公室的清单），录入人、核对人都要填，"
            "且不能是同一人。“可能涉及”是程序从字面上找的，只供选用；“机器初稿”常有错字，没有两人签名的不采用。"
        ),
        (
            f"不是意见的（误划、污迹）在“录入文字”填：{NOTHING}。背面和另附纸还要选“{BELONGS}”：是前一张的背面或附纸的选"
            f"“{BELONGS_WORDS[0]}”，说不准的选“{BELONGS_WORDS[1]}”；都不计票。"
        ),
        "填好保存，再运行 pingyi opinions --import 本文件。意见只以文字转达，不外传手迹图像。",
    )
    with new_file(path) as part:
        book = xlsxwriter.Workbook(str(part), TEXT_STAYS_TEXT)
        looks = looks_of(book)
        sheet = book.add_worksheet(OPINIONS_SHEET)
        set_up(sheet, guide, COLUMNS, looks)
        for number, line in enumerate(lines, start=1):
            row = HEADER_ROW + number
            scale, high = _fitted(line.picture)
            sheet.set_row(row, max(LEAST_PT, high * ROW_PT + 12))
            known = (
                number, line.batch, line.where, "", line.draft, line.text, line.offered, line.flags, line.units,
                line.belongs or "", line.typed_by, line.checked_by, line.key,
            )  # fmt: skip
            write_line(sheet, row, dict(zip(COLUMNS, known, strict=True)), looks, TO_FILL)
            put_picture(sheet, (row, list(COLUMNS).index(PICTURE)), line.picture, scale)
            if line.belongs is not None:
                offer_at(sheet, (row, list(COLUMNS).index(BELONGS)), BELONGS_WORDS)
        book.close()
    return path


def _fitted(picture: bytes | None) -> tuple[float, float]:
    """A PNG's scale in its cell, and its height there (px)."""
    if picture is None:
        return PICTURE_SCALE, 0.0
    width, height = struct.unpack(">II", picture[16:24])  # the PNG's first chunk
    scale = min(PICTURE_SCALE, WIDE_PX / width, HIGH_PX / height)
    return scale, scale * height
