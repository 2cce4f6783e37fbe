"""Votes to a score out of 100: pooled or weighted by group, with or without phone interviews."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from pingyi.domain.campaign.campaign import Choice, Unit
from pingyi.domain.campaign.points import Component
from pingyi.domain.results.figure import EACH_GROUP
from pingyi.domain.results.formula import less, product, quotient, total
from pingyi.domain.results.sums import OTHERS, merge_small
from pingyi.scoring.evidence import PHONE, Evidence, GroupVotes, merged
from pingyi.scoring.exact import Exact, Formula, constant, derived, leaf, renamed, setting

ZERO = Fraction(0)
SCORE = "民意得分"


def vote_score(unit: Unit, evidence: Evidence) -> Exact | None:
    """The public's score of a unit out of 100; None when there is no valid vote at all."""
    paper = [group for group in evidence.group_votes(unit, Component.VOTES) if group.valid]
    phone = evidence.phone_votes(unit)
    share = evidence.campaign.policies.phone.value
    if phone is None:
        return _paper_score(SCORE, paper, evidence)
    if not isinstance(share, Decimal):
        return _paper_score(SCORE, [*paper, phone], evidence)
    interviews = pooled(f"{PHONE}得分", [phone], evidence)
    questionnaires = _paper_score("问卷得分", paper, evidence)
    if questionnaires is None:
        return derived(SCORE, total(interviews), note="没有问卷，只按电话访谈计")
    weight = setting("电话访谈的比例", share)
    rest: Formula = less(constant(1), weight)
    return derived(SCORE, total(product(questionnaires, rest), product(interviews, weight)))


def pooled(label: str, groups: Sequence[GroupVotes], evidence: Evidence) -> Exact:
    """Every valid vote counts once; at least one is needed. Small groups are shown together only."""
    choices = tuple(choice for choice in evidence.campaign.choices if choice.counts)
    shown = tuple(_together([groups[index] for index in indexes]) for indexes in _classes(groups, evidence))
    return _pooled(label, shown, choices, evidence.campaign.counted_label)


@lru_cache(maxsize=5000)  # the answers to other questions change nothing of it
def _pooled(label: str, shown: tuple[GroupVotes, ...], choices: tuple[Choice, ...], counted: str) -> Exact:
    counts = tuple(_votes_for(choice.word, place, shown) for place, choice in enumerate(choices))
    weights = [setting(f"“{choice.word}”每票折算分", choice.weight) for choice in choices]
    valid = derived(counted, total(*counts), parts=())
    terms: list[Formula] = [product(count, weight) for count, weight in zip(counts, weights, strict=True)]
    weighted: Formula = total(*terms)
    return derived(label, quotient(weighted, valid), parts=(*counts, valid))


def _votes_for(choice: str, place: int, shown: Sequence[GroupVotes]) -> Exact:
    label = f"{choice}票"
    if len(shown) == 1:
        return leaf(label, shown[0].choices[place], *shown[0].sources)
    by_group = (leaf(group.name, group.choices[place], *group.sources) for group in shown)
    return renamed(derived(label, total(*by_group)), EACH_GROUP)


def _paper_score(label: str, groups: Sequence[GroupVotes], evidence: Evidence) -> Exact | None:
    if not groups:
        return None
    shares = evidence.campaign.policies.group_weighting.value
    if not isinstance(shares, dict):
        return pooled(label, groups, evidence)
    weighted = [group for group in groups if shares[group.key]]
    if not weighted:
        return None
    scored = [(Fraction(shares[group.key]), pooled(f"{group.name}得分", [group], evidence)) for group in weighted]
    shown = [_mean_of_small(scored, weighted, indexes) for indexes in _classes(weighted, evidence)]
    weights = [setting(f"{part.label.removesuffix('得分')}的权重", weight) for weight, part in shown]
    terms: list[Formula] = [product(part, weight) for (_, part), weight in zip(shown, weights, strict=True)]
    return derived(label, quotient(total(*terms), total(*weights)))


def _mean_of_small(
    scored: Sequence[tuple[Fraction, Exact]], groups: Sequence[GroupVotes], indexes: tuple[int, ...]
) -> tuple[Fraction, Exact]:
    """A group's weight and score; several small groups as one, their own scores not shown."""
    if len(indexes) == 1:
        return scored[indexes[0]]
    weight = sum((scored[index][0] for index in indexes), ZERO)
    value = sum((scored[index][0] * scored[index][1].value for index in indexes), ZERO) / weight
    sources = tuple(source for index in indexes for source in groups[index].sources)
    formula = "各群体得分按权重平均；份数少的群体合并列示"
    return weight, Exact(label=f"{OTHERS}得分", value=value, formula=formula, sources=sources)


def _classes(groups: Sequence[GroupVotes], evidence: Evidence) -> tuple[tuple[int, ...], ...]:
    """
    Which of the groups (indexes) are shown together: as in every other place, whatever this unit's own numbers are.

    What the tally does not know (interviews, tables brought in) stands alone unless it is small.
    """
    holders = {key: keys for keys in evidence.classes for key in keys}
    found: dict[tuple[str, ...], list[int]] = {}
    for index, group in enumerate(groups):
        found.setdefault(holders.get(group.key, (group.key,)), []).append(index)
    sizes = {keys: sum(groups[index].ballots for index in indexes) for keys, indexes in found.items()}
    return tuple(tuple(index for keys in joined for index in found[keys]) for joined in merge_small(sizes))


def _together(groups: Sequence[GroupVotes]) -> GroupVotes:
    return groups[0] if len(groups) == 1 else merged(OTHERS, groups)
