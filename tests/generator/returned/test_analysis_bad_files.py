"""Returned files that are not what they should be: each is told of with what to do, and the others go on."""

import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.styles.style import ParagraphStyle
from python_calamine import CalamineWorkbook
from returned_form import Change, cells, faults, filled, good, import_analysis, line, spoil

from benchmarks.documents.spoilt_forms import CASES
from pingyi.domain.campaign.campaign import Campaign
from pingyi.generator.returned.returned_analysis import read_returned
from pingyi.ground.errors import FileError
from pingyi.store.base.store import Store
from pingyi.workflow.desk.workspace import today
from pingyi.workflow.paper.analysis import CLEAN, FOLDER, PROOFS
from pingyi.workflow.paper.analysis_notes import NOTES, handed_in
from pingyi.workflow.paper.analysis_register import TABLE
from pingyi.workflow.status import make_status

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
COMPOUND = bytes.fromhex("D0CF11E0A1B11AE1")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"not a Word file", "不是 Word 文件"),
        (COMPOUND + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (COMPOUND + "_VBA_PROJECT".encode("utf-16-le"), "宏"),
    ],
)
def test_what_is_no_open_word_file_is_named(campaign: Campaign, tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "财政.docx"
    path.write_bytes(data)
    report = import_analysis(tmp_path / "w", campaign, [path])
    assert report.received == ()
    (told,) = report.refused
    assert message in told
    assert "财政.docx" in told


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * 60_000_000)
    with pytest.raises(FileError, match="大得不正常"):
        read_returned(path)


def test_parts_before_the_files_beginning_are_a_damaged_file(campaign: Campaign, tmp_path: Path) -> None:
    bad, fine = (filled(campaign, tmp_path / f"{name}.docx") for name in ("坏", "好"))
    data = bytearray(bad.read_bytes())
    data[-6:-2] = (int.from_bytes(data[-6:-2], "little") + 4).to_bytes(4, "little")  # where the list of parts begins
    bad.write_bytes(data)
    named = [bad, tmp_path / f"{'长' * 100}.docx", fine]
    report = import_analysis(tmp_path / "w", campaign, named)
    assert len(report.received) == 1
    assert report.refused[0].startswith("坏.docx ")
    assert "已损坏" in report.refused[0]
    assert "找不到文件" in report.refused[1]


def test_broken_xml_is_a_damaged_file(campaign: Campaign, tmp_path: Path) -> None:
    path = filled(campaign, tmp_path / "a.docx")
    spoil(path, "", b"", b"<w:body>", b"<w:body><")
    with pytest.raises(FileError, match="已损坏"):
        read_returned(path)


def test_two_forms_of_one_unit_are_left_to_a_person(campaign: Campaign, tmp_path: Path) -> None:
    box = tmp_path / "in"
    filled(campaign, box / "财政一.docx")
    filled(campaign, box / "财政二.docx", form=good(report=("一、别的",)))
    filled(campaign, box / "教育.docx", form=good("区 教 育 局", awards=()))
    (box / "教育 证书.pdf").write_bytes(b"%PDF")
    report = import_analysis(tmp_path / "w", campaign, [box])
    assert [form.unit.name for form in report.received] == ["区教育局"]
    (message,) = report.refused
    assert "财政一.docx、财政二.docx" in message
    folder = tmp_path / "w" / FOLDER
    reminder = "".join(p.text for p in docx.Document(str(report.reminder)).paragraphs)
    assert "57个单位" in reminder
    assert "区财政局" not in reminder
    assert [path.name for path in (folder / CLEAN).iterdir()] == ["36 区教育局.docx"]
    assert (folder / PROOFS / "36 区教育局" / "教育 证书.pdf").exists()
    assert handed_in(folder)[36].proofs == ("教育 证书.pdf",)
    assert (folder / TABLE).exists()


