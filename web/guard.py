"""Who may come in, and what a reply never lacks: sessions, CSRF, limits, headers."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import Depends, HTTPException, Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pingyi.domain.trust.people import Right
from pingyi.web.server.sessions import SignedIn, signed_in
from pingyi.web.state import Shared, shared_of
from pingyi.workflow.people.accounts import known_person
from pingyi.workflow.people.keys import Signer

COOKIE = "pingyi"
SAFE = ("GET", "HEAD")
FORM_BYTES = 2 << 20  # a campaign file is 20 KB
UPLOAD_BYTES = 1 << 30  # 2,000 pages at 500 KB
UPLOADS = "/upload"  # paths ending so take files
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Headed:
    """Adds the headers to every reply, and refuses bodies that are too large, announced or not."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path: str = scope["path"]
        limit = UPLOAD_BYTES if path.endswith(UPLOADS) else FORM_BYTES
        announced = Headers(scope=scope).get("content-length", "0")

        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store")  # but what says itself how it may be kept
            await send(message)

        if not announced.isdecimal() or int(announced) > limit:
            await too_large(limit)(scope, receive, headed)
            return
        taken = 0

        async def limited() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > limit:
                raise HTTPException(413, too_large_text(limit))
            return message

        await self.app(scope, limited, headed)


def too_large_text(limit: int) -> str:
    """That a file is above the limit (bytes), and what to do. Chinese."""
    return f"文件太大（上限 {limit >> 20} MB）；请分成几个文件再传"


def too_large(limit: int) -> PlainTextResponse:
    """Refused before a byte was read."""
    return PlainTextResponse(too_large_text(limit), 413)


@dataclass(slots=True)
class Bucket:
    """How many tries are left, and since when."""

    tokens: float
    at: float


@dataclass(slots=True)
class Limiter:
    """A token bucket for each key: `most` tries at once, one more every `seconds`."""

    most: int
    seconds: float
    buckets: dict[str, Bucket] = field(default_factory=dict)

    def take(self, key: str) -> bool:
        """Use up one try; False when there is none."""
        now = time.monotonic()
        bucket = self.buckets.setdefault(key, Bucket(self.most, now))
        bucket.tokens = min(self.most, bucket.tokens + (now - bucket.at) / self.seconds)
        bucket.at = now
        if len(self.buckets) > 10_000:  # somebody invents names
            self.buckets = {k: b for k, b in self.buckets.items() if b.tokens < self.most - 1}
        if bucket.tokens < 1:
            return False
        bucket.tokens -= 1
        return True

    def forget(self, key: str) -> None:
        """The right password was given."""
        self.buckets.pop(key, None)


class NotSignedInError(Exception):
    """Ask for the name and password first."""


def session(request: Request, state: Annotated[Shared, Depends(shared_of)]) -> SignedIn:
    """The session of this browser. Raises NotSignedInError."""
    secret = request.cookies.get(COOKIE, "")
    with state.office.store() as store:
        found = signed_in(store, secret) if secret else None
    if found is None:
        raise NotSignedInError
    return found


def who(right: Right) -> Callable[..., Any]:
    """A dependency: the person signed in, who may do this; every change needs the session's token as well."""

    async def person(request: Request, found: Annotated[SignedIn, Depends(session)]) -> SignedIn:
        if request.method not in SAFE:
            await check_token(request, found.csrf)
        if not found.account.may(right):
            raise HTTPException(403, "您的角色不能做这件事；请找管理人员")
        request.state.person = found
        return found

    return person


async def check_token(request: Request, token: str) -> None:
    """Raises HTTPException when a change comes from elsewhere, or without the token of this session."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise HTTPException(403, "请求不是从本页面发出的，没有执行")
    given = request.headers.get("x-csrf-token")
    if given is None and request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        given = str((await request.form()).get("csrf", ""))
    if not secrets.compare_digest((given or "").encode(), token.encode()):
        raise HTTPException(403, "页面已过期，没有执行；请刷新页面再试")


_witnesses = Limiter(most=5, seconds=30)


def signing_witness(state: Shared, name: str, password: str) -> Signer:
    """A second person at the same desk, by their password. Raises HTTPException, also after too many wrong ones."""
    if not _witnesses.take(name):
        raise HTTPException(429, "试的次数太多；请等半分钟再试")
    with state.office.store() as store:
        found = known_person(store, name, password)
    if found is None:
        raise HTTPException(403, "见证人的密码不对，没有执行；请见证人本人再输一次")
    if found[1] is None:
        raise HTTPException(403, f"{name} 的账号还没有签名钥匙；请先在“账号”页重设密码")
    _witnesses.forget(name)
    return found[1]


Looker = Annotated[SignedIn, Depends(who(Right.LOOK))]
Worker = Annotated[SignedIn, Depends(who(Right.WORK))]
Checker = Annotated[SignedIn, Depends(who(Right.CHECK))]
Runner = Annotated[SignedIn, Depends(who(Right.RUN))]
