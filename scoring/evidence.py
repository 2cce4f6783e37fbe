"""What is known about each unit, looked up once: counted votes, imported summaries, settings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from pingyi.domain.ballot import RowCount, Tally
from pingyi.domain.campaign import Campaign, Component, Unit
from pingyi.domain.score import HotlineSummary, LeaderScores, LeaderVotes, Outside, PhoneSummary
from pingyi.domain.sums import Classes, VoteSum, by_group, scored_rows, shown_classes

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
    rows: dict[str, tuple[RowCount, ...]]  # those that count, by the unit's serial
    hotline: dict[str, HotlineSummary]
    phone: dict[str, PhoneSummary]
    leaders: dict[str, tuple[LeaderScores, ...]]
    leader_votes: dict[str, tuple[LeaderVotes, ...]]
    classes: Classes  # of groups, as they are shown
    on_paper: Mapping[str, frozenset[str]]  # groups whose forms have a row of the unit, by its serial; "": of any unit

    def group_votes(self, unit: Unit, component: Component) -> tuple[GroupVotes, ...]:
        """Votes from the tally, group by group in the campaign's order."""
        sums = by_group(self.rows.get(str(unit.serial), ()))
        return tuple(
            self._of_sum(group.key, group.name, sums[group.key])
            for group in self.campaign.groups
            if group.component is component and group.key in sums
        )

    def phone_votes(self, unit: Unit) -> GroupVotes | None:
        """The third party's interviews on the unit."""
        found = self.phone.get(unit.name)
        if found is None or not sum(found.choices):
            return None
        return GroupVotes(
            key=PHONE, name=PHONE, choices=found.choices, ballots=sum(found.choices), sources=(found.source,)
        )

    def _of_sum(self, key: str, name: str, votes: VoteSum) -> GroupVotes:
        counting = self.campaign.counted(votes.choices)
        return GroupVotes(key=key, name=name, choices=counting, ballots=votes.ballots, sources=votes.batches)


def gather(campaign: Campaign, tally: Tally, outside: Outside) -> Evidence:
    """Index everything by unit."""
    rows: dict[str, list[RowCount]] = {}
    on_paper: dict[str, set[str]] = {"": set()}
    for row in (row for row in tally.rows if row.ballots):  # of a page that never came there are rows of noughts
        on_paper[""].add(row.group)
        on_paper.setdefault(row.item, set()).add(row.group)
    for row in scored_rows(tally, campaign):
        rows.setdefault(row.item, []).append(row)
    return Evidence(
        campaign=campaign,
        rows={item: tuple(listed) for item, listed in rows.items()},
        hotline={summary.unit: summary for summary in outside.hotline},
        phone={summary.unit: summary for summary in outside.phone},
        leaders=_by_unit(outside.leaders),
        leader_votes=_by_unit(outside.leader_votes),
        classes=shown_classes(tally, campaign),
        on_paper={item: frozenset(groups) for item, groups in on_paper.items()},
    )


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
