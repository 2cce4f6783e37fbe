"""What a browser keeps is what the address shows now: another file, campaign or program is never seen in its place."""

import mimetypes
import os
import re
import shutil
from pathlib import Path
from urllib.parse import quote

import pikepdf
import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from web_office import PEOPLE, Clerk, client_of

from benchmarks.trust.people import enrol
from pingyi.domain.readings.reading import Source, Unread, UnreadPage
from pingyi.store.base.crops import crop_path
from pingyi.store.base.records import Filing
from pingyi.web.app import HERE
from pingyi.web.begin import create_begin
from pingyi.web.pages import REGISTRY, vote
from pingyi.web.server.office import Office
from pingyi.workflow.desk.documents import documents
from pingyi.workflow.desk.workspace import open_workspace, watching

SHEET = f"{0:064x}"
STATIC = sorted(path.name for path in (HERE / "static").iterdir())


def pdf(path: Path, width: int) -> Path:
    path.parent.mkdir(exist_ok=True)
    document = pikepdf.new()
    document.add_blank_page(page_size=(width, 842))
    document.save(path)
    return path


def kept(reply: object) -> str:
    return str(reply.headers["cache-control"])  # type: ignore[attr-defined]


def test_no_address_is_shown_from_memory_without_asking(client: TestClient, office: Office) -> None:
    """Each says that it is not kept, or that it is asked about; none has a lifetime."""
    pdf(office.root / "results" / "通报.pdf", 595)
    (document,) = documents(office.root, "results")
    unread = UnreadPage(source=Source(file="甲.pdf", page=9), digest="", reason=Unread.BLANK_PAGE, detail="整页空白")
    with office.store() as store:
        store.file_pages([Filing(outcome=unread, batch="A01", scan="s")])
    values = {"sheet": SHEET, "digest": SHEET, "item:path": "2", "item": "opinion", "number": "1", "page": "0"}
    values |= {"position": "0", "wanted": document.id, "folder": "results", "key": "returns"}
    clerk, asked = Clerk(client, "李四"), 0
    for route in (one for router in (*REGISTRY, vote.router) for one in router.routes):
        if isinstance(route, APIRoute) and "GET" in route.methods:
            path = route.path
            for name, value in values.items():
                path = path.replace(f"{{{name}}}", quote(value))
            reply = clerk.see(path)
            assert kept(reply) in ("no-store", "private, no-cache"), path
            if kept(reply) != "no-store":
                assert reply.headers["etag"], path
                asked += 1
    assert asked >= 4


@pytest.mark.parametrize("crop", [("2", "/pictures/row/{}/2.png"), ("opinion", "/pictures/opinion/{}/opinion.png")])
def test_a_picture_is_known_by_what_it_shows(client: TestClient, office: Office, crop: tuple[str, str]) -> None:
    """Not by its date and size, which a picture drawn anew may share."""
    item, address = crop[0], crop[1].format(SHEET)
    clerk, path = Clerk(client, "李四"), crop_path(office.workspace.crops, SHEET, item)
    first = clerk.see(address)
    again = clerk.client.get(address, headers={"If-None-Match": f'"x", W/{first.headers["etag"]}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    about = path.stat()
    path.write_bytes(first.content[:-1] + bytes([first.content[-1] ^ 1]))
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))
    other = clerk.client.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert (other.status_code, other.content) == (200, path.read_bytes())


@pytest.mark.outside
def test_a_document_written_anew_is_shown_anew(client: TestClient, office: Office) -> None:
    clerk, path = Clerk(client, "赵六"), pdf(office.root / "results" / "通报.pdf", 595)
    (document,) = documents(office.root, "results")
    address = f"/pictures/document/{document.id}/1.jpg"
    first = clerk.see(address)
    assert clerk.client.get(address, headers={"If-None-Match": first.headers["etag"]}).status_code == 304
    pdf(path, 300)
    second = clerk.client.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert (second.status_code, second.content == first.content) == (200, False)


def workspace_named(root: Path) -> str:
    office = Office(root)
    try:
        with client_of(office) as client:
            (named,) = re.findall(r'data-workspace="(\w+)"', Clerk(client, "王五").see("/").text)
    finally:
        office.close()
    return str(named)


@pytest.mark.usefixtures("office")  # beside which signing in is not slowed down
def test_what_is_typed_can_be_kept_by_workspace(prepared_office: Path, tmp_path: Path) -> None:
    """A copy of a folder is another campaign, and so is one begun anew in its place; the same is the same tomorrow."""
    first = Path(shutil.copytree(prepared_office, tmp_path / "2024"))
    copied = Path(shutil.copytree(prepared_office, tmp_path / "2025"))
    before = workspace_named(first)
    assert before not in ("", workspace_named(copied))
    assert before == workspace_named(first)
    for file in first.glob("pingyi.db*"):
        file.unlink()
    with watching(open_workspace(first)) as store:
        enrol(store, PEOPLE)
    assert workspace_named(first) != before


@pytest.mark.parametrize("served", ["campaign", "start page"])
def test_a_script_is_asked_about_after_an_upgrade(client: TestClient, tmp_path: Path, served: str) -> None:
    with TestClient(create_begin("key", tmp_path, lambda: None), base_url="http://127.0.0.1") as start:
        asked = client if served == "campaign" else start
        for name in STATIC:
            reply = asked.get(f"/static/{name}")
            assert kept(reply) == "private, no-cache", name
            again = asked.get(f"/static/{name}", headers={"If-None-Match": reply.headers["etag"]})
            assert (again.status_code, again.content) == (304, b""), name


def test_scripts_are_served_as_such_whatever_windows_says(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that wrote text/plain for .js into the registry would stop every script of the page."""
    monkeypatch.setitem(mimetypes.types_map, ".js", "text/plain")
    kinds = {path: client.get(f"/static/{path}").headers["content-type"] for path in STATIC}
    assert {kind for path, kind in kinds.items() if path.endswith(".js")} == {"text/javascript; charset=utf-8"}
    assert kinds["style.css"] == "text/css; charset=utf-8"
    assert kinds["icon.svg"] == "image/svg+xml"
