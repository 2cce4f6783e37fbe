"""What was imported, by the roster as it is now."""

from dataclasses import replace

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.results.score import Outside
from pingyi.store.base.store import Store
from pingyi.store.outside.imports import outside


def outside_by_roster(campaign: Campaign, store: Store) -> Outside:
    """
    Everything imported, each entry under its unit's name in the roster, where that has it by name or alias.

    Of two entries that come to the same unit by two names the later counts, as of two by one name.
    """
    brought = outside(store)
    leaders = {(name_in_roster(campaign, one.unit), one.group): one for one in brought.leaders}
    votes = {(name_in_roster(campaign, one.unit), one.group): one for one in brought.leader_votes}
    hotline = {name_in_roster(campaign, one.unit): one for one in brought.hotline}
    phone = {name_in_roster(campaign, one.unit): one for one in brought.phone}
    return Outside(
        leaders=tuple(replace(one, unit=unit) for (unit, _), one in leaders.items()),
        leader_votes=tuple(replace(one, unit=unit) for (unit, _), one in votes.items()),
        hotline=tuple(replace(one, unit=unit) for unit, one in hotline.items()),
        phone=tuple(replace(one, unit=unit) for unit, one in phone.items()),
    )


def name_in_roster(campaign: Campaign, name: str) -> str:
    """The unit's name there; one the roster does not know stays as it is."""
    unit = campaign.unit(name)
    return unit.name if unit else name
