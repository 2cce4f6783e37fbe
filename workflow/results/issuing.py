"""A formal notice: what must hold before it, who answers for it, how what it closed is opened again."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pingyi.domain.trust.chain import Event, EventKind, canonical, sha256
from pingyi.domain.trust.statement import Act, Word
from pingyi.ground.errors import NotReadyError
from pingyi.store.base.store import Store
from pingyi.store.evidence.log import append_event, events
from pingyi.store.people.decided import overturned
from pingyi.store.people.reassigned import papers_moved
from pingyi.workflow.desk.record import FOLLOWING, settings_digests
from pingyi.workflow.desk.workspace import Workspace
from pingyi.workflow.people.keys import Pair, signed_words
from pingyi.workflow.people.signed import Backing, backing, both_sign

NOTICE = ("notice",)  # what two people agree on
SOME = 10  # lines shown
LETTERS = "results/反馈/"  # to units: they tell of a notice and are none


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuing:
    """Who answers for a formal notice, on what it rests, and which notice it corrects (the head printed on it)."""

    people: tuple[str, str]
    backing: Backing
    overturned: int  # rows the machine was sure of
    moved: tuple[int, int]  # papers people gave to another batch, and papers they took out
    corrects: str


def agree(workspace: Workspace, store: Store, pair: Pair) -> None:
    """Two people sign that a formal notice may be issued of what the records hold. Raises NotReadyError."""
    word = Word(subject=NOTICE, answer=(_basis(workspace.root, events(store)),))
    both_sign(store, Act.NOTICE, word, pair)


def check_issuable(workspace: Workspace, store: Store) -> Issuing:
    """
    What a formal notice may say of who answers for it.

    Raises NotReadyError when a decision, a confirmation or the issuing itself is not signed by two people.
    """
    found, chain = backing(store), events(store)
    lacking = [*found.faults, *(f"{one}没有两人签名" for one in found.unsigned)]
    if lacking:
        raise NotReadyError(
            f"有 {len(lacking)} 项没有本人签名，不能出正式通报：\n"
            + "\n".join(lacking[:SOME])
            + ("\n……" if len(lacking) > SOME else "")
            + "\n请由填表人把填好的复核表、评分表、意见表再导入一次并签名，或在网页上重新判定；"
            "政策用 pingyi policy confirm 重新确认，撤回的导入用 pingyi imports revoke、"
            "改归移出的票用 pingyi papers 再签一次"
        )
    said = signed_words(store)
    agreed = said.last_agreed(Act.NOTICE, NOTICE)
    if agreed is None or agreed[0] != (_basis(workspace.root, chain),):
        raise NotReadyError(
            "正式通报须由两个有账号的人签发，签发以后数据又有变动的要重新签发；"
            "请运行 pingyi notice --final --by 签发人 --witness 监督人，或在网页“文件”页签发"
        )
    names = [said.people[who].name for who in agreed[1] if who in said.people]
    if len(names) != len(agreed[1]):
        raise NotReadyError("签发的人不都是本办的人；请两个本办有账号的人签发")
    before = last_final(chain)
    return Issuing(
        people=(names[0], names[1]),
        backing=found,
        overturned=len(overturned(store)),
        moved=_moved(store),
        corrects=before.content()["head"] if before else "",
    )


def reopen(workspace: Workspace, store: Store, pair: Pair, reason: str) -> None:
    """Two people open a closed campaign again, for a reason that stands in the records. Raises NotReadyError."""
    before = last_final(events(store))
    if before is None or not is_closed(store):
        raise NotReadyError(f"{workspace.root} 还没有出过正式通报，或已经重新打开，不用再打开")
    if not reason.strip():
        raise NotReadyError("重新打开要写明原因；请加上 --reason 原因")
    with store.transaction():
        both_sign(store, Act.REOPEN, Word(subject=(before.hash,), answer=(reason.strip(),)), pair)
        at = datetime.now().astimezone().isoformat(timespec="seconds")
        append_event(store, EventKind.REOPEN, {"notice": before.hash, "reason": reason.strip(), "at": at})


def last_final(chain: tuple[Event, ...]) -> Event | None:
    """The newest formal notice on record."""
    return next((event for event in reversed(chain) if is_final(event)), None)


def is_final(event: Event) -> bool:
    """Whether an entry tells of a formal notice."""
    if event.kind != EventKind.DOCUMENT or event.content().get("final") is not True:
        return False
    return any(not name.startswith(LETTERS) for name in event.content()["files"])


def is_closed(store: Store) -> bool:
    """Whether a formal notice was issued that nobody has reopened."""
    for event in reversed(events(store)):
        if event.kind == EventKind.REOPEN:
            return False
        if event.kind == EventKind.DOCUMENT and event.content().get("closes"):
            return True
    return False


def _moved(store: Store) -> tuple[int, int]:
    moved = papers_moved(store)
    return sum(bool(one.batch) for one in moved), sum(not one.batch for one in moved)


def _basis(root: Path, chain: tuple[Event, ...]) -> str:
    """By which it is known later what was agreed on: the last entry that changed anything, and the settings."""
    last = next(event.hash for event in reversed(chain) if event.kind not in FOLLOWING)
    return sha256(canonical([last, settings_digests(root)]))


def signed_lines(issuing: Issuing) -> tuple[str, ...]:
    """Chinese, for the annex of method: who signed what."""
    found = issuing.backing
    older = f"；另有{found.older}项由较早版本的程序记下，没有签名" if found.older else ""
    who = f"有钥匙的共{len(found.people)}人：{'、'.join(found.people)}；本件由{'、'.join(issuing.people)}签发。"
    changed = f"机器没有疑问、由人改判的{issuing.overturned}行。"
    return (
        f"人工判定、认读、政策确认、撤回导入和票的改归移出{found.signed}项，每项由两人各用自己的钥匙签名{older}；{changed}{who}",
    )
