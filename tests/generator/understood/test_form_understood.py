"""What a Word form is taken for: as Word shows it, named where it is left aside, refused by name where it is unsure."""

from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from drawn_table import as_listed

from pingyi.domain.forms.form import BallotForm, TableForm, ballot_pages, question_tables
from pingyi.generator.understood.table_form import read_table_forms, word_forms
from pingyi.generator.word.word_numbers import number_text
from pingyi.ground.errors import FormError, UncertainFormError

SPACES = nsdecls("w", "wp", "r", "a") + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
HEAD = "序号 姓名 满意 基本满意 不满意"
ROWS = ("1 甲 - - -", "2 乙 - - -", "3 丙 - - -")


def cell(text: str, about: str = "") -> str:
    """A cell with words, or with paragraphs as they stand; `-` is empty."""
    inside = text if text.startswith("<") else f"<w:p><w:r><w:t>{'' if text == '-' else text}</w:t></w:r></w:p>"
    return f"<w:tc><w:tcPr>{about}</w:tcPr>{inside}</w:tc>"


def row(*cells: str, about: str = "") -> str:
    inside = "".join(one if one.startswith("<w:tc") else cell(one) for one in cells)
    return f"<w:tr><w:trPr>{about}</w:trPr>{inside}</w:tr>"


def rows(*lines: str) -> str:
    return "".join(row(*line.split()) for line in lines)


def table(inside: str, columns: int = 5) -> str:
    grid = '<w:gridCol w:w="1500"/>' * columns
    return f"<w:tbl {SPACES}><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{inside}</w:tbl>"


def listed(folder: Path, *blocks: str) -> list[TableForm]:
    """Write these tables and paragraphs, and take the tables as the file lists them."""
    document = docx.Document()
    for place, block in enumerate(blocks):
        document.element.body.insert(place, parse_xml(block))
    path = folder / "form.docx"
    document.save(str(path))
    return [as_listed(form) for form in word_forms(path)]


def read(
    folder: Path, *blocks: str, choices: tuple[str, ...] = (), names: tuple[str, ...] = ()
) -> tuple[BallotForm, ...]:
    """Write these tables and paragraphs and take them for a ballot."""
    return ballot_pages(listed(folder, *blocks), choices or None, names)


def found(pages: tuple[BallotForm, ...]) -> list[tuple[str, str]]:
    return [(row.item, row.name) for page in pages for row in page.rows]


FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>SEQ a</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
PLAIN = [("1", "甲"), ("2", "乙"), ("3", "丙")]
SPAN = '<w:gridSpan w:val="2"/>'


@pytest.mark.parametrize(
    "lines",
    [
        # merged the old way, cell by cell
        row("序号", "姓名", cell("评价", '<w:hMerge w:val="restart"/>'), *(cell("-", "<w:hMerge/>"),) * 2)
        + rows(HEAD, *ROWS),
        # a last row that begins further right
        rows(HEAD, *ROWS) + row("-", about='<w:gridBefore w:val="4"/>'),
        # a hidden row, and one that was struck
        rows(HEAD, *ROWS)
        + row(*["4", "丁", "-", "-", "-"], about="<w:hidden/>")
        + row(*["5", "戊", "-", "-", "-"], about='<w:del w:id="1" w:author="a"/>'),
        # the heading once more, further down
        rows(HEAD, *ROWS[:2], HEAD, ROWS[2]),
        # marks to tick over
        rows(HEAD, "1 甲 1 2 3", "2 乙 3 2 1", "3 丙 1 2 3"),
        rows(HEAD, *(line.replace("-", "□") for line in ROWS)),
        rows(HEAD, *(line.replace("- - -", "满意 基本满意 不满意") for line in ROWS)),
        # a line to sign, sums, a blank line
        rows(HEAD, *ROWS, "合计 - - - -", "- - - - -", "签名： - 日期： - -"),
        rows(HEAD, *ROWS, "意见和建议 - - - -", "填表日期 - - - -", "监票人： - - - -"),
        rows(HEAD, *ROWS, "4 - - - -", "5 - - - -"),
        # a serial nobody calls one
        rows(HEAD.replace("序号", "代码"), *ROWS),
    ],
)
def test_rows_are_those_that_word_shows(tmp_path: Path, lines: str) -> None:
    assert found(read(tmp_path, table(lines))) == PLAIN


