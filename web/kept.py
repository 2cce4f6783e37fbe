"""Files a browser keeps and asks about before each use: known by what they say, whatever address shows them."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from fastapi import HTTPException
from fastapi.responses import Response
from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

KINDS = {  # said by us: Windows tells them from its registry, which other programs write
    ".css": "text/css",
    ".jpg": "image/jpeg",
    ".js": "text/javascript",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}
ASKED = {"Cache-Control": "private, no-cache"}  # all campaigns of a PC have one address, and so has a document anew
UNCHANGED = 304


class KeptFile(Response):
    """The file as it is now, or that it is what the browser has. Its date would not do: packages clamp dates."""

    def __init__(self, path: Path) -> None:
        content = path.read_bytes()
        self.tag = f'"{hashlib.sha256(content).hexdigest()}"'
        kind = KINDS.get(path.suffix, "application/octet-stream")
        super().__init__(content, headers={**ASKED, "ETag": self.tag}, media_type=kind)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        had = Headers(scope=scope).get("if-none-match", "")
        if self.tag in [one.strip().removeprefix("W/") for one in had.split(",")]:
            await Response(status_code=UNCHANGED, headers={**ASKED, "ETag": self.tag})(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


def kept_from(folder: Path) -> Callable[[str], Response]:
    """Serves the files that lie in a folder, by name."""
    files = {path.name: path for path in folder.iterdir()}

    def serve(name: str) -> Response:
        if name not in files:
            raise HTTPException(404, "没有这个文件；请刷新页面再试")
        return KeptFile(files[name])

    return serve
