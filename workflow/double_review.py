"""Review on the page: two people decide each doubtful row apart, a third one where they differ."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.double_review import Agreement, Answer, Judgement, Place, WaitingRow, Wish, agreement, settled
from domain.errors import NotReadyError
from domain.people import Account, Right
from domain.reading import DOUBT_TEXT, UNREAD_TEXT, Doubt, Verdict
from store import double_review as kept
from store.events import write_log
from store.records import PageDecision
from store.store import Store

LEASE_S = 90  # a browser says every 30 s that it is there; after three missed words its rows are free
ROWS_AHEAD = 3  # handed out at a time: one open, the others there before the key is up
REFERRED_TEXT = "送来复核"
PAGE_WORDS = ("已重新扫描", "不是评议表", "空白页", "无法辨认")  # as on the review sheet


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
    """A page that was not read; `proposal` is what a first person said."""

    number: int
    batch: str
    message: str
    reason: str
    proposal: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a decision led to."""

    settled: bool
    differs: bool


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
        for group in kept.groups(store, account.name)
    )


def next_rows(store: Store, wish: Wish, limit: int = ROWS_AHEAD) -> tuple[WaitingRow, ...]:
    """The next rows, claimed for the tab that asks."""
    at = time.time()
    return kept.claim_next(store, wish, limit, at, at + LEASE_S)


def answers_so_far(store: Store, account: Account, place: Place) -> tuple[Answer, ...]:
    """For whoever settles a difference: what was said, without saying by whom."""
    said = kept.judgements(store, place)
    mine = any(judgement.account == account.name for judgement in said)
    if not account.may(Right.CHECK) or len(said) < 2 or mine:
        return ()
    return tuple(sorted((judgement.answer for judgement in said), key=lambda a: (a.verdict, a.choice)))


def decide(store: Store, account: Account, decisions: Mapping[Place, Answer], holder: str) -> tuple[Outcome, ...]:
    """
    Keep one person's answers, all or none; where two people say the same the row is settled.

    The same answer sent twice counts once. Raises NotReadyError when a row no longer waits, or waits for a person
    who may settle differences.
    """
    with store.transaction():
        return tuple(_decide(store, account, place, answer, holder) for place, answer in decisions.items())


def _decide(store: Store, account: Account, place: Place, answer: Answer, holder: str) -> Outcome:
    said = kept.judgements(store, place)
    if not kept.is_open(store, place):
        standing = kept.last_decision(store, place)
        mine = standing is not None and account.name in (standing.decided_by, standing.confirmed_by)
        if mine and standing is not None and (standing.verdict, standing.choice) == (answer.verdict, answer.choice):
            return Outcome(settled=True, differs=False)  # sent again because the reply was lost
        raise NotReadyError("这一行已经由别人判完，您的判定没有记入；请继续下一行")
    if Judgement(account=account.name, answer=answer) in said:
        return Outcome(settled=False, differs=len(said) > 1)
    others = [judgement for judgement in said if judgement.account != account.name]
    if len(others) >= 2 and not account.may(Right.CHECK):
        raise NotReadyError("这一行两人判得不同，须由有复核权限的人裁定；请继续下一行")
    kept.add_judgement(store, place, account.name, answer)
    kept.drop_claim(store, holder, place)
    pair = settled(kept.judgements(store, place))
    if pair is not None:
        kept.add_correction(store, place, pair)
    return Outcome(settled=pair is not None, differs=pair is None and bool(others))


def undo(store: Store, account: Account, holder: str) -> Place:
    """
    Take back this person's last answer and give them the row again.

    Raises NotReadyError when there is none, or a second person has agreed meanwhile.
    """
    with store.transaction():
        found = kept.last_judged(store, account.name)
        if found is None:
            raise NotReadyError("没有可以撤回的判定")
        place, is_settled = found
        if is_settled:
            raise NotReadyError("上一行已与另一人判得一致并记入，不能撤回；要改请在“抽查”页把它送回复核")
        kept.add_judgement(store, place, account.name, None)
        kept.claim(store, holder, [place], time.time() + LEASE_S)
    return place


def heartbeat(store: Store, holder: str) -> None:
    """A tab is still open."""
    at = time.time()
    kept.prolong(store, holder, at + LEASE_S, at)


def let_go(store: Store, holder: str, place: Place | None = None) -> None:
    """A row was skipped, or the tab closed."""
    kept.release(store, holder, place)


def send_back(store: Store, account: Account, places: Sequence[Place]) -> int:
    """Send rows to be decided anew; how many were not waiting already."""
    fresh = kept.refer(store, places, account.name)
    if fresh:
        write_log(store, account.name, "送回复核", f"{fresh} 行")
    return fresh


def agreement_report(store: Store) -> Agreement:
    """How often two people who decided apart said the same."""
    return agreement(kept.pairs(store))


def answer_of(verdict: Verdict, choice: str, choices: Sequence[str]) -> Answer:
    """Raises NotReadyError for what is no answer on this ballot."""
    if verdict is Verdict.DOUBTFUL or (verdict is Verdict.VALID) != (choice in choices) or (choice and not choices):
        raise NotReadyError(f"判定应为{'、'.join(choices)}、未选或多选；请刷新页面再判")
    return Answer(verdict=verdict, choice=choice)


def row_again(store: Store, place: Place) -> WaitingRow:
    """An open row by its place. Raises NotReadyError when it is not open."""
    row = kept.open_row(store, place)
    if row is None:
        raise NotReadyError("这一行已经判完")
    return row


def rows_of_sheet(store: Store, account: Account, sheet: str) -> tuple[WaitingRow, ...]:
    """All rows of a sheet that wait for this person; none is claimed."""
    return kept.waiting_of_sheet(store, account.name, sheet)


def unread_pages(store: Store) -> tuple[UnreadLine, ...]:
    """Pages nobody has dealt with, with what a first person said."""
    said = kept.page_proposals(store)
    return tuple(
        UnreadLine(
            number=found.number,
            batch=found.batch,
            message=found.page.message(),
            reason=UNREAD_TEXT[found.page.reason],
            proposal=said.get(found.number, ("", ""))[0],
            by=said.get(found.number, ("", ""))[1],
        )
        for found in store.open_pages()
    )


def decide_page(store: Store, account: Account, page: int, outcome: str) -> bool:
    """
    Keep what one person found out about an unread page; True when it agrees with another's and is settled.

    Raises NotReadyError for a strange page or outcome.
    """
    if outcome not in PAGE_WORDS or page not in {found.number for found in store.open_pages()}:
        raise NotReadyError("这一页已经处理过，或选项不对；请刷新页面再试")
    with store.transaction():
        said, by = kept.page_proposals(store).get(page, ("", ""))
        if said == outcome and by != account.name:
            decision = PageDecision(page=page, outcome=outcome, decided_by=by, confirmed_by=account.name)
            store.insert_page_decisions([decision])
            write_log(store, account.name, "处理未读页", f"第 {page} 号：{outcome}（{by}、{account.name}）")
            return True
        kept.propose_page(store, page, outcome, account.name)
    return False
