"""What a reader of a draft must know, in Chinese."""

from collections.abc import Iterable, Iterator

from pingyi.domain.campaign.points import Component
from pingyi.domain.readings.ballot import Tally
from pingyi.domain.readings.paper import uneven
from pingyi.domain.results.score import LACKING
from pingyi.domain.results.sums import rows_of
from pingyi.scoring.evidence import Evidence, Missing
from pingyi.scoring.holes import lists_all, phoned_all, stops
from pingyi.scoring.hotline import has_orders, unanswered


def missing_text(missing: Iterable[Missing], evaluated: int, *, remedies: bool) -> tuple[str, ...]:
    """One line per reason, naming its units of the `evaluated` ones, with what to do where asked for."""
    units: dict[tuple[str, str], list[str]] = {}
    for entry in missing:
        units.setdefault((entry.reason, entry.remedy if remedies else ""), []).append(entry.unit)
    return tuple(
        f"{reason}{f'；{remedy}' if remedy else ''}。涉及{_named(names, evaluated)}"
        for (reason, remedy), names in units.items()
    )


def _named(names: list[str], evaluated: int) -> str:
    count = f"{len(names)} 个单位"
    return f"全部 {count}" if len(names) == evaluated else f" {count}：{'、'.join(names)}"


def draft_remarks(tally: Tally, missing: Iterable[Missing], evidence: Evidence) -> tuple[str, ...]:
    """Everything that was left out, assumed or looks odd; empty when nothing was."""
    lines = missing_text(missing, len(evidence.campaign.units), remedies=False)
    lacking = (f"名次带“{LACKING}”的单位缺项，总分只含已有项目，名次不能与其他单位比较",) if lines else ()
    return (
        *_doubts(tally),
        *lines,
        *lacking,
        *_hotline(evidence),
        *_phone(evidence),
        *_leader_forms(evidence, tally),
        *_changes(evidence, tally),
        *_paper(tally),
    )


def _doubts(tally: Tally) -> Iterator[str]:
    if tally.open_rows:
        yield f"还有 {tally.open_rows} 行待人工认定，本次未计入票数"
    if tally.unread_pages:
        yield f"有 {tally.unread_pages} 页扫描件未读出，未计入票数；请核对是否需要重扫"


def _hotline(evidence: Evidence) -> Iterator[str]:
    campaign, listed = evidence.campaign, any(not one.from_orders for one in evidence.hotline.values())
    unlisted = [unit.name for unit in campaign.units if unit.name not in evidence.hotline]
    if listed and unlisted and not (campaign.policies.unlisted_hotline.value == "stop" and lists_all(evidence)):
        yield f"热线汇总表没有列出的单位按没有热线工单计。涉及{_named(unlisted, len(campaign.units))}"
    answer = campaign.policies.unanswered_rates.value
    for summary in evidence.hotline.values():
        if has_orders(summary) and (names := unanswered(summary)):
            told = "的权重并入其余各率" if answer == "shared" else "按满分计"
            yield f"{summary.unit}有热线工单而无人评价，{'、'.join(names)}{told}"


def _phone(evidence: Evidence) -> Iterator[str]:
    """Units nobody was phoned about, where the weight of the phone goes to the questionnaires."""
    if stops(evidence) and phoned_all(evidence):
        return
    units = evidence.campaign.units
    lacking = [unit.name for unit in units if evidence.phone_votes(unit) is None]
    if evidence.phone and lacking:
        yield f"电话访谈没有涉及的单位只按问卷计，电话访谈的权重并入问卷。涉及{_named(lacking, len(units))}"


def _leader_forms(evidence: Evidence, tally: Tally) -> Iterator[str]:
    """Ticked leaders' forms in the tally that the chosen way of scoring does not use."""
    if evidence.campaign.policies.leader_form.value == "votes":
        return
    leaders = (Component.BODIES, Component.TEAMS)
    batches = sorted({row.batch for part in leaders for row in rows_of(tally.rows, part, evidence.campaign)})
    if batches:
        yield f"领导评价按打分计，批次 {'、'.join(batches)} 的票没有计入得分"


def _changes(evidence: Evidence, tally: Tally) -> Iterator[str]:
    """What became of units after printing, and how many voted for those that are gone."""
    gone = {unit.name: str(unit.serial) for unit in evidence.campaign.gone}
    for change in evidence.campaign.changes:
        votes = sum(row.valid for row in tally.gone_rows if row.item == gone.get(change.was))
        counted = f"，共 {votes} 张有效票" if change.was in gone else ""
        yield f"{change.words}：{change.rule}{counted}"


def _paper(tally: Tally) -> Iterator[str]:
    for batch in tally.batches:
        if batch.returned > batch.issued:
            yield f"批次 {batch.batch} 发放 {batch.issued} 份而收回 {batch.returned} 份；请核对是否有加印或混批"
        yield from (f"批次 {batch.batch} {line}" for line in uneven(batch.pages))
