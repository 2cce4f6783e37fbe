"""The words told of a strange page, also of one that was scanned white on black."""

import shutil

import cv2
import pytest
from printed_ballot import Printed

from pingyi.scanner.words.heading import heading


@pytest.mark.office
@pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs tesseract")
def test_a_page_white_on_black_has_the_same_heading(printed: Printed) -> None:
    page = printed.page()
    said = heading(page)
    assert len(said) > 3
    assert heading(cv2.bitwise_not(page)) == said
