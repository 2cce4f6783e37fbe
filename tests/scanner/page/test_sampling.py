"""Pictures sampled by our own loops have the grey values of OpenCV's warps."""

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from pingyi.scanner.page.sampling import affine, perspective

pytestmark = pytest.mark.quick

SIZE = (211, 160)  # of 16 columns a whole number of times: OpenCV rounds the rest a little otherwise
FLAGS = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP


@pytest.fixture
def page() -> npt.NDArray[np.uint8]:
    """Soft noise."""
    noise = np.random.default_rng(5).integers(0, 256, (180, 150), np.uint8)
    return np.asarray(cv2.GaussianBlur(noise, (0, 0), 1.0), np.uint8)


@pytest.mark.parametrize(("across", "down"), [(-7.3, 4.1), (0.0, 0.0), (12.5, -20.25)])
def test_a_sheared_page_is_what_opencv_makes_of_it(page: npt.NDArray[np.uint8], across: float, down: float) -> None:
    """Beyond the page all is 0."""
    way = np.array([[1.0, 0.013, across], [-0.021, 1.0, down]])
    theirs = cv2.warpAffine(page, way, SIZE[::-1], flags=FLAGS, borderValue=0)
    assert np.array_equal(affine(page, way, SIZE), theirs)


def test_a_page_in_perspective_is_what_opencv_makes_of_it(page: npt.NDArray[np.uint8]) -> None:
    """Beyond the page its edge goes on."""
    way = np.array([[0.97, 0.013, -5.2], [-0.021, 1.03, 3.7], [2e-5, -3e-5, 1.0]])
    theirs = cv2.warpPerspective(page, way, SIZE[::-1], flags=FLAGS, borderMode=cv2.BORDER_REPLICATE)
    assert np.array_equal(perspective(page, way, SIZE), theirs)


@pytest.mark.parametrize("far", [0.0, -3e38, float("nan"), float("inf")])
def test_a_way_that_leads_nowhere_stays_on_the_page(page: npt.NDArray[np.uint8], far: float) -> None:
    """No number reads beyond the picture: each pixel has a value that stands somewhere on it, or none."""
    ways = [np.full((3, 3), far), np.diag([1.0, 1.0, far]), np.array([[far, 1, 0], [0, far, 0], [1, 0, -3]])]
    with np.errstate(all="ignore"):
        for way in ways:
            made = perspective(page, way, SIZE)
            assert page.min() <= made.min() <= made.max() <= page.max()
            assert affine(page, way[:2], SIZE).max() <= page.max()
