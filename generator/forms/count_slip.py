"""计票摘要公布单: what was counted, made public before anybody knows which sheets will be looked at."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.trust.head_code import head_code
from pingyi.generator.forms.coded_slip import CodedSlip, write_coded_slip

HOLDS = (
    "上列摘要由每一张票每一行的计票结果算出：此后任何一行改动，摘要就对不上。请先张贴或当众宣读，"
    "再当众产生抽取的种子（如摇号）。抽查的票样按种子抽出，抽查结果只对这个摘要有效；正式通报所附“计算方法”写明同一个摘要。"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountSlip:
    """The digest (hex) of every row as it was counted."""

    day: date
    digest: str
    sheets: int


def write_count_slip(campaign: Campaign, slip: CountSlip, path: Path) -> Path:
    """Write it to `path`. Raises what word.save raises."""
    of = f"{campaign.about.district}{campaign.about.year}年度评议计票摘要"
    coded = CodedSlip(
        name="计票摘要公布单",
        title="计票摘要公布单",
        told=(
            ("公布日期", f"{slip.day.year}年{slip.day.month}月{slip.day.day}日"),
            ("计入的评议表", f"{slip.sheets} 张"),
        ),
        label="计票摘要",
        hash=slip.digest,
        scanned=f"{of} {slip.day:%Y-%m-%d} {head_code(slip.digest)}",
        holds=HOLDS,
        check="日后核对：pingyi audit 所列计票摘要",
    )
    return write_coded_slip(campaign, coded, path)
