"""
Stations' work joined: bundles pooled in any order, any number of times, say the same.

A pool is a set of bundles. Stations only ever add to their work, so of each station the bundle with the longest log
holds all the others; where it does not, the log has forked, and people are told. What the stations say is then put side
by side: what all say alike stands, what differs stands nowhere and is listed for people.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pingyi.domain.readings.reading import DecidedWord
from pingyi.domain.trust.chain import lines_digest

Row = tuple[str, str]  # sheet, item


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Ruling(DecidedWord):
    """What two people of a station found last on a row; verdict and choice are what counts."""

    decided_by: str
    confirmed_by: str
    decided_at: str

    @property
    def words(self) -> tuple[str, str]:
        """What counts of it."""
        return self.verdict, self.choice


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Where two people of a station said a sheet counts; no batch: nowhere."""

    batch: str
    reason: str
    decided_by: str
    confirmed_by: str


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class StationSheet:
    """One sheet as a station has it; `reading` is the digest of all that was read on it."""

    digest: str  # of its picture
    batch: str  # in which it counts there; empty: two people took it out
    reading: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StationWork:
    """What one bundle says."""

    bundle: str  # SHA-256 of the file
    station: str  # its key and the beginning of its log: two workspaces are two stations
    name: str
    log: tuple[str, ...]  # hash of every entry of its evidence chain
    sheets: Mapping[str, StationSheet]  # by digest
    rulings: Mapping[Row, Ruling]
    moved: Mapping[str, Moved] = field(default_factory=dict)  # by digest


Pool = Mapping[str, StationWork]  # by bundle


@dataclass(frozen=True, slots=True, kw_only=True)
class Fork:
    """Two bundles of one station, neither of which continues the other."""

    name: str
    bundles: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disputed:
    """A sheet (`item` empty) or a row on which stations differ: what each says, by its name."""

    sheet: str
    item: str
    said: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """What a pool comes to."""

    newest: tuple[StationWork, ...]  # by station
    sheets: Mapping[str, str]  # bundle to take it from, by digest; those stations differ on are not among them
    rulings: Mapping[Row, Ruling]
    moved: Mapping[str, Moved]  # what the station it is taken from said of a sheet, by digest
    twice: Mapping[str, tuple[str, ...]]  # names of the stations that read the same picture, by digest
    disputed: tuple[Disputed, ...]
    forks: tuple[Fork, ...]

    def digest(self) -> str:
        """Of all of it: equal pools, equal digests."""
        return lines_digest(
            [
                *(["bundle", work.bundle] for work in self.newest),
                *(["sheet", sheet, bundle] for sheet, bundle in sorted(self.sheets.items())),
                *(["ruling", *row, *ruling.words] for row, ruling in sorted(self.rulings.items())),
                *(["moved", sheet, one.batch] for sheet, one in sorted(self.moved.items())),
                *(["twice", sheet, *names] for sheet, names in sorted(self.twice.items())),
                *(["disputed", one.sheet, one.item, *map(list, one.said)] for one in self.disputed),
                *(["fork", *fork.bundles] for fork in self.forks),
            ]
        )


def join(one: Pool, other: Pool) -> Pool:
    """Both pools together: commutative, associative, idempotent."""
    return {**one, **other}


def settle_pool(pool: Pool) -> Joined:
    """What the bundles come to; the same whatever the order in which they were pooled."""
    by_station: dict[str, list[StationWork]] = defaultdict(list)
    for work in pool.values():
        by_station[work.station].append(work)
    newest = [max(found, key=lambda work: (len(work.log), work.bundle)) for _, found in sorted(by_station.items())]
    forks = [fork for best in newest for fork in _forks(best, by_station[best.station])]
    holders: dict[str, list[StationWork]] = defaultdict(list)
    for work in newest:
        for sheet in work.sheets:
            holders[sheet].append(work)
    differing = {sheet: works for sheet, works in holders.items() if len({work.sheets[sheet] for work in works}) > 1}
    rulings, disputed_rows = _rulings(newest, set(differing))
    disputed_sheets = (_sheet_dispute(sheet, works) for sheet, works in differing.items())
    agreed = {sheet: works[0] for sheet, works in holders.items() if sheet not in differing}
    return Joined(
        newest=tuple(newest),
        sheets={sheet: work.bundle for sheet, work in agreed.items()},
        moved={sheet: work.moved[sheet] for sheet, work in agreed.items() if sheet in work.moved},
        rulings=rulings,
        twice={sheet: tuple(work.name for work in works) for sheet, works in holders.items() if len(works) > 1},
        disputed=tuple(sorted([*disputed_sheets, *disputed_rows], key=lambda one: (one.sheet, one.item))),
        forks=tuple(forks),
    )


def _forks(best: StationWork, all_of_it: Iterable[StationWork]) -> Iterable[Fork]:
    for work in sorted(all_of_it, key=lambda work: work.bundle):
        if work.log != best.log[: len(work.log)]:
            yield Fork(name=work.name, bundles=(work.bundle, best.bundle))


def _rulings(newest: Iterable[StationWork], without: set[str]) -> tuple[dict[Row, Ruling], list[Disputed]]:
    """What stands, and what stations decided differently; of equal rulings the least in order speaks for all."""
    said: dict[Row, list[tuple[str, Ruling]]] = defaultdict(list)
    for work in newest:
        for row, ruling in work.rulings.items():
            if row[0] not in without:
                said[row].append((work.name, ruling))
    rulings: dict[Row, Ruling] = {}
    disputed: list[Disputed] = []
    for row, found in said.items():
        if len({ruling.words for _, ruling in found}) == 1:
            rulings[row] = min(ruling for _, ruling in found)
        else:
            words = tuple(sorted((name, ruling.word) for name, ruling in found))
            disputed.append(Disputed(sheet=row[0], item=row[1], said=words))
    return rulings, disputed


def _sheet_dispute(sheet: str, works: Iterable[StationWork]) -> Disputed:
    told = [(work.name, f"{work.sheets[sheet].batch} 批，读数 {work.sheets[sheet].reading[:8]}") for work in works]
    return Disputed(sheet=sheet, item="", said=tuple(sorted(told)))
