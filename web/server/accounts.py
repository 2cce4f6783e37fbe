"""Who may use the page: accounts, passwords, sessions."""

import hashlib
import secrets
import time
from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from pingyi.domain.people import ROLE_TEXT, Account
from pingyi.ground.errors import FileError
from pingyi.store.base.store import Store
from pingyi.store.people import accounts as kept
from pingyi.store.people.accounts import SessionRecord
from pingyi.store.people.events import write_log

LONGEST_IDLE_S = 4 * 3600  # a lunch break and a meeting; the next morning asks again
LONGEST_SESSION_S = 16 * 3600
SEEN_EVERY_S = 60  # noting each request would write to disk each time
LEAST_PASSWORD = 8  # NIST SP 800-63B
LONGEST_PASSWORD, LONGEST_NAME = 200, 40  # hashing megabytes would be a way to stop the server

_hasher = PasswordHasher(memory_cost=19456, time_cost=2, parallelism=1)  # OWASP's least: 19 MiB
_NOBODY = _hasher.hash(secrets.token_hex(16))  # an unknown name takes as long as a wrong password


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A session under way; `csrf` goes into each form."""

    token: str  # SHA-256 of what the browser holds
    account: Account
    csrf: str


def any_account(store: Store) -> bool:
    """Whether the page has been set up."""
    return bool(kept.accounts(store))


def all_accounts(store: Store) -> tuple[Account, ...]:
    """Everybody who has an account, those out of use too."""
    return kept.accounts(store)


def add_account(store: Store, account: Account, password: str, by: str) -> None:
    """A new account. Raises FileError saying what to mend."""
    if not account.name or len(account.name) > LONGEST_NAME or not account.name.isprintable():
        raise FileError(f"姓名要写 1 到 {LONGEST_NAME} 个字；请改正后再存")
    _check_password(password)
    if not kept.add_account(store, account, _hasher.hash(password)):
        raise FileError(f"已有名为“{account.name}”的账号；同名的人请在姓名后加科室以示区别")
    write_log(store, by, "新建账号", f"{account.name}（{ROLE_TEXT[account.role]}）")


def change_account(store: Store, account: Account, password: str, by: str) -> None:
    """New role, activity, or (when not empty) password. Raises FileError when nobody could run the office after it."""
    if password:
        _check_password(password)
    if kept.password_of(store, account.name) is None:
        raise FileError(f"没有名为“{account.name}”的账号；请刷新页面再试")
    others = [other for other in kept.accounts(store) if other.name != account.name]
    if not any(other.active and other.role == "admin" for other in (*others, account)):
        raise FileError("至少要留一个可用的管理账号；请先新建另一个管理账号")
    kept.change_account(store, account, _hasher.hash(password) if password else None)
    write_log(store, by, "修改账号", f"{account.name}（{ROLE_TEXT[account.role]}{'' if account.active else '，停用'}）")


def sign_in(store: Store, name: str, password: str) -> tuple[str, SignedIn] | None:
    """A new session and the secret its browser keeps; None for a wrong name or password."""
    account = known_person(store, name, password)
    if account is None:
        return None
    secret, at = secrets.token_urlsafe(32), time.time()
    session = SessionRecord(
        token=_digest(secret), account=account, csrf=secrets.token_urlsafe(32), started_at=at, seen_at=at
    )
    kept.start_session(store, session, at - LONGEST_IDLE_S)
    write_log(store, name, "登录")
    return secret, SignedIn(token=session.token, account=session.account, csrf=session.csrf)


def known_person(store: Store, name: str, password: str) -> Account | None:
    """Whose name and password these are, without a session: a second person confirming beside the first."""
    found = kept.password_of(store, name)
    right = len(password) <= LONGEST_PASSWORD and _fits(found[1] if found else _NOBODY, password)
    return found[0] if found and right and found[0].active else None


def signed_in(store: Store, secret: str) -> SignedIn | None:
    """Whose session this is; None when there is none or its time is up."""
    session, at = kept.session_of(store, _digest(secret)), time.time()
    if session is None or at - session.seen_at > LONGEST_IDLE_S or at - session.started_at > LONGEST_SESSION_S:
        return None
    if at - session.seen_at > SEEN_EVERY_S:
        kept.see_session(store, session.token, at)
    return SignedIn(token=session.token, account=session.account, csrf=session.csrf)


def sign_out(store: Store, session: SignedIn) -> None:
    """End a session, and write down who left."""
    kept.end_sessions(store, [session.token])
    write_log(store, session.account.name, "退出")


def _check_password(password: str) -> None:
    if not LEAST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise FileError(f"密码应为 {LEAST_PASSWORD} 至 {LONGEST_PASSWORD} 位；可以用一句好记的话")


def _fits(hashed: str, password: str) -> bool:
    try:
        return _hasher.verify(hashed, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
