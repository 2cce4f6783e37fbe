"""A hash copied by hand: one letter mistaken, or two exchanged, is told; look-alikes and spaces do not matter."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pingyi.domain.trust.head_code import CHECKS, LETTERS, hash_of, head_code
from pingyi.workflow.evidence import pingyi_verify

hashes = st.text("0123456789abcdef", min_size=64, max_size=64)


@given(hashes, st.sampled_from(("", " ", "－")))
def test_a_code_means_its_hash(one: str, between: str) -> None:
    written = head_code(one).replace("-", between).lower()
    assert hash_of(written, ["0" * 64, one]) == one
    assert hash_of(written.replace("0", "O").replace("1", "l"), [one]) == one
    assert pingyi_verify.from_paper(written, [{"hash": one}]) == one
    assert hash_of(one.upper(), []) == one


@given(hashes, st.integers(0, 24), st.sampled_from(CHECKS))
def test_a_mistaken_letter_is_told(one: str, at: int, letter: str) -> None:
    code = head_code(one).replace("-", "")
    assume(letter != code[at] and (at == 24 or letter in LETTERS))
    wrong = code[:at] + letter + code[at + 1 :]
    with pytest.raises(ValueError, match="mistaken"):
        hash_of(wrong, [one])
    with pytest.raises(pingyi_verify.Differs):
        pingyi_verify.from_paper(wrong, [{"hash": one}])


@given(hashes, st.integers(0, 22))
def test_two_letters_exchanged_are_told(one: str, at: int) -> None:
    code = head_code(one).replace("-", "")
    assume(code[at] != code[at + 1])
    with pytest.raises(ValueError, match="mistaken"):
        hash_of(code[:at] + code[at + 1] + code[at] + code[at + 2 :], [one])
