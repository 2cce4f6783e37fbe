"""Working days: the vectors of the office, and what must hold of any calendar."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from chinese_calendar import is_workday
from hypothesis import given
from hypothesis import strategies as st

from pingyi.ground.errors import CalendarError
from pingyi.workflow.desk.working_days import WORKING_DAYS, office_calendar

CALENDAR = office_calendar(Path("nowhere"))
KNOWN_DAYS = st.dates(date(2004, 1, 2), date(2026, 11, 1))
LIMITS = st.integers(1, 20)


@pytest.mark.parametrize(
    ("dispatch", "days", "due"),
    [
        ("2024-09-30", 10, "2024-10-18"),
        ("2024-09-30", 2, "2024-10-09"),
        ("2024-09-29", 1, "2024-09-30"),
        ("2024-02-08", 3, "2024-02-19"),
        ("2024-04-28", 10, "2024-05-14"),
        ("2024-05-01", 1, "2024-05-06"),
        ("2024-09-14", 3, "2024-09-20"),
        ("2024-10-11", 1, "2024-10-12"),
        ("2024-12-31", 10, "2025-01-15"),
    ],
)
def test_due_days_of_the_office(dispatch: str, days: int, due: str) -> None:
    assert CALENDAR.due(date.fromisoformat(dispatch), days) == date.fromisoformat(due)


@given(start=KNOWN_DAYS, later=st.integers(0, 30), days=LIMITS)
def test_a_later_start_is_never_due_earlier(start: date, later: int, days: int) -> None:
    assert CALENDAR.due(start + timedelta(days=later), days) >= CALENDAR.due(start, days)


@given(start=KNOWN_DAYS, days=LIMITS)
def test_never_due_on_a_day_off_and_always_so_many_working_days_on(start: date, days: int) -> None:
    due = CALENDAR.due(start, days)
    assert is_workday(due)
    assert CALENDAR.between(start + timedelta(days=1), due + timedelta(days=1)) == days


def test_a_year_nobody_announced_is_an_error_that_says_what_to_write() -> None:
    with pytest.raises(CalendarError, match=r"不知道 2027 年.*工作日\.csv"):
        CALENDAR.due(date(2026, 12, 31), 1)
    with pytest.raises(CalendarError, match="2003"):
        CALENDAR.due(date(2003, 5, 1), 1)


def office_list(folder: Path, *lines: str, encoding: str = "utf-8-sig") -> Path:
    text = "\n".join(("日期,安排,说明", *lines))
    (folder / WORKING_DAYS).write_bytes(text.encode(encoding))
    return folder


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_the_office_adds_a_later_year(tmp_path: Path, encoding: str) -> None:
    folder = office_list(
        tmp_path,
        *("2027/1/1,放假,元旦", "2027-01-04,放假,", "2027-01-09,上班,", "2027-05-01,放假,", "2027-10-01,放假,国庆"),
        encoding=encoding,
    )
    calendar = office_calendar(folder)
    assert calendar.due(date(2026, 12, 31), 1) == date(2027, 1, 5)
    assert calendar.due(date(2027, 1, 8), 1) == date(2027, 1, 9)


def test_the_office_changes_an_announced_day(tmp_path: Path) -> None:
    calendar = office_calendar(office_list(tmp_path, "2024-03-12,放假,全区停工"))
    assert calendar.due(date(2024, 3, 11), 1) == date(2024, 3, 13)
    assert CALENDAR.due(date(2024, 3, 11), 1) == date(2024, 3, 12)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["2027-01-01,放假,"], "2027 年的安排不全：没有写5月1日、10月1日放假"),
        (["2029-01-01,放假,", "2029-05-01,放假,", "2029-10-01,放假,"], "不知道 2027 年"),
        (["昨天,放假,"], "第 2 行“日期”"),
        (["2024-03-12,调休,"], "第 2 行“安排”"),
        (["2024-03-12,放假,", "2024-03-12,上班,"], "第 3 行"),
    ],
)
def test_a_wrong_list_is_refused(tmp_path: Path, lines: list[str], words: str) -> None:
    with pytest.raises(CalendarError, match=words):
        office_calendar(office_list(tmp_path, *lines))


def test_a_list_without_headings_is_refused(tmp_path: Path) -> None:
    (tmp_path / WORKING_DAYS).write_text("2024-03-12,放假", encoding="utf-8")
    with pytest.raises(CalendarError, match="表头"):
        office_calendar(tmp_path)
