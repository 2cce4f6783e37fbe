"""The notice as Word file and PDF: what it says, how it stands on the page, when it is refused."""

import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pypdfium2
import pytest
import zxingcpp
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table
from invented_year import confirmed, default_campaign, invented_outside, invented_tally
from PIL import Image

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.scheme import open_questions
from pingyi.domain.results.score import Outside
from pingyi.domain.trust.head_code import code_words, hash_of, head_code
from pingyi.generator.documents.notice import print_notice, write_notice
from pingyi.generator.documents.notice_text import Anchor, Occasion, title
from pingyi.ground.errors import FileError, NotReadyError, OpenDoubtsError
from pingyi.scoring.score import score

pytestmark = pytest.mark.slow

CAMPAIGN = default_campaign()
DAY = date(2025, 3, 7)


def occasion(campaign: Campaign = CAMPAIGN, *, final: bool = False, open_rows: int = 0, bare: bool = False) -> Occasion:
    tally = invented_tally(campaign, open_rows=open_rows)
    outside = Outside() if bare else invented_outside(campaign)
    sheet = score(campaign, tally, outside, draft=bool(open_rows or bare))
    return Occasion(campaign=campaign, tally=tally, sheet=sheet, final=final, day=DAY)


def lines(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def table(document: Document, heading: str) -> Table:
    """The first table with this among its headings."""
    return next(each for each in document.tables if heading in [cell.text for cell in each.rows[0].cells])


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Document:
    path = write_notice(occasion(open_rows=12), tmp_path_factory.mktemp("draft") / "稿.docx")
    return docx.Document(str(path))


@pytest.fixture(scope="module")
def final(tmp_path_factory: pytest.TempPathFactory) -> Document:
    path = write_notice(occasion(confirmed(CAMPAIGN), final=True), tmp_path_factory.mktemp("final") / "通报.docx")
    return docx.Document(str(path))


def test_a_draft_says_so_and_lists_every_open_policy_before_its_title(draft: Document) -> None:
    before = "\n".join(lines(draft)).split("绩效考评\n评议评价结果的通报")[0]
    assert before.startswith("征求意见稿")
    assert "以下17项办法未经确认，暂按下列办法试算" in before
    assert all(policy.title in before for _, policy in open_questions(CAMPAIGN))
    assert "100/70/30" in before
    assert "12项评价待人工认定" in before


def test_a_final_notice_has_no_word_of_a_draft(final: Document) -> None:
    words = "\n".join(lines(final))
    for word in ("征求意见", "未经确认", "待认定", "试算"):
        assert word not in words
    assert "2025年3月7日" in words
    assert "已确认" in {cell.text for row in table(final, "采用的办法").rows for cell in row.cells}


def test_the_body_is_composed_from_the_counts(final: Document) -> None:
    words = "\n".join(lines(final))
    tally = invented_tally(CAMPAIGN)
    issued, returned = sum(b.issued for b in tally.batches), sum(b.returned for b in tally.batches)
    assert f"共发放公众评议表{issued}份，收回{returned}份，回收率98.24%" in words
    assert f"其中有效评价{sum(row.valid for row in tally.rows)}项" in words
    assert "有37项由计票人、监票人对照票面共同认定" in words
    assert "鱼督绩办发〔2024〕4号" in words
    assert "鱼督绩办发〔2025〕　　号" in words
    assert "镇、街道满分50分" in words


def test_every_unit_is_ranked_once_and_stands_in_items_and_votes(final: Document) -> None:
    names = [unit.name for unit in CAMPAIGN.units]
    ranks = [each for each in final.tables if each.cell(0, 0).text == "名次"]
    items, votes = table(final, "12345\n热线"), table(final, "不满意")
    assert len(ranks) == len(CAMPAIGN.series)
    assert sorted(row.cells[1].text for each in ranks for row in each.rows[1:]) == sorted(names)
    for each in (items, votes):
        assert [row.cells[1].text for row in each.rows[1:]] == names


def test_printed_votes_are_the_tallys(final: Document) -> None:
    votes = table(final, "不满意")
    tally = invented_tally(CAMPAIGN)
    mine = [row for row in tally.rows if row.item == "7"]
    expected = [sum(row.choices[place] for row in mine) for place in range(3)]
    cells = [int(cell.text) for cell in votes.rows[7].cells[2:]]
    assert cells == [*expected, sum(expected), sum(r.blank for r in mine), sum(r.multiple for r in mine)]


def test_page_and_lines_are_those_of_the_standard(final: Document) -> None:
    section = final.sections[0]
    assert [round(side.mm) for side in (section.page_width, section.page_height)] == [210, 297]
    margins = (section.top_margin, section.left_margin, section.bottom_margin, section.right_margin)
    assert [round(side.mm) for side in margins] == [37, 28, 35, 26]
    body = next(p for p in final.paragraphs if p.text.startswith("根据《2024年度"))
    assert round(body.paragraph_format.line_spacing.pt, 2) == 28.95
    faces = body.runs[0]._r.rPr.rFonts
    assert faces.get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert body.runs[0].font.size.pt == 16
    assert body._p.pPr.ind.get(qn("w:firstLineChars")) == "200"
    assert final.settings.odd_and_even_pages_header_footer


def test_no_paragraph_has_its_borders_twice(draft: Document) -> None:
    for properties in draft.element.body.iter(qn("w:pPr")):
        assert len(properties.findall(qn("w:pBdr"))) <= 1


def test_a_final_notice_lists_the_policies_nobody_confirmed(tmp_path: Path) -> None:
    path = tmp_path / "通报.docx"
    with pytest.raises(NotReadyError) as caught:
        write_notice(occasion(final=True), path)
    assert "还有 17 项办法未确认" in str(caught.value)
    assert "vote_weights：满意、基本满意、不满意每票折算分" in str(caught.value)
    assert not path.exists()


def test_a_final_notice_waits_for_open_rows_and_unread_pages(tmp_path: Path) -> None:
    ready = occasion(confirmed(CAMPAIGN), final=True)
    for tally in (replace(ready.tally, open_rows=3), replace(ready.tally, unread_pages=2)):
        with pytest.raises(OpenDoubtsError):
            write_notice(replace(ready, tally=tally), tmp_path / "通报.docx")
    with pytest.raises(NotReadyError, match="数据不全"):
        write_notice(replace(ready, sheet=replace(ready.sheet, draft=True)), tmp_path / "通报.docx")


def test_groups_under_five_ballots_stand_together(tmp_path: Path) -> None:
    told = occasion()
    batches = tuple(replace(b, returned=3) if b.batch in ("C01", "D01") else b for b in told.tally.batches)
    path = write_notice(replace(told, tally=replace(told.tally, batches=batches)), tmp_path / "稿.docx")
    paper = {row.cells[0].text: row.cells[3].text for row in table(docx.Document(str(path)), "回收率").rows}
    assert paper["其他群体"] == "6"
    assert "区人大代表" not in paper


def template(path: Path, *texts: str) -> Path:
    document = docx.Document()
    for line in texts:
        document.add_paragraph(line)
    document.save(str(path))
    return path


ALL_FIELDS = (
    "{{ draft_mark }}{{ letterhead }}{{ number }}{{ draft_heading }}{{ draft_notes }}{{ title }}{{ addressees }}"
    "{{ parts }}{{ attachments }}{{ issuer }}{{ day }}"
)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (ALL_FIELDS + "{{ rubbish }}", "不存在的字段：rubbish"),
        (ALL_FIELDS.replace("{{ issuer }}", ""), "缺少字段：issuer"),
        (ALL_FIELDS + "{% for x in parts %}", "有 for 没有配对的 endfor"),
        (ALL_FIELDS + "{ title }}", "“{ title }}”的花括号不成对"),
        (ALL_FIELDS + "{% endif %}", "endif 不认识，或没有与它配对的开头"),
        (ALL_FIELDS + "{{ title title }}", "花括号里的写法不对"),
        (ALL_FIELDS + "{{ title.__class__.__mro__ }}", "不能用 __class__|没有 __mro__"),
        (ALL_FIELDS + "{{ title.colour }}", "没有 colour 这个字段"),
    ],
)
def test_a_spoilt_template_is_named_with_its_fault(tmp_path: Path, content: str, words: str) -> None:
    with pytest.raises(FileError, match=words) as refused:
        write_notice(occasion(), tmp_path / "稿.docx", template(tmp_path / "own.docx", content))
    assert not re.search(r"[a-z]+ [a-z]+ [a-z]+", str(refused.value))
    assert [path.name for path in tmp_path.iterdir()] == ["own.docx"]


