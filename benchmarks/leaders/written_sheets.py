"""Sheets with writing in every place a person may write, from the pen to the units' letters."""

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

import numpy as np

from benchmarks.bounds import upper_bound
from benchmarks.leaders.opinion_letters import tell_letters
from benchmarks.leaders.written import invent_writing, write
from pingyi.domain.forms.form import BallotForm
from pingyi.domain.readings.reading import OPINION_AROUND, OPINION_CROP, OpinionPlace
from pingyi.domain.readings.score_reading import ScorePaper
from pingyi.generator.forms.ballot import write_ballot
from pingyi.generator.forms.leader_sheet import write_leader_sheet
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.samples.filler.copier import Copier
from pingyi.samples.filler.curves import Stroke
from pingyi.samples.filler.hand import Hand, Pen, PenKind, invent_hand, invent_pen
from pingyi.samples.filler.layout import Box, Layout, Picture, find_layout, render
from pingyi.samples.filler.scan_file import write_scan
from pingyi.samples.filler.scanning import ScannedPage, Sheet, scan
from pingyi.samples.filler.voters import ORDINARY, FilledPage, fill_page
from pingyi.store.base.store import Store
from pingyi.store.people.opinions import inked_boxes
from pingyi.workflow.desk.workspace import Workspace, working
from pingyi.workflow.init import start_workspace
from pingyi.workflow.leaders.scan import ScoreScanRequest, scan_scores
from pingyi.workflow.people.written.opinion_places import places_of
from pingyi.workflow.scans.forms_read import load_forms
from pingyi.workflow.scans.scan import ScanRequest, scan_into

MIX = replace(ORDINARY, opinions=0.0)  # written here instead
SHORT = ("不好", "差", "慢", "好", "推诿", "要改进", "服务差", "电话不通")  # where there is little room
BATCH, BODY = "A01", "L"
LINE_GREY, LINE_MM, LINES_FROM_MM = 130, 8.0, 25.0  # letter paper
Random = np.random.Generator


class Place(StrEnum):
    """Where somebody writes."""

    NOWHERE = "nowhere"
    BOX = "opinion box"
    PENCIL = "box, pencil"
    OVERRUN = "over the box's edge"
    BELOW = "under the notes"
    PENCIL_BELOW = "under the notes, pencil"
    LEFT = "left margin"
    RIGHT = "right margin"
    TOP = "over the heading"
    TITLE = "across the title"
    BETWEEN = "between the print of a row"
    BACK = "back of the sheet"
    EXTRA = "sheet of its own"
    LEADERS = "leaders' sheet, box"
    LEADERS_BELOW = "leaders' sheet, under the notes"


WHERE: Mapping[Place, tuple[str, ...]] = {  # the pictures it must be shown under
    Place.BOX: (OPINION_CROP, OPINION_AROUND),
    Place.PENCIL: (OPINION_CROP, OPINION_AROUND),
    Place.OVERRUN: (OPINION_AROUND,),
    Place.BELOW: (OpinionPlace.BELOW,),
    Place.PENCIL_BELOW: (OpinionPlace.BELOW,),
    Place.LEFT: (OpinionPlace.LEFT,),
    Place.RIGHT: (OpinionPlace.RIGHT,),
    Place.TOP: (OpinionPlace.ABOVE,),
    Place.TITLE: (OpinionPlace.ABOVE,),
    Place.BETWEEN: (OpinionPlace.TABLE,),
    Place.BACK: ("",),
    Place.EXTRA: ("",),
    Place.LEADERS: (OPINION_CROP, OPINION_AROUND),
    Place.LEADERS_BELOW: (OpinionPlace.BELOW,),
}
PENCILS = (Place.PENCIL, Place.PENCIL_BELOW)
OWN_PAGE = (Place.BACK, Place.EXTRA)
ON_LEADERS = (Place.LEADERS, Place.LEADERS_BELOW)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form as printed."""

    form: BallotForm
    layout: Layout
    pdf: Path
    docx: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Pens:
    """What people write, and by what machine it is scanned."""

    copier: Copier
    seed: int
    say: Callable[[Random], str]


Truth = dict[tuple[str, int], Place]  # by file and page


def measure(sheets: int, pens: Pens) -> None:
    """Print for each place what was found, shown elsewhere, only said, lost; false alarms; and what letters carry."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        workspace, _ = start_workspace(folder / "w")
        group = next(group for group in workspace.campaign.groups if group.key == BODY)
        choices = workspace.campaign.ballot.choices
        heads = (workspace.campaign.leaders.score_header,) if workspace.campaign.leaders else ()
        ballot = _form(write_ballot(workspace.campaign, workspace.ballot), choices)
        leaders = _form(write_leader_sheet(workspace.campaign, group, folder / "L.docx"), heads)
        truth: Truth = {}
        wanted = _wanted(sheets, pens.seed)
        for name, form, mine in (
            ("ballots.pdf", ballot, [place for place in wanted if place not in ON_LEADERS]),
            ("leaders.pdf", leaders, [place for place in wanted if place in ON_LEADERS]),
        ):
            write_scan(folder / name, _pages(form, mine, pens, (name, truth)))
        with working(workspace, "scan") as store:
            _scan(workspace, store, folder, leaders)
            _tell_found(store, truth)
            tell_letters(workspace, store, folder)


