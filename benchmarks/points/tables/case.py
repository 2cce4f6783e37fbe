"""A table in a file, what its maker meant, and what came of reading it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from benchmarks.points.tables.base import Good, Taken, taken
from benchmarks.points.tables.written import lines_of, write_text
from pingyi.domain.campaign.campaign import Campaign
from pingyi.ground.errors import ImportRowsError


class Outcome(StrEnum):
    """What reading a table came to; the first three are as they should be."""

    REFUSED = "refused, the place named"
    READ = "read as it was meant"
    READ_AND_TOLD = "read as it was meant, what was assumed told"
    UNNAMED = "refused, the place not named"
    UNTOLD = "read as it was meant, what was assumed not told"
    OTHERWISE = "read otherwise, with a word about what was assumed"
    SILENTLY_WRONG = "silently wrong"


SOUND = (Outcome.REFUSED, Outcome.READ, Outcome.READ_AND_TOLD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """`named` are words a refusal must have; `told`: read at all, it needs a word about what was assumed."""

    name: str
    meant: Good
    make: Callable[[Path], Path]  # writes into a folder
    named: tuple[str, ...] = ()
    told: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What came of one."""

    case: Case
    outcome: Outcome
    words: str  # of the refusal, or what was assumed


def judged(case: Case, campaign: Campaign, folder: Path) -> Found:
    """Write the table, read it, hold it against what a plain .csv of the same values comes to."""
    folder.mkdir(parents=True)
    right = taken(campaign, case.meant.kind, write_text(folder / "plain.csv", lines_of(case.meant)))
    try:
        found = taken(campaign, case.meant.kind, case.make(folder))
    except ImportRowsError as error:
        unnamed = not all(word in str(error) for word in case.named)
        return Found(case=case, outcome=Outcome.UNNAMED if unnamed else Outcome.REFUSED, words=str(error))
    return Found(case=case, outcome=_outcome(case, found, right), words="；".join(found.notes))


def _outcome(case: Case, found: Taken, right: Taken) -> Outcome:
    if found.content != right.content:
        return Outcome.OTHERWISE if found.notes else Outcome.SILENTLY_WRONG
    if case.told and not found.notes:
        return Outcome.UNTOLD
    return Outcome.READ_AND_TOLD if found.notes else Outcome.READ


def all_judged(cases: Iterable[Case], campaign: Campaign, folder: Path) -> Iterator[Found]:
    """Each in a folder of its own."""
    for number, case in enumerate(cases):
        yield judged(case, campaign, folder / f"{number}")


def counts(found: Iterable[Found]) -> str:
    """How many came to what."""
    tally = Counter(one.outcome for one in found)
    return "\n".join(f"  {tally[outcome]:4} {outcome}" for outcome in Outcome)
