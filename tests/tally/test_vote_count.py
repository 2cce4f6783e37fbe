"""Votes counted by the rules of their kind, held against a count of the tests' own."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingyi.domain.forms.question import Question
from pingyi.domain.readings.ballot import DraftBallot, OpenRow, SettledRow
from pingyi.domain.readings.reading import RowWord, Verdict
from pingyi.domain.votes.result import Standing, VoteResult
from pingyi.domain.votes.rules import Rule, rules_of
from pingyi.domain.votes.vote import Base, Place, Quorum, Vote, VoteKind
from pingyi.ground.errors import FormError, NotReadyError
from pingyi.tally.vote_count import count_vote

CHOICES = ("赞成", "反对", "弃权")
NAMES = ("甲", "乙", "丙", "丁")
WORDS = (*CHOICES, "blank", "multiple")


def vote(**more: object) -> Vote:
    said = {
        "name": "选举", "kind": VoteKind.CONTESTED, "form": "票.docx", "digest": "0" * 64, "favour": "赞成", "seats": 2,
        "base": Base.RETURNED, "places": (Place(code="V01", name="会场", copies=1000),),
    }  # fmt: skip
    return Vote.model_validate({**said, **more})


def rows(lines: int = 1) -> tuple[Question, ...]:
    printed = tuple(Question(page=1, item=str(k), name=name, choices=CHOICES) for k, name in enumerate(NAMES, 1))
    return (
        *printed,
        *(Question(page=1, item=f"另选{k + 1}", name="", choices=CHOICES, written=True) for k in range(lines)),
    )


def sheet(number: int, words: tuple[str, ...], batch: str = "V01") -> DraftBallot:
    settled = tuple(
        SettledRow(item=row.item, name=row.name, verdict=said.verdict, choice=said.choice)
        for row, word in zip(rows(), words, strict=True)
        for said in (RowWord.of(word),)
    )
    return DraftBallot(sheet=f"{number:064x}", batch=batch, rows=settled, open_rows=(), page=1, pages=1)


def counted(words: list[tuple[str, ...]], **more: object) -> VoteResult:
    sheets = [sheet(number, said) for number, said in enumerate(words)]
    return count_vote(vote(**more), rows(), sheets, unread_pages=0)


BALLOTS = st.lists(
    st.tuples(*[st.sampled_from(WORDS)] * len(NAMES), st.sampled_from(("blank", "multiple", "戊", "己", "甲"))),
    min_size=1,
    max_size=30,
)


@given(BALLOTS, st.booleans())
def test_votes_are_those_of_sheets_that_choose_as_many_as_they_may(ballots: list[tuple[str, ...]], exact: bool) -> None:  # noqa: FBT001
    votes: dict[str, int] = dict.fromkeys(NAMES, 0)
    void = 0
    for ballot in ballots:
        chosen = {name for name, word in zip(NAMES, ballot, strict=False) if word == "赞成"}
        own = {ballot[-1]} - {"blank", "multiple"}
        if len(chosen | own) > 2 or (exact and len(chosen | own) < 2):
            void += 1
            continue
        for name in chosen | (own - {*NAMES}):
            votes[name] = votes.get(name, 0) + 1
    result = counted(ballots, exact=exact)
    assert result.election is not None
    assert {one.name: one.votes for one in result.election.candidates} == votes
    assert result.void_sheets == void


@given(BALLOTS)
def test_nobody_without_more_than_half_is_elected_nor_more_than_the_seats(ballots: list[tuple[str, ...]]) -> None:
    election = counted(ballots).election
    assert election is not None
    assert len(election.elected) <= 2
    assert all(2 * one.votes > len(ballots) for one in election.elected)
    least = min((one.votes for one in election.elected), default=0)
    assert all(one.votes <= least for one in election.candidates if one.standing is Standing.BEYOND)


def test_a_sheet_with_open_rows_is_not_yet_one_that_chooses_too_few() -> None:
    settled = sheet(1, ("赞成", "反对", "反对", "反对", "blank"))
    waiting = OpenRow(sheet=settled.sheet, batch="V01", item="2", name="乙", reasons=())
    rows_left = tuple(row for row in settled.rows if row.item != "2")
    draft = DraftBallot(sheet=settled.sheet, batch="V01", rows=rows_left, open_rows=(waiting,), page=1, pages=1)
    assert count_vote(vote(exact=True), rows(), [draft], unread_pages=0).void_sheets == 0
    assert count_vote(vote(exact=True), rows(), [settled], unread_pages=0).void_sheets == 1


def test_who_is_printed_and_written_in_is_chosen_and_has_the_votes_of_the_printed_row() -> None:
    assert Rule.PRINTED_IN.value in rules_of(vote())
    alone = counted([("反对", "赞成", "反对", "反对", "甲")]).election
    too_many = counted([("反对", "赞成", "赞成", "反对", "甲")])
    assert alone is not None
    assert {one.name: one.votes for one in alone.candidates} == {"甲": 0, "乙": 1, "丙": 0, "丁": 0}
    assert too_many.void_sheets == 1


def test_equal_votes_at_the_last_seat_elect_none_of_them() -> None:
    ballots = [("赞成", "赞成", "反对", "反对", "blank")] * 3 + [("赞成", "反对", "赞成", "反对", "blank")] * 3
    election = counted([*ballots, ("反对", "赞成", "赞成", "反对", "blank")]).election
    assert election is not None
    told = {one.name: one.standing for one in election.candidates}
    assert told == {"甲": Standing.ELECTED, "乙": Standing.TIED, "丙": Standing.TIED, "丁": Standing.SHORT}


def test_more_ballots_in_than_out_elect_nobody() -> None:
    election = counted(
        [("赞成",) * 2 + ("反对",) * 2 + ("blank",)] * 3, places=[{"code": "V01", "name": "会", "copies": 2}]
    )
    assert election.election is not None
    assert election.election.faults
    assert not election.election.elected


def test_more_ballots_than_people_present_elect_nobody() -> None:
    """However many were printed: the law holds the ballots against those who vote."""
    ballots = [("赞成", "反对", "反对", "反对", "blank")] * 9
    more = counted(ballots, attending=8).election
    as_many = counted(ballots, attending=9).election
    assert more is not None
    assert as_many is not None
    assert (len(more.elected), len(as_many.elected)) == (0, 1)
    assert more.faults == ("收回的选票 9 张，多于实到会的 8 人",)


def test_too_few_present_elect_nobody() -> None:
    ballots = [("赞成", "反对", "反对", "反对", "blank")] * 79
    few = counted(ballots, base=Base.ATTENDING, eligible=100, attending=79).election
    enough = counted(ballots, base=Base.ATTENDING, eligible=100, attending=80).election
    assert few is not None
    assert enough is not None
    assert (len(few.elected), len(enough.elected)) == (0, 1)


@pytest.mark.parametrize(
    ("quorum", "least"), [(Quorum.FOUR_FIFTHS, 80), (Quorum.TWO_THIRDS, 67), (Quorum.HALF, 51), (Quorum.NONE, 1)]
)
def test_each_body_has_a_quorum_of_its_own(quorum: Quorum, least: int) -> None:
    def present(attending: int) -> Sequence[str]:
        ballots = [("赞成", "反对", "反对", "反对", "blank")] * min(attending, 40)
        told = counted(ballots, base=Base.RETURNED, eligible=100, attending=attending, quorum=quorum)
        assert told.election is not None
        return told.election.faults

    assert not present(least)
    assert quorum is Quorum.NONE or any("应到会 100 人" in fault for fault in present(least - 1))


@pytest.mark.parametrize(("one", "other"), [("甲", "甲"), ("李明", "李 明"), ("买买提·艾力", "买买提•艾力")])
def test_candidates_of_one_name_are_not_counted_as_one(one: str, other: str) -> None:
    names = {"甲": one, "乙": other}
    alike = tuple(replace(row, name=names.get(row.name, row.name)) for row in rows())
    with pytest.raises(FormError, match=rf"都叫“{one}”.*请"):
        count_vote(vote(), alike, [], unread_pages=0)
    assert count_vote(vote(kind=VoteKind.ASSESSMENT, seats=0, favour=""), alike, [], unread_pages=0).questions


@pytest.mark.parametrize("base", [Base.ELIGIBLE, Base.ATTENDING])
def test_an_election_without_the_number_it_is_decided_by_is_not_counted(base: Base) -> None:
    with pytest.raises(NotReadyError, match=base.value):
        counted([("赞成", "反对", "反对", "反对", "blank")], base=base)


def test_abstentions_stand_in_no_denominator_and_no_sheet_is_void_in_an_assessment() -> None:
    ballots = [("赞成",) * 4 + ("blank",), ("弃权",) * 4 + ("blank",), ("反对",) * 4 + ("blank",)]
    result = counted(ballots, kind=VoteKind.ASSESSMENT, seats=0, favour="")
    one = result.questions[0]
    assert (result.void_sheets, one.votes("弃权"), one.counted) == (0, 1, 2)
    assert one.share("赞成") == one.share("反对")
    assert one.share("弃权") is None


def test_a_sheet_given_twice_counts_once_and_open_rows_are_told() -> None:
    one = sheet(1, ("赞成", "反对", "反对", "反对", "blank"))
    waiting = OpenRow(sheet=f"{2:064x}", batch="V01", item="1", name="甲", reasons=())
    other = DraftBallot(sheet=f"{2:064x}", batch="V01", rows=(), open_rows=(waiting,), page=1, pages=1)
    result = count_vote(vote(), rows(), [one, one, other], unread_pages=0)
    assert (result.returned, result.still_open, result.questions[0].still_open) == (2, 1, 1)
    assert result.questions[0].votes("赞成") == 1


def test_a_place_with_more_paper_in_than_out_is_told_though_all_together_are_not_too_many() -> None:
    places = (Place(code="V01", name="会场", copies=1), Place(code="V02", name="分会场", copies=9))
    ballots = [sheet(number, ("赞成", "反对", "反对", "反对", "blank")) for number in range(2)]
    result = count_vote(vote(places=places), rows(), ballots, unread_pages=0)
    assert result.overfull.startswith("会场收回 2 份、发出 1 份：")
    assert "请核对" in result.overfull
    assert result.election is not None
    assert not result.election.faults
    assert counted([("赞成", "反对", "反对", "反对", "blank")]).overfull == ""


def test_only_what_waits_is_told_as_waiting() -> None:
    settled = [sheet(1, ("赞成", "反对", "反对", "反对", "blank"))]
    assert count_vote(vote(), rows(), settled, unread_pages=0).waiting == ""
    assert count_vote(vote(), rows(), settled, unread_pages=3).waiting == "3 页没有读出"


def test_one_sheet_in_two_places_is_refused() -> None:
    words = ("赞成",) * len(NAMES) + ("blank",)
    places = (Place(code="V01", name="会场", copies=9), Place(code="V02", name="分会场", copies=9))
    with pytest.raises(FormError, match="V01 和 V02 两批"):
        count_vote(vote(places=places), rows(), [sheet(1, words), sheet(1, words, "V02")], unread_pages=0)


def test_rows_choices_and_places_the_vote_does_not_have_are_refused() -> None:
    with pytest.raises(FormError, match="满意"):
        counted([("满意", "反对", "反对", "反对", "blank")])
    with pytest.raises(NotReadyError, match="V09"):
        count_vote(vote(), rows(), [sheet(1, ("赞成",) * 2 + ("反对",) * 2 + ("blank",), "V09")], unread_pages=0)
    with pytest.raises(FormError, match="没有的行"):
        count_vote(vote(), rows()[1:], [sheet(1, ("赞成",) * 2 + ("反对",) * 2 + ("blank",))], unread_pages=0)


def test_a_sheet_says_what_every_row_was_counted_as() -> None:
    result = counted([("赞成", "multiple", "blank", "反对", "戊")])
    assert dict(result.sheets[0].words) == {
        "1": "赞成",
        "2": Verdict.MULTIPLE.value,
        "3": "blank",
        "4": "反对",
        "另选1": "戊",
    }


@given(st.lists(st.sets(st.sampled_from(CHOICES)), min_size=1, max_size=20))
def test_where_a_row_may_have_several_ticks_each_of_them_counts(ticked: list[set[str]]) -> None:
    ballots = [(*["、".join(sorted(words)) or "blank"] * len(NAMES), "blank") for words in ticked]
    result = counted(ballots, kind=VoteKind.SURVEY, several=True, seats=0, favour="")
    one = result.questions[0]
    assert dict(zip(CHOICES, one.choices, strict=True)) == {word: sum(word in w for w in ticked) for word in CHOICES}
    assert one.counted == sum(bool(words - {"弃权"}) for words in ticked)
    assert one.multiple == 0


def test_several_choices_of_a_row_that_may_have_one_are_refused() -> None:
    with pytest.raises(FormError, match="赞成、反对"):
        counted([("赞成、反对", "反对", "反对", "反对", "blank")])
