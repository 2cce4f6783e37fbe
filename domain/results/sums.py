"""Sums over a tally by unit, group and series; and which groups are too small to be shown alone."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.points import Component
from pingyi.domain.readings.ballot import BatchCount, RowCount, Tally

SMALLEST_SHOWN = 5  # ballots: a smaller group shown alone could give away how its few members voted
OTHERS = "其他群体"
TOO_FEW = f"收回的评议表不足{SMALLEST_SHOWN}份，不列示得票情况"

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteSum:
    """Votes added up; `batches` are those they were counted in, in order."""

    choices: tuple[int, ...]
    blank: int
    multiple: int
    doubtful: int
    batches: tuple[str, ...]

    @property
    def valid(self) -> int:
        """Valid votes: one tick."""
        return sum(self.choices)

    @property
    def ballots(self) -> int:
        """Rows on paper, whatever became of them."""
        return self.valid + self.blank + self.multiple + self.doubtful


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSum:
    """Forms handed out and got back by one group, or by several small ones together."""

    label: str
    batches: int
    issued: int
    returned: int


def add(rows: Iterable[RowCount]) -> VoteSum:
    """The sum of one row or more."""
    found = tuple(rows)
    return VoteSum(
        choices=tuple(sum(column) for column in zip(*(row.choices for row in found), strict=True)),
        blank=sum(row.blank for row in found),
        multiple=sum(row.multiple for row in found),
        doubtful=sum(row.doubtful for row in found),
        batches=tuple(sorted({row.batch for row in found})),
    )


def by_unit(rows: Iterable[RowCount]) -> dict[str, VoteSum]:
    """Sums by the unit's serial in the roster."""
    return _grouped(rows, lambda row: row.item)


def by_group(rows: Iterable[RowCount]) -> dict[str, VoteSum]:
    """Sums by the evaluator group's key."""
    return _grouped(rows, lambda row: row.group)


def by_series(rows: Iterable[RowCount], campaign: Campaign) -> dict[str, VoteSum]:
    """Sums by the series of the evaluated units."""
    series = {str(unit.serial): unit.series for unit in campaign.units}
    return _grouped(rows, lambda row: series[row.item])


def rows_of(rows: Iterable[RowCount], component: Component, campaign: Campaign) -> tuple[RowCount, ...]:
    """The rows counted on forms of the groups behind one line of 附件1."""
    keys = {group.key for group in campaign.groups if group.component is component}
    return tuple(row for row in rows if row.group in keys)


def scored_rows(tally: Tally, campaign: Campaign) -> tuple[RowCount, ...]:
    """
    The rows points are made of: no batch a unit hands out about itself where these are left out, no group of weight 0.

    What is printed of votes beside points is added up from these too: from all rows, the difference to the points'
    own formula would be the votes of one batch or group, however small.
    """
    shares = campaign.policies.group_weighting.value
    weightless = {key for key, share in shares.items() if not share} if isinstance(shares, dict) else set()
    left_out = campaign.policies.self_votes.value == "left_out"
    own = {(batch.batch, batch.distributor) for batch in tally.batches} if left_out else set()
    names = {str(unit.serial): unit.name for unit in campaign.units}
    return tuple(
        row for row in tally.rows if row.group not in weightless and (row.batch, names.get(row.item)) not in own
    )


Classes = tuple[tuple[str, ...], ...]
"""Evaluator groups by key, divided into what is shown together."""


def shown_classes(tally: Tally, campaign: Campaign) -> Classes:
    """
    The one division of the groups for everything that is shown: of no unit do 1 to 4 ballots stand alone in it.

    One for all units and documents: where two differ, the small class follows from the difference. Groups of
    different components are never joined. Within a component large groups come first, in the campaign's order.
    """
    return classes_of(tally.batches, scored_rows(tally, campaign), campaign)


def classes_of(batches: Iterable[BatchCount], scored: Iterable[RowCount], campaign: Campaign) -> Classes:
    """The same of `scored_rows` that are at hand."""
    sizes = _ballots_by_group(batches, scored)
    classes: list[tuple[str, ...]] = []
    for component in Component:
        keys = [group.key for group in campaign.groups if group.component is component and group.key in sizes]
        small = [key for key in keys if _is_small([sizes[key]])]
        rest = sorted((key for key in keys if key not in small), key=lambda key: min(sizes[key].values(), default=0))
        rest = [key for key in rest if any(sizes[key].values())]  # an empty one gives nothing away and hides nothing
        while _is_small([sizes[key] for key in small]) and rest:
            small.append(rest.pop(0))
        classes += [(key,) for key in keys if key not in small]
        classes += [tuple(key for key in keys if key in small)] if small else []
    return tuple(classes)


