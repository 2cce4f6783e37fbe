"""What is kept beside the store when a page is filed: where its table lies, and what was drawn of it."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pen import Sheet
from PIL import Image
from printed_ballot import Printed
from web_office import sheet

from pingyi.domain.campaign.campaign import Campaign
from pingyi.scanner.found.layout import LAYOUT_FILE, layout_from
from pingyi.store.base.crops import NO_MOMENT
from pingyi.store.base.records import Filing
from pingyi.store.base.store import Store
from pingyi.workflow.desk.workspace import open_workspace, working
from pingyi.workflow.init import start_workspace
from pingyi.workflow.scans.filing import file_pages
from pingyi.workflow.scans.scan import ScanRequest, scan_into


def test_where_each_sheet_lies_is_kept(printed: Printed, tmp_path: Path) -> None:
    started, _ = start_workspace(tmp_path / "工作")
    workspace = open_workspace(started.root)
    page = Sheet(printed).tick_others("3").page
    Image.fromarray(np.rot90(page, 2)).save(tmp_path / "a.pdf", resolution=200)
    with working(workspace, "test") as store:
        request = ScanRequest(scans=(tmp_path / "a.pdf",), batch="A07", form=printed.docx)
        scan_into(workspace, store, request, lambda *_: None)
        (sheet,) = store.rows("SELECT digest, turn FROM sheets")
    layout = layout_from((workspace.drawn / sheet["digest"] / LAYOUT_FILE).read_bytes())
    assert layout.turn == sheet["turn"] == 180
    assert layout.size == page.shape
    assert len(layout.rows) == 59


@pytest.mark.parametrize("before", [b"the same", b"another", None])
def test_what_is_drawn_of_a_sheet_is_of_the_layout_kept(
    campaign: Campaign, tmp_path: Path, before: bytes | None
) -> None:
    """Read again after its record was lost, a sheet may lie otherwise: nothing drawn before is shown of it."""
    reading = sheet(1, campaign.units, b"png")
    folder = tmp_path / "drawn" / reading.digest
    folder.mkdir(parents=True)
    drawn = ("outlines.json", "page.jpg", "row-2.png", "table.jpg")
    for name in drawn:
        (folder / name).write_bytes(b"drawn")
    if before is not None:
        (folder / LAYOUT_FILE).write_bytes(before)
    with Store(tmp_path / "pingyi.db", tmp_path / "crops") as store:
        filing = Filing(outcome=replace(reading, layout=b"the same"), batch="A01", scan="s")
        file_pages(store, tmp_path / "drawn", [filing])
    left = sorted(one.name for one in folder.iterdir())
    assert left == sorted([LAYOUT_FILE, *(drawn if before == b"the same" else ())])
    assert (folder / LAYOUT_FILE).read_bytes() == b"the same"
    assert {one.stat().st_mtime for one in (folder, folder / LAYOUT_FILE)} == {NO_MOMENT}
