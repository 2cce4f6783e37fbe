"""The plan document: the official one word for word, and another district's by its data."""

from pathlib import Path

import docx
import pikepdf
import pypdfium2
import pytest

from benchmarks.documents.plan_text import differences, plan_words, source_words
from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.file import parse_campaign
from pingyi.generator.documents.plan import fields, title, write_plan
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.ground.errors import FileError
from pingyi.samples.second_district import second_campaign

GOLDEN = Path(__file__).parents[2] / "golden" / "plan-2024.txt"


def words(campaign: Campaign, folder: Path) -> list[str]:
    return list(plan_words(docx.Document(str(write_plan(campaign, folder / "plan.docx")))))


OTHER = {  # in this order: the longer words first
    "鱼峰区委区政府督查和绩效考评办公室": "临江区绩效考评办公室", "区委区政府督查绩效办": "区绩效办",
    '["鱼峰区委区政府督查和绩效考评", "办公室文件"]': '["临江区绩效考评办公室文件"]', "柳督绩发": "江绩发",
    "鱼督绩": "临绩", "鱼峰区": "临江区", "柳州市": "江州市",
    "广西壮族自治区": "某省", "yfqjxb@163.com": "jxb@example.org",
    "2025": "2032", "2024": "2031", "2023": "2030",
}  # fmt: skip


@pytest.fixture
def other(campaign: Campaign) -> Campaign:
    """Another district, another year, 48 units in five series."""
    text = (Path("templates") / "campaign-2024.toml").read_text(encoding="utf-8")
    for old, new in OTHER.items():
        text = text.replace(old, new)
    varied = parse_campaign(text, "campaign.toml").model_copy(update={"series": campaign.series[:5]})
    varied.__dict__.pop("units", None)  # a copy carries the old roster along, cached
    return varied


def test_the_text_is_the_official_one(campaign: Campaign, tmp_path: Path) -> None:
    source = source_words(GOLDEN.read_text(encoding="utf-8"))
    assert list(differences(source, words(campaign, tmp_path))) == []


def test_a_changed_word_is_a_difference(campaign: Campaign, tmp_path: Path) -> None:
    source = source_words(GOLDEN.read_text(encoding="utf-8").replace("59个单位", "60个单位", 1))
    (found,) = differences(source, words(campaign, tmp_path))
    assert "【原文：60】【生成：59】" in found


def test_another_district_is_named_everywhere(other: Campaign, tmp_path: Path) -> None:
    text = "".join(words(other, tmp_path))
    for stale in ("2023年", "柳州", "59个", "柳督绩", "鱼督绩发", "yfqjxb", "2025年"):
        assert stale not in text
    for fresh in ("48个单位", "2030年未解决工单", "2031年12月31日（星期三）", "2032年1月底", "江绩发〔2031〕3号"):
        assert fresh in text


@pytest.mark.office
def test_each_form_is_one_page_and_the_pages_are_numbered_before_the_ballot(campaign: Campaign, tmp_path: Path) -> None:
    pdf = to_pdf([write_plan(campaign, tmp_path / "plan.docx")], tmp_path)[0]
    document = pypdfium2.PdfDocument(pdf)
    pages = [document[n].get_textpage().get_text_range() for n in range(len(document))]
    with pikepdf.open(pdf) as printed:
        assert len(printed.pages) == len(pages)
    assert "评议评价分值表" in pages[5]
    assert sum("电话访谈" in page and "分值" in page for page in pages[5:7]) == 1  # the table is not divided
    assert ("绩效分析表" in pages[-2], "公众评议表" in pages[-1]) == (True, True)
    assert "— 13 —" in " ".join(pages[-2].split())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("{{ email }}", "{{ e_mail }}"), "e_mail"),
        (("{{ email }}", "某处"), "缺少字段：email"),
        (("{{ email }}", "{{ email.__class__.__mro__ }}"), "写错"),
        (("{{ email }}", "{{ ''.__class__.__base__.__subclasses__() }}{{ email }}"), "写错"),
        (("{{ email }}", "{% if email %}{{ email }}"), "写错"),
        (("{{ email }}", "{{ email }}{{ }}"), "写错"),
        (("{{ email }}", "{{ email }}{{ year / 0 }}"), "写错"),
        (("{{ email }}", "{{ email }}{{ 9 ** 9 ** 9 ** 9 }}"), "写错"),
        (("{{ email }}", "{{ email }}{% for n in range(99999) %}{% endfor %}"), "不存在的字段：range"),
        (("{{ points_table }}", "表：{{ points_table }}"), "自己的段落"),
    ],
)
def test_a_spoilt_template_is_named(campaign: Campaign, tmp_path: Path, change: tuple[str, str], message: str) -> None:
    document = docx.Document("templates/plan.docx")
    for line in document.paragraphs:
        if change[0] in line.text:
            line.runs[0].text = line.text.replace(*change)
            for run in line.runs[1:]:
                run.text = ""
    document.save(str(tmp_path / "own.docx"))
    with pytest.raises(FileError, match=message):
        write_plan(campaign, tmp_path / "plan.docx", tmp_path / "own.docx")


def test_an_own_template_may_have_the_districts_words_written_out(campaign: Campaign, tmp_path: Path) -> None:
    document = docx.Document("templates/plan.docx")
    for line in document.paragraphs:
        if "{{ organiser }}" in line.text:
            line.runs[0].text = line.text.replace("{{ organiser }}", "某区委组织部")
            for run in line.runs[1:]:
                run.text = ""
    document.save(str(tmp_path / "own.docx"))
    made = write_plan(campaign, tmp_path / "plan.docx", tmp_path / "own.docx")
    assert "某区委组织部" in "".join(plan_words(docx.Document(str(made))))


def test_a_second_districts_plan_has_its_own_bodies_and_none_of_the_first(campaign: Campaign, tmp_path: Path) -> None:
    text = "".join(words(second_campaign(campaign), tmp_path))
    for stale in ("区人大、区政府", "区委组织部牵头", "区直部门", "自治区", "鱼峰", "柳州", "由区委办"):
        assert stale not in text.replace("新区", ""), stale
    assert "2026年度云岭新区绩效考评评议评价工作方案" in text


def test_the_title_is_told_by_the_data(other: Campaign) -> None:
    assert title(other) == "关于印发《2031年度临江区绩效考评评议评价工作方案》的通知"
    assert fields(other)["unit_count"] == 48
