"""Half-width marks among Chinese characters become full-width; numbers, addresses and foreign words stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingyi.domain.words.full_width import full_width


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("全年完成任务,收入增长;支出持平.", "全年完成任务，收入增长；支出持平。"),
        ("增长8%,投资5.2%;到位3,000万元", "增长8%，投资5.2%；到位3,000万元"),
        ("(一)抓好主业", "（一）抓好主业"),
        ("(1)摸清税源", "（1）摸清税源"),
        ("（一)抓好主业", "（一）抓好主业"),
        ("一.主要工作", "一、主要工作"),
        ("十二．主要工作", "十二、主要工作"),
        ("1. 抓好征管", "1. 抓好征管"),
        ("1.抓好征管", "1.抓好征管"),
        ('推进"两项改革"', "推进“两项改革”"),
        ("邮箱:a.b@163.com", "邮箱：a.b@163.com"),
        ("比例为3:2,时间12:30", "比例为3:2，时间12:30"),
        ("增长(8%)", "增长（8%）"),
        ("f(x), g(y); 12.5", "f(x), g(y); 12.5"),
        ("见http://gov.cn/a,b", "见http://gov.cn/a,b"),
        ("完成了吗?完成了!", "完成了吗？完成了！"),
        ("“三率”;", "“三率”；"),
    ],
)
def test_marks_are_those_of_the_text_around(typed: str, meant: str) -> None:
    assert full_width(typed) == meant
    assert full_width(meant) == meant


@given(text=st.text('一工作2.,;:?!()（）“" a\n'))
def test_it_changes_marks_alone_and_once(text: str) -> None:
    tidy = full_width(text)
    assert len(tidy) == len(text)
    assert full_width(tidy) == tidy
    kept = [(old, new) for old, new in zip(text, tidy, strict=True) if old != new]
    assert all(old in ',;:?!()."（）．' for old, _ in kept)


@given(text=st.text('ab12.,;:?!()" \n'))
def test_without_chinese_nothing_changes(text: str) -> None:
    assert full_width(text) == text
