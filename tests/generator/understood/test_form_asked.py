"""What rows and choices are called, and what of it is asked of a person."""

from pathlib import Path

import pytest
from raw_tables import HEAD, PLAIN, ROWS, SPAN, cell, found, listed, read, row, rows, table

from pingyi.domain.forms.form import question_tables
from pingyi.ground.errors import FormError, UncertainFormError


def test_questions_that_begin_like_sums_are_none(tmp_path: Path) -> None:
    asked = ["平均等候时间", "汇总报送情况", "小计时工管理"]
    sums = ["合计", "平均得分", "得票数", "票数（票）", "小计："]
    (page,) = read(tmp_path, table(rows("内容 好 差", *(f"{one} - -" for one in (*asked, *sums))), 3))
    assert [row.name for row in page.rows] == asked


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


def test_a_number_without_a_name_is_a_line_to_write_one_in(tmp_path: Path) -> None:
    (page,) = question_tables(listed(tmp_path, table(rows(HEAD, *ROWS, "4 - - - -", "5 - - - -", "- - - - -"))))
    assert [(row.item, row.written is not None) for row in page.rows[2:]] == [
        ("3", False), ("另选1", True), ("另选2", True),
    ]  # fmt: skip
