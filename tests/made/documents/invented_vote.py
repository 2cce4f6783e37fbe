"""Results of votes nobody held."""

from datetime import date

from pingyi.domain.forms.question import Question
from pingyi.domain.readings.ballot import DraftBallot, SettledRow
from pingyi.domain.readings.reading import RowWord
from pingyi.domain.votes.vote import Base, Place, Vote, VoteKind
from pingyi.generator.documents.vote_result import VoteReport
from pingyi.tally.vote_count import count_vote

NAMES = ("陆文涛", "覃秋月", "罗建国", "黄丽娟")
CHOICES = {VoteKind.CONTESTED: ("赞成", "反对", "弃权"), VoteKind.SURVEY: ("满意", "基本满意", "不满意", "不了解")}
DAY = date(2025, 3, 7)


def invented_report(
    kind: VoteKind = VoteKind.CONTESTED,
    names: tuple[str, ...] = NAMES,
    choices: tuple[str, ...] = (),
    *,
    several: bool = False,
) -> VoteReport:
    """Twelve sheets on `names`, the last void in an election; a name written in, or one more of other choices."""
    elects, choices = kind.elects, choices or CHOICES[kind]
    vote = Vote(
        name="第三届委员会委员选举" if elects else "食堂满意度调查",
        kind=kind,
        form="票.docx",
        digest="0" * 64,
        several=several,
        favour="赞成" if elects else "",
        seats=3 if elects else 0,
        base=Base.RETURNED,
        places=(Place(code="V01", name="会场", copies=15),),
    )
    rows = tuple(Question(page=1, item=str(k), name=name, choices=choices) for k, name in enumerate(names, 1))
    rows += () if elects else (Question(page=1, item=f"{len(names) + 1}", name="食堂", choices=("好", "一般", "差")),)
    rows += (Question(page=1, item="另选1", name="", choices=choices, written=True),) if elects else ()
    result = count_vote(vote, rows, [_sheet(number, rows) for number in range(12)], unread_pages=0)
    return VoteReport(
        result=result, day=DAY, counted="ab" * 32, entry=7, head="cd" * 32, opinions=("饭菜要热。",), untyped=1
    )


def _sheet(number: int, rows: tuple[Question, ...]) -> DraftBallot:
    words = []
    for place, row in enumerate(rows):
        word = row.choices[0] if number == 11 or place < number % 3 else row.choices[(number + place) % 3]
        if row.written:
            word = "blank" if number else "甘海生"
        said = RowWord.of(word)
        words.append(SettledRow(item=row.item, name=row.name, verdict=said.verdict, choice=said.choice))
    return DraftBallot(sheet=f"{number + 1:02x}" * 32, batch="V01", rows=tuple(words), open_rows=(), page=1, pages=1)
