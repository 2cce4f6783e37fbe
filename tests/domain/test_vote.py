"""vote.toml: what may stand in it, and that every fault is told."""

import pytest

from pingyi.domain.vote import VoteKind, abstains, favour_of, parse_vote
from pingyi.domain.vote_rules import Rule, rules_of
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
        ("seats = 3", "seats =", "vote.toml"),
        ("seats = 3", "seats = 3\nseat = 4", "seat"),
    ],
)
def test_every_fault_is_told_with_what_to_do(was: str, now: str, told: str) -> None:
    with pytest.raises(CampaignError, match=told) as refused:
        parse_vote(GOOD.replace(was, now), "vote.toml")
    assert "请" in str(refused.value)


def test_the_choice_that_gives_a_vote_is_known_by_its_word_or_not_at_all() -> None:
    assert favour_of(("同意", "不同意", "弃权")) == "同意"
    assert favour_of(("优秀", "称职")) == ""
    assert favour_of(("同意", "赞成")) == ""


def test_who_says_nothing_abstains() -> None:
    assert [word for word in ("满意", "弃权", "不了解（不清楚）", "反对") if abstains(word)] == [
        "弃权",
        "不了解（不清楚）",
    ]


@pytest.mark.parametrize("kind", list(VoteKind))
def test_every_rule_says_where_it_stands(kind: VoteKind) -> None:
    assert all(rule.words and rule.source for rule in rules_of(kind))
    assert (Rule.MOST_OF_SHEET.value in rules_of(kind)) is kind.elects
