"""The program for strangers counts a vote again by code of its own: any vote, and no number that is another."""

import copy
import json
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingyi.domain.forms.question import Question
from pingyi.domain.readings.ballot import DraftBallot, OpenRow, SettledRow
from pingyi.domain.readings.reading import BETWEEN_WORDS, Doubt, RowWord
from pingyi.domain.trust.chain import canonical
from pingyi.domain.votes.vote import Base, Place, Quorum, Vote, VoteKind
from pingyi.tally.vote_count import count_vote
from pingyi.workflow.evidence import pingyi_verify as strangers
from pingyi.workflow.votes.count import counted_content

PLACES = (Place(code="V01", name="会场", copies=40), Place(code="V02", name="分会场", copies=3))
FOR, GRADES = ("赞成", "反对", "弃权"), ("优秀", "称职（合格）", "不了解（没有接触）")
NAMES = ("甲", "乙", "丙", "丁")
WRITTEN = ("戊", "己", "甲")


def invented(luck: Random) -> tuple[Vote, tuple[Question, ...]]:
    """An election or an assessment on one or two pages, by rules that may be any."""
    kind = luck.choice((VoteKind.CONTESTED, VoteKind.ASSESSMENT))
    elects, several = kind.elects, luck.random() < 0.5
    more: dict[str, Any] = {"several": several and not elects}
    if elects:
        attending = luck.randint(1, 30)
        more = {
            "favour": FOR[0], "seats": luck.randint(1, len(NAMES)), "exact": luck.random() < 0.5,
            "base": luck.choice(tuple(Base)), "quorum": luck.choice(tuple(Quorum)),
            "attending": attending, "eligible": attending + luck.randint(0, 12),
        }  # fmt: skip
    vote = Vote(name="虚构", kind=kind, form="票.docx", digest="0" * 64, places=PLACES, **more)
    choices = FOR if elects else GRADES
    rows = [
        Question(page=1 if elects else 1 + k % 2, item=str(k), name=name, choices=choices)
        for k, name in enumerate(NAMES)
    ]
    lines = [Question(page=1, item="另选1", name="", choices=choices, written=True)] if elects else []
    return vote, (*rows, *lines)


def paper(number: int, vote: Vote, rows: tuple[Question, ...], luck: Random) -> DraftBallot:
    """One page with invented words in its rows."""
    pages = max(row.page for row in rows)
    page, code, place = luck.randint(1, pages), f"{number:064x}", luck.choice(PLACES).code
    settled, waiting = [], []
    for row in (row for row in rows if row.page == page):
        words = WRITTEN if row.written else row.choices
        word = luck.choice((*words, *words, "blank", "multiple", "doubtful"))
        if vote.several and word in words:
            word = BETWEEN_WORDS.join(one for one in words if one == word or luck.random() < 0.3)
        if word == "doubtful":
            waiting.append(OpenRow(sheet=code, batch=place, item=row.item, name=row.name, reasons=(Doubt.FAINT,)))
            continue
        said = RowWord.of(word)
        settled.append(SettledRow(item=row.item, name=row.name, verdict=said.verdict, choice=said.choice))
    return DraftBallot(sheet=code, batch=place, rows=tuple(settled), open_rows=tuple(waiting), page=page, pages=pages)


def counted(luck: Random, sheets: int) -> tuple[dict[str, Any], dict[str, strangers.Paper]]:
    """What the program wrote down of a vote, as it is read back, and the papers as the archive has them."""
    vote, rows = invented(luck)
    drafts = [paper(number, vote, rows, luck) for number in range(sheets)]
    said = json.loads(canonical(counted_content(count_vote(vote, rows, drafts, unread_pages=0))))
    papers = {
        one.sheet: (
            one.batch,
            one.page,
            one.pages,
            {row.item: row.word for row in one.rows} | {row.item: "doubtful" for row in one.open_rows},
        )
        for one in drafts
    }
    return said, papers


def recount(said: dict[str, Any], papers: dict[str, strangers.Paper]) -> None:
    """Raises Differs."""
    strangers.shape(said, strangers.VOTED, "计票结果")
    asked = {one["row"]["item"]: one["row"] for one in said["questions"]}
    strangers.check_sheets(said, papers, asked)
    strangers.check_questions(said)
    strangers.check_places(said, papers)
    strangers.check_election(said, asked)


VOTES = (st.integers(min_value=1, max_value=25), st.randoms(use_true_random=False))


@given(*VOTES)
def test_any_vote_is_counted_as_the_program_counted_it(sheets: int, luck: Random) -> None:
    recount(*counted(luck, sheets))


def numbers(said: dict[str, Any]) -> list[tuple[Any, Any]]:
    """Where every number and word of the count stands: what holds it, and under which key."""
    found: list[tuple[Any, Any]] = [(said, "void_sheets"), (said, "still_open")]
    for one in said["questions"]:
        found += [(one["choices"], k) for k in range(len(one["choices"]))]
        found += [(one, key) for key in ("blank", "multiple", "still_open", "counted")]
    found += [(one, key) for one in said["places"] for key in ("issued", "returned")]
    found += [(one, key) for one in said["sheets"] for key in ("over", "page", "place")]
    found += [(word, 1) for one in said["sheets"] for word in one["words"]]
    if said["election"]:
        found += [(said["election"], "base")]
        found += [(one, key) for one in said["election"]["candidates"] for key in ("votes", "rank", "standing", "name")]
    return found


@given(*VOTES)
def test_no_number_or_word_may_be_another(sheets: int, luck: Random) -> None:
    said, papers = counted(luck, sheets)
    forged = copy.deepcopy(said)
    holder, key = luck.choice(numbers(forged))
    was = holder[key]
    holder[key] = was + luck.choice((-1, 1)) if isinstance(was, int) else f"{was}改"
    with pytest.raises(strangers.Differs):
        recount(forged, papers)


@given(*VOTES)
def test_no_paper_may_lack_or_be_added(sheets: int, luck: Random) -> None:
    said, papers = counted(luck, sheets)
    one = luck.choice(said["sheets"])
    with pytest.raises(strangers.Differs):
        recount({**said, "sheets": [other for other in said["sheets"] if other is not one]}, papers)
    with pytest.raises(strangers.Differs):
        recount({**said, "sheets": [*said["sheets"], {**one, "sheet": "f" * 64}]}, papers)
