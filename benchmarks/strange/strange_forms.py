"""
Invents forms of other layouts, prints, fills and scans them, and reads them by `pingyi read` as a clerk would.

    python -m benchmarks.strange.strange_forms [--forms 30] [--sheets 4] [--seed 30] [--keep DIR]

The truth is the making's: a twin of each form has a tiny number in every tick cell, whose place in the PDF's text says
where the pen goes; nothing of the reader's own understanding is used. A form is read without error (no row wrong, none
missing without a word) or refused in words. One refused for its choices is tried once more with --choices.
"""

import argparse
import re
import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import numpy as np
import pdfplumber

from benchmarks.answers import Answer, Paper, forms_of
from benchmarks.pingyi_read import Score, read, score
from benchmarks.strange.strange_docx import MARK_PT, write
from benchmarks.strange.strange_layouts import Spec, invent
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.ground.errors import FormError
from pingyi.samples.filler.copier import CLEAN, OFFICE
from pingyi.samples.filler.layout import MM_PER_INCH, POINTS_PER_INCH, Box, render
from pingyi.samples.filler.scan_file import write_scan
from pingyi.samples.filler.scanning import ScannedPage, Sheet, scan
from pingyi.samples.filler.voters import ORDINARY, fill_page

MM = MM_PER_INCH / POINTS_PER_INCH
BOX_MM = 2.6  # half the width of what is ticked around a printed box
DPI = 200
FEW = 0.02
AS_MADE = "as made"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticked:
    """A row as the pen needs it: its number, and a number for each of its cells."""

    item: str
    name: str
    cells: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A form as it was made: what the filler asks of a form and of its layout."""

    spec: Spec
    docx: Path
    pdf: Path
    choices: tuple[str, ...]
    rows: tuple[Ticked, ...]
    boxes: dict[int, Box]
    opinion: None = None

    @property
    def serials(self) -> dict[str, str]:
        """What stands in the numbers' column, by label."""
        return {label: str(k) for k, label in enumerate(self.spec.labels, start=1)} if self.spec.has("numbers") else {}

    def box(self, cell: int) -> Box:
        """Where a cell stands, mm."""
        return self.boxes[cell]


def printed(spec: Spec, folder: Path) -> Printed | None:
    """Print the form and its twin; None where it does not fit one page."""
    name = f"form{spec.number:02}"
    docx = write(spec, folder / f"{name}.docx", marked=False)
    twin = write(spec, folder / f"{name}-twin.docx", marked=True)
    pdf, twin_pdf = to_pdf([docx, twin], folder)
    with pdfplumber.open(twin_pdf) as opened, pdfplumber.open(pdf) as own:
        if len(opened.pages) > 1 or len(own.pages) > 1:
            return None
        places = boxes_printed(own.pages[0]) if spec.has("boxes in one cell") else marked_cells(opened.pages[0])
    count = len(spec.choices)
    if len(places) != count * len(spec.labels):
        raise ValueError(f"{docx}: {len(places)} tick cells found, {count * len(spec.labels)} made")
    rows = tuple(
        Ticked(item=str(k), name=spec.labels[label], cells=tuple(range(k * count, (k + 1) * count)))
        for k, label in enumerate(_order(spec))
    )
    return Printed(spec=spec, docx=docx, pdf=pdf, choices=spec.choices, rows=rows, boxes=places)


def _order(spec: Spec) -> list[int]:
    """Labels in the order their cells were numbered: line by line over the blocks."""
    rows = sum(spec.groups)
    return [block * rows + row for row in range(rows) for block in range(2 if spec.has("blocks") else 1)]


