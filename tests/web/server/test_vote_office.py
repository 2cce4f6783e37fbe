"""Sheets are judged by the form that was printed: another in its place is told, whenever it was put there."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pingyi.ground.errors import FormError
from pingyi.web.server.vote_office import VoteOffice
from pingyi.workflow.votes import vote_desk

FORM = b"the form as it was printed"
ABOUT = """
name = "问卷"
kind = "满意度"
form = "问卷.docx"
digest = "{digest}"
[[places]]
code = "A01"
name = "窗口"
copies = 2
"""


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[VoteOffice]:
    monkeypatch.setattr(vote_desk, "asked_tables", lambda *_, **__: ())
    text = ABOUT.format(digest=hashlib.sha256(FORM).hexdigest())
    (tmp_path / "vote.toml").write_text(text, encoding="utf-8")
    (tmp_path / "问卷.docx").write_bytes(FORM)
    opened = VoteOffice(tmp_path)
    yield opened
    opened.close()


@pytest.mark.parametrize("spoil", [Path.unlink, lambda form: form.write_bytes(b"another form")])
def test_a_form_that_was_changed_while_the_page_is_open_is_told(
    office: VoteOffice, spoil: Callable[[Path], object]
) -> None:
    for ask in (office.asked, office.spoken):
        ask()
        spoil(office.desk.form)
        with pytest.raises(FormError, match="请放回印制时的那一份"):
            ask()
        office.desk.form.write_bytes(FORM)
        ask()
