"""A year with 不了解 on the ballot: printed, read back, counted, told in every document, sealed and verified."""

from collections import Counter
from pathlib import Path

import docx
import pytest
from docx.document import Document
from invented_workspace import invented_workspace

from benchmarks.one_table import ballot_form, read_table_form
from pingyi.domain.readings.reading import Verdict
from pingyi.domain.results.result import Result
from pingyi.domain.results.sums import by_unit
from pingyi.generator.documents.notice import write_notice
from pingyi.generator.documents.notice_text import Occasion
from pingyi.generator.forms.ballot import write_ballot
from pingyi.workflow.desk.workspace import Workspace, today, watching, working
from pingyi.workflow.evidence import pingyi_verify
from pingyi.workflow.evidence.archive import make_archive
from pingyi.workflow.evidence.verify import VerifyRequest, verify
from pingyi.workflow.results.checks import make_effects
from pingyi.workflow.results.reconcile import make_balance
from pingyi.workflow.results.score import give_scores, make_result

pytestmark = pytest.mark.office

WORD = "不了解"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return invented_workspace(tmp_path_factory.mktemp("year") / "w", sheets=6, abstentions=(WORD,))


@pytest.fixture(scope="module")
def result(workspace: Workspace) -> Result:
    with watching(workspace) as store:
        return make_result(workspace.campaign, workspace.batches(), store, draft=False)


@pytest.fixture(scope="module")
def notice(workspace: Workspace, result: Result, tmp_path_factory: pytest.TempPathFactory) -> Document:
    told = Occasion(
        campaign=workspace.campaign, tally=result.tally, sheet=result.scores, final=False, day=today(),
    )  # fmt: skip
    return docx.Document(str(write_notice(told, tmp_path_factory.mktemp("notice") / "稿.docx")))


def test_it_is_a_column_of_the_ballot_that_is_read_back(workspace: Workspace, tmp_path: Path) -> None:
    campaign = workspace.campaign
    printed = write_ballot(campaign, tmp_path / "附件4.docx")
    form = ballot_form(read_table_form(printed), campaign.ballot.choices)
    assert form.choices == ("满意", "基本满意", "不满意", WORD)
    assert [row.name for row in form.rows] == [unit.name for unit in campaign.units]


def test_every_abstention_read_is_counted_and_rows_balance(workspace: Workspace, result: Result) -> None:
    with watching(workspace) as store:
        read = Counter(
            row.choice for _, reading in store.readings() for row in reading.rows if row.verdict is Verdict.VALID
        )
        balance = make_balance(workspace.campaign, workspace.batches(), store, result.tally)
        effects = make_effects(workspace, store, result.count)
    assert [found for found in balance.imbalances if "行" in found.message() and "读出" in found.message()] == []
    counted = dict.fromkeys(result.tally.choices, 0)
    for votes in by_unit(result.tally.rows).values():
        for word, number in zip(result.tally.choices, votes.choices, strict=True):
            counted[word] += number
    assert counted == read
    assert read[WORD] > 0
    weights = next(effect for effect in effects if effect.name == "vote_weights")
    assert all(not other.obstacle for other in weights.alternatives)


def test_the_notice_tells_them_apart_from_what_points_are_made_of(
    workspace: Workspace, result: Result, notice: Document
) -> None:
    assert f"“{WORD}”不计入计分票" in "\n".join(paragraph.text for paragraph in notice.paragraphs)
    table = next(one for one in notice.tables if "计分票" in [cell.text for cell in one.rows[0].cells])
    headings = [cell.text for cell in table.rows[0].cells]
    assert headings[2:] == ["满意", "基本\n满意", "不满意", WORD, "计分票", "不选", "多选"]
    sums = by_unit(result.tally.rows)
    for unit, row in zip(workspace.campaign.units, table.rows[1:], strict=True):
        numbers = [int(cell.text) for cell in row.cells[2:]]
        assert numbers[4] == sum(numbers[:3])
        assert sum(numbers[:4]) + sum(numbers[5:]) == sums[str(unit.serial)].ballots


def test_what_is_sealed_is_verified_by_the_program_and_by_the_file_alone(workspace: Workspace, tmp_path: Path) -> None:
    with working(workspace, "test") as store:
        give_scores(workspace, store, draft=False)
        sealed = make_archive(workspace, store, tmp_path / "a.zip", pictures=False)
    checked = verify(workspace, VerifyRequest(reread=0), lambda *_: None)
    assert checked.differences == ()
    assert pingyi_verify.verify(str(sealed.results)).startswith("核验通过")
