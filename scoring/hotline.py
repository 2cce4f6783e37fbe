"""12345 hotline (附件2): three rates worth N, the follow-up worth M, approved bonus; each floored at 0."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from pingyi.domain.campaign.points import HotlineRules
from pingyi.domain.campaign.policies import Policies
from pingyi.domain.results.formula import Number, at_least, at_most, less, product, quotient, total
from pingyi.domain.results.score import HotlineSummary
from pingyi.domain.words.numbers import plain
from pingyi.scoring.exact import Exact, Formula, constant, derived, leaf, percent, setting
from pingyi.scoring.orders.sums import (
    BONUS,
    CLOSED,
    CLOSED_ON_TIME,
    FIELDS,
    FOLLOW_UP_REFUSED,
    FOLLOWED_UP,
    RETURNED,
    RETURNED_ON_TIME,
    SPOT_CHECK,
)

ZERO = Fraction(0)
SCORE = "热线考评得分"


def has_orders(summary: HotlineSummary | None) -> bool:
    """Whether there is anything to take rates of."""
    return summary is not None and summary.closed + summary.returned > 0


def follow_up_alone(summary: HotlineSummary) -> bool:
    """Whether orders of an earlier year were followed up, and there is none of this year."""
    return not has_orders(summary) and summary.followed_up > 0


def full_marks(rules: HotlineRules) -> Fraction:
    """Full marks of the hotline: N + M (附件2)."""
    return Fraction(rules.full)


def unanswered(summary: HotlineSummary) -> tuple[str, ...]:
    """Rates that cannot be taken since no caller answered; their weight goes to the other rates."""
    satisfaction = summary.satisfied + summary.basically_satisfied + summary.dissatisfied
    solution = summary.solved + summary.partly_solved + summary.unsolved
    return tuple(name for name, count in (("处理满意率", satisfaction), ("诉求解决率", solution)) if not count)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answers:
    """What the office says to the questions 附件2 leaves open."""

    satisfaction: str
    unanswered: str
    bonus_cap: Decimal | str


def hotline_score(summary: HotlineSummary, rules: HotlineRules, policies: Policies) -> Exact:
    """A unit's year on the hotline out of N + M; it must have an order or a follow-up."""
    answers = _Answers(
        satisfaction=policies.hotline_satisfaction.value,
        unanswered=policies.unanswered_rates.value,
        bonus_cap=policies.hotline_bonus_cap.value,
    )
    return _score(summary, rules, answers)


@lru_cache(maxsize=1000)  # the answers to other questions change nothing of it
def _score(summary: HotlineSummary, rules: HotlineRules, answers: _Answers) -> Exact:
    rates = _rates(summary, rules, answers)
    follow_up = _follow_up(summary, rules)
    bonus = _bonus(summary, answers)
    earned = total(rates, follow_up, bonus)
    if answers.bonus_cap == "full_marks":
        return derived(SCORE, at_most(earned, constant(full_marks(rules))))
    return derived(SCORE, earned)


def _leaf(count: str, summary: HotlineSummary, label: str = "") -> Exact:
    """One of the summary's counts; of one added up here the source says which orders it is made of."""
    value = getattr(summary, FIELDS[count])
    label = label or count
    if not summary.from_orders:
        return leaf(label, value, summary.source)
    return leaf(label, value, f"{summary.source}：逐单重算，见 pingyi hotline {summary.unit} {count}")


def _rates(summary: HotlineSummary, rules: HotlineRules, answers: _Answers) -> Exact:
    """
    The three rates; orders found unresolved are taken off whether anybody answered or not.

    Of a rate nobody answered for the others share the weight, or it is full (`unanswered_rates`).
    """
    rates = (
        (percent("按时率占比", Fraction(rules.on_time_weight)), _on_time(summary)),
        (percent("处理满意率占比", Fraction(rules.satisfaction_weight)), _satisfaction(summary, answers)),
        (percent("诉求解决率占比", Fraction(rules.solution_weight)), _solution(summary, answers)),
    )
    known = [(weight, rate) for weight, rate in rates if rate is not None]
    whole = sum((weight.value for weight, _ in rates), ZERO)
    answered: Formula = total(*(weight for weight, _ in known))
    shared = None if len(known) == len(rates) else (answered, constant(whole))
    items = [_rate_points(rate, _points(rate, weight, rules, shared), summary, rules) for weight, rate in known]
    points: Formula = total(*items)
    if rates[2][1] is None and summary.spot_check_unsolved:
        points = at_least(less(points, _penalty(summary, rules)), constant(0))
    return derived("三率得分", points)


