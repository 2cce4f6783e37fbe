"""Leaders' scores: crops in a grid, read by two people apart."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from pingyi.domain.readings.double_review import FieldPlace
from pingyi.domain.trust.people import Right
from pingyi.web.guard import Looker, Worker
from pingyi.web.pages.reading.pictures import kept_file
from pingyi.web.server.draw.pictures import score_crop
from pingyi.web.state import Here, draw
from pingyi.workflow.people.scores.score_desk import keep_score, score_page

router = APIRouter()
CARDS_A_PAGE = 60


@router.get("/scores")
def scores(request: Request, state: Here, person: Looker, differing: bool = False) -> Response:
    """The next fields to read."""
    settling = differing and person.account.may(Right.CHECK)
    with state.office.store() as store:
        found = score_page(state.office.campaign, store, person.account, CARDS_A_PAGE, differing=settling)
    return draw(
        request, "scores.html", person=person, here="scores", found=found, differing=settling,
        units=[unit.name for unit in state.office.campaign.units],
    )  # fmt: skip


class Read(BaseModel):
    """What somebody read in one field."""

    page: Annotated[str, Field(pattern=r"^[0-9a-zA-Z]{1,64}$")]
    position: Annotated[int, Field(ge=0, le=1000)]
    unit: Annotated[str, Field(max_length=60)]
    score: Annotated[str, Field(max_length=8)]


@router.post("/scores")
def keep(state: Here, person: Worker, read: Read) -> dict[str, bool]:
    """One person's word; the reply is the same whatever others read."""
    with state.office.store() as store:
        typed = (read.unit, read.score)
        keep_score(
            state.office.campaign, store, person.signer, FieldPlace(page=read.page, position=read.position), typed
        )
    return {"kept": True}


@router.get("/pictures/score/{page}/{position}.png")
def crop(state: Here, _: Worker, page: str, position: int) -> Response:
    """The picture of one field, made when it was read."""
    if not page.isalnum():
        raise HTTPException(404, "没有这幅图像")
    return kept_file(score_crop(state.office.workspace, page, position))
