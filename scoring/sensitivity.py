"""Which ranks depend on what the scheme leaves open: points anew under each other answer, from the same tally."""

from collections.abc import Mapping
from dataclasses import dataclass

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.policies import Policy, words_of
from pingyi.domain.campaign.policy_words import answer_text
from pingyi.domain.campaign.scheme import asks_by_phone, ways
from pingyi.domain.readings.ballot import Tally
from pingyi.domain.results.score import Outside
from pingyi.domain.results.sensitivity import AlternativeEffect, PolicyEffect, RankChange
from pingyi.ground.errors import CampaignError
from pingyi.scoring.evidence import PHONE
from pingyi.scoring.score import Ranking, ranking


def sensitivity(
    campaign: Campaign,
    tally: Tally,
    outside: Outside,
    *,
    confirmed_too: bool = False,
    resummed: Mapping[str, Outside] | None = None,
) -> tuple[PolicyEffect, ...]:
    """
    The effect of every other answer to each open question, one at a time; `confirmed_too`: to all of them.

    `resummed` is `outside` with its hotline orders summed up by each answer to `both_answers`, where there are single
    orders. What is missing is left out on both sides, as in a draft. Raises CampaignError on settings of the campaign
    itself.
    """
    now = ranking(campaign, tally, outside, draft=True)
    return tuple(
        PolicyEffect(
            name=name,
            title=policy.title,
            answer=answer_text(campaign, name, policy.value),
            confirmed=policy.confirmed,
            alternatives=tuple(
                _effect(
                    now, _Other(name=name, answer=other), tally, _under(name, other, outside, resummed or {}), campaign
                )
                for other in other_answers(name, policy)
                if not _of_others(other, campaign)
            ),
        )
        for name, policy in ways(campaign)
        if confirmed_too or not policy.confirmed
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Other:
    """An answer to a question that is not the present one."""

    name: str  # of the policy
    answer: object


def other_answers(name: str, policy: Policy[object]) -> tuple[object, ...]:
    """The policy's own alternatives, then whatever else its type has words for; never the present value."""
    known = [*policy.alternatives, *words_of(name)]
    found: list[object] = []
    for answer in known:
        if answer != policy.value and answer not in found:
            found.append(answer)
    return tuple(found)


def _of_others(answer: object, campaign: Campaign) -> bool:
    """Whether an answer speaks of groups that this campaign does not have: left over from another's file."""
    if not isinstance(answer, dict):
        return False
    return not set(answer) <= {*(group.key for group in campaign.groups), *[PHONE] * asks_by_phone(campaign)}


def _under(name: str, other: object, outside: Outside, resummed: Mapping[str, Outside]) -> Outside | None:
    """What is imported under another answer; None where that takes single orders and there are none."""
    return resummed.get(str(other)) if name == "both_answers" else outside


def answered(campaign: Campaign, name: str, answer: object) -> Campaign:
    """The same campaign with another answer to one question."""
    policy = getattr(campaign.policies, name).model_copy(update={"value": answer})
    return campaign.model_copy(update={"policies": campaign.policies.model_copy(update={name: policy})})


def _effect(
    now: Ranking, other: _Other, tally: Tally, outside: Outside | None, campaign: Campaign
) -> AlternativeEffect:
    words = answer_text(campaign, other.name, other.answer)
    if outside is None:
        return AlternativeEffect(answer=words, obstacle="须由工单明细按这一办法重新汇总")
    try:
        then = ranking(answered(campaign, other.name, other.answer), tally, outside, draft=True)
    except CampaignError as error:
        return AlternativeEffect(answer=words, obstacle=str(error).splitlines()[-1].strip())
    fewer = sum(len(b.total.parts) < len(a.total.parts) for a, b in zip(now.units, then.units, strict=True))
    lost = [line for line in then.remarks if line not in now.remarks and "涉及" in line]
    if fewer and lost:
        return AlternativeEffect(answer=words, obstacle=lost[0])
    changes = tuple(
        RankChange(
            unit=before.unit.name,
            ranked_in=after.ranked_in,
            rank=(before.rank, after.rank),
            total=(before.total.rounded(), after.total.rounded()),
        )
        for before, after in zip(now.units, then.units, strict=True)
        if (before.rank, before.ranked_in) != (after.rank, after.ranked_in)
    )
    return AlternativeEffect(
        answer=words,
        changes=changes,
        totals_changed=sum(a.total.rounded() != b.total.rounded() for a, b in zip(now.units, then.units, strict=True)),
        regrouped=any(a.ranked_in != b.ranked_in for a, b in zip(now.units, then.units, strict=True)),
    )
