"""Which days are worked: the announced years, and the list an office keeps in its workspace."""

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from pingyi.domain.words.working_days import WorkCalendar, days_of, make_calendar
from pingyi.ground.errors import CalendarError
from pingyi.scoring.orders.cells import CellError, moment_of
from pingyi.workflow.desk.workspace import read_text

WORKING_DAYS = "工作日.csv"
HEADINGS = ("日期", "安排")
WORKED = {"上班": True, "班": True, "放假": False, "休": False}


def office_calendar(root: Path) -> WorkCalendar:
    """
    Working days of every year known, the office's list (if it has one) over the announced ones.

    Raises CalendarError when the list is wrong.
    """
    from chinese_calendar.constants import holidays, workdays  # noqa: PLC0415 - its tables take a moment to load

    changes = _changes(root / WORKING_DAYS)
    announced = range(min(holidays).year, max(holidays).year + 1)
    later = sorted({day.year for day in changes if day.year not in announced})
    start, end = date(announced[0], 1, 1), date(announced[-1], 12, 31)
    every = (start + timedelta(days=offset) for offset in range((end - start).days + 1))
    off = holidays.keys()  # also Saturdays and Sundays of a holiday; days worked instead are workdays
    working = [day for day in every if changes.get(day, day in workdays or (day.weekday() < 5 and day not in off))]
    for year in later:
        working.extend(days_of(year, changes))
    return make_calendar((*announced, *later), working)


def _changes(path: Path) -> dict[date, bool]:
    """Day → whether it is worked, from the office's list; empty without one."""
    if not path.exists():
        return {}
    found: dict[date, bool] = {}
    problems = []
    for number, cells in _lines(path):
        try:
            day = moment_of(cells[0])[0].date()
        except CellError as error:
            problems.append(f"第 {number} 行“日期”：{error}")
            continue
        worked = WORKED.get(cells[1])
        if worked is None:
            problems.append(f"第 {number} 行“安排”：应为 放假 或 上班，现为“{cells[1]}”")
        elif found.setdefault(day, worked) is not worked:
            problems.append(f"第 {number} 行：{day} 前面写的是{'上班' if found[day] else '放假'}；请删去一行")
    if problems:
        listed = "\n".join(f"  {problem}" for problem in problems)
        raise CalendarError(f"{path.name} 有 {len(problems)} 处要改：\n{listed}")
    return found


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Row number and the cells of HEADINGS. Raises CalendarError without these headings."""
    rows = [[cell.strip() for cell in line] for line in csv.reader(io.StringIO(read_text(path), newline=""))]
    if not rows or not set(HEADINGS) <= set(rows[0]):
        raise CalendarError(f"{path.name} 第 1 行应为表头：日期,安排,说明")
    places = [rows[0].index(name) for name in HEADINGS]
    for number, line in enumerate(rows[1:], start=2):
        if any(line):
            yield number, [line[place] if place < len(line) else "" for place in places]
