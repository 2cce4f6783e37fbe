"""The words of the result notice, composed from the data."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.points import Component, PointTable
from pingyi.domain.campaign.policy_words import answer_text
from pingyi.domain.campaign.scheme import asks_by_phone, ballot_name, has_leaders, matter_of, open_questions
from pingyi.domain.readings.ballot import BatchCount, RowCount, Tally
from pingyi.domain.results.score import ScoreSheet, UnitScore
from pingyi.domain.results.sums import TOO_FEW, add, rows_of, scored_rows, shown_rows
from pingyi.domain.trust.head_code import head_code

ATTACHMENTS = (
    "总分及排名",
    "各项得分",
    "{votes}票数统计",
    "评议表发放、回收和有效情况",
    "计分办法明细",
    "各单位得分计算明细",
)
LEADERS = ("bodies", "teams")
CHARTS = "评议评价结果图表"  # one more, where the office wants it
NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A passage of the body under its heading; the first has none."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """By what code and key the records behind a notice are known again."""

    lines: tuple[str, ...] = ()
    told: str = ""  # for any phone, as a QR code; empty: none


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What a notice is about: counts, points, and whether it is meant to be issued."""

    campaign: Campaign
    tally: Tally
    sheet: ScoreSheet
    final: bool
    day: date
    sensitivity: tuple[str, ...] = ()  # what ranks hang on, for the annex of method
    anchor: Anchor = Anchor()
    corrects: str = ""  # the hash printed on the formal notice that this one replaces


def attachments(campaign: Campaign) -> tuple[str, ...]:
    """Titles of the attachments, in order."""
    names = tuple(name.format(votes=matter_of(campaign, "votes")) for name in ATTACHMENTS)
    return (*names, CHARTS) if campaign.notice.charts else names


def fields(occasion: Occasion) -> dict[str, object]:
    """What an office's template may name, by field: texts and lists of texts."""
    about = occasion.campaign.about
    year = occasion.day.year
    return {
        "draft_mark": "" if occasion.final else "征求意见稿",
        "letterhead": list(about.letterhead),
        "number": f"{about.document_prefix}〔{year}〕{occasion.campaign.notice.number or '　　'}号",
        "draft_heading": draft_heading(occasion),
        "draft_notes": draft_notes(occasion),
        "title": "\n".join(_title_lines(occasion.campaign, occasion.corrects)),
        "addressees": about.addressees,
        "parts": list(parts(occasion)),
        "attachments": attachment_lines(occasion.campaign),
        "issuer": about.issuer,
        "day": chinese_day(occasion.day) if occasion.final else f"{year}年　月　日",
    }


def title(campaign: Campaign, corrects: str = "") -> str:
    """The notice's title in one line; of one that `corrects` another, that it does."""
    return "".join(_title_lines(campaign, corrects))


def _title_lines(campaign: Campaign, corrects: str) -> tuple[str, str]:
    """Broken where its sense allows (GB/T 9704, 7.3.1)."""
    kind = f"更正{campaign.notice.kind}" if corrects else campaign.notice.kind
    return f"关于{campaign.about.year}年度{campaign.about.district}绩效考评", f"评议评价结果的{kind}"


def attachment_lines(campaign: Campaign) -> list[str]:
    """附件：1.… with the numbers under each other."""
    names = enumerate(attachments(campaign), start=1)
    return [f"{'附件：' if number == 1 else '　　　'}{number}.{name}" for number, name in names]


def draft_heading(occasion: Occasion) -> str:
    """Over the box on a draft's first page."""
    count = len(open_questions(occasion.campaign))
    return f"本稿为征求意见稿，以下{count}项办法未经确认，暂按下列办法试算：" if count else "本稿为征求意见稿："


def draft_notes(occasion: Occasion) -> list[str]:
    """Open policies, and what else a draft reserves; empty in a final notice."""
    if occasion.final:
        return []
    answers = (
        f"{number}.{policy.title}：{answer_text(occasion.campaign, name, policy.value)}"
        for number, (name, policy) in enumerate(open_questions(occasion.campaign), start=1)
    )
    notes = ["；".join(answers)] if open_questions(occasion.campaign) else []  # run on: page one must show text (7.3.3)
    open_rows, remarks = occasion.tally.open_rows, len(occasion.sheet.remarks)
    reserved = [f"{open_rows}项评价待人工认定，本稿未计入"] if open_rows else []
    reserved += [f"试算说明{remarks}条，见附件5"] if remarks else []
    if reserved:
        notes.append(f"※ 另有{'；'.join(reserved)}")
    return notes or ["各项办法均已确认"]


