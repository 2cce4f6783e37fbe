"""A number as people write it, and what is no number though a computer would take it for one."""

from decimal import Decimal

import pytest

from pingyi.domain.words.written_number import number_written


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("93.87", "93.87"), ("９３．８７", "93.87"), ("1,234", 1234), ("12,345,678.5", "12345678.5"),
     (".5", "0.5"), (" 12　", 12), ("26件", 26), ("93.5分", "93.5"), ("12\u200b", 12), ("+3", 3), ("007", 7)],
)  # fmt: skip
def test_numbers(text: str, number: str | int) -> None:
    assert number_written(text) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    ["", "26①", "93²", "½", "1_000", "1e3", "12 5", "93,8", "9,38", "12,3456", "nan", "inf", "-1", "--", "十", "0x10",
     "١٢", "93.87%", "1.2.3", "件"],
)  # fmt: skip
def test_what_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"应为数字|不能是"):
        number_written(text)
