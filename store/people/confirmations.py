"""Confirmations of open policies: appended, never changed; the latest of each policy counts."""

from dataclasses import dataclass
from datetime import datetime

from pingyi.domain.trust.chain import EventKind
from pingyi.store.base.faults import faults_of
from pingyi.store.base.store import Store, now

_LATEST = """
SELECT * FROM confirmations AS c
WHERE number = (SELECT max(number) FROM confirmations AS o WHERE o.policy = c.policy)
ORDER BY number
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """Two people's word on one policy; `value` in its canonical writing."""

    policy: str
    value: str
    stands: bool  # False: taken back
    confirmed_by: str
    witness: str
    reason: str = ""  # why it was taken back


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedConfirmation:
    """A confirmation and when it was recorded."""

    given: Confirmation
    at: datetime


def add_confirmation(store: Store, given: Confirmation) -> None:
    """Append a confirmation, or one taken back, with its entry in the chain."""
    with store.recording(EventKind.CONFIRMATION, "confirmations"):
        store.database.table("confirmations").insert(
            {
                "policy": given.policy,
                "value": given.value,
                "stands": int(given.stands),
                "confirmed_by": given.confirmed_by,
                "witness": given.witness,
                "confirmed_at": now(),
                "reason": given.reason,
            }
        )


def latest_confirmations(store: Store) -> dict[str, DatedConfirmation]:
    """The record that counts, by policy."""
    with faults_of(store.path):
        found = list(store.database.query(_LATEST))
    return {
        row["policy"]: DatedConfirmation(
            given=Confirmation(
                policy=row["policy"],
                value=row["value"],
                stands=bool(row["stands"]),
                confirmed_by=row["confirmed_by"],
                witness=row["witness"],
                reason=row["reason"],
            ),
            at=datetime.fromisoformat(row["confirmed_at"]),
        )
        for row in found
    }
