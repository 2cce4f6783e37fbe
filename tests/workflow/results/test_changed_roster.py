"""A year in which units changed after the paper went out, to its formal notice and archive."""

import random
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from other_schemes import SCHEMES

from benchmarks.trust.invented_sheets import invented_sheet
from benchmarks.trust.people import enrol
from benchmarks.trust.tampering import still
from pingyi.domain.campaign.scheme import questions
from pingyi.domain.readings.reading import Source
from pingyi.domain.readings.returns import Returns
from pingyi.domain.results.sums import by_unit
from pingyi.domain.trust.people import Role
from pingyi.ground.errors import NotReadyError, RosterError
from pingyi.store.base.records import Filing, ImportedFile
from pingyi.store.base.store import Store
from pingyi.store.outside.returns import add_returns
from pingyi.store.people.opinions import OpinionText, add_opinion_texts
from pingyi.workflow.desk.workspace import Workspace, open_workspace, watching, working
from pingyi.workflow.evidence import pingyi_verify
from pingyi.workflow.evidence.archive import make_archive
from pingyi.workflow.evidence.verify import VerifyRequest, verify
from pingyi.workflow.init import start_workspace
from pingyi.workflow.people.keys import Pair, both
from pingyi.workflow.results.feedback import give_feedback
from pingyi.workflow.results.issuing import agree
from pingyi.workflow.results.notice import NoticeWish, give_notice
from pingyi.workflow.results.policies import Standing, confirm, confirmed, standings
from pingyi.workflow.results.score import make_result
from pingyi.workflow.results.tally import make_tally

pytestmark = [pytest.mark.slow, pytest.mark.office]
SHEETS = 9
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
CHANGED = """
[[changes]]
what = "改名"
was = "上湾村"
now = "上湾社区"
on = 2026-09-01
reason = "石政〔2026〕8号"

[[changes]]
what = "并入"
was = "下湾村"
now = "上湾社区"
on = 2026-10-01
reason = "石政〔2026〕9号"

[[changes]]
what = "新设"
now = "滨河社区"
on = 2026-10-08
reason = "石政〔2026〕10号"
"""


def votes(workspace: Workspace, dice: random.Random, batches: list[str], form: str) -> list[Filing]:
    """Sheets of the roster as it stands."""
    units, choices = workspace.campaign.units, workspace.campaign.ballot.choices
    found = []
    for batch in batches:
        for page in range(1, SHEETS + 1):
            said = dict(zip(units, dice.choices(choices, k=len(units)), strict=True))
            source = Source(file=f"{batch}.pdf", page=page)
            sheet = invented_sheet(units, source, said.__getitem__)
            found.append(Filing(outcome=replace(sheet, form_digest=form), batch=batch, scan=""))
    return found


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, dict[str, tuple[int, ...]]]:
    """Paper of the old roster, the changes, paper of the new one; and the votes by name before anything changed."""
    workspace, _ = start_workspace(tmp_path_factory.mktemp("year") / "w", SCHEMES["villages"])
    dice = random.Random(5)  # noqa: S311 - invented
    codes = [batch.code for batch in workspace.batches()]
    later = reprinted(codes)
    with working(workspace, "test") as store:
        store.file_pages(votes(workspace, dice, [code for code in codes if code not in later], "a" * 64))
        sums = by_unit(make_tally(workspace.campaign, workspace.batches(), store, draft=False).rows)
    before = {unit.name: sums[str(unit.serial)].choices for unit in workspace.campaign.units}
    text = workspace.campaign_file.read_text(encoding="utf-8")
    text = text.replace('"上湾村", "下湾村", ', '"上湾社区", ').replace('"河东社区"]', '"河东社区", "滨河社区"]')
    workspace.campaign_file.write_text(text + CHANGED, encoding="utf-8")
    workspace = open_workspace(workspace.root)
    with working(workspace, "test") as store:
        store.file_pages(votes(workspace, dice, later, "b" * 64))
    return workspace, before


def reprinted(codes: list[str]) -> list[str]:
    """The last batch of each group is printed after the changes: somebody of each evaluates the new unit."""
    return [*{code[0]: code for code in sorted(codes)}.values()]


def people(workspace: Workspace, store: Store) -> Pair:
    found = enrol(store, {"张三": Role.ADMIN, "李四": Role.REVIEW})
    returns = [
        Returns(batch=one.code, issued=one.copies, returned=SHEETS, spoiled=0, outstanding=one.copies - SHEETS)
        for one in workspace.batches()
    ]
    add_returns(store, ImportedFile(name="登记表.xlsx", sha256="0" * 64), returns)
    return both(found["张三"], found["李四"])


