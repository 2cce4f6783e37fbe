"""The ballot as the office has changed it in Word: brought, seen as it is understood, put in use or given up."""

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import FileResponse, RedirectResponse, Response

from pingyi.domain.campaign.scheme import ballot_name
from pingyi.ground.errors import CampaignError
from pingyi.web.guard import Looker, Runner
from pingyi.web.pages.incoming import Pile, pile_of
from pingyi.web.server.campaign_edit import choose_paper
from pingyi.web.server.job_requests import LookAtForm
from pingyi.web.server.uploads import accepted
from pingyi.web.state import Here, draw
from pingyi.workflow.paper.ballot_paper import BallotPaper
from pingyi.workflow.paper.office_ballot import brought_form, drop_brought, give_up_own, own_ballot, use_brought

router = APIRouter(prefix="/forms/own")


@router.get("")
def own_form(request: Request, state: Here, person: Looker) -> Response:
    """What is in use, what was brought and how it is understood, and where another is put."""
    root = state.office.root
    return draw(
        request, "own_form.html", person=person, here="forms", found=brought_form(root), used=own_ballot(root),
        accepted=accepted("form"), jobs=state.jobs.states(3), ballot=ballot_name(state.office.campaign),
    )  # fmt: skip


@router.post("/look")
def look(state: Here, person: Runner, pile: Pile) -> dict[str, str]:
    """Understand what was uploaded."""
    folder = pile_of(state.office.root, person.account.name, pile.pile)
    state.jobs.ask("看改过的表样", LookAtForm(folder=str(folder)), person.account.name)
    return {"message": "已收下，正在看怎样读它"}


@router.post("/use")
def use(state: Here, person: Runner) -> Response:
    """Print and read by it from now on. Raises NotReadyError."""
    with state.office.store() as store:
        use_brought(state.office.workspace, store, person.account.name)
    return RedirectResponse("/forms/own", 303)


@router.post("/drop")
def drop(state: Here, person: Runner) -> Response:  # noqa: ARG001
    """Leave what was brought. Raises NotReadyError."""
    drop_brought(state.office.root)
    return RedirectResponse("/forms/own", 303)


@router.post("/give-up")
def give_up(state: Here, person: Runner) -> Response:
    """Print by the campaign's own words again. Raises NotReadyError."""
    with state.office.store() as store:
        give_up_own(state.office.workspace, store, person.account.name)
    return RedirectResponse("/forms/own", 303)


@router.post("/paper")
def paper(state: Here, person: Runner, wanted: Annotated[BallotPaper, Form()]) -> Response:
    """Print on other paper, in other columns, on more pages. Raises NotReadyError."""
    with state.office.store() as store:
        try:
            choose_paper(state.office.workspace, store, wanted, person.account)
        except CampaignError as error:
            raise HTTPException(409, str(error)) from error
    return RedirectResponse("/forms", 303)


@router.get("/{page}.png")
def picture(state: Here, _: Looker, page: int) -> Response:
    """How a page of what was brought is understood; 404 for a page it has not."""
    found = brought_form(state.office.root)
    if found is None or not 1 <= page <= len(found.pictures):
        raise HTTPException(404, "没有这幅图；请重新上传表样")
    return FileResponse(found.pictures[page - 1])
