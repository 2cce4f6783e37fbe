"""campaign.toml changed between scanning and counting, and papers of other campaigns: from paper to notice."""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from pingyi import cli
from pingyi.domain.campaign.marks import ballot_mark
from pingyi.domain.readings.reading import Unread
from pingyi.ground.errors import ExitCode
from pingyi.samples.filler.copier import CLEAN
from pingyi.samples.filler.sheets import Sheets, fill_batch
from pingyi.samples.filler.voters import NEAT
from pingyi.store.base.store import Store
from pingyi.workflow.desk.workspace import Workspace, open_workspace, working
from pingyi.workflow.init import default_campaign_text, start_workspace
from pingyi.workflow.paper.forms import make_ballots
from pingyi.workflow.results.tally import make_tally
from pingyi.workflow.scans.forms_read import load_forms
from pingyi.workflow.scans.scan import ScanRequest, ScanSummary, ballot_file, scan_into

SERIES = """
[[series]]
name = "第一系列"
noun = "镇"
kind = "镇"
units = ["雒水镇", "白水镇"]

[[series]]
name = "第二系列"
noun = "街道"
kind = "街道"
units = ["江滨街道", "城中街道"]

[[series]]
name = "第三系列"
noun = "部门"
kind = "机关部门"
units = ["区教育局", "区财政局", "区民政局"]

"""
PLAN = "批次,群体,发放单位,份数\nA01,A,区教育局,6\n"
COPIES = 6
pytestmark = [pytest.mark.office, pytest.mark.slow]


def pingyi(*arguments: object) -> int:
    with pytest.raises(SystemExit) as left:
        cli.main([str(argument) for argument in arguments])
    assert isinstance(left.value.code, int)
    return left.value.code


def still(_doing: str, _done: int, _total: int, /) -> None:
    """Nobody watches."""


def small_campaign() -> str:
    """Seven units; the rest as the default campaign has it."""
    text = default_campaign_text()
    text = text[: text.index("[[series]]")] + SERIES.lstrip() + text[text.index("[[groups]]") :]
    return re.sub(r"(?m)(^\[aliases\]\n)(?:.*\n)*?(?=^\[)", r"\1\n", text)


def campaign_at(folder: Path, text: str) -> Workspace:
    (folder.parent / f"{folder.name}.toml").write_text(text, encoding="utf-8")
    started, _ = start_workspace(folder, folder.parent / f"{folder.name}.toml")
    started.batches_file.write_text(PLAN, encoding="utf-8")
    return open_workspace(started.root)


def printed_and_filled(workspace: Workspace, out: Path) -> Path:
    make_ballots(workspace.root, workspace.campaign, workspace.batches(), still)
    form = load_forms([ballot_file(workspace)], workspace.campaign.ballot.choices)[0]
    page = next(ballot_file(workspace).parent.glob("A01*.pdf"))
    fill_batch(Sheets(page_pdf=page, form=form, mix=NEAT, copier=CLEAN, copies=COPIES, seed=4, page=1), out)
    return out


def scan(workspace: Workspace, store: Store, file: Path, batch: str = "") -> ScanSummary:
    return scan_into(workspace, store, ScanRequest(scans=(file,), batch=batch), still)


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """A campaign whose ballots are read; each test changes a copy of it."""

    root: Path
    scan: Path


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("office")
    workspace = campaign_at(folder / "w", small_campaign())
    filled = printed_and_filled(workspace, folder / "A01.pdf")
    with working(workspace, "test") as store:
        summary = scan(workspace, store, filled)
        assert (summary.new.total(), summary.unread) == (COPIES, [])
        marks = {ballot_mark(reading.mark) for _, reading in store.readings()}
        assert {mark.key for mark in marks if mark} == {workspace.campaign.ballot_print.key}
    return Office(root=workspace.root, scan=filled)


@pytest.fixture
def root(office: Office, tmp_path: Path) -> Path:
    return Path(shutil.copytree(office.root, tmp_path / "w"))


