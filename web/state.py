"""What a page is served from, and how it is drawn."""

import secrets
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates

from pingyi.web.server.draw.pictures import Pictures
from pingyi.web.server.jobs import Jobs
from pingyi.web.server.office import Office, OpenDesk
from pingyi.web.server.results_desk import Results
from pingyi.workflow.people.claims import Claims


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What a server owns, whatever is counted there."""

    office: OpenDesk
    jobs: Jobs
    claims: Claims
    pictures: Pictures
    templates: Jinja2Templates
    setup: str  # the one-time token of the first account; empty: none
    secure: bool  # behind TLS
    device_key: bytes = field(default_factory=lambda: secrets.token_bytes(32))  # by it browsers are known again


@dataclass(frozen=True, slots=True, kw_only=True)
class State(Shared):
    """Everything the server of a campaign owns."""

    office: Office
    results: Results


def shared_in(request: Request) -> Shared:
    """What this application is served from."""
    shared: Shared = request.app.state.pingyi
    return shared


async def shared_of(request: Request) -> Shared:
    """A dependency of pages that any server has; nothing in it waits, so it needs no thread."""
    return shared_in(request)


async def state_of(request: Request) -> State:
    """A dependency of a campaign's pages."""
    state: State = request.app.state.pingyi
    return state


def draw(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page or a part of one; every page says whose evaluation of which year, or which vote it is."""
    state = shared_in(request)
    about = {"whose": state.office.whose, "titled": state.office.titled, "workspace": state.office.name}
    return state.templates.TemplateResponse(request, template, {**about, **values}, status_code=status)


Here = Annotated[State, Depends(state_of)]
There = Annotated[Shared, Depends(shared_of)]
