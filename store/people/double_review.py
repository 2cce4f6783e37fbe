"""Rows two people decide apart: what each said, when it is settled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pingyi.domain.readings.ballot import Correction
from pingyi.domain.readings.double_review import Answer, Judgement, RowPlace
from pingyi.domain.readings.reading import Verdict
from pingyi.domain.trust.chain import EventKind
from pingyi.ground.errors import NotReadyError
from pingyi.store.base.row_types import understood
from pingyi.store.base.store import Store, now

_PAIRS = """
WITH latest AS (  -- the index brings them in this order
  SELECT max(number) AS number, min(number) AS first FROM judgements GROUP BY sheet, item, round, account
)
SELECT sheet, item, round, verdict, choice FROM (
  SELECT j.*, row_number() OVER asked AS place, count(*) OVER (PARTITION BY j.sheet, j.item, j.round) AS people
  FROM latest AS l JOIN judgements AS j ON j.number = l.number
  WHERE j.verdict <> 'withdrawn'
  WINDOW asked AS (PARTITION BY j.sheet, j.item, j.round ORDER BY l.first)
) WHERE place <= 2 AND people >= 2 ORDER BY sheet, item, round, place
"""
_LAST = """
SELECT j.number, j.sheet, j.item, j.made_at, j.round,
  (SELECT count(*) FROM corrections AS c WHERE c.sheet = j.sheet AND c.item = j.item) AS decided
FROM judgements AS j WHERE j.account = ? AND (? IS NULL OR j.sheet = ? AND j.item = ?)
  AND j.verdict <> 'withdrawn' AND j.number = (
  SELECT max(number) FROM judgements AS o WHERE o.sheet = j.sheet AND o.item = j.item AND o.account = j.account)
ORDER BY j.number DESC LIMIT 1
"""
_OTHERS = """
SELECT 1 FROM judgements AS j WHERE j.sheet = ? AND j.item = ? AND j.round = ? AND j.account <> ?
  AND j.verdict <> 'withdrawn' AND j.number = (
  SELECT max(number) FROM judgements AS o WHERE o.sheet = j.sheet AND o.item = j.item AND o.account = j.account)
LIMIT 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class LastJudged:
    """The row a person judged last and has not taken back."""

    place: RowPlace
    made_at: datetime
    beside_another: bool  # somebody else's answer stands beside it, or stood when the row was settled


def is_open(store: Store, place: RowPlace) -> bool:
    """Whether the row waits for people."""
    return bool(list(store.rows("SELECT 1 FROM queue WHERE sheet = ? AND item = ?", [place.sheet, place.item])))


def page_proposals(store: Store) -> dict[int, tuple[str, str]]:
    """Outcome and who said it, by number of the unread page."""
    return {row["page"]: (row["outcome"], row["account"]) for row in store.rows("SELECT * FROM page_proposals")}


def propose_page(store: Store, page: int, outcome: str, account: str) -> None:
    """Inside a transaction: one person's word on an unread page."""
    sql = "INSERT OR REPLACE INTO page_proposals (page, outcome, account, proposed_at) VALUES (?, ?, ?, ?)"
    store.database.execute(sql, [page, outcome, account, now()])


def judgements(store: Store, place: RowPlace) -> tuple[Judgement[Answer], ...]:
    """What counts of the round under way, in the order it was said."""
    sql = "SELECT * FROM standing_judgements WHERE sheet = ? AND item = ? ORDER BY number"
    return tuple(_judgement(row) for row in store.rows(sql, [place.sheet, place.item]))


def add_judgement(store: Store, place: RowPlace, account: str, answer: Answer | None) -> None:
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


def add_correction(store: Store, place: RowPlace, pair: tuple[Judgement[Answer], Judgement[Answer]]) -> None:
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


def last_judged(store: Store, account: str, place: RowPlace | None) -> LastJudged | None:
    """What this person may want to take back: of `place`, or their newest answer."""
    sheet, item = (place.sheet, place.item) if place else (None, None)
    for row in store.rows(_LAST, [account, sheet, sheet, item]):
        others = list(store.rows(_OTHERS, [row["sheet"], row["item"], row["round"], account]))
        return LastJudged(
            place=RowPlace(sheet=row["sheet"], item=row["item"]),
            made_at=datetime.fromisoformat(row["made_at"]),
            beside_another=bool(others) or row["round"] < row["decided"],
        )
    return None


def last_decision(store: Store, place: RowPlace) -> Correction | None:
    """What stands on a row."""
    return store.latest_correction(place.sheet, place.item)


def refer(store: Store, places: Sequence[RowPlace], account: str) -> int:
    """Send rows back to people; how many were not waiting already. Raises NotReadyError for a row on no sheet."""
    for place in places:
        known = store.rows("SELECT 1 FROM row_readings WHERE sheet = ? AND item = ?", [place.sheet, place.item])
        if next(iter(known), None) is None:
            raise NotReadyError(f"没有票 {place.sheet[:10]} 序号 {place.item[:10]} 这一行，没有送回；请刷新页面再试")
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


def judged_until(store: Store) -> tuple[int, int]:
    """The number of the newest judgement, and how many were ever taken back."""
    sql = "SELECT coalesce(max(number), 0) AS last, coalesce(sum(verdict = 'withdrawn'), 0) AS back FROM judgements"
    found = next(store.rows(sql))
    return int(found["last"]), int(found["back"])


@understood
def _judgement(row: dict[str, Any]) -> Judgement[Answer]:
    return Judgement(account=row["account"], answer=Answer(verdict=Verdict(row["verdict"]), choice=row["choice"]))
