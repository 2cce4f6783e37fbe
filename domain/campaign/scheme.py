"""What follows from what a campaign has: tables that come in, questions that are open, words for its papers."""

from collections.abc import Callable
from itertools import chain

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.points import Component, asked_by_phone
from pingyi.domain.campaign.policies import Policies, Policy

BROUGHT_IN = {"leaders": "领导评分", "hotline": "12345热线", "phone": "电话访谈"}


def matter_of(campaign: Campaign, *components: str) -> str:
    """What the table of points calls the first of these lines that there is: 公众评议, 群众测评."""
    items = chain.from_iterable(table.items for table in campaign.points)
    return next((item.matter for item in items if item.component in components), "")


def ballot_name(campaign: Campaign) -> str:
    """The ballot as texts call it: its title without year and district."""
    title = campaign.ballot.title
    for word in (f"{campaign.about.year}年度", f"{campaign.about.year}年", campaign.about.district):
        title = title.replace(word, "")
    return title or campaign.ballot.title


def asks_by_phone(campaign: Campaign) -> bool:
    """Whether interviews are one of the ways in which the public is asked."""
    return asked_by_phone(campaign.points)


def has_leaders(campaign: Campaign) -> bool:
    """Whether some unit gets points of leaders, by scores or by votes."""
    return bool({Component.BODIES, Component.TEAMS} & set(campaign.components))


def has_hotline(campaign: Campaign) -> bool:
    """Whether the hotline gives points."""
    return Component.HOTLINE in campaign.components


def brought_in(campaign: Campaign) -> dict[str, str]:
    """Tables that come from outside: the kind by which a command takes them in, and its name."""
    having = {"leaders": has_leaders, "hotline": has_hotline, "phone": asks_by_phone}
    return {kind: name for kind, name in BROUGHT_IN.items() if having[kind](campaign)}


def merged_objects(campaign: Campaign) -> tuple[str, ...]:
    """Whose hotline shares its points with the votes, as the table of points calls them."""
    return tuple(
        table.object
        for table in campaign.points
        if any(item.component == "hotline" and item.points is None for item in table.items)
    )


ASKED_WHERE: dict[str, Callable[[Campaign], bool]] = {
    "department_shared": lambda campaign: bool(merged_objects(campaign)),
    "phone": asks_by_phone,
    "leader_form": has_leaders,
    "trimming": has_leaders,
    "machine_scores": has_leaders,
    "no_hotline": has_hotline,
    "hotline_bonus_cap": has_hotline,
    "hotline_satisfaction": has_hotline,
    "both_answers": has_hotline,
    "unlisted_hotline": has_hotline,
    "unanswered_rates": has_hotline,
    "follow_up_alone": has_hotline,
    "plan_read": lambda campaign: bool(campaign.policies.plan_read.value),
}
"""Policies that only some campaigns raise, and which; the others are every campaign's."""


def questions(campaign: Campaign) -> tuple[tuple[str, Policy[object]], ...]:
    """Name and policy of whatever two people must confirm, in order: ways of counting, then what became of units."""
    return (*ways(campaign), *((change.name, change.question) for change in campaign.changes))


def ways(campaign: Campaign) -> tuple[tuple[str, Policy[object]], ...]:
    """Name and policy of whatever the scheme leaves open, in order."""
    return tuple(
        (name, _worded(campaign, name, policy))
        for name, policy in campaign.policies.items()
        if name not in ASKED_WHERE or ASKED_WHERE[name](campaign)
    )


def _worded(campaign: Campaign, name: str, policy: Policy[object]) -> Policy[object]:
    """A question that the file does not word itself, of what this campaign has."""
    if name != "missing_source" or policy.title != Policies.model_fields[name].default.title:
        return policy
    whom = [*["班子"] * has_leaders(campaign), "群体", *["电话访谈"] * asks_by_phone(campaign)]
    return policy.model_copy(update={"title": f"某个{enumerated(whom, '或')}没有评价到的单位"})


def enumerated(words: list[str], last: str) -> str:
    """Words (at least one) as Chinese lists them, `last` before the last: 甲、乙或丙."""
    return last.join(filter(None, ("、".join(words[:-1]), words[-1])))


def open_questions(campaign: Campaign) -> tuple[tuple[str, Policy[object]], ...]:
    """Those nobody has confirmed yet."""
    return tuple((name, policy) for name, policy in questions(campaign) if not policy.confirmed)
