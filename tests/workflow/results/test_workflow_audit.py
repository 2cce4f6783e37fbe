"""A public draw, two people apart, and what may be claimed then."""

import random
import re
import shutil
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import cv2
import numpy as np
import pikepdf
import pytest
from click.testing import CliRunner
from filled_grid import Keys, filled_grid
from invented_workspace import invented_workspace

from pingyi import cli
from pingyi.domain.readings.reading import Doubt, RowReading, SheetReading, Source, Verdict
from pingyi.domain.results.audit import Claim
from pingyi.domain.trust.head_code import head_code
from pingyi.ground.errors import ImportRowsError, NotReadyError, OpenDoubtsError
from pingyi.store.base.records import Filing
from pingyi.store.base.store import Store
from pingyi.store.people.audits import Draw, add_draw
from pingyi.workflow.desk.anchors import TAGS
from pingyi.workflow.desk.workspace import Workspace, open_workspace, working
from pingyi.workflow.evidence import pingyi_verify
from pingyi.workflow.evidence.archive import make_archive
from pingyi.workflow.evidence.verify import VerifyRequest, verify
from pingyi.workflow.init import start_workspace
from pingyi.workflow.results.audit import DrawRequest, audit_words, make_draw, make_report
from pingyi.workflow.results.audit_announced import announce
from pingyi.workflow.results.audit_population import population
from pingyi.workflow.results.audit_sights import import_sights

pytestmark = pytest.mark.slow

SHEETS, SCAN = 200, "5" * 64
KEYS = {"满意": 1, "基本满意": 2, "不满意": 3, "": 0}
CLAIM = Claim(tolerance=Decimal(3), limit=Decimal("0.05"))


