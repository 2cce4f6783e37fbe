"""A 民主测评 of 30 people on three tables and two pages: counted as its voters meant it, sealed, brought back."""

from pathlib import Path

import pytest
from docx import Document

from benchmarks.votes import assessment
from pingyi.ground.errors import ArchiveError
from pingyi.workflow.desk.vote_folder import VoteDesk, open_vote
from pingyi.workflow.desk.workspace import watching
from pingyi.workflow.evidence.restore import restore, restore_any
from pingyi.workflow.evidence.verify_vote import verify_vote_archives
from pingyi.workflow.votes.count import make_result


@pytest.mark.office
@pytest.mark.long
def test_three_tables_on_two_pages_are_counted_as_their_voters_meant(tmp_path: Path) -> None:
    assert assessment.hold(4, 5, tmp_path) == 0
    (docx,) = (tmp_path / "测评" / "results").glob("*.docx")
    told = [cell.text for table in Document(str(docx)).tables for row in table.rows for cell in row.cells]
    assert {*assessment.TASKS, *assessment.PEOPLE_NAMES} <= {*told}
    seal_and_bring_back(tmp_path / "测评", tmp_path)


def seal_and_bring_back(root: Path, scratch: Path) -> None:
    """Sealed, verified by itself, restored to the same count; a campaign's way and a changed file are refused."""
    assessment.run_command("-C", root, "vote", "archive")
    (sealed,) = (root / "归档").glob("*.zip")
    checked = verify_vote_archives((sealed,), 2, "", silent)
    assert checked.differences == ()
    assessment.run_command("verify", sealed, "--reread", "2")  # a double click knows no kinds
    back = restore_any((sealed,), scratch / "恢复").desk
    assert isinstance(back, VoteDesk)
    with watching(open_vote(root)) as before, watching(back) as after:
        assert make_result(back, after) == make_result(open_vote(root), before)
    with pytest.raises(ArchiveError, match="一次投票的归档；请"):
        restore((sealed,), scratch / "别处")
    assert not (scratch / "别处").exists()
    spoilt = sealed.read_bytes().replace("会场".encode(), "会厅".encode())
    (scratch / "改过.zip").write_bytes(spoilt)
    with pytest.raises(ArchiveError, match="请"):
        verify_vote_archives((scratch / "改过.zip",), 2, "", silent)


def silent(_words: str, _done: int, _total: int) -> None:
    """Nobody watches."""
