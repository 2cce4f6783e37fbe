"""结果反馈: what one unit is told of its own result: points, rank, votes, and opinions as typed text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from docx.document import Document

from pingyi.domain.campaign.campaign import Campaign, Unit
from pingyi.domain.campaign.points import Component
from pingyi.domain.campaign.scheme import ballot_name, matter_of
from pingyi.domain.readings.ballot import Tally
from pingyi.domain.results.figure_text import with_numbers, worked_out
from pingyi.domain.results.score import UnitScore
from pingyi.domain.results.sums import (
    TOO_FEW,
    VoteSum,
    add,
    rows_of,
    scored_rows,
    shown_classes,
    shown_rows,
    votes_by_shown_group,
)
from pingyi.generator.documents.notice_text import chinese_day, close_up, votes_remark
from pingyi.generator.word import narrow, official, word
from pingyi.generator.word.official import Grid


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What one unit is told; `opinions` are typed texts that speak of it, in no order that tells whose they are."""

    unit: Unit
    score: UnitScore
    tally: Tally
    opinions: tuple[str, ...]
    day: date
    draft: bool  # something is open or unconfirmed
    ranked: int = 1  # units ranked with it
    shared: bool = False  # another has its rank
    more: bool = False  # opinions are still to be typed: nobody knows yet of whom they speak


def write_feedback(campaign: Campaign, told: Feedback, path: Path) -> Path:
    """Write one unit's letter."""
    about, unit, score = campaign.about, told.unit, told.score
    title = f"{about.year}年度绩效考评评议评价结果反馈"
    document = official.begin_letter(title, unit.name, about.issuer, told.day)
    what = f"现将{about.year}年度绩效考评评议评价结果反馈如下。"
    official.body(document, f"{what}{_place(campaign, told)}")
    _heading(document, "一、各项得分")
    _points(document, score)
    _heading(document, f"二、{matter_of(campaign, 'votes')}得票情况")
    _votes(document, campaign, told)
    _heading(document, "三、意见建议")
    _opinions(document, told)
    official.sign(document, about.issuer, chinese_day(told.day))
    narrow.signature(document, about.issuer)
    return word.save(document, path)


def write_general(campaign: Campaign, opinions: Sequence[str], path: Path, day: date) -> Path:
    """The office's own list: opinions on no unit in particular, which no letter passes on."""
    about = campaign.about
    document = official.begin_letter(f"{about.year}年度不专指单位的书面意见建议", about.issuer, about.issuer, day)
    if not opinions:
        official.body(document, "没有不专指单位的书面意见建议。")
    else:
        official.body(document, f"以下{len(opinions)}条没有写明单位，没有转给任何单位，由办公室研究处理：")
        for number, text in enumerate(opinions, start=1):
            official.body(document, f"{number}.{text}")
    official.sign(document, about.issuer, chinese_day(day))
    narrow.signature(document, about.issuer)
    return word.save(document, path)


def _heading(document: Document, text: str) -> None:
    """A heading that is never the last line of a page."""
    official.heading(document, text, level=1)
    document.paragraphs[-1].paragraph_format.keep_with_next = True


def _place(campaign: Campaign, told: Feedback) -> str:
    score, kind = told.score, campaign.notice.kind
    tied = "并列" if told.shared else ""
    words = f"你单位总分{score.total.rounded()}分，在{score.ranked_in}{told.ranked}个单位中{tied}列第{score.rank}名。"
    if score.lacking:
        words += f"你单位{close_up(score.lacking_words)}。"
    return f"{words}本结果为试算，以正式{kind}为准。" if told.draft else words


def _points(document: Document, score: UnitScore) -> None:
    rows = [(figure.label, str(figure.rounded()), _working(worked_out(figure))) for figure in score.items]
    rows.append(("总分", str(score.total.rounded()), _working(with_numbers(score.total))))
    widths = official.widths((32, 16, 108))
    headings = ("项目", "得分", "计算过程")
    official.table(document, Grid(headings=headings, widths_mm=widths, rows=tuple(rows), left=frozenset({2})))
    official.remark(document, "注：计算过程不作舍入，结果四舍五入保留两位小数。")


def _working(equation: str) -> str:
    """Without the label, which stands beside it."""
    return equation.partition("＝")[2]


def _votes(document: Document, campaign: Campaign, told: Feedback) -> None:
    """Votes by group. No class of under five ballots is shown, not even where all there are make no more."""
    tally = told.tally
    counted = rows_of(scored_rows(tally, campaign), Component.VOTES, campaign)
    rows = [row for row in counted if row.item == str(told.unit.serial)]
    shown = votes_by_shown_group(rows, campaign, shown_classes(tally, campaign))
    if len(shown_rows(rows, tally, campaign)) < len(rows):
        official.body(document, f"{TOO_FEW}。")
        return
    if not shown:
        official.body(document, f"没有收回{ballot_name(campaign)}。")
        return
    doubtful = any(votes.doubtful for _, votes in shown)
    headings = ("评议群体", *tally.choices, campaign.counted_label, "不选", "多选", *(("待定",) if doubtful else ()))
    lines = [(label, *_counts(votes, campaign, doubtful)) for label, votes in shown]
    whole = add(rows)
    if len(shown) > 1:
        lines.append(("合计", *_counts(whole, campaign, doubtful)))
    widths = official.widths((56, *[100 / (len(headings) - 1)] * (len(headings) - 1)))
    official.table(document, Grid(headings=headings, widths_mm=widths, rows=tuple(lines), left=frozenset({0})))
    words = votes_remark([told.score], sum(campaign.counted(whole.choices)), campaign)
    official.remark(document, f"注：不选、多选为无效评价废票。收回不足5份的群体与其他群体合并列示。{words}")


def _counts(votes: VoteSum, campaign: Campaign, doubtful: bool) -> tuple[str, ...]:  # noqa: FBT001
    counts = (
        *votes.choices,
        sum(campaign.counted(votes.choices)),
        votes.blank,
        votes.multiple,
        *((votes.doubtful,) if doubtful else ()),
    )
    return tuple(str(count) for count in counts)


def _opinions(document: Document, told: Feedback) -> None:
    """What was typed; where more is to come, that it follows."""
    if told.opinions:
        official.body(document, f"评议人对你单位提出书面意见建议{len(told.opinions)}条，转达如下：")
        document.paragraphs[-1].paragraph_format.keep_with_next = True
        for number, text in enumerate(told.opinions, start=1):
            official.body(document, f"{number}.{text}")
    if told.more:
        official.body(document, f"{'另有' if told.opinions else ''}收到的书面意见建议尚在整理，涉及你单位的另行转达。")
    elif not told.opinions:
        official.body(document, "没有涉及你单位的书面意见建议。")