def shown_rows(rows: Iterable[RowCount], tally: Tally, campaign: Campaign) -> tuple[RowCount, ...]:
    """Rows of groups that may be shown: none of a class that has 1 to 4 ballots because there are no more."""
    sizes = _ballots_by_group(tally.batches, scored_rows(tally, campaign))
    few = {key for keys in shown_classes(tally, campaign) if _is_small([sizes[key] for key in keys]) for key in keys}
    return tuple(row for row in rows if row.group not in few)


def _ballots_by_group(batches: Iterable[BatchCount], scored: Iterable[RowCount]) -> dict[str, dict[str, int]]:
    """By group: forms that came back (under ""), and by unit's serial the rows points are made of."""
    sizes: dict[str, dict[str, int]] = {}
    for batch in batches:
        of_group = sizes.setdefault(batch.group, {"": 0})
        of_group[""] += batch.returned
    for row in scored:
        of_group = sizes.setdefault(row.group, {"": 0})
        of_group[row.item] = of_group.get(row.item, 0) + row.ballots
    return sizes


def _is_small(groups: Sequence[Mapping[str, int]]) -> bool:
    """Whether of some unit, or of all paper, these groups together have 1 to 4 ballots."""
    units = {unit for group in groups for unit in group}
    return any(0 < sum(group.get(unit, 0) for group in groups) < SMALLEST_SHOWN for unit in units)


def paper_by_group(batches: Iterable[BatchCount], campaign: Campaign, classes: Classes) -> tuple[PaperSum, ...]:
    """Forms out and in, by class of groups."""
    found: dict[str, list[BatchCount]] = {}
    for batch in batches:
        found.setdefault(batch.group, []).append(batch)
    together = ((keys, [batch for key in keys for batch in found.get(key, ())]) for keys in classes)
    return tuple(_paper(_label(keys, campaign), listed) for keys, listed in together if listed)


def votes_by_shown_group(
    rows: Iterable[RowCount], campaign: Campaign, classes: Classes
) -> tuple[tuple[str, VoteSum], ...]:
    """Votes by class of groups."""
    found = tuple(rows)
    together = ((_label(keys, campaign), [row for row in found if row.group in keys]) for keys in classes)
    return tuple((label, add(listed)) for label, listed in together if listed)


def nested_classes(sizes: Mapping[str, int], groups: Mapping[str, str], classes: Classes) -> Classes:
    """
    Batches (codes, with ballots and group) divided so that no difference of shown sums gives away a few ballots.

    Small ones are joined only within what is shown of the groups: joined with one of another class, a small batch
    would follow from its own class's sum.
    """
    return tuple(
        batches
        for keys in classes
        for batches in merge_small({code: size for code, size in sizes.items() if groups[code] in keys})
    )


def shown_batches(rows: Iterable[RowCount], tally: Tally, campaign: Campaign) -> tuple[tuple[RowCount, ...], ...]:
    """The rows of one unit, divided into what is shown together: forms by batch, small batches joined."""
    by_batch = {row.batch: row for row in shown_rows(rows, tally, campaign)}
    returned = {batch.batch: batch.returned for batch in tally.batches}
    sizes = {code: returned.get(code, 0) for code in by_batch}
    groups = {code: row.group for code, row in by_batch.items()}
    classes = nested_classes(sizes, groups, shown_classes(tally, campaign))
    return tuple(tuple(by_batch[code] for code in codes) for codes in classes)


def _label(keys: tuple[str, ...], campaign: Campaign) -> str:
    group = campaign.group(keys[0])
    return group.name if len(keys) == 1 and group is not None else OTHERS


def merge_small(sizes: Mapping[Key, int]) -> tuple[tuple[Key, ...], ...]:
    """
    Divide the groups so that none of 1 to 4 ballots stands alone.

    Groups large enough come first, each alone; the small ones follow together, joined by the next
    larger ones until they are enough themselves. Only when all ballots together are too few does a
    smaller class remain. An empty group gives nothing away and stands alone.
    """
    order = list(sizes)
    small = [key for key in order if 0 < sizes[key] < SMALLEST_SHOWN]
    rest = sorted((key for key in order if sizes[key] >= SMALLEST_SHOWN), key=lambda key: sizes[key])
    while small and sum(sizes[key] for key in small) < SMALLEST_SHOWN and rest:
        small.append(rest.pop(0))
    alone = tuple((key,) for key in order if key not in small)
    return (*alone, tuple(key for key in order if key in small)) if small else alone


def _paper(label: str, batches: list[BatchCount]) -> PaperSum:
    return PaperSum(
        label=label,
        batches=len(batches),
        issued=sum(batch.issued for batch in batches),
        returned=sum(batch.returned for batch in batches),
    )


def _grouped(rows: Iterable[RowCount], key: Callable[[RowCount], str]) -> dict[str, VoteSum]:
    found: dict[str, list[RowCount]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return {name: add(listed) for name, listed in found.items()}
