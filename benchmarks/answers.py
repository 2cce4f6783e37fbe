"""The one place where benchmarks of damage and of strange forms ask the reader: a picture in, answers by row out."""

import os
import tempfile
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from benchmarks.forms import official_campaign
from pingyi.domain.forms.form import BallotForm, TickRow
from pingyi.domain.readings.reading import RowReading, Source, UnreadPage, Verdict
from pingyi.domain.readings.score_reading import ScoreReading
from pingyi.scanner.found.locate import locate
from pingyi.scanner.found.refusal import Refusal
from pingyi.scanner.reader import read_picture
from pingyi.scanner.scores.score_sheet import read_leader_page
from pingyi.workflow.leaders.scan import roster_of
from pingyi.workflow.scans.forms_read import load_forms

Picture = npt.NDArray[np.uint8]
ASKED = "asked"  # a person decides
QUICK = [cv2.IMWRITE_PNG_COMPRESSION, 1]


class Kind(StrEnum):
    """What is written on a paper."""

    TICKS = "ticks"
    SCORES = "scores"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A Word form and how it is read."""

    docx: Path
    choices: tuple[str, ...] = ()  # empty: the form's own
    kind: Kind = Kind.TICKS


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What stands in a row: `state` is valid, blank, multiple, doubtful (no machine should say), or asked."""

    state: str
    choice: str = ""  # a score for leaders, else the header's word
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A page that was not read, in the program's words."""

    reason: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """Where the reader lays a form on a picture."""

    crossings: npt.NDArray[np.float64]  # rows + 1 × columns + 1 × x, y in pixels of the picture
    form: BallotForm
    turn: int  # degrees clockwise that bring the page upright


@lru_cache(maxsize=16)
def forms_of(paper: Paper) -> tuple[BallotForm, ...]:
    """The form as the reader wants it. Raises FormError."""
    return load_forms([paper.docx], paper.choices)


def answers(picture: Picture, paper: Paper, keys: Collection[str]) -> dict[str, Answer] | Refused:
    """Read a page; answers by whichever of `keys` names the row, else by the row's own serial."""
    if paper.kind is Kind.SCORES:
        return _scores(picture, paper)
    outcome = read_picture(picture, Source(file="damaged", page=1), forms_of(paper))
    if isinstance(outcome, UnreadPage):
        return Refused(reason=outcome.reason.value, words=outcome.message())
    return {key_of(row, keys): _answer(row) for row in outcome.rows}


def lay(picture: Picture, paper: Paper) -> Laid | None:
    """Where the whole page's rulings cross; None where the reader refuses it."""
    found = locate(picture, forms_of(paper))
    if isinstance(found, Refusal):
        return None
    return Laid(crossings=np.asarray(found.crossings, dtype=np.float64), form=found.form, turn=found.fit.skeleton.turn)


def key_of(row: RowReading | TickRow, keys: Collection[str]) -> str:
    """The name truth has for a row."""
    return next((label for label in (row.name, row.item) if label in keys), row.item)


def _answer(row: RowReading) -> Answer:
    asked = row.verdict is Verdict.DOUBTFUL
    return Answer(state=ASKED if asked else row.verdict.value, choice=row.choice, why=" ".join(row.reasons))


def _scores(picture: Picture, paper: Paper) -> dict[str, Answer] | Refused:
    """Leaders' scores; the reader takes files alone."""
    path = Path(tempfile.gettempdir()) / f"leaders-{os.getpid()}.png"
    try:
        cv2.imwrite(str(path), picture, QUICK)
        outcome = read_leader_page(path, 1, forms_of(paper), roster_of(official_campaign()))
    finally:
        path.unlink(missing_ok=True)
    if isinstance(outcome, UnreadPage):
        return Refused(reason=outcome.reason.value, words=outcome.message())
    return {field.unit or f"?{field.position}": _score(field) for field in outcome.fields}


def _score(field: ScoreReading) -> Answer:
    if field.score is None:
        return Answer(state=ASKED, why=" ".join(field.doubts))
    return Answer(state=Verdict.VALID.value, choice=f"{field.score:f}")
