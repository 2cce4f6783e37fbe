"""Working days of the years somebody has announced; a due day is two look-ups in a table."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from pingyi.ground.errors import CalendarError

ONE_DAY = timedelta(days=1)
ALWAYS_OFF = ((1, 1), (5, 1), (10, 1))  # every year's notice of the State Council names these days


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCalendar:
    """
    Working days of an unbroken run of years.

    `days` are the ordinals of all working days, ascending; `rank[i]` is how many of them lie on or
    before the day `first + i`.
    """

    first: int  # ordinal of 1 January of the first year
    rank: tuple[int, ...]
    days: tuple[int, ...]

    def due(self, start: date, count: int) -> date:
        """The `count`-th working day after `start` (附件2: 自派单的下一个工作日起计算). Raises CalendarError."""
        place = self._rank(start.toordinal()) + count - 1
        if place >= len(self.days):
            raise _unknown(date.fromordinal(self.first + len(self.rank) - 1).year + 1)
        return date.fromordinal(self.days[place])

    def between(self, start: date, end: date) -> int:
        """Working days from `start` on and before `end`; 0 when `end` is not later. Raises CalendarError."""
        before_start = self._rank(start.toordinal() - 1)
        return max(0, self._rank(end.toordinal() - 1) - before_start)

    def _rank(self, ordinal: int) -> int:
        place = ordinal - self.first
        if 0 <= place < len(self.rank):
            return self.rank[place]
        if place == -1:
            return 0
        raise _unknown(date.fromordinal(ordinal).year)


def make_calendar(years: Iterable[int], working: Iterable[date]) -> WorkCalendar:
    """A calendar of `years` (without a gap) in which exactly the days of `working` are worked."""
    known = sorted(years)
    for year, following in pairwise(known):
        if following != year + 1:
            raise _unknown(year + 1)
    first, last = date(known[0], 1, 1).toordinal(), date(known[-1], 12, 31).toordinal()
    days = sorted({day.toordinal() for day in working if first <= day.toordinal() <= last})
    ranks = tuple(bisect_left(days, ordinal + 1) for ordinal in range(first, last + 1))
    return WorkCalendar(first=first, rank=ranks, days=tuple(days))


def days_of(year: int, changes: Mapping[date, bool]) -> tuple[date, ...]:
    """
    Working days of a year nobody but the office knows: Monday to Friday, but for the changes (True: worked).

    Raises CalendarError when the year's public holidays are not among the changes.
    """
    lacking = [f"{month}月{day}日" for month, day in ALWAYS_OFF if changes.get(date(year, month, day)) is not False]
    if lacking:
        raise CalendarError(
            f"工作日表里 {year} 年的安排不全：没有写{'、'.join(lacking)}放假；"
            "请按国务院办公厅的通知把该年全部放假和调休上班的日子逐日写上"
        )
    start, end = date(year, 1, 1), date(year, 12, 31)
    every = (start + ONE_DAY * offset for offset in range((end - start).days + 1))
    return tuple(day for day in every if changes.get(day, day.weekday() < 5))


def _unknown(year: int) -> CalendarError:
    return CalendarError(
        f"不知道 {year} 年的放假和调休安排，算不出期限；请在工作目录的 工作日.csv 里"
        "按国务院办公厅的通知逐日写上（表头：日期,安排,说明；安排填“放假”或“上班”），再运行一次"
    )
