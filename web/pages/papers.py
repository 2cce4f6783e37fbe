"""Papers one by one: which batch each counts in; two people give one its place."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from pingyi.web.guard import Runner, Worker, signing_witness
from pingyi.web.pages.pictures import reply_with
from pingyi.web.state import Here, draw
from pingyi.workflow.people.accounts import LONGEST_PASSWORD, all_accounts
from pingyi.workflow.people.keys import both
from pingyi.workflow.people.reassigned import Given, batch_papers, may_go_to, moved_papers, paper_called, reassign
from pingyi.workflow.said.papers import moved_text

router = APIRouter(prefix="/papers")
A_PAGE = 24
LONGEST_REASON = 200
OUT = "out"  # no batch


@router.get("")
def papers(request: Request, state: Here, person: Worker, batch: str = "", page: int = 0) -> Response:
    """The papers of a batch, and those that were given another place."""
    with state.office.store() as store:
        found = batch_papers(store, batch) if batch else ()
        moved = [(one, moved_text(one)) for one in moved_papers(store)]
    start = max(0, page) * A_PAGE
    return draw(
        request, "papers.html", person=person, here="balance", batch=batch, batches=state.office.batches(),
        papers=found[start : start + A_PAGE], count=len(found), page=max(0, page), more=len(found) > start + A_PAGE,
        moved=moved,
    )  # fmt: skip


@router.get("/{digest}")
def paper(request: Request, state: Here, person: Worker, digest: str) -> Response:
    """One paper, large, and where it may go."""
    with state.office.store() as store:
        found = paper_called(store, digest)
        people = [one.name for one in all_accounts(store) if one.active and one.name != person.account.name]
    return draw(
        request, "paper.html", person=person, here="balance", paper=found, said=moved_text(found), people=people,
        places=may_go_to(found, state.office.campaign, state.office.batches()),
        distributors={one.code: one.distributor for one in state.office.batches()},
    )  # fmt: skip


@router.post("/{digest}")
def place(
    state: Here,
    person: Runner,
    digest: str,
    batch: Annotated[str, Form(max_length=8)],
    reason: Annotated[str, Form(max_length=LONGEST_REASON)],
    witness: Annotated[str, Form(max_length=100)],
    password: Annotated[str, Form(max_length=LONGEST_PASSWORD + 1)],
) -> Response:
    """Two people say where it counts: the one signed in, and a witness by their password."""
    pair = both(person.signer, signing_witness(state, witness, password))
    with state.office.store() as store:
        reassign(
            state.office.workspace, store, Given(code=digest, batch="" if batch == OUT else batch, reason=reason), pair
        )
    return RedirectResponse(f"/papers/{digest}", 303)


@router.get("/{digest}/picture.jpg")
async def picture(state: Here, _: Worker, digest: str) -> Response:
    """The whole paper (by its digest) as JPEG, drawn once."""
    with state.office.store() as store:
        found = state.pictures.paper(state.office.workspace, paper_called(store, digest))
    return await reply_with(found)
