"""日结单: on one page what a day's work has come to, with the code and QR by which a change of it is seen later."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pingyi.domain.campaign import Campaign
from pingyi.domain.head_code import code_words, head_code
from pingyi.generator.word import word
from pingyi.generator.word.qr_code import add_code
from pingyi.generator.word.word import CENTER, FANGSONG, HEITI, SONGTI, XIAOBIAOSONG, Lines, Page, Type

PAGE = Page(top=30.0, bottom=25.0, left=28.0, right=26.0)
TITLE = Type(face=XIAOBIAOSONG, size_pt=word.ER_HAO)
BODY = Type(face=FANGSONG, size_pt=word.SAN_HAO)
CODE = Type(face=HEITI, size_pt=word.SAN_HAO)
CELL = Type(face=SONGTI, size_pt=word.SI_HAO)
COLUMNS_MM = (70.0, 86.0)
ROW_MM = 11.0
CODE_MM = 31.0
BODY_LINES = Lines(exact_pt=30, first_indent_chars=2)
HOLDS = (
    "上列校验码代表到这一刻为止的全部记录：印表、扫描、读票、判定、导入、计分。此后任何一条被改动、删去或插入，校验码就对不上。"
    "请两人核对、签名，与发放回收登记表一起存放，不要存在同一台电脑里。"
)
SIGNATURES = "经办人：　　　　　　　　监督人：　　　　　　　　"


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySlip:
    """The last entry of the evidence chain on a day, and counts of the day's end by name (Chinese)."""

    day: date
    number: int
    hash: str  # hex
    counts: Sequence[tuple[str, str]]


def write_day_slip(campaign: Campaign, slip: DaySlip, path: Path) -> Path:
    """Write it to `path`. Raises what word.save raises."""
    document = word.new_document(PAGE, title="日结单", author=campaign.about.issuer)
    code = head_code(slip.hash)
    word.paragraph(document, "评议记录日结单", TITLE, Lines(exact_pt=40, align=CENTER, after_pt=12))
    rows = [
        ("评议", f"{campaign.about.district}{campaign.about.year}年度"),
        ("日期", f"{slip.day.year}年{slip.day.month}月{slip.day.day}日"),
        *slip.counts,
        ("证据链", f"至第 {slip.number} 条"),
    ]
    table = word.ruled_table(document, COLUMNS_MM, [ROW_MM] * len(rows), rule_pt=0.5)
    for row, words in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, words, strict=True):
            word.write_in(cell, text, CELL, Lines(exact_pt=20, align=CENTER))
    word.paragraph(document, f"校验码　{code}", CODE, Lines(exact_pt=40, align=CENTER, before_pt=16))
    line = word.paragraph(document, "", CODE, Lines(align=CENTER))
    told = code_words(f"{campaign.about.district}{campaign.about.year}年度评议", slip.day, slip.number, slip.hash)
    add_code(line, told, CODE_MM)
    word.paragraph(document, HOLDS, BODY, BODY_LINES)
    word.paragraph(document, "日后核对：pingyi verify --head 校验码", CELL, Lines(exact_pt=28, align=CENTER))
    word.paragraph(document, SIGNATURES, BODY, Lines(exact_pt=48, before_pt=18, align=CENTER))
    return word.save(document, path)
