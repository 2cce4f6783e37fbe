"""Scores that leaders wrote on paper, beside what was imported."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from pingyi.domain.campaign.campaign import Batch, Campaign
from pingyi.domain.readings.score_reading import NO_UNIT
from pingyi.domain.results.score import LeaderScores, Outside
from pingyi.ground.errors import NotReadyError, OpenDoubtsError, RosterError
from pingyi.store.base.store import Store
from pingyi.store.people.leader_scores import ScoreField, score_fields
from pingyi.workflow.leaders.bodies import leaders_of
from pingyi.workflow.people.scores.open_scores import SettledField, open_fields, settle_field

SOME_UNITS = 5  # named in a message
MEAN_PLACES = 12  # the exact mean is computed from the scores; this is what is shown of it


def with_paper(outside: Outside, campaign: Campaign, batches: Sequence[Batch], store: Store, *, draft: bool) -> Outside:
    """
    What was imported, and the scores on paper beside it.

    Raises OpenDoubtsError while fields are open, unless `draft`; RosterError when a scored unit is not in the roster;
    NotReadyError when a body's scores of a unit were both scanned and imported.
    """
    fields = score_fields(store)
    found = [settle_field(one, campaign) for one in fields]
    settled = _by_roster([one for one in found if one is not None], campaign)
    waiting = found.count(None)
    if waiting and not draft:
        raise OpenDoubtsError(
            f"还有 {waiting} 个领导评分待人工认读，不能计分；"
            "请用 pingyi scores --export 评分复核表.xlsx 导出，填好后 --import 导入，或加 --draft 先试算"
        )
    entries = _entries(settled, campaign, batches)
    _refuse_both(outside, entries, campaign)
    remarks = (*outside.remarks, *_waiting_words(fields, campaign))
    return replace(outside, leaders=(*outside.leaders, *entries), remarks=remarks)


def _waiting_words(fields: Sequence[ScoreField], campaign: Campaign) -> Iterator[str]:
    """Chinese: which scores on paper a draft leaves out."""
    waiting = open_fields(fields, campaign)
    if not waiting:
        return
    counts = Counter(unit.name if (unit := campaign.unit(one.reading.unit)) else "" for one in waiting)
    named = [f"{unit.name} {counts[unit.name]} 个" for unit in campaign.units if counts[unit.name]]
    named += [f"单位没有认准的 {counts['']} 个"] if counts[""] else []
    more = f" 等 {len(named)} 处" if len(named) > SOME_UNITS else ""
    yield f"领导评分还有 {len(waiting)} 个待人工认读，本次未计入：{'、'.join(named[:SOME_UNITS])}{more}"


def _by_roster(settled: Sequence[SettledField], campaign: Campaign) -> list[SettledField]:
    """Each under its unit's name in the roster; of one that is gone nothing is scored."""
    settled = [one for one in settled if one.unit != NO_UNIT]  # void, and of no unit
    units = {one.unit: campaign.unit_on_paper(one.unit) for one in settled}
    strange = sorted(name for name, unit in units.items() if unit is None)
    if strange:
        raise RosterError(
            f"领导评分纸上的单位 {'、'.join(strange)} 不在 campaign.toml 的名单里，不能计分；"
            "单位变动了的请用 [[changes]] 写明（改名、撤销、并入）"
        )
    return [replace(one, unit=unit.name) for one in settled if (unit := units[one.unit]) in campaign.units]


def _entries(settled: Sequence[SettledField], campaign: Campaign, batches: Sequence[Batch]) -> tuple[LeaderScores, ...]:
    """Scores by unit and body, in an order that tells nothing of whose they are."""
    found: dict[tuple[str, str], list[SettledField]] = defaultdict(list)
    for one in settled:
        if one.score is not None:
            found[one.unit, leaders_of(one.field.batch, campaign, batches)].append(one)
    return tuple(_entry(unit, group, scores) for (unit, group), scores in sorted(found.items()))


def _entry(unit: str, group: str, settled: Sequence[SettledField]) -> LeaderScores:
    scores = tuple(sorted(one.score for one in settled if one.score is not None))
    mean = Fraction(sum(scores, Decimal(0))) / len(scores)
    files = sorted({one.field.source.file for one in settled})
    return LeaderScores(
        unit=unit,
        group=group,
        scores=scores,
        count=len(scores),
        mean=round(Decimal(mean.numerator) / mean.denominator, MEAN_PLACES),
        source=f"扫描件 {'、'.join(files)}",
    )


def _refuse_both(outside: Outside, entries: Sequence[LeaderScores], campaign: Campaign) -> None:
    imported = {(one.unit, one.group): one.source for one in outside.leaders}
    both = [one for one in entries if (one.unit, one.group) in imported]
    if both:
        first = both[0]
        group = campaign.group(first.group)
        units = "、".join(one.unit for one in both[:SOME_UNITS]) + (" 等" if len(both) > SOME_UNITS else "")
        raise NotReadyError(
            f"{group.name if group else first.group}对 {units} 的评分既有扫描件，又有汇总表"
            f"（{imported[first.unit, first.group]}），不能重复计入；请只用一种，另建工作目录重新导入"
        )
