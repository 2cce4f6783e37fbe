"""An import taken back: two people, for a reason; results are as if it had not come."""

from dataclasses import dataclass

from pingyi.domain.trust.statement import Act, take_back_word
from pingyi.ground.errors import NotReadyError
from pingyi.store.base.store import Store
from pingyi.store.outside.brought import Brought, TakenBack, add_taken_back, brought, resting_on
from pingyi.store.people.events import write_log
from pingyi.workflow.people.keys import Pair, signed_words
from pingyi.workflow.people.signed import both_sign

LOGGED = "撤回导入"


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBackReport:
    """What became of the rows that counted."""

    import_: Brought  # as it stood before
    earlier: tuple[tuple[Brought, int], ...]  # imports that count again, and how many of their rows

    @property
    def gone(self) -> int:
        """Rows that no other import has: what they told is missing now."""
        return self.import_.counting - sum(rows for _, rows in self.earlier)


def take_back(store: Store, number: int, pair: Pair, reason: str) -> TakeBackReport:
    """
    Two people take an import back; what it had replaced counts again.

    Raises NotReadyError where there is none by this number, it was taken back, others rest on it, or no reason is
    given; ClosedError after a formal notice.
    """
    before = {one.number: one for one in brought(store)}
    wanted = _wanted(store, before, number)
    if not reason.strip():
        raise NotReadyError("撤回导入要写明原因；请写上（--reason 原因）")
    if resting := resting_on(store, number) if wanted.kind == "orders" else ():
        later = "、".join(f"第 {one} 次" for one in resting)
        raise NotReadyError(
            f"以后导入的工单（{later}）里与第 {number} 次相同的没有另存，撤回会一起去掉；"
            f"请先撤回{later}，再撤回第 {number} 次，然后重新导入要用的文件"
        )
    with store.transaction():
        by, witness = both_sign(store, Act.TAKE_BACK, take_back_word(number, reason.strip()), pair)
        add_taken_back(store, TakenBack(brought=number, reason=reason.strip(), decided_by=by, confirmed_by=witness))
        write_log(store, by, LOGGED, f"第 {number} 次 {wanted.source}：{reason.strip()}")
    risen = ((one, one.counting - before[one.number].counting) for one in brought(store))
    earlier = tuple((one, rows) for one, rows in risen if rows > 0)
    return TakeBackReport(import_=wanted, earlier=earlier)


def _wanted(store: Store, listed: dict[int, Brought], number: int) -> Brought:
    found = listed.get(number)
    if found is None:
        raise NotReadyError(f"没有第 {number} 次导入；请用 pingyi imports（网页：数据导入）查看各次导入的编号")
    if found.taken_back is not None and _is_signed(store, found.taken_back):
        raise NotReadyError(f"第 {number} 次导入已经撤回，不用再撤回；请刷新列表核对编号")
    return found


def _is_signed(store: Store, given: TakenBack) -> bool:
    """Whether there is nothing to add: what was taken back before anybody had a key may be signed later."""
    said = signed_words(store)
    pair = (given.decided_by, given.confirmed_by)
    return not said.people or said.backed(Act.TAKE_BACK, take_back_word(given.brought, given.reason), pair)