def _wanted(sheets: int, seed: int) -> list[Place]:
    """As many sheets with writing as without, mixed."""
    places = [place for place in Place if place is not Place.NOWHERE]
    wanted = [places[number % len(places)] for number in range(sheets)] + [Place.NOWHERE] * sheets
    return [wanted[int(at)] for at in np.random.default_rng(seed).permutation(len(wanted))]


def _form(path: Path, choices: tuple[str, ...]) -> Form:
    (pdf,) = to_pdf([path], path.parent)
    form = load_forms([path], choices)[0]
    return Form(form=form, layout=find_layout(pdf, form), pdf=pdf, docx=path)


def _pages(form: Form, wanted: list[Place], pens: Pens, kept: tuple[str, Truth]) -> Iterator[ScannedPage]:
    name, truth = kept
    page = 0
    for number, place in enumerate(wanted):
        rng = np.random.default_rng([pens.seed, number, len(wanted)])
        dpi = int(rng.choice(pens.copier.dpis))
        pen = _pencil(rng) if place in PENCILS else invent_pen(rng)
        hand = replace(invent_hand(rng, (8.0, 8.0)), pen=pen)
        filled = FilledPage(hand=hand, strokes=(), truth=())
        if place not in ON_LEADERS:  # of leaders' sheets only what stands beside the scores is looked at here
            filled = replace(fill_page(rng, form.form, form.layout, MIX), hand=hand)
        printed, blank = render(form.pdf, 0, dpi), np.full(render(form.pdf, 0, dpi).shape, 255, np.uint8)
        page += 1
        if place in OWN_PAGE:
            yield scan(rng, Sheet(printed=printed, dpi=dpi, filled=filled), pens.copier)
            page += 1
            paper = _lined(blank, dpi) if place is Place.EXTRA and rng.random() < 0.5 else blank
            alone = FilledPage(hand=hand, strokes=_strokes(form, place, hand, pens, rng), truth=())
            yield scan(rng, Sheet(printed=paper, dpi=dpi, filled=alone), pens.copier)
        else:
            strokes = filled.strokes + _strokes(form, place, hand, pens, rng)
            yield scan(rng, Sheet(printed=printed, dpi=dpi, filled=replace(filled, strokes=strokes)), pens.copier)
        truth[name, page] = place


def _pencil(rng: Random) -> Pen:
    while (pen := invent_pen(rng)).kind is not PenKind.PENCIL:
        pass
    return pen


def _lined(page: Picture, dpi: int) -> Picture:
    page = page.copy()
    for y in np.arange(LINES_FROM_MM, 280.0, LINE_MM) * dpi / 25.4:
        page[round(y) : round(y) + 2, round(15 * dpi / 25.4) : round(195 * dpi / 25.4)] = LINE_GREY
    return page


def _strokes(form: Form, place: Place, hand: Hand, pens: Pens, rng: Random) -> tuple[Stroke, ...]:
    if place is Place.NOWHERE:
        return ()
    text, box = _place(form, place, pens, rng)
    return write(rng, hand, box, text, invent_writing(rng, box))[0]


def _place(form: Form, place: Place, pens: Pens, rng: Random) -> tuple[str, Box]:
    """What is written, and the room for it, mm."""
    said, short = pens.say(rng), str(rng.choice(SHORT))
    most = {Place.OVERRUN: 24, Place.LEFT: 16, Place.RIGHT: 16, Place.TOP: 20, Place.TITLE: 14}
    return (short if place is Place.BETWEEN else said[: most.get(place)]), _room(form, place, rng)