def parts(occasion: Occasion) -> Iterator[Part]:
    """The body's passages in their order; those without lines are left out."""
    about = occasion.campaign.about
    opening = (
        f"根据《{about.year}年度{about.district}绩效考评评议评价工作方案》（{about.document_prefix}〔{about.plan_date.year}〕"
        f"{about.plan_number}号），{about.issuer_short}组织开展了{about.year}年度绩效考评评议评价工作。"
        f"现将结果{occasion.campaign.notice.kind}如下："
    )
    before = (
        f"此前印发的同名{occasion.campaign.notice.kind}（附件5所印校验码为{head_code(occasion.corrects)}）有误，"
        "现予更正，以本件为准。"
        if occasion.corrects
        else ""
    )
    yield Part(heading="", lines=(opening, before) if before else (opening,))
    passages = (
        ("组织实施情况", _turnout(occasion)),
        ("计分办法", _method(occasion)),
        ("评议评价结果", _result(occasion)),
        ("有关要求", occasion.campaign.notice.requests),
    )
    held = ((words, lines) for words, lines in passages if lines)
    for numeral, (words, lines) in zip(NUMERALS, held, strict=False):
        yield Part(heading=f"{numeral}、{words}", lines=lines)


def _turnout(occasion: Occasion) -> tuple[str, ...]:
    campaign, tally = occasion.campaign, occasion.tally
    batches = public_batches(occasion)
    issued, returned = sum(batch.issued for batch in batches), sum(batch.returned for batch in batches)
    divided = f"，分{len(campaign.series)}个系列" if len(campaign.series) > 1 else ""
    evaluated = (
        f"本次评议评价对象为{len(campaign.units)}个单位{divided}。"
        f"共发放{ballot_name(campaign)}{issued}份，收回{returned}份，回收率{percent(returned, issued)}。"
    )
    if not tally.rows:
        return (evaluated,)
    return (evaluated, _validity(occasion) if public_rows(occasion) else f"{TOO_FEW}。")


def _validity(occasion: Occasion) -> str:
    votes = add(public_rows(occasion))
    void = votes.blank + votes.multiple
    words = (
        "按每个单位只选一个评价栏，多选、不选作为无效评价废票的规定逐单位统计，"
        f"收回的评议表共有评价{votes.ballots}项，其中有效评价{votes.valid}项，占{percent(votes.valid, votes.ballots)}；"
        f"无效评价废票{void}项（不选{votes.blank}项、多选{votes.multiple}项），占{percent(void, votes.ballots)}。"
    )
    if occasion.tally.corrected:
        words += f"以上评价中，有{occasion.tally.corrected}项由计票人、监票人对照票面共同认定。"
    if occasion.tally.open_rows:
        words += f"另有{occasion.tally.open_rows}项尚待认定，本稿未计入。"
    return words


def public_rows(occasion: Occasion) -> tuple[RowCount, ...]:
    """
    The rows of 公众评议表 that points are made of; all that is printed of votes is added up from these.

    From all rows, the sum less that of the units would be the votes of what is left out, however few.
    """
    tally, campaign = occasion.tally, occasion.campaign
    return shown_rows(rows_of(scored_rows(tally, campaign), Component.VOTES, campaign), tally, campaign)


def public_batches(occasion: Occasion) -> tuple[BatchCount, ...]:
    """The batches of 公众评议表."""
    keys = {group.key for group in occasion.campaign.groups if group.component is Component.VOTES}
    return tuple(batch for batch in occasion.tally.batches if batch.group in keys)


def _method(occasion: Occasion) -> tuple[str, ...]:
    campaign = occasion.campaign
    lines = [
        f"{table.object}满分{plain(table.total)}分，其中：" + "，".join(_shares(table)) + "。"
        for table in campaign.points
    ]
    return (*lines, _conversion(campaign))


