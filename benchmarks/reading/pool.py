"""
Memory and scaling of reading many pages through the real pool of processes.

    python -m benchmarks.reading.pool [--short] [--pages 4000]

Prints the peak memory of a reading process after 100 pages and after all of them (4,000; 400 with --short), and the
pages a second of one and of two processes. Three files of 50 invented office pages are read over and over.
"""

import argparse
import multiprocessing
import resource
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
KIB = 1024  # Linux counts in KiB


def tasks(scans: list[Path], pages: int) -> list[PageTask]:
    """So many pages, going round the files."""
    return [PageTask(path=scans[k % len(scans)], page=k // len(scans) % FILE_PAGES + 1, label="") for k in range(pages)]


def peak_mib(scans: list[Path], forms: tuple[BallotForm, ...], pages: int) -> float:
    """Peak resident memory of the reading process, read in a fresh parent so that no other run counts."""
    context = multiprocessing.get_context("spawn")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_read_and_tell, args=(scans, forms, pages, sending))
    process.start()
    peak = float(receiving.recv())
    process.join()
    return peak


def _read_and_tell(scans: list[Path], forms: tuple[BallotForm, ...], pages: int, sending: object) -> None:
    for _ in read_pages([*tasks(scans, pages)], partial(_read, forms=forms), 2):
        pass
    sending.send(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / KIB)  # type: ignore[attr-defined]


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
        few, all_ = peak_mib(scans, forms, FEW), peak_mib(scans, forms, many)
        click.echo(f"peak memory of a reading process: {few:.0f} MiB at {FEW} pages, {all_:.0f} MiB at {many}")
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
