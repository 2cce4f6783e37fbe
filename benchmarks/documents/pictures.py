"""
Renders every document of a campaign to sheets of small pages (PNG), for looking at.

    python -m benchmarks.documents.pictures DIR [--only 2024|longest|second|small] [--width PIXELS|0] [--lengths N]

Four campaigns, their results invented: the 2024 one, the same with the longest names, a second district of 83 units in
9 series, and one of 7 units. Beside each sheet lies the document itself; each is measured by the format checker as
well, and by where its record block stands. With --lengths each is made at so many lengths: every one has a passage more
and a unit less than the one before. What cannot be made is told, the others go on.
With --width 0 only what has a fault is drawn.
"""

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pypdfium2
from PIL import Image

from benchmarks.forms import official_campaign
from pingyi.checker.check import check
from pingyi.domain.campaign.campaign import Batch, Campaign
from pingyi.domain.campaign.points import Component
from pingyi.domain.campaign.scheme import questions
from pingyi.domain.readings.ballot import Tally
from pingyi.domain.results.score import ScoreSheet
from pingyi.generator.documents.feedback import Feedback, write_feedback
from pingyi.generator.documents.notice import write_notice
from pingyi.generator.documents.notice_text import Occasion
from pingyi.generator.documents.plan import write_plan
from pingyi.generator.forms.analysis import write_analysis
from pingyi.generator.forms.ballot import write_ballot
from pingyi.generator.forms.leader_sheet import write_leader_sheet
from pingyi.generator.word.record_place import pages_lacking, printed_in_place, record_words
from pingyi.ground.errors import PingyiError
from pingyi.samples.invented_results import invented_outside, invented_tally
from pingyi.samples.second_district import longest_names, second_campaign
from pingyi.scoring.score import score
from pingyi.workflow.init import sample_batches

