"""What a plan document really says, setting by setting, and how a reading differs from it."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.lines import Place
from pingyi.workflow.plan_in.draft import setting_name
from pingyi.workflow.plan_in.findings import Told
from pingyi.workflow.plan_in.reading import PlanReading

UNTOLD = (  # no plan speaks of these: the office's own later word, or this program's
    ("distributors",), ("leaders",), ("handout",), ("notice",), ("aliases",), ("changes",), ("policies",),
)  # fmt: skip
BY_THE_PROGRAM = ("key",)  # letters of groups, where the document has none
Truth = dict[Place, object]


def truth_of(campaign: Campaign) -> Truth:
    """Every setting of a campaign that a plan may tell."""
    found = {place: value for place, value in _flat((), campaign.model_dump()) if place[:1] not in UNTOLD}
    weighting = campaign.policies.group_weighting.value
    told = {"vote_weights": campaign.policies.vote_weights.value, "leader_form": campaign.policies.leader_form.value}
    more = {"group_weighting": weighting} if isinstance(weighting, dict) else {}
    return found | {("policies", name, "value"): value for name, value in (told | more).items()}


def _flat(place: Place, value: Any) -> Iterator[tuple[Place, object]]:
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from _flat((*place, name), part)
    elif isinstance(value, tuple) and value and all(isinstance(part, Mapping) for part in value):
        for number, part in enumerate(value):
            yield from _flat((*place, number), part)
    else:
        yield place, value


def wrong(reading: PlanReading, truth: Truth) -> list[str]:
    """
    Settings told otherwise than the document says; groups are matched by their names.

    What stands below a question is not told: the draft has it behind the question's mark.
    """
    asked = {one.place for one in reading.asked}
    return [
        f"{setting_name(one.place)}: {one.value!r}, meant {meant!r}"
        for one in reading.told
        if one.place[:1] not in asked
        and one.place[-1] not in BY_THE_PROGRAM
        and _plain(one.value) != _plain(meant := _meant(one, reading, truth))
    ]


def lacking(reading: PlanReading, truth: Truth) -> list[str]:
    """Settings that are neither told nor asked; one that is asked stands for all below it."""
    told = {_own_place(one.place, reading, truth) for one in reading.told}
    asked = [_own_place(one.place, reading, truth) for one in reading.asked]
    return [
        setting_name(place)
        for place in truth
        if place not in told and not any(one is not None and one == place[: len(one)] for one in asked)
    ]


def _meant(one: Told, reading: PlanReading, truth: Truth) -> object:
    if one.place == ("policies", "group_weighting", "value"):
        return truth.get(one.place, "(not told)")
    place = _own_place(one.place, reading, truth)
    return "(not told)" if place is None else truth.get(place, "(not told)")


def _own_place(place: Place, reading: PlanReading, truth: Truth) -> Place | None:
    """Where the truth has a group that stands elsewhere in the reading."""
    if place[0] not in {"groups", "batches"} or len(place) == 1:
        return place
    names = {one.place[1]: one.value for one in reading.told if one.place[0] == "groups" and one.place[-1] == "name"}
    number = next(
        (
            one[1]
            for one, value in truth.items()
            if one[0] == "groups" and one[-1] == "name" and value == names.get(place[1])
        ),
        None,
    )
    return None if number is None else (place[0], number, *place[2:])


def _plain(value: object) -> object:
    """Lists as tuples, 7 as 7.0."""
    if isinstance(value, list | tuple):
        return tuple(map(_plain, value))
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value
