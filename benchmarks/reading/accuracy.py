"""
Reads whole sets of scans with known truth and counts wrong decisions and reviews, side by side.

    python -m benchmarks.reading.accuracy DIR... [--form FORM.docx] [--list] [--reviews]

A DIR holds batch.* (a scan of any accepted kind) with truth.jsonl, or any NAME.* each with NAME.truth.jsonl; the form
is --form, else DIR/form.docx, else DIR/../blank.docx. A machine that never decides is never wrong, so wrong rows and
reviews are always printed together.
"""

import argparse
import json
import os
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path

from benchmarks.one_table import ballot_form, read_table_form
from pingyi.domain.forms.form import BallotForm
from pingyi.domain.readings.reading import DOUBT_TEXT, PageOutcome, RowReading, UnreadPage, Verdict
from pingyi.samples.filler.truth import TrueRow, read_truth
from pingyi.scanner.files.pages import count_pages
from pingyi.scanner.reader import read_page
from pingyi.workflow.files.formats import SCANS

SPRAWLING = "sprawling"  # ticks so large that asking a person is as right as reading them
LOST = "lost"  # a row of the form the reading does not mention at all


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPage:
    """One page's outcome with what reading it cost."""

    page: int
    outcome: PageOutcome
    cpu_ms: float


@dataclass(slots=True, kw_only=True)
class Count:
    """Counts of one set; the lists keep the rows behind them."""

    pages: int = 0
    unread: list[str] = field(default_factory=list)
    rows: Counter[str] = field(default_factory=Counter)  # rows on read pages, by how truth calls them
    wrong: list[str] = field(default_factory=list)
    decided: list[str] = field(default_factory=list)  # ambiguous rows the machine decided
    reviews: list[str] = field(default_factory=list)  # clear rows sent to people
    reviewed: Counter[str] = field(default_factory=Counter)
    review_pages: set[int] = field(default_factory=set)
    cpu_ms: float = 0.0


def read_one(scan: Path, page: int, forms: tuple[BallotForm, ...]) -> ReadPage:
    """Read one page and time it, in whatever process this runs."""
    start = time.process_time()
    outcome = read_page(scan, page, forms)
    return ReadPage(page=page, outcome=outcome, cpu_ms=(time.process_time() - start) * 1000)


def compare(truth: Sequence[TrueRow], pages: Sequence[ReadPage]) -> Count:
    """Hold every row of truth against what was read."""
    count = Count(pages=len(pages), cpu_ms=sum(page.cpu_ms for page in pages))
    for page in pages:
        if isinstance(page.outcome, UnreadPage):
            count.unread.append(page.outcome.message())
            continue
        read = {row.item: row for row in page.outcome.rows}
        for true in (row for row in truth if row.page == page.page):
            _compare_row(count, true, read.get(true.item))
    return count


def _compare_row(count: Count, true: TrueRow, read: RowReading | None) -> None:
    ambiguous = true.verdict == Verdict.DOUBTFUL
    count.rows["ambiguous" if ambiguous else SPRAWLING if true.kind == SPRAWLING else "clear"] += 1
    got = read.verdict.value if read else LOST
    choice = read.choice if read else ""
    reasons = "、".join(DOUBT_TEXT[reason] for reason in read.reasons) if read else ""
    line = (
        f"page {true.page:>3} item {true.item:>3}  truth {true.verdict} {true.choice or '-'}"
        f"  got {got} {choice or '-'}  kind {true.kind}  {reasons}"
    )
    if got == Verdict.DOUBTFUL:
        if not ambiguous:
            count.reviews.append(line)
            count.reviewed[SPRAWLING if true.kind == SPRAWLING else "clear"] += 1
            count.review_pages.add(true.page)
    elif ambiguous:
        count.decided.append(line)
    elif (got, choice) != (true.verdict, true.choice):
        count.wrong.append(line)


def pairs(folder: Path) -> list[tuple[Path, Path]]:
    """The scans of a folder, each with its truth."""
    named = {truth: truth.name.removesuffix(".truth.jsonl") for truth in sorted(folder.glob("*.truth.jsonl"))}
    named[folder / "truth.jsonl"] = "batch"
    return [
        (scan, truth)
        for truth, stem in named.items()
        if truth.is_file()
        for scan in sorted(folder.glob(f"{stem}.*"))
        if scan.suffix in SCANS
    ]


