"""Review on the page: two people decide each doubtful row apart, a third one where they differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pingyi.domain.readings.double_review import (
    PAGE_WORDS,
    Agreement,
    Answer,
    Judgement,
    RowPlace,
    RowsRequest,
    Tab,
    WaitingRow,
    agreement,
    settled,
)
from pingyi.domain.readings.reading import DOUBT_TEXT, UNREAD_TEXT, VERDICT_TEXT, Doubt, Verdict
from pingyi.domain.trust.people import Account, Right
from pingyi.domain.trust.statement import SENT_BACK, WITHDRAWN, Act, Word, page_word, row_word
from pingyi.ground.errors import NotReadyError
from pingyi.store.base.records import PageDecision
from pingyi.store.base.store import Store
from pingyi.store.people import double_review as kept
from pingyi.store.people.events import write_log
from pingyi.store.readings import queue
from pingyi.workflow.people.asked import Asked
from pingyi.workflow.people.claims import Claims
from pingyi.workflow.people.keys import Signer, say

ROWS_AHEAD = 3  # handed out at a time: one open, the others there before the key is up
MOST_TOLD = 99  # rows open elsewhere: more are told as so many
UNDO_WITHIN = timedelta(minutes=30)  # what was decided longer ago may have been counted and shown
JUDGED_TOO = "这一行另一人也判过了，不能再改：判得不同的会由第三人裁定；要改请有复核权限的人在“抽查”页把它送回复核"
REFERRED_TEXT = "送来复核"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonGroup:
    """Open rows of one reason, as one person meets them."""

    reason: str
    text: str
    mine_to_do: int
    waiting: int
    differing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadLine:
    """A page that was not read; `proposal` is what whoever looks has said of it, and no word of anybody else's."""

    number: int
    batch: str
    message: str
    reason: str
    proposal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Accord:
    """How often two people who decided apart said the same, and how many answers were taken back."""

    agreement: Agreement
    taken_back: int


def reason_groups(store: Store, account: Account) -> tuple[ReasonGroup, ...]:
    """What is there to decide."""
    return tuple(
        ReasonGroup(
            reason=group.reason,
            text=DOUBT_TEXT[Doubt(group.reason)] if group.reason else REFERRED_TEXT,
            mine_to_do=group.mine_to_do,
            waiting=group.waiting,
            differing=group.differing,
        )
        for group in queue.groups(store, account.name)
    )


def next_rows(store: Store, claims: Claims, wish: RowsRequest, limit: int = ROWS_AHEAD) -> tuple[WaitingRow, ...]:
    """The next rows, claimed for the tab that asks."""
    with claims.choosing(wish.holder) as taken:
        found = queue.next_waiting(store, wish, limit, taken)
        claims.take(wish.holder, [row.place for row in found])
    return found


def rows_left(store: Store, wish: RowsRequest) -> int:
    """How many rows this person has before them, for a bar of how far they are."""
    return queue.count_waiting(store, wish)


def rows_to_settle(store: Store, account: Account) -> int:
    """How many rows two others differ on that this person may settle."""
    if not account.may(Right.CHECK):
        return 0
    nowhere = Tab("", "")
    return queue.count_waiting(store, RowsRequest(account=account.name, holder=nowhere, differing=True))


def rows_elsewhere(store: Store, claims: Claims, wish: RowsRequest) -> int:
    """Rows this person could judge that stand open in other tabs, perhaps in dead ones; at most MOST_TOLD."""
    with claims.choosing(wish.holder) as taken:
        waiting = queue.next_waiting(store, wish, MOST_TOLD, ())
    return len({row.place for row in waiting} & set(taken))


def answers_so_far(store: Store, account: Account, place: RowPlace) -> tuple[Answer, ...]:
    """For whoever settles a difference: what was said, without saying by whom."""
    said = kept.judgements(store, place)
    mine = any(judgement.account == account.name for judgement in said)
    if not account.may(Right.CHECK) or len(said) < 2 or mine:
        return ()
    return tuple(sorted((judgement.answer for judgement in said), key=lambda a: (a.verdict, a.choice)))


def decide(store: Store, person: Signer, decisions: Mapping[RowPlace, Answer]) -> None:
    """
    Keep one person's answers, signed, all or none; where two people say the same the row is settled.

    Nothing is told of what others said: who knew could take an answer back and give theirs. The same answer sent
    twice counts once. Raises NotReadyError when a row no longer waits, or waits for a person who may settle
    differences.
    """
    with store.transaction():
        fresh = [place for place, answer in decisions.items() if _is_news(store, person.account, place, answer)]
        say(store, person, Act.ROWS, [_word(place, decisions[place]) for place in fresh])
        for place in fresh:
            kept.add_judgement(store, place, person.name, decisions[place])
            pair = settled(kept.judgements(store, place))
            if pair is not None:
                kept.add_correction(store, place, pair)


def _word(place: RowPlace, answer: Answer) -> Word:
    return row_word(place.sheet, place.item, answer.verdict.value, answer.choice)


