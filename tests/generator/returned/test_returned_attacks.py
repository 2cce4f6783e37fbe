"""附件3 sent in every way of benchmarks.documents.returned_attacks: taken whole, or named, and rightly registered."""

import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from docx.document import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from returned_form import filled, good, import_analysis

from benchmarks.documents.attacks import Attack, box_of, cell, line, paragraph, put, row, run_of
from benchmarks.documents.returned_attacks import attack, attacks, unit_of
from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.file import parse_campaign
from pingyi.domain.handed_in.analysis_form import ReturnedAnalysis
from pingyi.generator.forms.analysis import write_clean
from pingyi.generator.returned.returned_analysis import read_returned
from pingyi.workflow.paper import analysis_look

EXAMPLES = Path(__file__).parents[3] / "templates" / "examples"
ATTACKS = list(enumerate(attacks()))


def held(campaign: Campaign, folder: Path, number: int, one: Attack) -> None:
    outcome = attack(campaign, unit_of(campaign, number, one), one, folder)
    assert outcome.wrong == []


@pytest.mark.slow
@pytest.mark.parametrize(("number", "one"), [a for a in ATTACKS if not a[1].office], ids=lambda one: str(one)[:30])
def test_every_word_is_taken_or_named(campaign: Campaign, tmp_path: Path, number: int, one: Attack) -> None:
    held(campaign, tmp_path, number, one)


@pytest.mark.office
@pytest.mark.parametrize(("number", "one"), [a for a in ATTACKS if a[1].office], ids=lambda one: str(one)[:30])
def test_every_kind_of_file_is_taken_or_named(campaign: Campaign, tmp_path: Path, number: int, one: Attack) -> None:
    held(campaign, tmp_path, number, one)


PLACES: dict[str, Callable[[Document, str], None]] = {
    "above the table": lambda d, text: d.paragraphs[0]._p.addprevious(paragraph(text)),
    "below the table": lambda d, text: d.paragraphs[-1]._p.addnext(paragraph(text)),
    "in the report": lambda d, text: cell(d, 1, 1).append(paragraph(text)),
    "in an award": lambda d, text: cell(d, 2).append(paragraph(text)),
    "in a label": lambda d, text: put(cell(d, 0, 1).p_lst[0], run_of(text)),
    "beside the score": lambda d, text: put(row(d, -1).tc_lst[0].p_lst[0], run_of(text)),
    "in a box": lambda d, text: put(line(d)._p, box_of(text)),
    "in a link": lambda d, text: put(line(d)._p, f"<w:hyperlink w:anchor='x'>{run_of(text)}</w:hyperlink>"),
    "over a word": lambda d, text: put(line(d)._p, f"<w:r><w:ruby><w:rt>{run_of(text)}</w:rt></w:ruby></w:r>"),
    "in the head": lambda d, text: d.sections[0].header.add_paragraph(text) and None,
}

WORD = st.text("松竹梅兰", min_size=1, max_size=9)
LABELS = {"in a label": "单位年度工作实绩自述", "beside the score": "您对该单位2024年的工作综合评价为：（分）"}


@pytest.fixture(scope="module")
def whole(campaign: Campaign, tmp_path_factory: pytest.TempPathFactory) -> ReturnedAnalysis:
    """A form nothing was done to."""
    return read_returned(filled(campaign, tmp_path_factory.mktemp("whole") / "a.docx"))


@pytest.mark.slow
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    drawn=st.lists(st.tuples(st.sampled_from(sorted(PLACES)), st.text("松竹梅兰", min_size=1, max_size=9)), max_size=6)
)
def test_characters_taken_and_left_out_are_all_there_are(
    campaign: Campaign, tmp_path: Path, whole: ReturnedAnalysis, drawn: list[tuple[str, str]]
) -> None:
    def spoilt(document: Document) -> None:
        for place, text in drawn:
            PLACES[place](document, text)

    labels = {
        "in a label": len("单位年度工作实绩自述"),
        "beside the score": len("您对该单位2024年的工作综合评价为：（分）"),
    }
    told = sum(labels.get(place, 0) for place in {place for place, _ in drawn})  # no longer the form's own
    form = read_returned(filled(campaign, tmp_path / "b.docx", spoilt))
    assert form.characters + form.left_out == whole.characters + told + sum(len(text) for _, text in drawn)


def test_a_clean_copy_that_would_lose_a_character_is_not_made(
    campaign: Campaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forgetful(campaign: Campaign, returned: object, name: str, path: Path) -> Path:
        return write_clean(campaign, replace(returned, report=returned.report[:-1]), name, path)  # type: ignore[attr-defined,type-var]

    form = filled(campaign, tmp_path / "区财政局.docx")
    monkeypatch.setattr(analysis_look, "write_clean", forgetful)
    (said,) = import_analysis(tmp_path / "work", campaign, [form]).refused
    assert "整理稿只能写出" in said


def test_another_schemes_form_has_a_title_of_its_own(tmp_path: Path) -> None:
    """工作自评表 is as little text outside the table as 绩效分析表."""
    campaign = parse_campaign((EXAMPLES / "hospital.toml").read_text(encoding="utf-8"), "hospital.toml")
    name = campaign.units[0].name
    form = read_returned(filled(campaign, tmp_path / "a.docx", form=good(name)))
    assert (form.strange, form.years) == ((), (campaign.about.year,))


def test_a_file_is_told_of_alike_by_itself_and_in_its_folder(campaign: Campaign, tmp_path: Path) -> None:
    """A PDF of the form, a picture, a package of packages; proof named with its form is proof."""
    inbox = tmp_path / "in"
    inbox.mkdir()
    form = filled(campaign, inbox / "区财政局.docx")
    sent = [inbox / name for name in ("区财政局 证书.pdf", "区审计局.pdf", "区民政局.rar", "区统计局.png")]
    for path in sent:
        path.write_bytes(b"%PDF-1.4")
    with zipfile.ZipFile(inbox / "区信访局.zip", "w") as package:
        package.writestr("里面.zip", b"PK")
    packed = inbox / "区信访局.zip"
    by_folder = import_analysis(tmp_path / "a", campaign, [inbox])
    by_name = import_analysis(tmp_path / "b", campaign, [packed, form, *sent])
    assert sorted(by_folder.refused) == sorted(by_name.refused)
    assert len(by_name.refused) == 4
    assert [form.entry.proofs for form in by_name.received] == [("区财政局 证书.pdf",)]
    assert by_folder.sent_back == by_name.sent_back
    assert {unit.name for unit in by_name.sent_back} == {"区审计局", "区民政局", "区统计局", "区信访局"}
    assert any("压缩包里的压缩包" in words for words in by_name.refused)
