"""Tally and imports to the score sheet: points by line, totals, ranks."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pingyi.domain.campaign.campaign import Campaign, Unit
from pingyi.domain.campaign.points import Component
from pingyi.domain.forms.declared import declared_lines
from pingyi.domain.readings.ballot import Tally
from pingyi.domain.results.formula import total
from pingyi.domain.results.score import Outside, ScoreSheet, UnitScore
from pingyi.ground.errors import NotReadyError, OpenDoubtsError
from pingyi.scoring.checks import check_settings
from pingyi.scoring.evidence import Evidence, Missing, gather
from pingyi.scoring.exact import Exact, constant, derived
from pingyi.scoring.items import items_of
from pingyi.scoring.remarks import draft_remarks, missing_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """One unit's exact points and its rank."""

    unit: Unit
    total: Exact  # its parts are the items, in the order of 附件1
    components: tuple[Component, ...]  # the lines that they are
    rank: int
    ranked_in: str
    lacking: tuple[str, ...]  # why it has no points for some line (Chinese)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """All units, before anything is put into words."""

    units: tuple[Placed, ...]
    draft: bool
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scored:
    unit: Unit
    items: tuple[Exact, ...]
    components: tuple[Component, ...]
    missing: tuple[Missing, ...]


def score(campaign: Campaign, tally: Tally, outside: Outside, *, draft: bool = False) -> ScoreSheet:
    """Points and ranks of all units, each number with its tree. Raises what `ranking` raises."""
    found = ranking(campaign, tally, outside, draft=draft)
    return ScoreSheet(units=tuple(map(_told, found.units)), draft=found.draft, remarks=found.remarks)


def ranking(campaign: Campaign, tally: Tally, outside: Outside, *, draft: bool = False) -> Ranking:
    """
    Points and ranks of all units.

    A draft leaves out what is missing and says so in its remarks. Ranks go by the total rounded for
    publication, so that equal printed totals share a rank; the figures themselves stay exact.

    Raises CampaignError on settings that cannot be computed with; unless `draft`, OpenDoubtsError
    while rows are open, and NotReadyError listing the units that lack votes or imports.
    """
    check_settings(campaign, outside)
    if tally.open_rows and not draft:
        raise OpenDoubtsError(
            f"还有 {tally.open_rows} 行待人工认定，不能正式计分；请先复核（pingyi review），或加 --draft 试算"
        )
    evidence = gather(campaign, tally, outside)
    scored = [_scored(unit, evidence) for unit in campaign.units]
    missing = [entry for one in scored for entry in one.missing]
    if missing and not draft:
        listed = missing_text(missing, len(campaign.units), remedies=True)
        raise NotReadyError("计分所需的数据不全：\n" + "\n".join(f"  {line}" for line in listed))
    return Ranking(
        units=_ranked(scored, campaign),
        draft=bool(missing or tally.open_rows or outside.remarks),
        remarks=(*declared_lines(campaign.ballot.marks), *outside.remarks, *draft_remarks(tally, missing, evidence)),
    )


def ranks(values: Sequence[tuple[str, Decimal]]) -> tuple[int, ...]:
    """Rank of each (class, value) within its class; ties share a rank and the next is skipped (1, 2, 2, 4)."""
    return tuple(1 + sum(other == name and higher > value for other, higher in values) for name, value in values)


def _scored(unit: Unit, evidence: Evidence) -> _Scored:
    found = tuple(items_of(unit, evidence))
    return _Scored(
        unit=unit,
        items=tuple(entry for _, entry in found if isinstance(entry, Exact)),
        components=tuple(component for component, entry in found if isinstance(entry, Exact)),
        missing=tuple(entry for _, entry in found if isinstance(entry, Missing)),
    )


def _ranked(scored: Sequence[_Scored], campaign: Campaign) -> tuple[Placed, ...]:
    totals = [_total(one.items) for one in scored]
    classes = [_ranked_in(one.unit, campaign) for one in scored]
    places = ranks([(name, total.rounded()) for name, total in zip(classes, totals, strict=True)])
    return tuple(
        Placed(
            unit=one.unit,
            total=total,
            components=one.components,
            rank=rank,
            ranked_in=name,
            lacking=tuple(lack.reason for lack in one.missing),
        )
        for one, total, rank, name in zip(scored, totals, places, classes, strict=True)
    )


def _told(placed: Placed) -> UnitScore:
    figure, unit = placed.total.figure(), placed.unit
    return UnitScore(
        unit=unit.name,
        series=unit.series,
        total=figure,
        items=figure.parts,
        components=placed.components,
        rank=placed.rank,
        ranked_in=placed.ranked_in,
        lacking=placed.lacking,
    )


def _total(items: tuple[Exact, ...]) -> Exact:
    return derived("总分", total(*items or (constant(0),)))


def _ranked_in(unit: Unit, campaign: Campaign) -> str:
    if campaign.policies.ranking.value == "series":
        return unit.series
    return campaign.points_of(unit.kind).object
