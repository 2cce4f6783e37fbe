"""An edit of a campaign under way loses nothing: what has paper, votes or points behind it stays."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from invented_workspace import invented_workspace

from benchmarks.trust.alone import Held, put_in
from pingyi.domain.campaign.file import parse_campaign
from pingyi.domain.handed_in.batch_list import parse_batches
from pingyi.domain.readings.returns import Returns
from pingyi.domain.trust.chain import EventKind
from pingyi.domain.trust.people import Account, Role
from pingyi.ground.errors import CampaignError, RosterError
from pingyi.store.base.records import ImportedFile
from pingyi.store.base.store import Store
from pingyi.store.outside.imports import outside
from pingyi.store.outside.returns import add_returns
from pingyi.web.server.campaign_edit import batches_text, campaign_text, save_batches, save_campaign
from pingyi.workflow.desk.workspace import Workspace, open_workspace, working
from pingyi.workflow.people.keys import Pair, nobody
from pingyi.workflow.people.reassigned import Given, papers_of_file, reassign
from pingyi.workflow.results.running import check_still_whole

ME = Account(name="王五", role=Role.ADMIN)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return invented_workspace(tmp_path_factory.mktemp("made") / "w", sheets=2).root


@pytest.fixture
def workspace(made: Path, tmp_path: Path) -> Workspace:
    return open_workspace(Path(shutil.copytree(made, tmp_path / "w")))


@pytest.fixture
def store(workspace: Workspace) -> Iterator[Store]:
    with working(workspace, "test") as opened:
        yield opened


def without(text: str, code: str) -> str:
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith(f"{code},"))


def test_each_batch_with_paper_behind_it_stays_in_the_plan(workspace: Workspace, store: Store) -> None:
    text = batches_text(workspace)
    for batch in workspace.batches():
        with pytest.raises(CampaignError, match=f"批次 {batch.code}：已读入 2 张"):
            save_batches(workspace, store, without(text, batch.code), ME)
    assert batches_text(workspace) == text
    save_batches(workspace, store, text.rstrip() + "\nA09,A,区司法局,3\n", ME)
    save_batches(workspace, store, text, ME)


def test_a_batch_whose_papers_are_elsewhere_may_go_one_with_returns_may_not(workspace: Workspace, store: Store) -> None:
    gone = without(batches_text(workspace), "A01")
    pair = Pair(by="张三", witness="李四", ask=nobody)
    reassign(workspace, store, Given(codes=papers_of_file(store, "A01.pdf"), batch="A02", reason="归错（虚构）"), pair)
    line = Returns(batch="A01", issued=3, returned=2, spoiled=0, outstanding=1)
    check_still_whole(workspace.campaign, parse_batches(gone, "batches.csv", workspace.campaign), store)
    add_returns(store, ImportedFile(name="登记.xlsx", sha256="0" * 64), [line])
    with pytest.raises(CampaignError, match="批次 A01：登记了回收 2 份"):
        save_batches(workspace, store, gone, ME)


def test_units_on_the_paper_stay_or_their_change_is_told(workspace: Workspace, store: Store) -> None:
    text, unit = campaign_text(workspace), workspace.campaign.units[-1].name
    with pytest.raises(RosterError, match=unit):
        save_campaign(workspace, store, text.replace(f'"{unit}"', '"区新设的局"'), ME)
    assert campaign_text(workspace) == text
    save_campaign(workspace, store, text.replace("year = 2024", "year = 2024  # 核对过"), ME)


def test_a_group_with_points_behind_it_stays(workspace: Workspace, store: Store) -> None:
    text = campaign_text(workspace)
    key = outside(store).leaders[0].group
    renamed = re.sub(rf'(?m)^key = "{key}"', 'key = "Z"', text, count=1)
    campaign = parse_campaign(renamed, "campaign.toml")
    with pytest.raises(CampaignError, match=f"群体 {key}：已导入"):
        check_still_whole(campaign, workspace.batches(), store)


def test_after_a_formal_notice_nothing_is_edited(workspace: Workspace, store: Store) -> None:
    content = {
        "at": "2026-01-01T00:00:00+08:00",
        "files": {},
        "key": "0" * 64,
        "head": "0" * 64,
        "final": True,
        "closes": True,
    }
    put_in(Held(workspace=workspace, store=store, people={}), EventKind.DOCUMENT, content)
    with pytest.raises(CampaignError, match="已经封账"):
        save_batches(workspace, store, batches_text(workspace), ME)
