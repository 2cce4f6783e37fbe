"""Statements: only what two people have signed with known keys counts, whatever is done to the list of them."""

import string
from dataclasses import replace

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from pingyi.domain.trust.signed_words import read_statements
from pingyi.domain.trust.statement import PREFIX, SENT_BACK, Act, Statement, Word, person_key, row_word, statement_text

HOME = "a" * 64
ROW = row_word("s" * 64, "7", "valid", "满意")
OTHER = row_word("s" * 64, "7", "valid", "不满意")
NAMES = ("张三", "李四", "王五")
KEYS = {name: Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32) for number, name in enumerate(NAMES, start=1)}


def holds(text: str, signature: str, key: str) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def public(name: str) -> str:
    return KEYS[name].public_key().public_bytes_raw().hex()


def said(by: str, act: Act, *words: Word, key: str = "", once: str = "", home: str = HOME) -> Statement:
    text = statement_text(by, act, words, {"workspace": home, "at": "2024-12-01T09:00:00+08:00", "once": once or by})
    return Statement(number=0, by=by, text=text, signature=KEYS[key or by].sign((PREFIX + text).encode()).hex())


def me(name: str, key: str = "") -> Word:
    return Word(subject=("person", name), answer=(public(key or name),))


FOUNDED = (
    said("张三", Act.PERSON, me("张三")),
    said("张三", Act.VOUCH, me("李四")),
    said("李四", Act.PERSON, me("李四")),
    said("张三", Act.VOUCH, me("王五"), once="v"),
    said("李四", Act.VOUCH, me("王五"), once="v"),
    said("王五", Act.PERSON, me("王五")),
)
AGREED = (*FOUNDED, said("张三", Act.ROWS, ROW, once="r"), said("李四", Act.ROWS, ROW, once="r"))


def read(*statements: Statement, home: str = HOME):  # type: ignore[no-untyped-def] # noqa: ANN201
    return read_statements([replace(one, number=n) for n, one in enumerate(statements, start=1)], home, holds)


@pytest.mark.parametrize(
    "written", ["张 三", "张　三", "张\u200b三", "張三", "张·三", "张三.", "\ufeff张三", "张三 ", "张\u00ad三"]
)
def test_a_name_in_another_writing_is_the_same_person(written: str) -> None:
    assert person_key(written) == person_key("张三")


@given(
    st.text("张三李四ＡaBb1０", min_size=1, max_size=6),
    st.lists(st.tuples(st.integers(0, 6), st.sampled_from(" \u3000\t\u200b\u200d\u2060\ufeff·.・-_'()"))),
)
def test_no_sign_or_blank_makes_another_person(name: str, put: list[tuple[int, str]]) -> None:
    written = name
    for at, sign in put:
        written = written[:at] + sign + written[at:]
    assert person_key(written) == person_key(name) == person_key(name.swapcase())


def test_letters_and_numbers_tell_people_apart() -> None:
    signs = [*"张李王", *string.ascii_lowercase, *string.digits]
    assert len({person_key(f"张三{sign}") for sign in signs}) == len(signs)


def test_two_known_peoples_last_words_agree() -> None:
    found = read(*AGREED)
    assert found.faults == []
    assert found.agreed(Act.ROWS, ROW, ("张三", "李四"))
    assert found.agreed(Act.ROWS, ROW, ("李 四", "張三"))
    assert not found.agreed(Act.ROWS, ROW, ("张三", "张 三"))
    assert not found.agreed(Act.ROWS, ROW, ("张三", "王五"))
    assert not found.agreed(Act.ROWS, OTHER, ("张三", "李四"))


@pytest.mark.parametrize(
    "answer",
    [OTHER, Word(subject=ROW.subject, answer=("sent_back",)), Word(subject=ROW.subject, answer=("withdrawn",))],
)
@pytest.mark.parametrize("by", NAMES)
def test_what_was_said_since_unsettles_it_and_old_words_put_in_again_do_not_help(by: str, answer: Word) -> None:
    since = said(by, Act.ROWS, answer, once="later")
    assert not read(*AGREED, since).agreed(Act.ROWS, ROW, ("张三", "李四"))
    again = read(*AGREED, since, *AGREED[-2:])
    assert len(again.faults) == 2
    assert not again.agreed(Act.ROWS, ROW, ("张三", "李四"))


