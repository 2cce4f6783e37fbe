"""What the page is served from, and how a page is drawn."""

import secrets
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates

from pingyi.web.server.jobs import Jobs
from pingyi.web.server.office import Office
from pingyi.web.server.pictures import Pictures
from pingyi.web.server.results_desk import Results
from pingyi.workflow.people.claims import Claims


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Everything the server owns."""

    office: Office
    jobs: Jobs
    claims: Claims
    pictures: Pictures
    results: Results
    templates: Jinja2Templates
    setup: str  # the one-time token of the first account; empty: none
    secure: bool  # behind TLS
    device_key: bytes = field(default_factory=lambda: secrets.token_bytes(32))  # by it browsers are known again


def state_in(request: Request) -> State:
    """What this application is served from."""
    state: State = request.app.state.pingyi
    return state


async def state_of(request: Request) -> State:
    """A dependency; nothing in it waits, so it needs no thread."""
    return state_in(request)


def draw(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page or a part of one; every page says whose evaluation of which year it is."""
    state = state_in(request)
    about = state.office.campaign.about
    whose = f"{about.district} {about.year}年度"
    return state.templates.TemplateResponse(request, template, {"whose": whose, **values}, status_code=status)


Here = Annotated[State, Depends(state_of)]
