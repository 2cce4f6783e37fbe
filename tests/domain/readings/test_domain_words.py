"""Every code that may be shown has its Chinese: forgetting it must not be found out by a clerk."""

from pingyi.domain.readings.reading import DOUBT_TEXT, UNREAD_TEXT, Doubt, Unread
from pingyi.domain.trust.people import ROLE_TEXT, Role


def test_every_doubt_refusal_and_role_has_words() -> None:
    assert set(DOUBT_TEXT) == set(Doubt)
    assert set(UNREAD_TEXT) == set(Unread)
    assert set(ROLE_TEXT) == set(Role)


def test_words_tell_codes_apart() -> None:
    for words in (DOUBT_TEXT, UNREAD_TEXT, ROLE_TEXT):
        assert len(set(words.values())) == len(words)
        assert all(words.values())
