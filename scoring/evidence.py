"""What is known about each unit, looked up once: counted votes, imported summaries, settings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress
from typing import TypeVar

from pingyi.domain.campaign.campaign import Campaign, Unit
from pingyi.domain.campaign.points import Component, EvaluatorGroup
from pingyi.domain.readings.ballot import RowCount, Tally
from pingyi.domain.results.score import HotlineSummary, LeaderScores, LeaderVotes, Outside, PhoneSummary
from pingyi.domain.results.sums import Classes, by_group, classes_of, scored_rows

PHONE = "电话访谈"  # its name among the groups, and in the policy that gives groups weights

T = TypeVar("T", LeaderScores, LeaderVotes)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupVotes:
    """One group's votes on one unit; `sources` are batch codes or files."""

    key: str
    name: str
    choices: tuple[int, ...]  # of the choices that count
    ballots: int  # rows on paper, by which a group is small or not
    sources: tuple[str, ...]

    @property
    def valid(self) -> int:
        """Votes for a choice that counts."""
        return sum(self.choices)


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Why a unit cannot be given its points for a component, and what to do about it."""

    unit: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A campaign with its tally and imports, indexed by unit."""

    campaign: Campaign
    votes: Mapping[str, tuple[GroupVotes, ...]]  # of the rows that count, by the unit's serial, in the campaign's order
    hotline: dict[str, HotlineSummary]
    phone: dict[str, PhoneSummary]
    leaders: dict[str, tuple[LeaderScores, ...]]
    leader_votes: dict[str, tuple[LeaderVotes, ...]]
    classes: Classes  # of groups, as they are shown
    on_paper: Mapping[str, frozenset[str]]  # groups whose forms have a row of the unit, by its serial; "": of any unit

    def group_votes(self, unit: Unit, component: Component) -> tuple[GroupVotes, ...]:
        """Votes from the tally, group by group in the campaign's order."""
        keys = {group.key for group in self.campaign.groups if group.component is component}
        return tuple(votes for votes in self.votes.get(str(unit.serial), ()) if votes.key in keys)

    def phone_votes(self, unit: Unit) -> GroupVotes | None:
        """The third party's interviews on the unit."""
        found = self.phone.get(unit.name)
        if found is None or not sum(found.choices):
            return None
        return GroupVotes(
            key=PHONE, name=PHONE, choices=found.choices, ballots=sum(found.choices), sources=(found.source,)
        )


def gather(campaign: Campaign, tally: Tally, outside: Outside) -> Evidence:
    """Index everything by unit."""
    scored = scored_rows(tally, campaign)
    return Evidence(
        campaign=campaign,
        votes=_votes(scored, campaign.groups, tuple(choice.counts for choice in campaign.choices)),
        hotline={summary.unit: summary for summary in outside.hotline},
        phone={summary.unit: summary for summary in outside.phone},
        leaders=_by_unit(outside.leaders),
        leader_votes=_by_unit(outside.leader_votes),
        classes=classes_of(tally.batches, scored, campaign),
        on_paper=_on_paper(tally.rows),
    )


@lru_cache(maxsize=8)  # the answers to most questions leave the rows that count as they are
def _votes(
    scored: tuple[RowCount, ...], groups: tuple[EvaluatorGroup, ...], counting: tuple[bool, ...]
) -> Mapping[str, tuple[GroupVotes, ...]]:
    """By the unit's serial, its groups in the order of `groups`, of the choices that are `counting`."""
    rows: dict[str, list[RowCount]] = {}
    for row in scored:
        rows.setdefault(row.item, []).append(row)
    sums = {item: by_group(listed) for item, listed in rows.items()}
    return {
        item: tuple(
            GroupVotes(
                key=group.key,
                name=group.name,
                choices=tuple(compress(of[group.key].choices, counting)),
                ballots=of[group.key].ballots,
                sources=of[group.key].batches,
            )
            for group in groups
            if group.key in of
        )
        for item, of in sums.items()
    }


@lru_cache(maxsize=8)
def _on_paper(rows: tuple[RowCount, ...]) -> Mapping[str, frozenset[str]]:
    """By the unit's serial the groups on whose forms it is; all groups under ""."""
    found: dict[str, set[str]] = {"": set()}
    for row in (row for row in rows if row.ballots):  # of a page that never came there are rows of noughts
        found[""].add(row.group)
        found.setdefault(row.item, set()).add(row.group)
    return {item: frozenset(groups) for item, groups in found.items()}


def merged(label: str, groups: Iterable[GroupVotes]) -> GroupVotes:
    """Several groups as one."""
    found = tuple(groups)
    return GroupVotes(
        key="".join(group.key for group in found),
        name=label,
        choices=tuple(sum(column) for column in zip(*(group.choices for group in found), strict=True)),
        ballots=sum(group.ballots for group in found),
        sources=tuple(source for group in found for source in group.sources),
    )


def _by_unit(entries: tuple[T, ...]) -> dict[str, tuple[T, ...]]:
    found: dict[str, list[T]] = {}
    for entry in entries:
        found.setdefault(entry.unit, []).append(entry)
    return {unit: tuple(listed) for unit, listed in found.items()}
