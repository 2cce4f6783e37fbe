"""Documents are looked at on the page as they are printed, PDF or Word; what cannot be printed is told."""

from pathlib import Path

import docx
import pytest
from fastapi.testclient import TestClient
from web_office import Clerk

from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.web.server.office import Office
from pingyi.workflow.desk.documents import documents

pytestmark = pytest.mark.office


@pytest.fixture
def written(office: Office) -> dict[str, str]:
    """Ids by name: a letter of two pages as Word and as PDF, a table, and what only looks like a letter."""
    folder = office.root / "results"
    folder.mkdir(exist_ok=True)
    document = docx.Document()
    document.add_paragraph("第一页")
    document.add_page_break()
    document.add_paragraph("第二页")
    document.save(str(folder / "信.docx"))
    to_pdf([folder / "信.docx"], folder)
    (folder / "表.xlsx").write_bytes(b"PK")
    (folder / "坏.docx").write_bytes(b"PK\x03\x04 nothing")
    return {one.path.name: one.id for one in documents(office.root, "results")}


@pytest.mark.parametrize("name", ["信.docx", "信.pdf"])
def test_each_page_is_shown(client: TestClient, written: dict[str, str], name: str) -> None:
    clerk = Clerk(client, "赵六")
    assert f'aria-label="预览 {name}"' in clerk.see("/documents").text
    page = clerk.see(f"/documents/{written[name]}/preview").text
    assert "2 页" in page
    for number in (1, 2):
        picture = clerk.see(f"/pictures/document/{written[name]}/{number}.jpg")
        assert picture.content.startswith(b"\xff\xd8")


def test_a_word_file_written_anew_is_printed_anew(client: TestClient, office: Office, written: dict[str, str]) -> None:
    clerk = Clerk(client, "赵六")
    assert "2 页" in clerk.see(f"/documents/{written['信.docx']}/preview").text
    document = docx.Document()
    document.add_paragraph("只有一页")
    document.save(str(office.root / "results" / "信.docx"))
    assert "1 页" in clerk.see(f"/documents/{written['信.docx']}/preview").text


def test_what_cannot_be_shown_is_told(client: TestClient, written: dict[str, str]) -> None:
    clerk = Clerk(client, "赵六")
    assert "不能预览，请下载" in clerk.see(f"/documents/{written['表.xlsx']}/preview").text
    broken = clerk.see(f"/documents/{written['坏.docx']}/preview")
    assert broken.status_code == 409
    assert "请" in broken.text.split("<main")[1]
    assert not list(Path(clerk.client.app.state.pingyi.office.root, "cache").rglob("*.pdf"))  # type: ignore[attr-defined]
