"""A blurred picture has the grey values of OpenCV's blur, however small it is."""

import cv2
import numpy as np
import pytest

from pingyi.scanner.page.softening import softened_by_three

pytestmark = pytest.mark.quick


@pytest.mark.parametrize("shape", [(61, 47), (5, 30), (30, 5), (2, 3), (1, 9), (9, 1)])
def test_it_is_what_opencv_makes_of_it(shape: tuple[int, int]) -> None:
    """Noise, so that every weight tells."""
    noise = np.random.default_rng(3).integers(0, 256, shape, np.uint8)
    assert np.array_equal(softened_by_three(noise), cv2.GaussianBlur(noise, (0, 0), 3))
