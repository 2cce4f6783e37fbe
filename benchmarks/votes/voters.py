"""Invented voters on made forms: a plan for each question, the strokes that carry it out, and what they mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

import numpy as np

from benchmarks.votes.made_forms import Asked
from pingyi.domain.readings.reading import BETWEEN_WORDS, Verdict
from pingyi.samples.filler.curves import Stroke, character
from pingyi.samples.filler.hand import Hand, drawn, invent_hand
from pingyi.samples.filler.layout import Box
from pingyi.samples.filler.marks import BEHAVIOURS, RowToMark
from pingyi.samples.filler.voters import FilledPage, VoterMix

ASKED_ALL = "asked"  # only people may say
PEOPLE = frozenset(("corrected", "strike", "cross", "circle", "dot", "border"))
NAME_MM = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What a voter meant by a question: a choice, a written name, `blank` or `multiple`; how it was marked."""

    word: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a voter wants: by label the choice's index, None for none; names for lines to write in."""

    choices: Mapping[str, int | None]
    names: Mapping[str, str]
    more: Mapping[str, tuple[int, ...]] = field(default_factory=dict)  # further choices of rows that may have several


def fill(
    rng: np.random.Generator, asked: Sequence[Asked], plan: Plan, mix: VoterMix
) -> tuple[dict[int, FilledPage], dict[str, Truth]]:
    """A voter's strokes on each page (from 0) of the form, and the truth by label."""
    hand = invent_hand(rng, asked[0].boxes[0].size)
    kinds, shares = zip(*mix.shares().items(), strict=True)
    strokes: dict[int, list[Stroke]] = {one.page: [] for one in asked}
    truth = {}
    for one in asked:
        chosen = plan.choices[one.label]
        kind = "blank" if chosen is None else str(rng.choice(kinds, p=shares))
        if len(one.choices) == 1 and kind in ("multi", "corrected"):
            kind = "normal"
        if one.name_box is not None:
            kind = "normal" if chosen is not None else "blank"
            if one.label in plan.names:
                strokes[one.page] += write_name(rng, hand, one.name_box, plan.names[one.label])
        place = RowToMark(rng=rng, hand=hand, row=cast("Any", one), boxes=one.boxes, chosen=chosen or 0)
        marked = BEHAVIOURS[kind](place)
        strokes[one.page] += marked.strokes
        truth[one.label] = Truth(word=_word(one, chosen, marked.verdict, plan), kind=marked.kind)
        if one.label in plan.more and kind != "blank":  # what was taken back stays so, whatever is ticked beside it
            truth[one.label], more = _several(place, plan.more[one.label], one.choices, marked.kind)
            strokes[one.page] += more
    pages = {page: FilledPage(hand=hand, strokes=tuple(found), truth=()) for page, found in strokes.items()}
    return pages, truth


def _several(
    place: RowToMark, more: tuple[int, ...], choices: tuple[str, ...], kind: str
) -> tuple[Truth, list[Stroke]]:
    """Further ticks in a row, and what all of them say."""
    strokes = [s for k in more for s in BEHAVIOURS["normal"](replace(place, chosen=k)).strokes]
    ticked = sorted({place.chosen, *more})
    return Truth(word=BETWEEN_WORDS.join(choices[k] for k in ticked), kind=kind), strokes


def _word(one: Asked, chosen: int | None, verdict: Verdict, plan: Plan) -> str:
    """As people who look at the paper would say."""
    if one.name_box is not None:
        return plan.names.get(one.label, Verdict.BLANK.value) if chosen is not None else Verdict.BLANK.value
    if verdict in (Verdict.BLANK, Verdict.MULTIPLE) or chosen is None:
        return Verdict.BLANK.value if chosen is None else verdict.value
    return one.choices[chosen]


def write_name(rng: np.random.Generator, hand: Hand, box: Box, name: str) -> list[Stroke]:
    """Invented characters, as many as the name has."""
    size = min(NAME_MM, 0.8 * box.size[1])
    left = box.left + max(1.0, (box.size[0] - size * len(name)) / 2)
    found = []
    for place in range(len(name)):
        centre = np.array([left + (place + 0.5) * size, box.centre[1] + rng.normal(0, 0.3)])
        found += [drawn(rng, hand, movement + centre) for movement in character(rng, size)]
    return found
