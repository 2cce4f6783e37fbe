"""The page of one vote as an ASGI application: print, scan, review, count, verify."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from pingyi.domain.trust.people import Right
from pingyi.web.app import drawn_by, equip
from pingyi.web.pages import people, vote
from pingyi.web.pages.reading import opinions, pictures, review
from pingyi.web.server.draw.pictures import Pictures
from pingyi.web.server.jobs import Jobs
from pingyi.web.server.menu import Entry
from pingyi.web.server.vote_office import VoteOffice
from pingyi.web.vote_state import VoteState
from pingyi.workflow.people.claims import Claims

MENU: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    (
        "",
        (
            Entry(key="progress", path="/", name="进度和印票"),
            Entry(key="scans", path="/scans", name="扫描"),
            Entry(key="review", path="/review", name="复核"),
            Entry(key="opinions", path="/opinions", name="意见"),
            Entry(key="result", path="/result", name="计票结果", right=Right.LOOK),
            Entry(key="people", path="/people", name="账号"),
        ),
    ),
)


def create_vote_app(
    office: VoteOffice, *, setup: str = "", secure: bool = False, names: tuple[str, ...] = ()
) -> FastAPI:
    """
    The page for one vote, known by these `names` besides this machine's own.

    Whoever calls holds its lock, and closes the office after the application.
    """
    state = VoteState(
        office=office,
        jobs=Jobs(office),
        claims=Claims(),
        pictures=Pictures(),
        templates=drawn_by(MENU),
        setup=setup,
        secure=secure,
    )

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        state.jobs.close()
        state.pictures.close()

    app = FastAPI(title="pingyi", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    app.state.pingyi = state
    equip(app, names, (vote.router, people.router, review.router, opinions.router, pictures.router))
    return app
