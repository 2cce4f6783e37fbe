"""What the scheme leaves open: answers chosen, confirmed by two people several at once, taken back."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from pingyi.domain.campaign.policy_words import answer_notes, answer_text
from pingyi.ground.errors import CampaignError
from pingyi.web.guard import Looker, Runner, signing_witness
from pingyi.web.server import campaign_edit
from pingyi.web.state import Here, draw
from pingyi.workflow.people.accounts import all_accounts
from pingyi.workflow.people.keys import both
from pingyi.workflow.results.policies import Standing, standings

router = APIRouter(prefix="/policies")

Names = Annotated[list[str], Form(max_length=100, default_factory=list)]
Words = Annotated[str, Form(max_length=200)]


@router.get("")
def policies(request: Request, state: Here, person: Looker) -> Response:
    """Every question with its answers and how it stands, and the office's files."""
    campaign = state.office.campaign
    with state.office.store() as store:
        people = [a for a in all_accounts(store) if a.active and a.name != person.account.name]
        found = standings(campaign, store)
    return draw(
        request, "policies.html", person=person, here="policies", found=found, Standing=Standing, people=people,
        value_text=partial(answer_text, campaign), notes=answer_notes,
        waiting=sum(one.standing is not Standing.CONFIRMED for one in found),
        campaign=campaign_edit.campaign_text(state.office.workspace),
        batches=campaign_edit.batches_text(state.office.workspace),
    )  # fmt: skip


@router.post("/confirm")
def confirm(state: Here, person: Runner, name: Names, witness: Words, password: Words) -> Response:
    """Two people confirm: the one signed in, and a witness by their password; all that were ticked, or none."""
    _some(name)
    second = signing_witness(state, witness, password)
    with state.office.store() as store:
        campaign_edit.confirm_policies(state.office.workspace, store, name, person.signer, second)
    return RedirectResponse("/policies", 303)


@router.post("/revoke")
def revoke(state: Here, person: Runner, name: Names, witness: Words, password: Words, reason: Words = "") -> Response:
    """The same two take back what was confirmed, for a reason; these questions are open again."""
    _some(name)
    second = signing_witness(state, witness, password)
    with state.office.store() as store:
        campaign_edit.revoke_policies(state.office.workspace, store, name, both(person.signer, second), reason)
    return RedirectResponse("/policies", 303)


@router.post("/choose")
def choose(state: Here, person: Runner, name: Words, answer: Annotated[int, Form(ge=0, le=100)]) -> Response:
    """Another answer, by its place among those that are not in use."""
    with state.office.store() as store:
        try:
            campaign_edit.choose_answer(state.office.workspace, store, (name, answer), person.account)
        except CampaignError as error:
            raise HTTPException(409, str(error)) from error
    return RedirectResponse("/policies", 303)


@router.post("/file")
def save(
    state: Here, person: Runner, which: Annotated[str, Form()], text: Annotated[str, Form(max_length=1 << 20)]
) -> Response:
    """Save campaign.toml or batches.csv, when it has no faults."""
    with state.office.store() as store:
        keep = campaign_edit.save_batches if which == "batches" else campaign_edit.save_campaign
        try:
            keep(state.office.workspace, store, text, person.account)
        except CampaignError as error:
            raise HTTPException(409, str(error)) from error
    return RedirectResponse("/policies", 303)


def _some(names: list[str]) -> None:
    if not names:
        raise HTTPException(409, "还没有勾选任何一项；请先在左边勾选，再由监督人输入密码")
