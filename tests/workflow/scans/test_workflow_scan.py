"""Scanning into the workspace: every page once, nothing decided silently, nothing lost."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from pen import TICK, Sheet
from PIL import Image
from printed_ballot import Grey, Printed

from pingyi.domain.campaign.campaign import Batch
from pingyi.domain.campaign.file import parse_campaign
from pingyi.domain.readings.reading import Source, Unread, UnreadPage, Verdict
from pingyi.domain.trust.chain import EventKind
from pingyi.generator.forms.ballot import write_ballot
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.ground.errors import FormError, NotReadyError
from pingyi.samples.filler.layout import render
from pingyi.scanner.files.pages import load_page
from pingyi.store.base.records import BatchProgress, Filing
from pingyi.store.base.store import Store
from pingyi.store.evidence.dump import table_names, table_rows
from pingyi.store.evidence.log import events
from pingyi.workflow.desk.workspace import Workspace, open_workspace, working
from pingyi.workflow.files.digest import sha256_of
from pingyi.workflow.init import batches_text, default_campaign_text, start_workspace
from pingyi.workflow.people.keys import Pair, nobody
from pingyi.workflow.people.reassigned import Given, reassign
from pingyi.workflow.said.lines import scan_lines
from pingyi.workflow.scans.scan import ScanRequest, ScanSummary, scan_into

PLAN = (
    Batch(code="A07", group="A", distributor="区教育局", copies=3),
    Batch(code="B01", group="B", distributor="天马街道", copies=3),
)
Scan = Callable[..., ScanSummary]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    started, _ = start_workspace(tmp_path / "工作")
    started.batches_file.write_text(batches_text(PLAN), encoding="utf-8-sig")
    return open_workspace(started.root)


@pytest.fixture
def store(workspace: Workspace) -> Iterator[Store]:
    with working(workspace, "test") as opened:
        yield opened


@pytest.fixture
def scan(workspace: Workspace, store: Store, printed: Printed) -> Scan:
    def run(*paths: Path, batch: str = "", form: Path | None = None) -> ScanSummary:
        request = ScanRequest(scans=paths, batch=batch, form=form or printed.docx)
        return scan_into(workspace, store, request, lambda *_: None)

    return run


@pytest.fixture(scope="module")
def ticked(printed: Printed) -> Grey:
    """A sheet of batch A07, row 3 crossed."""
    cross = ((-1.5, -1.5), (1.5, 1.5)), ((-1.5, 1.5), (1.5, -1.5))
    return Sheet(printed).tick_others("3").draw("3", 0, *cross).page


@pytest.fixture(scope="module")
def without_code(printed: Printed) -> Grey:
    """The same form printed by the office itself: no batch code on it."""
    plain = to_pdf([printed.docx], printed.docx.parent / "plain")[0]
    return np.array(render(plain, 0, 200))


def save(path: Path, *pages: Grey) -> Path:
    pictures = [Image.fromarray(page) for page in pages]
    pictures[0].save(path, save_all=True, append_images=pictures[1:], resolution=200)
    return path


def cut_off(page: Grey) -> Grey:
    """The feeder pulled it in too low."""
    return page[:1500]


@pytest.fixture(scope="module")
def others(printed: Printed) -> tuple[Grey, Grey]:
    """Two more sheets of that batch: the same votes, the strokes elsewhere, as a hand makes them."""
    rng = np.random.default_rng(7)
    sheets = [Sheet(printed), Sheet(printed)]
    for sheet in sheets:
        for item in sheet.rows:
            sheet.draw(item, 0, tuple((x, y) for x, y in np.asarray(TICK) + rng.uniform(-0.8, 0.8, 2)))
    return sheets[0].page, sheets[1].page


@pytest.fixture
def three_pages(ticked: Grey, others: tuple[Grey, Grey], tmp_path: Path) -> Path:
    return save(tmp_path / "a.pdf", ticked, *others)


def test_the_printed_code_tells_the_batch(scan: Scan, store: Store, ticked: Grey, tmp_path: Path) -> None:
    summary = scan(save(tmp_path / "a.pdf", ticked))
    assert dict(summary.new) == {"A07": 1}
    assert summary.rows[Verdict.VALID] == 58
    assert store.progress() == {"A07": BatchProgress(sheets=1, rows=59, doubtful=1, open=1)}


def test_scanning_again_changes_nothing(scan: Scan, store: Store, ticked: Grey, tmp_path: Path) -> None:
    path = save(tmp_path / "a.pdf", ticked)
    scan(path)
    before = store.progress()
    again = scan(path)
    assert (again.new.total(), again.known) == (0, 1)
    assert store.progress() == before


def test_the_same_picture_in_another_file_is_not_counted_twice(
    scan: Scan, store: Store, ticked: Grey, tmp_path: Path
) -> None:
    Image.fromarray(ticked).save(tmp_path / "a.png")
    Image.fromarray(ticked).save(tmp_path / "b.tif")
    summary = scan(tmp_path / "a.png", tmp_path / "b.tif")
    assert (summary.new.total(), summary.known) == (1, 1)
    assert store.progress()["A07"].sheets == 1


def test_a_paper_two_people_took_out_stays_out_however_it_comes_again(
    scan: Scan, workspace: Workspace, store: Store, others: tuple[Grey, Grey], tmp_path: Path
) -> None:
    path = tmp_path / "a.png"
    Image.fromarray(others[0]).save(path)
    scan(path)
    (sheet,) = (reading.digest for _, reading in store.readings())
    given = Given(codes=(sheet,), batch="", reason="夹带的（虚构）")
    reassign(workspace, store, given, Pair(by="甲", witness="乙", ask=nobody))
    Image.fromarray(others[0]).save(tmp_path / "b.tif")
    for again in (scan(path), scan(tmp_path / "b.tif")):
        assert (again.new.total(), again.known) == (0, 1)
        assert any("两人移出、不计入的票" in line for line in again.notes())
    Image.fromarray(np.minimum(others[0], 253)).save(tmp_path / "c.png")  # scanned once more: another picture of it
    (page,) = scan(tmp_path / "c.png").unread
    assert page.reason is Unread.SAME_PAPER
    assert "两人移出，不计入" in page.message(), "who judges the pair knows that the other counts nowhere"
    assert store.progress() == {"A07": BatchProgress(unread=1)}


def test_a_sheet_of_another_batch_is_set_aside_not_decided(
    scan: Scan, store: Store, ticked: Grey, tmp_path: Path
) -> None:
    path = save(tmp_path / "a.pdf", ticked)
    summary = scan(path, batch="B01")
    assert [page.reason for page in summary.unread] == [Unread.BATCH_MISMATCH]
    assert "A07" in summary.unread[0].message()
    assert store.progress()["B01"] == BatchProgress(unread=1)
    mended = scan(path, batch="A07")
    assert (dict(mended.new), mended.mended) == ({"A07": 1}, 1)
    assert store.open_pages() == ()


def test_a_sheet_without_code_needs_the_batch(scan: Scan, store: Store, without_code: Grey, tmp_path: Path) -> None:
    path = save(tmp_path / "a.pdf", without_code)
    assert [page.reason for page in scan(path).unread] == [Unread.UNKNOWN_BATCH]
    assert dict(scan(path, batch="B01").new) == {"B01": 1}
    assert store.progress() == {"B01": BatchProgress(sheets=1, rows=59)}


def test_a_file_read_into_one_batch_is_not_read_into_another(scan: Scan, without_code: Grey, tmp_path: Path) -> None:
    path = save(tmp_path / "a.pdf", without_code)
    scan(path, batch="A07")
    summary = scan(path, batch="B01")
    assert summary.new.total() == 0
    assert "早已作为 A07 批读入" in summary.notes()[0]


def test_unread_pages_are_kept_and_a_rescan_of_the_file_reads_only_them(
    scan: Scan, store: Store, ticked: Grey, others: tuple[Grey, Grey], tmp_path: Path
) -> None:
    path = save(tmp_path / "a.pdf", ticked, cut_off(ticked), others[0])
    first = scan(path)
    assert (first.new["A07"], [page.reason for page in first.unread]) == (2, [Unread.CROPPED])
    again = scan(path)
    assert (again.known, len(again.unread)) == (2, 1)
    assert store.progress()["A07"].sheets == 2
    assert len(store.open_pages()) == 1


def test_empty_backs_are_kept_and_counted_and_wait_for_nobody(
    scan: Scan, store: Store, ticked: Grey, others: tuple[Grey, Grey], tmp_path: Path
) -> None:
    blank = np.full_like(ticked, 255)
    path = save(tmp_path / "a.pdf", ticked, blank, others[0], blank)
    summary = scan(path)
    assert (summary.new["A07"], summary.unread) == (2, [])
    assert [source.page for source in summary.empty] == [2, 4]
    assert "空白背面 2 页，已跳过" in scan_lines(summary)
    kept = store.database.query("SELECT source_page FROM unread_pages WHERE reason = 'blank_back'")
    assert [row["source_page"] for row in kept] == [2, 4]
    assert (store.open_pages(), store.progress()["A07"].unread) == ((), 0)
    assert scan(path).new.total() == 0


def test_a_page_once_listed_as_unread_is_closed_when_it_proves_an_empty_back(
    scan: Scan, store: Store, ticked: Grey, tmp_path: Path
) -> None:
    path = save(tmp_path / "a.pdf", np.full_like(ticked, 255))
    scan(path)
    (kept,) = store.database.query("SELECT * FROM unread_pages")
    store.database.execute("DROP TRIGGER unread_pages_remain")
    store.database.execute("DELETE FROM unread_pages")
    page = UnreadPage(source=Source(file="a.pdf", page=1), digest=kept["digest"], reason=Unread.BLANK_PAGE)
    store.file_pages([Filing(outcome=page, batch="", scan=kept["scan"])])
    assert len(store.open_pages()) == 1
    scan(path)
    assert store.open_pages() == ()


def test_the_scan_is_kept_as_evidence(
    scan: Scan, workspace: Workspace, store: Store, ticked: Grey, tmp_path: Path
) -> None:
    path = save(tmp_path / "a.PDF", ticked)
    scan(path)
    (kept,) = workspace.scans.iterdir()
    assert np.array_equal(load_page(kept, 1), load_page(path, 1)), "its pixels, not what the scanner wrote beside them"
    assert (kept.suffix, kept.stem) == (".pdf", sha256_of(kept))
    assert not [table for table in table_names(store) if sha256_of(path) in str(list(table_rows(store, table)))]
    assert [event.content()["scans"] for event in events(store) if event.kind == EventKind.SCAN] == [[kept.stem]]
    assert (scan(path).known, list(workspace.scans.iterdir())) == (1, [kept]), "given again it is the same"


def test_a_missing_file_is_said_but_no_page_of_the_campaign(scan: Scan, store: Store, tmp_path: Path) -> None:
    summary = scan(tmp_path / "没有.pdf")
    assert [page.reason for page in summary.unread] == [Unread.MISSING_FILE]
    assert store.open_pages() == ()


def test_what_was_read_before_an_interruption_stays(
    workspace: Workspace, printed: Printed, store: Store, three_pages: Path
) -> None:
    path = three_pages

    def press_ctrl_c(_: str, done: int, total: int, /) -> None:
        if total == 3 and done == 2:
            raise KeyboardInterrupt

    request = ScanRequest(scans=(path,), form=printed.docx)
    with pytest.raises(KeyboardInterrupt):
        scan_into(workspace, store, request, press_ctrl_c)
    assert store.progress()["A07"].sheets == 2
    assert scan_into(workspace, store, request, lambda *_: None).new["A07"] == 1


def test_a_batch_outside_the_plan_is_refused(scan: Scan, ticked: Grey, tmp_path: Path) -> None:
    with pytest.raises(NotReadyError, match="C09"):
        scan(save(tmp_path / "a.pdf", ticked), batch="C09")


def test_without_a_form_one_is_told_how_to_make_it(workspace: Workspace, store: Store, tmp_path: Path) -> None:
    with pytest.raises(NotReadyError, match="forms ballots"):
        scan_into(workspace, store, ScanRequest(scans=(tmp_path,)), lambda *_: None)


def test_a_form_of_another_roster_is_refused(scan: Scan, ticked: Grey, tmp_path: Path) -> None:
    text = default_campaign_text().replace('"雒容镇", "里雍镇"', '"雒容镇", "江口镇"')
    old = parse_campaign(text, "旧.toml")
    form = write_ballot(old, tmp_path / "旧表.docx")
    with pytest.raises(FormError, match="名单不一致"):
        scan(save(tmp_path / "a.pdf", ticked), form=form)


@pytest.mark.office
def test_paper_is_refused_whose_mark_is_of_the_roster_before_two_units_were_exchanged(
    scan: Scan, ticked: Grey, tmp_path: Path
) -> None:
    """The form's units are all in the roster, but the paper has them in other rows."""
    text = default_campaign_text().replace('"雒容镇", "里雍镇"', '"里雍镇", "雒容镇"')
    form = write_ballot(parse_campaign(text, "旧.toml"), tmp_path / "旧表.docx")
    summary = scan(save(tmp_path / "a.pdf", ticked), form=form)
    assert [page.reason for page in summary.unread] == [Unread.OTHER_CAMPAIGN]
    assert not summary.new


@pytest.mark.parametrize(("setting", "verdict"), [("打勾", Verdict.DOUBTFUL), ("打勾或打叉", Verdict.VALID)])
def test_declared_crosses_are_votes_and_the_summary_says_so(
    workspace: Workspace, printed: Printed, tmp_path: Path, setting: str, verdict: Verdict
) -> None:
    sheet = Sheet(printed)
    for item in sheet.rows:
        sheet.draw(item, 0, ((-1.5, -1.5), (1.5, 1.5)), ((-1.5, 1.5), (1.5, -1.5)))
    path, file = tmp_path / "叉.png", workspace.root / "campaign.toml"
    Image.fromarray(sheet.page).save(path)
    text = default_campaign_text().replace("并打“√”", "并打“√”或“×”", 1)
    file.write_text(text.replace("[ballot]\n", f'[ballot]\nmarks = "{setting}"\n', 1), encoding="utf-8")
    again = open_workspace(workspace.root)
    with working(again, "test") as store:
        summary = scan_into(again, store, ScanRequest(scans=(path,), batch="A07", form=printed.docx), lambda *_: None)
    assert set(summary.rows) == {verdict}
    assert any("打“×”" in note for note in summary.notes()) is (verdict is Verdict.VALID)
