"""The words of the result notice, composed from the data."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from domain.ballot import Tally
from domain.campaign import Campaign, Component, PointTable
from domain.policies import value_text
from domain.score import ScoreSheet
from domain.sums import add, rows_of

ATTACHMENTS = ("总分及排名", "各项得分", "公众评议票数统计", "评议表发放回收情况", "计分办法明细")
NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A headed passage."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What a notice is about: counts, points, and whether it is meant to be issued."""

    campaign: Campaign
    tally: Tally
    sheet: ScoreSheet
    final: bool
    day: date


def fields(occasion: Occasion) -> dict[str, object]:
    """The template's fields."""
    about = occasion.campaign.about
    year = occasion.day.year
    return {
        "draft_mark": "" if occasion.final else "征求意见稿",
        "letterhead": list(about.letterhead),
        "number": f"{about.document_prefix}〔{year}〕　　号",
        "draft_heading": draft_heading(occasion),
        "draft_notes": draft_notes(occasion),
        "title": "\n".join(_title_lines(occasion.campaign)),
        "addressees": about.addressees,
        "parts": list(parts(occasion)),
        "attachments": attachment_lines(),
        "issuer": about.issuer,
        "day": chinese_day(occasion.day) if occasion.final else f"{year}年　月　日",
    }


def title(campaign: Campaign) -> str:
    """The notice's title in one line."""
    return "".join(_title_lines(campaign))


def _title_lines(campaign: Campaign) -> tuple[str, str]:
    """Broken where its sense allows (GB/T 9704, 7.3.1)."""
    return f"关于{campaign.about.year}年度{campaign.about.district}绩效考评", "评议评价结果的通报"


def attachment_lines() -> list[str]:
    """附件：1.… with the numbers under each other."""
    return [
        f"{'附件：' if number == 1 else '　　　'}{number}.{name}" for number, name in enumerate(ATTACHMENTS, start=1)
    ]


def draft_heading(occasion: Occasion) -> str:
    """Over the box on a draft's first page."""
    count = len(occasion.campaign.policies.open())
    return f"本稿为征求意见稿，以下 {count} 项未经确认，按默认办法试算：" if count else "本稿为征求意见稿："


def draft_notes(occasion: Occasion) -> list[str]:
    """Open policies and what else a draft reserves, one line each; empty in a final notice."""
    if occasion.final:
        return []
    notes = [
        f"{number}. {policy.title}：{value_text(name, policy.value)}"
        for number, (name, policy) in enumerate(occasion.campaign.policies.open(), start=1)
    ]
    open_rows, remarks = occasion.tally.open_rows, len(occasion.sheet.remarks)
    reserved = [f"{open_rows} 行评价待人工认定，本稿未计入"] if open_rows else []
    reserved += [f"试算说明 {remarks} 条见附件{len(ATTACHMENTS)}"] if remarks else []
    if reserved:
        notes.append(f"※ 另有{'；'.join(reserved)}")
    return notes or ["各项办法均已确认"]


def parts(occasion: Occasion) -> Iterator[Part]:
    """The body's passages."""
    about = occasion.campaign.about
    opening = (
        f"根据《{about.year}年度{about.district}绩效考评评议评价工作方案》（{about.document_prefix}〔{about.plan_date.year}〕"
        f"{about.plan_number}号），{about.issuer_short}组织开展了评议评价工作。现将结果通报如下。"
    )
    yield Part(heading="", lines=(opening,))
    passages = (("组织情况", _turnout(occasion)), ("计分办法", _method(occasion)), ("评议评价结果", _result(occasion)))
    for numeral, (words, lines) in zip(NUMERALS, passages, strict=False):
        yield Part(heading=f"{numeral}、{words}", lines=lines)


def _turnout(occasion: Occasion) -> tuple[str, ...]:
    campaign, tally = occasion.campaign, occasion.tally
    issued = sum(batch.issued for batch in tally.batches)
    returned = sum(batch.returned for batch in tally.batches)
    votes = add(rows_of(tally.rows, Component.VOTES, campaign))
    void = votes.blank + votes.multiple
    turnout = (
        f"本次评议评价对象为{len(campaign.units)}个单位。共发放评议表{issued}份，收回{returned}份，"
        f"回收率{percent(returned, issued)}。"
        f"按“每个单位只能选一个评价栏，多选、不选的作为无效评价废票”的规定逐单位统计，共{votes.ballots}个评价项，"
        f"其中有效{votes.valid}项，占{percent(votes.valid, votes.ballots)}；"
        f"未选{votes.blank}项、多选{votes.multiple}项，合计废票{void}项。"
    )
    people = f"其中{tally.corrected}项由计票人、监票人对照票面共同认定。" if tally.corrected else ""
    if tally.open_rows:
        people += f"另有{tally.open_rows}项尚待认定，本稿未计入。"
    return (turnout + people,)


def _method(occasion: Occasion) -> tuple[str, ...]:
    campaign = occasion.campaign
    lines = [
        f"{table.object}满分{table.total.normalize():f}分。" + "，".join(_shares(table)) + "。"
        for table in campaign.points
    ]
    weights = zip(campaign.ballot.choices, campaign.policies.vote_weights.value, strict=True)
    lines.append(
        "公众评议按各单位得到的有效评价折算：" + "、".join(f"“{choice}”每票{weight:f}分" for choice, weight in weights)
        + "，取平均分后按分值折算。领导评价取评分的平均分折算，热线得分采信区网格中心考评数据。"
        f"计算过程不作舍入，结果四舍五入保留两位小数。方案未作规定的事项所用办法见附件{len(ATTACHMENTS)}。"
    )  # fmt: skip
    return tuple(lines)


def _shares(table: PointTable) -> Iterator[str]:
    merged: list[list[str]] = []
    for item in table.items:
        name = f"{item.matter}（{'、'.join(item.method)}）" if item.component is not Component.HOTLINE else "12345热线"
        if item.points is None and merged:
            merged[-1][0] += f"与{name}"
        else:
            who = f"{item.matter}（{item.by}）" if item.component in (Component.BODIES, Component.TEAMS) else name
            merged.append([who, f"{item.points:f}分"])
    yield from (f"{name}{points}" for name, points in merged)


def _result(occasion: Occasion) -> tuple[str, ...]:
    lines = ["各单位总分、名次和各项得分见附件。其中："]
    for name in dict.fromkeys(unit.ranked_in for unit in occasion.sheet.units):
        ranked = [unit for unit in occasion.sheet.units if unit.ranked_in == name]
        mean = sum((unit.total.value for unit in ranked), Decimal(0)) / len(ranked)
        first = [unit for unit in ranked if unit.rank == 1]
        lines.append(
            f"{name}：第一名{'、'.join(unit.unit for unit in first)}，{first[0].total.rounded()}分；平均{two(mean)}分。"
        )
    return tuple(lines)


def percent(part: int, whole: int) -> str:
    """A share with two places, half up; a dash where there is nothing to share."""
    return f"{two(Decimal(part * 100) / whole)}%" if whole else "—"


def two(value: Decimal) -> str:
    """Two places, half up."""
    return str(value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))


def chinese_day(day: date) -> str:
    """2024年9月29日, no leading zeros (GB/T 9704, 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"
