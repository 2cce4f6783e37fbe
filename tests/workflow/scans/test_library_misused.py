"""Who calls the library wrongly is told so; no page is blamed for it."""

from pathlib import Path
from typing import Any

import pytest

import pingyi

SAMPLES = Path(__file__).parents[3] / "samples" / "scans"


@pytest.mark.parametrize("form", [(), str(SAMPLES / "form.docx"), None, 5, ("form.docx",)])
def test_a_form_that_read_form_did_not_give_is_refused_before_any_page(form: Any) -> None:
    with pytest.raises(TypeError, match="read_form"):
        next(iter(pingyi.read_scans(SAMPLES / "clean.pdf", form)))


@pytest.mark.office
def test_one_page_is_no_form_and_words_are_no_number_of_processes() -> None:
    form = pingyi.read_form(SAMPLES / "form.docx")
    page: Any = form[0]
    with pytest.raises(TypeError, match="read_form"):
        next(iter(pingyi.read_scans(SAMPLES / "clean.pdf", page)))
    jobs: Any = "2"
    with pytest.raises(TypeError, match="jobs"):
        next(iter(pingyi.read_scans(SAMPLES / "clean.pdf", form, jobs=jobs)))
    pages: Any = (one for one in form)
    assert isinstance(next(iter(pingyi.read_scans(SAMPLES / "clean.pdf", pages))), pingyi.SheetReading)
