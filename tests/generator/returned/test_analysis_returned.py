"""Returned 附件3: every fault is named with its place, none is invented, and mending the format changes no word."""

import subprocess
from datetime import date
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.document import Document
from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from returned_form import REPORT, UNIT, Change, cells, faults, filled, good, import_analysis, line, spoil

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.handed_in.analysis_form import problems, text_of, tidy_day
from pingyi.generator.documents.letter import write_reminder
from pingyi.generator.forms.analysis import write_analysis, write_clean
from pingyi.generator.libreoffice.pdf import soffice
from pingyi.generator.returned.returned_analysis import read_returned
from pingyi.ground.errors import FileError, NotReadyError
from pingyi.workflow.paper.analysis import CLEAN, FOLDER, RECEIVED, REMINDER, SLIPS, make_booklet
from pingyi.workflow.paper.analysis_notes import handed_in, unmended


def face(paragraph: Paragraph, name: str) -> None:
    for run in paragraph.runs:
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def face_of_run(paragraph: Paragraph, name: str) -> None:
    """The heading alone, not the text that follows it in the same paragraph."""
    paragraph.runs[0]._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def size(paragraph: Paragraph, points: float) -> None:
    for run in paragraph.runs:
        run.font.size = Pt(points)


def spacing(paragraph: Paragraph, points: float) -> None:
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.paragraph_format.line_spacing = Pt(points)


def award(document: Document, column: int, text: str) -> None:
    cells(document, 3)[1 + column].paragraphs[0].runs[0].text = text


def unbold(document: Document) -> None:
    for run in cells(document, 0)[-1].paragraphs[0].runs:
        run.font.bold = False


FAULTS: dict[str, tuple[Change, str, str]] = {  # change, part of the place, part of what is wrong
    "first level in Song": (lambda d: face(line(d, 0), "宋体"), "第1段", "字体是宋体"),
    "text in plain Fangsong": (lambda d: face(line(d, 1), "仿宋"), "第2段", "字体是仿宋"),
    "second level in Hei": (lambda d: face_of_run(line(d, 2), "黑体"), "第3段", "字体是黑体"),
    "third level in Kai": (lambda d: face(line(d, 3), "楷体_GB2312"), "第4段", "字体是楷体"),
    "fourth level in Hei": (lambda d: face(line(d, 4), "黑体"), "第5段", "字体是黑体"),
    "English name of a wrong face": (lambda d: face(line(d, 1), "SimSun"), "第2段", "字体是宋体"),
    "size three": (lambda d: size(line(d, 1), 16), "第2段", "字号是16磅"),
    "heading too small": (lambda d: size(line(d, 0), 12), "第1段", "字号是12磅"),
    "lines of 28 points": (lambda d: spacing(line(d, 1), 28), "第2段", "行距是28磅"),
    "single spacing": (lambda d: setattr(line(d, 1).paragraph_format, "line_spacing", 1.0), "第2段", "不是固定值"),
    "space before": (lambda d: setattr(line(d, 3).paragraph_format, "space_before", Pt(6)), "第4段", "段前6磅"),
    "space after": (lambda d: setattr(line(d, 3).paragraph_format, "space_after", Pt(12)), "第4段", "段后12磅"),
    "unit name not bold": (unbold, "单位名称", "没有加粗"),
    "unit name too small": (lambda d: size(cells(d, 0)[-1].paragraphs[0], 14), "单位名称", "字号是14磅"),
    "award in size four": (lambda d: size(cells(d, 3)[1].paragraphs[0], 14), "第1行获奖名称", "字号是14磅"),
    "award without issuer": (lambda d: award(d, 1, ""), "表彰奖励第1行", "没有填颁发机关"),
    "date with dashes": (lambda d: award(d, 3, "2024-5-1"), "表彰奖励第1行", "2024-5-1"),
    "day that does not exist": (lambda d: award(d, 3, "2024.02.30"), "表彰奖励第1行", "2024.02.30"),
    "last year's award": (lambda d: award(d, 3, "2023.05.01"), "表彰奖励第1行", "2023.05.01"),
    "sample text left": (
        lambda d: setattr(line(d, 1).runs[0], "text", "（字数限制在1300字以内）"),
        "第2段",
        "提示文字",
    ),
}


def test_a_form_as_demanded_has_no_fault(campaign: Campaign, tmp_path: Path) -> None:
    assert faults(filled(campaign, tmp_path / "a.docx")) == []


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_named_and_no_other(campaign: Campaign, tmp_path: Path, name: str) -> None:
    change, place, wrong = FAULTS[name]
    (found,) = faults(filled(campaign, tmp_path / "a.docx", change))
    assert place in found.place
    assert wrong in found.wrong


