"""Every row as it was counted, and the digest by which a count is known: what an audit draws from."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.readings.ballot import DraftBallot
from pingyi.domain.readings.reading import Verdict
from pingyi.domain.results.audit import Mark, Reported
from pingyi.ground.errors import NotReadyError, OpenDoubtsError
from pingyi.store.base.store import Store
from pingyi.tally.roster import seated
from pingyi.workflow.results.tally import settled_sheets

Marks = dict[str, dict[str, Mark]]  # by sheet and item


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """Every row that was counted, as it was counted."""

    marks: Marks
    units: Mapping[str, Mapping[str, str]]  # by sheet and item as printed: the unit's serial in the roster
    corrections: int  # decisions of people it rests on
    digest: str

    def reported(self, item: str, choices: int) -> Reported:
        """The counts of one unit, by its serial in the roster."""
        found = [
            mark for sheet, rows in self.marks.items() for row, mark in rows.items() if self.units[sheet][row] == item
        ]
        counts = tuple(found.count(place) for place in range(choices))
        return Reported(choices=counts, void=found.count(None))


def population(campaign: Campaign, store: Store, corrections: int | None = None) -> Population:
    """
    What was counted, as of the first so many decisions of people.

    Raises NotReadyError before anything was scanned, OpenDoubtsError while rows are open, RosterError.
    """
    decided = store.corrections()[:corrections]
    ballots = settled_sheets(campaign, store, decided)
    if not ballots:
        raise NotReadyError("还没有扫描任何评议表，没有可抽查的；请先 pingyi scan")
    still_open = sum(len(ballot.open_rows) for ballot in ballots)
    if still_open:
        raise OpenDoubtsError(f"还有 {still_open} 行待人工判定；请先复核完（pingyi review）再抽查")
    marks = {ballot.sheet: dict(_marks(ballot, campaign)) for ballot in ballots}
    lines = sorted(f"{sheet} {item} {mark}" for sheet, rows in marks.items() for item, mark in rows.items())
    return Population(
        marks=marks,
        units=_units(ballots, campaign),
        corrections=len(decided),
        digest=hashlib.sha256("\n".join(lines).encode()).hexdigest(),
    )


def _units(ballots: Sequence[DraftBallot], campaign: Campaign) -> dict[str, dict[str, str]]:
    """Whose row is whose: one mapping for all sheets that print the same rows."""
    kept: dict[tuple[tuple[str, str], ...], dict[str, str]] = {}
    found = {}
    for ballot in ballots:
        printed = tuple((row.item, row.name) for row in ballot.rows)
        if printed not in kept:
            (at_seats,) = seated([ballot], campaign)
            kept[printed] = {row.item: seat.item for row, seat in zip(ballot.rows, at_seats.rows, strict=True)}
        found[ballot.sheet] = kept[printed]
    return found


def _marks(ballot: DraftBallot, campaign: Campaign) -> Iterator[tuple[str, Mark]]:
    for row in ballot.rows:
        yield row.item, campaign.ballot.choices.index(row.choice) if row.verdict is Verdict.VALID else None
