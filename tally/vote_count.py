"""Settled sheets of a vote to its result: counted anew each time, every sheet once, by the rules of its kind."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from pingyi.domain.forms.question import Question, check_candidates
from pingyi.domain.readings.ballot import DraftBallot
from pingyi.domain.readings.paper import PageCount, returned
from pingyi.domain.readings.reading import Verdict, words_of
from pingyi.domain.votes.result import (
    Candidate,
    Election,
    PlaceCount,
    QuestionCount,
    SheetWord,
    Standing,
    VoteResult,
)
from pingyi.domain.votes.rules import HALF
from pingyi.domain.votes.vote import Base, Place, Quorum, Vote, abstains
from pingyi.ground.errors import NotReadyError
from pingyi.tally.question_count import DOUBTFUL, NOTHING, added, once, pages_of, votes_for, words_on

NO_NAME = (Verdict.BLANK.value, Verdict.MULTIPLE.value, DOUBTFUL)


def count_vote(vote: Vote, rows: Sequence[Question], sheets: Sequence[DraftBallot], *, unread_pages: int) -> VoteResult:
    """
    Every count of a vote on these rows of its form; open rows are left out and told.

    Raises FormError when a sheet has other rows or choices than the form, or an election's candidates are called
    alike, NotReadyError when an election lacks the number of people it is decided by, or a sheet's place is not in
    vote.toml.
    """
    if vote.kind.elects:
        check_candidates(rows)
    asked = {row.item: row for row in rows}
    sheets = sorted(once(sheets), key=lambda sheet: sheet.sheet)
    words = tuple(_sheet(vote, asked, sheet) for sheet in sheets)
    pages = pages_of(sheets, (place.code for place in vote.places), " vote.toml 的 places ")
    places = tuple(_place(place, pages[place.code]) for place in vote.places)
    valid = [sheet for sheet in words if not sheet.over]
    questions = tuple(_questions(rows, valid, several=vote.several))
    void = len(words) - len(valid)
    return VoteResult(
        vote=vote,
        places=places,
        questions=questions,
        sheets=words,
        void_sheets=void,
        corrected=sum(row.by_person for sheet in sheets for row in sheet.rows),
        still_open=sum(len(sheet.open_rows) for sheet in sheets),
        unread_pages=unread_pages,
        election=_election(vote, questions, places, valid) if vote.kind.elects else None,
    )


def _sheet(vote: Vote, asked: Mapping[str, Question], sheet: DraftBallot) -> SheetWord:
    words = dict(words_on(sheet, asked, several=vote.several))
    chosen = {name for item, word in words.items() for name in _chosen(vote, asked[item], word)}
    over = _over(vote, len(chosen), whole=not sheet.open_rows) if vote.kind.elects else 0
    in_order = tuple((item, words[item]) for item in asked if item in words)
    return SheetWord(sheet=sheet.sheet, place=sheet.batch, page=sheet.page, over=over, words=in_order)


def _over(vote: Vote, chosen: int, *, whole: bool) -> int:
    """People beyond the seats; fewer count only where they must be as many, and every row is decided."""
    over = chosen - vote.seats
    return over if over > 0 or (vote.exact and whole) else 0


def _chosen(vote: Vote, asked: Question, word: str) -> tuple[str, ...]:
    """Whom a row gives a vote: a written line whoever's name people typed."""
    if asked.written:
        return () if word in NO_NAME else (word,)
    return (asked.label,) if word == vote.favour else ()


def _questions(rows: Sequence[Question], valid: Sequence[SheetWord], *, several: bool) -> Iterable[QuestionCount]:
    found = added(word for sheet in valid for word in sheet.words)
    for row in rows:
        if not row.written:
            said = found.get(row.item, NOTHING)
            yield QuestionCount(
                row=row,
                choices=votes_for(row.choices, said, several=several),
                blank=said[Verdict.BLANK.value],
                multiple=said[Verdict.MULTIPLE.value],
                still_open=said[DOUBTFUL],
                counted=sum(n for word, n in said.items() if word not in NO_NAME and not _silent(word, several)),
            )


def _silent(word: str, several: bool) -> bool:  # noqa: FBT001 - of the vote
    return all(abstains(choice) for choice in (words_of(word) if several else (word,)))


def _place(place: Place, pages: tuple[PageCount, ...]) -> PlaceCount:
    return PlaceCount(code=place.code, name=place.name, issued=place.copies, returned=returned(pages))


def _election(
    vote: Vote, questions: Sequence[QuestionCount], places: Sequence[PlaceCount], valid: Sequence[SheetWord]
) -> Election:
    came_back = sum(place.returned for place in places)
    base = {Base.ELIGIBLE: vote.eligible, Base.ATTENDING: vote.attending, Base.RETURNED: came_back}[vote.base]
    if not base:
        raise NotReadyError(
            f"当选要超过{vote.base}的半数，但没有写{vote.base}；请在 vote.toml 里写 "
            f"{'eligible' if vote.base is Base.ELIGIBLE else 'attending'} = 人数"
        )
    faults = tuple(_faults(vote, came_back))
    votes = {(one.row.label, False): one.votes(vote.favour) for one in questions}
    written = Counter(name for sheet in valid for name in _written(questions, sheet))
    votes |= {(name, True): number for name, number in written.items()}
    return Election(base=base, faults=faults, candidates=tuple(_ranked(vote, base, votes, void=bool(faults))))


def _written(questions: Sequence[QuestionCount], sheet: SheetWord) -> Iterable[str]:
    """Names typed for a sheet's own lines; one that is printed, or written twice, is no further vote."""
    printed = {one.row.item: one.row.label for one in questions}
    names = dict.fromkeys(word for item, word in sheet.words if item not in printed and word not in NO_NAME)
    return [name for name in names if name not in printed.values()]


def _faults(vote: Vote, came_back: int) -> Iterable[str]:
    if came_back > vote.issued:
        yield f"收回的选票 {came_back} 张，多于发出的 {vote.issued} 张"
    if vote.attending and came_back > vote.attending:
        yield f"收回的选票 {came_back} 张，多于实到会的 {vote.attending} 人"
    if vote.eligible and vote.attending and not vote.quorum.reached(vote.attending, vote.eligible):
        lacking = "没有过半数" if vote.quorum is Quorum.HALF else f"不足{vote.quorum}"
        yield f"到会 {vote.attending} 人，应到会 {vote.eligible} 人，{lacking}"


def _ranked(vote: Vote, base: int, votes: Mapping[tuple[str, bool], int], *, void: bool) -> Iterable[Candidate]:
    ordered = sorted(votes.items(), key=lambda one: -one[1])
    passed = [number for _, number in ordered if number > HALF * base]
    for (name, is_written), number in ordered:
        above = sum(other > number for other in passed)
        level = sum(other == number for other in passed)
        if void:
            standing = Standing.UNDECIDED
        elif number <= HALF * base:
            standing = Standing.SHORT
        elif above >= vote.seats:
            standing = Standing.BEYOND
        else:
            standing = Standing.ELECTED if above + level <= vote.seats else Standing.TIED
        rank = 1 + sum(other > number for other in votes.values())
        yield Candidate(name=name, votes=number, rank=rank, standing=standing, written=is_written)
