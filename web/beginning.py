"""What the start page's routes share: who holds its key, how it is drawn, and going on with a folder."""

import secrets
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from fastapi import Depends, HTTPException, Request, UploadFile
from fastapi.responses import HTMLResponse, Response
from fastapi.templating import Jinja2Templates
from starlette.background import BackgroundTask

from pingyi.ground.errors import FileError, NoSpaceError
from pingyi.web.server.uploads import check_kind, safe_name
from pingyi.workflow.desk.known import remember
from pingyi.workflow.desk.vote_folder import open_any

COOKIE = "pingyi_start"
MOST_WORD = 64 << 20  # bytes of a Word file
HEAD = 4096  # of them tell what it is


@dataclass(slots=True, kw_only=True)
class Beginning:
    """What is shared by the pages: the key whoever opened it holds, and what was chosen."""

    key: str
    home: Path  # where new folders are made
    end: Callable[[], None]
    templates: Jinja2Templates
    chosen: Path | None = None


def _beginning(request: Request) -> Beginning:
    """A dependency: only the browser that was opened with the key may do anything."""
    found: Beginning = request.app.state.beginning
    if not secrets.compare_digest(request.cookies.get(COOKIE, "").encode(), found.key.encode()):
        raise HTTPException(403, "请从桌面图标，或终端里显示的链接打开开始页")
    return found


Begun = Annotated[Beginning, Depends(_beginning)]


def go_on(request: Request, begun: Beginning, folder: Path) -> Response:
    """Choose a folder: the page waits for the campaign's own one, and this server ends once it does."""
    open_any(folder)
    with suppress(FileError, NoSpaceError):  # a home that is closed or full: the list only spares looking for folders
        remember(folder)
    begun.chosen = folder.resolve()
    return draw(request, begun, "start_wait.html", folder=folder, key=begun.key)


def make_way(begun: Begun) -> Response:
    """The waiting page asks for the campaign's own: it has all it needs of this server, which ends."""
    if begun.chosen is None:
        raise HTTPException(404)
    return Response(status_code=503, background=BackgroundTask(begun.end))


def draw(request: Request, begun: Beginning, template: str, status: int = 200, **values: object) -> HTMLResponse:
    """A page of the start page."""
    return begun.templates.TemplateResponse(request, template, {"whose": "", **values}, status_code=status)


@contextmanager
def uploaded_word(upload: UploadFile) -> Iterator[Path]:
    """A Word file that came in, under its own name. Raises FileError for what is none, or too large."""
    name = safe_name(upload.filename or "")
    data = upload.file.read(MOST_WORD + 1)
    if len(data) > MOST_WORD:
        raise FileError(f"{name} 超过 {MOST_WORD >> 20} MB，不像要传的 Word 文件；请核对，或删去里面的大图再传")
    check_kind("plan", name, data[:HEAD])
    with tempfile.TemporaryDirectory(prefix="pingyi-") as scratch:
        file = Path(scratch) / name
        file.write_bytes(data)
        yield file