def test_hidden_text_is_not_read(tmp_path: Path) -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>乙</w:t></w:r>"
    shown = "<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>甲</w:t></w:r>"
    words = f"<w:p>{shown}{hidden}</w:p>"
    pages = read(tmp_path, table(rows(HEAD) + row("1", cell(words), "-", "-", "-") + rows(*ROWS[1:])))
    assert found(pages) == PLAIN


def test_a_known_choice_left_out_of_those_said_refuses_the_form(tmp_path: Path) -> None:
    form = table(rows("姓名 满意 基本满意 不满意", "甲 - - -", "乙 - - -"))
    with pytest.raises(FormError, match=r"“不满意”栏也要打勾.*请写全"):
        read(tmp_path, form, choices=("满意", "基本满意"))
    (page,) = read(tmp_path, table(rows("姓名 高手 低手 没手", "甲 - - -", "乙 - - -")), choices=("高手", "低手"))
    assert "“没手”栏不在所写的选项里，不读" in page.aside


def test_questions_that_begin_like_sums_are_none(tmp_path: Path) -> None:
    asked = ["平均等候时间", "汇总报送情况", "小计时工管理"]
    sums = ["合计", "平均得分", "得票数", "票数（票）", "小计："]
    (page,) = read(tmp_path, table(rows("内容 好 差", *(f"{one} - -" for one in (*asked, *sums))), 3))
    assert [row.name for row in page.rows] == asked


def test_signs_that_print_nothing_are_not_read(tmp_path: Path) -> None:
    form = table(rows(HEAD, *(line.replace("-", "\u200b").replace("乙", "\ufeff乙\u200d") for line in ROWS)))
    assert found(read(tmp_path, form)) == PLAIN


@pytest.mark.parametrize(
    ("inside", "named"),
    [
        ("<w:p><w:r><w:pict><w:txbxContent><w:p/></w:txbxContent></w:pict></w:r></w:p>", "第2行第2格有文本框"),
        (f"<w:p/>{table(rows('x'), 1)}<w:p/>", "第2行第2格有嵌套的表格"),
        (f"<w:p>{FIELD}</w:p>", "没有结果的域“SEQ a”"),
        ('<w:p><w:pPr><w:numPr><w:numId w:val="99"/></w:numPr></w:pPr></w:p>', "自动编号（编号定义不在文件里）算不出"),
    ],
)  # fmt: skip
def test_what_cannot_be_told_is_refused_with_its_place(tmp_path: Path, inside: str, named: str) -> None:
    with pytest.raises(FormError, match=named):
        read(tmp_path, table(rows(HEAD) + row("1", cell(inside), "-", "-", "-") + rows(*ROWS[1:])))


@pytest.mark.parametrize(
    ("bad", "named"),
    [
        (row("3", "丙", "-", "-"), "在“不满意”栏缺一格"),
        (row("3", "丙", cell("-", SPAN), "-"), "“满意”格与表头左右不对齐"),
        (row("3", "丙", cell("-", '<w:gridSpan w:val="3"/>')), "选项格合并成了一格"),
        (row("3", "丙", cell("-", '<w:vMerge w:val="restart"/>'), "-", "-")
         + row("4", "丁", cell("-", "<w:vMerge/>"), "-", "-"), "“满意”格上下合并"),
        (row("3", "丙", "-", "-", "不适用"), "选项格里印着“不适用”"),
        (rows("3 丙 □ □ □"), "有的印了字，有的没有"),
        (rows("3 丙 - - -", "推荐人选 - - - -"), "“推荐人选”的名称栏是空的"),
        (row("总评", cell("□满意 □不满意", '<w:gridSpan w:val="4"/>')), "“总评□满意□不满意”的选项是同一格里的方框"),
        (row("总评", cell("可否：是（ ） 否（ ）", '<w:gridSpan w:val="4"/>')), "的选项是同一格里的方框"),
        (rows("一 科级干部 - - -", "3 丙 - - -"), "“一科级干部”的编号与别的行不同"),
        (rows("3 丙 - - -", "- 备注 - - -"), "“备注”像是填写的项目"),
        (rows("3 丙 - - -", "- 监票人 - - -"), "“监票人”像是填写的项目"),
        (row("丙", cell("-", SPAN), cell("-", SPAN)), "“丙”的格子与表头左右不对齐"),
    ],
)  # fmt: skip
def test_a_row_that_would_be_lost_refuses_the_form(tmp_path: Path, bad: str, named: str) -> None:
    with pytest.raises(FormError, match=named):
        read(tmp_path, table(rows(HEAD, *ROWS[:2]) + bad))


