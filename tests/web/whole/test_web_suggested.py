"""Whoever presses only what the page suggests comes from a fresh campaign to the formal notice, without a circle."""

import re
from pathlib import Path

import pytest
from expected_points import check_notice, expected
from other_district import with_a_samples_plan
from page_campaign import Desk, first_account
from suggested import WITNESS, Newcomer

from benchmarks.page.served import CHROMIUM, browser, served
from pingyi.workflow.desk.workspace import open_workspace, watching
from pingyi.workflow.results.issuing import is_closed

pytestmark = [
    pytest.mark.long,
    pytest.mark.office,
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium"),
]


def test_whoever_presses_only_what_the_page_suggests_arrives(tmp_path: Path) -> None:
    root = with_a_samples_plan(tmp_path / "campaign").root
    with served(root) as server, browser() as chromium:
        desk = Desk(chromium=chromium, address=server.address, root=root, scratch=tmp_path, unit="甲镇")
        link = re.search(r"http\S+setup\S+", server.said)
        assert link
        chief = Newcomer(page=first_account(desk, link[0]), root=root, scratch=tmp_path, truth={})
        words = chief.follow()
        assert "等别人" in words
        second = Newcomer(page=desk.page(WITNESS), root=root, scratch=tmp_path, truth=chief.truth)
        assert "等别人" in second.follow()
        words = chief.follow()
        assert "全部完成" in words
    kinds = [kind for kind, _ in chief.pressed]
    assert kinds[:4] == ["账号", "发放计划", "印表", "扫描"]
    assert [kind for kind, _ in second.pressed] == ["复核", "意见"]
    workspace = open_workspace(root)
    with watching(workspace) as store:
        assert is_closed(store)
        assert store.open_rows() == ()
    notice = next(file for file in workspace.results.glob("*.docx") if "征求意见" not in file.name)
    check_notice(notice, expected(chief.truth.values(), chief.tables))
