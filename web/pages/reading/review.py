"""Review: rows one by one, two people apart; whole sheets; differences; pages that were not read."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from pingyi.domain.readings.double_review import PAGE_WORDS, RowPlace, RowsRequest, Tab, WaitingRow
from pingyi.domain.readings.reading import UNCHOSEN, Verdict
from pingyi.domain.trust.people import Right
from pingyi.web.guard import Looker, Worker
from pingyi.web.state import There, draw
from pingyi.workflow.people import double_review as work
from pingyi.workflow.people.asked import Asked

router = APIRouter(prefix="/review")

Digest = Annotated[str, Field(pattern=r"^[0-9a-zA-Z]{1,64}$")]
Item = Annotated[str, Field(min_length=1, max_length=200)]  # a form without numbers has labels
TabKey = Annotated[str, Field(pattern=r"^[0-9a-zA-Z-]{8,64}$")]


class Wanted(BaseModel):
    """Which rows a tab wants next."""

    tab: TabKey
    differing: bool = False
    reason: str = ""
    batch: str = ""
    sheet: str = ""
    passed: Annotated[list[str], Field(max_length=1000)] = []


class RowRef(BaseModel):
    """One row, from one tab."""

    tab: TabKey
    sheet: Digest
    item: Item


class Decision(RowRef):
    """What a person makes of a row."""

    verdict: Verdict
    choice: str = ""


class SheetDecision(BaseModel):
    """What a person makes of several rows of one sheet, confirmed at once."""

    tab: TabKey
    sheet: Digest
    rows: Annotated[dict[Item, str], Field(max_length=300)]  # item to choice, or `blank`, `multiple`


class Taken(BaseModel):
    """The answer a tab takes back; without a row, the person's newest."""

    tab: TabKey
    sheet: Digest | None = None
    item: Item | None = None


class JustTab(BaseModel):
    """A browser's tab and nothing else: what it holds is to be kept or let go."""

    tab: TabKey


def _holder(person: Looker, tab: str) -> Tab:
    """Nobody can speak for another session's tab."""
    return Tab(person.token, tab)


def _shown(row: WaitingRow, asked: Asked) -> dict[str, object]:
    item = row.place.item
    return {
        "sheet": row.place.sheet, "item": item, "name": row.name, "batch": row.batch,
        "choices": asked.buttons(item), "typed": asked.typed(item),
    }  # fmt: skip


@router.get("")
def front(request: Request, state: There, person: Looker) -> Response:
    """What is there to decide, by reason; how well people agree; pages that were not read."""
    with state.office.store() as store:
        groups = work.reason_groups(store, person.account)
        stamp = work.accord_stamp(store)
        accord = state.office.once("accord", stamp, lambda: work.accord(store))
        pages = work.unread_pages(store, person.account)
    if groups and person.account.may(Right.WORK):
        state.pictures.get_ready()
    return draw(
        request, "review.html", person=person, here="review", groups=groups, accord=accord, pages=pages,
        outcomes=PAGE_WORDS,
    )  # fmt: skip


@router.get("/rows")
def rows(
    request: Request, state: There, person: Worker, reason: str = "", batch: str = "", differing: bool = False
) -> Response:
    """The page on which rows are decided; its script asks for them."""
    asked = state.office.asked()
    settles = differing and person.account.may(Right.CHECK)
    wish = RowsRequest(
        account=person.account.name, holder=Tab(person.token, ""), differing=settles, reason=reason, batch=batch
    )
    with state.office.store() as store:
        left = work.rows_left(store, wish)
    return draw(
        request, "review_rows.html", person=person, here="review", reason=reason, batch=batch, differing=differing,
        choices=asked.choices, free=asked.several or bool(asked.written), left=left,
    )  # fmt: skip