@pytest.mark.parametrize(
    ("lines", "named"),
    [
        (("姓名 优秀 合格 拿不准", "甲 - - -", "乙 - - -"), "“拿不准”栏也是空的"),
        (("姓名 优秀 合格 拿不准", "甲 □ □ □", "乙 □ □ □"), "“拿不准”栏也是空的"),
        (("姓名 优秀 合格 拿不准", "甲 （） （） （）", "乙 （） （） （）"), "“拿不准”栏也是空的"),
        (("姓名 优秀 合格 拿不准", "甲 优秀 合格 拿不准", "乙 优秀 合格 拿不准"), "“拿不准”栏也是空的"),
        (("姓名 优秀 合格 拿不准", "甲 3 2 1", "乙 3 2 1"), "“拿不准”栏也是空的"),
        (("姓名 拿不准 优秀 合格", "甲 □ □ □", "乙 □ □ □"), "“拿不准”栏也是空的"),
        (("姓名 支持度 关注度", "甲 - -", "乙 - -"), "没有认得的选项词"),
        (("等次 张三 李四", "优秀 - -", "合格 - -"), "被评的人排在列上"),
        (("科室 岗位名 优秀 合格", "甲 子 - -", "乙 丑 - -"), None),
        (("甲栏 乙栏 优秀 合格", "甲 子 - -", "乙 丑 - -"), "请用 --names"),
    ],
)
def test_what_is_uncertain_is_asked_and_read_once_it_is_said(
    tmp_path: Path, lines: tuple[str, ...], named: str | None
) -> None:
    form = table(rows(*lines), len(lines[0].split()))
    if named is None:
        assert found(read(tmp_path, form))[0] == ("甲", "甲")
        return
    with pytest.raises(UncertainFormError, match=named) as asked:
        read(tmp_path, form)
    said = read(tmp_path, form, choices=asked.value.choices, names=asked.value.names)
    assert len(found(said)) == 2
    assert said[0].choices == (asked.value.choices or ("优秀", "合格"))


def test_an_empty_column_of_remarks_or_posts_is_no_choice(tmp_path: Path) -> None:
    form = table(rows("序号 姓名 职务 满意 不满意 备注", *("1 甲 - - - -", "2 乙 - - - -")), 6)
    (page,) = read(tmp_path, form)
    assert page.choices == ("满意", "不满意")
    assert [what for what in page.aside if "职务" in what or "备注" in what]


def test_a_column_with_something_printed_in_a_cell_may_be_a_choice_and_is_asked_about(tmp_path: Path) -> None:
    with pytest.raises(UncertainFormError, match="待改进"):
        read(tmp_path, table(rows("序号 姓名 好 一般 待改进", "1 甲 - - /", "2 乙 - - -")))
    told = rows("序号 姓名 好 一般 分管工作", "1 甲 - - 人事管理", "2 乙 - - -")
    assert read(tmp_path, table(told))[0].choices == ("好", "一般")


def test_numbers_of_a_second_block_are_not_proposed_as_choices(tmp_path: Path) -> None:
    form = table(rows("序号 姓名 知道 不知道 序号 姓名 知道 不知道", "1 甲 - - 3 丙 - -", "2 乙 - - 4 丁 - -"), 8)
    with pytest.raises(UncertainFormError, match="“知道、不知道”") as asked:
        read(tmp_path, form)
    assert found(read(tmp_path, form, choices=asked.value.choices)) == [*PLAIN[:2], PLAIN[2], ("4", "丁")]


