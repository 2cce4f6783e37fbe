"""Whatever papers are read by is printed as they are: at another time, on another computer, out of an archive."""

from pathlib import Path

import pytest

from pingyi.domain.campaign.campaign import Batch, Campaign
from pingyi.domain.votes.vote import VoteKind
from pingyi.generator.understood import kept_prints
from pingyi.generator.understood.kept_prints import own_print
from pingyi.ground.errors import MissingToolError
from pingyi.scanner.page.printed_text import page_texts
from pingyi.workflow.desk.workspace import working
from pingyi.workflow.evidence.archive import make_archive
from pingyi.workflow.evidence.restore import restore_any
from pingyi.workflow.paper.forms import make_ballots, make_leaders
from pingyi.workflow.votes.new_vote import NewVote, start_vote
from pingyi.workflow.votes.vote_desk import tables_of

pytestmark = pytest.mark.office

SAMPLE = Path(__file__).parents[3] / "samples" / "scans" / "form.docx"
BATCHES = (Batch(code="A07", group="A", distributor="区教育局", copies=2),)


def another_time(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing is in this user's cache, and no other print can be made."""

    def refuse() -> str:
        raise MissingToolError("没有 LibreOffice")

    monkeypatch.setattr(kept_prints, "FOLDER", tmp_path / "nothing")
    monkeypatch.setattr(kept_prints, "made_with", refuse)


@pytest.mark.parametrize("pages", [1, 2])
def test_ballots_are_read_by_what_they_were_printed_from(
    campaign: Campaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pages: int
) -> None:
    text = campaign.ballot.model_copy(update={"pages": pages, "blocks": 2})
    form, *others = make_ballots(tmp_path, campaign.model_copy(update={"ballot": text}), BATCHES, lambda *_: None).files
    another_time(monkeypatch, tmp_path)
    (tmp_path / "print.pdf").write_bytes(own_print(form))
    run = next(file for file in others if file.stem.startswith("A07"))
    printed = "".join(page_texts(tmp_path / "print.pdf"))
    assert printed[:200] in "".join(page_texts(run))


def test_leaders_papers_are_read_by_what_they_were_printed_from(
    campaign: Campaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = make_leaders(tmp_path, campaign, lambda *_: None)
    another_time(monkeypatch, tmp_path)
    sheets = [file for file in report.files if file.suffix == ".docx"]
    assert sheets
    assert all(own_print(sheet).startswith(b"%PDF") for sheet in sheets)


def test_a_votes_papers_are_read_by_what_they_were_printed_from_out_of_its_archive_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wish = NewVote(form=SAMPLE, name="民主测评", kind=VoteKind.SURVEY, copies=(("一科", 2),))
    made = start_vote(tmp_path / "投票", wish)
    with working(made.desk, "test") as store:
        sealed = make_archive(made.desk, store, tmp_path / "归档.zip", pictures=True)
    another_time(monkeypatch, tmp_path)
    back = restore_any((sealed.results,), tmp_path / "恢复").desk
    for desk in (made.desk, back):
        tables = tables_of(desk)  # type: ignore[arg-type]
        assert [table.table for table in tables] == [table.table for table in made.tables]
