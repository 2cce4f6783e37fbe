"""`pingyi audit`: a public draw of sheets, seen blind by two people, against the counts; the risk that is left."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from pingyi.domain.audit import Claim, Looked, Mark, Reported, Seen, UnitRisk, Unsure
from pingyi.domain.ballot import DraftBallot
from pingyi.domain.campaign import Campaign
from pingyi.domain.reading import Verdict
from pingyi.generator.sheets.audit_sheet import AuditGrid, write_grid, write_pages
from pingyi.ground.errors import NotReadyError, OpenDoubtsError
from pingyi.scanner.page.page_picture import page_png
from pingyi.store.base.store import Store
from pingyi.store.people.audits import (
    BLANK,
    MULTIPLE,
    UNSURE,
    Draw,
    Seat,
    Sight,
    SightPlace,
    add_draw,
    latest_draw,
    sights,
)
from pingyi.store.readings.places import PagePlace, places
from pingyi.tally.audit import draw as draw_sheets
from pingyi.tally.audit import rows_needed, unit_risk
from pingyi.tally.roster import seated
from pingyi.workflow.desk.progress import Advance
from pingyi.workflow.desk.workspace import Workspace, kept_scan
from pingyi.workflow.results.tally import settled_sheets

FOLDER, PAGES_FILE = "audit", "抽查票样.pdf"
SEATS: tuple[Seat, Seat] = ("甲", "乙")
DEFAULT_CLAIM = Claim(tolerance=Decimal(1), limit=Decimal("0.05"))
Marks = dict[str, dict[str, Mark]]  # by sheet and item


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """Every row that was counted, as it was counted."""

    marks: Marks
    units: Mapping[str, Mapping[str, str]]  # by sheet and item as printed: the unit's serial in the roster
    corrections: int  # decisions of people it rests on
    digest: str

    def reported(self, item: str, choices: int) -> Reported:
        """The counts of one unit, by its serial in the roster."""
        found = [
            mark for sheet, rows in self.marks.items() for row, mark in rows.items() if self.units[sheet][row] == item
        ]
        counts = tuple(found.count(place) for place in range(choices))
        return Reported(choices=counts, void=found.count(None))


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawRequest:
    """What to draw; without `sheets`, as many as the claim asks for if no row differs."""

    seed: str
    claim: Claim
    sheets: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A drawn row that was seen otherwise than counted, or on which the two people differ."""

    page: int  # of the PDF
    item: str
    counted: str
    seen: tuple[str, ...]  # by seat


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditReport:
    """How an audit stands; without a draw, what one would ask for."""

    population: str
    sheets: int
    claim: Claim
    asked: int  # sheets, if no row differs
    draw: Draw | None
    units: tuple[UnitRisk, ...]
    differences: tuple[Difference, ...]
    waiting: int  # rows of drawn sheets not seen by both yet

    @property
    def passed(self) -> bool:
        """Every unit's risk is at most the limit."""
        return bool(self.units) and all(unit.risk <= self.claim.limit for unit in self.units)


def population(campaign: Campaign, store: Store, corrections: int | None = None) -> Population:
    """
    What was counted, as of the first so many decisions of people.

    Raises NotReadyError before anything was scanned, OpenDoubtsError while rows are open, RosterError.
    """
    decided = store.corrections()[:corrections]
    ballots = settled_sheets(campaign, store, decided)
    if not ballots:
        raise NotReadyError("还没有扫描任何评议表，没有可抽查的；请先 pingyi scan")
    still_open = sum(len(ballot.open_rows) for ballot in ballots)
    if still_open:
        raise OpenDoubtsError(f"还有 {still_open} 行待人工判定；请先复核完（pingyi review）再抽查")
    marks = {ballot.sheet: dict(_marks(ballot, campaign)) for ballot in ballots}
    lines = sorted(f"{sheet} {item} {mark}" for sheet, rows in marks.items() for item, mark in rows.items())
    return Population(
        marks=marks,
        units=_units(ballots, campaign),
        corrections=len(decided),
        digest=hashlib.sha256("\n".join(lines).encode()).hexdigest(),
    )


