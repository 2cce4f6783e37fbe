"""Returned 附件3 whose rows and cells stand in controls, begin or end early: what Word shows is taken, or named."""

import io
import zipfile
from collections.abc import Callable
from contextlib import nullcontext
from copy import deepcopy
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement as Element
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from returned_form import AWARD, REPORT, filled, good, import_analysis

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.handed_in.analysis_form import text_of, tidy_day
from pingyi.generator.forms.analysis import write_analysis, write_clean
from pingyi.generator.returned.returned_analysis import read_returned
from pingyi.ground.errors import FileError
from pingyi.workflow.paper.arrived import arrivals

FIRST = 3  # of the form's rows: the first award


def control(held: Element, *, prompt: bool = False) -> None:
    """Put an element in a content control of its own, in its place."""
    outer, about, content = (OxmlElement(f"w:{name}") for name in ("sdt", "sdtPr", "sdtContent"))
    if prompt:
        about.append(OxmlElement("w:showingPlcHdr"))
    held.addprevious(outer)
    content.append(held)
    outer.extend([about, content])


def each_cell(row: Element) -> None:
    for cell in list(row.tc_lst):
        control(cell)


def custom(held: Element) -> None:
    outer = OxmlElement("w:customXml")
    held.addprevious(outer)
    outer.append(held)


def short(row: Element) -> None:
    """Its last cell is not there, and the row says so."""
    row.remove(row.tc_lst[-1])
    after = OxmlElement("w:gridAfter")
    after.set(qn("w:val"), "1")
    row.get_or_add_trPr().append(after)


def late(row: Element) -> None:
    """The label's cell is not there."""
    row.remove(row.tc_lst[0])
    before = OxmlElement("w:gridBefore")
    before.set(qn("w:val"), "1")
    row.get_or_add_trPr().append(before)


def beyond(row: Element) -> None:
    """One cell more than the head has."""
    row.append(deepcopy(row.tc_lst[-1]))


WAYS: dict[str, Callable[[Element], None]] = {
    "as it was": lambda _: None,
    "row in a control": control,
    "rows within two": lambda row: (control(row), control(row.getparent().getparent()))[0],
    "row in custom XML": custom,
    "date in a date picker": lambda row: control(row.tc_lst[-1]),
    "every cell in a control": each_cell,
    "text in a control": lambda row: control(row.tc_lst[1].p_lst[0]),
    "without its last cell": short,
    "without the label's": late,
    "with a cell too many": beyond,
}


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ways=st.lists(st.sampled_from(sorted(WAYS)), min_size=1, max_size=5))
def test_no_word_of_an_award_is_lost_in_silence(campaign: Campaign, tmp_path: Path, ways: list[str]) -> None:
    awards = tuple(tuple(f"{word}{n}" for word in AWARD) for n in range(len(ways)))
    written: set[str] = set()

    def spoilt(document: Document) -> None:
        rows = list(document.tables[0]._tbl.tr_lst)[FIRST:]
        for row, way in zip(rows, ways, strict=False):
            WAYS[way](row)
            written.update(filter(None, ("".join(t.text for t in p.iter(qn("w:t"))) for p in row.iter(qn("w:p")))))

    form = read_returned(filled(campaign, tmp_path / "a.docx", spoilt, good(awards=awards)))
    taken = {text_of(cell) for award in form.awards for cell in award}
    told = " ".join(problem.wrong for problem in form.strange)
    assert all(word in "".join(taken) or word[:12] in told for word in written)
    assert len(form.awards) == len(ways)


def test_a_prompt_nobody_answered_is_no_text(campaign: Campaign, tmp_path: Path) -> None:
    def prompted(document: Document) -> None:
        control(document.tables[0]._tbl.tr_lst[FIRST].tc_lst[-1].p_lst[0], prompt=True)

    (award,) = read_returned(filled(campaign, tmp_path / "a.docx", prompted)).awards
    assert text_of(award[-1]) == ""


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024-05-06", "2024.05.06"), ("2024/1/1", "2024.01.01"), ("2024年1月1日", "2024.01.01"),
        ("2024．7．8", "2024.07.08"), ("二〇二四年三月五日", "2024.03.05"), ("二零二四年十二月三十一日", "2024.12.31"),
        ("2024年十月二十日", "2024.10.20"), ("２０２４．０１．０２", "2024.01.02"), ("2024.01.01", "2024.01.01"),
        ("2024.02.30", ""), ("2024年1月", ""), ("24.1.1", ""), ("2024.6", ""), ("", ""), ("五月一日", ""),
    ],
)  # fmt: skip
def test_a_whole_date_is_told_however_it_is_written(written: str, day: str) -> None:
    assert tidy_day(written) == day


