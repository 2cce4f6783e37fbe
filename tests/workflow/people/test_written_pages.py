"""A back or an extra sheet somebody wrote on: counted in its kind, typed as an opinion; two people say whose it is."""

from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path
from shutil import copytree

import numpy as np
import pytest
from handwriting import write
from pen import Sheet
from PIL import Image
from printed_ballot import Printed
from python_calamine import CalamineWorkbook
from rich.console import Console
from xlsxwriter import Workbook

from benchmarks.trust.people import enrol
from pingyi.commands.show.balance import balance_tables
from pingyi.commands.show.tables import status_tables
from pingyi.domain.campaign.campaign import Batch
from pingyi.domain.readings.double_review import BELONGS, BELONGS_WORDS
from pingyi.domain.trust.people import Role
from pingyi.generator.sheets.opinion_sheet import COLUMNS, NOTHING, WHERE
from pingyi.ground.errors import ImportRowsError, NotReadyError
from pingyi.store.base.store import Store
from pingyi.store.evidence.chain_check import chain_differences
from pingyi.store.people.opinions import inked_boxes, opinion_texts, written_pages
from pingyi.workflow.desk.workspace import Workspace, open_workspace, working
from pingyi.workflow.init import batches_text, start_workspace
from pingyi.workflow.people.written.belonging import papers_beside
from pingyi.workflow.people.written.opinions import export_opinions, import_opinions
from pingyi.workflow.people.written.spoken import spoken_of
from pingyi.workflow.people.written.typing_desk import TypedOpinion, keep_opinion, opinion_page
from pingyi.workflow.results.reconcile import give_balance
from pingyi.workflow.said.lines import scan_lines
from pingyi.workflow.scans.scan import ScanRequest, ScanSummary, scan_into
from pingyi.workflow.status import make_status

pytestmark = pytest.mark.office
SIGNED = {"录入人": "甲", "核对人": "乙", "录入文字": "路灯不亮"}


@pytest.fixture
def workspace(tmp_path: Path, once: tuple[Path, ScanSummary]) -> Workspace:
    copytree(once[0], tmp_path, dirs_exist_ok=True)
    return open_workspace(tmp_path / "工作")


@pytest.fixture
def store(workspace: Workspace) -> Iterator[Store]:
    with working(workspace, "test") as opened:
        yield opened


@pytest.fixture
def scanned(once: tuple[Path, ScanSummary]) -> ScanSummary:
    return once[1]


@pytest.fixture(scope="module")
def once(printed: Printed, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ScanSummary]:
    """A ballot, its back with writing, another ballot with writing under its notes: scanned, for each test to copy."""
    folder = tmp_path_factory.mktemp("written")
    started, _ = start_workspace(folder / "工作")
    plan = (Batch(code="A07", group="A", distributor="区教育局", copies=3),)
    started.batches_file.write_text(batches_text(plan), encoding="utf-8-sig")
    back = np.full(printed.page().shape, 252, np.uint8)
    for row in range(3):
        write(back, (30.0, 60.0 + 7 * row), signs=12)
    other = Sheet(printed)
    for number, item in enumerate(other.rows):
        other.tick(item, number % 3)
    write(other.page, (60.0, 284.0))
    pages = [Image.fromarray(page) for page in (Sheet(printed).tick_others().page, back, other.page)]
    pages[0].save(folder / "a.pdf", save_all=True, append_images=pages[1:], resolution=200)
    workspace = open_workspace(started.root)
    with working(workspace, "test") as store:
        request = ScanRequest(scans=(folder / "a.pdf",), form=printed.docx)
        return folder, scan_into(workspace, store, request, lambda *_: None)


def filled(workspace: Workspace, store: Store, folder: Path, **typed: str) -> Path:
    """The workbook with every line signed, and `typed` in the line of the back."""
    path = folder / "意见.xlsx"
    export_opinions(workspace.campaign, store, path, lambda *_: None)
    grid = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    head = next(number for number, line in enumerate(grid) if line[0] == "编号")
    at = {heading: number for number, heading in enumerate(COLUMNS)}
    for line in grid[head + 1 :]:
        more = typed if str(line[at[WHERE]]).startswith("背面或另附纸") else {}
        for heading, words in (SIGNED | more).items():
            line[at[heading]] = words
    with Workbook(str(folder / "已填.xlsx")) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate(grid):
            sheet.write_row(number, 0, [str(cell) for cell in line])
    return folder / "已填.xlsx"


def test_it_is_counted_as_its_kind_and_waits_for_nobody(scanned: ScanSummary, store: Store) -> None:
    assert (scanned.new["A07"], scanned.written, scanned.opinions, scanned.unread) == (2, 1, 1, [])
    assert store.open_pages() == ()
    said = list(scan_lines(scanned))
    assert "没有表格、写了字的 1 页（背面或另附纸），已列入书面意见，不计票" in said
    assert "写了字的 1 张（意见栏、表外或印字之间），已列入书面意见" in said


def test_it_is_an_opinion_with_the_ballot_before_it(scanned: ScanSummary, store: Store) -> None:
    (box,) = written_pages(store)
    first = next(store.rows("SELECT digest FROM sheets WHERE source_page = 1"))["digest"]
    assert box.page is not None
    assert (box.batch, box.page.before, box.page.belongs) == ("A07", first, "")
    assert len(inked_boxes(store)) == scanned.written + scanned.opinions