def test_words_that_end_like_remarks_are_choices_and_asked_about(tmp_path: Path) -> None:
    with pytest.raises(UncertainFormError, match="没意见"):
        read(tmp_path, table(rows("序号 姓名 满意 不满意 没意见", "1 甲 - - -", "2 乙 - - -")))


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (("序号 推荐单位 人选 好 差", "1 财政局 甲 - -", "2 财政局 乙 - -"), ["甲", "乙"]),
        (("序号 单位 事项 好 差", "1 财政局 修路 - -", "2 财政局 植树 - -"), ["修路", "植树"]),
        (("序号 单位 科室 好 差", "1 财政局 办公室 - -", "2 - 预算科 - -"), ["办公室", "预算科"]),
        (("序号 姓名 单位 好 差", "1 甲 财政局 - -", "2 甲 教育局 - -"), ["甲", "甲"]),
        (("序号 单位 科室 好 差", "1 财政局 办公室 - -", "2 教育局 人事科 - -"), ["财政局", "教育局"]),
    ],
)
def test_rows_are_named_by_a_column_that_tells_them_apart(
    tmp_path: Path, lines: tuple[str, ...], names: list[str]
) -> None:
    assert [name for _, name in found(read(tmp_path, table(rows(*lines))))] == names


def test_rows_of_one_serial_and_rows_of_one_name_are_told_apart(tmp_path: Path) -> None:
    shared = row(cell("1", '<w:vMerge w:val="restart"/>'), *["甲", "-", "-", "-"])
    shared += row(cell("-", "<w:vMerge/>"), *["乙", "-", "-", "-"])
    assert found(read(tmp_path, table(rows(HEAD) + shared))) == [("1·甲", "甲"), ("1·乙", "乙")]
    grouped = rows("类别 内容 好 差")
    for group in "德能":
        grouped += row(cell(group, '<w:vMerge w:val="restart"/>'), *["态度", "-", "-"])
        grouped += row(cell("-", "<w:vMerge/>"), *f"{group}力 - -".split())
    items = [item for item, _ in found(read(tmp_path, table(grouped, 4)))]
    assert items == ["态度·德", "德力", "态度·能", "能力"]
    with pytest.raises(FormError, match="出现了两次"):
        read(tmp_path, table(rows("姓名 好 差", "甲 - -", "甲 - -"), 3))


def test_a_question_about_opinions_does_not_make_its_tick_cell_the_opinion_box(tmp_path: Path) -> None:
    (page,) = read(tmp_path, table(rows(HEAD, "1 听取意见情况 - - -", "2 乙 - - -")))
    assert page.opinion is None


def test_tables_elsewhere_are_named_and_one_to_tick_is_refused(tmp_path: Path) -> None:
    info = table(rows("姓名 - 性别 -", "单位 - 职务 -"), 4)
    (page,) = read(tmp_path, info, f"<w:p {SPACES}/>", table(rows(HEAD, *ROWS)))
    assert any("姓名性别" in what for what in page.aside)
    framed = table(row(cell(f"<w:p/>{table(rows(HEAD, *ROWS))}<w:p/>")), 1)
    with pytest.raises(FormError, match="另一张表的格子里有一张像是要打勾的表"):
        read(tmp_path, framed)
    with pytest.raises(FormError, match="altChunk"):
        read(tmp_path, table(rows(HEAD, *ROWS)), f'<w:altChunk {SPACES} r:id="rId1"/>')


@pytest.mark.parametrize("take", [ballot_pages, question_tables])
def test_a_table_that_goes_on_without_a_heading_is_refused(
    tmp_path: Path, take: Callable[[list[TableForm]], object]
) -> None:
    more = table(rows("4 丁二 - - -", "5 戊三 - - -", "6 己四 - - -"))
    assert take(listed(tmp_path, table(rows(HEAD, *ROWS)), table(rows("总监票人 - -", "计票人 - -"), 3)))
    with pytest.raises(FormError, match=r"“4丁二5戊三6己四”没有表头.*续表；请"):
        take(listed(tmp_path, table(rows(HEAD, *ROWS)), f"<w:p {SPACES}/>", more))


