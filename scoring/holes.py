"""Holes in the matrix of units and sources: what one unit lacks that its points would be made of."""

from collections.abc import Collection, Iterator
from decimal import Decimal

from pingyi.domain.campaign.campaign import Unit
from pingyi.domain.campaign.points import Component, EvaluatorGroup
from pingyi.domain.campaign.scheme import asks_by_phone
from pingyi.domain.results.score import HotlineSummary
from pingyi.scoring.evidence import PHONE, Evidence, Missing
from pingyi.scoring.hotline import follow_up_alone, has_orders

NEARLY_ALL = 0.9  # of the units: a table that lists so many was meant to list them all
CONFIRM = "；确是这样的，由办公室确认 policies.{name}"


def stops(evidence: Evidence) -> bool:
    """Whether what lacks a source is not scored from the others."""
    return evidence.campaign.policies.missing_source.value == "stop"


def vote_hole(unit: Unit, evidence: Evidence) -> Missing | None:
    """A group whose forms lack the unit, or whose weight would go to the others; interviews that left it out."""
    lacking = [*_groups_lacking(unit, evidence), *_phone_lacking(unit, evidence)]
    if not lacking or not stops(evidence):
        return None
    papers = "扫描件和电话访谈表" if asks_by_phone(evidence.campaign) else "扫描件"
    remedy = f"请核对{papers}，补齐后重新计分" + CONFIRM.format(name="missing_source")
    return Missing(unit=unit.name, reason=f"缺{'、'.join(lacking)}的评价", remedy=remedy)


def bodies_lacking(component: Component, there: Collection[str], evidence: Evidence) -> tuple[EvaluatorGroup, ...]:
    """Leaders' groups of a component that are not among those `there` (keys)."""
    groups = (group for group in evidence.campaign.groups if group.component is component)
    return tuple(group for group in groups if group.key not in there)


def body_hole(unit: Unit, lacking: Collection[EvaluatorGroup], evidence: Evidence) -> Missing | None:
    """Bodies of leaders that have said nothing of the unit."""
    if not lacking or not stops(evidence):
        return None
    names = "、".join(group.name for group in lacking)
    remedy = "请补齐这些单位的领导评价再导入（pingyi import leaders 文件）" + CONFIRM.format(name="missing_source")
    return Missing(unit=unit.name, reason=f"缺{names}的评价", remedy=remedy)


def hotline_hole(unit: Unit, evidence: Evidence) -> Missing | None:
    """No hotline table at all, one that leaves the unit out, or follow-ups of a unit that has no orders."""
    summary, policies = evidence.hotline.get(unit.name), evidence.campaign.policies
    if not evidence.hotline:
        return Missing(unit=unit.name, reason="没有热线数据", remedy="请导入热线汇总表（pingyi import hotline 文件）")
    if summary is None and policies.unlisted_hotline.value == "stop" and lists_all(evidence):
        remedy = "没有工单的单位请在表里列一行、各数填 0，再导入" + CONFIRM.format(name="unlisted_hotline")
        return Missing(unit=unit.name, reason="热线汇总表没有列出", remedy=remedy)
    if summary is not None and follow_up_alone(summary) and policies.follow_up_alone.value == "stop":
        remedy = "附件2没有写怎样计，请由办公室商定 policies.follow_up_alone（三率按满分，或不计）"
        return Missing(unit=unit.name, reason="没有热线工单而有跟踪问效", remedy=remedy)
    return None


def on_hotline(unit: Unit, evidence: Evidence) -> HotlineSummary | None:
    """What the unit's hotline points are made of; None: it counts as having no orders."""
    summary = evidence.hotline.get(unit.name)
    if summary is None or has_orders(summary):
        return summary
    alone = follow_up_alone(summary) and evidence.campaign.policies.follow_up_alone.value == "rates_full"
    return summary if alone else None


def lists_all(evidence: Evidence) -> bool:
    """Whether the hotline's table means to: it has lines of units without orders, or nearly every unit."""
    adopted = [summary for summary in evidence.hotline.values() if not summary.from_orders]
    return any(not has_orders(summary) for summary in adopted) or _nearly_all(len(adopted), evidence)


def phoned_all(evidence: Evidence) -> bool:
    """Whether the interviews were meant to ask about every unit."""
    return _nearly_all(len(evidence.phone), evidence)


def _nearly_all(listed: int, evidence: Evidence) -> bool:
    return listed >= NEARLY_ALL * len(evidence.campaign.units)


def _groups_lacking(unit: Unit, evidence: Evidence) -> Iterator[str]:
    shares = evidence.campaign.policies.group_weighting.value
    weights = shares if isinstance(shares, dict) else {}
    votes = {votes.key: votes.valid for votes in evidence.group_votes(unit, Component.VOTES)}
    for group in evidence.campaign.groups:
        expected = weights.get(group.key) if weights else group.key in evidence.on_paper[""]
        if group.component is not Component.VOTES or not expected:
            continue
        missing = group.key not in evidence.on_paper.get(str(unit.serial), ())
        if missing or (weights and not votes.get(group.key)):
            yield group.name


def _phone_lacking(unit: Unit, evidence: Evidence) -> Iterator[str]:
    share, weights = evidence.campaign.policies.phone.value, evidence.campaign.policies.group_weighting.value
    if share == "as_group" and isinstance(weights, dict):
        share = weights.get(PHONE, Decimal(0))
    weighed = isinstance(share, Decimal) and not evidence.phone  # a weight, and nobody was asked
    if share and (weighed or phoned_all(evidence)) and evidence.phone_votes(unit) is None:
        yield PHONE