def test_an_old_name_is_accepted_and_told(campaign: Campaign, tmp_path: Path) -> None:
    box = tmp_path / "in"
    filled(campaign, box / "科技.docx", form=good("区科技局", awards=()))
    (form,) = import_analysis(tmp_path / "w", campaign, [box]).received
    assert form.unit.name == "区科学技术局"
    assert [(p.place, p.wrong) for p in form.problems] == [("单位名称", "写作“区科技局”")]


def theme(document: Document) -> None:
    """The face comes from the theme, as in files of a fresh Word."""
    for run in line(document, 1).runs:
        fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
        del fonts.attrib[qn("w:eastAsia")]
        fonts.set(qn("w:eastAsiaTheme"), "minorEastAsia")


def numbered(document: Document) -> None:
    line(document, 0)._p.get_or_add_pPr().append(parse_xml(f'<w:numPr {W}><w:numId w:val="1"/></w:numPr>'))


def spacing_by_default(document: Document) -> None:
    """Nothing said at the paragraph: the file's defaults speak."""
    properties = line(document, 1)._p.get_or_add_pPr()
    properties.remove(properties.find(qn("w:spacing")))
    style = document.styles["Normal"]
    assert isinstance(style, ParagraphStyle)
    for spacing in style.element.findall(f".//{qn('w:spacing')}"):
        spacing.getparent().remove(spacing)


@pytest.mark.parametrize(
    ("change", "place", "wrong"),
    [(theme, "第2段", "字体是"), (numbered, "第1段", "自动编号"), (spacing_by_default, "第2段", "不是固定值")],
)
def test_type_is_found_where_word_looks_for_it(
    campaign: Campaign, tmp_path: Path, change: Change, place: str, wrong: str
) -> None:
    found = faults(filled(campaign, tmp_path / "a.docx", change))
    assert any(place in problem.place and wrong in problem.wrong for problem in found)
    assert all(place in problem.place for problem in found)


def test_a_changed_column_of_awards_is_refused(campaign: Campaign, tmp_path: Path) -> None:
    def change(document: Document) -> None:
        cells(document, 2)[2].paragraphs[0].runs[0].text = "级别"

    path = filled(campaign, tmp_path / "a.docx", change)
    with pytest.raises(FileError, match="栏目被改动"):
        read_returned(path)


@pytest.mark.slow
def test_two_hundred_pages_are_one_fault(campaign: Campaign, tmp_path: Path) -> None:
    path = filled(campaign, tmp_path / "a.docx", form=good(report=("字" * 560,) * 200, awards=()))
    (fault,) = faults(path)
    assert fault.wrong == "共112000字（不计空格）"


def test_the_twenty_spoilt_forms_differ(campaign: Campaign) -> None:
    assert len(CASES) == 20
    assert len({case.faults for case in CASES if case.faults}) == len([case for case in CASES if case.faults])
    assert len(campaign.units) > len(CASES)


def test_status_tells_who_has_handed_in(campaign: Campaign, tmp_path: Path) -> None:
    root, box = tmp_path / "w", tmp_path / "in"
    filled(campaign, box / "财政.docx")
    import_analysis(root, campaign, [box])
    with Store(root / "pingyi.db", root / "crops") as store:
        status = make_status(campaign, (), store)
    told = [entry for unit, entry in status.analysis if unit.name == "区财政局" and entry]
    assert [(entry.file, len(entry.problems)) for entry in told] == [("财政.docx", 1)]
    assert told[0].day == today()
    assert sum(entry is None for _, entry in status.analysis) == len(campaign.units) - 1
    table = list(CalamineWorkbook.from_path(root / FOLDER / TABLE).get_sheet_by_index(0).to_python())
    assert [row[3] for row in table[2:]].count("未报送") == len(campaign.units) - 1
    assert next(row for row in table if row[1] == "区财政局")[3:6] == ["待改正", f"{today():%Y.%m.%d}\n（逾期）", 1]


def test_damaged_notes_are_named(tmp_path: Path) -> None:
    (tmp_path / NOTES).write_text("[{", encoding="utf-8")
    with pytest.raises(FileError, match=r"报送情况\.json"):
        handed_in(tmp_path)
