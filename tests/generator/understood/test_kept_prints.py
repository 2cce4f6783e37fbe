"""A kept print is of the faces a form is printed with now, or of those its papers were printed with."""

from pathlib import Path

import pytest
from kept_paper import afresh

from pingyi.generator.understood import kept_prints
from pingyi.generator.understood.kept_prints import keep_print, own_print
from pingyi.generator.word import word
from pingyi.generator.word.fonts import faces_here
from pingyi.generator.word.pdf import to_pdf
from pingyi.generator.word.word import FANGSONG, Lines, Page, Type


@pytest.fixture
def document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(kept_prints, "FOLDER", tmp_path / "kept")
    made = word.new_document(Page(top=20, bottom=20, left=20, right=20))
    word.paragraph(made, "鱼峰区公众评议表", Type(face=FANGSONG), Lines())
    return word.save(made, tmp_path / "form.docx")


@pytest.mark.office
def test_faces_that_are_installed_later_are_seen(
    document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path / "without"))
        patch.setenv("HOME", str(tmp_path / "without"))
        poor, few = faces_here(), own_print(document)
        assert own_print(document) == few  # kept
    if faces_here() == poor:
        pytest.skip("all faces here are the system's")
    assert own_print(document) != few


@pytest.mark.office
def test_papers_stay_as_they_were_printed(document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with afresh():
        (pdf,) = to_pdf([document], tmp_path / "papers")
    printed = keep_print(document, pdf)
    monkeypatch.setattr(kept_prints, "made_with", lambda: "others")
    assert own_print(document) == printed
