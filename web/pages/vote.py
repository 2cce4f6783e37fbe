"""The pages of one vote that no campaign has: how far it is and its print runs, scans, the result."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from pingyi.domain.votes.rules import rules_of
from pingyi.web.guard import Looker, Runner, Worker
from pingyi.web.pages import files, incoming
from pingyi.web.pages.incoming import Pile, pile_of
from pingyi.web.pages.reading.pictures import kept_file
from pingyi.web.server.job_requests import CountVote, ReadScans, Seal, Verify
from pingyi.web.server.uploads import accepted
from pingyi.web.server.vote_office import vote_overview, vote_waiting
from pingyi.web.state import draw
from pingyi.web.vote_state import VoteHere
from pingyi.workflow.desk.documents import documents
from pingyi.workflow.desk.seal import ARCHIVES
from pingyi.workflow.files.formats import SCANS, listed
from pingyi.workflow.votes.new_vote import set_numbers, understood_pictures

router = APIRouter()
REREAD = 20  # sheets read anew when somebody verifies
MOST_PEOPLE = 999_999
People = Annotated[int, Form(ge=0, le=MOST_PEOPLE)]


@router.get("/")
def progress(request: Request, state: VoteHere, person: Looker) -> Response:
    """How far the vote is, its print runs, how its form was understood and is counted."""
    desk = state.office.desk
    with state.office.store() as store:
        overview = vote_overview(state.office, store)
    return draw(
        request, "vote.html", person=person, here="progress", vote=desk.vote, overview=overview,
        rules=rules_of(desk.vote), pictures=len(understood_pictures(desk)), jobs=state.jobs.states(5),
    )  # fmt: skip


@router.get("/menu")
def menu(state: VoteHere, person: Looker) -> dict[str, int]:
    """How much waits for this person, by the menu's keys."""
    with state.office.store() as store:
        return vote_waiting(state.office, person.account, store)


@router.post("/numbers")
def numbers(state: VoteHere, person: Runner, eligible: People, attending: People) -> Response:  # noqa: ARG001
    """How many there are and came; known only on the day. Raises CampaignError when they do not fit."""
    set_numbers(state.office.desk, eligible, attending)
    return RedirectResponse("/", 303)


@router.get("/understood/{number}.png")
def understood(state: VoteHere, _: Looker, number: int) -> Response:
    """How a table of the form was understood."""
    found = understood_pictures(state.office.desk)
    return kept_file(found[number - 1] if 1 <= number <= len(found) else None)


@router.get("/scans")
def scans(request: Request, state: VoteHere, person: Looker) -> Response:
    """Drop scans here, see how far reading is."""
    return draw(
        request, "vote_scans.html", person=person, here="scans", places=state.office.desk.vote.places,
        accepted=accepted("scan"), listed=listed(SCANS), jobs=state.jobs.states(8),
    )  # fmt: skip


@router.post("/scans/read")
def read(state: VoteHere, person: Worker, pile: Pile) -> dict[str, str]:
    """Read what was uploaded."""
    folder = pile_of(state.office.root, person.account.name, pile.pile)
    of = f"（{pile.batch} 批）" if pile.batch else ""
    state.jobs.ask(
        f"读入扫描件{of}", ReadScans(folder=str(folder), batch=pile.batch, temporary=True), person.account.name
    )
    return {"message": "已收下，正在读入"}


@router.get("/result")
def result(request: Request, state: VoteHere, person: Looker) -> Response:
    """Count, take the documents away, verify."""
    with state.office.store() as store:
        overview = vote_overview(state.office, store)
    return draw(
        request, "vote_result.html", person=person, here="result", overview=overview,
        documents=(*documents(state.office.root, "results"), *documents(state.office.root, ARCHIVES)),
        jobs=state.jobs.states(5),
    )  # fmt: skip


@router.post("/result")
def count(state: VoteHere, person: Runner, draft: Annotated[bool, Form()] = False) -> Response:
    """Count and write the result; `draft` leaves out what is open."""
    state.jobs.ask("试算" if draft else "计票", CountVote(draft=draft), person.account.name)
    return RedirectResponse("/result", 303)


@router.post("/result/verify")
def verify(state: VoteHere, person: Runner) -> Response:
    """Compute everything anew from the kept scans."""
    state.jobs.ask("核验", Verify(reread=REREAD, printed=""), person.account.name)
    return RedirectResponse("/result", 303)


@router.post("/result/seal")
def seal(state: VoteHere, person: Runner) -> Response:
    """Put everything into one signed file."""
    state.jobs.ask("封存", Seal(apart=False), person.account.name)
    return RedirectResponse("/result", 303)


for path, page, methods in (  # what a campaign's pages do with files and jobs, a vote's do as well
    ("/jobs", files.jobs, ["GET"]),
    ("/jobs/{number}/stop", files.stop, ["POST"]),
    ("/documents/{wanted}/preview", files.preview, ["GET"]),
    ("/pictures/document/{wanted}/{page}.jpg", files.page, ["GET"]),
    ("/documents/{wanted}", files.take, ["GET"]),
    ("/{kind}/upload", incoming.upload, ["POST"]),
):
    router.add_api_route(path, page, methods=methods, response_model=None)
