"""
Reads every case of ../shared/cases (shift, forms, files, folded leaders' sheets) against the right answers beside it.

    python -m benchmarks.damage.odd_cases [--only shift,forms,blank,files,leaders]

Ballots go through `pingyi read` as a clerk starts it, leaders' sheets through their reader. For each page: rows right,
asked about, wrong, missing without a word, named as not read, on a refused page; and the words. Forms without a scan
are printed by LibreOffice, and their blank must come back with all rows, all blank. Wished: wrong 0, missing 0.
"""

import argparse
import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.answers import Answer, Paper, Refused, answers
from benchmarks.damage.damage_pages import SHARED, Source, forms_cases, read_as_truth, ticked
from benchmarks.damage.damage_sources import leader_paper
from benchmarks.pingyi_read import ASKED_ALL, HEAD, Score, Table, line, read, score
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.samples.filler.layout import render
from pingyi.samples.filler.truth import read_truth
from pingyi.scanner.files.pages import count_pages, load_page

CASES = SHARED / "cases"
BALLOTS = SHARED / "data" / "ballots"
WORDS = ("满意", "基本满意", "不满意")
BLANKS = {  # rows that a clerk sees on forms without a scan of their own
    "F02": 8, "F03": 5, "F05": 8, "F07": 8, "F09": 12, "F12": 45, "F14": 2, "G1": 8, "G9": 8, "f2": 16, "f5": 16,
}  # fmt: skip
DPI = 200
Lines = Iterator[tuple[str, int | str, Score]]


def shift(folder: Path) -> Lines:
    """Grids that lay a row off."""
    cases = CASES / "shift"
    whole = read_as_truth(cases / "official_form_whole.jpg", Paper(docx=cases / "official_form.docx"))
    told = json.loads((cases / "truth.json").read_text("utf-8"))
    for scan in sorted(cases.glob("*.jpg")):
        form = next(f for f in sorted(cases.glob("*.docx")) if scan.stem.startswith(f.stem))
        key = next((key for key in told if key.split("_")[0] == scan.stem.split("_")[0]), "")
        truth = whole if key.startswith("official") else _by_number(told[key])
        yield scan.name, 1, score(read(scan, form, folder / "out.csv"), 1, truth)


def forms(folder: Path) -> Lines:
    """Forms as clerks make them, with scans."""
    tables: dict[Path, Table] = {}
    source: Source
    for source in forms_cases():
        if source.scan not in tables:
            tables[source.scan] = read(source.scan, source.paper.docx, folder / "out.csv")
        yield source.scan.name, source.page, score(tables[source.scan], source.page, source.truth)


def blank(folder: Path) -> Lines:
    """Forms as clerks make them, without scans: printed, and the blank read."""
    for stem, rows in BLANKS.items():
        docx = next(path for path in sorted((CASES / "forms").glob("*.docx")) if path.name.startswith(f"{stem}_"))
        pdf = to_pdf([docx], folder)[0]
        scan = _scanned(pdf, folder / f"{stem}.pdf")
        table = read(scan, docx, folder / "out.csv")
        yield docx.name, "all", blank_score(table, rows)


def blank_score(table: Table, rows: int) -> Score:
    """Every row of a blank form is there, and blank."""
    found = Score()
    unread = [row["reason"] for row in table.rows if row["verdict"] == "unread"]
    if table.refused or unread:
        found.refused, found.words = rows, [table.refused or unread[0]]
        return found
    for row in table.rows:
        state = {"blank": "right", "doubtful": "asked"}.get(row["verdict"], "wrong")
        setattr(found, state, getattr(found, state) + 1)
        if state != "right":
            found.words.append(f"{row['item']}: {row['verdict']} {row['choice']} {row['reason']}")
    found.wrong += max(0, len(table.rows) - rows)
    lost = max(0, rows - len(table.rows))
    found.missing = lost
    if len(table.rows) != rows:
        found.words.append(f"{len(table.rows)} rows of {rows}")
    return found


def _scanned(pdf: Path, out: Path) -> Path:
    """Pictures of all pages, as a scanner would hand them over."""
    pages = [Image.fromarray(np.asarray(render(pdf, page, DPI))) for page in range(count_pages(pdf))]
    out = out.with_name(f"scan-{out.name}")
    pages[0].save(out, save_all=True, append_images=pages[1:], resolution=DPI)
    return out


def files(folder: Path) -> Lines:
    """Files that hold more than one thinks."""
    form, truth_file = BALLOTS / "blank.docx", BALLOTS / "clean" / "truth.jsonl"
    rows = read_truth(truth_file)
    clean = {page: ticked(rows, page)[0] for page in (1, 2)}
    told = json.loads((CASES / "files" / "truth_50_to_67.json").read_text("utf-8"))
    for scan in sorted(path for path in (CASES / "files").iterdir() if path.suffix != ".json"):
        table = read(scan, form, folder / "out.csv")
        pages = 2 if scan.name.startswith("40") else 1
        for page in range(1, pages + 1):
            truth = clean[page]
            if scan.name in told:
                truth = _by_number(told[scan.name]) or dict.fromkeys(truth, Answer(state=ASKED_ALL))
            yield scan.name, page, score(table, page, truth)
        extra = {row["page"] for row in table.rows} - {str(page) for page in range(1, pages + 1)}
        if extra:
            yield (
                scan.name,
                "more",
                Score(wrong=len(extra), words=[f"pages nobody scanned: {'、'.join(sorted(extra))}"]),
            )


def leaders(folder: Path) -> Lines:
    """Folded sheets of scores."""
    paper = leader_paper(folder)
    scan = CASES / "leaders" / "leaders_fold.pdf"
    for told in json.loads(scan.with_suffix(".json").read_text("utf-8")):
        truth = {unit: Answer(state="valid", choice=value) for unit, value in told["truth"].items()}
        got = answers(load_page(scan, told["page"], reduced=True), paper, truth)
        yield scan.name, told["page"], _scores(got, truth)


def _scores(got: dict[str, Answer] | Refused, truth: dict[str, Answer]) -> Score:
    if isinstance(got, Refused):
        return Score(refused=len(truth), words=[got.words])
    found = Score()
    for unit, true in truth.items():
        answer = got.get(unit)
        if answer is None:
            found.missing += 1
        elif answer.state != "valid":
            found.asked += 1
        elif answer.choice == true.choice:
            found.right += 1
        else:
            found.wrong += 1
            found.words.append(f"{unit}: truth {true.choice}, read {answer.choice}")
    return found


def _by_number(told: dict[str, int]) -> dict[str, Answer]:
    return {label: Answer(state="valid", choice=WORDS[number]) for label, number in told.items()}


PARTS: dict[str, Callable[[Path], Lines]] = {
    "shift": shift, "forms": forms, "blank": blank, "files": files, "leaders": leaders,
}  # fmt: skip


def main() -> None:
    """A line for each page, then the sums."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("--only", type=lambda text: text.split(","), default=list(PARTS))
    parser.add_argument("--words", type=int, default=110, help="so many letters of the words")
    wish = parser.parse_args()
    if not CASES.is_dir():
        print(f"skipped: {CASES} is not there")
        return
    print(HEAD)
    total = Score()
    with tempfile.TemporaryDirectory() as folder:
        for name in wish.only:
            for file, page, got in PARTS[name](Path(folder)):
                print(line(f"{name} {file}", page, got, wish.words), flush=True)
                total.add(got)
    print(line("all", "", total, 0))


if __name__ == "__main__":
    main()
