"""Personal data never go into a letter; what tells who wrote, and insults, are shown before release."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingyi.domain.handed_in.opinion_flags import flags, personal_data, refusal


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("请打13877215566联系", ("电话号码",)),
        ("电话138 7721 5566", ("电话号码",)),
        ("电话：138-7721-5566", ("电话号码",)),
        ("0772-3161234没人接", ("电话号码",)),
        ("联系电话3161234", ("电话号码",)),
        ("身份证450203198805061234", ("身份证号码",)),
        ("450203 19880506 123X", ("身份证号码",)),
        ("45020319880506123x", ("身份证号码",)),
        ("卡号6222 0217 0600 1234 567", ("银行卡号",)),
        ("桂B12345乱停", ("车牌号",)),
        ("12345热线没人管", ()),
        ("2024年12月31日", ()),
        ("第5、6、12号单位", ()),
        ("等了120天", ()),
    ],
)
def test_numbers_that_tell_of_a_person(text: str, kinds: tuple[str, ...]) -> None:
    assert personal_data(text) == kinds
    assert bool(refusal(text)) == bool(kinds)


@given(
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.sampled_from(["请打{}", "我的号码是{}。", "{}", "打{}，谢谢"])
)
def test_no_mobile_number_passes(number: str, around: str) -> None:
    assert "电话号码" in personal_data(around.format(number))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("我是财政局的张三", "自己是谁"),
        ("本人系退休教师", "自己是谁"),
        ("作为一名社区干部", "自己是谁"),
        ("联系人：李四", "自己是谁"),
        ("这帮混蛋不干活", "辱骂"),
        ("真 不 要 脸", "辱骂"),
    ],
)
def test_what_is_shown_before_release(text: str, word: str) -> None:
    assert any(word in flag for flag in flags(text))


@pytest.mark.parametrize("text", ["路灯坏了很久没人修", "希望多听群众意见", "本人行道太窄", "我们村的路", ""])
def test_plain_opinions_bear_no_flag(text: str) -> None:
    assert flags(text) == ()
