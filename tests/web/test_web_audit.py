"""An audit after the count, through the page alone: made public, drawn, seen by two, told."""

import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from fastapi.testclient import TestClient
from filled_grid import filled_grid
from web_office import SHEETS, Clerk, client_of, sheet

from pingyi.domain.readings.reading import SheetReading, Source, Verdict
from pingyi.store.base.records import Filing
from pingyi.web.guard import Limiter
from pingyi.web.pages import people
from pingyi.web.server.office import Office

pytestmark = [pytest.mark.office, pytest.mark.slow]
SCAN = "5" * 64
PATIENCE_S = 120


@pytest.fixture
def counted(
    prepared_office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Office, TestClient]]:
    """All rows are clear; every sheet's picture is one white page."""
    monkeypatch.setattr(people, "by_name", Limiter(most=1000, seconds=1))
    office = Office(Path(shutil.copytree(prepared_office, tmp_path / "counted")))
    png = cv2.imencode(".png", np.full((297, 210), 255, np.uint8))[1].tobytes()
    office.workspace.scans.mkdir(exist_ok=True)
    (office.workspace.scans / f"{SCAN}.png").write_bytes(png)
    with office.store() as store:
        store.file_pages([Filing(outcome=clear(number, office), batch="A01", scan=SCAN) for number in range(SHEETS)])
    with client_of(office) as client:
        yield office, client
    office.close()


def clear(number: int, office: Office) -> SheetReading:
    made = sheet(number, office.campaign.units, b"")
    rows = tuple(replace(row, verdict=Verdict.VALID, choice="满意", reasons=()) for row in made.rows)
    return replace(made, rows=rows, crops={}, has_opinion=False, source=Source(file="甲.png", page=1))


def asked(clerk: Clerk, path: str, **form: str) -> str:
    """Ask for a job; what came of it."""
    clerk.enter()
    sent = clerk.client.post(path, data={"csrf": clerk.token, **form})
    assert sent.status_code == 303, sent.text
    return ended(clerk)


def ended(clerk: Clerk) -> str:
    end = time.monotonic() + PATIENCE_S
    while 'data-busy="yes"' in (page := clerk.see("/jobs").text):
        assert time.monotonic() < end
        time.sleep(0.2)
    return str(page)


def upload(clerk: Clerk, files: list[Path]) -> str:
    headers = {"X-CSRF-Token": clerk.token, "Accept": "application/json"}
    for file in files:
        clerk.enter()
        sent = clerk.client.post(
            "/table/upload", params={"pile": "abc", "name": file.name}, content=file.read_bytes(), headers=headers
        )
        assert sent.status_code == 200, sent.text
    assert clerk.call("/audit/sights", pile="abc").status_code == 200
    return ended(clerk)


def test_a_count_is_made_public_drawn_and_seen_by_two(counted: tuple[Office, TestClient], tmp_path: Path) -> None:
    office, client = counted
    chief, clerk = Clerk(client, "王五"), Clerk(client, "张三")
    early = asked(chief, "/audit/draw", seed="83114")
    assert "摘要还没有公布" in early
    assert "“计票后抽查”页" in early
    assert "计票摘要公布单.docx" in asked(chief, "/audit/announce")
    told = asked(chief, "/audit/draw", seed="83114", sheets="2")
    assert "第 1 次抽查，种子“83114”，抽出 2 张" in told
    page = clerk.see("/audit").text
    assert "抽查票样.pdf" in page
    grids = [tmp_path / f"抽查表（{seat}）.xlsx" for seat in "甲乙"]
    for grid in grids:
        wanted = page.split(f'aria-label="下载 {grid.name}"')[0].rsplit('href="', 1)[1].split('"')[0]
        grid.write_bytes(clerk.see(wanted).content)
    filled = [
        filled_grid(grids[0], "张三", lambda _page, _row: 1),
        filled_grid(grids[1], "李四", lambda page, row: 3 if (page, row) == (2, 7) else 1),
    ]
    told = upload(clerk, filled)
    assert "导入 236 行" in told
    assert "与计票不一致的 1 行" in told
    assert "第 2 页　7 荣军街道：计票“满意”，甲看到“满意”，乙看到“不满意”" in told
    assert "还不能证明" in told
    assert "请用同一种子加抽到 4 张" in asked(clerk, "/audit/see")
    assert not (office.root / "uploads").exists() or not list((office.root / "uploads").iterdir())


def test_pictures_of_ballots_are_not_for_who_only_looks(counted: tuple[Office, TestClient]) -> None:
    _, client = counted
    chief = Clerk(client, "王五")
    asked(chief, "/audit/announce")
    asked(chief, "/audit/draw", seed="7", sheets="1")
    wanted = chief.see("/audit").text.split('href="/audit/')[1].split('"')[0]
    watcher = Clerk(client, "赵六")
    assert wanted not in watcher.see("/audit").text
    assert watcher.see(f"/audit/{wanted}").status_code == 403
    assert watcher.see(f"/documents/{wanted}").status_code == 409
    assert chief.see(f"/audit/{wanted}").status_code == 200
    clerk = Clerk(client, "张三")
    assert client.post("/audit/announce", data={"csrf": clerk.token}).status_code == 403