def test_automatic_numbers_become_text(campaign: Campaign, tmp_path: Path) -> None:
    def numbered(document: Document) -> None:
        line = document.tables[0].rows[1].cells[-1].paragraphs[1]
        line.style = document.styles["List Number"]

    form = read_returned(filled(campaign, tmp_path / "a.docx", numbered))
    assert form.report[1].counted
    assert form.report[1].text.endswith(REPORT[1])
    assert form.report[1].text != REPORT[1]
    clean = read_returned(write_clean(campaign, form, "区财政局", tmp_path / "clean.docx"))
    assert clean.report[1].text == form.report[1].text.strip()


def repacked(path: Path, change: Callable[[str, bytes], bytes | None]) -> None:
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        for name, content in parts.items():
            if (made := change(name, content)) is not None:
                package.writestr(name, made)
    path.write_bytes(packed.getvalue())


STRICTER: dict[str, Callable[[str, bytes], bytes | None]] = {
    "a part that is missing": lambda name, data: None if name == "docProps/core.xml" else data,
    "a link that leads nowhere": lambda name, data: (
        data.replace(b"</Relationships>", b'<Relationship Id="x" Type="urn:x" Target="NULL"/></Relationships>')
        if name.endswith(".rels")
        else data
    ),
    "the kind of files with macros": lambda name, data: (
        data.replace(
            b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            b"application/vnd.ms-word.document.macroEnabled.main+xml",
        )
        if name == "[Content_Types].xml"
        else data
    ),
}


@pytest.mark.parametrize("what", STRICTER)
def test_what_word_opens_is_opened(campaign: Campaign, tmp_path: Path, what: str) -> None:
    path = filled(campaign, tmp_path / "a.docx")
    before = read_returned(path)
    repacked(path, STRICTER[what])
    after = read_returned(path)
    assert (after.report, after.awards) == (before.report, before.awards)


def test_a_form_with_awards_alone_is_not_untouched(campaign: Campaign, tmp_path: Path) -> None:
    assert not read_returned(filled(campaign, tmp_path / "a.docx", form=good(report=()))).untouched
    assert read_returned(write_analysis(campaign, "区财政局", tmp_path / "b.docx")).untouched


def test_two_forms_in_one_file_are_refused(campaign: Campaign, tmp_path: Path) -> None:
    def twice(document: Document) -> None:
        table = document.tables[0]._tbl
        table.addnext(deepcopy(table))

    with pytest.raises(FileError, match="2 张绩效分析表"):
        read_returned(filled(campaign, tmp_path / "a.docx", twice))


@pytest.mark.parametrize(
    ("names", "said"), [(("一.docx", "一.docx"), "同名"), (("../一.docx",), "不安全"), (("/一.docx",), "不安全")]
)
def test_a_zip_that_would_lose_or_misplace_a_form_is_not_opened(
    tmp_path: Path, names: tuple[str, ...], said: str
) -> None:
    (tmp_path / "scratch").mkdir()
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed, pytest.warns() if len(names) > 1 else nullcontext():
        for name in names:
            packed.writestr(name, b"x")
    came = arrivals([tmp_path / "a.zip"], tmp_path / "scratch")
    assert came.forms == ()
    ((_, words),) = came.refused
    assert words.startswith("a.zip")
    assert said in words
    assert not (tmp_path / "一.docx").exists()


@pytest.mark.office
def test_the_register_knows_three_states(campaign: Campaign, tmp_path: Path) -> None:
    """Accepted under an official long name and from a ZIP; sent back: the blank form, last year's, a PDF; nothing."""
    inbox = tmp_path / "in"
    inbox.mkdir()
    filled(campaign, inbox / "最终版.docx", form=good("鱼峰区白莲街道办事处", awards=()))
    filled(campaign, tmp_path / "财政.docx", form=good("区财政局", awards=()))
    with zipfile.ZipFile(inbox / "财政局.zip", "w") as packed:
        packed.write(tmp_path / "财政.docx", "报送/财政.docx")
    write_analysis(campaign, "区教育局", inbox / "36 区教育局.docx")

    def of_last_year(document: Document) -> None:
        document.paragraphs[1].runs[0].text = document.paragraphs[1].text.replace("2024", "2023")

    filled(campaign, inbox / "14 区委办公室.docx", of_last_year, good("区委办公室", awards=()))
    (inbox / "26 区工业和信息化局.pdf").write_bytes(b"%PDF-1.4")
    report = import_analysis(tmp_path / "work", campaign, [inbox])
    assert {form.unit.name for form in report.received} == {"白莲街道", "区财政局"}
    assert {unit.name for unit in report.sent_back} == {"区教育局", "区委办公室", "区工业和信息化局"}
    assert len(report.missing) == len(campaign.units) - 5
    reminder = "".join(line.text for line in docx.Document(str(report.reminder)).paragraphs)
    assert f"{len(report.missing)}个单位" in reminder
    assert "区教育局" not in reminder
