"""A choice stands with the verdict "valid", and with no other, wherever one is held."""

from collections.abc import Callable
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingyi.domain.readings.ballot import Correction, SettledRow
from pingyi.domain.readings.bundle import Ruling
from pingyi.domain.readings.double_review import Answer
from pingyi.domain.readings.reading import RowReading, RowVote, RowWord, Verdict

PEOPLE = {"decided_by": "甲", "confirmed_by": "乙"}
READ: dict[str, Callable[..., RowWord]] = {
    "reading": lambda **word: RowReading(item="1", name="某局", confidence=0.9, **word),
    "vote": lambda **word: RowVote(item="1", name="某局", reasons=(), **word),
}
DECIDED: dict[str, Callable[..., RowWord]] = {
    "answer": Answer,
    "correction": lambda **word: Correction(
        sheet="f", item="1", decided_at=datetime.fromisoformat("2024-12-01"), **PEOPLE, **word
    ),
    "settled": lambda **word: SettledRow(item="1", name="某局", **word),
    "ruling": lambda **word: Ruling(decided_at="1", **PEOPLE, **word),
}


@pytest.mark.parametrize("held", [*READ, *DECIDED])
@given(verdict=st.sampled_from(Verdict), choice=st.sampled_from(["", "满意", "blank"]))
def test_a_choice_is_held_with_a_valid_row_and_with_no_other(held: str, verdict: Verdict, choice: str) -> None:
    sound = (verdict is Verdict.VALID) == bool(choice) and not (verdict is Verdict.DOUBTFUL and held in DECIDED)
    if not sound:
        with pytest.raises(ValueError, match="choice"):
            (READ | DECIDED)[held](verdict=verdict, choice=choice)
        return
    made = (READ | DECIDED)[held](verdict=verdict, choice=choice)
    assert made.word == (choice or verdict)
    assert (made.verdict, made.choice) == (verdict, choice)


@pytest.mark.parametrize("word", ["满意", "blank", "multiple"])
def test_a_word_says_verdict_and_choice(word: str) -> None:
    assert RowWord.of(word).word == word
    assert RowWord.of(word).verdict is (Verdict.VALID if word == "满意" else Verdict(word))