PAGES_A_SHEET, COLUMNS = 12, 4
GAP = 6  # pixels between pages
WIDTH = 620  # of a page, pixels
OPEN_ROWS = 12
PASSAGE = "各单位要按照要求认真组织实施，逐项对照检查工作完成情况，并于规定期限以前将有关材料报送至办公室汇总。（虚构）"
Write = Callable[[int], Path]
OPINIONS = (
    "路灯坏了，请派人来修。",
    "办事窗口中午没有人值班，希望安排轮班，并把联系电话贴在门口，方便群众咨询。（虚构）",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """A campaign with invented results."""

    campaign: Campaign
    tally: Tally
    sheet: ScoreSheet
    day: date


@dataclass(slots=True)
class Sums:
    """What a run came to."""

    made: int = 0
    failed: int = 0
    faults: int = 0
    overlaps: int = 0
    records: int = 0


def invented_year(campaign: Campaign, *, open_rows: int = 0) -> Year:
    """Results of a campaign, the notice due in March of the next year."""
    batches: tuple[Batch, ...] = tuple(sample_batches(campaign))
    tally = invented_tally(campaign, batches, campaign.about.year, open_rows=open_rows)
    sheet = score(campaign, tally, invented_outside(campaign, campaign.about.year), draft=bool(open_rows))
    return Year(campaign=campaign, tally=tally, sheet=sheet, day=date(campaign.about.year + 1, 3, 7))


def confirmed(campaign: Campaign) -> Campaign:
    """The campaign with every policy signed, and with charts."""
    signed = {
        name: policy.model_copy(update={"confirmed": True, "confirmed_by": "张某（虚构）", "witness": "李某（虚构）"})
        for name, policy in questions(campaign)
    }
    notice = campaign.notice.model_copy(update={"charts": True})
    return campaign.model_copy(update={"policies": campaign.policies.model_copy(update=signed), "notice": notice})


def small_campaign(campaign: Campaign) -> Campaign:
    """One unit a series."""
    return _of_units(campaign, [list(series.units[:1]) for series in campaign.series])


def at_length(campaign: Campaign, number: int) -> Campaign:
    """The campaign with `number` passages more in its notice, and as many units less, the largest series first."""
    lists = [list(series.units) for series in campaign.series]
    for _ in range(number):
        longest = max(lists, key=len)
        if len(longest) > 1:
            longest.pop()
    requests = (*campaign.notice.requests, *[PASSAGE] * number)
    notice = campaign.notice.model_copy(update={"requests": requests})
    return _of_units(campaign, lists).model_copy(update={"notice": notice})


def _of_units(campaign: Campaign, lists: Sequence[Sequence[str]]) -> Campaign:
    series = tuple(
        old.model_copy(update={"units": tuple(units)}) for old, units in zip(campaign.series, lists, strict=True)
    )
    kept = {name for units in lists for name in units}
    aliases = {alias: name for alias, name in campaign.aliases.items() if name in kept}
    varied = campaign.model_copy(update={"series": series, "aliases": aliases})
    for cached in ("units", "_named"):  # a copy carries the old roster along
        varied.__dict__.pop(cached, None)
    return varied


def record_faults(pdf: Path) -> int:
    """One where the record block has not an even page's foot to itself; a document may have none."""
    words = record_words(pdf.with_suffix(".docx"))
    return int(bool(words) and pages_lacking(pdf, words) != 0)


def documents(campaign: Campaign, folder: Path) -> Iterator[tuple[str, Write]]:
    """Each document's name and what writes it, so many pages begun before its record block."""
    longest = max(campaign.units, key=lambda unit: len(unit.name))

    def notice(*, final: bool, pages: int) -> Path:
        year = invented_year(confirmed(campaign) if final else campaign, open_rows=0 if final else OPEN_ROWS)
        occasion = Occasion(campaign=year.campaign, tally=year.tally, sheet=year.sheet, final=final, day=year.day)
        path = folder / f"notice-{'final' if final else 'draft'}.docx"
        return write_notice(occasion, path, pages_before_record=pages)

    def feedback() -> Path:
        year = invented_year(campaign)
        mine = year.sheet.units[longest.serial - 1]
        told = Feedback(
            unit=longest, score=mine, tally=year.tally, opinions=OPINIONS, day=year.day, draft=True,
            ranked=sum(unit.ranked_in == mine.ranked_in for unit in year.sheet.units),
        )  # fmt: skip
        return write_feedback(campaign, told, folder / "feedback.docx")

    leaders = next((group for group in campaign.groups if group.component is not Component.VOTES), None)
    yield "plan", lambda pages: write_plan(campaign, folder / "plan.docx", pages_before_record=pages)
    yield "ballot", lambda _: write_ballot(campaign, folder / "ballot.docx")
    yield "analysis", lambda _: write_analysis(campaign, longest.name, folder / "analysis.docx")
    if leaders is not None:
        yield "leaders", lambda _: write_leader_sheet(campaign, leaders, folder / "leaders.docx")
    yield "notice-draft", lambda pages: notice(final=False, pages=pages)
    yield "notice-final", lambda pages: notice(final=True, pages=pages)
    yield "feedback", lambda _: feedback()


def sheets(pdf: Path, width: int) -> Iterator[Image.Image]:
    """The document's pages side by side, so many a sheet."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.render(scale=width / page.get_width()).to_pil() for page in document]
    for start in range(0, len(pages), PAGES_A_SHEET):
        shown = pages[start : start + PAGES_A_SHEET]
        columns, height = min(COLUMNS, len(shown)), max(page.height for page in shown)
        size = (columns * (width + GAP), -(-len(shown) // columns) * (height + GAP))
        sheet = Image.new("RGB", size, "grey")
        for place, page in enumerate(shown):
            sheet.paste(page, (place % columns * (width + GAP), place // columns * (height + GAP)))
        yield sheet


def main() -> None:
    """Render all; count what could not be made."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", choices=("2024", "longest", "second", "small"))
    parser.add_argument("--lengths", type=int, default=1)
    parser.add_argument("--width", type=int, default=WIDTH, help="of a page; 0: draw what has a fault")
    asked = parser.parse_args()
    official = official_campaign()
    campaigns = {
        "2024": official,
        "longest": longest_names(official),
        "second": second_campaign(official),
        "small": small_campaign(official),
    }
    sums = Sums()
    for name, campaign in campaigns.items():
        if asked.only in (None, name):
            for number in range(asked.lengths):
                folder = asked.folder / (f"{name}-{number}" if asked.lengths > 1 else name)
                _campaign(at_length(campaign, number), folder, asked.width, sums)
    print(
        f"{sums.made} documents in {asked.folder}, {sums.failed} not made, {sums.faults} faults of format, "
        f"{sums.overlaps} overlaps, {sums.records} record blocks out of place"
    )


def _campaign(campaign: Campaign, folder: Path, width: int, sums: Sums) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    start, able = time.perf_counter(), []
    for document, write in documents(campaign, folder):
        kept = cache(write)
        try:
            kept(0)
        except PingyiError as error:
            sums.failed += 1
            print(f"{folder.name} {document}: not made: {error}", flush=True)
        else:
            able.append(kept)
    for pdf in printed_in_place(able):
        _measure(pdf, width, sums)
    print(f"{folder.name}: {len(able)} documents, {time.perf_counter() - start:.0f} s", flush=True)


def _measure(pdf: Path, width: int, sums: Sums) -> None:
    """Count what is wrong with one; it is drawn unless `width` is 0 and nothing is."""
    report, misplaced = check(pdf), record_faults(pdf)
    sums.made += 1
    sums.faults += len(report.errors)
    sums.overlaps += sum(found.clause.key == "overlap" for found in report.errors)
    sums.records += misplaced
    told = [f"{found.clause.key} page {found.page}" for found in report.errors]
    told += ["record block out of place"] * misplaced
    if told:
        print(f"{pdf.parent.name} {pdf.stem}: {'; '.join(told)}", flush=True)
    if told or width:
        for number, sheet in enumerate(sheets(pdf, width or WIDTH), start=1):
            sheet.save(pdf.with_name(f"{pdf.stem}-{number}.png"))


if __name__ == "__main__":
    main()
