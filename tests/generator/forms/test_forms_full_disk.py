import contextlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from pingyi.domain.campaign.campaign import Batch, Campaign
from pingyi.generator.forms.ballot import write_ballot
from pingyi.generator.forms.print_run import write_print_run
from pingyi.generator.sheets.ledger import write_ledger
from pingyi.ground.errors import NoSpaceError

BATCH = Batch(code="A07", group="A", distributor="区教育局", copies=3)
Writer = Callable[[Campaign, Path, Path], Path]


def ballot(campaign: Campaign, _: Path, out: Path) -> Path:
    return write_ballot(campaign, out)


def ledger(campaign: Campaign, _: Path, out: Path) -> Path:
    return write_ledger(campaign, [BATCH], out)


def print_run(campaign: Campaign, page: Path, out: Path) -> Path:
    return write_print_run(page, BATCH, out, campaign.ballot_print)


def fill(path: Path) -> None:
    with path.open("wb", buffering=0) as stream, contextlib.suppress(OSError):
        while stream.write(bytes(4096)):
            pass


@pytest.mark.parametrize("write", [ballot, ledger, print_run])
def test_a_full_disk_is_said_and_leaves_what_was_there(
    campaign: Campaign, tmp_path: Path, small_disk: Path, write: Writer
) -> None:
    page = tmp_path / "page.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(page)
    target = small_disk / "表"
    target.write_text("旧的")
    fill(small_disk / "filler")
    with pytest.raises(NoSpaceError, match="磁盘空间不足"):
        write(campaign, page, target)
    assert target.read_text() == "旧的"
    assert sorted(file.name for file in small_disk.iterdir()) == ["filler", "表"]
