"""What the terminal verifies, seals and checks, the page does too; forms and letters come as one ZIP."""

import io
import shutil
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from fastapi.testclient import TestClient
from invented_workspace import invented_workspace
from web_office import Clerk

from benchmarks.trust.people import enrol
from pingyi.domain.trust.people import Role
from pingyi.web.guard import Limiter
from pingyi.web.pages import people
from pingyi.web.server.office import Office
from pingyi.workflow.desk.workspace import working
from pingyi.workflow.evidence import pingyi_verify

PATIENCE_S = 120


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace without scans, whose records hold."""
    workspace = invented_workspace(tmp_path_factory.mktemp("year") / "w", sheets=2)
    with working(workspace, "test") as store:
        enrol(store, {"王五": Role.ADMIN, "张三": Role.ENTRY})
    return workspace.root


@pytest.fixture
def office(year: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    for kind in ("by_name", "by_address"):  # other tests sign in too
        monkeypatch.setattr(people, kind, Limiter(most=1000, seconds=1))
    opened = Office(Path(shutil.copytree(year, tmp_path / "w")))
    yield opened
    opened.close()


def asked(clerk: Clerk, path: str, **form: str) -> None:
    clerk.enter()
    assert clerk.client.post(path, data={"csrf": clerk.token, **form}).status_code == 303


def ended(clerk: Clerk, title: str) -> tuple[str, str]:
    """How the newest job called so ended, and its words."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        page = clerk.see("/jobs").text
        section = page.split(f'aria-label="{title}"')[0].rsplit('<section class="job ', 1)[-1]
        if section.split('"')[0] in ("done", "failed"):
            return section.split('"')[0], page
        time.sleep(0.2)
    raise AssertionError(title)


def test_everything_is_computed_again_and_a_difference_is_told(client: TestClient, office: Office) -> None:
    chief = Clerk(client, "王五")
    asked(chief, "/evidence/verify", reread="none")
    state, words = ended(chief, "核验")
    assert (state, "核验通过，没有不符" in words) == ("done", True)
    with office.store() as store:
        store.database.execute("DROP TRIGGER row_readings_stay")
        store.database.execute("UPDATE row_readings SET choice = '不满意' WHERE choice <> '' AND item = '1'")
        store.database.conn.commit()
    asked(chief, "/evidence/verify", reread="none")
    state, words = ended(chief, "核验")
    assert (state, "核验不通过，第一处不符" in words) == ("failed", True)


def test_a_sealed_file_is_made_listed_taken_away_and_holds(client: TestClient, tmp_path: Path) -> None:
    chief = Clerk(client, "王五")
    asked(chief, "/evidence/seal")
    assert ended(chief, "封存")[0] == "done"
    page = chief.see("/evidence").text
    wanted = page.split('href="/documents/')[1].split('"')[0]
    sealed = tmp_path / "a.zip"
    sealed.write_bytes(chief.see(f"/documents/{wanted}").content)
    assert "核验通过" in pingyi_verify.verify(str(sealed))
    assert Clerk(client, "张三").client.post("/evidence/seal", data={}).status_code in (400, 403)


def test_a_document_is_held_against_the_standard(client: TestClient, tmp_path: Path) -> None:
    clerk = Clerk(client, "张三")
    document = docx.Document()
    document.add_paragraph("关于某事的通知")
    document.save(str(tmp_path / "通知.docx"))
    headers = {"X-CSRF-Token": clerk.token, "Accept": "application/json"}
    content = (tmp_path / "通知.docx").read_bytes()
    sent = clerk.client.post(
        "/check/upload", params={"pile": "abc", "name": "通知.docx"}, content=content, headers=headers
    )
    assert sent.status_code == 200, sent.text
    assert clerk.call("/evidence/format", pile="abc").json()["message"] == "已收下，正在检查"
    state, words = ended(clerk, "检查公文格式")
    assert state == "done"
    assert "通知.docx（1 页）" in words
    assert "怎样改" in words


@pytest.mark.parametrize("name", ["forms", "results"])
def test_all_documents_of_a_folder_come_as_one_file(client: TestClient, office: Office, name: str) -> None:
    clerk = Clerk(client, "张三")
    assert clerk.see(f"/documents/all/{name}.zip").status_code == 404
    for place in ("甲.docx", "反馈/乙.docx", "反馈/丙.docx"):
        path = office.root / name / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"PK")
    (office.root / name / "暂存.tmp").write_bytes(b"")

    def inside(query: str = "") -> list[str]:
        reply = clerk.see(f"/documents/all/{name}.zip{query}")
        with zipfile.ZipFile(io.BytesIO(reply.content)) as archive:
            return sorted(archive.namelist())

    assert inside() == ["反馈/丙.docx", "反馈/乙.docx", "甲.docx"]
    assert inside("?below=反馈") == ["反馈/丙.docx", "反馈/乙.docx"]
    assert clerk.see("/documents/all/scans.zip").status_code == 404
