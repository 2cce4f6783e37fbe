"""Votes to a score out of 100: pooled or weighted by group, with or without phone interviews."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from domain.campaign import Component, Unit
from domain.sums import OTHERS, merge_small
from scoring.evidence import PHONE, Evidence, GroupVotes, merged
from scoring.exact import Exact, leaf, plain

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
        return _mean(SCORE, [(Fraction(1), interviews)])
    return _mean(SCORE, [(1 - Fraction(share), questionnaires), (Fraction(share), interviews)])


def pooled(label: str, groups: Sequence[GroupVotes], evidence: Evidence) -> Exact:
    """Every valid vote counts once; at least one is needed. Small groups are shown together only."""
    choices = evidence.campaign.ballot.choices
    weights = evidence.vote_weights()
    shown = [_together([groups[index] for index in indexes]) for indexes in _classes(groups)]
    counts = tuple(
        Exact(
            label=f"{choice}票",
            value=Fraction(sum(group.choices[place] for group in groups)),
            formula="各群体之和" if len(shown) > 1 else "",
            parts=tuple(leaf(group.name, group.choices[place], *group.sources) for group in shown)
            if len(shown) > 1
            else (),
            sources=shown[0].sources if len(shown) == 1 else (),
        )
        for place, choice in enumerate(choices)
    )
    valid = sum((count.value for count in counts), ZERO)
    weighted = sum((weight * count.value for weight, count in zip(weights, counts, strict=True)), ZERO)
    terms = "＋".join(f"{choice}票×{plain(weight)}" for choice, weight in zip(choices, weights, strict=True))
    total = Exact(label="有效票", value=valid, formula="＋".join(f"{choice}票" for choice in choices))
    return Exact(label=label, value=weighted / valid, formula=f"（{terms}）÷有效票", parts=(*counts, total))


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
    classes = _classes(weighted)
    shown = [_mean_of_small(scored, weighted, indexes) for indexes in classes]
    return _mean(label, shown)


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


def _mean(label: str, weighted: Sequence[tuple[Fraction, Exact]]) -> Exact:
    """The weighted mean; weights of what is missing fall away and the others keep their proportion."""
    total = sum((weight for weight, _ in weighted), ZERO)
    value = sum((weight * part.value for weight, part in weighted), ZERO) / total
    terms = "＋".join(f"{part.label}×{plain(weight)}" for weight, part in weighted)
    formula = terms if total == 1 else f"（{terms}）÷{plain(total)}"
    return Exact(label=label, value=value, formula=formula, parts=tuple(part for _, part in weighted))


def _classes(groups: Sequence[GroupVotes]) -> tuple[tuple[int, ...], ...]:
    return merge_small({index: group.ballots for index, group in enumerate(groups)})


def _together(groups: Sequence[GroupVotes]) -> GroupVotes:
    return groups[0] if len(groups) == 1 else merged(OTHERS, groups)
