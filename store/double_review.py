"""Rows two people decide apart: who gets which, what each said, when it is settled."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.ballot import Correction
from domain.chain import EventKind
from domain.double_review import Answer, Judgement, Place, WaitingRow, Wish
from domain.reading import Doubt, Source, Verdict
from store.store import Store, now

_QUEUE = """
WITH waiting AS (
  SELECT o.*, substr(o.reasons, 1, instr(o.reasons || ',', ',') - 1) AS reason,
    (SELECT count(*) FROM standing_judgements AS j WHERE j.sheet = o.sheet AND j.item = o.item) AS said,
    EXISTS (SELECT 1 FROM standing_judgements AS j
            WHERE j.sheet = o.sheet AND j.item = o.item AND j.account = :account) AS mine
  FROM open_rows AS o
)
"""
_NEXT = (
    _QUEUE  # noqa: S608 - our own words
    + """
SELECT * FROM waiting AS w
WHERE NOT mine AND (said >= 2) = :differing
  AND (:reason = '' OR reason = :reason) AND (:batch = '' OR batch = :batch) AND (:sheet = '' OR sheet = :sheet)
  AND NOT EXISTS (SELECT 1 FROM claims AS c WHERE c.sheet = w.sheet AND c.item = w.item
                  AND c.until > :now AND c.holder <> :holder)
  AND sheet || '/' || item NOT IN (SELECT value FROM json_each(:passed))
ORDER BY reason, batch, sheet, position LIMIT :limit
"""
)
_GROUPS = _QUEUE + "SELECT reason, mine, said, count(*) AS rows FROM waiting GROUP BY reason, mine, said"  # noqa: S608
_PAIRS = """
SELECT sheet, item, round, verdict, choice FROM (
  SELECT *, row_number() OVER (PARTITION BY sheet, item, round ORDER BY first) AS place,
         count(*) OVER (PARTITION BY sheet, item, round) AS people
  FROM (
    SELECT j.*, (SELECT min(number) FROM judgements AS o WHERE o.sheet = j.sheet AND o.item = j.item
                 AND o.round = j.round AND o.account = j.account) AS first
    FROM judgements AS j
    WHERE j.verdict <> 'withdrawn' AND j.number = (
      SELECT max(number) FROM judgements AS o
      WHERE o.sheet = j.sheet AND o.item = j.item AND o.round = j.round AND o.account = j.account)
  )
) WHERE place <= 2 AND people >= 2 ORDER BY sheet, item, round, place
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Open rows of one reason: how many still want this person, and how many are left to others."""

    reason: str  # a word of Doubt; empty for rows sent back to people
    mine_to_do: int
    waiting: int  # for a second person: this one has decided
    differing: int


def claim_next(store: Store, wish: Wish, limit: int, at: float, until: float) -> tuple[WaitingRow, ...]:
    """The next rows for this person, claimed for this tab until then."""
    values = {
        "account": wish.account,
        "holder": wish.holder,
        "differing": int(wish.differing),
        "reason": wish.reason,
        "batch": wish.batch,
        "sheet": wish.sheet,
        "passed": json.dumps(wish.passed),
        "now": at,
        "limit": limit,
    }
    with store.transaction():
        found = [_waiting(row) for row in store.rows(_NEXT, values)]
        claim(store, wish.holder, [row.place for row in found], until)
    return tuple(found)


def claim(store: Store, holder: str, places: Iterable[Place], until: float) -> None:
    """Inside a transaction: these rows are this tab's."""
    for place in places:
        store.database.execute(
            "INSERT INTO claims VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET holder = excluded.holder, "
            "until = excluded.until",
            [place.sheet, place.item, holder, until],
        )


def prolong(store: Store, holder: str, until: float, at: float) -> None:
    """The tab is still there."""
    with store.transaction():
        store.database.execute("DELETE FROM claims WHERE until < ?", [at])
        store.database.execute("UPDATE claims SET until = ? WHERE holder = ?", [until, holder])


def release(store: Store, holder: str, place: Place | None = None) -> None:
    """Let go of one row, or of all this tab has."""
    with store.transaction():
        if place is None:
            store.database.execute("DELETE FROM claims WHERE holder = ?", [holder])
        else:
            drop_claim(store, holder, place)


def drop_claim(store: Store, holder: str, place: Place) -> None:
    """Inside a transaction: let go of one row."""
    store.database.execute(
        "DELETE FROM claims WHERE holder = ? AND sheet = ? AND item = ?", [holder, place.sheet, place.item]
    )


def groups(store: Store, account: str) -> tuple[Group, ...]:
    """Open rows by reason."""
    found: dict[str, dict[str, int]] = {}
    for row in store.rows(_GROUPS, {"account": account}):
        counts = found.setdefault(row["reason"], {"mine_to_do": 0, "waiting": 0, "differing": 0})
        kind = "differing" if row["said"] >= 2 else "waiting" if row["mine"] else "mine_to_do"
        counts[kind] += row["rows"]
    return tuple(Group(reason=reason, **counts) for reason, counts in sorted(found.items()))


def is_open(store: Store, place: Place) -> bool:
    """Whether the row waits for people."""
    sql = "SELECT 1 FROM open_rows WHERE sheet = ? AND item = ?"
    return bool(list(store.rows(sql, [place.sheet, place.item])))


