"""Written opinions, of a campaign or of a vote: one person types from the picture, another checks."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field

from pingyi.domain.readings.double_review import BELONGS_WORDS
from pingyi.web.guard import Looker, Worker
from pingyi.web.server.job_requests import DraftOpinions
from pingyi.web.state import There, draw
from pingyi.workflow.people.written.typing_desk import TypedOpinion, keep_opinion, opinion_page

router = APIRouter()
OPINIONS_A_PAGE = 12


@router.get("/opinions")
def opinions(request: Request, state: There, person: Looker, page: int = 0) -> Response:
    """Written opinions: type, check."""
    first, spoken = max(0, page) * OPINIONS_A_PAGE, state.office.spoken()
    with state.office.store() as store:
        wanted = range(first, first + OPINIONS_A_PAGE)
        found = opinion_page(spoken, store, person.account, wanted)
    return draw(
        request, "opinions.html", person=person, here="opinions", found=found, page=max(0, page),
        more=first + OPINIONS_A_PAGE < found.total, spoken=spoken,
        belongs=BELONGS_WORDS, jobs=state.jobs.states(3),
    )  # fmt: skip


class Typed(BaseModel):
    """What somebody typed of one opinion; `units` are names, parted by commas."""

    sheet: Annotated[str, Field(max_length=64)]
    text: Annotated[str, Field(max_length=4000)]
    units: Annotated[str, Field(max_length=2000)] = ""
    belongs: Annotated[str, Field(max_length=20)] = ""


@router.post("/opinions")
def typed(state: There, person: Worker, typed: Typed) -> dict[str, bool]:
    """Keep it; settled when another person typed the same."""
    with state.office.store() as store:
        said = TypedOpinion(text=typed.text, units=typed.units, belongs=typed.belongs)
        return {"settled": keep_opinion(state.office.spoken(), store, person.signer, typed.sheet, said)}


@router.post("/opinions/draft")
def drafts(state: There, person: Worker) -> Response:
    """Let the machine draft what has no draft."""
    state.jobs.ask("识别书面意见初稿", DraftOpinions(), person.account.name)
    return RedirectResponse("/opinions", 303)