def test_an_own_template_that_is_no_word_file_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "own.docx"
    broken.write_bytes(b"not a zip")
    with pytest.raises(FileError, match="不是 Word 文件"):
        write_notice(occasion(), tmp_path / "稿.docx", broken)


def test_names_with_markup_in_them_are_text(tmp_path: Path) -> None:
    campaign = CAMPAIGN.model_copy(update={"about": CAMPAIGN.about.model_copy(update={"issuer": "甲<w:b/>&乙{{ x }}"})})
    path = write_notice(replace(occasion(), campaign=campaign), tmp_path / "稿.docx")
    assert "甲<w:b/>&乙{{ x }}" in lines(docx.Document(str(path)))


def pages(pdf: Path) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return ["".join(page.get_textpage().get_text_bounded().split()) for page in document]


@pytest.mark.office
@pytest.mark.parametrize("bare", [False, True], ids=["everything imported", "nothing imported"])
def test_the_printed_draft_keeps_its_first_page_and_ends_on_an_even_one(tmp_path: Path, *, bare: bool) -> None:
    printed = pages(print_notice(occasion(open_rows=12, bare=bare), tmp_path / "稿.docx"))
    assert "征求意见稿" in printed[0]
    assert "12.排名范围" in printed[0]
    assert "各镇党委和人民政府" in printed[0]
    assert len(printed) % 2 == 0
    assert "日印发" in printed[-1]


