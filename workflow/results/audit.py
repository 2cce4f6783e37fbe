"""`pingyi audit`: a public draw of sheets, seen blind by two people, against the counts; the risk that is left."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.results.audit import DEFAULT_CLAIM, Claim, Looked, Seen, UnitRisk, Unsure
from pingyi.domain.trust.head_code import head_code
from pingyi.generator.sheets.audit_sheet import AuditGrid, write_grid, write_pages
from pingyi.ground.errors import NotReadyError
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
from pingyi.workflow.desk.documents import AUDIT
from pingyi.workflow.desk.progress import Advance
from pingyi.workflow.desk.workspace import Workspace, kept_scan
from pingyi.workflow.results.audit_announced import announced_before, is_announced
from pingyi.workflow.results.audit_population import Marks, Population, population

FOLDER, PAGES_FILE = AUDIT, "抽查票样.pdf"
SEATS: tuple[Seat, Seat] = ("甲", "乙")


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


def make_draw(workspace: Workspace, store: Store, wish: DrawRequest, advance: Advance) -> tuple[Path, ...]:
    """
    Draw sheets by a public seed and write what the two people need, under `audit` in the workspace.

    With the seed of an earlier draw of the same count this one goes on where that ended: what both have seen is not
    written again. Raises what `population` raises, NotReadyError while this count was not made public.
    """
    campaign = workspace.campaign
    counted = population(campaign, store)
    if not is_announced(store, counted.digest):
        raise NotReadyError(
            "这次计票的摘要还没有公布，先抽取就证明不了什么；请运行 pingyi audit --announce，"
            "张贴或当众宣读公布单，再当众产生种子"
        )
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
    day = announced_before(store, drawn.population)
    public = f"（抽取前于{day}公布）" if day else "（抽取前没有公布）"
    of = f"所据计票摘要{head_code(drawn.population)}{public}"
    made = f"计票后抽查：种子“{drawn.seed}”，抽出{len(drawn.sheets)}张，{of}"
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


def _pictures(workspace: Workspace, wanted: Sequence[PagePlace], advance: Advance) -> Iterator[bytes]:
    from pingyi.scanner.files.page_picture import page_png  # noqa: PLC0415 - a notice tells of an audit without pictures

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