@given(st.data())
def test_one_key_alone_makes_no_two_people(data: st.DataObject) -> None:
    """Whatever one person signs, drops, doubles or puts elsewhere: nobody else's word comes of it."""
    mine = data.draw(st.sampled_from(NAMES))
    words = (OTHER, *(me(name, mine) for name in NAMES), Word(subject=("person", "赵六"), answer=(public(mine),)))
    acts = st.tuples(
        st.sampled_from((*NAMES, "赵六")),
        st.sampled_from((Act.PERSON, Act.VOUCH, Act.ROWS)),
        st.sampled_from(words),
    )
    forged = [
        said(by, act, word, key=mine, once=f"f{number}")
        for number, (by, act, word) in enumerate(data.draw(st.lists(acts, max_size=8)))
    ]
    rest = data.draw(st.lists(st.sampled_from((*AGREED[6:], *forged)), max_size=16))
    found = read(*FOUNDED, *rest)
    for one in NAMES:
        for other in (*NAMES, "赵六"):
            assert not found.agreed(Act.ROWS, OTHER, (one, other))
    assert {name: person.key for name, person in found.people.items()} == {name: public(name) for name in NAMES}


@pytest.mark.slow
@given(st.integers(0, len(AGREED) - 1), st.integers(0, 1000), st.characters(codec="utf-8"))
def test_a_changed_letter_is_told(which: int, at: int, letter: str) -> None:
    text = AGREED[which].text
    at %= len(text)
    changed = replace(AGREED[which], text=text[:at] + letter + text[at + 1 :])
    found = read(*AGREED[:which], changed, *AGREED[which + 1 :])
    assert bool(found.faults) == (changed.text != text)


def test_of_a_row_sent_back_no_earlier_word_counts() -> None:
    back = said("王五", Act.ROWS, Word(subject=ROW.subject, answer=SENT_BACK))
    once = said("张三", Act.ROWS, ROW, once="again")
    assert not read(*AGREED, back, once).agreed(Act.ROWS, ROW, ("张三", "李四"))
    assert read(*AGREED, back, once, said("李四", Act.ROWS, ROW, once="again")).agreed(Act.ROWS, ROW, ("张三", "李四"))


def test_what_a_stations_people_decided_counts_when_two_who_work_here_took_it_over() -> None:
    station = ("丙某", "丁某")
    assert not read(*FOUNDED).backed(Act.ROWS, ROW, station)
    assert not read(*AGREED[:-1]).backed(Act.ROWS, ROW, station)
    assert read(*AGREED).backed(Act.ROWS, ROW, station)
    assert not read(*AGREED).backed(Act.ROWS, ROW, ("张三", "丁某"))  # one of them does work here


def test_words_of_another_workspace_are_none_here() -> None:
    found = read(*FOUNDED, said("张三", Act.ROWS, ROW, home="b" * 64), said("李四", Act.ROWS, ROW, home="b" * 64))
    assert len(found.faults) == 2
    assert not found.agreed(Act.ROWS, ROW, ("张三", "李四"))


def test_a_lost_key_is_made_anew_by_two_others_and_by_no_one_alone() -> None:
    new = Word(subject=("person", "李四"), answer=(public("张三"),))
    alone = read(
        *FOUNDED[:3], said("张三", Act.VOUCH, new, once="x"), said("李四", Act.PERSON, new, key="张三", once="x")
    )
    assert alone.faults
    assert alone.people["李四"].key == public("李四")
    both = read(
        *FOUNDED,
        said("张三", Act.VOUCH, new, once="x"),
        said("王五", Act.VOUCH, new, once="x"),
        said("李四", Act.PERSON, new, key="张三", once="x"),
    )
    assert both.faults == []
    assert both.people["李四"].key == public("张三")
