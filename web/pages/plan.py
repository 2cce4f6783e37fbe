"""The office's own plan document: brought, gone through beside its sources, put in the campaign's place."""

from typing import Annotated, Literal

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from pingyi.domain.campaign.file import parse_campaign
from pingyi.ground.errors import CampaignError
from pingyi.web.guard import Looker, Runner
from pingyi.web.pages.incoming import Pile, pile_of
from pingyi.web.server.job_requests import AdoptPlan, ReadPlan
from pingyi.web.server.uploads import accepted
from pingyi.web.state import Here, draw
from pingyi.workflow.desk.workspace import CAMPAIGN
from pingyi.workflow.plan_in.proposed import check_replaceable, keep_draft, proposal
from pingyi.workflow.plan_in.record import kept_rows

router = APIRouter()
SHOWN = 12  # lines of a refusal


@router.get("/plan")
def plan(request: Request, state: Here, person: Runner) -> Response:
    """Bring a plan document; what was read of it beside its sources, and the file to be filled in."""
    found = proposal(state.office.root)
    return draw(
        request, "plan.html", person=person, here="policies", found=found, accepted=accepted("plan"),
        jobs=state.jobs.states(3),
    )  # fmt: skip


@router.get("/plan/record")
def record(request: Request, state: Here, person: Looker) -> Response:
    """The record two people confirm: each setting beside its source and as it stands now."""
    return draw(request, "plan_record.html", person=person, here="policies", rows=kept_rows(state.office.root))


@router.post("/plan/read")
def read(state: Here, person: Runner, pile: Pile) -> dict[str, str]:
    """Read what was uploaded."""
    with state.office.store() as store:
        check_replaceable(store)
    folder = pile_of(state.office.root, person.account.name, pile.pile)
    state.jobs.ask("读方案文件", ReadPlan(folder=str(folder)), person.account.name)
    return {"message": "已收下，正在读；读完刷新本页"}


@router.post("/plan/text")
def keep(
    state: Here,
    person: Runner,
    what: Annotated[Literal["keep", "adopt"], Form()],
    text: Annotated[str, Form(max_length=1 << 20)],
) -> Response:
    """Keep the draft; `adopt` also puts it in the campaign's place, once nothing in it waits and nothing is wrong."""
    keep_draft(state.office.root, text)
    found = proposal(state.office.root)
    if what == "adopt" and found is not None:
        if found.left:
            listed = "\n".join(found.left[:SHOWN])
            raise HTTPException(409, f"草稿已存；还有 {len(found.left)} 处待填或待核对，请填好再换上：\n{listed}")
        try:
            parse_campaign(found.text, CAMPAIGN)
        except CampaignError as error:
            raise HTTPException(409, f"草稿已存，还不能换上：{error}") from error
        state.jobs.ask("换上读出的方案", AdoptPlan(), person.account.name)
    return RedirectResponse("/plan", 303)
