"""A leaders' paper counts once: scanned again, photocopied or turned it is set aside beside the first."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from leader_paper import MM, Form3, ink, put

from pingyi.domain.readings.paper import PairRuling
from pingyi.domain.readings.reading import Unread
from pingyi.domain.readings.score_reading import ScorePaper
from pingyi.generator.forms.leader_sheet import write_leader_sheet
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.samples.filler.layout import find_layout, render
from pingyi.scanner.scores.score_seen import as_png
from pingyi.store.base.records import PageDecision
from pingyi.store.base.store import Store
from pingyi.store.people.leader_scores import score_fields
from pingyi.workflow.desk.workspace import Workspace, working
from pingyi.workflow.init import start_workspace
from pingyi.workflow.leaders.scan import ScoreScanRequest, ScoreScanSummary, scan_scores
from pingyi.workflow.people.pairs import file_released, pair_lines
from pingyi.workflow.scans.forms_read import load_forms

pytestmark = pytest.mark.office
DPI = 200


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return start_workspace(tmp_path / "year", None)[0]


def scan_all(workspace: Workspace, store: Store, paper: ScorePaper, *pages: Path, batch: str = "L") -> ScoreScanSummary:
    return scan_scores(workspace, store, ScoreScanRequest(scans=pages, paper=paper, batch=batch), lambda *_: None)


def again(page: np.ndarray, how: str) -> np.ndarray:
    """The same paper, scanned or copied once more."""
    rng = np.random.default_rng(5)
    skew = np.array([[1, 0.004, 5], [-0.004, 1, -7]], np.float32)
    moved = cv2.warpAffine(page, skew, page.shape[::-1], borderValue=255)
    match how:
        case "rescan":
            return np.clip(moved.astype(float) + rng.normal(0, 3, moved.shape), 0, 255).astype(np.uint8)
        case "turned":
            return np.ascontiguousarray(np.rot90(moved, 2))
        case _:
            small = cv2.resize(page, None, fx=0.95, fy=0.95, interpolation=cv2.INTER_AREA)
            copy = np.full_like(page, 255)
            copy[40 : 40 + small.shape[0], 30 : 30 + small.shape[1]] = cv2.erode(small, np.ones((2, 2), np.uint8))
            return copy


def decide(store: Store, number: int, ruling: PairRuling) -> None:
    """As two people answer in the review workbook."""
    store.add_decisions([], [PageDecision(page=number, outcome=ruling, decided_by="张三", confirmed_by="李四")])


HOWS = ("rescan", "turned", "photocopy")


@pytest.mark.parametrize("how", HOWS)
def test_a_form_scanned_again_is_set_aside_and_another_hand_counts(
    how: str, form3: Form3, workspace: Workspace
) -> None:
    first = cv2.imread(str(form3.scan("95")), cv2.IMREAD_GRAYSCALE)
    second = form3.save(again(first, how), f"{how}.png")
    other = form3.page.copy()
    put(other, ink("95", 6.5, 71), (form3.field[0] + 0.8 * MM, form3.field[1] + 0.5 * MM))
    with working(workspace, "scan") as store:
        assert scan_all(workspace, store, ScorePaper.ANALYSIS, form3.scan("95")).pages == 1
        summary = scan_all(workspace, store, ScorePaper.ANALYSIS, second)
        assert [page.reason for page in summary.unread] == [Unread.SAME_PAPER]
        assert "没有计入" in summary.unread[0].message()
        assert "95.png 第 1 页" in summary.unread[0].detail
        assert scan_all(workspace, store, ScorePaper.ANALYSIS, form3.save(other, "other.png")).pages == 1
        assert len(score_fields(store)) == 2
        (line,) = pair_lines(store, workspace.scans)
        assert line.picture
        assert line.other.startswith("95.png")


@pytest.mark.parametrize("ruling", [PairRuling.SAME, PairRuling.DIFFERENT])
def test_people_say_whether_it_is_one_paper(ruling: PairRuling, form3: Form3, workspace: Workspace) -> None:
    first = cv2.imread(str(form3.scan("88")), cv2.IMREAD_GRAYSCALE)
    second = form3.save(again(first, "rescan"), "rescan.png")
    with working(workspace, "scan") as store:
        scan_all(workspace, store, ScorePaper.ANALYSIS, form3.scan("88"), second)
        (waiting,) = store.open_pages()
        decide(store, waiting.number, ruling)
        released = file_released(workspace, store)
        assert (released.filed, released.waiting) == ((1, 0) if ruling is PairRuling.DIFFERENT else (0, 0))
        assert len(score_fields(store)) == 1 + released.filed
        assert not store.open_pages()
        once_more = scan_all(workspace, store, ScorePaper.ANALYSIS, second)
        assert (once_more.pages, once_more.known) == (0, 1)


@pytest.mark.parametrize("how", HOWS)
def test_a_sheet_of_all_units_scanned_again_is_set_aside(how: str, workspace: Workspace, tmp_path: Path) -> None:
    campaign = workspace.campaign
    body = next(group for group in campaign.groups if group.key == "L")
    docx = write_leader_sheet(campaign, body, workspace.root / "forms" / "leaders" / f"L {body.name}.docx")
    (form,) = load_forms([docx], (campaign.leaders.score_header,) if campaign.leaders else ())
    (pdf,) = to_pdf([docx], tmp_path)
    layout = find_layout(pdf, form)

    def filled(seed: int) -> np.ndarray:
        page, rng = np.array(render(pdf, 0, DPI)), np.random.default_rng(seed)
        for row in form.rows:
            box = layout.box(row.cells[0])
            middle = (box.left + box.right) / 2 * MM + rng.normal(0, 3), (box.top + box.bottom) / 2 * MM
            put(page, ink(str(rng.integers(85, 99)), 3.6, int(rng.integers(1000))), middle)
        return page

    pages = [filled(1), again(filled(1), how), filled(2)]
    names = [tmp_path / f"{number}.png" for number in range(3)]
    for name, page in zip(names, pages, strict=True):
        name.write_bytes(as_png(page))
    with working(workspace, "scan") as store:
        summary = scan_all(workspace, store, ScorePaper.LEADERS, *names)
        assert [(page.reason, page.source.file) for page in summary.unread] == [(Unread.SAME_PAPER, "1.png")]
        assert summary.pages == 2
