"""Adopted counts against recomputed ones: which orders make the difference, and what people must look at."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations

from pingyi.domain.handed_in.orders import HotlineOrder, JudgedOrder, OrderState, Outcome, Period, Ruling
from pingyi.domain.results.score import HotlineSummary
from pingyi.scoring.orders.sums import FIELDS, Counts, add_up, counts_of

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Culprit:
    """An order that another reading would count otherwise; `effect` is what it would add to the recomputed count."""

    judged: JudgedOrder
    effect: Decimal
    reason: str

    @property
    def kind(self) -> str:
        """The reason without what is special to this order."""
        return self.reason.split("：", 1)[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One count of one unit: as adopted, as recomputed, and the orders that may explain it."""

    unit: str
    count: str
    adopted: Decimal
    recomputed: Decimal
    culprits: tuple[Culprit, ...]

    @property
    def gap(self) -> Decimal:
        """The adopted count less the recomputed one."""
        return self.adopted - self.recomputed

    @property
    def unexplained(self) -> Decimal:
        """What is left of the gap when every culprit is counted the other way; 0: they explain it all."""
        return self.gap - sum((culprit.effect for culprit in self.culprits), ZERO)


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """An order the formula leaves out and a person should know of."""

    judged: JudgedOrder
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Everything found; nothing of it changes a score."""

    differences: tuple[Difference, ...]
    only_orders: tuple[str, ...]  # units the adopted table lacks: they are scored from their orders
    only_adopted: tuple[str, ...]  # units without any order
    verdicts: tuple[JudgedOrder, ...]  # where 平台判定按时 and ours differ
    concerns: tuple[Concern, ...]


def compare(
    judged: Sequence[JudgedOrder], adopted: Mapping[str, HotlineSummary], period: Period, *, latest: bool
) -> Comparison:
    """Hold the orders against the adopted table, unit by unit and count by count."""
    sums = add_up(judged, latest=latest)
    by_unit: dict[str, list[JudgedOrder]] = {}
    for one in judged:
        by_unit.setdefault(one.order.unit, []).append(one)
    differences = [
        difference
        for unit, summary in adopted.items()
        if unit in sums
        for difference in _of_unit(by_unit[unit], summary, sums[unit], period, latest=latest)
    ]
    return Comparison(
        differences=_likeliest(differences),
        only_orders=tuple(unit for unit in sums if adopted and unit not in adopted),
        only_adopted=tuple(unit for unit in adopted if sums and unit not in sums),
        verdicts=tuple(one for one in judged if one.counts and _disputed(one)),
        concerns=tuple(_concerns(judged)),
    )


def why_late(judged: JudgedOrder) -> str:
    """What in the order may have made the platform judge otherwise (Chinese)."""
    order = judged.order
    found = [
        f"平台截止 {order.platform_due:%Y-%m-%d %H:%M}"
        if order.platform_due is not None and _other_due(judged)
        else "",
        f"重办 {order.redone} 次，仍按原期限" if order.redone else "",
        "退单未通过，期限照计" if order.return_ruling is Ruling.REFUSED else "",
        _extension_note(order),
        "有挂起" if order.suspension is not None else "",
    ]
    return "；".join(note for note in found if note) or "期限相同，时间先后与平台判定不一致"


def _of_unit(
    judged: Sequence[JudgedOrder], summary: HotlineSummary, sums: Counts, period: Period, *, latest: bool
) -> Iterator[Difference]:
    wrong = {
        name: Decimal(getattr(summary, field))
        for name, field in FIELDS.items()
        if Decimal(getattr(summary, field)) != sums[name]
    }
    if not wrong:
        return
    culprits: dict[str, list[Culprit]] = {name: [] for name in wrong}
    for one in judged:
        for name, culprit in _other_readings(one, period, latest=latest):
            if name in wrong:
                culprits[name].append(culprit)
    for name, adopted in wrong.items():
        yield Difference(
            unit=summary.unit,
            count=name,
            adopted=adopted,
            recomputed=sums[name],
            culprits=tuple(culprits[name]),
        )


def _likeliest(differences: Sequence[Difference]) -> tuple[Difference, ...]:
    """
    Each with the culprits of the fewest kinds of reason that leave the least of its gap.

    The platform reads all orders one way, so a kind holds for all its orders or for none; where two kinds
    would do, it is the one that alone explains more of the other differences.
    """
    alone = Counter(kind for one in differences for kind, effect in _by_kind(one).items() if effect == one.gap)
    return tuple(replace(one, culprits=_fewest(one, alone)) for one in differences)


def _fewest(difference: Difference, alone: Counter[str]) -> tuple[Culprit, ...]:
    sums = _by_kind(difference)
    kinds = sorted(sums, key=lambda kind: -alone[kind])
    subsets = [chosen for size in range(len(kinds) + 1) for chosen in combinations(kinds, size)]
    best = min(subsets, key=lambda chosen: abs(difference.gap - sum((sums[kind] for kind in chosen), ZERO)))
    return tuple(culprit for culprit in difference.culprits if culprit.kind in best)


def _by_kind(difference: Difference) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for culprit in difference.culprits:
        found[culprit.kind] = found.get(culprit.kind, ZERO) + culprit.effect
    return found


def _other_readings(one: JudgedOrder, period: Period, *, latest: bool) -> Iterator[tuple[str, Culprit]]:
    """Counts to which the order would add something else if it were read as the platform may read it."""
    readings = []
    if one.counts and _disputed(one):
        readings.append((_as_platform_says(one), latest, f"平台判定{_word(one)}：{why_late(one)}"))
    ended = _ended_in(one.order, period)
    if ended is not None and ended != one.counts:
        where = "上年派单、本年办结，本程序按派单时间不计" if ended else "本年派单、下年办结，本程序按派单时间计"
        readings.append((one._replace(counts=ended), latest, where))
    if one.order.sms is not None and one.order.call is not None:
        both = "短信和回访都有：本程序只计回访" if latest else "短信和回访都有：本程序都计"
        readings.append((one, not latest, both))
    if one.order.spot_check_unsolved and one.order.appeal in (None, Ruling.PENDING):
        asked = one._replace(order=one.order._replace(appeal=Ruling.REFUSED))
        readings.append((asked, latest, "抽查未解决而申诉没有结果，本程序不扣"))
    if one.outcome is Outcome.RETURN_PENDING:
        readings.append((one._replace(outcome=_return_by(one)), latest, "退单没有结果，本程序不计"))
    ours = counts_of(one, latest=latest)
    for other, way, reason in readings:
        theirs = counts_of(other, latest=way)
        for name in {**ours, **theirs}:
            effect = theirs.get(name, ZERO) - ours.get(name, ZERO)
            if effect:
                yield name, Culprit(judged=one, effect=effect, reason=reason)


def _disputed(one: JudgedOrder) -> bool:
    said = one.order.platform_on_time
    return said is not None and one.on_time is not None and said != one.on_time


def _as_platform_says(one: JudgedOrder) -> JudgedOrder:
    returned = one.order.state is OrderState.RETURNED
    if one.order.platform_on_time:
        return one._replace(outcome=Outcome.RETURNED_ON_TIME if returned else Outcome.CLOSED_ON_TIME)
    return one._replace(outcome=Outcome.RETURNED_LATE if returned else Outcome.CLOSED_LATE)


def _return_by(one: JudgedOrder) -> Outcome:
    returned = one.order.returned
    in_time = returned is not None and returned <= one.due
    return Outcome.RETURNED_ON_TIME if in_time else Outcome.RETURNED_LATE


def _ended_in(order: HotlineOrder, period: Period) -> bool | None:
    moment = order.returned if order.state is OrderState.RETURNED else order.closed
    return None if moment is None else moment in period


def _other_due(one: JudgedOrder) -> bool:
    said = one.order.platform_due
    return said is not None and said.date() != one.due.date()


def _extension_note(order: HotlineOrder) -> str:
    if order.extension is None:
        return ""
    return {Ruling.GRANTED: "有延期", Ruling.REFUSED: "延期未通过", Ruling.PENDING: "延期待审"}[order.extension.ruling]


def _word(one: JudgedOrder) -> str:
    return "按时" if one.order.platform_on_time else "超期"


def _concerns(judged: Iterable[JudgedOrder]) -> Iterator[Concern]:
    for one in judged:
        if not one.counts:
            continue
        order = one.order
        if one.outcome is Outcome.OVERDUE:
            yield Concern(judged=one, what="超过期限还没有办结；附件2的按时率只算办结和退单，没有计入")
        if one.outcome is Outcome.RETURN_PENDING:
            yield Concern(judged=one, what="退单没有结果（空着或待审）；没有计入退单量")
        if order.suspension is not None and order.suspension.end is None and order.state is not OrderState.SUSPENDED:
            yield Concern(judged=one, what="挂起没有结束时间；按挂起到办结（退单）为止计算期限，请核对")
        if order.spot_check_unsolved and order.appeal in (None, Ruling.PENDING):
            yield Concern(judged=one, what="自治区抽查未解决，申诉没有结果；没有扣分，申诉未通过的每单扣 0.2 分")
        if order.extension is not None and order.extension.ruling is Ruling.PENDING:
            yield Concern(judged=one, what="延期还没有审批；按没有延期计算")
