"""An audit after the count: the count made public, sheets drawn by a public seed, seen by two, and what that shows."""

from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import FileResponse, RedirectResponse, Response

from pingyi.domain.results.audit import DEFAULT_CLAIM
from pingyi.web.guard import Looker, Runner, Worker
from pingyi.web.pages.incoming import Pile, pile_of
from pingyi.web.server.job_requests import AnnounceCount, DrawAudit, SeeAudit, TakeSights
from pingyi.web.server.uploads import accepted
from pingyi.web.state import Here, draw
from pingyi.workflow.desk.documents import AUDIT, document, documents

router = APIRouter(prefix="/audit")
LONGEST_SEED = 60
MOST_SHEETS = 99_999


@router.get("")
def audit(request: Request, state: Here, person: Looker) -> Response:
    """The four steps, what was written for them, and how it stands."""
    return draw(
        request, "audit.html", person=person, here="audit", jobs=state.jobs.states(3), accepted=accepted("table"),
        listed=documents(state.office.root, AUDIT), claim=DEFAULT_CLAIM,
    )  # fmt: skip


@router.post("/announce")
def announce(state: Here, person: Runner) -> Response:
    """Start making the count public."""
    state.jobs.ask("公布计票摘要", AnnounceCount(), person.account.name)
    return RedirectResponse("/audit", 303)


@router.post("/draw")
def draw_sheets(
    state: Here,
    person: Runner,
    seed: Annotated[str, Form(min_length=1, max_length=LONGEST_SEED)],
    sheets: Annotated[int, Form(ge=0, le=MOST_SHEETS)] = 0,
    tolerance: Annotated[Decimal, Form(gt=0, le=100)] = DEFAULT_CLAIM.tolerance,
    risk: Annotated[Decimal, Form(gt=0, le=50)] = DEFAULT_CLAIM.limit * 100,
) -> Response:
    """Start drawing; `risk` in per cent."""
    wish = DrawAudit(seed=seed.strip(), sheets=sheets, tolerance=str(tolerance), limit=str(risk / 100))
    state.jobs.ask("抽取票样", wish, person.account.name)
    return RedirectResponse("/audit", 303)


@router.post("/sights")
def sights(state: Here, person: Worker, pile: Pile) -> dict[str, str]:
    """Start taking in what the two people saw."""
    folder = pile_of(state.office.root, person.account.name, pile.pile)
    state.jobs.ask("导入抽查表", TakeSights(folder=str(folder)), person.account.name)
    return {"message": "已收下，正在导入"}


@router.post("/see")
def see(state: Here, person: Worker) -> Response:
    """Start telling how it stands now."""
    state.jobs.ask("看抽查情况", SeeAudit(), person.account.name)
    return RedirectResponse("/audit", 303)


@router.get("/{wanted}")
def take(state: Here, _: Worker, wanted: str) -> Response:
    """One of the audit's documents; only who works with ballots sees these. 404 for any other id."""
    found = document(state.office.root, wanted, (AUDIT,))
    return FileResponse(found.path, filename=found.path.name)
