"""Accounts and sessions in the store."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pingyi.domain.people import Account, Role
from pingyi.store.base.store import Store, now


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRecord:
    """A browser somebody signed in with; `token` is the SHA-256 of what the browser holds."""

    token: str
    account: Account
    csrf: str
    started_at: float  # seconds since 1970
    seen_at: float


def accounts(store: Store) -> tuple[Account, ...]:
    """Everybody, in the order they were added."""
    return tuple(_account(row) for row in store.rows("SELECT * FROM accounts ORDER BY created_at, name"))


def password_of(store: Store, name: str) -> tuple[Account, str] | None:
    """The account called `name` and the hash of its password."""
    found = list(store.rows("SELECT * FROM accounts WHERE name = ?", [name]))
    return (_account(found[0]), found[0]["password"]) if found else None


def add_account(store: Store, account: Account, password: str) -> bool:
    """Keep a new account; False when the name is taken."""
    values = {"name": account.name, "role": account.role.value, "password": password, "active": 1}
    with store.transaction():
        if list(store.rows("SELECT 1 FROM accounts WHERE name = ?", [account.name])):
            return False
        store.database.table("accounts").insert({**values, "created_at": now()})
    return True


def change_account(store: Store, account: Account, password: str | None) -> None:
    """Set role and activity, and the password when one is given; whoever was signed in is no longer."""
    with store.transaction():
        changes: dict[str, Any] = {"role": account.role.value, "active": int(account.active)}
        store.database.table("accounts").update(account.name, changes | ({"password": password} if password else {}))
        store.database.execute("DELETE FROM sessions WHERE account = ?", [account.name])


def start_session(store: Store, session: SessionRecord, oldest: float) -> None:
    """Remember a session, and forget those last seen before `oldest`."""
    with store.transaction():
        store.database.execute("DELETE FROM sessions WHERE seen_at < ?", [oldest])
        store.database.table("sessions").insert(
            {
                "token": session.token,
                "account": session.account.name,
                "csrf": session.csrf,
                "started_at": session.started_at,
                "seen_at": session.seen_at,
            }
        )


def session_of(store: Store, token: str) -> SessionRecord | None:
    """The session with this token, of an active account."""
    sql = """
      SELECT s.token, s.csrf, s.started_at, s.seen_at, a.name, a.role, a.active
      FROM sessions AS s JOIN accounts AS a ON a.name = s.account WHERE s.token = ? AND a.active
    """
    found = list(store.rows(sql, [token]))
    if not found:
        return None
    row = found[0]
    return SessionRecord(
        token=token, account=_account(row), csrf=row["csrf"], started_at=row["started_at"], seen_at=row["seen_at"]
    )


def see_session(store: Store, token: str, at: float) -> None:
    """Note that it is still used."""
    with store.transaction():
        store.database.execute("UPDATE sessions SET seen_at = ? WHERE token = ?", [at, token])


def end_sessions(store: Store, tokens: Sequence[str]) -> None:
    """Forget these sessions (SHA-256 of their words); unknown ones are no fault."""
    with store.transaction():
        for token in tokens:
            store.database.execute("DELETE FROM sessions WHERE token = ?", [token])


def _account(row: dict[str, Any]) -> Account:
    return Account(name=row["name"], role=Role(row["role"]), active=bool(row["active"]))