def test_from_change_to_notice(year: tuple[Workspace, dict[str, tuple[int, ...]]], tmp_path: Path) -> None:
    workspace, before = year
    campaign, plan = workspace.campaign, workspace.batches()
    with watching(workspace) as store:
        result = make_result(campaign, plan, store, draft=True)
    later = reprinted([one.code for one in plan])
    old = by_unit(row for row in result.tally.rows if row.batch not in later)
    serials = {unit.name: str(unit.serial) for unit in campaign.units}
    assert old[serials["上湾社区"]].choices == before["上湾村"]  # renamed: its own, and not those of the merged one
    assert old[serials["石桥村"]].choices == before["石桥村"]
    assert by_unit(result.tally.gone_rows)["7"].choices == before["下湾村"]
    assert old[serials["滨河社区"]].valid == 0
    assert [unit.unit for unit in result.scores.units] == [*serials]
    assert any(f"共 {sum(before['下湾村'])} 张有效票" in line for line in result.scores.remarks)
    with working(workspace, "test") as store:
        pair = people(workspace, store)
        ways = [name for name, _ in questions(campaign)]
        assert ways[-3:] == ["changes.上湾村", "changes.下湾村", "changes.滨河社区"]
        for name in ways[:-3]:
            confirm(campaign, store, name, pair)
        agree(workspace, store, pair)
        with pytest.raises(NotReadyError, match=r"还有 3 项办法未确认(.|\n)*changes\.下湾村：单位变动：下湾村并入"):
            give_notice(confirmed(workspace, store), store, NoticeWish(final=True, draft=False), still)
        for name in ways[-3:]:
            confirm(campaign, store, name, pair)
        agree(workspace, store, pair)
        give_notice(confirmed(workspace, store), store, NoticeWish(final=True, draft=False), still)
    with zipfile.ZipFile(next(workspace.results.glob("*.docx"))) as package:
        told = re.sub("<[^>]*>", "", package.read("word/document.xml").decode())
    assert "2026年10月1日，下湾村并入上湾社区（石政〔2026〕9号）" in told
    assert "投给它的票仍记在其名下，不并给别的单位，不参加评价" in told
    assert verify(workspace, VerifyRequest(), still).differences == ()
    with working(workspace, "test") as store:
        make_archive(workspace, store, tmp_path / "a.zip", pictures=True)
    assert "核验" in pingyi_verify.verify(str(tmp_path / "a.zip"))


def test_a_change_written_otherwise_afterwards_is_confirmed_no_more(
    year: tuple[Workspace, dict[str, tuple[int, ...]]], tmp_path: Path
) -> None:
    workspace, _ = start_workspace(tmp_path / "w", year[0].campaign_file)
    with working(workspace, "test") as store:
        pair = people(workspace, store)
        for name, _ in questions(workspace.campaign):
            confirm(workspace.campaign, store, name, pair)
        text = workspace.campaign_file.read_text(encoding="utf-8").replace("2026-10-01", "2026-10-02")
        workspace.campaign_file.write_text(text, encoding="utf-8")
        found = {one.name: one.standing for one in standings(open_workspace(workspace.root).campaign, store)}
        assert [name for name, standing in found.items() if standing is not Standing.CONFIRMED] == ["changes.下湾村"]


def test_a_unit_gone_without_a_word_stops_the_count(tmp_path: Path) -> None:
    workspace, _ = start_workspace(tmp_path / "w", SCHEMES["villages"])
    dice = random.Random(1)  # noqa: S311 - invented
    with working(workspace, "test") as store:
        store.file_pages(votes(workspace, dice, [workspace.batches()[0].code], "a" * 64))
    plan = workspace.batches_file.read_text(encoding="utf-8-sig").replace("下湾村", "南坡村")
    workspace.batches_file.write_text(plan, encoding="utf-8")
    text = workspace.campaign_file.read_text(encoding="utf-8").replace('"下湾村", ', "")
    workspace.campaign_file.write_text(text, encoding="utf-8")
    workspace = open_workspace(workspace.root)
    with watching(workspace) as store, pytest.raises(RosterError, match=r"票面第 2 号(.|\n)*\[\[changes\]\]"):
        make_tally(workspace.campaign, workspace.batches(), store, draft=True)


def test_what_was_written_of_a_unit_that_is_gone_is_the_offices_to_read(tmp_path: Path) -> None:
    workspace, _ = start_workspace(tmp_path / "w", SCHEMES["villages"])
    dice = random.Random(2)  # noqa: S311 - invented
    filed = votes(workspace, dice, [batch.code for batch in workspace.batches()], "a" * 64)
    said = [("下湾村的路修了两年", ("下湾村",)), ("两村的水都好", ("下湾村", "石桥村")), ("上湾村办事快", ("上湾村",))]
    with working(workspace, "test") as store:
        store.file_pages(filed)
        texts = [
            OpinionText(sheet=one.outcome.digest, text=text, units=units, typed_by="甲", checked_by="乙", typed_at=NOW)
            for one, (text, units) in zip(filed, said, strict=False)
        ]
        add_opinion_texts(store, texts)
    text = workspace.campaign_file.read_text(encoding="utf-8")
    text = text.replace('"上湾村", "下湾村", ', '"上湾社区", ')
    workspace.campaign_file.write_text(
        text + CHANGED.split('[[changes]]\nwhat = "新设"', maxsplit=1)[0], encoding="utf-8"
    )
    workspace = open_workspace(workspace.root)
    with working(workspace, "test") as store:
        report = give_feedback(workspace, store, still, draft=True)
    assert (report.opinions, report.general) == (2, 1)
    letters = {path.stem: "".join(paragraph_texts(path)) for path in report.letters}
    assert [name for name, words in letters.items() if "两村的水都好" in words] == ["02 石桥村"]
    assert [name for name, words in letters.items() if "上湾村办事快" in words] == ["01 上湾社区"]
    assert not any("路修了两年" in words for words in letters.values())


def paragraph_texts(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as package:
        return [re.sub("<[^>]*>", "", package.read("word/document.xml").decode())]