@pytest.mark.parametrize("kind", ["", "page"])
def test_two_tables_with_other_choices_need_a_page_between_them(tmp_path: Path, kind: str) -> None:
    between = f'<w:p {SPACES}><w:r><w:br w:type="{kind}"/></w:r></w:p>' if kind else f"<w:p {SPACES}/>"
    blocks = table(rows(HEAD, *ROWS)), between, table(rows("题号 内容 好 差", "1 子 - -", "2 丑 - -"), 4)
    if kind:
        assert [page.choices for page in read(tmp_path, *blocks)] == [("满意", "基本满意", "不满意"), ("好", "差")]
        return
    with pytest.raises(FormError, match="一页上的两张表"):
        read(tmp_path, *blocks)
    said = read(tmp_path, *blocks, choices=("好", "差"))
    assert any("像是也要打勾" in what for what in said[0].aside)


@pytest.mark.parametrize(
    ("lines", "named"),
    [
        (("序号 内容 评价", "1 甲 □满意□不满意", "2 乙 □满意□不满意"), "同一格里的方框"),
        (("1.态度 -", "满意 -", "不满意 -"), "上下排列"),
        (("姓名 好 差 好 差", "甲 - - - -", "乙 - - - -"), "左侧没有序号和名称栏"),
        (("姓名 好 差", "甲 - -", "项目 是 否", "乙 - -"), "几套选项"),
        (("事项 完成 未完成 满意 不满意", "甲 - - - -", "乙 - - - -"), "两道题的选项并排"),
        (("姓名 好 差 备注 好 差", "甲 - - - - -", "乙 - - - - -"), "左边一栏没有印序号和名称"),
        (("姓名 甲一 乙二 丙三", "符号 - - -"), "候选人横着排（甲一、乙二、丙三"),
        (("姓名 甲一 乙二 丙三", "符号 - - -", "姓名 丁四 戊五 己六", "符号 - - -"), "候选人横着排"),
        (("姓名 好 一般 差 同意 不同意 弃权", "甲 - - - - - -", "乙 - - - - - -"), "两道题的选项并排"),
    ],
)
def test_layouts_that_cannot_be_read_are_refused_by_name(tmp_path: Path, lines: tuple[str, ...], named: str) -> None:
    with pytest.raises(FormError, match=named):
        read(tmp_path, table(rows(*lines), len(lines[0].split())))


@pytest.mark.parametrize("line", ["总体评价：□满意 □基本满意 □不满意", "您了解吗？了解（ ），满意（ ），不满意（ ）"])
def test_a_question_outside_the_table_refuses_the_form(tmp_path: Path, line: str) -> None:
    told = f"<w:p {SPACES}><w:r><w:t>同意的在□内打√，不同意的打×，多选无效。身份：□班子成员 □职工</w:t></w:r></w:p>"
    assert found(read(tmp_path, told, table(rows(HEAD, *ROWS)))) == PLAIN
    with pytest.raises(FormError, match=r"表格外面有一道要打勾的题.*请"):
        read(tmp_path, table(rows(HEAD, *ROWS)), f"<w:p {SPACES}><w:r><w:t>{line}</w:t></w:r></w:p>")


def test_choices_in_one_cell_over_several_columns_are_refused_by_name(tmp_path: Path) -> None:
    head = row("姓名", cell("满意 基本满意 不满意", '<w:gridSpan w:val="3"/>'))
    with pytest.raises(FormError, match=r"写在同一格里（满意基本满意不满意）.*请"):
        read(tmp_path, table(head + rows("甲 - - -", "乙 - - -"), 4))


def test_the_same_ballot_twice_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(FormError, match=r"几张表的行都一样.*出现了两次.*请改成一页一份"):
        read(tmp_path, table(rows(HEAD, *ROWS)), f"<w:p {SPACES}/>", table(rows(HEAD, *ROWS)))