def open_row(store: Store, place: Place) -> WaitingRow | None:
    """An open row."""
    sql = "SELECT * FROM open_rows WHERE sheet = ? AND item = ?"
    return next((_waiting(row) for row in store.rows(sql, [place.sheet, place.item])), None)


def waiting_of_sheet(store: Store, account: str, sheet: str) -> tuple[WaitingRow, ...]:
    """Open rows of a sheet this person has not judged, in the order of the form."""
    sql = """
      SELECT * FROM open_rows AS o WHERE sheet = ? AND NOT EXISTS (
        SELECT 1 FROM standing_judgements AS j WHERE j.sheet = o.sheet AND j.item = o.item AND j.account = ?)
      ORDER BY position
    """
    return tuple(_waiting(row) for row in store.rows(sql, [sheet, account]))


def page_proposals(store: Store) -> dict[int, tuple[str, str]]:
    """Outcome and who said it, by number of the unread page."""
    return {row["page"]: (row["outcome"], row["account"]) for row in store.rows("SELECT * FROM page_proposals")}


def propose_page(store: Store, page: int, outcome: str, account: str) -> None:
    """Inside a transaction: one person's word on an unread page."""
    sql = "INSERT OR REPLACE INTO page_proposals (page, outcome, account, proposed_at) VALUES (?, ?, ?, ?)"
    store.database.execute(sql, [page, outcome, account, now()])


def judgements(store: Store, place: Place) -> tuple[Judgement, ...]:
    """What counts of the round under way, in the order it was said."""
    sql = "SELECT * FROM standing_judgements WHERE sheet = ? AND item = ? ORDER BY number"
    return tuple(_judgement(row) for row in store.rows(sql, [place.sheet, place.item]))


def add_judgement(store: Store, place: Place, account: str, answer: Answer | None) -> None:
    """Inside a transaction: append what somebody says; None takes back what they said."""
    with store.recording(EventKind.JUDGEMENT, "judgements"):
        store.database.execute(
            "INSERT INTO judgements (sheet, item, round, account, verdict, choice, made_at) VALUES (?, ?, "
            "(SELECT count(*) FROM corrections WHERE sheet = ? AND item = ?), ?, ?, ?, ?)",
            [
                *(place.sheet, place.item) * 2,
                account,
                answer.verdict.value if answer else "withdrawn",
                answer.choice if answer else "",
                now(),
            ],
        )


def add_correction(store: Store, place: Place, pair: tuple[Judgement, Judgement]) -> None:
    """Inside a transaction: two people have said the same."""
    first, second = pair
    decision = Correction(
        sheet=place.sheet,
        item=place.item,
        verdict=first.answer.verdict,
        choice=first.answer.choice,
        decided_by=first.account,
        confirmed_by=second.account,
        decided_at=datetime.now().astimezone(),
    )
    store.insert_corrections([decision])


def last_judged(store: Store, account: str) -> tuple[Place, bool] | None:
    """The row this person judged last and has not taken back, and whether it is settled meanwhile."""
    sql = """
      SELECT j.sheet, j.item, j.round < (SELECT count(*) FROM corrections AS c
                                         WHERE c.sheet = j.sheet AND c.item = j.item) AS settled
      FROM judgements AS j WHERE j.account = ? AND j.verdict <> 'withdrawn' AND j.number = (
        SELECT max(number) FROM judgements AS o
        WHERE o.sheet = j.sheet AND o.item = j.item AND o.account = j.account)
      ORDER BY j.number DESC LIMIT 1
    """
    found = list(store.rows(sql, [account]))
    return (Place(sheet=found[0]["sheet"], item=found[0]["item"]), bool(found[0]["settled"])) if found else None


def last_decision(store: Store, place: Place) -> Correction | None:
    """What stands on a row."""
    return store.latest_correction(place.sheet, place.item)


def refer(store: Store, places: Sequence[Place], account: str) -> int:
    """Send rows back to people; how many were not waiting already."""
    fresh = 0
    with store.recording(EventKind.JUDGEMENT, "referrals"):
        for place in places:
            if is_open(store, place):
                continue
            store.database.execute(
                "INSERT INTO referrals (sheet, item, round, account, referred_at) VALUES (?, ?, "
                "(SELECT count(*) FROM corrections WHERE sheet = ? AND item = ?), ?, ?)",
                [*(place.sheet, place.item) * 2, account, now()],
            )
            fresh += 1
    return fresh


def pairs(store: Store) -> tuple[tuple[Answer, Answer], ...]:
    """First and second answer to each row that two people have judged."""
    found = [_judgement({**row, "account": ""}).answer for row in store.rows(_PAIRS)]
    return tuple(zip(found[::2], found[1::2], strict=True))


def _waiting(row: dict[str, Any]) -> WaitingRow:
    return WaitingRow(
        place=Place(sheet=row["sheet"], item=row["item"]),
        name=row["name"],
        batch=row["batch"],
        reasons=tuple(Doubt(word) for word in row["reasons"].split(",") if word),
        source=Source(file=row["source_file"], page=row["source_page"]),
    )


def _judgement(row: dict[str, Any]) -> Judgement:
    return Judgement(account=row["account"], answer=Answer(verdict=Verdict(row["verdict"]), choice=row["choice"]))