def _room(form: Form, place: Place, rng: Random) -> Box:
    left, right, top, bottom = form.layout.xs[0], form.layout.xs[-1], form.layout.ys[0], form.layout.ys[-1]
    wide, high = form.layout.size_mm
    start, down = rng.uniform(0.0, 60.0), rng.uniform(top, bottom - 60)
    names = [row.labels[-1] for row in form.form.rows if len(row.labels) > 1]
    opinion = form.form.opinion
    box = form.layout.box(opinion) if opinion else Box(left=left, top=bottom - 20, right=right, bottom=bottom)
    under = Box(left=left + start, top=high - 22, right=right, bottom=high - 7)
    alone = Box(left=20 + start, top=rng.uniform(20, 120), right=190, bottom=280)
    rooms = {
        Place.OVERRUN: Box(left=box.left + start / 3, top=box.bottom - 3, right=right, bottom=box.bottom + 6),
        Place.BELOW: under,
        Place.PENCIL_BELOW: under,
        Place.LEADERS_BELOW: under,
        Place.LEFT: Box(left=left / 2 - 5, top=down, right=left / 2 + 5, bottom=down + 70),
        Place.RIGHT: Box(left=(right + wide) / 2 - 5, top=down, right=(right + wide) / 2 + 5, bottom=down + 70),
        Place.TOP: Box(left=left + 20 + start / 2, top=6, right=right - 35, bottom=15),
        Place.TITLE: Box(left=left + 30 + start / 2, top=14, right=right - 30, bottom=32),
        Place.BETWEEN: form.layout.box(names[int(rng.integers(len(names)))]),
        Place.BACK: alone,
        Place.EXTRA: alone,
    }
    return rooms.get(place, box)


def _scan(workspace: Workspace, store: Store, folder: Path, leaders: Form) -> None:
    still = lambda *_: None  # noqa: E731
    summary = scan_into(workspace, store, ScanRequest(scans=(folder / "ballots.pdf",), batch=BATCH), still)
    request = ScoreScanRequest(scans=(folder / "leaders.pdf",), paper=ScorePaper.LEADERS, batch=BODY, form=leaders.docx)
    scored = scan_scores(workspace, store, request, still)
    for page in (*summary.unread, *scored.unread):
        print("  unread:", page.message())


def _tell_found(store: Store, truth: Truth) -> None:
    shown = _shown(store)
    listed = {(page.page.source.file, page.page.source.page) for page in store.open_pages()}
    counts: dict[Place, Counter[str]] = {place: Counter() for place in Place}
    for at, place in truth.items():
        there, count = shown.get(at, frozenset[str]()), counts[place]
        count["sheets"] += 1
        count[_outcome(place, there, listed=at in listed)] += 1
        if place is not Place.NOWHERE and not there & set(WHERE[place]):
            print(f"  {at[0]} page {at[1]}: {place}, shown under {sorted(there) or 'nothing'}")
        elif place is Place.NOWHERE and there:
            print(f"  {at[0]} page {at[1]}: nothing written, shown under {sorted(there)}")
    every = Counter[str]()
    for place, count in counts.items():
        if place is Place.NOWHERE:
            wrong, clean = count["alarm"], count["sheets"]
            print(f"without writing: {clean}, shown all the same {wrong} (at most {upper_bound(wrong, clean):.2%})")
            continue
        every += count
        print(f"{place}: {count['sheets']}, found {count['found']}, elsewhere {count['elsewhere']}, "
              f"listed as unread {count['listed']}, lost {count['lost']}")  # fmt: skip
    found, sheets = every["found"] + every["elsewhere"], every["sheets"]
    print(f"all: {sheets}, found {found} = {found / sheets:.2%}, listed {every['listed']}, lost {every['lost']}")


def _outcome(place: Place, there: frozenset[str], *, listed: bool) -> str:
    if place is Place.NOWHERE:
        return "alarm" if there else "quiet"
    if there & set(WHERE[place]):
        return "found"
    return "elsewhere" if there else "listed" if listed else "lost"


def _shown(store: Store) -> dict[tuple[str, int], frozenset[str]]:
    """Under which pictures people are shown something, by file and page."""
    sql = "SELECT digest, source_file, source_page FROM {}"
    where = {
        row["digest"]: (row["source_file"], row["source_page"])
        for table in ("sheets", "score_pages", "unread_pages")
        for row in store.rows(sql.format(table))
    }
    return {
        where[box.sheet]: frozenset(picture.item for picture in places_of(store.crops, box))
        for box in inked_boxes(store)
    }