def measure(folder: Path, form: Path | None, jobs: int) -> Count | str:
    """Read a set; a sentence instead when it cannot be read."""
    scans = pairs(folder)
    candidates = [form] if form else [folder / "form.docx", folder.parent / "blank.docx"]
    word_file = next((path for path in candidates if path.is_file()), None)
    if not scans:
        return f"skipped: {folder} has no batch.* with truth.jsonl"
    if word_file is None:
        return f"skipped: no form for {folder}; give one with --form"
    forms = (ballot_form(read_table_form(word_file)),)
    counts: list[Count] = []
    with ProcessPoolExecutor(jobs) as pool:
        for scan, truth in scans:
            numbers = range(1, count_pages(scan) + 1)
            counts.append(compare(read_truth(truth), list(pool.map(read_one, repeat(scan), numbers, repeat(forms)))))
    return counts[0] if len(counts) == 1 else _sum(counts)


HEAD = (
    f"{'set':<12}{'pages':>6}{'unread':>7}{'clear':>7}{'wrong':>6}{'ambig.':>7}{'decided':>8}"
    f"{'review':>8}{'spr.rev.':>9}{'pages asked':>12}{'cpu/page':>10}"
)


def table_line(name: str, count: Count) -> str:
    """One set as a line under HEAD."""
    clear, sprawling = count.rows["clear"], count.rows[SPRAWLING]
    return (
        f"{name[:11]:<12}{count.pages:>6}{len(count.unread):>7}{clear + sprawling:>7}{len(count.wrong):>6}"
        f"{count.rows['ambiguous']:>7}{len(count.decided):>8}{_share(count.reviewed['clear'], clear):>8}"
        f"{_share(count.reviewed[SPRAWLING], sprawling):>9}{len(count.review_pages):>12}"
        f"{count.cpu_ms / max(count.pages, 1):>7.0f} ms"
    )


def figures(count: Count) -> dict[str, tuple[int, int]]:
    """Counts with their totals, for plots.py."""
    clear, ambiguous = count.rows["clear"], count.rows["ambiguous"]
    return {
        "wrong": (len(count.wrong), clear + count.rows[SPRAWLING]),
        "review": (count.reviewed["clear"], clear),
        "unread pages": (len(count.unread), count.pages),
        "ambiguous decided": (len(count.decided), ambiguous),
    }


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f}%" if whole else "-"


def details(count: Count, *, reviews: bool) -> Iterator[str]:
    """The pages and rows behind a line."""
    chapters = {"unread": count.unread, "WRONG": count.wrong, "ambiguous, decided": count.decided}
    if reviews:
        chapters["clear, sent to people"] = count.reviews
    for title, lines in chapters.items():
        if lines:
            yield f"  {title}: {len(lines)}"
            yield from (f"    {line}" for line in lines)


def main() -> None:
    """Print one line per set, and a sum."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path, metavar="DIR")
    parser.add_argument("--form", type=Path)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--list", action="store_true", help="print unread pages and wrongly decided rows")
    parser.add_argument("--reviews", action="store_true", help="also print the clear rows sent to people")
    parser.add_argument("--json", type=Path, help="write counts with their totals here, for plots.py")
    wish = parser.parse_args()
    print(HEAD)
    counts: list[Count] = []
    told: dict[str, dict[str, tuple[int, int]]] = {}
    for folder in wish.folders:
        result = measure(folder, wish.form, wish.jobs)
        if isinstance(result, str):
            print(result)
            continue
        counts.append(result)
        told[folder.resolve().name] = figures(result)
        print(table_line(folder.resolve().name, result), flush=True)
        if wish.list or wish.reviews:
            print(*details(result, reviews=wish.reviews), sep="\n")
    if len(counts) > 1:
        print(table_line("all", _sum(counts)))
    if wish.json:
        wish.json.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")


def _sum(counts: Sequence[Count]) -> Count:
    total = Count()
    for number, count in enumerate(counts):
        total.pages += count.pages
        total.unread += count.unread
        total.rows += count.rows
        total.wrong += count.wrong
        total.decided += count.decided
        total.reviewed += count.reviewed
        total.review_pages |= {number * 1_000_000 + page for page in count.review_pages}
        total.cpu_ms += count.cpu_ms
    return total


if __name__ == "__main__":
    main()
