"""Several stations scan apart: this one's work bundled; at the centre bundles kept, joined, taken in by two people."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from pingyi.web.guard import Looker, Runner, signing_witness
from pingyi.web.pages.incoming import Pile, pile_of
from pingyi.web.server.job_requests import KeepBundles, MakeBundle, TakeInStations
from pingyi.web.server.uploads import accepted, safe_name
from pingyi.web.state import Here, draw
from pingyi.workflow.desk.documents import documents
from pingyi.workflow.desk.seal import ARCHIVES
from pingyi.workflow.joining.stations import list_station, stations, strike_station
from pingyi.workflow.people.accounts import LONGEST_PASSWORD, all_accounts

router = APIRouter(prefix="/stations")
LONGEST_NAME = 40
Name = Annotated[str, Form(min_length=1, max_length=LONGEST_NAME)]


@router.get("")
def page(request: Request, state: Here, person: Looker) -> Response:
    """Both ends: a station's, and the centre's."""
    with state.office.store() as store:
        people = [one.name for one in all_accounts(store) if one.active and one.name != person.account.name]
    made = [one for one in documents(state.office.root, ARCHIVES) if one.path.name.endswith(".bundle.zip")]
    return draw(
        request, "stations.html", person=person, here="scans", jobs=state.jobs.states(3), people=people, made=made,
        listed=stations(state.office.workspace), accepted=accepted("bundle"),
    )  # fmt: skip


@router.post("/bundle")
def bundle(state: Here, person: Runner, name: Name) -> Response:
    """Start sealing this workspace's work as that of a station. Raises FileError on what is no name of a file."""
    state.jobs.ask("打包本站", MakeBundle(station=safe_name(name)), person.account.name)
    return RedirectResponse("/stations", 303)


@router.post("/keep")
def keep(state: Here, person: Runner, pile: Pile) -> dict[str, str]:
    """Start checking the bundles that were uploaded."""
    folder = pile_of(state.office.root, person.account.name, pile.pile)
    state.jobs.ask("收下各站的包", KeepBundles(folder=str(folder)), person.account.name)
    return {"message": "已收下，正在核对"}


@router.post("/take-in")
def take(
    state: Here,
    person: Runner,
    witness: Annotated[str, Form(max_length=100)],
    password: Annotated[str, Form(max_length=LONGEST_PASSWORD + 1)],
) -> Response:
    """Start taking in what all bundles come to; the one signed in and a witness sign for what stations decided."""
    second = signing_witness(state, witness, password)
    state.jobs.ask("合并入库", TakeInStations(), person.account.name, (person.signer, second))
    return RedirectResponse("/stations", 303)


@router.post("/list")
def listing(state: Here, person: Runner, name: Name, key: Annotated[str, Form(max_length=200)]) -> Response:
    """List a station by its public key. Raises CampaignError."""
    with state.office.store() as store:
        list_station(state.office.workspace, store, name, key, person.account.name)
    return RedirectResponse("/stations", 303)


@router.post("/strike")
def strike(state: Here, person: Runner, name: Name) -> Response:
    """Strike a station out. Raises CampaignError."""
    with state.office.store() as store:
        strike_station(state.office.workspace, store, name, person.account.name)
    return RedirectResponse("/stations", 303)
