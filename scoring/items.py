"""A unit's points by the lines of 附件1, in its order."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from domain.campaign import Component, PointTable, Unit
from domain.score import ITEM_LABEL
from scoring.evidence import Evidence, Missing
from scoring.exact import Exact, plain
from scoring.hotline import full_marks, has_orders, hotline_score
from scoring.leaders import leader_score
from scoring.votes import vote_score

HUNDRED = Fraction(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicShares:
    """Full marks of a unit for the two lines of 公众评议; None: the line does not count."""

    votes: Fraction
    hotline: Fraction | None
    note: str = ""  # why they are so, when 附件1 merges the two
    awaits_hotline: bool = False  # no hotline table at all yet: who has orders is not known


def items_of(unit: Unit, evidence: Evidence) -> Iterator[Exact | Missing]:
    """Points by line of 附件1; a line that does not hold for the unit is left out."""
    table = evidence.campaign.points_of(unit.kind)
    shares = public_shares(unit, table, evidence)
    votes = vote_score(unit, evidence)
    for item in table.items:
        if item.component is Component.VOTES:
            yield _vote_points(unit, votes, shares)
        elif item.component is Component.HOTLINE:
            if shares.hotline is not None:
                yield _hotline_points(unit, shares.hotline, votes, evidence)
            elif shares.awaits_hotline:
                yield _no_hotline_table(unit)
        else:
            yield _leader_points(unit, item.component, Fraction(item.points or 0), evidence)


def public_shares(unit: Unit, table: PointTable, evidence: Evidence) -> PublicShares:
    """How many points votes and hotline are worth for a unit."""
    full = {item.component: item.points for item in table.items}
    votes = Fraction(full.get(Component.VOTES) or 0)
    if Component.HOTLINE not in full:
        return PublicShares(votes=votes, hotline=None)
    separate = full[Component.HOTLINE]
    if separate is not None:
        return PublicShares(votes=votes, hotline=Fraction(separate))
    return _merged_shares(votes, full_marks(evidence.campaign.hotline), unit, evidence)


def _merged_shares(shared: Fraction, hotline: Fraction, unit: Unit, evidence: Evidence) -> PublicShares:
    policy = evidence.campaign.policies.department_shared.value
    whole = plain(shared)
    if policy == "hotline_outside":
        return PublicShares(votes=shared, hotline=None, note=f"合并的{whole}分全由评议计")
    if not has_orders(evidence.hotline.get(unit.name)):
        note = f"没有热线工单，合并的{whole}分全由评议计"
        return PublicShares(votes=shared, hotline=None, note=note, awaits_hotline=not evidence.hotline)
    inside = hotline if policy == "hotline_inside" else shared * hotline / (shared + hotline)
    votes = shared - inside
    note = f"合并的{whole}分中热线{plain(inside)}分、评议{plain(votes)}分"
    return PublicShares(votes=votes, hotline=inside, note=note)


def _vote_points(unit: Unit, score: Exact | None, shares: PublicShares) -> Exact | Missing:
    if score is None:
        return Missing(unit=unit.name, reason="没有公众评议的有效票", remedy="请扫描评议表（pingyi scan）并计票")
    return _points(Component.VOTES, score, HUNDRED, shares.votes, shares.note)


def _hotline_points(unit: Unit, full: Fraction, votes: Exact | None, evidence: Evidence) -> Exact | Missing:
    rules, policies = evidence.campaign.hotline, evidence.campaign.policies
    summary = evidence.hotline.get(unit.name)
    if summary is not None and has_orders(summary):
        return _points(Component.HOTLINE, hotline_score(summary, rules, policies), full_marks(rules), full)
    if not evidence.hotline:
        return _no_hotline_table(unit)
    label = ITEM_LABEL[Component.HOTLINE]
    match policies.no_hotline.value:
        case "full":
            return Exact(label=label, value=full, formula=f"没有热线工单，按满分{plain(full)}分计")
        case "proportional" if votes is not None:
            formula = f"没有热线工单，按评议得分率折算：{votes.label}÷100×{plain(full)}"
            return Exact(label=label, value=votes.value / HUNDRED * full, formula=formula, parts=(votes,))
        case _:
            return Missing(
                unit=unit.name,
                reason="热线汇总表中没有工单",
                remedy="请补齐热线数据，或由办公室确认 policies.no_hotline（按满分或按比例）",
            )


def _no_hotline_table(unit: Unit) -> Missing:
    return Missing(unit=unit.name, reason="没有热线数据", remedy="请导入热线汇总表（pingyi import hotline 文件）")


def _leader_points(unit: Unit, component: Component, full: Fraction, evidence: Evidence) -> Exact | Missing:
    score = leader_score(unit, component, evidence)
    return score if isinstance(score, Missing) else _points(component, score, HUNDRED, full)


def _points(component: Component, score: Exact, out_of: Fraction, full: Fraction, note: str = "") -> Exact:
    formula = score.label if out_of == full else f"{score.label}÷{plain(out_of)}×{plain(full)}"
    return Exact(
        label=ITEM_LABEL[component],
        value=score.value / out_of * full,
        formula=f"{formula}（{note}）" if note else formula,
        parts=(score,),
    )
