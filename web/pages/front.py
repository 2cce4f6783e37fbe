"""The first page: how far everything is, and what to do next."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from pingyi.web.guard import Looker
from pingyi.web.server.menu import waiting_for
from pingyi.web.server.overview import PAGES, Overview, make_overview
from pingyi.web.state import Here, State, draw

router = APIRouter()


def overview_of(state: State) -> Overview:
    """Counted once for each state of the data."""
    with state.office.store() as store:
        key = state.office.stamp(store)
        return state.office.once("overview", key, lambda: make_overview(state.office, store))


@router.get("/")
def progress(request: Request, state: Here, person: Looker) -> Response:
    """The whole page of progress; its part comes again by itself."""
    return draw(
        request,
        "progress.html",
        person=person,
        here="progress",
        overview=overview_of(state),
        pages=PAGES,
        jobs=state.jobs.states(5),
    )


@router.get("/progress/part")
def part(request: Request, state: Here, person: Looker) -> Response:
    """What changes on it, asked for every few seconds."""
    return draw(
        request,
        "progress_part.html",
        person=person,
        overview=overview_of(state),
        pages=PAGES,
        jobs=state.jobs.states(5),
    )


@router.get("/menu")
def menu(request: Request, state: Here, person: Looker, here: Annotated[str, Query(max_length=20)] = "") -> Response:
    """The menu with what waits for this person; `here` is the page it stands beside."""
    overview = overview_of(state)
    with state.office.store() as store:
        waiting = waiting_for(person.account, overview, store)
    return draw(request, "menu.html", person=person, here=here, waiting=waiting)
