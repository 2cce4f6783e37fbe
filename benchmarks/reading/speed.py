"""
CPU time of reading a page against the plain decode of the same picture, by resolution and by step.

    python -m benchmarks.reading.speed [--pages N] [SCAN --form FORM.docx] [--json FILE]

Without a SCAN the default campaign's ballot is printed (LibreOffice) and filled by the invented office. The decode is
what no reader can avoid: the page's JPEG bytes to grey pixels at full size, by OpenCV. Times are medians over the pages
of CPU time in one process; steps are timed inside the very same reading.
"""

import argparse
import importlib
import json
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import wraps
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pypdfium2

from benchmarks.one_table import ballot_form, read_table_form
from pingyi.domain.campaign.campaign import Batch
from pingyi.domain.campaign.file import parse_campaign
from pingyi.domain.forms.form import BallotForm
from pingyi.domain.readings.reading import UnreadPage
from pingyi.generator.forms.ballot import write_ballot
from pingyi.generator.forms.print_run import write_print_run
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.samples.filler.copier import OFFICE
from pingyi.samples.filler.sheets import Sheets, fill_batch
from pingyi.samples.filler.voters import ORDINARY
from pingyi.scanner.files.pages import count_pages
from pingyi.scanner.reader import read_page

DPIS = (150, 200, 300)
A4_LONG_MM = 297.0
CAMPAIGN = Path(__file__).parent.parent.parent / "templates" / "campaign-2024.toml"
STEPS = {  # name: where the reading calls it
    "decode": "pingyi.scanner.reader.load_picture",
    "lines": "pingyi.scanner.found.locate.page_lines",
    "lay the form": "pingyi.scanner.found.locate.lay",
    "rectify": "pingyi.scanner.found.locate.rectify",
    "printed words": "pingyi.scanner.found.locate.print_agreement",
    "rows proven": "pingyi.scanner.found.locate._proven",
    "frames": "pingyi.scanner.found.locate.interrupted",
    "pen ink": "pingyi.scanner.reader.pen_ink",
    "measure marks": "pingyi.scanner.reader.measure",
    "first judge": "pingyi.scanner.verdict.judge.first_opinion",
    "second judge": "pingyi.scanner.verdict.judge.second_opinion",
    "crops": "pingyi.scanner.reader.crops",
    "written beside": "pingyi.scanner.reader.opinions",
    "digest": "pingyi.scanner.reader.picture_digest",
    "placement": "pingyi.scanner.reader.placement",
    "batch code": "pingyi.scanner.found.locate.read_sheet_mark",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """CPU milliseconds of one page; `dpi` as the picture's longer side on A4 would have it."""

    dpi: int
    decode: float
    read: float
    steps: dict[str, float]
    unread: bool


@contextmanager
def stopwatch() -> Iterator[Counter[str]]:
    """CPU seconds of every step while the context lasts."""
    spent: Counter[str] = Counter()
    plain: list[tuple[Any, str, Callable[..., Any]]] = []
    for step, place in STEPS.items():
        module_name, _, name = place.rpartition(".")
        module = importlib.import_module(module_name)
        plain.append((module, name, getattr(module, name)))
        setattr(module, name, _timed(getattr(module, name), spent, step))
    try:
        yield spent
    finally:
        for module, name, function in plain:
            setattr(module, name, function)


def _timed(function: Callable[..., Any], spent: Counter[str], step: str) -> Callable[..., Any]:
    @wraps(function)
    def timed(*args: Any, **kwargs: Any) -> Any:
        start = time.process_time()
        try:
            return function(*args, **kwargs)
        finally:
            spent[step] += time.process_time() - start

    return timed


def stored_picture(scan: Path, page: int) -> bytes:
    """The encoded picture of a page: the JPEG of a PDF page, or the file itself."""
    if scan.suffix != ".pdf":
        return scan.read_bytes()
    found = next(o for o in pypdfium2.PdfDocument(scan)[page - 1].get_objects() if isinstance(o, pypdfium2.PdfImage))
    return bytes(found.get_data(decode_simple=False))


def cost_of(scan: Path, page: int, forms: tuple[BallotForm, ...], spent: Counter[str]) -> Cost | None:
    """Decode the page alone, then read it whole (decode included); None when it is no JPEG."""
    data = np.frombuffer(stored_picture(scan, page), np.uint8)
    start = time.process_time()
    picture = cv2.imdecode(data, cv2.IMREAD_GRAYSCALE)
    decoded = time.process_time()
    if picture is None:
        return None
    spent.clear()
    outcome = read_page(scan, page, forms)
    done = time.process_time()
    return Cost(
        dpi=min(DPIS, key=lambda known: abs(known - max(picture.shape) * 25.4 / A4_LONG_MM)),
        decode=(decoded - start) * 1000,
        read=(done - decoded) * 1000,
        steps={step: spent[step] * 1000 for step in STEPS},
        unread=isinstance(outcome, UnreadPage),
    )


def invented(folder: Path, pages: int) -> tuple[list[Path], Path]:
    """An office scan of each resolution, and the form they were filled on."""
    campaign = parse_campaign(CAMPAIGN.read_text(encoding="utf-8"), CAMPAIGN.name)
    word_file = write_ballot(campaign, folder / "form.docx")
    batch = Batch(code="A01", group="A", distributor=campaign.units[0].name, copies=1)
    printed = write_print_run(to_pdf([word_file], folder)[0], batch, folder / "printed.pdf", campaign.ballot_print)
    form = ballot_form(read_table_form(word_file), campaign.ballot.choices)
    scans: list[Path] = []
    for dpi in DPIS:
        copier = replace(OFFICE, dpis=(dpi,), two_level_share=0.0, colour_share=0.0)
        sheets = Sheets(page_pdf=printed, form=form, mix=ORDINARY, copier=copier, copies=pages, seed=dpi)
        scans.append(folder / f"office-{dpi}.pdf")
        fill_batch(sheets, scans[-1])
    return scans, word_file


def measured(scans: list[Path], word_file: Path) -> list[Cost]:
    """The cost of every page."""
    forms = (ballot_form(read_table_form(word_file)),)
    places = [(scan, page) for scan in scans for page in range(1, count_pages(scan) + 1)]
    read_page(*places[0], forms)  # imports, compiled code and caches are not the page's cost
    with stopwatch() as spent:
        return [cost for scan, page in places if (cost := cost_of(scan, page, forms, spent))]


def show(costs: list[Cost]) -> dict[str, dict[str, float]]:
    """Print a line per resolution and its steps; give the same by resolution."""
    table: dict[str, dict[str, float]] = {}
    print(f"{'dpi':>5}{'pages':>7}{'unread':>8}{'decode ms':>11}{'read ms':>9}{'times the decode':>18}")
    for dpi in DPIS:
        group = [cost for cost in costs if cost.dpi == dpi]
        if not group:
            continue
        decode = statistics.median(cost.decode for cost in group)
        read = statistics.median(cost.read for cost in group)
        print(
            f"{dpi:>5}{len(group):>7}{sum(cost.unread for cost in group):>8}{decode:>11.1f}{read:>9.1f}"
            f"{read / decode:>18.1f}"
        )
        steps = {step: statistics.median(cost.steps[step] for cost in group) for step in STEPS}
        steps["the rest"] = read - sum(steps.values())
        table[str(dpi)] = {"plain decode": decode, "read": read, **steps}
        for step, cost in steps.items():
            print(f"{'':>20}{step:<16}{cost:>6.1f} ms{cost / decode:>8.2f} ×")
    return table


def main() -> None:
    """Print the costs by resolution."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("scan", nargs="?", type=Path)
    parser.add_argument("--form", type=Path)
    parser.add_argument("--pages", type=int, default=12, help="pages of each resolution")
    parser.add_argument("--json", type=Path, help="also write the figures to a file")
    wish = parser.parse_args()
    if wish.scan and not wish.form:
        parser.error("give the form with --form FORM.docx")
    cv2.setNumThreads(1)  # CPU time is compared, not waiting time
    with tempfile.TemporaryDirectory() as folder:
        scans, word_file = ([wish.scan], wish.form) if wish.scan else invented(Path(folder), wish.pages)
        table = show(measured(scans, word_file))
    if wish.json:
        wish.json.write_text(json.dumps(table, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
