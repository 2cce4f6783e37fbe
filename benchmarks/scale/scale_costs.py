"""
What a sheet costs when many are there: the look for the same paper when it is filed, and counting it.

    python -m benchmarks.scale.scale_costs [--seen 4000,16000]

Placements and votes are invented; CPU time. Counting is done by a process of its own, and its peak memory beyond what
it began with is told.
"""

import argparse
import multiprocessing
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import click
import numpy as np
import psutil

from benchmarks.scale.region import filings_of
from pingyi.domain.forms.form import ballot_pages
from pingyi.generator.understood.table_form import read_table_forms
from pingyi.scanner.ink.same_paper import Papers
from pingyi.workflow.desk.workspace import open_workspace, watching, working
from pingyi.workflow.init import start_workspace
from pingyi.workflow.results.tally import make_tally

FORM = Path(__file__).parent.parent.parent / "samples" / "scans" / "form.docx"
LOOKS = 200
TALLEST = 60_000  # of a number of a placement, in its units
KIB = 1024
AT_ONCE = 16  # sheets filed in one transaction, as by `scan`


def looking(sizes: list[int]) -> None:
    """Print what the look for the same paper costs at each number of sheets."""
    (form,) = ballot_pages(read_table_forms(FORM), None)
    random_ = np.random.default_rng(1)

    def one() -> bytes:
        return random_.integers(1, TALLEST, (len(form.rows), 4)).astype("<u2").tobytes()

    papers, memory = Papers(form), psutil.Process().memory_info().rss
    papers.add(one())
    papers.like(one())  # compiled
    count = 1
    for size in sizes:
        for _ in range(size - count):
            papers.add(one())
        count = size
        asked = [one() for _ in range(LOOKS)]
        start = time.process_time()
        for placement in asked:
            papers.like(placement)
        cost = (time.process_time() - start) / LOOKS
        kept = (psutil.Process().memory_info().rss - memory) / size / KIB
        look = f"{cost * 1000:.2f} CPU ms for the look, {cost / size * 1e9:.0f} ns a pair"
        click.echo(f"{size:,} sheets: {look}, {kept:.1f} KiB a sheet")


def counting(folder: Path, sheets: int) -> None:
    """Print what counting so many sheets costs."""
    workspace, _ = start_workspace(folder)
    workspace.batches_file.write_text("批次,群体,发放单位,份数\nA01,A,雒容镇,60\n", encoding="utf-8")
    with working(workspace, "benchmark") as store:
        filings = filings_of([unit.name for unit in workspace.campaign.units], sheets)
        for start in range(0, sheets, AT_ONCE):
            store.file_pages(filings[start : start + AT_ONCE])
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        used, more = pool.submit(counted, folder).result()
    click.echo(
        f"{sheets:,} sheets: {used / sheets * 1000:.2f} CPU ms a sheet to count, {more / KIB:.0f} MiB more at the most"
    )


def counted(folder: Path) -> tuple[float, float]:
    """CPU seconds of a count, and KiB of memory beyond what there was."""
    workspace = open_workspace(folder)
    before, start = peak_kib(), time.process_time()
    with watching(workspace) as store:
        make_tally(workspace.campaign, workspace.batches(), store, draft=True)
    return time.process_time() - start, peak_kib() - before


def peak_kib() -> int:
    """Of this program; what getrusage tells holds that of whoever started it, too."""
    (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1])


def main() -> None:
    """Print both at each number of sheets."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("--seen", default="4000,16000", help="numbers of sheets, as 1000,10000")
    sizes = [int(size) for size in parser.parse_args().seen.split(",")]
    looking(sizes)
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            counting(Path(folder) / "workspace", size)


if __name__ == "__main__":
    main()