@pytest.mark.office
def test_a_heading_not_repeated_over_pages_is_named(tmp_path: Path) -> None:
    names = ("top", "left", "bottom", "right", "insideH", "insideV")
    sides = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in names)
    ruled = f"<w:tblPr><w:tblBorders>{sides}</w:tblBorders></w:tblPr>"
    form = table(rows(HEAD, *(f"{number} 甲{number} - - -" for number in range(1, 71))))
    listed(tmp_path, form.replace("<w:tblPr/>", ruled))
    with pytest.raises(FormError, match=r"有 71 行.*表头没有在每页重复；请"):
        read_table_forms(tmp_path / "form.docx")


@pytest.mark.parametrize(
    ("over", "heads", "apart"),
    [
        (("表现", "任用"), "好 一般 同意 弃权", True),
        (("意见", ""), "好 一般 同意 弃权", True),
        (("看法", "跑官"), "认同 不认同 存在 没存在", True),
        (("满意", ""), "很满意 满意 不满意 很不满意", False),
        (("甲", "甲"), "好 较好 一般 差", False),
    ],
)
def test_words_over_some_of_the_choices_part_them(
    tmp_path: Path,
    over: tuple[str, ...],
    heads: str,
    apart: bool,  # noqa: FBT001
) -> None:
    wide = cell(over[0], '<w:gridSpan w:val="4"/>') if over[0] == over[1] else "".join(cell(one, SPAN) for one in over)
    form = table(row("-", wide) + rows(f"姓名 {heads}", "甲 - - - -", "乙 - - - -"))
    if not apart:
        assert read(tmp_path, form)[0].choices == tuple(heads.split())
        return
    with pytest.raises(FormError, match=r"两道题的选项并排.*请"):
        read(tmp_path, form)
    assert read(tmp_path, form, choices=tuple(heads.split()))


def test_rows_to_write_a_name_in_are_named(tmp_path: Path) -> None:
    (page,) = read(tmp_path, table(rows(HEAD, *ROWS, "另选他人 - - - -", "- - - - -")))
    assert found((page,)) == PLAIN
    assert [what for what in page.aside if "另选他人" in what] == [
        f"第{number}行是另选他人，姓名要人来写，请人看票" for number in (5, 6)
    ]


@pytest.mark.parametrize("line", ["4 另选人： - - -", "4 另选他人 - - -"])
def test_a_line_for_another_name_without_a_cell_for_it_refuses_a_vote(tmp_path: Path, line: str) -> None:
    with pytest.raises(FormError, match=r"第5行是另选他人，却没有留一个空格写姓名.*请"):
        question_tables(listed(tmp_path, table(rows(HEAD, *ROWS, line))))


def test_rows_to_tick_over_the_first_heading_known_refuse_the_form(tmp_path: Path) -> None:
    over = ("序号 任务 达到 接近 未达", "1 修路 - - -", "2 植树 - - -")
    with pytest.raises(FormError, match=r"第2行到第3行在选项表头之上.*请"):
        read(tmp_path, table(rows(*over, HEAD, *ROWS)))
    about = ("单位 - - - -", "填表说明 每行选一项 - - -")
    assert found(read(tmp_path, table(rows(*about, HEAD, *ROWS)))) == PLAIN


def test_a_number_without_a_name_is_a_line_to_write_one_in(tmp_path: Path) -> None:
    (page,) = question_tables(listed(tmp_path, table(rows(HEAD, *ROWS, "4 - - - -", "5 - - - -", "- - - - -"))))
    assert [(row.item, row.written is not None) for row in page.rows[2:]] == [
        ("3", False), ("另选1", True), ("另选2", True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "kind", "shown"),
    [
        (12, "decimal", "12"), (3, "decimalZero", "03"), (11, "chineseCounting", "十一"),
        (20, "chineseCounting", "二十"),
        (35, "chineseCountingThousand", "三十五"), (100, "chineseCounting", None), (27, "upperLetter", "AA"),
        (14, "lowerRoman", "xiv"), (20, "decimalEnclosedCircle", "⑳"), (21, "decimalEnclosedCircle", None),
        (3, "ideographTraditional", "丙"), (2, "chineseLegalSimplified", "贰"), (5, "none", ""), (1, "hebrew1", None),
    ],
)  # fmt: skip
def test_numbers_are_written_as_word_writes_them_or_not_at_all(number: int, kind: str, shown: str | None) -> None:
    assert number_text(number, kind) == shown
