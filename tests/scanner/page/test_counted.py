"""Compiled loops over grey values give what the libraries give."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pingyi.scanner.page.block_means import block_means
from pingyi.scanner.page.darkness import shrunk
from pingyi.scanner.page.levels import percentile

pictures = arrays(np.uint8, st.tuples(st.integers(1, 60), st.integers(1, 60)))


@given(pictures, st.integers(1, 12))
def test_a_picture_is_shrunk_as_by_opencv(
    picture: "np.ndarray[tuple[int, int], np.dtype[np.uint8]]", factor: int
) -> None:
    assert np.array_equal(shrunk(picture, factor), block_means(picture, factor))


@given(pictures, st.floats(0, 100), st.integers(1, 5))
def test_a_rank_is_numpys(picture: "np.ndarray[tuple[int, int], np.dtype[np.uint8]]", rank: float, step: int) -> None:
    some = picture[::step, ::step]
    assert percentile(some, rank) == pytest.approx(float(np.percentile(some, rank)), abs=1e-9)
