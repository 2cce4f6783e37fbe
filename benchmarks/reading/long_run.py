"""
Reads millions of positions filled and scanned by our own filler, and counts every silent error.

    python -m benchmarks.reading.long_run DIR [--positions 1500000] [--seed 1] [--jobs 2] [--copier office]

A position is one tick cell of the form. Two thirds of the chunks are the official ballot, the others ballots nobody
printed (benchmarks/forms.py). Stopped and started again it goes on: every finished chunk is a line of
DIR/chunks.jsonl. Pages with a silent error, an ambiguous row that was decided, or no reading are kept in DIR/pages.
"""

import argparse
import json
import os
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache, partial
from multiprocessing import get_context
from pathlib import Path

import click
import cv2
import numpy as np

from benchmarks.bounds import share
from benchmarks.forms import PrintedForm, invent_form, official_campaign, official_form
from benchmarks.one_table import ballot_form, read_table_form
from pingyi.domain.forms.form import BallotForm
from pingyi.domain.readings.reading import Doubt, PageOutcome, Source, UnreadPage, Verdict
from pingyi.samples.filler.copier import PRESETS
from pingyi.samples.filler.layout import find_layout
from pingyi.samples.filler.sheets import Sheets, fill_sheet
from pingyi.samples.filler.truth import TrueRow
from pingyi.samples.filler.voters import ORDINARY, UNRULY
from pingyi.scanner.reader import read_picture

PAGES = 20  # a chunk
OTHER_FORMS = 8
OFFICIAL_OF = 3  # every third chunk is another form
MIXES = {"rough": UNRULY}  # whoever has a rough copier has unruly voters; the others are ordinary
LEANING = 0.18  # how many give the next choice, for each that gives the better one
SPRAWLING = "sprawling"


@dataclass(slots=True, kw_only=True)
class Chunk:
    """What came of some pages; `rows` and `pages` count by outcome, `failures` are readable lines."""

    number: int
    positions: int = 0
    pages: Counter[str] = field(default_factory=Counter)
    rows: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    fill_cpu: float = 0.0  # seconds
    read_cpu: float = 0.0


def run_chunk(folder: Path, copier: str, seed: int, number: int) -> Chunk:
    """Fill, scan and read the pages of one chunk; everything follows from seed and number."""
    printed = _printed(folder, seed, number)
    layout = find_layout(printed.page_pdf, printed.form)
    leaning = LEANING ** np.arange(len(printed.form.choices))
    mix = replace(MIXES.get(copier, ORDINARY), choice_shares=tuple((leaning / leaning.sum()).tolist()))
    sheets = Sheets(page_pdf=printed.page_pdf, form=printed.form, mix=mix, copier=PRESETS[copier], copies=1, seed=seed)
    chunk = Chunk(number=number)
    for page in range(number * PAGES, (number + 1) * PAGES):
        start = time.process_time()
        scanned, truth = fill_sheet(sheets, layout, page)
        grey = np.asarray(cv2.imdecode(np.frombuffer(scanned.data, np.uint8), cv2.IMREAD_GRAYSCALE))
        filled = time.process_time()
        outcome = read_picture(grey, Source(file=f"{seed}", page=page), (printed.form,))
        chunk.fill_cpu += filled - start
        chunk.read_cpu += time.process_time() - filled
        chunk.positions += len(printed.form.rows) * len(printed.form.choices)
        before = len(chunk.failures)
        _count(chunk, page, outcome, truth)
        if len(chunk.failures) > before:
            (folder / "pages").mkdir(exist_ok=True)
            cv2.imwrite(str(folder / "pages" / f"{seed}-{page}.png"), grey)
    return chunk


def _printed(folder: Path, seed: int, number: int) -> PrintedForm:
    if number % OFFICIAL_OF:
        return _form(folder, "official")
    return _form(folder, f"other{seed}-{number // OFFICIAL_OF % OTHER_FORMS}")


@lru_cache(maxsize=OTHER_FORMS + 1)
def _form(folder: Path, name: str) -> PrintedForm:
    docx = folder / f"{name}.docx"
    return PrintedForm(page_pdf=docx.with_suffix(".pdf"), docx=docx, form=_read_form(docx))


def _read_form(docx: Path) -> BallotForm:
    choices = json.loads(docx.with_suffix(".json").read_text(encoding="utf-8"))
    return ballot_form(read_table_form(docx), tuple(choices))


def _count(chunk: Chunk, page: int, outcome: PageOutcome, truth: tuple[TrueRow, ...]) -> None:
    if isinstance(outcome, UnreadPage):
        chunk.pages["unread"] += 1
        chunk.failures.append(f"page {page} unread: {outcome.reason} {outcome.detail}")
        return
    read = {row.item: row for row in outcome.rows}
    seen: set[str] = set()
    for true in truth:
        row = read[true.item]
        kind = "ambiguous" if true.verdict is Verdict.DOUBTFUL else SPRAWLING if true.kind == SPRAWLING else "clear"
        right = (row.verdict, row.choice) == (true.verdict, true.choice)
        if row.verdict is Verdict.DOUBTFUL:
            what = "asked"
            chunk.rows["judges differ"] += Doubt.JUDGES_DIFFER in row.reasons
        else:
            what = "decided" if kind == "ambiguous" else "right" if right else "wrong"
        chunk.rows[f"{kind} {what}"] += 1
        seen.add(f"{kind} {what}")
        if what in {"wrong", "decided"}:
            chunk.failures.append(
                f"page {page} item {true.item} {what}: truth {true.verdict} {true.choice} {true.kind}, "
                f"read {row.verdict} {row.choice} {row.confidence}"
            )
    chunk.pages["read"] += 1
    chunk.pages["wrong"] += bool(seen & {"clear wrong", f"{SPRAWLING} wrong"})
    chunk.pages["asked"] += "clear asked" in seen


