"""Paper out, in, read and counted: what the office counted by hand, and what does not balance."""

from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from pingyi.domain.campaign.campaign import Batch
from pingyi.domain.readings.returns import FILLED
from pingyi.ground.errors import CellsError
from pingyi.web.fields import FieldsError
from pingyi.web.guard import Looker, Worker
from pingyi.web.server.uploads import accepted
from pingyi.web.state import Here, State, draw
from pingyi.workflow.results.reconcile import enter_returns, entered

router = APIRouter(prefix="/balance")
COLUMNS = dict(zip(FILLED[:3], ("issued", "returned", "spoiled"), strict=True))  # the fields of a batch, by its column
REVIEW, LEDGER, SCORES = "pingyi review", "pingyi import returns", "pingyi scores"  # remedies the page has places for
HERE = {LEDGER: "请在下面登记", SCORES: "请到“领导评分”页，两人认读"}
PAPERS = ("pingyi papers", "点下表读出的张数，看每张票")  # a part of a remedy, and what the page says in its place


@router.get("")
def balance(request: Request, state: Here, person: Looker) -> Response:
    """The page of paper out, in, read and counted."""
    return draw(request, "balance.html", person=person, here="balance", **_values(state))


@router.get("/part")
def part(request: Request, state: Here, person: Looker) -> Response:
    """The list of what does not balance, asked for again while counting goes on."""
    return draw(request, "balance_part.html", person=person, **_values(state))


@router.post("/returns")
async def typed(request: Request, state: Here, person: Worker) -> Response:
    """What somebody typed, batch by batch."""
    form = await request.form()
    cells = {
        batch.code: tuple(str(form.get(f"{name}-{batch.code}", "")).strip() for name in COLUMNS.values())
        for batch in state.office.batches()
    }
    with state.office.store() as store:
        words = {code: (one, two, three) for code, (one, two, three) in cells.items()}
        try:
            enter_returns(state.office.batches(), store, words, person.account.name)
        except CellsError as error:
            fields = {f"{COLUMNS[name]}-{code}": said for (code, name), said in error.cells.items() if name in COLUMNS}
            raise FieldsError(str(error), fields) from error
    return RedirectResponse("/balance", 303)


def _by_code(batch: Batch) -> str:
    return batch.code


def _on_the_page(remedy: str) -> str:
    return next((words for command, words in HERE.items() if command in remedy), remedy.replace(*PAPERS))


def _values(state: State) -> dict[str, Any]:
    found, fresh = state.results.newest()
    with state.office.store() as store:
        known = entered(store)
    wrong = found.balance.imbalances if found and found.balance else ()
    told = [
        replace(
            one,
            remedy=next(
                (words for command, words in HERE.items() if command in one.remedy), one.remedy.replace(*PAPERS)
            ),
        )
        for one in wrong
        if REVIEW not in one.remedy
    ]
    return {
        "tables": accepted("table"),
        "told": told,
        "waiting": len(wrong) - len(told),
        "fresh": fresh,
        "balance": found.balance if found else None,
        "problem": found.problem if found and found.balance is None else "",
        "distributors": {batch.code: batch.distributor for batch in state.office.batches()},
        "batches": [(batch, known.get(batch.code)) for batch in sorted(state.office.batches(), key=_by_code)],
    }
