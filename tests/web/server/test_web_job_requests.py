"""What was asked for is the same after it was kept, whatever it was."""

import json
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from pingyi.domain.readings.score_reading import ScorePaper
from pingyi.web.server.job_requests import KINDS, JobRequest, ReadScores, content_of, kind_of, request_of

WISHES = st.one_of(
    *(st.builds(kind) for kind in KINDS.values() if kind is not ReadScores),
    st.builds(ReadScores, folder=st.text(), batch=st.text(), paper=st.sampled_from(ScorePaper)),
)


@given(WISHES)
def test_a_wish_that_was_kept_is_the_same_wish(wish: JobRequest) -> None:
    assert request_of(kind_of(wish), json.loads(json.dumps(content_of(wish)))) == wish


@given(st.text(), WISHES)
def test_a_wish_of_another_version_is_no_wish(word: str, wish: JobRequest) -> None:
    content = content_of(wish)
    assert request_of(f"{kind_of(wish)}-{word}", content) is None
    assert request_of(kind_of(wish), {**content, f"-{word}": word}) is None
    for part in content:
        assert request_of(kind_of(wish), {name: value for name, value in content.items() if name != part}) is None


def test_every_kind_of_wish_is_kept_under_a_word_of_its_own() -> None:
    assert set(KINDS.values()) == set(get_args(JobRequest))
