"""The first page: how far everything is, and what to do next."""

from fastapi import APIRouter, Request
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
def menu(state: Here, person: Looker) -> dict[str, int]:
    """How much waits for this person, by the menu's keys; the page puts it beside the names."""
    overview = overview_of(state)
    with state.office.store() as store:
        return waiting_for(person.account, overview, store)
