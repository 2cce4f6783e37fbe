"""In whatever state a campaign is, no page speaks of the terminal, of this machine's paths or in English states."""

import io
import re
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path

import cv2
import docx
import numpy as np
import pytest
from fastapi.testclient import TestClient
from web_office import Clerk, client_of, score_pages, sheet

from pingyi.domain.readings.reading import Doubt, SheetReading, Source, Unread, UnreadPage, Verdict
from pingyi.domain.trust.chain import EventKind
from pingyi.store.base.records import Filing
from pingyi.store.evidence.log import append_event
from pingyi.store.people.leader_scores import add_score_pages
from pingyi.web.guard import Limiter
from pingyi.web.pages import people
from pingyi.web.server.office import Office

pytestmark = [pytest.mark.office, pytest.mark.slow]
OF_A_KIND, PATIENCE_S = 2, 240
NOT_READ = re.compile(r"<(script|style|textarea|code|title)\b.*?</\1>|<meta.*?>|<!.*?>", re.DOTALL)
SAID_BY = re.compile(r'\s(?:title|aria-label|alt|placeholder)="([^"]*)"')
TERMINAL = re.compile(r"pingyi\b(?!/)|campaign\.toml|batches\.csv|(?<!-)--[a-z]{2,}")
ENGLISH = re.compile(r"(?<![A-Za-z0-9_./\\@#=-])[a-z][a-z_]{2,}(?![A-Za-z0-9_./\\@:=-])")
MACHINE = re.compile(r"(?<![\w.~])/(?:tmp|home|root|usr|var|work|mnt|opt|etc)/\S*|[A-Z]:\\\S*")
NOTHING = re.compile(r"(?<![\d.])0\s*/\s*0(?![\d.])")
KNOWN = frozenset({"zip", "docx", "xlsx", "csv", "pdf"})  # as clerks call their files


def empty(_: Office, __: TestClient) -> None:
    """As it was made."""


def scanned(office: Office, _: TestClient) -> None:
    """Every doubt, every reason why a page was not read, leaders' papers, an opinion."""
    png = cv2.imencode(".png", np.full((109, 387), 200, np.uint8))[1].tobytes()
    with office.store() as store:
        for number, doubt in enumerate(Doubt):
            store.file_pages([Filing(outcome=doubtful(number, doubt, office, png), batch="A01", scan="s")])
        pages = [
            UnreadPage(source=Source(file="甲.pdf", page=90 + number), digest=f"{900 + number:064x}", reason=reason)
            for number, reason in enumerate(Unread)
        ]
        store.file_pages([Filing(outcome=page, batch="A01", scan="s") for page in pages])
        add_score_pages(store, score_pages(office.campaign))


def doubtful(number: int, doubt: Doubt, office: Office, png: bytes) -> SheetReading:
    made = sheet(number, office.campaign.units, png)
    rows = tuple(replace(row, reasons=(doubt,)) if row.verdict is Verdict.DOUBTFUL else row for row in made.rows)
    return replace(made, rows=rows)


def differing(office: Office, client: TestClient) -> None:
    """Two people have read the same rows otherwise."""
    scanned(office, client)
    for name, choice in (("张三", "满意"), ("孙七", "不满意")):
        clerk = Clerk(client, name, tab=f"{name.encode().hex()[:8]}-2222")
        for row in clerk.rows():
            clerk.say(row, choice)


def closed(office: Office, client: TestClient) -> None:
    """A formal notice is out."""
    scanned(office, client)
    (office.root / "results").mkdir(exist_ok=True)
    (office.root / "results" / "2024年度通报.docx").write_bytes(b"PK")
    said = {"files": {"results/2024年度通报.docx": "0" * 64}, "head": "0" * 64, "key": "0" * 64}
    with office.store() as store:
        append_event(store, EventKind.DOCUMENT, {**said, "closes": True, "final": True})


