"""A form that cannot be told, or that would lose a row, is refused by name."""

from collections.abc import Callable
from pathlib import Path

import pytest
from raw_tables import HEAD, PLAIN, ROWS, SPACES, SPAN, cell, found, listed, read, row, rows, table

from pingyi.domain.forms.form import TableForm, ballot_pages, question_tables
from pingyi.ground.errors import FormError

FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>SEQ a</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


def test_a_known_choice_left_out_of_those_said_refuses_the_form(tmp_path: Path) -> None:
    form = table(rows("姓名 满意 基本满意 不满意", "甲 - - -", "乙 - - -"))
    with pytest.raises(FormError, match=r"“不满意”栏也要打勾.*请写全"):
        read(tmp_path, form, choices=("满意", "基本满意"))
    (page,) = read(tmp_path, table(rows("姓名 高手 低手 没手", "甲 - - -", "乙 - - -")), choices=("高手", "低手"))
    assert "“没手”栏不在所写的选项里，不读" in page.aside


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
