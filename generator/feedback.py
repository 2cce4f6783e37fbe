"""结果反馈: what one unit is told of its own result: points, rank, votes, and opinions as typed text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from docx.document import Document

from domain.ballot import Tally
from domain.campaign import Campaign, Component, Unit
from domain.figure import Figure
from domain.score import UnitScore
from domain.sums import VoteSum, rows_of, votes_by_shown_group
from generator import official, word
from generator.notice_text import chinese_day
from generator.official import Grid


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What one unit is told; `opinions` are typed texts that speak of it, in no order that tells whose they are."""

    unit: Unit
    score: UnitScore
    tally: Tally
    opinions: tuple[str, ...]
    day: date
    draft: bool  # something is open or unconfirmed


def write_feedback(campaign: Campaign, told: Feedback, path: Path) -> Path:
    """Write one unit's letter."""
    about, unit, score, tally = campaign.about, told.unit, told.score, told.tally
    title = f"{about.year}年度绩效考评评议评价结果反馈"
    document = official.begin_letter(title, unit.name, about.issuer)
    words = f"你单位{about.year}年度评议评价得{score.total.rounded()}分，在{score.ranked_in}中列第{score.rank}名。"
    official.body(document, f"{words}{'本结果为试算，以正式通报为准。' if told.draft else ''}各项情况如下：")
    _points(document, score)
    _votes(document, campaign, unit, tally)
    _opinions(document, told.opinions)
    official.sign(document, about.issuer, chinese_day(told.day))
    return word.save(document, path)


def _points(document: Document, score: UnitScore) -> None:
    official.subtitle(document, "一、得分")
    rows = [(figure.label, _rounded(figure)) for figure in score.items]
    rows.append(("合计", _rounded(score.total)))
    widths = official.widths((110, 46))
    official.table(document, Grid(headings=("项目", "得分"), widths_mm=widths, rows=tuple(rows), left=frozenset({0})))


def _rounded(figure: Figure) -> str:
    return str(figure.rounded())


def _votes(document: Document, campaign: Campaign, unit: Unit, tally: Tally) -> None:
    official.subtitle(document, "二、公众评议票数")
    rows = [row for row in rows_of(tally.rows, Component.VOTES, campaign) if row.item == str(unit.serial)]
    shown = votes_by_shown_group(rows, tally.batches, campaign)
    headings = ("评议群体", *tally.choices, "有效票", "未选", "多选")
    lines = tuple((label, *_counts(votes)) for label, votes in shown)
    widths = official.widths((56, *[100 / (len(headings) - 1)] * (len(headings) - 1)))
    official.table(document, Grid(headings=headings, widths_mm=widths, rows=lines, left=frozenset({0})))
    official.remark(document, "注：收回不足5份的群体与其他群体合并列示。")


def _counts(votes: VoteSum) -> tuple[str, ...]:
    return tuple(str(count) for count in (*votes.choices, votes.valid, votes.blank, votes.multiple))


def _opinions(document: Document, opinions: Sequence[str]) -> None:
    official.subtitle(document, "三、书面意见")
    if not opinions:
        official.body(document, "没有涉及你单位的书面意见。")
    for number, text in enumerate(opinions, start=1):
        official.body(document, f"{number}.{text}")