def still(_doing: str, _done: int, _total: int, /) -> None:
    """Nobody watches."""


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Many sheets, each voted at random; their picture is one white page."""
    workspace, _ = start_workspace(tmp_path_factory.mktemp("filed") / "campaign")
    workspace.scans.mkdir()
    (workspace.scans / f"{SCAN}.png").write_bytes(cv2.imencode(".png", np.full((297, 210), 255, np.uint8))[1].tobytes())
    with Store(workspace.database, workspace.crops) as store:
        store.file_pages([Filing(outcome=_sheet(workspace, k), batch="A01", scan=SCAN) for k in range(SHEETS)])
    return workspace.root


@pytest.fixture
def desk(filed: Path, tmp_path: Path) -> Iterator[tuple[Workspace, Store]]:
    workspace = open_workspace(shutil.copytree(filed, tmp_path / "campaign"))
    with Store(workspace.database, workspace.crops) as store:
        yield workspace, store


def _sheet(workspace: Workspace, number: int, *, doubtful: bool = False) -> SheetReading:
    dice = random.Random(number)  # noqa: S311 - votes of nobody
    rows = []
    for unit in workspace.campaign.units:
        choice = dice.choices(("满意", "基本满意", "不满意", ""), (70, 20, 8, 2))[0]
        verdict = Verdict.VALID if choice else Verdict.BLANK
        rows.append(RowReading(item=str(unit.serial), name=unit.name, verdict=verdict, choice=choice, confidence=1))
    if doubtful:
        rows[0] = RowReading(
            item="1", name=rows[0].name, verdict=Verdict.DOUBTFUL, confidence=0.2, reasons=(Doubt.CROSS,)
        )
    return SheetReading(
        form_page=1,
        form_pages=1,
        source=Source(file="甲.png", page=1),
        digest=f"{number:064x}",
        form_digest="f",
        batch_code="A01",
        turn=180,
        rows=tuple(rows),
        has_opinion=False,
    )


def _true_keys(workspace: Workspace, store: Store) -> Keys:
    """What is on the drawn sheets."""
    report = make_report(workspace.campaign, store)
    assert report.draw
    rows = [_sheet(workspace, int(sheet, 16)).rows for sheet in report.draw.sheets]
    return lambda page, row: KEYS[rows[page - 1][row - 1].choice]


def _drawn(workspace: Workspace, store: Store, sheets: int | None = None) -> tuple[Path, Path, Path]:
    announce(workspace, store)
    book, first, second = make_draw(workspace, store, DrawRequest(seed="83114", claim=CLAIM, sheets=sheets), still)
    return book, first, second


def test_two_people_who_see_what_was_counted_bear_it_out(desk: tuple[Workspace, Store]) -> None:
    workspace, store = desk
    book, first, second = _drawn(workspace, store)
    asked = make_report(workspace.campaign, store).asked
    with pikepdf.open(book) as pages:
        assert len(pages.pages) == asked
        assert not pages.docinfo
    keys = _true_keys(workspace, store)
    import_sights(workspace.campaign, store, [filled_grid(first, "张三", keys), filled_grid(second, "李四", keys)])
    report = make_report(workspace.campaign, store)
    assert report.passed
    assert not report.differences
    assert report.waiting == 0


def test_what_the_two_see_differently_is_listed_and_counts_as_the_worst(desk: tuple[Workspace, Store]) -> None:
    workspace, store = desk
    _, first, second = _drawn(workspace, store)
    keys = _true_keys(workspace, store)
    files = [
        filled_grid(first, "张三", keys),
        filled_grid(second, "李四", lambda page, row: "?" if (page, row) == (5, 7) else keys(page, row)),
    ]
    import_sights(workspace.campaign, store, files)
    report = make_report(workspace.campaign, store)
    assert [(row.page, row.item, row.seen[1]) for row in report.differences] == [(5, "7", "看不准")]
    assert not report.passed
    assert [unit.item for unit in report.units if unit.risk > report.claim.limit] == ["7"]


def test_a_larger_draw_goes_on_with_the_pages_nobody_has_seen(desk: tuple[Workspace, Store]) -> None:
    workspace, store = desk
    _, first, second = _drawn(workspace, store, 10)
    keys = _true_keys(workspace, store)
    import_sights(workspace.campaign, store, [filled_grid(first, "张三", keys), filled_grid(second, "李四", keys)])
    assert not make_report(workspace.campaign, store).passed
    book, first, second = _drawn(workspace, store, 110)
    with pikepdf.open(book) as pages:
        assert [page.label for page in pages.pages] == [str(number) for number in range(11, 111)]
    keys = _true_keys(workspace, store)
    import_sights(workspace.campaign, store, [filled_grid(first, "张三", keys), filled_grid(second, "李四", keys)])
    report = make_report(workspace.campaign, store)
    assert report.waiting == 0
    assert report.passed


@pytest.mark.parametrize(
    ("people", "key", "told"),
    [
        (("张三", "张三"), 1, "须由两人分别独立填写"),
        (("张三", "李四"), "满意", "“满意”应为 1、2、3、0、x、? 之一"),
        (("张三", ""), 1, "没有写填写人"),
    ],
)
def test_a_wrongly_filled_grid_is_refused_whole(
    desk: tuple[Workspace, Store], people: tuple[str, str], key: object, told: str
) -> None:
    workspace, store = desk
    _, *grids = _drawn(workspace, store, 3)
    files = [filled_grid(grid, person, lambda _page, _row: key) for grid, person in zip(grids, people, strict=True)]
    with pytest.raises(ImportRowsError, match=re.escape(told)):
        import_sights(workspace.campaign, store, files)
    assert make_report(workspace.campaign, store).waiting == 3 * 59


def test_a_grid_of_an_earlier_draw_is_refused(desk: tuple[Workspace, Store]) -> None:
    workspace, store = desk
    _, first, _ = _drawn(workspace, store, 3)
    old = filled_grid(first, "张三", lambda _page, _row: 1)
    _drawn(workspace, store, 4)
    with pytest.raises(ImportRowsError, match="不是第2次抽查的表"):
        import_sights(workspace.campaign, store, [old])


def test_sheets_read_after_the_draw_ask_for_a_new_one(desk: tuple[Workspace, Store]) -> None:
    workspace, store = desk
    _drawn(workspace, store, 3)
    store.file_pages([Filing(outcome=_sheet(workspace, SHEETS), batch="A01", scan=SCAN)])
    with pytest.raises(NotReadyError, match="请重新抽取"):
        make_report(workspace.campaign, store)


def test_an_open_row_keeps_the_count_from_being_audited(desk: tuple[Workspace, Store]) -> None:
    workspace, store = desk
    store.file_pages([Filing(outcome=_sheet(workspace, SHEETS, doubtful=True), batch="A01", scan=SCAN)])
    with pytest.raises(OpenDoubtsError, match="还有 1 行待人工判定"):
        _drawn(workspace, store)


def test_the_command_says_what_an_audit_would_ask_for(desk: tuple[Workspace, Store]) -> None:
    workspace, _ = desk
    ran = CliRunner().invoke(cli.commands, ["-C", str(workspace.root), "audit"])
    assert ran.exit_code == 0, ran.output
    assert "需抽" in ran.output
    assert "pingyi audit --draw 种子" in ran.output
    ran = CliRunner().invoke(cli.commands, ["-C", str(workspace.root), "audit", "--announce"])
    assert "计票摘要公布单.pdf" in ran.output.replace("\n", "")
    ran = CliRunner().invoke(cli.commands, ["-C", str(workspace.root), "audit", "--draw", "7", "--sheets", "2"])
    assert "抽出 2 张" in ran.output


def test_nothing_is_drawn_of_a_count_that_was_not_made_public(desk: tuple[Workspace, Store]) -> None:
    """Whoever draws first could still choose what is counted; a count that changed since is another one."""
    workspace, store = desk
    wish = DrawRequest(seed="83114", claim=CLAIM, sheets=2)
    with pytest.raises(NotReadyError, match=r"还没有公布.*--announce"):
        make_draw(workspace, store, wish, still)
    announce(workspace, store)
    store.file_pages([Filing(outcome=_sheet(workspace, SHEETS), batch="A01", scan=SCAN)])
    with pytest.raises(NotReadyError, match="还没有公布"):
        make_draw(workspace, store, wish, still)
    document, _ = announce(workspace, store)
    make_draw(workspace, store, wish, still)
    code = head_code(population(workspace.campaign, store).digest)
    assert code in "".join(TAGS.sub("", zipfile.ZipFile(document).read("word/document.xml").decode()).split())
    assert f"{code}（抽取前于" in audit_words(workspace.campaign, store)


def test_a_notice_says_when_a_draw_came_before_its_count_was_public(desk: tuple[Workspace, Store]) -> None:
    """As of a version that did not ask for it: the draw stands in the chain before the announcement."""
    workspace, store = desk
    digest = population(workspace.campaign, store).digest
    add_draw(store, Draw(seed="7", claim=CLAIM, population=digest, corrections=0, sheets=(f"{1:064x}",)))
    announce(workspace, store)
    assert "（抽取前没有公布）" in audit_words(workspace.campaign, store)


def test_the_announcement_is_known_to_both_checkers(tmp_path: Path) -> None:
    workspace = invented_workspace(tmp_path / "w", sheets=3)
    with working(workspace, "test") as store:
        announce(workspace, store)
        make_archive(workspace, store, tmp_path / "a.zip", pictures=True)
    assert verify(workspace, VerifyRequest(), still).differences == ()
    assert "核验" in pingyi_verify.verify(str(tmp_path / "a.zip"))
