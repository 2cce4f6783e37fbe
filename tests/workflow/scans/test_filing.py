"""What is kept beside the store when a page is filed: where its table lies."""

from pathlib import Path

import numpy as np
from pen import Sheet
from PIL import Image
from printed_ballot import Printed

from pingyi.scanner.found.layout import LAYOUT_FILE, layout_from
from pingyi.workflow.desk.workspace import open_workspace, working
from pingyi.workflow.init import start_workspace
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
