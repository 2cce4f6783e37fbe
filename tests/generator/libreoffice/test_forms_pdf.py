import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from kept_paper import afresh

from pingyi.generator.libreoffice import pdf
from pingyi.generator.libreoffice.fonts import substitutions, write_aliases
from pingyi.generator.word import word
from pingyi.generator.word.word import FANGSONG, HEITI, KAITI, SONGTI, XIAOBIAOSONG, Lines, Page, Type
from pingyi.ground.errors import FileError, MissingToolError

FACES = (FANGSONG, KAITI, HEITI, SONGTI, XIAOBIAOSONG)


@pytest.fixture(autouse=True)
def _afresh() -> Iterator[None]:
    with afresh():
        yield


def sample(path: Path) -> Path:
    document = word.new_document(Page(top=20, bottom=20, left=20, right=20))
    for face in FACES:
        word.paragraph(document, "鱼峰区评议评价", Type(face=face), Lines())
    return word.save(document, path)


def embedded(path: Path) -> set[str]:
    with pikepdf.open(path) as made:
        fonts = made.pages[0].Resources.Font
        return {str(fonts[name].BaseFont).partition("+")[2] for name in fonts}


@pytest.mark.office
def test_every_official_face_prints_in_a_face_of_its_own(tmp_path: Path) -> None:
    names = embedded(pdf.to_pdf([sample(tmp_path / "faces.docx")], tmp_path)[0])
    if "FandolFang" in substitutions(set(FACES)).values():
        assert {"FandolFang-Regular", "FandolKai-Regular", "FandolHei-Regular"} <= names
        assert {"FandolSong-Regular", "FandolSong-Bold"} <= names  # 宋体, and 小标宋 heavier than it
    assert len(names) >= len(FACES)


@pytest.mark.office
def test_a_batch_comes_back_in_order(tmp_path: Path) -> None:
    documents = [sample(tmp_path / f"{name}.docx") for name in ("乙", "甲")]
    assert pdf.to_pdf(documents, tmp_path / "out") == [tmp_path / "out" / "乙.pdf", tmp_path / "out" / "甲.pdf"]


@pytest.mark.office
def test_libreoffice_keeps_the_memory_it_draws_on(tmp_path: Path) -> None:
    """Given back and asked for again page by page (300,000 of them), it is half the time of a start."""
    resource = pytest.importorskip("resource")
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_minflt
    pdf.to_pdf([sample(tmp_path / "faces.docx")], tmp_path)
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_minflt - before < 150_000


@pytest.mark.office
def test_a_document_libreoffice_cannot_open_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"没有的\.docx"):
        pdf.to_pdf([tmp_path / "没有的.docx"], tmp_path)


@pytest.mark.office
@pytest.mark.skipif(shutil.which("prlimit") is None, reason="nothing bounds a program's memory here")
def test_a_document_that_asks_for_more_memory_than_there_may_be_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = sample(tmp_path / "太大.docx")
    monkeypatch.setattr(pdf, "MOST_BYTES", 40 << 20)  # too little even for this one
    with pytest.raises(FileError, match=r"没能把 太大\.docx 转成 PDF"):
        pdf.to_pdf([document], tmp_path)


def test_a_missing_libreoffice_is_said_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingToolError, match="apt install libreoffice-writer"):
        pdf.to_pdf([sample(tmp_path / "a.docx")], tmp_path)


@pytest.mark.office
def test_aliases_are_good_fontconfig(tmp_path: Path) -> None:
    config = write_aliases(tmp_path)
    program = shutil.which("fc-match")
    if program is None:
        pytest.skip("needs fontconfig")
    command, told = [program, FANGSONG], {"FONTCONFIG_FILE": str(config)}
    done = subprocess.run(command, env=told, capture_output=True, check=True, text=True)
    assert not done.stderr
