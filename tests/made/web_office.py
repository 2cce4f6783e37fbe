"""An invented workspace without scans, served in the test's own process."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from fastapi.testclient import TestClient

from benchmarks.trust.people import PASSWORD, enrol
from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.readings.reading import Doubt, RowReading, SheetReading, Source, Verdict
from pingyi.domain.readings.score_reading import ScoreDoubt, ScorePage, ScorePaper, ScoreReading
from pingyi.domain.trust.people import Role
from pingyi.store.base.records import Filing
from pingyi.store.people.leader_scores import KeptScorePage
from pingyi.web.app import create_app
from pingyi.web.server.office import Office
from pingyi.workflow.desk.workspace import working
from pingyi.workflow.init import start_workspace

PEOPLE = {"张三": Role.ENTRY, "孙七": Role.ENTRY, "李四": Role.REVIEW, "王五": Role.ADMIN, "赵六": Role.WATCH}
ADDRESS = "http://127.0.0.1:8765"
SHEETS, DOUBTFUL = 6, ("2", "3")
SCORES = 700  # from here pages of scores are numbered: no paper is a ballot too


def prepare(folder: Path) -> Path:
    """A workspace with people and nothing else, to be copied: passwords are slow to hash."""
    workspace, _ = start_workspace(folder / "campaign")
    with working(workspace, "prepare") as store:
        enrol(store, PEOPLE)
    return workspace.root


@contextmanager
def office_in(folder: Path, prepared: Path) -> Iterator[Office]:
    """Six sheets of one batch; two rows of each are doubtful."""
    root = Path(shutil.copytree(prepared, folder / "campaign"))
    office = Office(root)
    png = cv2.imencode(".png", np.full((109, 387), 200, np.uint8))[1].tobytes()
    with office.store() as store:
        store.file_pages(
            [
                Filing(outcome=sheet(number, office.campaign.units, png), batch="A01", scan="s")
                for number in range(SHEETS)
            ]
        )
    yield office
    office.close()


def sheet(number: int, units: tuple, png: bytes) -> SheetReading:  # type: ignore[type-arg]
    rows = [
        RowReading(item=str(u.serial), name=u.name, verdict=Verdict.DOUBTFUL, confidence=0.3, reasons=(Doubt.CROSS,))
        if str(u.serial) in DOUBTFUL
        else RowReading(item=str(u.serial), name=u.name, verdict=Verdict.VALID, choice="满意", confidence=0.99)
        for u in units
    ]
    return SheetReading(
        form_page=1,
        form_pages=1,
        source=Source(file="甲.pdf", page=number + 1),
        digest=f"{number:064x}",
        form_digest="f",
        batch_code="A01",
        turn=0,
        rows=tuple(rows),
        has_opinion=number == 0,
        crops=dict.fromkeys((*DOUBTFUL, "opinion") if number == 0 else DOUBTFUL, png),
    )


def score_pages(campaign: Campaign) -> list[KeptScorePage]:
    """Two pages of a leader's body: on each a score in doubt, one both readers agree on, one of no known unit."""
    png = cv2.imencode(".png", np.full((80, 240), 230, np.uint8))[1].tobytes()
    doubt = (ScoreDoubt.READERS_DIFFER,)
    first, second = campaign.units[0].name, campaign.units[1].name
    fields = (
        ScoreReading(
            position=0, unit=first, seen=first, readings=("66", "86"), confidence=0.5, score=None, doubts=doubt
        ),
        ScoreReading(position=1, unit=second, seen=second, readings=("90", "90"), confidence=1, score=Decimal(90)),
        ScoreReading(
            position=2,
            unit="",
            seen="?",
            readings=("77", "77"),
            confidence=1,
            score=None,
            doubts=(ScoreDoubt.UNIT_UNKNOWN,),
        ),
    )
    return [
        KeptScorePage(
            page=ScorePage(
                source=Source(file="领导.pdf", page=number + 1),
                digest=f"{SCORES + number:064x}",
                paper=ScorePaper.LEADERS,
                batch_code="L",
                fields=fields,
                crops=dict.fromkeys(("0", "1", "2"), png),
            ),
            batch="L",
            scan="s",
        )
        for number in range(2)
    ]


@contextmanager
def client_of(office: Office) -> Iterator[TestClient]:
    with TestClient(create_app(office, setup="once"), base_url=ADDRESS, follow_redirects=False) as client:
        yield client


def sign_in(client: TestClient, name: str, password: str = PASSWORD) -> str:
    """Sign in anew; the token that changes need."""
    client.cookies.clear()
    reply = client.post("/login", data={"name": name, "password": password})
    assert reply.status_code == 303, reply.text
    page = client.get("/people" if name == "王五" else "/log").text
    return page.split('data-csrf="')[1].split('"')[0]


def post(client: TestClient, path: str, body: object, token: str):  # type: ignore[no-untyped-def] # noqa: ANN201
    headers = {"X-CSRF-Token": token, "Accept": "application/json"}
    return client.post(path, json=body, headers=headers)


def upload(client: TestClient, token: str, name: str, content: bytes, kind: str = "scan") -> tuple[int, str]:
    """The answer to a file of a pile, and what it says."""
    headers = {"X-CSRF-Token": token, "Accept": "application/json"}
    reply = client.post(f"/{kind}/upload", params={"pile": "abc", "name": name}, content=content, headers=headers)
    return reply.status_code, reply.text


class Clerk:
    """One person at one tab."""

    def __init__(self, client: TestClient, name: str, tab: str = "11111111-2222") -> None:
        self.client, self.name, self.tab = client, name, tab
        self.token = sign_in(client, name)
        self.cookie = client.cookies["pingyi"]

    def enter(self) -> None:
        """The next request is this person's."""
        self.client.cookies.clear()
        self.client.cookies.set("pingyi", self.cookie)

    def call(self, path: str, **body: object) -> Any:
        self.enter()
        return post(self.client, path, {"tab": self.tab, **body}, self.token)

    def see(self, path: str) -> Any:
        self.enter()
        return self.client.get(path)

    def rows(self, **wish: object) -> list[dict[str, Any]]:
        return list(self.call("/review/next", **wish).json()["rows"])

    def say(self, row: dict[str, Any], choice: str) -> Any:
        return self.call("/review/decide", sheet=row["sheet"], item=row["item"], verdict="valid", choice=choice)
