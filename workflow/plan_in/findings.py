"""What was found of one setting: a value beside its source, or a question; never a guess."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pingyi.domain.campaign.lines import Place

BEFORE, AFTER = 28, 14  # characters about what was found
SHOWN = 60  # characters of a source that are quoted


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where in the document, and the words that stand there."""

    place: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A setting the document tells; `ground` says in Chinese why it is taken for that."""

    place: Place
    value: object
    sources: tuple[Source, ...]
    ground: str = "原文"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A setting it does not tell, or tells in two ways: why, and what is to be written."""

    place: Place
    why: str
    example: str  # a line of campaign.toml, or where to read how it is written
    sources: tuple[Source, ...] = ()


Finding = Told | Asked


def source(place: str, words: str) -> Source:
    """A place with the first words that stand there."""
    plain = " ".join(words.split())
    return Source(place=place, quote=plain if len(plain) <= SHOWN else f"{plain[:SHOWN]}…")


def near(place: str, words: str, found: re.Match[str]) -> Source:
    """A place with what was found there and some words before and after it."""
    start, end = max(0, found.start() - BEFORE), found.end() + AFTER
    return Source(place=place, quote=f"{'…' * (start > 0)}{words[start:end]}{'…' * (end < len(words))}")


def agreed(place: Place, candidates: Iterable[tuple[object, Source]], lacking: str, example: str) -> Finding:
    """The one value all candidates give, else a question: `lacking` says what was looked for in vain."""
    found = list(candidates)
    values = list(dict.fromkeys(value for value, _ in found))
    sources = tuple(dict.fromkeys(one for _, one in found))
    if not values:
        return Asked(place=place, why=lacking, example=example)
    if len(values) > 1:
        listed = "、".join(f"“{value}”" for value in values)
        return Asked(place=place, why=f"原文有几种说法（{listed}），不知道用哪一个", example=example, sources=sources)
    ground = "原文" if len(sources) == 1 else f"{len(sources)} 处一致"
    return Told(place=place, value=values[0], sources=sources[:3], ground=ground)


def value_of(findings: Iterable[Finding], *place: int | str) -> object:
    """The value told of a setting; None where none is."""
    return next((one.value for one in findings if isinstance(one, Told) and one.place == place), None)
