"""Accounts and sessions in the store."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pingyi.domain.trust.people import Account, Role
from pingyi.store.base.store import Store, now


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRecord:
    """A browser somebody signed in with; `token` is the SHA-256 of what the browser holds."""

    token: str
    account: Account
    csrf: str
    started_at: float  # seconds since 1970
    seen_at: float
    sealed_key: str  # the person's key under what the browser holds; empty: they have none


@dataclass(frozen=True, slots=True, kw_only=True)
class KeySecrets:
    """What a password opens: its hash (argon2id), the public key (hex), the private one sealed under it."""

    password: str
    public_key: str
    sealed_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAccount:
    """An account as it is kept."""

    account: Account
    secrets: KeySecrets


def accounts(store: Store) -> tuple[Account, ...]:
    """Everybody, in the order they were added."""
    return tuple(_account(row) for row in store.rows("SELECT * FROM accounts ORDER BY created_at, name"))


def account_of(store: Store, name: str) -> KeptAccount | None:
    """The account called `name`."""
    for row in store.rows("SELECT * FROM accounts WHERE name = ?", [name]):
        secrets = KeySecrets(password=row["password"], public_key=row["public_key"], sealed_key=row["sealed_key"])
        return KeptAccount(account=_account(row), secrets=secrets)
    return None


def add_account(store: Store, new: KeptAccount) -> None:
    """Inside a transaction: keep a new account, whose name nobody has."""
    store.database.table("accounts").insert(
        {
            "name": new.account.name,
            "role": new.account.role.value,
            "password": new.secrets.password,
            "active": int(new.account.active),
            "created_at": now(),
            "public_key": new.secrets.public_key,
            "sealed_key": new.secrets.sealed_key,
        }
    )


def change_account(store: Store, account: Account) -> None:
    """Inside a transaction: set role and activity; whoever was signed in is no longer."""
    store.database.table("accounts").update(account.name, {"role": account.role.value, "active": int(account.active)})
    _sign_out_everywhere(store, account.name)


def set_key(store: Store, name: str, secrets: KeySecrets) -> None:
    """Inside a transaction: another password, and what belongs to it; whoever was signed in is no longer."""
    values = {"password": secrets.password, "public_key": secrets.public_key, "sealed_key": secrets.sealed_key}
    store.database.table("accounts").update(name, values)
    _sign_out_everywhere(store, name)


def _sign_out_everywhere(store: Store, name: str) -> None:
    store.database.execute("DELETE FROM sessions WHERE account = ?", [name])


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
                "sealed_key": session.sealed_key,
            }
        )


def session_of(store: Store, token: str) -> SessionRecord | None:
    """The session with this token, of an active account."""
    sql = """
      SELECT s.token, s.csrf, s.started_at, s.seen_at, s.sealed_key, a.name, a.role, a.active
      FROM sessions AS s JOIN accounts AS a ON a.name = s.account WHERE s.token = ? AND a.active
    """
    found = list(store.rows(sql, [token]))
    if not found:
        return None
    row = found[0]
    return SessionRecord(
        token=token,
        account=_account(row),
        csrf=row["csrf"],
        started_at=row["started_at"],
        seen_at=row["seen_at"],
        sealed_key=row["sealed_key"],
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
