"""A ballot of two pages and one on A3, from paper to counts."""

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from office_text import roster, with_units
from PIL import Image

from pingyi.commands.show.tables import status_tables
from pingyi.domain.campaign.ballot_lines import Continued, ballot_lines, cut_pages
from pingyi.domain.campaign.campaign import Batch, Campaign, Unit
from pingyi.domain.campaign.texts import Paper
from pingyi.domain.forms.form import BallotForm, ballot_pages, paper_long_mm
from pingyi.domain.readings.paper import PageCount, returned, uneven
from pingyi.domain.readings.reading import SheetReading, UnreadPage, Verdict
from pingyi.generator.forms.ballot import write_ballot
from pingyi.generator.forms.print_run import write_print_run
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.generator.understood.table_form import read_table_forms
from pingyi.ground.errors import FormError
from pingyi.samples.filler.copier import CLEAN
from pingyi.samples.filler.layout import Picture, find_layout, render
from pingyi.samples.filler.sheets import Sheets, fill_batch
from pingyi.samples.filler.truth import TrueRow
from pingyi.samples.filler.voters import NEAT
from pingyi.scanner.files.pages import load_page
from pingyi.scanner.reader import read_page
from pingyi.scanner.shown.found_again import found_again
from pingyi.scanner.shown.pictures import row_picture, sheet_picture
from pingyi.store.base.store import Store
from pingyi.workflow.desk.workspace import Workspace, working
from pingyi.workflow.paper.print_ballots import check_printed, check_roster
from pingyi.workflow.results.tally import make_tally
from pingyi.workflow.scans.scan import ScanRequest, scan_into
from pingyi.workflow.status import make_status

pytestmark = pytest.mark.office

