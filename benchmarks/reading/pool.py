"""
Memory and scaling of reading many pages through the real pool of processes.

    python -m benchmarks.reading.pool [--short] [--pages 4000]

Prints the memory of a reading process after 100 pages and after all of them (4,000; 400 with --short): its peak, how
much of it is its own, and its share (own, and what it shares divided by how many share it; Linux); and the pages a
second of one and of two processes. Three files of 50 invented office pages are read over and over.
"""

import argparse
import os
import re
import tempfile
import time
from functools import partial
from pathlib import Path

import click

from benchmarks.one_table import ballot_form, read_table_form
from benchmarks.reading.speed import invented
from pingyi.domain.forms.form import BallotForm
from pingyi.domain.readings.reading import PageOutcome
from pingyi.scanner.reader import read_page
from pingyi.workflow.scans.reading import PageTask, read_pages

FEW = 100
FILE_PAGES = 50
KIB = 1024
LOOKED_AT = 10  # pages, so often a process looks at its own memory


def tasks(scans: list[Path], pages: int) -> list[PageTask]:
    """So many pages, going round the files."""
    return [PageTask(path=scans[k % len(scans)], page=k // len(scans) % FILE_PAGES + 1, label="") for k in range(pages)]


def memory_mib(scans: list[Path], forms: tuple[BallotForm, ...], pages: int) -> str:
    """Of two reading processes the largest peak, the most that one had for itself alone, the largest share."""
    with tempfile.TemporaryDirectory() as told:
        for _ in read_pages([*tasks(scans, pages)], partial(_read_and_tell, forms=forms, told=Path(told)), 2):
            pass
        figures = [tuple(map(float, file.read_text().split())) for file in Path(told).iterdir()]
    peak, own, share = map(max, zip(*figures, strict=True))
    return f"peak {peak:.0f} MiB, {own:.0f} of them its own, its share {share:.0f}"


def _read_and_tell(path: Path, page: int, forms: tuple[BallotForm, ...], told: Path) -> PageOutcome:
    outcome = _read(path, page, forms)
    if page % LOOKED_AT == 0:
        peak, *_ = _kib("status", "VmHWM")
        own = sum(_kib("smaps_rollup", "Private_Clean|Private_Dirty|Private_Hugetlb"))
        share, *_ = _kib("smaps_rollup", "Pss")
        (told / str(os.getpid())).write_text(f"{peak / KIB} {own / KIB} {share / KIB}")
    return outcome


def _kib(file: str, names: str) -> list[int]:
    found = Path(f"/proc/self/{file}").read_text(encoding="ascii")
    return [int(number) for number in re.findall(rf"^(?:{names}):\s+(\d+) kB", found, re.MULTILINE)]


def _read(path: Path, page: int, forms: tuple[BallotForm, ...]) -> PageOutcome:
    return read_page(path, page, forms)


def main() -> None:
    """Print memory, then scaling."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--pages", type=int, default=4000)
    wish = parser.parse_args()
    many = 4 * FEW if wish.short else wish.pages
    with tempfile.TemporaryDirectory() as folder:
        scans, word_file = invented(Path(folder), FILE_PAGES)
        forms = (ballot_form(read_table_form(word_file)),)
        for pages in (FEW, many):
            click.echo(f"a reading process at {pages} pages: {memory_mib(scans, forms, pages)}")
        speeds: dict[int, float] = {}
        for jobs in (1, 2):
            planned = [*tasks(scans, jobs * many // 4)]
            start = time.perf_counter()
            for _ in read_pages(planned, partial(_read, forms=forms), jobs):
                pass
            speeds[jobs] = len(planned) / (time.perf_counter() - start)
            click.echo(f"{jobs} process(es): {speeds[jobs]:.1f} pages a second")
        click.echo(f"two processes against one: {speeds[2] / speeds[1]:.2f} times")


if __name__ == "__main__":
    main()
