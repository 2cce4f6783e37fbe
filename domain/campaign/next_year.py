"""Another year's campaign file out of this year's: the office edits what is new instead of writing it all again."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_YEAR = re.compile(r"^(year\s*=\s*)\d+")
_DAY = re.compile(r"^((?:plan_date|analysis_due)\s*=\s*)(\d{4})-(\d{2})-(\d{2})")
_CONFIRMED = re.compile(r"^(confirmed\s*=\s*)true")
_SIGNED = re.compile(r"^(confirmed_by|witness)\s*=")
_WRITTEN = re.compile(r"(?<!\d)20\d\d(?!\d)")
_OF_DOCUMENT = re.compile(r"[〔\[（(](20\d\d)[〕\]）)]")
_NUMBER = re.compile(r"^plan_number\s*=")


@dataclass(frozen=True, slots=True, kw_only=True)
class NextYear:
    """The new file's text, and its lines a person should look at, each as `第 3 行：…`."""

    text: str
    check: tuple[str, ...]


def next_year(text: str, old: int, new: int) -> NextYear:
    """
    Roll a campaign file from one year to another.

    The year and its days are set on, policies are open again, years written out in texts become placeholders. Numbers
    of documents and whatever else still names the old year is left for people to check.
    """
    lines = list(_rolled(text.splitlines(), old, new))
    check = [
        f"第 {number} 行：{line.strip()}"
        for number, line in enumerate(lines, start=1)
        if _DAY.match(line) or _NUMBER.match(line) or str(old) in line
    ]
    return NextYear(text="\n".join(lines) + "\n", check=tuple(check))


def other_years(text: str, year: int) -> tuple[str, ...]:
    """
    Lines that speak of another year than the campaign's, each as `第 3 行：…`: left over from the file it was made of.

    The years before and after stand in many a text; in a document's number (〔2024〕) only its own is right.
    """
    beside = {str(year + more) for more in (-1, 0, 1)}
    return tuple(
        f"第 {number} 行：{line.strip()}"
        for number, line in enumerate(text.splitlines(), start=1)
        if not line.lstrip().startswith("#")
        and (
            set(_WRITTEN.findall(line)) - beside
            or set(_OF_DOCUMENT.findall(line)) - {str(year)}
            or ((day := _DAY.match(line)) and day[2] not in (str(year), str(year + 1)))
        )
    )


def _rolled(lines: list[str], old: int, new: int) -> Iterator[str]:
    for line in lines:
        if _SIGNED.match(line):
            continue
        if line.lstrip().startswith("#"):
            yield re.sub(rf"(?<!\d){old}(?=年)", str(new), line)
            continue
        rolled = _YEAR.sub(rf"\g<1>{new}", _CONFIRMED.sub(r"\1false", line))
        rolled = _DAY.sub(lambda found: found[1] + _later(found, new - old), rolled)
        for year, name in ((old, "year"), (old - 1, "last_year"), (old + 1, "next_year")):
            rolled = re.sub(rf"(?<!\d){year}(?=年)", f"{{{name}}}", rolled)
        yield rolled


def _later(found: re.Match[str], years: int) -> str:
    year, month, day = int(found[2]) + years, int(found[3]), int(found[4])
    try:
        return date(year, month, day).isoformat()
    except ValueError:  # 29 February
        return date(year, month, day - 1).isoformat()
