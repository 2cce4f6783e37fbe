"""Paper out, in, read and counted: what the office counted by hand, and what does not balance."""

from dataclasses import replace
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from pingyi.web.guard import Looker, Worker
from pingyi.web.server.uploads import accepted
from pingyi.web.state import Here, State, draw
from pingyi.workflow.results.reconcile import enter_returns

router = APIRouter(prefix="/balance")
MOST_DIGITS = 6
REVIEW, LEDGER, SCORES = "pingyi review", "pingyi import returns", "pingyi scores"  # remedies the page has places for
HERE = {LEDGER: "请在下面登记", SCORES: "请到“领导评分”页，两人认读"}


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
        batch.code: tuple(
            str(form.get(f"{name}-{batch.code}", "")).strip() for name in ("issued", "returned", "spoiled")
        )
        for batch in state.office.batches()
    }
    if any(len(word) > MOST_DIGITS for words in cells.values() for word in words):
        raise HTTPException(409, "份数太大；请核对")
    with state.office.store() as store:
        words = {code: (one, two, three) for code, (one, two, three) in cells.items()}
        enter_returns(state.office.batches(), store, words, person.account.name)
    return RedirectResponse("/balance", 303)


def _values(state: State) -> dict[str, Any]:
    found, fresh = state.results.newest()
    wrong = found.balance.imbalances if found and found.balance else ()
    told = [
        replace(one, remedy=next((words for command, words in HERE.items() if command in one.remedy), one.remedy))
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
    }
