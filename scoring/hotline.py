"""12345 hotline (附件2): three rates worth N, the follow-up worth M, approved bonus; each floored at 0."""

from decimal import Decimal
from fractions import Fraction

from domain.campaign import HotlineRules
from domain.policies import Policies
from domain.score import HotlineSummary
from scoring.exact import Exact, leaf, plain
from scoring.order_sums import (
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


def full_marks(rules: HotlineRules) -> Fraction:
    """N + M."""
    return Fraction(rules.rates) + Fraction(rules.follow_up)


def unanswered(summary: HotlineSummary) -> tuple[str, ...]:
    """Rates that cannot be taken since no caller answered; their weight goes to the other rates."""
    satisfaction = summary.satisfied + summary.basically_satisfied + summary.dissatisfied
    solution = summary.solved + summary.partly_solved + summary.unsolved
    return tuple(name for name, count in (("处理满意率", satisfaction), ("诉求解决率", solution)) if not count)


def hotline_score(summary: HotlineSummary, rules: HotlineRules, policies: Policies) -> Exact:
    """A unit's year on the hotline out of N + M; it must have at least one order."""
    rates = _rates(summary, rules, policies)
    follow_up = _follow_up(summary, rules)
    bonus = _bonus(summary, policies)
    earned = rates.value + follow_up.value + bonus.value
    formula = f"{rates.label}＋{follow_up.label}＋{bonus.label}"
    limit = full_marks(rules)
    if policies.hotline_bonus_cap.value == "full_marks":
        return Exact(
            label=SCORE,
            value=min(earned, limit),
            formula=f"{formula}，不超过{plain(limit)}分",
            parts=(rates, follow_up, bonus),
        )
    return Exact(label=SCORE, value=earned, formula=formula, parts=(rates, follow_up, bonus))


def _leaf(count: str, summary: HotlineSummary, label: str = "") -> Exact:
    """One of the summary's counts; of one added up here the source says which orders it is made of."""
    value = getattr(summary, FIELDS[count])
    label = label or count
    if not summary.from_orders:
        return leaf(label, value, summary.source)
    return leaf(label, value, f"{summary.source}：逐单重算，见 pingyi hotline {summary.unit} {count}")


def _rates(summary: HotlineSummary, rules: HotlineRules, policies: Policies) -> Exact:
    """The three rates; a rate nobody answered for falls away and the others share its weight."""
    rates = (
        (Fraction(rules.on_time_weight), _on_time(summary)),
        (Fraction(rules.satisfaction_weight), _satisfaction(summary, policies)),
        (Fraction(rules.solution_weight), _solution(summary)),
    )
    known = [(weight, rate) for weight, rate in rates if rate is not None]
    whole = sum((weight for weight, _ in rates), ZERO)
    scale = whole / sum((weight for weight, _ in known), ZERO)
    items = tuple(_rate_points(rate, weight * scale, summary, rules) for weight, rate in known)
    return Exact(
        label="三率得分",
        value=sum((item.value for item in items), ZERO),
        formula="＋".join(item.label for item in items),
        parts=items,
    )


def _rate_points(rate: Exact, weight: Fraction, summary: HotlineSummary, rules: HotlineRules) -> Exact:
    label = f"{rate.label}得分"
    full = plain(Fraction(rules.rates))
    formula = f"{rate.label}×{plain(weight * 100)}%×{full}"
    points = rate.value * weight * Fraction(rules.rates)
    if rate.label != "综合解决率":
        return Exact(label=label, value=max(points, ZERO), formula=formula, parts=(rate,))
    unsolved = _leaf(SPOT_CHECK, summary, "自治区抽查未解决（申诉未通过）")
    penalty = Fraction(rules.spot_check_penalty)
    return Exact(
        label="诉求解决率得分",
        value=max(points - penalty * unsolved.value, ZERO),
        formula=f"{formula}－{unsolved.label}×{plain(penalty)}，不低于0",
        parts=(rate, unsolved),
    )


def _on_time(summary: HotlineSummary) -> Exact:
    parts = tuple(_leaf(name, summary) for name in (CLOSED_ON_TIME, RETURNED_ON_TIME, CLOSED, RETURNED))
    value = (parts[0].value + parts[1].value) / (parts[2].value + parts[3].value)
    return Exact(label="按时率", value=value, formula="（按时办结量＋按时退单量）÷（办结量＋退单量）", parts=parts)


def _satisfaction(summary: HotlineSummary, policies: Policies) -> Exact | None:
    counts = (summary.satisfied, summary.basically_satisfied, summary.dissatisfied)
    if not sum(counts):
        return None
    names = ("满意", "基本满意", "不满意")
    parts = tuple(_leaf(name, summary) for name in names)
    basic_too = policies.hotline_satisfaction.value == "satisfied_and_basic"
    good = parts[0].value + (parts[1].value if basic_too else 0)
    above = "（满意＋基本满意）" if basic_too else "满意"
    return Exact(
        label="处理满意率", value=good / sum(counts), formula=f"{above}÷（满意＋基本满意＋不满意）", parts=parts
    )


def _solution(summary: HotlineSummary) -> Exact | None:
    counts = (summary.solved, summary.partly_solved, summary.unsolved)
    if not sum(counts):
        return None
    names = ("已解决", "部分解决", "未解决")
    parts = tuple(_leaf(name, summary) for name in names)
    return Exact(
        label="综合解决率",
        value=(parts[0].value + parts[1].value) / sum(counts),
        formula="（已解决＋部分解决）÷（已解决＋部分解决＋未解决）",
        parts=parts,
    )


def _follow_up(summary: HotlineSummary, rules: HotlineRules) -> Exact:
    """M − refused/followed-up × M; nothing followed up gives M."""
    full = Fraction(rules.follow_up)
    checked = _leaf(FOLLOWED_UP, summary)
    refused = _leaf(FOLLOW_UP_REFUSED, summary, "跟踪未通过量")
    if not checked.value:
        return Exact(label="跟踪问效得分", value=full, formula=f"没有跟踪问效工单，得{plain(full)}分", parts=(checked,))
    return Exact(
        label="跟踪问效得分",
        value=max(full - refused.value / checked.value * full, ZERO),
        formula=f"{plain(full)}－跟踪未通过量÷跟踪问效量×{plain(full)}",
        parts=(checked, refused),
    )


def _bonus(summary: HotlineSummary, policies: Policies) -> Exact:
    approved = _leaf(BONUS, summary, "核定加分")
    cap = policies.hotline_bonus_cap.value
    if isinstance(cap, Decimal):
        return Exact(
            label="加分",
            value=min(approved.value, Fraction(cap)),
            formula=f"核定加分，不超过{plain(Fraction(cap))}分",
            parts=(approved,),
        )
    return Exact(label="加分", value=approved.value, formula="核定加分", parts=(approved,))
