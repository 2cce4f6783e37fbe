"""A unit's points by the lines of 附件1, in its order."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from pingyi.domain.campaign import Component, PointTable, Unit
from pingyi.domain.formula import Number, product, quotient, total
from pingyi.domain.numbers import plain
from pingyi.domain.policies import hotline_part
from pingyi.domain.score import ITEM_LABEL
from pingyi.scoring.evidence import Evidence, Missing
from pingyi.scoring.exact import Exact, Formula, constant, derived, setting
from pingyi.scoring.holes import hotline_hole, on_hotline, vote_hole
from pingyi.scoring.hotline import full_marks, hotline_score
from pingyi.scoring.leaders import leader_score
from pingyi.scoring.votes import vote_score

HUNDRED = Fraction(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicShares:
    """Full marks of a unit for the two lines of 公众评议; None: the line does not count."""

    votes: Number
    hotline: Number | None
    note: str = ""  # why they are so, when 附件1 merges the two
    hole: Missing | None = None  # why it is not known whether the unit has orders


def items_of(unit: Unit, evidence: Evidence) -> Iterator[Exact | Missing]:
    """Points by line of 附件1; a line that does not hold for the unit is left out."""
    table = evidence.campaign.points_of(unit.kind)
    shares = public_shares(unit, table, evidence)
    votes = vote_score(unit, evidence)
    for item in table.items:
        if item.component is Component.VOTES:
            yield vote_hole(unit, evidence) or _vote_points(unit, votes, shares)
        elif item.component is Component.HOTLINE:
            if shares.hotline is not None:
                yield _hotline_points(unit, shares.hotline, votes, evidence)
            elif shares.hole is not None:
                yield shares.hole
        else:
            full = _full(table, item.component, Fraction(item.points or 0))
            yield _leader_points(unit, item.component, full, evidence)


def public_shares(unit: Unit, table: PointTable, evidence: Evidence) -> PublicShares:
    """How many points votes and hotline are worth for a unit."""
    full = {item.component: item.points for item in table.items}
    votes = _full(table, Component.VOTES, Fraction(full.get(Component.VOTES) or 0))
    if Component.HOTLINE not in full:
        return PublicShares(votes=votes, hotline=None)
    separate = full[Component.HOTLINE]
    if separate is not None:
        return PublicShares(votes=votes, hotline=_full(table, Component.HOTLINE, Fraction(separate)))
    return _merged_shares(table, votes, unit, evidence)


def _merged_shares(table: PointTable, shared: Number, unit: Unit, evidence: Evidence) -> PublicShares:
    policy = evidence.campaign.policies.department_shared.value
    whole = plain(shared.value)
    inside = hotline_part(policy, shared.value, full_marks(evidence.campaign.hotline))
    if policy == "hotline_outside":
        return PublicShares(votes=shared, hotline=None, note=f"合并的{whole}分全由评议计")
    if on_hotline(unit, evidence) is None:
        note = f"没有热线工单，合并的{whole}分全由评议计"
        return PublicShares(votes=shared, hotline=None, note=note, hole=hotline_hole(unit, evidence))
    votes = shared.value - inside
    note = f"合并的{whole}分中热线{plain(inside)}分、评议{plain(votes)}分"
    return PublicShares(
        votes=_full(table, Component.VOTES, votes, "（有热线）"),
        hotline=_full(table, Component.HOTLINE, inside),
        note=note,
    )


def _vote_points(unit: Unit, score: Exact | None, shares: PublicShares) -> Exact | Missing:
    if score is None:
        return Missing(unit=unit.name, reason="没有公众评议的有效票", remedy="请扫描评议表（pingyi scan）并计票")
    return _points(Component.VOTES, score, HUNDRED, shares.votes, shares.note)


def _hotline_points(unit: Unit, full: Number, votes: Exact | None, evidence: Evidence) -> Exact | Missing:
    rules, policies = evidence.campaign.hotline, evidence.campaign.policies
    summary = on_hotline(unit, evidence)
    if summary is not None:
        return _points(Component.HOTLINE, hotline_score(summary, rules, policies), full_marks(rules), full)
    if (hole := hotline_hole(unit, evidence)) is not None:
        return hole
    label = ITEM_LABEL[Component.HOTLINE]
    match policies.no_hotline.value:
        case "full":
            return derived(label, total(full), note="没有热线工单，按满分计")
        case "proportional" if votes is not None:
            share: Formula = quotient(votes, constant(100))
            points: Formula = product(share, full)
            return derived(label, points, note="没有热线工单，按评议得分率折算")
        case _:
            return Missing(
                unit=unit.name,
                reason="热线汇总表中没有工单",
                remedy="请补齐热线数据，或由办公室确认 policies.no_hotline（按满分或按比例）",
            )


def _leader_points(unit: Unit, component: Component, full: Number, evidence: Evidence) -> Exact | Missing:
    score = leader_score(unit, component, evidence)
    return score if isinstance(score, Missing) else _points(component, score, HUNDRED, full)


def _points(component: Component, score: Exact, out_of: Fraction, full: Number, note: str = "") -> Exact:
    share: Formula = quotient(score, constant(out_of))
    points: Formula = total(score) if out_of == full.value else product(share, full)
    return derived(ITEM_LABEL[component], points, note=note)


def _full(table: PointTable, component: Component, value: Fraction, case: str = "") -> Number:
    """Full marks of a line of 附件1, named so that a spreadsheet can give them a cell."""
    return setting(f"{table.object}：{ITEM_LABEL[component]}满分{case}", value)
