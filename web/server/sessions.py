"""Who is signed in to the page."""

import hashlib
import secrets
import time
from dataclasses import dataclass

from pingyi.domain.trust.people import Account
from pingyi.ground.errors import NotReadyError
from pingyi.store.base.store import Store
from pingyi.store.people import accounts as kept
from pingyi.store.people.accounts import SessionRecord
from pingyi.store.people.events import write_log
from pingyi.workflow.people.accounts import known_person
from pingyi.workflow.people.keys import Signer, borrowed_key, lent_key

LONGEST_IDLE_S = 4 * 3600  # a lunch break and a meeting; the next morning asks again
LONGEST_SESSION_S = 16 * 3600
SEEN_EVERY_S = 60  # noting each request would write to disk each time


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A session under way; `csrf` goes into each form."""

    token: str  # SHA-256 of what the browser holds
    account: Account
    csrf: str
    key: Signer | None  # None: an account of an older program, which cannot sign

    @property
    def signer(self) -> Signer:
        """What the person says is signed with it. Raises NotReadyError without a key."""
        if self.key is None:
            raise NotReadyError(f"{self.account.name} 的账号还没有签名钥匙，不能判定；请管理人员在“人员”页重设密码")
        return self.key


def sign_in(store: Store, name: str, password: str) -> tuple[str, SignedIn] | None:
    """A new session and the secret its browser keeps; None for a wrong name or password."""
    found = known_person(store, name, password)
    if found is None:
        return None
    account, signer = found
    secret, at = secrets.token_urlsafe(32), time.time()
    session = SessionRecord(
        token=_digest(secret),
        account=account,
        csrf=secrets.token_urlsafe(32),
        started_at=at,
        seen_at=at,
        sealed_key=lent_key(signer.key, _lock(secret)) if signer else "",
    )
    kept.start_session(store, session, at - LONGEST_IDLE_S)
    write_log(store, name, "登录")
    return secret, _signed_in(session, secret)


def signed_in(store: Store, secret: str) -> SignedIn | None:
    """Whose session this is; None when there is none or its time is up."""
    session, at = kept.session_of(store, _digest(secret)), time.time()
    if session is None or at - session.seen_at > LONGEST_IDLE_S or at - session.started_at > LONGEST_SESSION_S:
        return None
    if at - session.seen_at > SEEN_EVERY_S:
        kept.see_session(store, session.token, at)
    return _signed_in(session, secret)


def sign_out(store: Store, session: SignedIn) -> None:
    """End a session, and write down who left."""
    kept.end_sessions(store, [session.token])
    write_log(store, session.account.name, "退出")


def _signed_in(session: SessionRecord, secret: str) -> SignedIn:
    key = borrowed_key(session.sealed_key, _lock(secret))
    signer = Signer(account=session.account, key=key) if key else None
    return SignedIn(token=session.token, account=session.account, csrf=session.csrf, key=signer)


def _lock(secret: str) -> bytes:
    """What a session's key lies sealed under: it follows from the browser's secret, and not from what is kept of it."""
    return hashlib.sha256(f"key\n{secret}".encode()).digest()


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
