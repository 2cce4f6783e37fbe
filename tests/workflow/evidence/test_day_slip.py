"""The day's slip on paper: its code is the chain's, a phone reads it, and verify knows it."""

from pathlib import Path

import pytest
import zxingcpp
from invented_workspace import invented_workspace

from pingyi.domain.trust.chain import EventKind
from pingyi.domain.trust.head_code import head_code
from pingyi.samples.filler.layout import render
from pingyi.store.evidence.log import append_event, events, head
from pingyi.workflow.desk.workspace import Workspace, watching, working
from pingyi.workflow.evidence.verify import VerifyRequest, verify
from pingyi.workflow.paper.forms import give_forms


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return invented_workspace(tmp_path / "w", sheets=3)


def quiet(*_: object) -> None:
    return None


def code_on(slip: Path) -> str:
    """What a phone reads on it."""
    (found,) = zxingcpp.read_barcodes(render(slip, 0, 150))
    return str(found.text).rsplit(" ", 1)[1]


def verified(workspace: Workspace, printed: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    found = verify(workspace, VerifyRequest(reread=0, printed=printed), quiet)
    return tuple(found.done), tuple(found.differences)


@pytest.mark.slow
def test_the_code_on_the_slip_is_known_to_verify_with_what_was_added_since(workspace: Workspace) -> None:
    with working(workspace, "t") as store:
        report = give_forms("daily", workspace, store, quiet)
        last = head(store)
    code = code_on(report.files[1])
    assert code == head_code(last.hash)
    done, differences = verified(workspace, code)
    assert any(f"第 {last.number} 条" in line and "没有新记录" in line for line in done)
    with working(workspace, "t") as store:
        append_event(store, EventKind.LOG, {"entries": 1})
    done, again = verified(workspace, code)
    assert again == differences
    assert any(f"第 {last.number} 条" in line and "1 条" in line for line in done)


@pytest.mark.slow
def test_a_slip_of_other_records_is_a_difference(workspace: Workspace, tmp_path: Path) -> None:
    other = invented_workspace(tmp_path / "other", sheets=2)
    with watching(other) as store:
        foreign = head_code(events(store)[-1].hash)
    before = verified(workspace, "")[1]
    assert len(verified(workspace, foreign)[1]) == len(before) + 1
