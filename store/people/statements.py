"""What people have signed: appended, never changed."""

from collections.abc import Mapping, Sequence

from pingyi.domain.trust.chain import EventKind
from pingyi.domain.trust.statement import Statement
from pingyi.store.base import chain
from pingyi.store.base.store import Store

_DECIDED = (
    "corrections",
    "page_decisions",
    "score_decisions",
    "opinion_texts",
    "confirmations",
    "taken_back",
    "reassigned",
)


def add_statements(store: Store, said: Sequence[tuple[str, str, str]]) -> None:
    """Append statements (whose, text, signature in hex), with their entry in the chain."""
    with store.recording(EventKind.STATEMENT, "statements"):
        store.database.table("statements").insert_all(
            {"person": by, "text": text, "signature": signature} for by, text, signature in said
        )


def statements(store: Store) -> tuple[Statement, ...]:
    """Everything that was ever signed, in the order it came in."""
    return tuple(
        Statement(number=row["number"], by=row["person"], text=row["text"], signature=row["signature"])
        for row in store.rows("SELECT * FROM statements ORDER BY number")
    )


def workspace_id(store: Store) -> str:
    """The hash of the chain's first entry: a statement of another workspace is none of this one."""
    return chain.events(store.database)[0].hash


def unsigned_until(store: Store) -> Mapping[str, int]:
    """By table of decisions: the last number an older program recorded, which knew of no signatures."""
    last = dict.fromkeys(_DECIDED, 0)
    for event in chain.events(store.database):
        content = event.content()
        if "statements" in content.get("covers", ()):
            return last
        last |= {cover["table"]: cover["last"] for cover in content.get("rows", ()) if cover["table"] in last}
    return last
