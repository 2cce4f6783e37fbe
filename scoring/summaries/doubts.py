"""What looks odd about a table though every cell can be taken: said when it is brought in, for people to judge."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.results.score import HotlineSummary, LeaderScores, LeaderVotes, Outside, PhoneSummary
from pingyi.scoring.anomalies import other_scales
from pingyi.scoring.summaries.columns import ANSWER, BONUS, UNIT, is_sum
from pingyi.scoring.summaries.plausible import Implausible, implausible
from pingyi.scoring.summaries.rows import Entries, Line

FEWEST = 3  # rows that all add up to a hundred: fewer may by chance
HUNDRED = 100
SOME = 8  # rows named in a line


def doubts_of(entries: Entries, lines: Sequence[Line], campaign: Campaign) -> Iterator[str]:
    """Chinese, one line each: other scales, shares for votes, columns that were left empty."""
    brought = Outside(
        leaders=tuple(entry for entry in entries if isinstance(entry, LeaderScores)),
        leader_votes=tuple(entry for entry in entries if isinstance(entry, LeaderVotes)),
        hotline=tuple(entry for entry in entries if isinstance(entry, HotlineSummary)),
        phone=tuple(entry for entry in entries if isinstance(entry, PhoneSummary)),
    )
    for oddity in other_scales(campaign, brought):
        yield f"{oddity.place}：{oddity.finding}"
    votes = [sum(entry.choices) for entry in entries if isinstance(entry, LeaderVotes | PhoneSummary)]
    if len(votes) >= FEWEST and set(votes) == {HUNDRED}:
        yield "各行各选项合计都是 100：像是百分比，不是票数；请核对"
    told = [line for line in lines if line.cells.get(UNIT) and not is_sum(line.cells[UNIT])]
    rows = [line.number for line in told] if len(told) == len(entries) else []
    yield from _implausible(implausible(brought, campaign), dict(zip(map(id, entries), rows, strict=False)))
    if any(isinstance(entry, HotlineSummary) for entry in entries):
        yield from _left_empty(told, BONUS, "，按 0 计")
    yield from _left_empty([line for line in told if ANSWER in line.cells], ANSWER, "，按没有评价计，不是票")


def _implausible(found: Iterable[Implausible], rows: Mapping[int, int]) -> Iterator[str]:
    """By column; with the row an entry came from (by its id), where each is one row."""
    alike: dict[str, list[str]] = {}
    for one in found:
        number = rows.get(id(one.entry))
        row = "" if number is None else f"第 {number} 行"
        alike.setdefault(one.column, []).append(f"{row}{one.entry.unit}：{one.finding}")
    for column, words in alike.items():
        more = f" 等 {len(words)} 处" if len(words) > SOME else ""
        yield f"“{column}”可疑：{'；'.join(words[:SOME])}{more}；请核对"


def _left_empty(lines: Sequence[Line], heading: str, counted: str) -> Iterator[str]:
    empty = [line.number for line in lines if not line.cells.get(heading, "")]
    if empty and len(empty) == len(lines):
        yield f"“{heading}”没有填{counted}"
    elif empty:
        more = f" 等 {len(empty)} 行" if len(empty) > SOME else " 行"
        yield f"第 {'、'.join(map(str, empty[:SOME]))}{more}“{heading}”是空的{counted}"