def _full_rate(label: str, why: str, *parts: Exact) -> Exact:
    return Exact(label=label, value=Fraction(1), formula=f"{why}，按满分计", parts=parts)


Shared = tuple[Formula, Number] | None  # weights of the rates that are known, and of all


def _points(rate: Exact, weight: Number, rules: HotlineRules, shared: Shared) -> Formula:
    points = product(rate, weight, constant(Fraction(rules.rates)))
    if shared is None:
        return points
    known, whole = shared
    return quotient(points, known) if whole.value == 1 else product(quotient(points, known), whole)


def _rate_points(rate: Exact, points: Formula, summary: HotlineSummary, rules: HotlineRules) -> Exact:
    if rate.label != "综合解决率":
        return derived(f"{rate.label}得分", points)
    return derived("诉求解决率得分", at_least(less(points, _penalty(summary, rules)), constant(0)))


def _penalty(summary: HotlineSummary, rules: HotlineRules) -> Formula:
    checked = f"{rules.spot_check_by}抽查未解决"
    unsolved = _leaf(SPOT_CHECK, summary, f"{checked}（申诉未通过）")
    return product(unsolved, setting(f"{checked}每单扣分", rules.spot_check_penalty))


def _on_time(summary: HotlineSummary) -> Exact:
    parts = tuple(_leaf(name, summary) for name in (CLOSED_ON_TIME, RETURNED_ON_TIME, CLOSED, RETURNED))
    if not has_orders(summary):
        return _full_rate("按时率", "没有工单", *parts)
    return derived("按时率", quotient(total(*parts[:2]), total(*parts[2:])))


def _satisfaction(summary: HotlineSummary, answers: _Answers) -> Exact | None:
    parts = tuple(_leaf(name, summary) for name in ("满意", "基本满意", "不满意"))
    if not sum(part.value for part in parts):
        return _unanswered("处理满意率", summary, answers, parts)
    good = total(*parts[:2]) if answers.satisfaction == "satisfied_and_basic" else parts[0]
    return derived("处理满意率", quotient(good, total(*parts)))


def _solution(summary: HotlineSummary, answers: _Answers) -> Exact | None:
    parts = tuple(_leaf(name, summary) for name in ("已解决", "部分解决", "未解决"))
    if not sum(part.value for part in parts):
        return _unanswered("综合解决率", summary, answers, parts)
    return derived("综合解决率", quotient(total(*parts[:2]), total(*parts)))


def _unanswered(label: str, summary: HotlineSummary, answers: _Answers, parts: tuple[Exact, ...]) -> Exact | None:
    """A rate nobody answered for: None where the others share its weight."""
    if not has_orders(summary):
        return _full_rate(label, "没有工单", *parts)
    return _full_rate(label, "没有人评价", *parts) if answers.unanswered == "full" else None


def _follow_up(summary: HotlineSummary, rules: HotlineRules) -> Exact:
    """M − refused/followed-up × M; nothing followed up gives M."""
    full = Fraction(rules.follow_up)
    checked = _leaf(FOLLOWED_UP, summary)
    refused = _leaf(FOLLOW_UP_REFUSED, summary, "跟踪未通过量")
    if not checked.value:
        return Exact(label="跟踪问效得分", value=full, formula=f"没有跟踪问效工单，得{plain(full)}分", parts=(checked,))
    share: Formula = quotient(refused, checked)
    lost: Formula = product(share, constant(full))
    return derived("跟踪问效得分", at_least(less(constant(full), lost), constant(0)), parts=(checked, refused))


def _bonus(summary: HotlineSummary, answers: _Answers) -> Exact:
    approved = _leaf(BONUS, summary, "核定加分")
    cap = answers.bonus_cap
    if isinstance(cap, Decimal):
        return derived("加分", at_most(total(approved), setting("热线加分上限", cap)))
    return derived("加分", total(approved))