def _conversion(campaign: Campaign) -> str:
    votes = "、".join(f"“{one.word}”每票计{plain(one.weight)}分" for one in campaign.choices if one.counts)
    votes += "".join(f"，“{one.word}”不计入计分票" for one in campaign.choices if not one.counts)
    leaders = {
        "scores": f"；{matter_of(campaign, *LEADERS)}按百分制评分的平均分折算",
        "votes": f"；{matter_of(campaign, *LEADERS)}按得票情况折算",
    }[campaign.policies.leader_form.value] * has_leaders(campaign)
    hotline = dict.fromkeys(
        f"12345热线{'、'.join(item.method)}"
        for table in campaign.points for item in table.items if item.component is Component.HOTLINE
    )  # fmt: skip
    return (
        f"{matter_of(campaign, 'votes')}按各单位得到的有效评价折算，{votes}，取平均分后按分值计入{leaders}"
        f"{''.join(f'；{words}' for words in hotline)}。"
        "计算过程不作舍入，结果四舍五入保留两位小数。"
        "方案未作规定的事项及所用办法见附件5，各单位的计算过程见附件6。"
    )


def _shares(table: PointTable) -> Iterator[str]:
    merged: list[list[str]] = []
    for item in table.items:
        name = f"{item.matter}（{'、'.join(item.method)}）" if item.component is not Component.HOTLINE else "12345热线"
        if item.points is None and merged:
            merged[-1][0] += f"与{name}合并计"
        else:
            who = f"{item.matter}（{item.by}）" if item.component in (Component.BODIES, Component.TEAMS) else name
            merged.append([who, f"{plain(item.points or Decimal(0))}分"])
    yield from (f"{name}{points}" for name, points in merged)


def _result(occasion: Occasion) -> tuple[str, ...]:
    labels = {series.name: series.label for series in occasion.campaign.series}
    classes = dict.fromkeys(unit.ranked_in for unit in occasion.sheet.units)
    each = "各系列" if len(classes) > 1 else ""
    lines = [f"各单位总分及名次见附件1，各项得分见附件2。{each}第一名和平均分如下："]
    for name in classes:
        ranked = [unit for unit in occasion.sheet.units if unit.ranked_in == name]
        mean = sum((unit.total.rounded() for unit in ranked), Decimal(0)) / len(ranked)  # of what annex 1 prints
        first = [unit for unit in ranked if unit.rank == 1]
        tied = "并列" if len(first) > 1 else ""
        lines.append(
            f"{labels.get(name, name)}：{'、'.join(unit.unit for unit in first)}{first[0].total.rounded()}分，"
            f"{tied}第一名；平均{two(mean)}分。"
        )
    return tuple(lines)


def votes_remark(scores: Iterable[UnitScore], counted: int, campaign: Campaign) -> str:
    """Why points are made of other votes than the `counted` ones on paper; empty when they are not."""
    lines = (figure for score in scores if (figure := score.item(Component.VOTES)) is not None)
    scored = sum(part.value for figure in lines for _, part in figure.walk() if part.label == campaign.counted_label)
    left_out = campaign.policies.self_votes.value == "left_out"
    if not scored or (scored == counted and not left_out):
        return ""
    own = "不含本单位发放的评议表对本单位的评价" if left_out else ""
    phone = "有第三方电话访谈的，其评价另行计入得分" if asks_by_phone(campaign) else ""
    return f"{'；'.join(filter(None, (f'本表为计入得分的{ballot_name(campaign)}票数', own, phone)))}。"


def close_up(text: str) -> str:
    """Without the blanks that stand between Chinese and digits on a screen."""
    return re.sub(r"(?<=[\u4e00-\u9fff，。；：、）]) (?=[\w（])|(?<=[\dA-Za-z]) (?=[\u4e00-\u9fff])", "", text)


def plain(value: Decimal) -> str:
    """15 rather than 15.0."""
    return f"{value.normalize():f}"


def percent(part: int, whole: int) -> str:
    """A share with two places, half up; a dash where there is nothing to share."""
    return f"{two(Decimal(part * 100) / whole)}%" if whole else "—"


def two(value: Decimal) -> str:
    """Two places, half up."""
    return str(value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))


def chinese_day(day: date) -> str:
    """2024年9月29日, no leading zeros (GB/T 9704, 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"
