"""
Reads the same pages by two states of the program and names every page of which anything became another.

    python -m benchmarks.reading.same_readings DIR... --keep FILE [--fresh 40]     # by the state before
    python -m benchmarks.reading.same_readings DIR... --against FILE [--fresh 40]  # by the state after

DIRs are sets as benchmarks.reading.accuracy reads them; --fresh adds so many pages of the official ballot and of one
nobody printed, by the rough copier. Held against each other are rows with their doubts and confidence, marks, turns,
placements and pictures.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np

from benchmarks.forms import invent_form, official_campaign, official_form
from benchmarks.one_table import ballot_form, read_table_form
from benchmarks.reading.accuracy import pairs
from pingyi.domain.forms.form import BallotForm
from pingyi.domain.readings.reading import PageOutcome, Source, UnreadPage
from pingyi.samples.filler.copier import PRESETS
from pingyi.samples.filler.layout import find_layout
from pingyi.samples.filler.sheets import Sheets, fill_sheet
from pingyi.samples.filler.voters import UNRULY
from pingyi.scanner.files.pages import count_pages
from pingyi.scanner.reader import read_page, read_picture

SEED = 23


def told(outcome: PageOutcome) -> dict[str, object]:
    """Everything of a page that is stored or shown, pictures by their digest."""
    if isinstance(outcome, UnreadPage):
        return {"unread": outcome.reason, "detail": outcome.detail}
    return {
        "rows": [asdict(row) for row in outcome.rows],
        "mark": [outcome.mark, outcome.batch_code, outcome.turn, outcome.has_opinion],
        "placement": _digest(outcome.placement),
        "crops": {item: _digest(picture) for item, picture in sorted(outcome.crops.items())},
    }


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def _form(folder: Path) -> tuple[BallotForm, ...]:
    """The form of a set. Raises FileNotFoundError without one."""
    paths = (folder / "form.docx", folder.parent / "blank.docx")
    word_file = next((path for path in paths if path.is_file()), None)
    if word_file is None:
        raise FileNotFoundError(f"no form for {folder}")
    return (ballot_form(read_table_form(word_file)),)


def of_sets(folders: Sequence[Path]) -> Iterator[tuple[str, PageOutcome]]:
    """Every page of the sets, called by set, file and page."""
    for folder in folders:
        forms = _form(folder)
        for scan, _ in pairs(folder):
            for page in range(1, count_pages(scan) + 1):
                yield f"{folder.name} {scan.name} {page}", read_page(scan, page, forms)


def of_fresh(pages: int) -> Iterator[tuple[str, PageOutcome]]:
    """Invented pages, the same each time."""
    with TemporaryDirectory() as kept:
        folder = Path(kept)
        other = invent_form(np.random.default_rng(SEED), official_campaign(), folder / "other.docx")
        for printed, name in ((official_form(folder), "official"), (other, "other")):
            layout = find_layout(printed.page_pdf, printed.form)
            sheets = Sheets(
                page_pdf=printed.page_pdf, form=printed.form, mix=UNRULY, copier=PRESETS["rough"], copies=1, seed=SEED
            )
            for number in range(pages // 2):
                scanned, _ = fill_sheet(sheets, layout, number)
                grey = np.asarray(cv2.imdecode(np.frombuffer(scanned.data, np.uint8), cv2.IMREAD_GRAYSCALE))
                yield f"{name} {number}", read_picture(grey, Source(file=name, page=number + 1), (printed.form,))


def main() -> None:
    """Keep what is read, or hold it against what was kept; 1 where a page differs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path, metavar="DIR")
    parser.add_argument("--fresh", type=int, default=0)
    way = parser.add_mutually_exclusive_group(required=True)
    way.add_argument("--keep", type=Path)
    way.add_argument("--against", type=Path)
    wish = parser.parse_args()
    read = {name: told(outcome) for name, outcome in chain(of_sets(wish.folders), of_fresh(wish.fresh))}
    text = json.dumps(read, ensure_ascii=False, sort_keys=True)
    if wish.keep:
        wish.keep.write_text(text, encoding="utf-8")
        print(f"{len(read)} pages kept")
        return
    before, now = json.loads(wish.against.read_text(encoding="utf-8")), json.loads(text)
    others = sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))
    print(f"{len(now)} pages, {len(others)} of them read otherwise", *others, sep="\n  ")
    sys.exit(bool(others))


if __name__ == "__main__":
    main()
