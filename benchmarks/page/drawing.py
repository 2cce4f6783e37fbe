"""
What it takes to draw a sheet for people: from the layout kept when it was read, and laid anew.

    python -m benchmarks.page.drawing SCAN.pdf FORM.docx [--sheets 8]

Prints for each way, in a process of its own, the memory it ends with and the processor time of a sheet.
"""

import argparse
import multiprocessing
import tempfile
import time
from pathlib import Path
from statistics import median

import psutil

from pingyi.scanner.files.pages import count_pages
from pingyi.web.server.draw.drawing import OUTLINES, SheetSource
from pingyi.web.server.draw.picture_maker import make_sheet


def drawn(scan: Path, form: Path, folder: Path, pages: int) -> tuple[float, list[float]]:
    """MB of this process at the end, and CPU milliseconds of each sheet that could be drawn after the first."""
    spent = []
    for page in range(1, pages + 1):
        began = time.process_time()
        made = make_sheet(SheetSource(scan=scan, page=page, form=form, choices=(), folder=folder / str(page)))
        spent += [1000 * (time.process_time() - began)] * made
    return psutil.Process().memory_info().rss / (1 << 20), spent[1:]


def main() -> None:
    """Laid anew first, which leaves the layouts; then from these."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scan", type=Path)
    parser.add_argument("form", type=Path)
    parser.add_argument("--sheets", type=int, default=8)
    wish = parser.parse_args()
    pages = min(wish.sheets, count_pages(wish.scan))
    with tempfile.TemporaryDirectory(prefix="pingyi-") as scratch:
        for way in ("laid anew", "from its layout"):
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                memory, spent = pool.apply(drawn, (wish.scan, wish.form, Path(scratch), pages))
            print(f"{way:<16} {memory:>4.0f} MB, {median(spent):>4.0f} ms of CPU a sheet ({len(spent)} sheets)")
            for outlines in Path(scratch).glob(f"*/{OUTLINES}"):
                outlines.unlink()


if __name__ == "__main__":
    main()
