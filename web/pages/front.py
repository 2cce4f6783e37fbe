"""The first page: how far everything is, and what to do next."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from pingyi.web.guard import Looker
from pingyi.web.server.menu import waiting_for
from pingyi.web.server.overview import PAGES, newest_overview
from pingyi.web.server.sessions import SignedIn
from pingyi.web.state import Here, State, draw
from pingyi.workflow.own_step import Mine, own_step, waits_for

router = APIRouter()


@router.get("/")
def progress(request: Request, state: Here, person: Looker) -> Response:
    """The whole page of progress; its part comes again by itself."""
    return draw(request, "progress.html", person=person, here="progress", **_values(state, person))


@router.get("/progress/part")
def part(request: Request, state: Here, person: Looker) -> Response:
    """What changes on it, asked for every few seconds."""
    return draw(request, "progress_part.html", person=person, **_values(state, person))


@router.get("/menu")
def menu(state: Here, person: Looker) -> dict[str, int]:
    """How much waits for this person, by the menu's keys; the page puts it beside the names."""
    return waiting_for(_mine(state, person), newest_overview(state.office))


def _values(state: State, person: SignedIn) -> dict[str, Any]:
    overview = newest_overview(state.office)
    own = own_step(overview.facts, _mine(state, person))
    return {"overview": overview, "own": own, "pages": PAGES, "jobs": state.jobs.states(5)}


def _mine(state: State, person: SignedIn) -> Mine:
    with state.office.store() as store:
        return waits_for(state.office.campaign, store, person.account)