def make_draw(workspace: Workspace, store: Store, wish: DrawRequest, advance: Advance) -> tuple[Path, ...]:
    """
    Draw sheets by a public seed and write what the two people need, under `audit` in the workspace.

    With the seed of an earlier draw of the same count this one goes on where that ended: what both have seen is not
    written again. Raises what `population` raises.
    """
    campaign = workspace.campaign
    counted = population(campaign, store)
    wanted = wish.sheets or _asked(counted, campaign, wish.claim)
    drawn = Draw(
        seed=wish.seed,
        claim=wish.claim,
        population=counted.digest,
        corrections=counted.corrections,
        sheets=tuple(sheet for kind in _kinds(counted.marks) for sheet in draw_sheets(kind, wish.seed, wanted)),
    )
    return _write(workspace, store, add_draw(store, drawn), counted, advance)


def _write(workspace: Workspace, store: Store, drawn: Draw, counted: Population, advance: Advance) -> tuple[Path, ...]:
    seen, campaign, folder = sights(store, drawn), workspace.campaign, workspace.root / FOLDER
    pages = {
        number: frozenset(counted.units[sheet].values())
        for number, sheet in enumerate(drawn.sheets, start=1)
        if any(
            SightPlace(sheet=sheet, item=item, seat=seat) not in seen for item in counted.marks[sheet] for seat in SEATS
        )
    }
    found = places(store, drawn.sheets)
    pictures = _pictures(workspace, [found[drawn.sheets[number - 1]] for number in pages], advance)
    book = write_pages(dict(zip(pages, pictures, strict=True)), folder / PAGES_FILE)
    rows = tuple((str(unit.serial), unit.name) for unit in campaign.units)
    grids = (
        AuditGrid(draw=drawn.number, seat=seat, rows=rows, pages=pages, choices=campaign.ballot.choices)
        for seat in SEATS
    )
    return book, *(write_grid(grid, folder / f"抽查表（{grid.seat}）.xlsx") for grid in grids)


def make_report(campaign: Campaign, store: Store) -> AuditReport:
    """
    How the latest draw bears out the scores.

    Raises NotReadyError when other sheets were counted since; what `population` raises.
    """
    drawn = latest_draw(store)
    counted = population(campaign, store, drawn.corrections if drawn else None)
    claim = drawn.claim if drawn else DEFAULT_CLAIM
    if drawn and drawn.population != counted.digest:
        raise NotReadyError("抽查之后又读入了评议表，抽查所依据的计票已经改变；请重新抽取：pingyi audit --draw 新种子")
    seen = sights(store, drawn) if drawn else {}
    looked = _looked(drawn, counted, seen, campaign) if drawn else {}
    weights = _weights(campaign)
    items = [str(unit.serial) for unit in campaign.units] if drawn else []
    return AuditReport(
        population=counted.digest,
        sheets=len(counted.marks),
        claim=claim,
        asked=_asked(counted, campaign, claim),
        draw=drawn,
        units=tuple(
            unit_risk(item, counted.reported(item, len(weights)), looked[item], weights, claim) for item in items
        ),
        differences=tuple(_differences(drawn, counted, seen, campaign)) if drawn else (),
        waiting=sum(len(counted.marks[sheet]) for sheet in drawn.sheets) - sum(map(len, looked.values()))
        if drawn
        else 0,
    )


def audit_words(campaign: Campaign, store: Store) -> str:
    """For a formal notice, Chinese: which audit was made of what it counts, or that none was."""
    drawn = latest_draw(store)
    if drawn is None:
        return "计票后没有抽查。"
    made = f"计票后抽查：种子“{drawn.seed}”，抽出{len(drawn.sheets)}张，所据计票摘要前12位{drawn.population[:12]}"
    try:
        report = make_report(campaign, store)
    except NotReadyError:
        return f"{made}；抽查以后计票又变过，不作数。"
    if report.waiting:
        return f"{made}；还有{report.waiting}行没有看完。"
    claim = f"每个单位评议得分与所报相差不到{report.claim.tolerance}分、误放风险不超过{report.claim.limit:.0%}"
    return f"{made}；不一致{len(report.differences)}行，{'证明' if report.passed else '还不能证明'}{claim}。"


