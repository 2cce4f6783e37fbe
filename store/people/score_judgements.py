"""What each person read in a score field, apart from the others."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pingyi.domain.readings.double_review import FieldPlace, Judgement
from pingyi.domain.readings.score_reading import ScoreAnswer
from pingyi.domain.trust.chain import EventKind
from pingyi.store.base.store import Store, now

_STANDING = """
SELECT page, position, account, unit, score FROM score_judgements AS j
WHERE number = (SELECT max(number) FROM score_judgements AS o
                WHERE o.page = j.page AND o.position = j.position AND o.account = j.account)
"""

_OPEN = """
SELECT people, count(*) AS fields FROM (
  SELECT (SELECT count(DISTINCT account) FROM score_judgements AS j
          WHERE j.page = r.page AND j.position = r.position) AS people
  FROM standing_score_pages AS p JOIN score_readings AS r ON r.page = p.digest
  WHERE NOT (:machine AND r.score IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM score_decisions AS d WHERE d.page = r.page AND d.position = r.position)
    AND NOT EXISTS (SELECT 1 FROM score_judgements AS j
                    WHERE j.page = r.page AND j.position = r.position AND j.account = :account))
GROUP BY people
"""


def unsaid_fields(store: Store, account: str, *, machine: bool) -> Mapping[int, int]:
    """
    How many fields that wait for people this account has not read, by how many others have.

    `machine`: those the machine has a score of count without people.
    """
    found = store.rows(_OPEN, {"account": account, "machine": int(machine)})
    return {row["people"]: row["fields"] for row in found}


def score_judgements(store: Store) -> Mapping[FieldPlace, tuple[Judgement[ScoreAnswer], ...]]:
    """Each person's latest word, in the order they were given, by field."""
    found: dict[FieldPlace, list[Judgement[ScoreAnswer]]] = {}
    for row in store.rows(f"{_STANDING} ORDER BY number"):
        found.setdefault(FieldPlace(page=row["page"], position=row["position"]), []).append(_judgement(row))
    return {field: tuple(said) for field, said in found.items()}


def field_judgements(store: Store, field: FieldPlace) -> tuple[Judgement[ScoreAnswer], ...]:
    """The same of one field."""
    found = store.rows(f"{_STANDING} AND page = ? AND position = ? ORDER BY number", [field.page, field.position])
    return tuple(map(_judgement, found))


def add_score_judgement(store: Store, field: FieldPlace, account: str, answer: ScoreAnswer) -> None:
    """Inside a transaction: one person's word."""
    score = None if answer.score is None else str(answer.score)
    with store.recording(EventKind.JUDGEMENT, "score_judgements"):
        store.database.execute(
            "INSERT INTO score_judgements (page, position, account, unit, score, made_at) VALUES (?, ?, ?, ?, ?, ?)",
            [field.page, field.position, account, answer.unit, score, now()],
        )


def _judgement(row: dict[str, Any]) -> Judgement[ScoreAnswer]:
    score = None if row["score"] is None else Decimal(row["score"])
    return Judgement(account=row["account"], answer=ScoreAnswer(unit=row["unit"], score=score))
