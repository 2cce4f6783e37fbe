"""A form's print is that of its papers, where they were made; else one of the faces it is printed with now."""

import os
from pathlib import Path

import pytest
from kept_paper import afresh

from pingyi.generator.libreoffice.fonts import faces_here
from pingyi.generator.understood import kept_prints
from pingyi.generator.understood.kept_prints import keep, keep_print, own_print, print_place
from pingyi.generator.word import word
from pingyi.generator.word.word import FANGSONG, Lines, Page, Type

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nstartxref\n9\n%%EOF\n"
OTHERS = b"another print"


@pytest.fixture
def document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(kept_prints, "FOLDER", tmp_path / "kept")
    made = word.new_document(Page(top=20, bottom=20, left=20, right=20))
    word.paragraph(made, "鱼峰区公众评议表", Type(face=FANGSONG), Lines())
    return word.save(made, tmp_path / "form.docx")


@pytest.fixture
def another_time(document: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where and when another print would be made of the form."""
    monkeypatch.setattr(kept_prints, "_todays", lambda _: OTHERS)
    return document


@pytest.mark.office
def test_faces_that_are_installed_later_are_seen(
    document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path / "without"))
        patch.setenv("HOME", str(tmp_path / "without"))
        with afresh():
            poor, few = faces_here(), own_print(document)
        assert own_print(document) == few  # kept
    if faces_here() == poor:
        pytest.skip("all faces here are the system's")
    with afresh():
        assert own_print(document) != few


def test_papers_stay_as_they_were_printed_wherever_their_form_goes(another_time: Path, tmp_path: Path) -> None:
    assert own_print(another_time) == OTHERS
    kept = keep_print(another_time, PDF)
    assert own_print(another_time) == PDF
    elsewhere = tmp_path / "恢复" / "表.docx"
    elsewhere.parent.mkdir()
    elsewhere.write_bytes(another_time.read_bytes())
    assert own_print(elsewhere) == OTHERS
    print_place(elsewhere).write_bytes(kept.read_bytes())
    assert own_print(elsewhere) == PDF


def test_the_record_of_a_print_is_within_what_a_pdf_may_hold(document: Path) -> None:
    """A comment before its last three lines: no offset in the file is another by it."""
    kept = keep_print(document, PDF).read_bytes()
    assert kept.startswith(PDF[: PDF.index(b"startxref")] + b"%")
    assert kept.endswith(b"\nstartxref\n9\n%%EOF\n")


def changed_form(document: Path) -> None:
    with document.open("ab") as file:
        file.write(b"another state")


def changed_print(document: Path) -> None:
    place = print_place(document)
    place.write_bytes(place.read_bytes().replace(b"1 0 obj", b"1 0 OBJ"))


def anothers_print(document: Path) -> None:
    other = document.with_name("other.docx")
    other.write_bytes(b"another form")
    keep_print(other, PDF).replace(print_place(document))


def print_of_no_ones(document: Path) -> None:
    print_place(document).write_bytes(PDF)  # as Word or WPS exports one, by whatever settings


def cut_short(document: Path) -> None:
    place = print_place(document)
    place.write_bytes(place.read_bytes()[:-40])


@pytest.mark.parametrize("change", [changed_form, changed_print, anothers_print, print_of_no_ones, cut_short])
def test_what_is_not_the_print_of_this_very_form_is_not_believed(another_time: Path, change: object) -> None:
    keep_print(another_time, PDF)
    assert callable(change)
    change(another_time)
    assert own_print(another_time) == OTHERS


def test_of_what_can_be_made_again_the_oldest_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_prints, "FOLDER", tmp_path)
    monkeypatch.setattr(kept_prints, "MOST_KEPT", 3)
    for age, name in enumerate(("e", "b", "d", "a"), start=1):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (age, age))
    keep("c", PDF)
    assert {file.name for file in tmp_path.iterdir()} == {"d", "a", "c"}