def marked_cells(page: "pdfplumber.page.Page") -> dict[int, Box]:
    """The cells around the twin's numbers: from ruling to ruling, or as far as the neighbours where there is none."""
    words = page.filter(lambda thing: thing["object_type"] != "char" or thing["size"] < MARK_PT + 0.5).extract_words(
        x_tolerance=1.0
    )
    centres = {
        int(word["text"]) - 1: ((word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2)
        for word in words
        if re.fullmatch(r"\d+", word["text"])
    }
    across, down = _edges(page)
    return {number: _around(centre, across, down) for number, centre in centres.items()}


def _edges(page: "pdfplumber.page.Page") -> tuple[list[tuple[float, float, float]], list[tuple[float, float, float]]]:
    """Printed rules: (place, from, to) in points, level ones and upright ones."""
    level = [(e["top"], e["x0"], e["x1"]) for e in page.edges if e["orientation"] == "h"]
    upright = [(e["x0"], e["top"], e["bottom"]) for e in page.edges if e["orientation"] == "v"]
    return level, upright


def _around(
    centre: tuple[float, float],
    across: Sequence[tuple[float, float, float]],
    down: Sequence[tuple[float, float, float]],
) -> Box:
    """The nearest rules that pass the centre on each side."""
    x, y = centre
    ys = [place for place, first, last in across if first - 1 <= x <= last + 1]
    xs = [place for place, first, last in down if first - 1 <= y <= last + 1]
    left, right = max((v for v in xs if v < x), default=x - 20), min((v for v in xs if v > x), default=x + 20)
    top, bottom = max((v for v in ys if v < y), default=y - 10), min((v for v in ys if v > y), default=y + 10)
    return Box(left=left * MM, top=top * MM, right=right * MM, bottom=bottom * MM)


def boxes_printed(page: "pdfplumber.page.Page") -> dict[int, Box]:
    """Around each printed □, line by line."""
    signs = [(char["top"], char["x0"], char["x1"], char["bottom"]) for char in page.chars if char["text"] == "□"]
    lines: list[list[tuple[float, float, float, float]]] = []
    for sign in sorted(signs):
        if lines and sign[0] - lines[-1][0][0] < 2:
            lines[-1].append(sign)
        else:
            lines.append([sign])
    ordered = [sign for line in lines for sign in sorted(line, key=lambda one: one[1])]
    boxes = {}
    for k, (top, left, right, bottom) in enumerate(ordered):
        x, y = (left + right) / 2 * MM, (top + bottom) / 2 * MM
        boxes[k] = Box(left=x - BOX_MM, top=y - BOX_MM, right=x + BOX_MM, bottom=y + BOX_MM)
    return boxes


def filled(form: Printed, sheets: int, seed: int, out: Path) -> list[dict[str, Answer]]:
    """Scan so many filled sheets of it; the truth of each by label."""
    shares = np.array([0.6, 0.2, 0.1, 0.06, 0.04][: len(form.choices)])
    mix = replace(ORDINARY, cross_voters=0.0, blank=FEW, choice_shares=tuple(shares / shares.sum()))
    pages: list[ScannedPage] = []
    truth = []
    for number in range(sheets):
        rng = np.random.default_rng([seed, form.spec.number, number])
        page = fill_page(rng, cast("Any", form), cast("Any", form), mix)
        sheet = Sheet(printed=render(form.pdf, 0, DPI), dpi=DPI, filled=page)
        pages.append(scan(rng, sheet, CLEAN if number % 2 else OFFICE))
        names = {row.item: row.name for row in form.rows}
        truth.append({names[row.item]: Answer(state=row.verdict.value, choice=row.choice) for row in page.truth})
    write_scan(out, pages)
    return truth


def understood(form: Printed, choices: tuple[str, ...]) -> str:
    """Rows and choices as the program takes them; `as made` where they are those."""
    try:
        forms = forms_of(Paper(docx=form.docx, choices=choices))
    except FormError:
        return "refused"
    rows = sum(len(each.rows) for each in forms)
    if (rows, forms[0].choices) == (len(form.spec.labels), form.choices):
        return AS_MADE
    return f"{rows}/{'、'.join(forms[0].choices)}"


def tried(form: Printed, scan_file: Path, truth: list[dict[str, Answer]], choices: str) -> Score:
    """All sheets read in one go."""
    table = read(scan_file, form.docx, scan_file.with_suffix(".csv"), choices)
    total = Score()
    for page, true in enumerate(truth, start=1):
        total.add(score(table, page, true, form.serials))
    return total


def outcome(got: Score) -> str:
    """One word: a form is read, refused, or neither as it should be."""
    if got.wrong or got.missing:
        return "WRONG" if got.wrong else "MISSING"
    return "refused" if got.refused == got.rows else "read"


def told(form: Printed, got: Score, how: str, taken: str) -> str:
    """A form as lines of the table."""
    spec = form.spec
    words, made = "; ".join(dict.fromkeys(got.words)), f"{len(spec.labels)}/{'、'.join(spec.choices)}"
    counts = (
        f"rows {got.rows}, right {got.right}, asked {got.asked}, wrong {got.wrong}, missing {got.missing}, "
        f"named {got.named}, refused {got.refused}"
    )
    lines = (
        f"{spec.number:02}{how:<10} {outcome(got):<8} made {made}, taken {taken}",
        counts,
        ", ".join(sorted(spec.features)) or "plain",
        words[:220],
    )
    return "\n     ".join(line for line in lines if line)


def run(number: int, wish: argparse.Namespace, folder: Path) -> list[tuple[str, str, Score]]:
    """One form: first without options, then, where nothing was read, with its choices; how, how taken, what came."""
    form = printed(invent(number, wish.seed), folder)
    if form is None:
        print(f"{number:02} does not fit one page; left out")
        return []
    scan_file = folder / f"form{number:02}-scan.pdf"
    truth = filled(form, wish.sheets, wish.seed, scan_file)
    found: list[tuple[str, str, Score]] = []
    for how, choices in (("without options", ()), ("with --choices", form.choices)):
        if found and outcome(found[0][2]) != "refused":
            break
        got = tried(form, scan_file, truth, ",".join(choices))
        found.append((how, understood(form, choices), got))
        print(told(form, got, "" if not choices else " --choices", found[-1][1]), flush=True)
    if wish.keep and any(outcome(got) in ("WRONG", "MISSING") for _, _, got in found):
        for path in folder.glob(f"form{number:02}*"):
            shutil.copy(path, wish.keep)
    return found


def main() -> None:
    """Each form, then the sums."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("--forms", type=int, default=30)
    parser.add_argument("--sheets", type=int, default=4)
    parser.add_argument("--seed", type=int, default=30)
    parser.add_argument("--first", type=int, default=0, help="number of the first form: its lot")
    parser.add_argument("--keep", type=Path, help="folder for forms that were read wrongly, with their scans")
    wish = parser.parse_args()
    if wish.keep:
        wish.keep.mkdir(parents=True, exist_ok=True)
    sums: Counter[tuple[str, str]] = Counter()
    totals: dict[str, Score] = defaultdict(Score)
    number, done = wish.first, 0
    with tempfile.TemporaryDirectory() as folder:
        while done < wish.forms:
            found = run(number, wish, Path(folder))
            for how, taken, got in found:
                apart = outcome(got) == "read" and taken != AS_MADE
                sums[how, "read, though taken otherwise than made" if apart else outcome(got)] += 1
                totals[how].add(got)
            done += bool(found)
            number += 1
    for (how, what), count in sorted(sums.items()):
        print(f"{how}: {what} {count} forms")
    for how, got in totals.items():
        print(f"{how}: rows {got.rows}, right {got.right}, asked {got.asked}, wrong {got.wrong}, missing {got.missing}")


if __name__ == "__main__":
    main()
