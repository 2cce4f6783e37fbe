"""The hotline: work orders in, summaries for scoring out, and what differs from the adopted table."""

from dataclasses import dataclass, replace
from pathlib import Path

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.policies import words_of
from pingyi.domain.handed_in.orders import JudgedOrder, Period, year_of
from pingyi.domain.handed_in.unit_names import near_text, unit_meant
from pingyi.domain.results.score import HotlineSummary, Outside
from pingyi.generator.sheets.check_workbook import write_sheets
from pingyi.ground.errors import NotReadyError
from pingyi.scoring.orders.deadlines import judge_all
from pingyi.scoring.orders.differences import Comparison, compare
from pingyi.scoring.orders.sums import FIELDS, behind, counted_as, summaries_of
from pingyi.store.base.store import Store
from pingyi.store.outside.orders import order_sources, order_units, orders
from pingyi.workflow.desk.collector import collector_held
from pingyi.workflow.desk.documents import HOTLINE_CHECK
from pingyi.workflow.desk.working_days import office_calendar
from pingyi.workflow.tables.hotline_sheets import check_sheets
from pingyi.workflow.tables.outside import name_in_roster, outside_by_roster

LATEST = "latest"


@dataclass(frozen=True, slots=True, kw_only=True)
class HotlineReport:
    """What `pingyi hotline` found and where it wrote it."""

    judged: tuple[JudgedOrder, ...]
    adopted: int  # units with an adopted summary
    comparison: Comparison
    file: Path


def judged_orders(campaign: Campaign, store: Store) -> tuple[JudgedOrder, ...]:
    """Every order that counts, judged by its due time. Raises CalendarError."""
    with collector_held():
        found = orders(store)
        names = {unit: name_in_roster(campaign, unit) for unit in {order.unit for order in found}}
        if any(name != unit for unit, name in names.items()):
            found = tuple(order._replace(unit=names[order.unit]) for order in found)
        return judge_all(found, office_calendar(store.path.parent), year_of(campaign.about.year)) if found else ()


def outside_with_orders(campaign: Campaign, store: Store) -> Outside:
    """
    Everything imported; units without an adopted hotline summary get one added up from their orders.

    Where there are both, the adopted one counts (附件1: 采信区网格中心考评结果). Raises CalendarError.
    """
    (found,) = _outside_by(campaign, store, (campaign.policies.both_answers.value,)).values()
    return found


def outside_by_answer(campaign: Campaign, store: Store) -> dict[str, Outside]:
    """The same under each answer to the policy `both_answers`, by which single orders are added up."""
    return _outside_by(campaign, store, words_of("both_answers"))


def _outside_by(campaign: Campaign, store: Store, answers: tuple[str, ...]) -> dict[str, Outside]:
    brought = outside_by_roster(campaign, store)
    adopted = {summary.unit for summary in brought.hotline}
    if {name_in_roster(campaign, unit) for unit in order_units(store)} <= adopted:
        return dict.fromkeys(answers, brought)
    with collector_held():
        judged, source = judged_orders(campaign, store), source_text(store)
        by_answer = {answer: summaries_of(judged, source, latest=answer == LATEST) for answer in answers}
    return {
        answer: replace(brought, hotline=(*brought.hotline, *(one for one in summaries if one.unit not in adopted)))
        for answer, summaries in by_answer.items()
    }


def check_hotline(root: Path, campaign: Campaign, store: Store) -> HotlineReport:
    """
    Judge every order, hold the sums against the adopted table, write the workbook.

    Raises NotReadyError without orders, CalendarError.
    """
    judged = _needed(campaign, store)
    adopted, comparison = compared(campaign, store, judged)
    serials = {unit.name: unit.serial for unit in campaign.units}
    own = sorted(
        summaries_of(judged, source_text(store), latest=_latest(campaign)),
        key=lambda summary: serials.get(summary.unit, len(serials) + 1),
    )
    title = f"{campaign.about.year}年度12345热线核对"
    sheets = check_sheets(own, adopted, comparison, judged, latest=_latest(campaign))
    file = write_sheets(sheets, title, root / "results" / HOTLINE_CHECK)
    return HotlineReport(judged=judged, adopted=len(adopted), comparison=comparison, file=file)


def compared(
    campaign: Campaign, store: Store, judged: tuple[JudgedOrder, ...]
) -> tuple[dict[str, HotlineSummary], Comparison]:
    """The adopted summaries by unit, in the roster's order, and what differs from them. Changes nothing."""
    serials = {unit.name: unit.serial for unit in campaign.units}
    brought = sorted(
        outside_by_roster(campaign, store).hotline,
        key=lambda summary: serials.get(summary.unit, len(serials) + 1),  # of an earlier roster: last
    )
    adopted = {summary.unit: summary for summary in brought}
    return adopted, compare(judged, adopted, _period(campaign), latest=_latest(campaign))


def orders_behind(campaign: Campaign, store: Store, unit: str, count: str) -> tuple[JudgedOrder, ...]:
    """
    The orders a count of a unit is made of; `unit` may be an alias, `count` is a name out of `FIELDS`.

    Raises NotReadyError on an unknown unit or count or without orders, CalendarError.
    """
    found = _unit(campaign, unit)
    if count not in FIELDS:
        raise NotReadyError(f"没有叫“{count}”的热线数；可写：{'、'.join(FIELDS)}")
    return behind(_needed(campaign, store), found, count, latest=_latest(campaign))


def orders_of(campaign: Campaign, store: Store, unit: str) -> tuple[JudgedOrder, ...]:
    """Every order of a unit. Raises NotReadyError on an unknown unit or without orders, CalendarError."""
    found = _unit(campaign, unit)
    return tuple(one for one in _needed(campaign, store) if one.order.unit == found)


def unit_counts(campaign: Campaign, store: Store, unit: str) -> HotlineSummary:
    """A unit's recomputed counts. Raises NotReadyError on an unknown unit or one without orders, CalendarError."""
    found = _unit(campaign, unit)
    own = summaries_of(_needed(campaign, store), source_text(store), latest=_latest(campaign))
    summary = next((one for one in own if one.unit == found), None)
    if summary is None:
        raise NotReadyError(f"导入的工单里没有{found}的；请核对承办单位一列")
    return summary


def filter_text(campaign: Campaign, count: str) -> str:
    """How to filter the platform's export for a count."""
    return counted_as(count, _period(campaign), latest=_latest(campaign))


def source_text(store: Store) -> str:
    """The exports the orders came from."""
    return "、".join(order_sources(store))


def _unit(campaign: Campaign, name: str) -> str:
    found = unit_meant(name, campaign)
    if found is None:
        raise NotReadyError(f"没有叫“{name}”的单位{near_text(name, campaign)}；请写名单中的全称或别名")
    return found.name


def _needed(campaign: Campaign, store: Store) -> tuple[JudgedOrder, ...]:
    judged = judged_orders(campaign, store)
    if not judged:
        raise NotReadyError("还没有导入工单；请在热线平台导出工单表，再运行 pingyi import hotline 工单表.xlsx")
    return judged


def _period(campaign: Campaign) -> Period:
    return year_of(campaign.about.year)


def _latest(campaign: Campaign) -> bool:
    return campaign.policies.both_answers.value == LATEST
