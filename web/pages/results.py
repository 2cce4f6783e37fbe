"""Results: ranks, distributions, the tree behind each number, and the ink at its end."""

from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from pingyi.domain.campaign.campaign import Unit
from pingyi.domain.campaign.scheme import open_questions
from pingyi.domain.results.sums import TOO_FEW, add, by_unit
from pingyi.domain.trust.people import Right
from pingyi.web.charts import distribution
from pingyi.web.guard import Checker, Looker
from pingyi.web.server.results_desk import inked_batches, votes_shown
from pingyi.web.state import Here, State, draw
from pingyi.workflow.people.cells import CELLS_A_PAGE, counted_cells

router = APIRouter(prefix="/results")


@router.get("")
def results(request: Request, state: Here, person: Looker) -> Response:
    """The page around the tables."""
    return draw(request, "results.html", person=person, here="results", **_values(state))


@router.get("/part")
def part(request: Request, state: Here, person: Looker) -> Response:
    """The tables, asked for again while counting goes on."""
    return draw(request, "results_part.html", person=person, **_values(state))


@router.get("/unit/{serial}")
def unit(request: Request, state: Here, person: Looker, serial: int) -> Response:
    """The tree behind one unit's points, and its votes by batch."""
    found, fresh = state.results.newest()
    about = _unit(state, serial)
    points = found.points if found else None
    score = next((score for score in points.scores.units if score.unit == about.name), None) if points else None
    if points is None or score is None:
        return draw(request, "waiting.html", person=person, here="results", problem=found.problem if found else "")
    campaign = state.office.campaign
    shown = [(rows, add(rows)) for rows in votes_shown(points.tally, campaign, serial)]
    inked = inked_batches(points.tally, campaign, serial) if person.account.may(Right.CHECK) else frozenset[str]()
    return draw(
        request, "unit.html", person=person, here="results", unit=about, score=score, tally=points.tally, fresh=fresh,
        shown=shown, too_few=TOO_FEW, inked=inked,
    )  # fmt: skip


@router.get("/ink")
def ink(request: Request, state: Here, person: Checker, serial: int, batch: str, word: str, page: int = 0) -> Response:
    """The ticks behind one count: pictures in an order that tells nothing, never of a handful of people."""
    about, campaign = _unit(state, serial), state.office.campaign
    found, _ = state.results.newest()
    if found is None or found.points is None or batch not in inked_batches(found.points.tally, campaign, serial):
        raise HTTPException(403, "这一批不足 5 张票，或与这样的批次合并显示，单独看会泄露个人的选择，不能显示")
    with state.office.store() as store:
        cells = counted_cells(store, campaign.names_of(about), (word, batch), max(0, page))
    return draw(
        request, "ink.html", person=person, here="results", unit=about, batch=batch, word=word, cells=cells, page=page,
        more=len(cells) == CELLS_A_PAGE,
    )  # fmt: skip


def _values(state: State) -> dict[str, Any]:
    found, fresh = state.results.newest()
    points = found.points if found else None
    sheet, tally = (points.scores, points.tally) if points else (None, None)
    campaign = state.office.campaign
    classes = list(dict.fromkeys(unit.ranked_in for unit in sheet.units)) if sheet else []
    return {
        "fresh": fresh,
        "problem": found.problem if found else "",
        "sheet": sheet,
        "tally": tally,
        "tables": [
            (name, sorted((unit for unit in sheet.units if unit.ranked_in == name), key=lambda unit: unit.rank))
            for name in classes
        ]
        if sheet
        else [],
        "components": list(campaign.labels.items()),
        "chart": distribution(sheet) if sheet else None,
        "votes": by_unit(tally.rows) if tally else {},
        "serials": {unit.name: unit.serial for unit in campaign.units},
        "effects": points.effects if points else (),
        "anomalies": points.anomalies if points else (),
        "open_policies": len(open_questions(campaign)),
    }


def _unit(state: State, serial: int) -> Unit:
    found = next((unit for unit in state.office.campaign.units if unit.serial == serial), None)
    if found is None:
        raise HTTPException(404, "名单里没有这个序号；请从结果页进入")
    return found
