"""Which number of a field counts without people, from what its readers read."""

import re
from collections.abc import Iterator
from decimal import Decimal

from pingyi.domain.readings.score_reading import ScoreDoubt, agreed, written_score
from pingyi.scanner.scores.score_ctc import lead
from pingyi.scanner.scores.score_field import FieldInk
from pingyi.scanner.scores.score_reader import NOTHING, Read, Signs, read_by_net, read_by_ocr, read_signs
from pingyi.scanner.scores.score_strange import may_turn, too_many_loops

# Fixed by digits no net was trained on: benchmarks.leaders.leader_pages --held-out, benchmarks.leaders.strange_fields
LEAST_LEAD = 9.75  # over any other score, natural log, of all readers
OCR_SHARE = 0.25  # of PP-OCR's lead: it is far surer than it is right, on the same digits
MOST_SPOILT = -0.5  # natural log: how much likelier a figure is to be one over another than itself
MOST_TURNED = -3.0  # the same of all figures upside down


def read_by_two(ink: FieldInk) -> tuple[Read, Read]:
    """What the two readers of whole numbers read."""
    return (NOTHING, NOTHING) if ink.empty else (read_by_net(ink.dark), read_by_ocr(ink.between))


def judged(ink: FieldInk, first: Read, second: Read) -> tuple[Decimal | None, tuple[ScoreDoubt, ...]]:
    """The score, or everything that speaks against one."""
    score, doubt = agreed(first.text, second.text)
    if doubt is ScoreDoubt.READERS_DIFFER and _shape(first.text) == _shape(second.text):
        # the sign reader is a third that may carry the first one's figures; of points and lengths it knows nothing
        score, doubt = written_score(first.text)[0], None
    doubts: list[ScoreDoubt] = [doubt] if doubt else []
    if ink.faint and ScoreDoubt.EMPTY in doubts:
        doubts = [ScoreDoubt.FAINT]
    if ink.cut:
        doubts.append(ScoreDoubt.CUT_OFF)
    if ink.lost:
        doubts.append(ScoreDoubt.INK_LOST)
    if not doubts:
        doubts += _unsure(ink, first, second)
    return (None if doubts else score), tuple(doubts)


def _unsure(ink: FieldInk, first: Read, second: Read) -> Iterator[ScoreDoubt]:
    """What speaks against the first reader's number, seen sign by sign."""
    signs = read_signs(ink.dark, first.text) if written_score(first.text)[0] is not None else None
    leads = signs is not None and signs.lead > 0
    if signs is None or not leads or _lead(first, second, signs) < LEAST_LEAD:
        yield ScoreDoubt.UNSURE if first.text == second.text else ScoreDoubt.READERS_DIFFER
    elif signs.spoilt > MOST_SPOILT or too_many_loops(ink.dark, first.text):
        yield ScoreDoubt.OVERWRITTEN
    elif may_turn(first.text) and signs.turned > MOST_TURNED:
        yield ScoreDoubt.UPSIDE_DOWN


def _shape(text: str) -> str:
    return re.sub(r"\d", "0", text)


def _lead(first: Read, second: Read, signs: Signs) -> float:
    """Of the first reader's number over any other, by all readers."""
    return lead(first.likely, first.text) + OCR_SHARE * lead(second.likely, first.text) + signs.lead
