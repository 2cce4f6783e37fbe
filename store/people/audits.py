"""Post-count audits in the store: draws and what people saw; both only appended."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pingyi.domain.results.audit import Claim
from pingyi.domain.trust.chain import EventKind
from pingyi.store.base.faults import faults_of
from pingyi.store.base.store import Store, now

Seat = Literal["甲", "乙"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """Sheets drawn from a count; `number` is 0 before it is kept."""

    seed: str
    claim: Claim
    population: str
    corrections: int
    sheets: tuple[str, ...]
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SightPlace:
    """One row of one sheet, for the person in one of the two seats."""

    sheet: str
    item: str
    seat: Seat


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight(SightPlace):
    """What that person saw on it."""

    person: str
    seen: str  # a choice, or one of the words below


BLANK, MULTIPLE, UNSURE = "blank", "multiple", "unsure"


def add_draw(store: Store, draw: Draw) -> Draw:
    """Keep a draw; it comes back with its number."""
    with store.recording(EventKind.AUDIT_DRAW, "audit_draws"):
        table = store.database.table("audit_draws").insert(
            {
                "seed": draw.seed,
                "tolerance": str(draw.claim.tolerance),
                "risk_limit": str(draw.claim.limit),
                "population": draw.population,
                "corrections": draw.corrections,
                "sheets": json.dumps(draw.sheets),
                "drawn_at": now(),
            }
        )
    return _latest(store, int(str(table.last_pk)))


def latest_draw(store: Store) -> Draw | None:
    """The draw that is being looked at."""
    with faults_of(store.path):
        found = list(store.database.query("SELECT max(number) AS number FROM audit_draws"))
    return _latest(store, found[0]["number"]) if found[0]["number"] else None


def _latest(store: Store, number: int) -> Draw:
    with faults_of(store.path):
        row = dict(store.database.table("audit_draws").get(number))
    return Draw(
        number=row["number"],
        seed=row["seed"],
        claim=Claim(tolerance=Decimal(row["tolerance"]), limit=Decimal(row["risk_limit"])),
        population=row["population"],
        corrections=row["corrections"],
        sheets=tuple(json.loads(row["sheets"])),
    )


def add_sights(store: Store, draw: Draw, sights: Iterable[Sight]) -> None:
    """Append what was seen, all or none."""
    with store.recording(EventKind.AUDIT_SIGHT, "audit_sights"):
        store.database.table("audit_sights").insert_all(
            {
                "draw": draw.number,
                "sheet": sight.sheet,
                "item": sight.item,
                "seat": sight.seat,
                "person": sight.person,
                "seen": sight.seen,
                "seen_at": now(),
            }
            for sight in sights
        )


_SIGHTS = """
SELECT sheet, item, seat, person, seen FROM audit_sights AS s
WHERE number = (
  SELECT max(o.number) FROM audit_sights AS o JOIN audit_draws AS d ON d.number = o.draw
  WHERE d.seed = ? AND d.population = ? AND o.sheet = s.sheet AND o.item = s.item AND o.seat = s.seat
)
"""


def sights(store: Store, draw: Draw) -> dict[SightPlace, Sight]:
    """The sight that counts, by its place; also from earlier draws this one goes on from."""
    with faults_of(store.path):
        found = [Sight(**row) for row in store.database.query(_SIGHTS, [draw.seed, draw.population])]
    return {SightPlace(sheet=sight.sheet, item=sight.item, seat=sight.seat): sight for sight in found}