def test_the_title_in_one_line_names_year_and_district() -> None:
    assert title(CAMPAIGN) == "关于2024年度鱼峰区绩效考评评议评价结果的通报"


def test_the_signature_never_stands_on_a_page_without_text(draft: Document) -> None:
    said = lines(draft)
    place = next(n for n, line in enumerate(said) if line.startswith("附件：1."))
    last = max(n for n, line in enumerate(said[:place]) if line.strip())
    assert all(draft.paragraphs[n].paragraph_format.keep_with_next for n in range(last, place + 1))


def test_every_units_points_are_worked_out_once(final: Document) -> None:
    found = {
        row.cells[1].text: row.cells[2].text
        for each in final.tables
        if each.cell(0, 2).text == "算式"
        for row in each.rows[1:]
    }
    assert list(found) == [unit.name for unit in CAMPAIGN.units]
    sheet = score(CAMPAIGN, invented_tally(CAMPAIGN), invented_outside(CAMPAIGN))
    for unit in sheet.units:
        said = found[unit.unit].splitlines()
        assert len(said) == len(unit.items) + 1
        assert said[-1].endswith(f"＝{unit.total.rounded()}")


def test_returns_add_up_to_the_votes_counted(final: Document) -> None:
    rows = [[cell.text for cell in row.cells] for row in table(final, "有效率").rows]
    tally = invented_tally(CAMPAIGN)
    whole = rows[-1]
    assert whole[0] == "合计"
    assert int(whole[6]) == sum(row.valid for row in tally.rows)
    for column in (1, 2, 3, 5, 6, 7, 8):
        assert sum(int(row[column]) for row in rows[1:-1]) == int(whole[column])


def test_a_circular_with_charts_says_in_words_what_they_show(tmp_path: Path) -> None:
    wanted = CAMPAIGN.notice.model_copy(update={"kind": "通知", "charts": True, "requests": ()})
    campaign = CAMPAIGN.model_copy(update={"notice": wanted})
    document = docx.Document(str(write_notice(occasion(campaign), tmp_path / "稿.docx")))
    words = "\n".join(lines(document))
    assert "评议评价结果的通知" in words
    assert "现将结果通知如下" in words
    assert "有关要求" not in words
    assert "7.评议评价结果图表" in words
    told = [each._inline.docPr.get("descr") for each in document.inline_shapes]
    assert len(told) == 2
    assert all(series.name in told[0] for series in campaign.series)
    assert "区人大代表100.00%" in told[1]


def test_what_ranks_hang_on_stands_in_the_annex_of_method(tmp_path: Path) -> None:
    told = replace(occasion(), sensitivity=("改用100/80/60时，名次不变",))
    document = docx.Document(str(write_notice(told, tmp_path / "稿.docx")))
    assert "三、办法变动对名次的影响" in lines(document)
    assert "改用100/80/60时，名次不变" in {cell.text for table in document.tables for cell in table._cells}


def test_a_long_issuer_is_narrowed_to_its_line(tmp_path: Path) -> None:
    issuer = "云岭新区党工委管委会督查和综合绩效考核评价工作领导小组办公室"
    campaign = CAMPAIGN.model_copy(update={"about": CAMPAIGN.about.model_copy(update={"issuer": issuer})})
    document = docx.Document(str(write_notice(replace(occasion(), campaign=campaign), tmp_path / "稿.docx")))
    signed = next(line for line in document.paragraphs if line.text == issuer)
    assert 60 <= int(signed.runs[0]._r.rPr.find(qn("w:w")).get(qn("w:val"))) < 100


def test_a_phone_reads_the_code_of_the_records_in_the_annex_of_method(tmp_path: Path) -> None:
    hash_ = "4f" * 32
    words = code_words("鱼峰区2024年度评议通报", date(2024, 12, 1), 900, hash_)
    told = replace(occasion(), anchor=Anchor(lines=(f"校验码为{head_code(hash_)}。",), told=words))
    document = docx.Document(str(write_notice(told, tmp_path / "稿.docx")))
    (picture,) = document.inline_shapes
    image = document.part.related_parts[picture._inline.graphic.graphicData.pic.blipFill.blip.embed].blob
    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(image)))
    assert code.text == words
    assert hash_of(code.text.split()[-1], [hash_]) == hash_