def _weights(campaign: Campaign) -> list[float | None]:
    return [float(choice.weight) if choice.counts else None for choice in campaign.choices]


def _asked(counted: Population, campaign: Campaign, claim: Claim) -> int:
    weights = _weights(campaign)
    counts = (counted.reported(str(unit.serial), len(weights)) for unit in campaign.units)
    return max(rows_needed(reported, weights, claim) for reported in counts)


def _kinds(marks: Marks) -> Iterator[list[str]]:
    """Sheets with the same units on them: each page of a ballot of several pages is drawn for itself."""
    kinds: dict[frozenset[str], list[str]] = defaultdict(list)
    for sheet, rows in marks.items():
        kinds[frozenset(rows)].append(sheet)
    yield from kinds.values()


def _units(ballots: Sequence[DraftBallot], campaign: Campaign) -> dict[str, dict[str, str]]:
    """Whose row is whose: one mapping for all sheets that print the same rows."""
    kept: dict[tuple[tuple[str, str], ...], dict[str, str]] = {}
    found = {}
    for ballot in ballots:
        printed = tuple((row.item, row.name) for row in ballot.rows)
        if printed not in kept:
            (at_seats,) = seated([ballot], campaign)
            kept[printed] = {row.item: seat.item for row, seat in zip(ballot.rows, at_seats.rows, strict=True)}
        found[ballot.sheet] = kept[printed]
    return found


def _marks(ballot: DraftBallot, campaign: Campaign) -> Iterator[tuple[str, Mark]]:
    for row in ballot.rows:
        yield row.item, campaign.ballot.choices.index(row.choice) if row.verdict is Verdict.VALID else None


def _pictures(workspace: Workspace, wanted: Sequence[PagePlace], advance: Advance) -> Iterator[bytes]:
    for done, place in enumerate(wanted):
        advance("取票样", done, len(wanted))
        yield page_png(kept_scan(workspace.scans, place.scan), place.page, place.turn)
    advance("取票样", len(wanted), len(wanted))


def _looked(
    drawn: Draw, counted: Population, seen: Mapping[SightPlace, Sight], campaign: Campaign
) -> dict[str, list[Looked]]:
    """Rows both have seen, by item, in the order of the draw, up to the first that was not: samples have no gaps."""
    found: dict[str, list[Looked]] = {str(unit.serial): [] for unit in campaign.units}
    ended: set[str] = set()
    for sheet in drawn.sheets:
        for item, mark in counted.marks[sheet].items():
            both = [seen.get(SightPlace(sheet=sheet, item=item, seat=seat)) for seat in SEATS]
            unit = counted.units[sheet][item]
            if None in both:
                ended.add(unit)
            if unit not in ended:
                found[unit].append(Looked(reported=mark, seen=_agreed([s.seen for s in both if s], campaign)))
    return found


def _agreed(words: Iterable[str], campaign: Campaign) -> Seen:
    first, second = words
    if first != second or first == UNSURE:
        return Unsure.UNSURE
    return None if first in (BLANK, MULTIPLE) else campaign.ballot.choices.index(first)


def _differences(
    drawn: Draw, counted: Population, seen: Mapping[SightPlace, Sight], campaign: Campaign
) -> Iterator[Difference]:
    for page, sheet in enumerate(drawn.sheets, start=1):
        for item, mark in counted.marks[sheet].items():
            both = [seen.get(SightPlace(sheet=sheet, item=item, seat=seat)) for seat in SEATS]
            words = tuple(sight.seen for sight in both if sight)
            if len(words) == len(SEATS) and _agreed(words, campaign) != mark:
                word = "废票" if mark is None else campaign.ballot.choices[mark]
                yield Difference(
                    page=page, item=counted.units[sheet][item], counted=word, seen=tuple(SHOWN.get(w, w) for w in words)
                )


SHOWN = {BLANK: "不选", MULTIPLE: "多选", UNSURE: "看不准"}
