"""The office's own pages: opinions, contact sheets, the log."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field

from pingyi.domain.double_review import BELONGS_WORDS, RowPlace
from pingyi.domain.reading import UNCHOSEN, VERDICT_TEXT
from pingyi.web.guard import Checker, Looker, Worker
from pingyi.web.server.job_requests import DraftOpinions
from pingyi.web.state import Here, draw
from pingyi.workflow.evidence.history import history
from pingyi.workflow.people.cells import CELLS_A_PAGE, machine_cells
from pingyi.workflow.people.double_review import send_back
from pingyi.workflow.people.written.typing_desk import TypedOpinion, keep_opinion, opinion_page

router = APIRouter()
OPINIONS_A_PAGE = 12


@router.get("/opinions")
def opinions(request: Request, state: Here, person: Looker, page: int = 0) -> Response:
    """Written opinions: type, check."""
    first = max(0, page) * OPINIONS_A_PAGE
    with state.office.store() as store:
        wanted = range(first, first + OPINIONS_A_PAGE)
        found = opinion_page(state.office.campaign, store, person.account, wanted)
    return draw(
        request, "opinions.html", person=person, here="opinions", found=found, page=max(0, page),
        more=first + OPINIONS_A_PAGE < found.total, units=[unit.name for unit in state.office.campaign.units],
        belongs=BELONGS_WORDS, jobs=state.jobs.states(3),
    )  # fmt: skip


class Typed(BaseModel):
    """What somebody typed of one opinion; `units` are names, parted by commas."""

    sheet: Annotated[str, Field(max_length=64)]
    text: Annotated[str, Field(max_length=4000)]
    units: Annotated[str, Field(max_length=2000)] = ""
    belongs: Annotated[str, Field(max_length=20)] = ""


@router.post("/opinions")
def typed(state: Here, person: Worker, typed: Typed) -> dict[str, bool]:
    """Keep it; settled when another person typed the same."""
    with state.office.store() as store:
        said = TypedOpinion(text=typed.text, units=typed.units, belongs=typed.belongs)
        return {"settled": keep_opinion(state.office.campaign, store, person.signer, typed.sheet, said)}


@router.post("/opinions/draft")
def drafts(state: Here, person: Worker) -> Response:
    """Let the machine draft what has no draft."""
    state.jobs.ask("识别书面意见初稿", DraftOpinions(), person.account.name)
    return RedirectResponse("/opinions", 303)


@router.get("/contact")
def contact(request: Request, state: Here, person: Checker, word: str = "", item: str = "", page: int = 0) -> Response:
    """Hundreds of cells the machine decided alike, the least sure first."""
    choices = state.office.campaign.ballot.choices
    word = word or choices[0]
    with state.office.store() as store:
        cells = machine_cells(store, state.office.campaign, word, item, max(0, page))
    return draw(
        request, "contact.html", person=person, here="contact", word=word, item=item, page=max(0, page), cells=cells,
        words=[*((choice, choice) for choice in choices), *((one, VERDICT_TEXT[one]) for one in UNCHOSEN)],
        units=state.office.campaign.units, more=len(cells) == CELLS_A_PAGE,
    )  # fmt: skip


class Sent(BaseModel):
    """Rows somebody wants decided by people: (sheet, item)."""

    rows: Annotated[list[tuple[str, str]], Field(min_length=1, max_length=500)]


@router.post("/contact/send")
def send(state: Here, person: Checker, sent: Sent) -> dict[str, int]:
    """Send rows to review."""
    with state.office.store() as store:
        places = [RowPlace(sheet=sheet, item=item) for sheet, item in sent.rows]
        return {"sent": send_back(store, person.signer, places)}


@router.get("/log")
def log(request: Request, state: Here, person: Looker, before: int = 0) -> Response:
    """What people did, newest first; below entry number `before`, or from the newest where that is 0."""
    with state.office.store() as store:
        entries = history(store, before)
    return draw(request, "log.html", person=person, here="log", entries=entries, before=before)