def test_scanned_again_it_is_no_second_opinion(
    scanned: ScanSummary, workspace: Workspace, store: Store, printed: Printed, tmp_path: Path
) -> None:
    again = tmp_path / "b.pdf"
    again.write_bytes((tmp_path / "a.pdf").read_bytes() + b"\n")  # another file with the same pages
    scan_into(workspace, store, ScanRequest(scans=(again,), form=printed.docx), lambda *_: None)
    assert len(written_pages(store)) == scanned.written


def test_two_people_say_whose_it_is_in_the_workbook(
    scanned: ScanSummary, workspace: Workspace, store: Store, tmp_path: Path
) -> None:
    assert scanned.written
    path = filled(workspace, store, tmp_path, **{BELONGS: BELONGS_WORDS[0]})
    assert import_opinions(workspace.campaign, store, path).fresh == 2
    assert import_opinions(workspace.campaign, store, path).fresh == 0
    (box,) = written_pages(store)
    assert box.page is not None
    assert box.page.belongs == BELONGS_WORDS[0]
    assert opinion_texts(store)[box.sheet].text == "路灯不亮"
    assert list(chain_differences(store)) == []


@pytest.mark.parametrize("said", ["", "不知道"])
def test_without_a_word_on_whose_it_is_nothing_is_taken_in(
    scanned: ScanSummary, workspace: Workspace, store: Store, tmp_path: Path, said: str
) -> None:
    assert scanned.written
    with pytest.raises(ImportRowsError, match=f"“{BELONGS}”应为：{'、'.join(BELONGS_WORDS)}"):
        import_opinions(workspace.campaign, store, filled(workspace, store, tmp_path, **{BELONGS: said}))
    assert opinion_texts(store) == {}


def test_two_people_say_whose_it_is_on_the_page(scanned: ScanSummary, workspace: Workspace, store: Store) -> None:
    assert scanned.written
    signers = enrol(store, {"张三": Role.ENTRY, "孙七": Role.ENTRY})
    first, second = (signers[name] for name in ("张三", "孙七"))
    (box,) = written_pages(store)
    typed = TypedOpinion(text="路灯不亮", units="", belongs=BELONGS_WORDS[0])

    def keep(person: object, said: TypedOpinion) -> bool:
        return keep_opinion(spoken_of(workspace.campaign), store, person, box.sheet, said)  # type: ignore[arg-type]

    with pytest.raises(NotReadyError, match="请选这一页是"):
        keep(first, replace(typed, belongs=""))
    assert not keep(first, typed)
    assert not keep(second, replace(typed, belongs=BELONGS_WORDS[1])), "they differ on whose it is"
    assert opinion_texts(store) == {}
    assert keep(first, replace(typed, belongs=BELONGS_WORDS[1]))
    (box,) = written_pages(store)
    assert box.page is not None
    assert box.page.belongs == BELONGS_WORDS[1]
    assert list(chain_differences(store)) == []


def test_the_page_shows_where_everything_was_written(scanned: ScanSummary, workspace: Workspace, store: Store) -> None:
    assert scanned.opinions
    signer = enrol(store, {"张三": Role.ENTRY})["张三"]
    cards = opinion_page(spoken_of(workspace.campaign), store, signer.account, range(9)).cards
    assert sorted(picture.where for card in cards for picture in card.pictures) == [
        "背面或另附纸（a.pdf 第 2 页）",
        "表的下方",
    ]


def test_a_page_whose_scan_lies_elsewhere_goes_out_without_its_picture(
    scanned: ScanSummary, workspace: Workspace, store: Store, tmp_path: Path
) -> None:
    assert scanned.written
    for scan in workspace.scans.iterdir():
        scan.unlink()
    path = filled(workspace, store, tmp_path, **{BELONGS: BELONGS_WORDS[1]})
    assert import_opinions(workspace.campaign, store, path).fresh == scanned.written + scanned.opinions


def told(workspace: Workspace, store: Store) -> tuple[str, str]:
    """What `reconcile` and `status` say, blanks left out."""
    said = []
    for parts in (
        balance_tables(give_balance(workspace, store)),
        status_tables(make_status(workspace.campaign, workspace.batches(), store)),
    ):
        console = Console(width=80, file=StringIO())
        for part in parts:
            console.print(part)
        said.append("".join(console.file.getvalue().split()))  # type: ignore[attr-defined]
    return said[0], said[1]


def test_it_is_listed_with_its_batch_and_how_far_it_is(
    scanned: ScanSummary, workspace: Workspace, store: Store, tmp_path: Path
) -> None:
    assert scanned.written
    balance, status = told(workspace, store)
    assert "手写页（背面或另附纸）1页，待录入1页" in balance
    assert "A07a.pdf2待两人录入" in balance
    assert "手写页（背面或另附纸）1页，待录入1页（pingyireconcile列出全部）" in status
    import_opinions(workspace.campaign, store, filled(workspace, store, tmp_path, **{BELONGS: BELONGS_WORDS[0]}))
    assert f"A07a.pdf2{BELONGS_WORDS[0]}" in told(workspace, store)[0]


def test_one_that_says_nothing_is_listed_all_the_same(
    scanned: ScanSummary, workspace: Workspace, store: Store, tmp_path: Path
) -> None:
    assert scanned.written
    said = {BELONGS: BELONGS_WORDS[1], "录入文字": NOTHING}
    import_opinions(workspace.campaign, store, filled(workspace, store, tmp_path, **said))
    (one,) = papers_beside(store)
    assert (one.batch, one.source.page, one.state, one.waits) == ("A07", 2, f"{BELONGS_WORDS[1]}，不是意见", False)
