"""Every Word file made here is one that Word and WPS open and print as it is meant; only LibreOffice is at hand."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from invented_year import default_campaign
from openxml_audit import FileFormat, OpenXmlValidator
from project_files import ROOT
from word_files import MAKES, word_files

from pingyi.checker.printed import read_sheets
from pingyi.generator.libreoffice.pdf import soffice, to_pdf
from pingyi.generator.word import official

NEAR_MM = 0.5  # .doc counts in twips and points
SAVE = ast.dump(ast.parse("word.save", mode="eval").body)
THERE_AND_BACK = (  # what bears a record block, page numbers and lines of text
    "notice", "notice-two-pages-more", "plan", "plan-two-pages-more", "letter", "feedback", "analysis-clean",
    "booklet", "ledger",
)  # fmt: skip

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return word_files(default_campaign(), tmp_path_factory.mktemp("word"))


def parts(document: Document) -> Iterator[Any]:
    """The body and all footers, as XML."""
    yield document.element.body
    for section in document.sections:
        for footer in (section.footer, section.even_page_footer):
            if not footer.is_linked_to_previous:
                yield footer._element


def test_every_writer_of_word_files_is_asked() -> None:
    writers = {
        function.name
        for path in (ROOT / "generator").rglob("*.py")
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef)
        if any(isinstance(call, ast.Call) and ast.dump(call.func) == SAVE for call in ast.walk(function))
    }
    assert {"write_notice", "write_ballot"} <= writers
    assert writers <= {writer.__name__ for writer, _ in MAKES.values()}


def test_no_table_follows_another_at_once(made: dict[str, Path]) -> None:
    """Word takes two such for one: the first heading row stands over the second table's numbers on the next page."""
    joined = [
        name
        for name, path in made.items()
        for table in docx.Document(str(path)).element.body.iter(qn("w:tbl"))
        if (follows := table.getnext()) is not None and follows.tag == qn("w:tbl")
    ]
    assert joined == []


def test_what_is_in_a_file_stands_as_the_schema_has_it(made: dict[str, Path]) -> None:
    validator = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365)
    found = {name: [str(error) for error in validator.validate(str(path)).errors] for name, path in made.items()}
    assert {name: errors for name, errors in found.items() if errors} == {}


def test_the_validator_sees_an_element_in_the_wrong_place(made: dict[str, Path], tmp_path: Path) -> None:
    document = docx.Document(str(made["letter"]))
    properties = next(document.element.body.iter(qn("w:pPr")))
    properties.append(next(properties.iter(qn("w:spacing"))))
    document.save(str(tmp_path / "spoilt.docx"))
    assert OpenXmlValidator(file_format=FileFormat.MICROSOFT_365).validate(str(tmp_path / "spoilt.docx")).errors


def test_files_are_chinese_and_of_todays_word(made: dict[str, Path]) -> None:
    for name, path in made.items():
        document = docx.Document(str(path))
        languages = {lang.get(qn("w:eastAsia")) for lang in document.styles.element.iter(qn("w:lang"))}
        modes = [
            one.get(qn("w:val"))
            for one in document.settings.element.iter(qn("w:compatSetting"))
            if one.get(qn("w:name")) == "compatibilityMode"
        ]
        assert (languages, modes) == ({"zh-CN"}, ["15"]), name


def test_nothing_but_a_record_block_among_text_is_framed(made: dict[str, Path]) -> None:
    """On a page of its own plain paragraphs do; the frame's place is in figures, which .doc keeps."""
    for name, path in made.items():
        document = docx.Document(str(path))
        framed = [frame for part in parts(document) for frame in part.iter(qn("w:framePr"))]
        block = official.record_lines_of(document)
        assert len(framed) == (0 if "more" in name else len(block)), name
        for frame in framed:
            assert frame.get(qn("w:vAnchor")) == "page", name
            assert int(frame.get(qn("w:y"))) > 0, name


def test_fields_have_results_and_their_three_marks(made: dict[str, Path]) -> None:
    counted = 0
    for name, path in made.items():
        for part in parts(docx.Document(str(path))):
            assert not list(part.iter(qn("w:fldSimple"))), name
            said, open_ = "", ""
            for one in part.iter(qn("w:fldChar"), qn("w:t")):
                kind = one.get(qn("w:fldCharType")) or ""
                if kind == "end":
                    assert open_ == "separate", name
                    assert said, name
                    counted += 1
                said, open_ = (said + (one.text or ""), open_) if not kind else ("", kind)
    assert counted > len(made) / 2


def test_nothing_is_said_that_libreoffice_reads_otherwise_than_word(made: dict[str, Path]) -> None:
    """It reads overflowPunct the wrong way round and autoSpace not at all: lines would break elsewhere in Word."""
    for name, path in made.items():
        for part in parts(docx.Document(str(path))):
            said = list(part.iter(qn("w:overflowPunct"), qn("w:autoSpaceDE"), qn("w:autoSpaceDN")))
            assert not said, name


@pytest.mark.office
def test_through_doc_and_back_every_line_stands_where_it_stood(made: dict[str, Path], tmp_path: Path) -> None:
    before = [made[name] for name in THERE_AND_BACK]
    old = _saved_as("doc", before, tmp_path / "old")
    after = _saved_as("docx", old, tmp_path / "back")
    first, last = to_pdf(before, tmp_path / "before"), to_pdf(after, tmp_path / "after")
    for one, other in zip(first, last, strict=True):
        wanted, found = read_sheets(one), read_sheets(other)
        assert len(wanted) == len(found), one.stem
        for sheet, again in zip(wanted, found, strict=True):
            where = f"{one.stem}, page {sheet.number}"
            assert [line.text for line in sheet.lines] == [line.text for line in again.lines], where
            for line, moved in zip(sheet.lines, again.lines, strict=True):
                place = pytest.approx((line.base, line.left), abs=NEAR_MM)
                assert (moved.base, moved.left) == place, f"{where}: {line.text}"


def _saved_as(kind: str, paths: list[Path], out: Path) -> list[Path]:
    home = f"-env:UserInstallation={(out / 'home').as_uri()}"
    names = [str(path) for path in paths]
    command = [str(soffice()), home, "--headless", "--convert-to", kind, "--outdir", str(out), *names]
    subprocess.run(command, check=True, capture_output=True)
    return [out / f"{path.stem}.{kind}" for path in paths]