def _is_news(store: Store, account: Account, place: RowPlace, answer: Answer) -> bool:
    """Whether an answer is to be kept; not when it came before. Raises NotReadyError when it may not be given."""
    said = kept.judgements(store, place)
    others = [judgement for judgement in said if judgement.account != account.name]
    if not kept.is_open(store, place):
        standing = kept.last_decision(store, place)
        mine = standing is not None and account.name in (standing.decided_by, standing.confirmed_by)
        if mine and standing is not None and standing.word == answer.word:
            return False  # sent again because the reply was lost
        raise NotReadyError(JUDGED_TOO if mine else "这一行已经由别人判完，您的判定没有记入；请继续下一行")
    if Judgement(account=account.name, answer=answer) in said:
        return False
    if others and len(others) < len(said):
        raise NotReadyError(JUDGED_TOO)
    if len(others) >= 2 and not account.may(Right.CHECK):
        raise NotReadyError("这一行两人判得不同，须由有复核权限的人裁定；请继续下一行")
    return True


def undo(store: Store, person: Signer, place: RowPlace | None) -> WaitingRow:
    """
    Take back this person's answer to `place` (None: their newest) and give them the row again.

    Answers sent one upon another may arrive in any order, so who answered names the row. Only an answer that stands
    alone: counts tell whoever answered second whether the first said the same, and knowing it they could answer anew.
    Raises NotReadyError when there is none, when it is long ago, or another person has judged the row.
    """
    with store.transaction():
        last = kept.last_judged(store, person.name, place)
        if last is None:
            raise NotReadyError("没有可以撤回的判定；请继续判下一行")
        if datetime.now().astimezone() - last.made_at > UNDO_WITHIN:
            raise NotReadyError("上一次判定已过半小时，不能撤回；要改请有复核权限的人在“抽查”页把它送回复核")
        if last.beside_another:
            raise NotReadyError(JUDGED_TOO)
        subject = (last.place.sheet, last.place.item)
        say(store, person, Act.ROWS, [Word(subject=subject, answer=WITHDRAWN)])
        kept.add_judgement(store, last.place, person.name, None)
    row = queue.waiting_row(store, last.place)
    if row is None:
        raise NotReadyError("这一行已经判完；请继续下一行")
    return row


def send_back(store: Store, person: Signer, places: Sequence[RowPlace]) -> int:
    """Send rows to be decided anew; how many were not waiting already."""
    with store.transaction():
        said = [Word(subject=(one.sheet, one.item), answer=SENT_BACK) for one in places if not kept.is_open(store, one)]
        fresh = kept.refer(store, places, person.name)
        say(store, person, Act.ROWS, said)
        if fresh:
            write_log(store, person.name, "送回复核", f"{fresh} 行")
    return fresh


def accord(store: Store) -> Accord:
    """How well people who decide apart agree."""
    return Accord(agreement=agreement(kept.pairs(store)), taken_back=kept.judged_until(store)[1])


def accord_stamp(store: Store) -> int:
    """Equal stamps: equal accord."""
    return kept.judged_until(store)[0]


def answer_of(verdict: Verdict, choice: str, asked: Asked, item: str) -> Answer:
    """What somebody says of a row of this item. Raises NotReadyError for what is no answer on this paper."""
    word = asked.word(item, choice.strip()) if verdict is Verdict.VALID else VERDICT_TEXT[verdict]
    chosen = word not in VERDICT_TEXT.values()
    if verdict is Verdict.DOUBTFUL or chosen != (verdict is Verdict.VALID) or (choice and not chosen):
        raise NotReadyError(f"判定应为{'、'.join(asked.choices)}、不选或多选；请刷新页面再判")
    if told := asked.problem(item, word):
        raise NotReadyError(f"{told}；请重新判这一行")
    return Answer(verdict=verdict, choice=word if chosen else "")


def rows_of_sheet(store: Store, account: Account, sheet: str) -> tuple[WaitingRow, ...]:
    """All rows of a sheet that wait for this person; none is claimed."""
    return queue.waiting_of_sheet(store, account.name, sheet)


def unread_pages(store: Store, account: Account) -> tuple[UnreadLine, ...]:
    """Pages nobody has dealt with, as this person may see them."""
    said = kept.page_proposals(store)
    return tuple(
        UnreadLine(
            number=found.number,
            batch=found.batch,
            message=found.page.message(),
            reason=UNREAD_TEXT[found.page.reason],
            proposal=next((outcome for outcome, by in [said.get(found.number, ("", ""))] if by == account.name), ""),
        )
        for found in store.open_pages()
    )


def decide_page(store: Store, person: Signer, page: int, outcome: str) -> bool:
    """
    Keep what one person found out about an unread page; True when it agrees with another's and is settled.

    Raises NotReadyError for a strange page or outcome.
    """
    if outcome not in PAGE_WORDS or page not in {found.number for found in store.open_pages()}:
        raise NotReadyError("这一页已经处理过，或选项不对；请刷新页面再试")
    with store.transaction():
        say(store, person, Act.PAGES, [page_word(page, outcome)])
        said, by = kept.page_proposals(store).get(page, ("", ""))
        if said == outcome and by != person.name:
            decision = PageDecision(page=page, outcome=outcome, decided_by=by, confirmed_by=person.name)
            store.insert_page_decisions([decision])
            write_log(store, person.name, "处理未读页", f"第 {page} 号：{outcome}（{by}、{person.name}）")
            return True
        kept.propose_page(store, page, outcome, person.name)
    return False
