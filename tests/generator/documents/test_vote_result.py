"""A vote's result as documents: every number that was counted, and where it comes from."""

import re
import subprocess
import zipfile
from collections import Counter
from pathlib import Path

import pdfplumber
import pytest
from docx import Document
from invented_vote import invented_report
from python_calamine import CalamineWorkbook

from pingyi.domain.votes.rules import rules_of
from pingyi.domain.votes.vote import VoteKind
from pingyi.generator.documents.notice_text import percent
from pingyi.generator.documents.vote_charts import _look
from pingyi.generator.documents.vote_result import VoteReport, write_vote_result
from pingyi.generator.documents.vote_workbook import write_vote_workbook
from pingyi.generator.libreoffice.pdf import soffice, to_pdf

KINDS = (VoteKind.CONTESTED, VoteKind.SURVEY)


def cells(path: Path) -> list[tuple[str, ...]]:
    return [tuple(cell.text for cell in row.cells) for table in Document(str(path)).tables for row in table.rows]


@pytest.fixture(params=KINDS)
def report(request: pytest.FixtureRequest) -> VoteReport:
    return invented_report(request.param)


def test_the_word_file_has_every_number_rule_and_opinion(report: VoteReport, tmp_path: Path) -> None:
    path = write_vote_result(report, tmp_path / "结果.docx")
    rows, result = cells(path), report.result
    said = "\n".join(line.text for line in Document(str(path)).paragraphs)
    assert "饭菜要热。" in said
    assert "还有 1 处写了字" in said
    assert all(role in said for role in ("总监票人", "监票人", "计票人"))
    for rule in rules_of(result.vote):
        assert any(rule.words in row and rule.source in row for row in rows)
    if result.election is None:
        for one in result.questions:
            row = next(row for row in rows if one.row.label in row)
            assert [cell.partition("\n")[0] for cell in row[2 : 2 + len(one.choices)]] == list(map(str, one.choices))
        return
    for candidate in result.election.candidates:
        row = next(row for row in rows if row[1].strip("*") == candidate.name)
        assert (row[0], row[2], row[-1]) == (str(candidate.rank), str(candidate.votes), candidate.standing.value)
    assert f"无效票 {result.void_sheets} 张" in said
    assert "没有写应到会、实到会人数，到会是否够五分之四没有核对" in said


def test_the_workbook_adds_up_from_its_list_of_sheets(report: VoteReport, tmp_path: Path) -> None:
    book = CalamineWorkbook.from_path(str(write_vote_workbook(report, tmp_path / "结果.xlsx")))
    listed = book.get_sheet_by_name("逐票").to_python()
    heads, sheets = listed[1], listed[2:]
    assert len(sheets) == len(report.result.sheets) == len({row[0] for row in sheets})
    found: Counter[tuple[str, str]] = Counter()
    for row in sheets:
        if row[2] == "有效":
            found.update(zip(heads[3:], row[3:], strict=True))  # type: ignore[arg-type]
    counted = book.get_sheet_by_name("各项票数").to_python()[2:]
    assert len(counted) == sum(len(one.choices) + 2 for one in report.result.questions)
    for _, label, choice, votes, _ in counted:
        assert votes == found[str(label), str(choice)]


@pytest.mark.office
@pytest.mark.parametrize(
    ("choices", "several"),
    [((">90分", "60~90分", "<60分"), False), (("A", "a", "A*"), True), (("=1", '"好"', "好?"), False)],
)
def test_formulas_count_what_was_counted_whatever_the_choices_are_called(
    choices: tuple[str, ...],
    several: bool,  # noqa: FBT001
    tmp_path: Path,
) -> None:
    report = invented_report(VoteKind.SURVEY, choices=choices, several=several)
    made = write_vote_workbook(report, tmp_path / "结果.xlsx")
    told, found = (numbers(path) for path in (made, recounted(made, tmp_path)))
    assert any(votes for *_, votes, _ in told)
    assert found == told