def rewrite(root: Path, *changes: tuple[str, str]) -> None:
    path = root / "campaign.toml"
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


def votes(root: Path) -> dict[str, tuple[int, ...]]:
    workspace = open_workspace(root)
    with working(workspace, "test") as store:
        tally = make_tally(workspace.campaign, workspace.batches(), store, draft=True)
    return {workspace.campaign.units[int(row.item) - 1].name: row.choices for row in tally.rows}


def test_exchanged_units_keep_their_votes_through_every_command(root: Path) -> None:
    before = votes(root)
    assert len(set(before.values())) > 1
    rewrite(root, ('"区教育局", "区财政局"', '"区财政局", "区教育局"'))
    assert votes(root) == before
    for command in (("tally", "--draft"), ("status",), ("reconcile",)):
        assert pingyi("-C", root, *command) in (ExitCode.OK, ExitCode.UNBALANCED), command


def test_abolished_and_added_stops_every_command_with_the_same_list(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rewrite(root, ('"区教育局", "区财政局", "区民政局"', '"区财政局", "区民政局", "区大数据局"'))
    (root / "batches.csv").write_text(PLAN.replace("区教育局", "区财政局"), encoding="utf-8")
    capsys.readouterr()
    for command in (("tally", "--draft"), ("score", "--draft"), ("notice", "--draft"), ("status",), ("verify",)):
        code = pingyi("-C", root, *command)
        said = "".join("".join(capsys.readouterr()).split())
        assert code == (ExitCode.DIFFERS if command == ("verify",) else ExitCode.BAD_CAMPAIGN), command
        assert "区教育局：票面第5号" in said, command
        assert "区大数据局：名单第7号" in said, command
    assert not list((root / "results").glob("*.docx"))


def test_a_renamed_unit_keeps_its_votes_once_the_old_name_is_declared(root: Path) -> None:
    before = votes(root)
    rewrite(root, ('"区教育局", "区财政局"', '"区教育和体育局", "区财政局"'))
    (root / "batches.csv").write_text(PLAN.replace("区教育局", "区财政局"), encoding="utf-8")
    assert pingyi("-C", root, "tally", "--draft") == ExitCode.BAD_CAMPAIGN
    rewrite(root, ("[aliases]\n", '[aliases]\n"区教育局" = "区教育和体育局"\n'))
    assert votes(root) == {name.replace("区教育局", "区教育和体育局"): count for name, count in before.items()}


def test_changed_choices_stop_and_say_what_the_paper_has(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rewrite(root, ('choices = ["满意", "基本满意", "不满意"]', 'choices = ["满意", "不满意", "基本满意"]'))
    assert pingyi("-C", root, "tally", "--draft") == ExitCode.BAD_CAMPAIGN
    assert "印的是满意、基本满意、不满意" in "".join(capsys.readouterr().err.split())


@pytest.mark.parametrize(
    "change",
    [
        ('district = "鱼峰区"', 'district = "北江区"'),
        ("year = 2024", "year = 2025"),
        ('"区民政局"]', '"区民宗局"]'),
        ("pages = 1", "pages = 1"),
    ],
)
def test_ballots_of_another_campaign_are_refused_naming_both_marks(
    office: Office, tmp_path: Path, change: tuple[str, str]
) -> None:
    workspace = campaign_at(tmp_path / "other", small_campaign().replace(*change))
    make_ballots(workspace.root, workspace.campaign, workspace.batches(), still)
    same = change[0] == change[1]
    with working(workspace, "test") as store:
        summary = scan(workspace, store, office.scan, batch="A01")
        assert summary.new.total() == (COPIES if same else 0)
        ours, theirs = (open_workspace(root).campaign.ballot_print.key for root in (workspace.root, office.root))
        for page in summary.unread:
            assert (page.reason, theirs in page.detail, ours in page.detail) in (
                (Unread.OTHER_CAMPAIGN, True, True),
                (Unread.WRONG_FORM, False, False),  # told by the names alone before the mark is looked at
            )
        assert len(summary.unread) == (0 if same else COPIES)
