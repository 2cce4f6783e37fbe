"""Numbers and days as official documents write them: 五十九, 一百, 40%, 2024年9月29日, 二〇二四年九月二十九日."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from pingyi.domain.words.written_number import WIDE

DIGITS = dict(zip("〇○零一二三四五六七八九两", (0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 2), strict=True))
TENS = {"十": 10, "百": 100, "千": 1000}
COUNT = r"(?:[0-9０-９]+|[〇○零一二三四五六七八九十百千两]+)"
DAY = re.compile(rf"({COUNT})年({COUNT})月({COUNT})日")
YEAR = re.compile(r"(20[0-9]{2}|[二2][〇○零0][〇○零一二三四五六七八九0-9]{2})(?=年)")


def count_of(text: str) -> int | None:
    """A whole number in figures or in characters; None where it is neither."""
    plain = text.translate(WIDE)
    if plain.isascii():
        return int(plain) if plain.isdigit() else None
    if all(sign in DIGITS or sign.isdigit() for sign in plain):  # 二〇二四
        return int("".join(str(DIGITS.get(sign, sign)) for sign in plain))
    total, digit = 0, None
    for sign in plain:
        if sign in DIGITS:
            digit = DIGITS[sign]
        elif sign in TENS:
            total += (1 if digit is None else digit) * TENS[sign]
            digit = None
        else:
            return None
    return total + (digit or 0)


def number_of(text: str) -> Decimal | None:
    """The same, with decimals where it is in figures."""
    plain = text.translate(WIDE)
    if re.fullmatch(r"\d+(\.\d+)?", plain, re.ASCII):
        return Decimal(plain)
    whole = count_of(plain)
    return None if whole is None else Decimal(whole)


def days_in(text: str) -> Iterator[date]:
    """Every whole day (year, month, day) a text names; what is no day of the calendar is left out."""
    for found in DAY.finditer(text):
        parts = [count_of(part) for part in found.groups()]
        try:
            yield date(*(part or 0 for part in parts))
        except ValueError:
            continue


def years_in(text: str) -> tuple[int, ...]:
    """Every year a text names, each once."""
    found = (count_of(one[1]) for one in YEAR.finditer(text.translate(WIDE)))
    return tuple(dict.fromkeys(year for year in found if year))