def worked(office: Office, client: TestClient) -> None:
    """Every kind of long work was asked for, on files that hold nothing right; what could be sealed is."""
    scanned(office, client)
    chief = Clerk(client, "王五")
    headers = {"X-CSRF-Token": chief.token, "Accept": "application/json"}
    for kind, name, content, then in BROUGHT:
        chief.enter()
        query = {"pile": kind, "name": name}
        assert client.post(f"/{kind}/upload", params=query, content=content, headers=headers).status_code == 200
        assert client.post(then, json={"pile": kind}, headers=headers).status_code == 200
    for path, form in ASKED:
        chief.enter()
        assert client.post(path, data={"csrf": chief.token, **form}).status_code == 303, path
    end = time.monotonic() + PATIENCE_S
    while 'data-busy="yes"' in chief.see("/jobs").text:
        assert time.monotonic() < end
        time.sleep(0.5)


def word_file() -> bytes:
    document, written = docx.Document(), io.BytesIO()
    document.add_paragraph("关于某事的通知")
    document.save(written)
    return written.getvalue()


BROUGHT = (
    ("scan", "坏的.pdf", b"%PDF-1.7\nnothing", "/scans/read"),
    ("table", "电话.csv", "单位,票\n甲,1\n".encode(), "/imports/phone"),
    ("analysis", "自评.docx", word_file(), "/imports/analysis"),
    ("form", "表.docx", word_file(), "/forms/own/look"),
    ("check", "通知.docx", word_file(), "/evidence/format"),
)
ASKED = (
    *(("/forms", {"kind": kind}) for kind in ("leaders", "daily", "booklet")),
    ("/audit/announce", {}),
    ("/audit/draw", {"seed": "7"}),
    *(("/documents", {"what": what}) for what in ("draft", "notice", "feedback")),
    ("/evidence/verify", {"reread": "some"}),
    ("/evidence/seal", {}),
)
STATES = (empty, scanned, differing, worked, closed)


@pytest.fixture(scope="module", params=STATES, ids=lambda state: state.__name__)
def state(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, prepared_office: Path
) -> Iterator[tuple[Office, TestClient]]:
    office = Office(Path(shutil.copytree(prepared_office, tmp_path_factory.mktemp("state") / "campaign")))
    with pytest.MonkeyPatch.context() as patch, client_of(office) as client:
        for kind in ("by_name", "by_address"):
            patch.setattr(people, kind, Limiter(most=1000, seconds=1))
        request.param(office, client)
        yield office, client
    office.close()


def every_page(clerk: Clerk) -> Iterator[tuple[str, str]]:
    """Every page one comes to from the first; of those alike but for one number or word, two."""
    waiting, seen, kinds = ["/"], set[str](), Counter[str]()
    while waiting:
        path = waiting.pop(0)
        kind = re.sub(r"[0-9a-f]{16,}|\d+|=[^&]+", "#", path)
        if path in seen or kinds[kind] == OF_A_KIND:
            continue
        seen.add(path)
        kinds[kind] += 1
        reply = clerk.see(path)
        if not reply.headers.get("content-type", "").startswith("text/html"):
            continue
        yield path, reply.text
        links = re.findall(r'<a\b[^>]*\bhref="(/[^"#]*)', reply.text)
        waiting += [unescape(link) for link in links if not re.search(r"\.(zip|xlsx|png|jpg)$", link)]


def words_of(page: str) -> str:
    """What people see or hear of it; what they typed themselves, and folders they need, apart."""
    bare = NOT_READ.sub(" ", page)
    return unescape(" ".join([*SAID_BY.findall(bare), re.sub(r"<[^>]*>", " ", bare)]))


@pytest.mark.parametrize("name", ["王五", "李四", "张三", "赵六"])
def test_pages_speak_chinese_and_of_themselves(state: tuple[Office, TestClient], name: str) -> None:
    found = []
    for path, page in every_page(Clerk(state[1], name)):
        if path.startswith("/help"):
            continue  # the handbook is for the terminal too
        words = words_of(page)
        strange = [*TERMINAL.findall(words), *MACHINE.findall(words), *NOTHING.findall(words)]
        strange += [word for word in ENGLISH.findall(words) if word not in KNOWN]
        found += [f"{path}：{sorted(set(strange))}"] if strange else []
    assert not found, "\n".join(found)
