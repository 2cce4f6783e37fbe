"""
Writing about the table of 附件3, on its first page and where its report goes on: found, and shown without cause.

    python -m benchmarks.leaders.report_margins [--pages 120] [--copier rough] [--seed 5]

Half of the pages bear nothing. Strokes of public character data, moved by a hand of our own.
"""

import argparse
import tempfile
from collections import Counter
from enum import StrEnum
from itertools import chain
from pathlib import Path

import numpy as np

from benchmarks.bounds import upper_bound
from benchmarks.leaders.unit_pages import DPI, long_pages, printed_forms
from benchmarks.leaders.written import PEOPLE_SAY, invent_writing, write
from benchmarks.leaders.written_sheets import SHORT
from pingyi.domain.campaign.file import parse_campaign
from pingyi.domain.readings.reading import OpinionPlace
from pingyi.domain.readings.score_reading import ReportPage, ScorePage
from pingyi.samples.filler.copier import OFFICE, ROUGH
from pingyi.samples.filler.hand import invent_hand
from pingyi.samples.filler.layout import Box, Picture
from pingyi.samples.filler.scan_file import write_scan
from pingyi.samples.filler.scanning import Sheet, scan
from pingyi.samples.filler.voters import FilledPage
from pingyi.scanner.scores.score_report import read_analysis_page
from pingyi.workflow.init import default_campaign_text
from pingyi.workflow.leaders.scan import roster_of

UNITS = 6
Random = np.random.Generator


class Where(StrEnum):
    """Where somebody writes."""

    NOWHERE = "nowhere"
    LEFT = "left margin"
    RIGHT = "right margin"
    BELOW = "under the table"
    TOP = "over the title"
    TITLE = "beside the title"


ROOMS = {  # mm on A4; the table lies from 24 to 186, its first row begins at 49
    Where.LEFT: Box(left=8, top=60, right=18, bottom=200),
    Where.RIGHT: Box(left=191, top=60, right=202, bottom=200),
    Where.BELOW: Box(left=30, top=267, right=180, bottom=276),
    Where.TOP: Box(left=60, top=10, right=180, bottom=19),
    Where.TITLE: Box(left=158, top=34, right=196, bottom=44),
}
SHOWN = {Where.LEFT: OpinionPlace.LEFT, Where.RIGHT: OpinionPlace.RIGHT, Where.BELOW: OpinionPlace.BELOW}


def main() -> None:
    """Print for each place how many were found, and where nothing was written what is shown all the same."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=120)
    parser.add_argument("--copier", choices=("office", "rough"), default="office")
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="folder for pages that were told wrongly")
    wish = parser.parse_args()
    campaign = parse_campaign(default_campaign_text(), "campaign.toml")
    copier, roster = {"office": OFFICE, "rough": ROUGH}[wish.copier], roster_of(campaign)
    counts: dict[Where, Counter[str]] = {where: Counter() for where in Where}
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        units = campaign.units[:UNITS]
        first = [form.page for form in printed_forms(campaign, units, folder / "one")]
        pages = [*first, *chain.from_iterable(long_pages(campaign, units, folder / "long"))]
        for number in range(wish.pages):
            rng = np.random.default_rng([wish.seed, number])
            where = list(Where)[1:][(number // 2) % (len(Where) - 1)] if number % 2 else Where.NOWHERE
            some = first if where is Where.TITLE else pages  # where the report goes on no title is printed
            sheet = _sheet(some[int(rng.integers(len(some)))], where, rng)
            path = folder / f"{number}.pdf"
            write_scan(path, iter([scan(rng, sheet, copier)]))
            read = read_analysis_page(path, 1, roster)
            shown = isinstance(read, ScorePage) and read.has_opinion
            written = isinstance(read, ReportPage) and read.page.written
            known = isinstance(read, (ScorePage, ReportPage))
            told = "shown" if shown or written else "quiet" if known else "unread"
            counts[where][told] += 1
            if told != ("quiet" if where is Where.NOWHERE else "shown"):
                places = sorted(set(read.crops) - {"0"}) if isinstance(read, ScorePage) else type(read).__name__
                print(f"  page {number}: {where}, {told} {places}", flush=True)
                if wish.keep:
                    wish.keep.mkdir(exist_ok=True)
                    (wish.keep / f"{number}.pdf").write_bytes(path.read_bytes())
    for where, count in counts.items():
        every = sum(count.values())
        print(f"{where}: {every}, shown {count['shown']}, quiet {count['quiet']}, unread {count['unread']}")
    clean = counts[Where.NOWHERE]
    print(f"shown without cause: at most {upper_bound(clean['shown'], sum(clean.values())):.1%} at 95 %")


def _sheet(page: Picture, where: Where, rng: Random) -> Sheet:
    hand = invent_hand(rng, (8.0, 8.0))
    strokes = ()
    if where is not Where.NOWHERE:
        box = ROOMS[where]
        said = str(rng.choice(SHORT if where is Where.TITLE else PEOPLE_SAY)).format(u="区教育局", v="", n=7)
        strokes = write(rng, hand, box, said, invent_writing(rng, box))[0]
    return Sheet(printed=page, dpi=DPI, filled=FilledPage(hand=hand, strokes=strokes, truth=()))


if __name__ == "__main__":
    main()
