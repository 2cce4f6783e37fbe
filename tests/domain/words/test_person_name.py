"""A name is one name however it is typed, and never another's."""

import pytest

from pingyi.domain.words.person_name import are_several, typed_name


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("李 明", "李明"),
        ("李　明 ", "李明"),
        ("李\u200b明", "李明"),
        ("⼒明", "力明"),
        ("买买提•艾力", "买买提·艾力"),
        ("买买提 ・ 艾力", "买买提·艾力"),
        ("买买提.艾力", "买买提·艾力"),
        ("Ｊ．Ｓｍｉｔｈ", "J.Smith"),
        ("Ann  Smith", "Ann Smith"),
        ("張乾", "張乾"),  # 乾 is no 干 in a name: nothing is made simple
    ],
)
def test_blanks_dots_and_wide_characters_make_no_other_name(typed: str, name: str) -> None:
    assert typed_name(typed) == name
    assert typed_name(name) == name


def test_two_names_in_one_line_are_several() -> None:
    assert [
        text for text in ("甲、乙", "甲，乙", "甲/乙", "买买提·艾力", "李娜（女）", " 甲 ") if are_several(text)
    ] == [
        "甲、乙",
        "甲，乙",
        "甲/乙",
    ]
