"""The page of an office whose scheme has no hotline and no interviews: it offers neither, and takes neither in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from other_schemes import SCHEMES
from web_office import PEOPLE, Clerk, client_of

from benchmarks.trust.people import enrol
from pingyi.web.server.office import Office
from pingyi.workflow.desk.workspace import working
from pingyi.workflow.init import start_workspace

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clerk]:
    workspace, _ = start_workspace(tmp_path_factory.mktemp("office") / "w", SCHEMES["bureau"])
    with working(workspace, "prepare") as store:
        enrol(store, PEOPLE)
    office = Office(workspace.root)
    with client_of(office) as client:
        yield Clerk(client, "王五")
    office.close()


@pytest.mark.parametrize("path", ["/", "/imports", "/policies", "/results", "/forms", "/scans"])
def test_no_page_speaks_of_what_it_does_not_have(bureau: Clerk, path: str) -> None:
    seen = bureau.see(path).text
    assert "青山市住建系统 2026年度" in seen
    for word in ("热线", "电话访谈", "四家班子", "公众评议", "附件4"):
        assert word not in seen, word


def test_only_its_own_tables_are_offered(bureau: Clerk) -> None:
    seen = bureau.see("/imports").text
    assert "<h2>领导评分</h2>" in seen
    assert "/tables/leaders-L.xlsx" in seen
    assert "hotline" not in seen
    assert "phone" not in seen


def test_the_ballot_bears_the_name_the_campaign_gives_it(bureau: Clerk, tmp_path: Path) -> None:
    assert "民主测评表" in bureau.see("/forms").text
    workspace, _ = start_workspace(tmp_path / "w", SCHEMES["bureau"])
    assert workspace.ballot.name == "附件1 民主测评表.docx"
    older = workspace.ballot.with_name("附件4 公众评议表.docx")  # as every campaign's was called
    older.parent.mkdir(parents=True)
    older.write_bytes(b"")
    assert workspace.ballot == older