def test_length_and_proof_are_counted(campaign: Campaign, tmp_path: Path) -> None:
    long = filled(campaign, tmp_path / "a.docx", form=good(report=("字" * 1301,)))
    assert [p.wrong for p in faults(long)] == ["共1301字（不计空格）"]
    assert [p.wrong for p in faults(filled(campaign, tmp_path / "b.docx"), evidence=0)] == [
        "填了1项，只收到0个证明文件"
    ]


@pytest.mark.slow
@pytest.mark.parametrize("name", FAULTS)
def test_mending_the_format_changes_no_word(campaign: Campaign, tmp_path: Path, name: str) -> None:
    spoilt = read_returned(filled(campaign, tmp_path / "a.docx", FAULTS[name][0]))
    mended = read_returned(write_clean(campaign, spoilt, UNIT, tmp_path / "clean.docx"))
    assert [p.text for p in mended.report] == [p.text for p in spoilt.report]
    assert [[text_of(cell) for cell in award] for award in mended.awards] == [
        [tidy_day(text_of(cell)) or text_of(cell) for cell in award] for award in spoilt.awards
    ]
    left = [p.wrong for p in problems(mended, 1300, 2024, 1)]
    assert not any("字体" in wrong or "字号" in wrong or "行距" in wrong or "段前" in wrong for wrong in left)


@pytest.mark.office
@pytest.mark.parametrize("kind", ["doc", "docx"])
def test_files_saved_by_another_program_are_read(campaign: Campaign, tmp_path: Path, kind: str) -> None:
    """Faults survive LibreOffice's saving, in the new format and the old, and none comes in with it."""
    (tmp_path / "in").mkdir()
    path = filled(campaign, tmp_path / "in" / "财政.docx", FAULTS["first level in Song"][0])
    out = tmp_path / "out"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [str(soffice()), profile, "--headless", "--convert-to", kind, "--outdir", str(out), str(path)],
        check=True,
        capture_output=True,
    )
    (out / "财政.pdf").write_bytes(b"%PDF-1.4")
    report = import_analysis(tmp_path / "work", campaign, [out])
    assert report.refused == ()
    (form,) = report.received
    assert [(problem.place[:6], problem.wrong) for problem in form.problems] == [("实绩自述第1", "字体是宋体")]


def test_an_import_keeps_cleans_and_tells(campaign: Campaign, tmp_path: Path) -> None:
    inbox = tmp_path / "收件"
    inbox.mkdir()
    filled(campaign, inbox / "一.docx", lambda d: (FAULTS["size three"][0](d), FAULTS["award without issuer"][0](d))[0])
    (inbox / "一 证书.pdf").write_bytes(b"%PDF-1.4")
    filled(campaign, inbox / "二.docx", form=good("区教育局", awards=()))
    filled(campaign, inbox / "三.docx", form=good("区公安局", awards=()))
    (inbox / "四.docx").write_bytes(b"no Word file")
    (inbox / "~$一.docx").write_bytes(b"lock")
    work = tmp_path / "work"
    report = import_analysis(work, campaign, [inbox, tmp_path / "没有.docx"])
    assert sorted(form.unit.name for form in report.received) == ["区教育局", UNIT]
    assert len(report.refused) == 3
    assert {"区公安局" in message for message in report.refused} == {True, False}
    assert len(report.missing) == len(campaign.units) - 2
    names = {folder: sorted(p.name for p in (work / FOLDER / folder).iterdir()) for folder in (RECEIVED, CLEAN, SLIPS)}
    assert names[RECEIVED] == names[CLEAN] == ["28 区财政局.docx", "36 区教育局.docx"]
    assert names[SLIPS] == ["28 区财政局.docx"]
    reminder = "".join(p.text for p in docx.Document(str(work / FOLDER / REMINDER)).paragraphs)
    assert "57个单位" in reminder
    assert UNIT not in reminder
    slip = docx.Document(str(work / FOLDER / SLIPS / "28 区财政局.docx"))
    assert "没有填颁发机关" in [cell.text for cell in slip.tables[0].rows[1].cells]
    assert len(slip.tables[0].rows) == 2
    assert "字号1处" in "".join(line.text for line in slip.paragraphs)


@pytest.mark.parametrize(
    ("part", "change", "message"),
    [
        ("word/vbaProject.bin", (b"", b""), "宏"),
        ("word/embeddings/oleObject1.bin", (b"", b""), "OLE"),
        ("", (b"<w:body>", b'<w:body><w:p><w:ins w:id="1" w:author="x"><w:r><w:t>x</w:t></w:r></w:ins></w:p>'), "修订"),
    ],
)
def test_what_must_not_be_opened_is_refused(
    campaign: Campaign, tmp_path: Path, part: str, change: tuple[bytes, bytes], message: str
) -> None:
    path = filled(campaign, tmp_path / "a.docx")
    spoil(path, part, b"x", *change)
    with pytest.raises(FileError, match=message):
        read_returned(path)


