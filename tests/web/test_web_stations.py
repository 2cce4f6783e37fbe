"""Stations' work is bundled on one page, and on another kept, joined and taken in by two people who sign for it."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from printed_ballot import Printed
from stations import BATCHES, sheet
from web_office import PASSWORD, Clerk, client_of

from pingyi.store.base.records import Filing
from pingyi.store.people.events import jobs
from pingyi.web.guard import Limiter
from pingyi.web.pages import people
from pingyi.web.server.office import Office
from pingyi.workflow.people.signed import backing

pytestmark = [pytest.mark.office, pytest.mark.slow]
PATIENCE_S = 120
KEY = "ab" * 32


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in ("by_name", "by_address"):
        monkeypatch.setattr(people, kind, Limiter(most=1000, seconds=1))


@contextmanager
def place(folder: Path, prepared: Path, printed: Printed) -> Iterator[tuple[Office, TestClient]]:
    """A workspace of the campaign behind its page, with the ballot everybody prints."""
    root = Path(shutil.copytree(prepared, folder))
    (root / "batches.csv").write_text(BATCHES, encoding="utf-8")
    office = Office(root)
    office.workspace.ballot.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(printed.docx, office.workspace.ballot)
    with client_of(office) as client:
        yield office, client
    office.close()


def ended(clerk: Clerk) -> str:
    end = time.monotonic() + PATIENCE_S
    while 'data-busy="yes"' in (page := clerk.see("/jobs").text):
        assert time.monotonic() < end
        time.sleep(0.2)
    return str(page)


def send(clerk: Clerk, path: str, **form: str) -> int:
    clerk.enter()
    return int(clerk.client.post(path, data={"csrf": clerk.token, **form}).status_code)


@pytest.fixture
def bundle(tmp_path: Path, prepared_office: Path, printed: Printed) -> Path:
    """What a station's page made of two sheets, a row of each decided by two of its people."""
    with place(tmp_path / "站", prepared_office, printed) as (office, client):
        sheets = [sheet(printed, seed) for seed in (1, 2)]
        with office.store() as store:
            store.file_pages([Filing(outcome=one, batch="A01", scan="0" * 64) for one in sheets])
        for name in ("张三", "李四"):
            clerk = Clerk(client, name, tab=f"{name.encode().hex()[:8]}-2222")
            for row in clerk.rows():
                assert clerk.say(row, "满意").status_code == 200
        chief = Clerk(client, "王五")
        assert send(chief, "/stations/bundle", name="甲站") == 303
        assert "本站公钥" in ended(chief)
        page = chief.see("/stations").text
        wanted = page.split('aria-label="下载 甲站.bundle.zip"')[0].rsplit('href="', 1)[1].split('"')[0]
        out = tmp_path / "甲站.bundle.zip"
        out.write_bytes(chief.see(wanted).content)
        assert send(Clerk(client, "张三"), "/stations/bundle", name="乙站") == 403
    return out


def bring(clerk: Clerk, *files: Path) -> str:
    headers = {"X-CSRF-Token": clerk.token, "Accept": "application/json"}
    for file in files:
        clerk.enter()
        query = {"pile": "abc", "name": file.name}
        sent = clerk.client.post("/bundle/upload", params=query, content=file.read_bytes(), headers=headers)
        assert sent.status_code == 200, sent.text
    assert clerk.call("/stations/keep", pile="abc").status_code == 200
    return ended(clerk)


def test_what_a_station_bundled_is_taken_in_and_signed_for(
    bundle: Path, tmp_path: Path, prepared_office: Path, printed: Printed
) -> None:
    with place(tmp_path / "总站", prepared_office, printed) as (office, client):
        chief = Clerk(client, "王五")
        told = bring(chief, bundle)
        assert "收下新包 1 个" in told
        assert "甲站：评议表 2 张，人工判定 2 行" in told
        assert "还没有入库" in told
        with office.store() as store:
            assert not list(store.readings())
        wrong = {"witness": "李四", "password": "猜的"}
        assert send(chief, "/stations/take-in", **wrong) == 403
        assert send(chief, "/stations/take-in", **{**wrong, "password": PASSWORD}) == 303
        told = ended(chief)
        assert "入库：新评议表 2 张，人工判定 2 行" in told
        assert "各站的人工判定 2 行已由两人签名收下" in told
        with office.store() as store:
            assert len(list(store.readings())) == 2
            assert (backing(store).signed, backing(store).unsigned) == (2, ())
            assert not any("secret" in str(one.wish) for one in jobs(store, 9))  # a key is in no record
        again = bring(chief, bundle)
        assert "已有的 1 个没有重复收" in again


def test_a_bundle_that_is_none_is_refused_in_words(tmp_path: Path, prepared_office: Path, printed: Printed) -> None:
    other = Path(shutil.make_archive(str(tmp_path / "别的"), "zip", printed.docx.parent))
    with place(tmp_path / "总站", prepared_office, printed) as (_, client):
        chief = Clerk(client, "王五")
        told = bring(chief, other)
        assert '<section class="job failed"' in told
        assert "别的.zip" in told


def test_stations_are_listed_and_struck_out(tmp_path: Path, prepared_office: Path, printed: Printed) -> None:
    with place(tmp_path / "总站", prepared_office, printed) as (office, client):
        chief = Clerk(client, "王五")
        assert send(chief, "/stations/list", name="乙站", key=f" {KEY.upper()[:32]} {KEY[32:]}") == 303
        assert KEY in chief.see("/stations").text
        for name, key in (("乙站", "cd" * 32), ("丙站", "abc"), (" ", KEY)):
            assert send(chief, "/stations/list", name=name, key=key) in (409, 422)
        assert (
            "分站名册" in client.post("/stations/list", data={"csrf": chief.token, "name": "丙站", "key": "abc"}).text
        )
        assert (office.root / "stations.csv").read_text(encoding="utf-8-sig") == f"站名,公钥\n乙站,{KEY}\n"
        assert send(Clerk(client, "张三"), "/stations/strike", name="乙站") == 403
        assert send(chief, "/stations/strike", name="乙站") == 303
        assert send(chief, "/stations/strike", name="乙站") == 409
        assert KEY not in chief.see("/stations").text