def numbers(path: Path) -> list[list[object]]:
    """Rows of the votes, shares rounded."""
    grid = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("各项票数").to_python()[2:]
    return [[*row[:4], round(row[4], 6) if isinstance(row[4], float) else row[4]] for row in grid]


def recounted(book: Path, scratch: Path) -> Path:
    """The workbook with every formula computed by LibreOffice: what stood there as their result is taken out."""
    bare = scratch / "公式.xlsx"
    with zipfile.ZipFile(book) as said, zipfile.ZipFile(bare, "w") as kept:
        for name in said.namelist():
            kept.writestr(name, re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", said.read(name)))
    home = f"-env:UserInstallation={(scratch / 'home').as_uri()}"
    command = [str(soffice()), home, "--headless", "--convert-to", "xlsx", "--outdir", str(scratch / "out"), str(bare)]
    subprocess.run(command, check=True, capture_output=True)
    return scratch / "out" / bare.name


def test_no_sheet_is_listed_with_its_place_or_in_the_order_of_the_pile(report: VoteReport, tmp_path: Path) -> None:
    book = CalamineWorkbook.from_path(str(write_vote_workbook(report, tmp_path / "结果.xlsx")))
    listed = book.get_sheet_by_name("逐票").to_python()
    assert "V01" not in {str(cell) for row in listed for cell in row}
    assert [row[0] for row in listed[2:]] == sorted(str(row[0]) for row in listed[2:])


def test_a_note_under_a_table_is_never_parted_from_it(report: VoteReport, tmp_path: Path) -> None:
    body = Document(str(write_vote_result(report, tmp_path / "结果.docx"))).element.body
    notes = [line for line in body.iterchildren() if "".join(line.itertext()).startswith("注：")]
    assert notes
    for note in notes:
        last = note.getprevious().xpath("./w:tr[last()]//w:p")
        assert last
        assert all(line.xpath("./w:pPr/w:keepNext") for line in last)


ROOM_MM, CAPTION_MM = 225.0, 12.0  # of a page's type area; a caption's line and the space around it


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("rows", [1, 20, 21, 30, 41])
def test_charts_show_everybody_and_go_on_their_pages(kind: VoteKind, rows: int, tmp_path: Path) -> None:
    names = tuple(f"第{k}号" for k in range(1, rows + 1))
    report = invented_report(kind, names)
    document = Document(str(write_vote_result(report, tmp_path / "结果.docx")))
    told = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert all(sum(name in one for one in told) == 1 for name in names)
    assert all(shape.height.mm + CAPTION_MM <= ROOM_MM for shape in document.inline_shapes)


def test_a_chart_says_what_it_shows_in_the_pages_own_words(report: VoteReport, tmp_path: Path) -> None:
    document = Document(str(write_vote_result(report, tmp_path / "结果.docx")))
    captions = [line.text for line in document.paragraphs if line.text.startswith("图")]
    assert [caption.partition("　")[0] for caption in captions] == [f"图{k + 1}" for k in range(len(captions))]
    assert len(captions) == len(document.inline_shapes)


SCALE = tuple(str(k) for k in range(1, 11))


def test_of_a_scale_of_ten_no_two_bars_look_alike() -> None:
    assert len({tuple(_look(k).values()) for k in range(len(SCALE))}) == len(SCALE)


@pytest.mark.office
def test_no_share_of_a_scale_of_ten_is_broken_over_lines(tmp_path: Path) -> None:
    report = invented_report(VoteKind.SURVEY, choices=SCALE)
    (pdf,) = to_pdf([write_vote_result(report, tmp_path / "结果.docx")], tmp_path)
    with pdfplumber.open(pdf) as pages:
        words = [word["text"] for page in pages.pages for word in page.extract_words(x_tolerance=1)]
    told = {percent(one.votes(choice), one.counted) for one in report.result.questions for choice in one.row.choices}
    assert "%" not in words
    shares = {share.removesuffix("%").replace("100.00", "100") for share in told}
    assert shares <= {word.removesuffix("%").replace("100.00", "100") for word in words}
