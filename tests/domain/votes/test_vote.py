"""vote.toml: what may stand in it, and that every fault is told."""

import re

import pytest

from pingyi.domain.votes.rules import Rule, rules_of, unheld
from pingyi.domain.votes.vote import VoteKind, abstains, favour_of, parse_places, parse_vote
from pingyi.ground.errors import CampaignError

GOOD = """
name = "选举"
kind = "差额选举"
form = "票.docx"
digest = "{digest}"
favour = "赞成"
seats = 3
[[places]]
code = "V01"
name = "会场"
copies = 30
""".format(digest="ab" * 32)


def test_a_sound_file_is_read() -> None:
    vote = parse_vote(GOOD, "vote.toml")
    assert (vote.kind, vote.seats, vote.issued) == (VoteKind.CONTESTED, 3, 30)


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("seats = 3", "seats = 0", "seats"),
        ('favour = "赞成"', "", "favour"),
        ('code = "V01"', 'code = "1"', "code"),
        ("copies = 30", "copies = 0", "copies"),
        ('kind = "差额选举"', 'kind = "公投"', "kind"),
        ("seats = 3", "seats = 3\neligible = 10\nattending = 11", "实到会"),
        ("copies = 30", 'copies = 30\n[[places]]\ncode = "V01"\nname = "二"\ncopies = 1', "批次号"),
        ("seats = 3", "seats =", "vote.toml 第 7 行：seats"),
        ("seats = 3", 'seats = "三"', "第 7 行 seats：这里要写整数"),
        ("seats = 3", "seats = 3.5", "第 7 行 seats：这里要写整数"),
        ("seats = 3", "seats = 3\neligible = ３０", "第 8 行：数字“３０”是全角的"),
        ("seats = 3", "seats = 3\neligible = 30人", "第 8 行：“30人”不是数字"),
        ("seats = 3", 'seats = 3\nbase = "应到会"', "第 8 行 base：.*“应到会人数”"),
        ("copies = 30", "copies = 100000", "第 11 行 places.1.copies：数值太大（不大于 9999）"),
        ('name = "会场"', 'name = ""', "第 10 行 places.1.name：这里不能空着"),
        ('name = "选举"\n', "", "缺少 name 这一项"),
        ("seats = 3", "seats = 3\nseveral = true", "several"),
        ("seats = 3", 'seats = 3\nmarks = "画圈"', "marks"),
        ('kind = "差额选举"', 'kind = "满意度"\nseveral = true\nmarks = "打勾或打叉"', "marks"),
        ("seats = 3", "seats = 3\nseat = 4", "seat"),
        ('kind = "差额选举"\n', 'kind = "满意度"\nexact = true\n', "exact"),
    ],
)
def test_every_fault_is_told_with_what_to_do(was: str, now: str, told: str) -> None:
    with pytest.raises(CampaignError, match=told) as refused:
        parse_vote(GOOD.replace(was, now), "vote.toml")
    assert "请" in str(refused.value)
    assert not re.search("Input|should|Field|value", str(refused.value))


def test_the_choice_that_gives_a_vote_is_known_by_its_word_or_not_at_all() -> None:
    assert favour_of(("同意", "不同意", "弃权")) == "同意"
    assert favour_of(("优秀", "称职")) == ""
    assert favour_of(("同意", "赞成")) == ""


@pytest.mark.parametrize(
    "typed", ["甲处=30,乙处=12", "甲处 30\n乙处\t12\n\n", "甲处：30份；乙处＝12 份", "甲处=30、乙处=12"]
)
def test_places_and_copies_are_taken_as_people_type_or_paste_them(typed: str) -> None:
    assert parse_places(typed) == (("甲处", 30), ("乙处", 12))


@pytest.mark.parametrize("typed", ["", "甲处", "30", "甲处=0", "甲处=三十", "甲处=99999"])
def test_places_without_a_number_of_copies_are_refused(typed: str) -> None:
    with pytest.raises(CampaignError, match="请"):
        parse_places(typed)


def test_who_says_nothing_abstains() -> None:
    assert [word for word in ("满意", "弃权", "不了解（不清楚）", "反对") if abstains(word)] == [
        "弃权",
        "不了解（不清楚）",
    ]


def test_articles_are_those_of_the_law_as_amended_in_2020() -> None:
    """Its fortieth is the secret ballot; whom one may choose, write in or not is the one after it."""
    cited = {rule: re.findall("第.+?条", rule.value.source) for rule in Rule}
    assert {rule for rule, articles in cited.items() if articles == ["第四十一条"]} == {Rule.WRITE_IN}
    of_papers, of_elected = (Rule.MOST_OF_SHEET, Rule.EXACT_OF_SHEET, Rule.RETURNED), (Rule.HALF, Rule.SEATS)
    assert all(cited[rule] == ["第四十四条"] for rule in of_papers)
    assert all(cited[rule] == ["第四十五条"] for rule in of_elected)


def test_a_number_nobody_has_said_is_told_as_one_that_nothing_was_held_against() -> None:
    vote = parse_vote(GOOD, "vote.toml")
    known = vote.model_copy(update={"eligible": 30, "attending": 25})
    assert unheld(vote).startswith("没有写应到会、实到会人数")
    assert unheld(vote.model_copy(update={"eligible": 30})).startswith("没有写实到会人数")
    assert unheld(known) == unheld(vote.model_copy(update={"kind": VoteKind.SURVEY})) == ""


@pytest.mark.parametrize("kind", list(VoteKind))
def test_every_rule_says_where_it_stands(kind: VoteKind) -> None:
    vote = parse_vote(GOOD.replace("差额选举", kind.value), "vote.toml")
    rules = rules_of(vote)
    assert all(rule.words and rule.source for rule in rules)
    assert (Rule.MOST_OF_SHEET.value in rules) is kind.elects
    if kind.elects:
        exact = rules_of(vote.model_copy(update={"exact": True}))
        assert Rule.EXACT_OF_SHEET.value in exact
        assert Rule.MOST_OF_SHEET.value not in exact
    if not kind.elects:
        assert Rule.ANY_OF_ROW.value in rules_of(vote.model_copy(update={"several": True}))