@router.post("/next")
def following(state: There, person: Worker, asked: Wanted) -> dict[str, object]:
    """The next rows, claimed for this tab."""
    wish = RowsRequest(
        account=person.account.name,
        holder=_holder(person, asked.tab),
        differing=asked.differing and person.account.may(Right.CHECK),
        reason=asked.reason,
        batch=asked.batch,
        sheet=asked.sheet,
        passed=tuple(asked.passed),
    )
    wanted = state.office.asked()
    with state.office.store() as store:
        found = work.next_rows(store, state.claims, wish)
        elsewhere = 0 if found else work.rows_elsewhere(store, state.claims, wish)
        said = [work.answers_so_far(store, person.account, row.place) if wish.differing else () for row in found]
    return {
        "rows": [
            {**_shown(row, wanted), "said": [answer.text for answer in answers]}
            for row, answers in zip(found, said, strict=True)
        ],
        "elsewhere": elsewhere,
    }


@router.post("/decide")
def decide(state: There, person: Worker, decision: Decision) -> dict[str, bool]:
    """One person's answer to one row; the reply is the same whatever others said."""
    answer = work.answer_of(decision.verdict, decision.choice, state.office.asked(), decision.item)
    place = RowPlace(sheet=decision.sheet, item=decision.item)
    with state.office.store() as store:
        work.decide(store, person.signer, {place: answer})
    state.claims.release(_holder(person, decision.tab), place)
    return {"kept": True}


@router.post("/undo")
def undo(state: There, person: Worker, taken: Taken) -> dict[str, object]:
    """Take back an answer; the row comes again."""
    place = RowPlace(sheet=taken.sheet, item=taken.item) if taken.sheet and taken.item else None
    with state.office.store() as store:
        row = work.undo(store, person.signer, place)
    state.claims.take(_holder(person, taken.tab), [row.place])
    return _shown(row, state.office.asked())


@router.post("/heartbeat")
def heartbeat(state: There, person: Worker, tab: JustTab) -> dict[str, bool]:
    """The tab is still open."""
    state.claims.prolong(_holder(person, tab.tab))
    return {"ok": True}


@router.post("/release")
def release(state: There, person: Worker, tab: JustTab) -> dict[str, bool]:
    """The tab was closed."""
    state.claims.leave(_holder(person, tab.tab))
    return {"ok": True}


@router.post("/skip")
def skip(state: There, person: Worker, row: RowRef) -> dict[str, bool]:
    """Somebody else may have this row."""
    state.claims.release(_holder(person, row.tab), RowPlace(sheet=row.sheet, item=row.item))
    return {"ok": True}


@router.get("/sheet/{sheet}")
def whole_sheet(request: Request, state: There, person: Worker, sheet: str) -> Response:
    """All rows of a sheet that wait for this person."""
    asked = state.office.asked()
    with state.office.store() as store:
        found = work.rows_of_sheet(store, person.account, sheet)
    return draw(
        request, "review_sheet.html", person=person, here="review", sheet=sheet, rows=found,
        choices=asked.choices, asked=asked,
    )  # fmt: skip


@router.post("/sheet")
def decide_sheet(state: There, person: Worker, decision: SheetDecision) -> dict[str, int]:
    """Several rows of a sheet, one confirmation, recorded one by one, all or none."""
    asked = state.office.asked()
    decisions = {
        RowPlace(sheet=decision.sheet, item=item): work.answer_of(*_parted(word), asked, item)
        for item, word in decision.rows.items()
    }
    with state.office.store() as store:
        work.decide(store, person.signer, decisions)
    return {"decided": len(decisions)}


class PageWord(BaseModel):
    """What somebody found out about a page that was not read."""

    page: int
    outcome: str


@router.post("/page")
def page(state: There, person: Worker, word: PageWord) -> dict[str, bool]:
    """The first person's word; the second person's makes it a decision."""
    with state.office.store() as store:
        return {"settled": work.decide_page(store, person.signer, word.page, word.outcome)}


def _parted(word: str) -> tuple[Verdict, str]:
    return (Verdict(word), "") if word in UNCHOSEN else (Verdict.VALID, word)
