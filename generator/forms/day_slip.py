"""日结单: on one page what a day's work has come to, with the code and QR by which a change of it is seen later."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.trust.head_code import code_words
from pingyi.generator.forms.coded_slip import CodedSlip, write_coded_slip

HOLDS = (
    "上列校验码代表到这一刻为止的全部记录：印表、扫描、读票、判定、导入、计分。此后任何一条被改动、删去或插入，校验码就对不上。"
    "请两人核对、签名，与发放回收登记表一起存放，不要存在同一台电脑里。"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySlip:
    """The last entry of the evidence chain on a day, and counts of the day's end by name (Chinese)."""

    day: date
    number: int
    hash: str  # hex
    counts: Sequence[tuple[str, str]]


def write_day_slip(campaign: Campaign, slip: DaySlip, path: Path) -> Path:
    """Write it to `path`. Raises what word.save raises."""
    of = f"{campaign.about.district}{campaign.about.year}年度评议"
    told = (
        ("日期", f"{slip.day.year}年{slip.day.month}月{slip.day.day}日"),
        *slip.counts,
        ("证据链", f"至第 {slip.number} 条"),
    )
    coded = CodedSlip(
        name="日结单",
        title="评议记录日结单",
        told=told,
        label="校验码",
        hash=slip.hash,
        scanned=code_words(of, slip.day, slip.number, slip.hash),
        holds=HOLDS,
        check="日后核对：pingyi verify --head 校验码",
    )
    return write_coded_slip(campaign, coded, path)
