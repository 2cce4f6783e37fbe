"""Papers one by one: which batch each counts in; two people give one its place."""

from collections import Counter
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field

from pingyi.web.guard import Runner, Worker, signing_witness
from pingyi.web.pages.reading.pictures import reply_with
from pingyi.web.server.sessions import SignedIn
from pingyi.web.state import Here, State, draw
from pingyi.workflow.people.accounts import LONGEST_PASSWORD, all_accounts
from pingyi.workflow.people.keys import both
from pingyi.workflow.people.reassigned import (
    Given,
    batch_papers,
    may_go_to,
    moved_papers,
    paper_called,
    papers_of_file,
    reassign,
)
from pingyi.workflow.said.papers import moved_text

router = APIRouter(prefix="/papers")
A_PAGE = 24
LONGEST_REASON = 200
LONGEST_NAME = 300
OUT = "out"  # no batch


class Ruling(BaseModel):
    """What two people say, as the form has it."""

    csrf: str = ""
    batch: Annotated[str, Field(max_length=8)]
    reason: Annotated[str, Field(max_length=LONGEST_REASON)]
    witness: Annotated[str, Field(max_length=100)]
    password: Annotated[str, Field(max_length=LONGEST_PASSWORD + 1)]


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
        moved=moved, files=Counter(one.source.file for one in found),
        places=may_go_to(found[0], state.office.campaign, state.office.batches()) if found else (),
        **_offered(state, person),
    )  # fmt: skip


@router.post("")
def place_file(
    state: Here,
    person: Runner,
    ruling: Annotated[Ruling, Form()],
    file: Annotated[str, Form(max_length=LONGEST_NAME)],
    was: Annotated[str, Form(max_length=8)],
) -> Response:
    """Two people say where all papers of a scan file count."""
    with state.office.store() as store:
        codes = papers_of_file(store, file, was)
    _place(state, person, codes, ruling)
    return RedirectResponse(f"/papers?batch={quote(was)}", 303)


@router.get("/{digest}")
def paper(request: Request, state: Here, person: Worker, digest: str) -> Response:
    """One paper, large, and where it may go."""
    with state.office.store() as store:
        found = paper_called(store, digest)
    return draw(
        request, "paper.html", person=person, here="balance", paper=found, said=moved_text(found),
        places=may_go_to(found, state.office.campaign, state.office.batches()), **_offered(state, person),
    )  # fmt: skip


@router.post("/{digest}")
def place(state: Here, person: Runner, digest: str, ruling: Annotated[Ruling, Form()]) -> Response:
    """Two people say where a paper counts."""
    _place(state, person, (digest,), ruling)
    return RedirectResponse(f"/papers/{digest}", 303)


def _place(state: State, person: SignedIn, codes: tuple[str, ...], ruling: Ruling) -> None:
    """The one signed in, and a witness by their password."""
    pair = both(person.signer, signing_witness(state, ruling.witness, ruling.password))
    given = Given(codes=codes, batch="" if ruling.batch == OUT else ruling.batch, reason=ruling.reason)
    with state.office.store() as store:
        reassign(state.office.workspace, store, given, pair)


def _offered(state: State, person: SignedIn) -> dict[str, Any]:
    """What the form of two people offers: whose batches these are, and who may be the witness."""
    with state.office.store() as store:
        people = [one.name for one in all_accounts(store) if one.active and one.name != person.account.name]
    return {
        "distributors": {one.code: one.distributor for one in state.office.batches()},
        "people": people,
    }


@router.get("/{digest}/picture.jpg")
async def picture(state: Here, _: Worker, digest: str) -> Response:
    """The whole paper (by its digest) as JPEG, drawn once."""
    with state.office.store() as store:
        found = state.pictures.paper(state.office.workspace, paper_called(store, digest))
    return await reply_with(found)
