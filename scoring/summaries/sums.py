"""A table's own sums held against its rows: where they disagree, a row is lost, hidden or mistyped."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.words.written_number import number_written
from pingyi.scoring.summaries.columns import BONUS, CALLS, COUNT, HOTLINE_COLUMNS, UNIT, is_sum, is_sum_of_all
from pingyi.scoring.summaries.rows import Line


def sum_problems(lines: Sequence[Line], campaign: Campaign) -> Iterator[str]:
    """Chinese: sums of numbers that are neither those of all rows nor of the rows since the sum before."""
    rows = [line for line in lines if not is_sum(line.cells.get(UNIT, ""))]
    added = dict.fromkeys((COUNT, CALLS, BONUS, *HOTLINE_COLUMNS, *campaign.ballot.choices))
    before = 0
    for line in (line for line in lines if is_sum_of_all(line.cells.get(UNIT, ""))):
        part = [row for row in rows if before < row.number < line.number]
        for heading in added:
            told, whole, since = (_total([line], heading), _total(rows, heading), _total(part, heading))
            if told is not None and whole is not None and told not in (whole, since):
                yield (
                    f"第 {line.number} 行合计的“{heading}”是 {told}，而各行相加是 {whole}：多半有行缺了、隐藏了，"
                    "或改过没有重算；请核对改正，合计不准的请删去合计行"
                )
        before = line.number


def _total(lines: Sequence[Line], heading: str) -> Decimal | None:
    """None where a cell is empty or no number."""
    try:
        return sum((number_written(line.cells.get(heading, "")) for line in lines), Decimal(0))
    except ValueError:
        return None