def test_another_document_is_told_from_the_form(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("年度总结")
    document.save(str(tmp_path / "a.docx"))
    with pytest.raises(FileError, match="没有绩效分析表"):
        read_returned(tmp_path / "a.docx")


@pytest.mark.office
def test_the_book_is_numbered_through_and_its_contents_tell_the_pages(campaign: Campaign, tmp_path: Path) -> None:
    inbox = tmp_path / "in"
    inbox.mkdir()
    long = tuple("全年完成各项任务。" * 12 for _ in range(11))
    for unit in campaign.units[:6]:
        report = long if unit.serial % 2 else REPORT
        filled(campaign, inbox / f"{unit.serial}.docx", form=good(unit.name, report, ()))
    work = tmp_path / "work"
    untouched = inbox / "空.docx"
    write_analysis(campaign, campaign.units[7].name, untouched)
    import_analysis(work, campaign, [inbox])
    book, printed = make_booklet(work, campaign, lambda *_: None)
    contents = {row.cells[1].text: row.cells[3].text for row in docx.Document(str(book)).tables[0].rows[1:]}
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(printed)]
    forms = [page for page in pages if "汇编" not in page and "未报送" not in page]
    for unit in campaign.units[:6]:
        assert unit.name in forms[int(contents[unit.name]) - 1]
    assert contents[campaign.units[6].name] == "未报送"
    assert contents[campaign.units[7].name] == "退回重报"
    assert [f"— {n} —" in " ".join(page.split()) for n, page in enumerate(forms, start=1)] == [True] * len(forms)
    assert not any(page.strip().startswith("您对该单位") for page in forms)


def test_a_book_tells_whose_form_is_not_mended(campaign: Campaign, tmp_path: Path) -> None:
    inbox = tmp_path / "in"
    inbox.mkdir()
    filled(campaign, inbox / "一.docx", FAULTS["award without issuer"][0])
    filled(campaign, inbox / "二.docx", form=good("区教育局", awards=()))
    import_analysis(tmp_path / "work", campaign, [inbox])
    (said,) = unmended(campaign, handed_in(tmp_path / "work" / FOLDER))
    assert said.startswith(UNIT)
    assert "只收到0个证明文件等 2 处" in said


def test_without_any_form_there_is_no_book(campaign: Campaign, tmp_path: Path) -> None:
    with pytest.raises(NotReadyError, match="import analysis"):
        make_booklet(tmp_path, campaign, lambda *_: None)


@pytest.mark.parametrize(
    ("day", "words"), [(date(2024, 12, 1), "于2024年12月31日前报送电子版"), (date(2025, 1, 5), "尽快报送电子版")]
)
def test_a_reminder_after_the_day_asks_for_haste(campaign: Campaign, tmp_path: Path, day: date, words: str) -> None:
    path = write_reminder(campaign, campaign.units[:2], tmp_path / "a.docx", day)
    assert words in "".join(line.text for line in docx.Document(str(path)).paragraphs)


def test_hidden_text_stays_hidden_and_is_told(campaign: Campaign, tmp_path: Path) -> None:
    def hide(document: Document) -> None:
        paragraph = line(document, 0)
        paragraph.add_run("内部测算，不公开").font.hidden = True

    form = read_returned(filled(campaign, tmp_path / "a.docx", hide))
    assert "内部测算" not in "".join(each.text for each in form.report)
    assert [problem.wrong for problem in form.strange] == ["有隐藏的文字“内部测算，不公开”，整理稿里不会有"]


def test_a_face_an_rtf_did_not_name_is_none(campaign: Campaign, tmp_path: Path) -> None:
    def nameless(document: Document) -> None:
        for run in line(document, 0).runs:
            run._r.rPr.rFonts.set(qn("w:eastAsia"), "0")

    form = read_returned(filled(campaign, tmp_path / "a.docx", nameless))
    assert "0" not in {piece.face for each in form.report for piece in each.pieces}


def test_a_slip_begins_with_what_weighs_most(campaign: Campaign, tmp_path: Path) -> None:
    """Content, proof, length, days; the form's own guidance that was left in is one line."""
    guide = ("一、黑体四号", "…", "（字数限制在1300字以内）")
    awards = (("先进集体", "市人民政府", "本单位", "2023.05.01"),)
    form = good(report=(*guide, "工作" * 700), awards=awards)
    told = [p for p in faults(filled(campaign, tmp_path / "a.docx", form=form), 0) if not p.kind]
    assert [p.wrong[:3] for p in told] == ["是表样", "填了1", "共14", "获奖时"]
    assert told[0].place.startswith("实绩自述第1、2、3段")
