"""
CPU time of reading a page against the decode of the same picture, by resolution.

    python benchmarks/speed.py [--pages N] [SCAN --form FORM.docx]

Without a SCAN the default campaign's ballot is printed (LibreOffice) and filled by the invented office. The decode is
what no reader can avoid: JPEG bytes to grey pixels. Each time is the median over the pages, in one process.
"""

import argparse
import statistics
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

import cv2

from domain.campaign import Batch
from domain.campaign_file import parse_campaign
from domain.form import BallotForm, ballot_form
from domain.reading import UnreadPage
from generator.ballot import write_ballot
from generator.pdf import to_pdf
from generator.print_run import write_print_run
from generator.table_form import read_table_form
from samples.filler.copier import OFFICE
from samples.filler.sheets import Sheets, fill_batch
from samples.filler.voters import ORDINARY
from scanner.pages import count_pages, load_page
from scanner.reader import read_page

DPIS = (150, 200, 300)
A4_LONG_MM = 297.0
CAMPAIGN = Path(__file__).parent.parent / "templates" / "campaign-2024.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """CPU milliseconds of one page; `dpi` as the picture's longer side on A4 would have it."""

    dpi: int
    decode: float
    read: float
    unread: bool


def cost_of(scan: Path, page: int, forms: tuple[BallotForm, ...]) -> Cost:
    """Decode the page alone, then read it whole (decode included)."""
    start = time.process_time()
    picture = load_page(scan, page)
    decoded = time.process_time()
    outcome = read_page(scan, page, forms)
    done = time.process_time()
    dpi = min(DPIS, key=lambda known: abs(known - max(picture.shape) * 25.4 / A4_LONG_MM))
    return Cost(
        dpi=dpi,
        decode=(decoded - start) * 1000,
        read=(done - decoded) * 1000,
        unread=isinstance(outcome, UnreadPage),
    )


def invented(folder: Path, pages: int) -> tuple[list[Path], Path]:
    """An office scan of each resolution, and the form they were filled on."""
    campaign = parse_campaign(CAMPAIGN.read_text(encoding="utf-8"), CAMPAIGN.name)
    word_file = write_ballot(campaign, folder / "form.docx")
    batch = Batch(code="A01", group="A", distributor=campaign.units[0].name, copies=1)
    printed = write_print_run(to_pdf([word_file], folder)[0], batch, folder / "printed.pdf")
    form = ballot_form(read_table_form(word_file), campaign.ballot.choices)
    scans: list[Path] = []
    for dpi in DPIS:
        copier = replace(OFFICE, dpis=(dpi,), two_level_share=0.0, colour_share=0.0)
        sheets = Sheets(page_pdf=printed, form=form, mix=ORDINARY, copier=copier, copies=pages, seed=dpi)
        scans.append(folder / f"office-{dpi}.pdf")
        fill_batch(sheets, scans[-1])
    return scans, word_file


def main() -> None:
    """Print one line per resolution."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("scan", nargs="?", type=Path)
    parser.add_argument("--form", type=Path)
    parser.add_argument("--pages", type=int, default=12, help="pages of each resolution")
    wish = parser.parse_args()
    if wish.scan and not wish.form:
        parser.error("give the form with --form FORM.docx")
    cv2.setNumThreads(1)  # CPU time is compared, not waiting time
    with tempfile.TemporaryDirectory() as folder:
        scans, word_file = ([wish.scan], wish.form) if wish.scan else invented(Path(folder), wish.pages)
        forms = (ballot_form(read_table_form(word_file)),)
        places = [(scan, page) for scan in scans for page in range(1, count_pages(scan) + 1)]
        read_page(*places[0], forms)  # imports and caches are not the page's cost
        costs = [cost_of(scan, page, forms) for scan, page in places]
    print(f"{'dpi':>5}{'pages':>7}{'unread':>8}{'decode ms':>11}{'read ms':>9}{'times the decode':>18}")
    for dpi in DPIS:
        group = [cost for cost in costs if cost.dpi == dpi]
        if group:
            decode = statistics.median(cost.decode for cost in group)
            read = statistics.median(cost.read for cost in group)
            unread = sum(cost.unread for cost in group)
            print(f"{dpi:>5}{len(group):>7}{unread:>8}{decode:>11.1f}{read:>9.1f}{read / decode:>18.1f}")


if __name__ == "__main__":
    main()
