"""Which requests are meant for this page: asked for by this machine's name or an address, from a page of its own."""

import socket
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

READING = ("GET", "HEAD", "OPTIONS")
LOCAL = "localhost"


class Addressed:
    """
    Refuses what is asked for under a stranger's name, and changes that another page asks for.

    A name of somebody else's may point here (DNS rebinding); an address cannot, and this machine's name does not.
    `names` are further ones it is known by; one that begins with `*.` stands for all below it, as in certificates.
    """

    def __init__(self, app: ASGIApp, names: tuple[str, ...] = ()) -> None:
        self.app = app
        own = socket.gethostname()
        short = own.partition(".")[0]
        self.names = frozenset(name.lower() for name in (LOCAL, own, short, f"{short}.local", *names))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or say how to ask for it."""
        refusal = self._refusal(scope) if scope["type"] == "http" else None
        await (refusal or self.app)(scope, receive, send)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        host, origin = headers.get("host", ""), headers.get("origin")
        if not self._ours(host):
            name = socket.gethostname()
            return PlainTextResponse(f"这个页面不叫“{host[:60]}”；请用本机的名字 {name} 或 IP 地址打开", 421)
        if scope["method"] not in READING and origin is not None and _place(origin) != host.lower():
            return PlainTextResponse("这个请求是别的网页发来的，没有执行；请在本页面上操作", 403)
        return None

    def _ours(self, host: str) -> bool:
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        try:
            return bool(ip_address(name))
        except ValueError:
            return not {name, f"*.{name.partition('.')[2]}"}.isdisjoint(self.names)


def _place(origin: str) -> str:
    """Name and port of a page's origin; empty for what is none."""
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""
