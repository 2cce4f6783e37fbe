"""A document's preview is kept as long as it would be made the same, and no longer."""

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from pingyi.domain.readings.reading import Source
from pingyi.store.people.reassigned import PaperPlace
from pingyi.web.server.draw import pictures
from pingyi.web.server.draw.pictures import Pictures
from pingyi.workflow.desk.workspace import Desk


@pytest.fixture
def printing(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was printed, and with which faces; the last is what is here now."""
    here = ["宋体"]
    monkeypatch.setattr(pictures, "made_with", lambda: here[-1])

    def printed(documents: Sequence[Path], folder: Path) -> list[Path]:
        made = folder / "made.pdf"
        made.write_text(f"{documents[0].read_text(encoding='utf-8')} in {here[-1]}", encoding="utf-8")
        return [made]

    monkeypatch.setattr(pictures, "foreign_to_pdf", printed)
    return here


def written_anew(letter: Path, _: list[str]) -> None:
    letter.write_text("新的信", encoding="utf-8")


def put_back(letter: Path, _: list[str]) -> None:
    """Another file with the old one's date, as copying gives it."""
    about = letter.stat()
    letter.write_text("从前的另一封信", encoding="utf-8")
    os.utime(letter, ns=(about.st_atime_ns, about.st_mtime_ns))


def other_faces(_: Path, here: list[str]) -> None:
    here.append("方正小标宋")


@pytest.mark.parametrize("change", [written_anew, put_back, other_faces])
def test_a_preview_is_what_would_be_printed_now(
    change: Callable[[Path, list[str]], None], tmp_path: Path, printing: list[str]
) -> None:
    letter, other = tmp_path / "信.docx", tmp_path / "别的.docx"
    desk, made = Desk(root=tmp_path), Pictures()
    for path in (letter, other):
        path.write_text("信", encoding="utf-8")
        assert made.printed(desk, path).read_text(encoding="utf-8") == "信 in 宋体"  # type: ignore[union-attr]
    before = {path: path.stat() for path in desk.cache.rglob("*.pdf")}
    assert made.printed(desk, letter) in before
    assert {path: path.stat() for path in desk.cache.rglob("*.pdf")} == before  # not printed again
    change(letter, printing)
    found = made.printed(desk, letter)
    assert found is not None
    assert found.read_text(encoding="utf-8") == f"{letter.read_text(encoding='utf-8')} in {printing[-1]}"
    assert len(list(desk.cache.rglob("*.pdf"))) == 2  # of each document one


def test_a_paper_read_the_other_way_up_is_drawn_anew(tmp_path: Path) -> None:
    place = PaperPlace(
        digest="a" * 64, was="A01", batch="A01", scored=False, source=Source(file="甲.pdf", page=1), scan="b" * 64,
        turn=0, said=None, said_at="",
    )  # fmt: skip
    made, desk = Pictures(), Desk(root=tmp_path)
    assert made.paper(desk, place).path != made.paper(desk, replace(place, turn=180)).path