A07 = Batch(code="A07", group="A", distributor="区教育局", copies=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """A ballot filled and scanned, page by page."""

    campaign: Campaign
    docx: Path
    pdf: Path  # unmarked
    forms: tuple[BallotForm, ...]
    scans: tuple[Path, ...]  # by page of the ballot
    truth: tuple[list[TrueRow], ...]


def on(campaign: Campaign, **ballot: object) -> Campaign:
    return campaign.model_copy(update={"ballot": campaign.ballot.model_copy(update=ballot)})


def filled(campaign: Campaign, folder: Path, copies: int) -> Scanned:
    docx = write_ballot(campaign, folder / "form.docx")
    base = write_ballot(campaign, folder / "base.docx", coded=False)
    pdf = to_pdf([base], folder)[0]
    forms = ballot_pages(read_table_forms(docx), campaign.ballot.choices)
    run = write_print_run(pdf, A07, folder / "run.pdf", campaign.ballot_print)
    scans, truth = [], []
    for form in forms:
        scans.append(folder / f"page{form.page}.pdf")
        sheets = Sheets(page_pdf=run, form=form, mix=NEAT, copier=CLEAN, copies=copies, seed=3, page=form.page - 1)
        truth.append(fill_batch(sheets, scans[-1]))
    return Scanned(campaign=campaign, docx=docx, pdf=pdf, forms=forms, scans=tuple(scans), truth=tuple(truth))


@pytest.fixture(scope="module")
def two(campaign: Campaign, tmp_path_factory: pytest.TempPathFactory) -> Scanned:
    return filled(on(campaign, pages=2, blocks=2), tmp_path_factory.mktemp("two"), 2)


@pytest.fixture(scope="module")
def pages(two: Scanned) -> tuple[Picture, ...]:
    """Page 1, 1, 2, 2 as scanned."""
    return tuple(load_page(scan, number) for scan in two.scans for number in (1, 2))


def save(path: Path, *pictures: Picture) -> Path:
    images = [Image.fromarray(picture) for picture in pictures]
    images[0].save(path, save_all=True, append_images=images[1:], resolution=200)
    return path


@pytest.fixture
def workspace(two: Scanned, tmp_path: Path) -> Workspace:
    (tmp_path / "batches.csv").write_text("批次,群体,发放单位,份数\nA07,A,区教育局,3\n", encoding="utf-8")
    return Workspace(root=tmp_path, campaign=two.campaign)


def scan(workspace: Workspace, store: Store, two: Scanned, *files: Path) -> None:
    scan_into(workspace, store, ScanRequest(scans=files, form=two.docx), lambda *_: None)


def test_every_unit_stands_once_on_one_of_the_pages_in_order(two: Scanned) -> None:
    check_roster(two.forms, two.campaign)
    assert [(form.page, form.pages) for form in two.forms] == [(1, 2), (2, 2)]
    assert [form.opinion is not None for form in two.forms] == [False, True]
    check_printed(two.docx, to_pdf([two.docx], two.pdf.parent)[0], 2)


def test_pages_in_any_order_and_turn_count_each_row_once(
    two: Scanned, pages: tuple[Picture, ...], workspace: Workspace
) -> None:
    a, b, c, d = pages
    mixed = save(workspace.root / "mixed.pdf", c, np.rot90(a, 2), np.rot90(d), b)
    with working(workspace, "test") as store:
        scan(workspace, store, two, mixed)
        tally = make_tally(workspace.campaign, workspace.batches(), store, draft=True)
        status = make_status(workspace.campaign, workspace.batches(), store)
    assert (status.batches[0].returned, status.uneven, status.unread) == (2, (), ())
    wanted = {
        str(unit.serial): sorted(row.choice for rows in two.truth for row in rows if row.item == str(unit.serial))
        for unit in two.campaign.units
    }
    for row in tally.rows:
        found = [word for word, count in zip(tally.choices, row.choices, strict=True) for _ in range(count)]
        assert row.valid + row.blank + row.multiple + row.doubtful == 2
        if not row.doubtful:
            assert sorted(found) == wanted[row.item], row.item
    assert tally.batches[0].returned == 2


def test_a_missing_second_page_waits_for_a_person(
    two: Scanned, pages: tuple[Picture, ...], workspace: Workspace
) -> None:
    with working(workspace, "test") as store:
        scan(workspace, store, two, save(workspace.root / "short.pdf", pages[0], pages[1], pages[2]))
        status = make_status(workspace.campaign, workspace.batches(), store)
        tally = make_tally(workspace.campaign, workspace.batches(), store, draft=True)
    assert status.batches[0].returned == 2
    assert "第 1 页 2 张、第 2 页 1 张，第 2 页少 1 张" in status.uneven[0]
    assert any("要人工核对：A07 批" in str(line) for line in status_tables(status))
    assert {row.item: row.valid + row.doubtful for row in tally.rows}["59"] == 1


def test_a_page_of_another_form_is_not_taken_for_one_of_its_pages(two: Scanned, printed: object) -> None:
    single = render(printed.pdf, 0, 150)  # type: ignore[attr-defined]
    assert isinstance(single, np.ndarray)
    path = save(two.pdf.parent / "single.pdf", single)
    assert isinstance(read_page(path, 1, two.forms), UnreadPage)


def test_equal_grids_are_told_apart_by_the_page_mark(campaign: Campaign, tmp_path: Path) -> None:
    alike = on(
        with_units(
            campaign,
            [[f"甲{n}局" for n in range(10)], [f"乙{n}局" for n in range(10)], [f"丙{n}局" for n in range(10)]],
            blocks=1,
        ),
        pages=3,
    )
    docx = write_ballot(alike, tmp_path / "f.docx")
    forms = ballot_pages(read_table_forms(docx), alike.ballot.choices)
    printed = to_pdf([docx], tmp_path)[0]
    for form in forms:
        outcome = read_page(save(tmp_path / f"{form.page}.png", render(printed, form.page - 1, 150)), 1, forms)
        assert isinstance(outcome, SheetReading)
        assert (outcome.form_page, [row.item for row in outcome.rows]) == (form.page, [r.item for r in form.rows])


def test_a3_is_printed_across_and_read(campaign: Campaign, tmp_path: Path) -> None:
    big = on(with_units(campaign, roster(83, long=True), blocks=4), paper=Paper.A3)
    made = filled(big, tmp_path, 1)
    assert paper_long_mm(made.forms) == 420
    assert find_layout(made.pdf, made.forms[0]).size_mm == pytest.approx((420, 297), abs=1)
    outcome = read_page(made.scans[0], 1, made.forms)
    assert isinstance(outcome, SheetReading)
    assert outcome.batch_code == "A07"
    truth = {row.item: row for row in made.truth[0]}
    decided = [row for row in outcome.rows if row.verdict is not Verdict.DOUBTFUL]
    assert len(decided) >= 80
    assert all((row.verdict, row.choice) == (truth[row.item].verdict, truth[row.item].choice) for row in decided)


def test_a_serial_on_two_pages_is_refused(two: Scanned) -> None:
    table = two.forms[0].table
    with pytest.raises(FormError, match="出现了两次"):
        ballot_pages([table, table])


def test_a_page_that_begins_amid_a_series_names_it_again(campaign: Campaign) -> None:
    one = with_units(campaign, [[f"第{n}局" for n in range(30)]])
    first, second = cut_pages(tuple(ballot_lines(one)), 2)
    assert isinstance(second[0], Continued)
    assert second[0].label.endswith("（续）")
    assert [line for line in (*first, *second[1:]) if isinstance(line, Unit)] == list(one.units)


def test_more_pages_than_units_are_refused(campaign: Campaign, tmp_path: Path) -> None:
    with pytest.raises(FormError, match=r"ballot\.pages 调小"):
        write_ballot(on(with_units(campaign, [["甲局"]], blocks=1), pages=4), tmp_path / "f.docx")


def test_a_print_that_lacks_a_letter_is_refused(two: Scanned, campaign: Campaign, tmp_path: Path) -> None:
    other = write_ballot(on(campaign, pages=2, blocks=2, title="2023年度鱼峰区公众评议表"), tmp_path / "form.docx")
    with pytest.raises(FormError, match="印出的文字与表样不一致"):
        check_printed(other, to_pdf([two.docx], tmp_path)[0], 2)


def test_ballots_are_counted_not_pages() -> None:
    counts = [PageCount(page=1, pages=2, sheets=30), PageCount(page=2, pages=2, sheets=31)]
    assert returned(counts) == 31
    assert list(uneven(counts)) == [
        "读出第 1 页 30 张、第 2 页 31 张，第 1 页少 1 张；请核对是漏扫、漏收、没有读出，还是别处多混入了一页"
    ]
    assert not list(uneven([PageCount(page=1, pages=1, sheets=9)]))


def test_review_shows_each_page_upright_with_its_rows_where_they_are(
    two: Scanned, pages: tuple[Picture, ...], tmp_path: Path
) -> None:
    for form, upright, quarters in ((two.forms[0], pages[0], 1), (two.forms[1], pages[2], 2)):
        fed = save(tmp_path / f"fed{quarters}.pdf", np.rot90(upright, quarters))  # anticlockwise
        layout = found_again(fed, 1, two.forms)
        assert layout is not None
        found = sheet_picture(fed, 1, layout)
        assert set(found.outlines) == set(found.places) == {row.item for row in form.rows}
        page = np.asarray(Image.open(io.BytesIO(found.page)).convert("L"))
        table = np.asarray(Image.open(io.BytesIO(found.table)).convert("L"))
        assert page.shape == (found.height, found.width)
        for item, outline in found.outlines.items():
            (left, top), (right, bottom) = outline[0], outline[2]
            place = found.places[item]
            small = ((right - left) // 4, (bottom - top) // 4)  # rulings need not fall on the same pixel
            crops = (page[top:bottom, left:right], table[place.top : place.bottom, place.left : place.right])
            one, other = (
                np.asarray(Image.fromarray(crop).resize(small, Image.Resampling.BOX), float) for crop in crops
            )
            assert np.corrcoef(one.ravel(), other.ravel())[0, 1] > 0.7, item
            assert row_picture(found.table, place).startswith(b"\x89PNG")
