"""The office's own pages: contact sheets, the log."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from pingyi.domain.readings.double_review import RowPlace
from pingyi.domain.readings.reading import UNCHOSEN, VERDICT_TEXT
from pingyi.web.guard import Checker, Looker
from pingyi.web.state import Here, draw
from pingyi.workflow.evidence.history import history
from pingyi.workflow.people.cells import CELLS_A_PAGE, machine_cells
from pingyi.workflow.people.double_review import send_back

router = APIRouter()


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
