"""A questionnaire with boxes in its cells and open questions: drawn anew, filled, scanned, typed and counted."""

from pathlib import Path

import pytest
from docx import Document

from benchmarks.votes import questionnaire
from benchmarks.votes.election import compare, decide
from pingyi.samples.filler.copier import CLEAN
from pingyi.workflow.desk.workspace import working
from pingyi.workflow.people.keys import nobody
from pingyi.workflow.scans.scan import ScanRequest
from pingyi.workflow.votes.count import give_result
from pingyi.workflow.votes.sheets import (
    export_vote_opinions,
    import_vote_opinions,
    import_vote_review,
    scan_vote,
)

pytestmark = [pytest.mark.office, pytest.mark.long]

SHEETS, SEED = 8, 24


def silent(_words: str, _done: int, _total: int) -> None:
    pass


def test_a_questionnaire_of_boxes_and_open_questions_from_its_old_form_to_its_result(tmp_path: Path) -> None:
    desk, run, form = questionnaire.begin(SHEETS, tmp_path)
    assert [one.label for one in form[0]] == list(questionnaire.ASKED)
    assert len(form[1]) == len(questionnaire.OPEN)
    scans = tmp_path / "扫描.pdf"
    truth = questionnaire.filled(form, (run, scans), range(SHEETS), SEED, CLEAN)
    wrote = sum(one.written > 0 for one in truth)
    assert 0 < wrote < SHEETS
    meant = questionnaire.choices_of(questionnaire.placed(scans, truth))
    with working(desk, "test") as store:
        scan_vote(desk, store, ScanRequest(scans=(scans,)), silent)
        outcome = compare(store, meant)
        assert (outcome.wrong, outcome.unread, outcome.rows) == ((), 0, SHEETS * len(questionnaire.ASKED))
        decide(store, meant, tmp_path / "判定.csv")
        import_vote_review(desk, store, tmp_path / "判定.csv", nobody)
        assert export_vote_opinions(desk, store, tmp_path / "意见.xlsx", silent).opinions == wrote
        assert questionnaire.typed(tmp_path / "意见.xlsx", tmp_path / "意见.csv") == wrote
        report = import_vote_opinions(desk, store, tmp_path / "意见.csv", nobody)
        assert (report.fresh, report.typed) == (wrote, wrote)
        counted = give_result(desk, store, draft=False)
    votes = questionnaire.true_votes(truth)
    assert {
        (one.row.name, word): number
        for one in counted.result.questions
        for word, number in zip(one.row.choices, one.choices, strict=True)
    } == {(name, word): votes[name, word] for name in questionnaire.ASKED for word in questionnaire.CHOICES}
    told = Document(str(counted.files[0]))
    words = "\n".join(
        [p.text for p in told.paragraphs] + [c.text for t in told.tables for r in t.rows for c in r.cells]
    )
    assert all(f"建议{number}：多开窗口" in words for number in range(1, wrote + 1))
