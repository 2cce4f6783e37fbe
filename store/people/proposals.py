"""What a first person typed of an opinion, until a second one has checked it."""

import json
from dataclasses import dataclass

from pingyi.store.base.store import Store, now
from pingyi.store.people.opinions import named_units


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One person's text of an opinion; `units` are names."""

    text: str
    units: tuple[str, ...]
    account: str


def opinion_proposals(store: Store) -> dict[str, Proposal]:
    """What a first person typed of each opinion, by the sheet's digest."""
    return {
        row["sheet"]: Proposal(
            text=row["text"], units=named_units(store, row["sheet"], row["units"]), account=row["account"]
        )
        for row in store.rows("SELECT * FROM opinion_proposals")
    }


def propose_opinion(store: Store, sheet: str, proposal: Proposal) -> None:
    """Inside a transaction: keep it in place of an earlier one."""
    sql = "INSERT OR REPLACE INTO opinion_proposals (sheet, text, units, account, proposed_at) VALUES (?, ?, ?, ?, ?)"
    units = json.dumps(proposal.units, ensure_ascii=False)
    store.database.execute(sql, [sheet, proposal.text, units, proposal.account, now()])
