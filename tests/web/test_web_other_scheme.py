"""The page of an office whose scheme has no hotline and no interviews: it offers neither, and takes neither in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from other_schemes import SCHEMES
from web_office import PEOPLE, Clerk, client_of

from benchmarks.trust.people import enrol
from pingyi.web.server.office import Office
from pingyi.workflow.desk.workspace import working
from pingyi.workflow.init import start_workspace

pytestmark = pytest.mark.slow


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[TestClient]:
    workspace, _ = start_workspace(tmp_path / "w", SCHEMES["bureau"])
    with working(workspace, "prepare") as store:
        enrol(store, PEOPLE)
    office = Office(workspace.root)
    with client_of(office) as client:
        yield client
    office.close()


@pytest.mark.parametrize("path", ["/", "/imports", "/policies", "/results"])
def test_no_page_speaks_of_what_it_does_not_have(bureau: TestClient, path: str) -> None:
    seen = Clerk(bureau, "王五").see(path).text
    assert "青山市住建系统 2026年度" in seen
    for word in ("热线", "电话访谈", "四家班子"):
        assert word not in seen, word


def test_only_its_own_tables_are_offered(bureau: TestClient) -> None:
    seen = Clerk(bureau, "王五").see("/imports").text
    assert "<h2>领导评分</h2>" in seen
    assert "/tables/leaders-L.xlsx" in seen
    assert "hotline" not in seen
    assert "phone" not in seen
