"""Words of a campaign file that follow from others: {year}, {district} … stand for what [about] and the roster say."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
LITERAL = ("policies",)  # its words are settings, not texts


def values_of(data: Mapping[str, Any]) -> dict[str, str]:
    """What each placeholder stands for; a section the file lacks gives none, which the campaign's check tells."""
    about, series = data.get("about"), data.get("series")
    values: dict[str, str] = {}
    if isinstance(about, dict):
        year = about.get("year")
        if isinstance(year, int):
            values |= {"year": str(year), "last_year": str(year - 1), "next_year": str(year + 1)}
        for name in ("district", "issuer", "issuer_short"):
            if isinstance(about.get(name), str):
                values[name] = about[name]
    if isinstance(series, list):
        rosters = [one.get("units") for one in series if isinstance(one, dict)]
        values["unit_count"] = str(sum(len(units) for units in rosters if isinstance(units, list)))
    return values


NAMES = ("year", "last_year", "next_year", "district", "issuer", "issuer_short", "unit_count")


def filled(data: Mapping[str, Any], values: Mapping[str, str]) -> dict[str, Any]:
    """The same data with every known placeholder replaced in its texts."""
    return {name: part if name in LITERAL else _fill(part, values) for name, part in data.items()}


def unknown(data: Mapping[str, Any]) -> Iterator[str]:
    """Placeholders, braces and all, that stand for nothing; each once."""
    texts = (text for name, part in data.items() if name not in LITERAL for text in _texts(part))
    found = dict.fromkeys(match for text in texts for match in PLACEHOLDER.finditer(text) if match[1] not in NAMES)
    yield from dict.fromkeys(match[0] for match in found)


def _fill(part: Any, values: Mapping[str, str]) -> Any:
    match part:
        case str():
            return PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), part)
        case list():
            return [_fill(one, values) for one in part]
        case dict():
            return {name: _fill(one, values) for name, one in part.items()}
        case _:
            return part


def _texts(part: Any) -> Iterator[str]:
    match part:
        case str():
            yield part
        case list():
            for one in part:
                yield from _texts(one)
        case dict():
            yield from _texts(list(part.values()))
        case _:
            return
