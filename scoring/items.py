"""A unit's points by the lines of 附件1, in its order."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from pingyi.domain.campaign.campaign import Unit
from pingyi.domain.campaign.points import Component, PointTable
from pingyi.domain.campaign.policies import hotline_part
from pingyi.domain.results.formula import Number, product, quotient, total
from pingyi.domain.words.numbers import plain
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


def items_of(unit: Unit, evidence: Evidence) -> Iterator[tuple[Component, Exact | Missing]]:
    """Points by line of 附件1; a line that does not hold for the unit is left out."""
    table = evidence.campaign.points_of(unit.kind)
    shares = public_shares(unit, table, evidence)
    votes = vote_score(unit, evidence)
    for item in table.items:
        if item.component is Component.VOTES:
            label = evidence.campaign.labels[item.component]
            yield item.component, vote_hole(unit, evidence) or _vote_points(unit, label, votes, shares)
        elif item.component is Component.HOTLINE:
            if shares.hotline is not None:
                yield item.component, _hotline_points(unit, shares.hotline, votes, evidence)
            elif shares.hole is not None:
                yield item.component, shares.hole
        else:
            label = evidence.campaign.labels[item.component]
            full = _full(table, label, Fraction(item.points or 0))
            score = leader_score(unit, item.component, evidence)
            points = score if isinstance(score, Missing) else _points(label, score, HUNDRED, full)
            yield item.component, points


def public_shares(unit: Unit, table: PointTable, evidence: Evidence) -> PublicShares:
    """How many points votes and hotline are worth for a unit."""
    full, labels = {item.component: item.points for item in table.items}, evidence.campaign.labels
    votes = _full(table, labels.get(Component.VOTES, ""), Fraction(full.get(Component.VOTES) or 0))
    if Component.HOTLINE not in full:
        return PublicShares(votes=votes, hotline=None)
    separate = full[Component.HOTLINE]
    if separate is not None:
        return PublicShares(votes=votes, hotline=_full(table, labels[Component.HOTLINE], Fraction(separate)))
    return _merged_shares(table, votes, unit, evidence)


def _merged_shares(table: PointTable, shared: Number, unit: Unit, evidence: Evidence) -> PublicShares:
    policy = evidence.campaign.policies.department_shared.value
    whole, labels = plain(shared.value), evidence.campaign.labels
    inside = hotline_part(policy, shared.value, full_marks(evidence.campaign.rules))
    if policy == "hotline_outside":
        return PublicShares(votes=shared, hotline=None, note=f"合并的{whole}分全由评议计")
    if on_hotline(unit, evidence) is None:
        note = f"没有热线工单，合并的{whole}分全由评议计"
        return PublicShares(votes=shared, hotline=None, note=note, hole=hotline_hole(unit, evidence))
    votes = shared.value - inside
    note = f"合并的{whole}分中热线{plain(inside)}分、评议{plain(votes)}分"
    return PublicShares(
        votes=_full(table, labels[Component.VOTES], votes, "（有热线）"),
        hotline=_full(table, labels[Component.HOTLINE], inside),
        note=note,
    )


def _vote_points(unit: Unit, label: str, score: Exact | None, shares: PublicShares) -> Exact | Missing:
    if score is None:
        return Missing(unit=unit.name, reason="没有公众评议的有效票", remedy="请扫描评议表（pingyi scan）并计票")
    return _points(label, score, HUNDRED, shares.votes, shares.note)


def _hotline_points(unit: Unit, full: Number, votes: Exact | None, evidence: Evidence) -> Exact | Missing:
    rules, policies = evidence.campaign.rules, evidence.campaign.policies
    summary, label = on_hotline(unit, evidence), evidence.campaign.labels[Component.HOTLINE]
    if summary is not None:
        return _points(label, hotline_score(summary, rules, policies), full_marks(rules), full)
    if (hole := hotline_hole(unit, evidence)) is not None:
        return hole
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


def _points(label: str, score: Exact, out_of: Fraction, full: Number, note: str = "") -> Exact:
    share: Formula = quotient(score, constant(out_of))
    points: Formula = total(score) if out_of == full.value else product(share, full)
    return derived(label, points, note=note)


def _full(table: PointTable, label: str, value: Fraction, case: str = "") -> Number:
    """Full marks of a line of 附件1, named so that a spreadsheet can give them a cell."""
    return setting(f"{table.object}：{label}满分{case}", value)