def prepare(folder: Path, seed: int) -> None:
    """Print the official ballot and the invented ones, once."""
    campaign = official_campaign()
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "official.json").exists():
        printed = official_form(folder)
        _note_choices(printed.docx, printed.form.choices)
    rng = np.random.default_rng(seed)
    for k in range(OTHER_FORMS):
        path = folder / f"other{seed}-{k}.docx"
        invented = None if path.with_suffix(".json").exists() else invent_form(rng, campaign, path)
        if invented:
            _note_choices(path, invented.form.choices)


def _note_choices(docx: Path, choices: tuple[str, ...]) -> None:
    docx.with_suffix(".json").write_text(json.dumps(choices, ensure_ascii=False), encoding="utf-8")


def finished(log: Path, names: tuple[str, int]) -> dict[int, Chunk]:
    """Chunks already done for this copier and seed."""
    done: dict[int, Chunk] = {}
    lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    for line in lines:
        raw = json.loads(line)
        if (raw.pop("copier"), raw.pop("seed")) == names:
            raw["pages"], raw["rows"] = Counter(raw["pages"]), Counter(raw["rows"])
            done[raw["number"]] = Chunk(**raw)
    return done


def figures(chunks: list[Chunk]) -> dict[str, tuple[int, int]]:
    """Counts with their totals."""
    rows, pages = Counter[str](), Counter[str]()
    for chunk in chunks:
        rows += chunk.rows
        pages += chunk.pages
    kinds = {kind: sum(rows[f"{kind} {what}"] for what in ("right", "wrong", "asked", "decided")) for kind in KINDS}
    decided = sum(count for what, count in rows.items() if what.endswith((" right", " wrong", " decided")))
    return {
        "silent errors, rows": (rows["clear wrong"] + rows[f"{SPRAWLING} wrong"], decided),
        "silent errors, pages": (pages["wrong"], pages["read"]),
        "review of clear rows": (rows["clear asked"], kinds["clear"]),
        "pages asked about": (pages["asked"], pages["read"]),
        "sprawling ticks asked": (rows[f"{SPRAWLING} asked"], kinds[SPRAWLING]),
        "unread pages": (pages["unread"], pages["read"] + pages["unread"]),
        "ambiguous rows decided": (rows["ambiguous decided"], kinds["ambiguous"]),
        "the two judges differ": (rows["judges differ"], sum(kinds.values())),
    }


def report(chunks: list[Chunk]) -> Iterator[str]:
    """The figures, one line each."""
    told = figures(chunks)
    yield f"positions                 {sum(chunk.positions for chunk in chunks):,}"
    for name, (count, total) in told.items():
        yield f"{name:<26}{share(count, total)}"
    total = told["unread pages"][1]
    cpu = [1000 * sum(getattr(chunk, name) for chunk in chunks) / max(total, 1) for name in ("fill_cpu", "read_cpu")]
    yield f"CPU a page                {cpu[0]:.0f} ms to fill and scan, {cpu[1]:.0f} ms to read"


FIELDS = tuple(each.name for each in fields(Chunk))
KINDS = ("clear", SPRAWLING, "ambiguous")
PLOTTED = {  # as benchmarks/reading/accuracy.py calls them
    "wrong": "silent errors, rows",
    "review": "review of clear rows",
    "unread pages": "unread pages",
    "ambiguous decided": "ambiguous rows decided",
}


def main() -> None:
    """Run what is left, then print the figures of everything."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--positions", type=int, default=1_500_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--copier", choices=sorted(PRESETS), default="office")
    parser.add_argument("--json", type=Path, help="write counts with their totals here, for plots.py")
    wish = parser.parse_args()
    prepare(wish.folder, wish.seed)
    log = wish.folder / "chunks.jsonl"
    done = finished(log, (wish.copier, wish.seed))
    for chunk in _left(wish, done):
        done[chunk.number] = chunk
        with log.open("a", encoding="utf-8") as file:
            line = {name: getattr(chunk, name) for name in FIELDS} | {"copier": wish.copier, "seed": wish.seed}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    for line in report(list(done.values())):
        print(line)
    if wish.json:
        told = figures(list(done.values()))
        wish.json.write_text(json.dumps({"own filler": {ours: told[name] for ours, name in PLOTTED.items()}}))
    for chunk in done.values():
        for failure in chunk.failures:
            print(f"  {failure}")


def _left(wish: argparse.Namespace, done: dict[int, Chunk]) -> Iterator[Chunk]:
    """Run chunks until there are positions enough."""
    have, number, running = sum(chunk.positions for chunk in done.values()), 0, set()
    work = partial(run_chunk, wish.folder, wish.copier, wish.seed)
    with (
        ProcessPoolExecutor(wish.jobs, mp_context=get_context("spawn"), initializer=_one_thread) as pool,
        click.progressbar(length=max(0, wish.positions - have), label="positions", width=24) as bar,
    ):
        while have < wish.positions or running:
            while have < wish.positions and len(running) < 2 * wish.jobs:
                while number in done:
                    number += 1
                running.add(pool.submit(work, number))
                number += 1
            first = next(as_completed(running))
            running.remove(first)
            chunk = first.result()
            have += chunk.positions
            bar.update(chunk.positions)
            yield chunk


def _one_thread() -> None:
    cv2.setNumThreads(1)  # processes are the parallelism


if __name__ == "__main__":
    main()
