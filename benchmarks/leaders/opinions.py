"""How well opinions are drafted: sentences in invented handwriting, through the copier, read and compared.

    python -m benchmarks.leaders.opinions [--pages 60] [--copier office] [--show DIR]
    python -m benchmarks.leaders.opinions --sheets 300 [--copier office]

--sheets: so many sheets with writing in every place a person may write, and as many without, all the way from the scan
to the units' letters: found, lost, shown without cause, units given.
Simulated writing (strokes of public character data, moved by an invented hand): real handwriting will read worse.
"""

import argparse
import tempfile
from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import cv2
import numpy as np
from rapidfuzz.distance import Levenshtein

from benchmarks.forms import official_campaign, official_form
from benchmarks.leaders.written import PEOPLE_SAY, invent_writing, write
from benchmarks.leaders.written_sheets import Pens, measure
from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.forms.form import BallotForm
from pingyi.domain.handed_in.naming import units_named
from pingyi.domain.readings.reading import OPINION_CROP, SheetReading, Source
from pingyi.samples.filler.copier import CLEAN, OFFICE, PHOTO, ROUGH, Copier
from pingyi.samples.filler.layout import Layout, find_layout, render
from pingyi.samples.filler.scanning import Sheet, scan
from pingyi.samples.filler.voters import ORDINARY, fill_page
from pingyi.scanner.reader import read_picture
from pingyi.scanner.writing.handwriting import draft

COPIERS = {"clean": CLEAN, "office": OFFICE, "rough": ROUGH, "photo": PHOTO}
MIX = replace(ORDINARY, opinions=0.0)  # written here instead


@dataclass(frozen=True, slots=True)
class Desk:
    """What every page is made from."""

    campaign: Campaign
    form: BallotForm
    layout: Layout
    page: Path
    copier: Copier


def main() -> None:
    """Write, scan, read, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--copier", choices=COPIERS, default="office")
    parser.add_argument("--show", type=Path, help="write crops here")
    parser.add_argument("--sheets", type=int, default=0)
    asked = parser.parse_args()
    if asked.sheets:
        campaign = official_campaign()
        say = partial(_said, campaign)
        measure(asked.sheets, Pens(copier=COPIERS[asked.copier], seed=asked.seed, say=say))
        return
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        desk = _desk(Path(folder), COPIERS[asked.copier])
        for number in range(asked.pages):
            found.update(_page(desk, number, asked))
    _tell(found, asked.copier)


def _desk(folder: Path, copier: Copier) -> Desk:
    printed = official_form(folder)
    return Desk(
        campaign=official_campaign(),
        form=printed.form,
        layout=find_layout(printed.page_pdf, printed.form),
        page=printed.page_pdf,
        copier=copier,
    )


def _text(rng: np.random.Generator, campaign: Campaign) -> tuple[str, set[int]]:
    """One to four sentences, and the serials they name."""
    said = [_sentence(rng, campaign) for _ in range(int(rng.choice([1, 2, 3, 4], p=[0.5, 0.25, 0.15, 0.1])))]
    return "。".join(words for words, _ in said), set().union(*(serials for _, serials in said))


def _said(campaign: Campaign, rng: np.random.Generator) -> str:
    return _text(rng, campaign)[0]


def _sentence(rng: np.random.Generator, campaign: Campaign) -> tuple[str, set[int]]:
    """What is written, and the serials it names: by the official name or the alias, without the district."""
    said = str(rng.choice(PEOPLE_SAY))
    first, second = rng.choice(len(campaign.units), 2, replace=False)
    short = {official: alias for alias, official in campaign.aliases.items()}
    names = [campaign.units[i].name for i in (first, second)]
    called = [short.get(name, name) if rng.random() < 0.5 else name for name in names]
    text = said.format(u=called[0].removeprefix("区"), v=called[1].removeprefix("区"), n=first + 1)
    serials = {int(first) + 1} if "{u}" in said or "{n}" in said else set()
    return text, serials | ({int(second) + 1} if "{v}" in said else set())


def _page(desk: Desk, number: int, asked: argparse.Namespace) -> Counter[str]:
    rng = np.random.default_rng([asked.seed, number])
    filled = fill_page(rng, desk.form, desk.layout, MIX)
    found = Counter(pages=1)
    lines: tuple[str, ...] = ()
    serials: set[int] = set()
    if number % 4:  # every fourth writes nothing
        assert desk.form.opinion is not None  # noqa: S101 - the official form has one
        box = desk.layout.box(desk.form.opinion)
        text, serials = _text(rng, desk.campaign)
        strokes, lines = write(rng, filled.hand, box, text, invent_writing(rng, box))
        filled = replace(filled, strokes=filled.strokes + strokes)
    dpi = int(rng.choice(desk.copier.dpis))
    page = scan(rng, Sheet(printed=render(desk.page, 0, dpi), dpi=dpi, filled=filled), desk.copier)
    grey = cv2.imdecode(np.frombuffer(page.data, np.uint8), cv2.IMREAD_GRAYSCALE)
    read = read_picture(grey, Source(file="", page=number + 1), (desk.form,))
    if not isinstance(read, SheetReading):
        return found + Counter(unread=1)
    found[("found" if read.has_opinion else "missed") if lines else ("imagined" if read.has_opinion else "empty")] += 1
    if lines and read.has_opinion:
        found += _compare(read.crops[OPINION_CROP], lines, serials, desk.campaign)
        if asked.show:
            asked.show.mkdir(parents=True, exist_ok=True)
            (asked.show / f"{number:03}.png").write_bytes(read.crops[OPINION_CROP])
            print(
                number, len(lines), "".join(lines), "|", "/".join(line.text for line in draft(read.crops[OPINION_CROP]))
            )
    return found


def _compare(crop: bytes, lines: tuple[str, ...], serials: set[int], campaign: Campaign) -> Counter[str]:
    drafted = draft(crop)
    true, text = "".join(lines), "".join(line.text for line in drafted)
    linked = {unit.serial for unit in units_named(text, campaign)}
    return Counter(
        characters=len(true),
        wrong=Levenshtein.distance(true, text),
        split_right=int(len(drafted) == len(lines)),
        several=int(len(lines) > 1),
        named=len(serials),
        linked=len(linked & serials),
        linked_wrongly=len(linked - serials),
    )


def _tell(found: Counter[str], copier: str) -> None:
    boxes, characters = found["found"], max(1, found["characters"])
    print(f"{copier}: {found['pages']} pages, {found['unread']} unread")
    empty = found["empty"] + found["imagined"]
    print(f"opinions found {boxes}, missed {found['missed']}; imagined {found['imagined']} of {empty} empty boxes")
    print(f"lines split right in {found['split_right']} of {boxes} boxes ({found['several']} with several lines)")
    print(f"characters wrong: {found['wrong']} of {found['characters']} = {found['wrong'] / characters:.1%}")
    print(f"units linked: {found['linked']} of {found['named']}; wrongly {found['linked_wrongly']}")


if __name__ == "__main__":
    main()
