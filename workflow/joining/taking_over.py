"""What stations' people decided, taken over: two people of this office sign for it; the stations' have no key here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from pingyi.domain.readings.ballot import Correction
from pingyi.domain.readings.bundle import Joined, Moved, Row, Ruling
from pingyi.domain.trust.statement import Act, Word, person_key, reassign_word, row_word
from pingyi.ground.errors import NotReadyError
from pingyi.store.base.store import Store
from pingyi.store.people.reassigned import Reassigned, add_reassigned, papers_said
from pingyi.workflow.people.keys import Pair, Signer, signed_words
from pingyi.workflow.people.signed import present, sign


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """Who signs, and the names of the two; nobody in an office without keys."""

    signers: Mapping[str, Signer]
    names: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Due:
    """A ruling nobody here stands behind yet."""

    row: Row
    ruling: Ruling
    filed: bool  # it stands here already
    alike: bool  # somebody here is called as one of the two who decided it

    @property
    def word(self) -> Word:
        """What the two of this office sign."""
        return row_word(*self.row, self.ruling.verdict.value, self.ruling.choice)


def hands_for(store: Store, joined: Joined, pair: Pair | None) -> Hands:
    """
    The two people who take over what the stations decided, asked before anything is filed.

    Raises NotReadyError when nobody was named in an office with keys, the two are one, or one cannot sign.
    """
    rows, moved = sum(1 for _ in _due(store, joined)), len(_moved_due(store, joined))
    if not (rows or moved) or (pair is None and not signed_words(store).people):
        return Hands(signers={}, names=("", ""))
    if pair is None:
        due = [f"判定的 {rows} 行"] if rows else []
        due += [f"改归、移出的 {moved} 张票"] if moved else []
        raise NotReadyError(
            f"各站{'、'.join(due)}要由本办两个有账号的人签名收下，什么也没有入库；"
            "请运行 pingyi merge --take-in --by 姓名 --witness 姓名，两人各输密码"
        )
    signers, names = present(pair)
    return Hands(signers=signers, names=names)


def take_over(store: Store, joined: Joined, hands: Hands) -> tuple[int, int]:
    """
    File decisions on rows that have none here yet (what was decided here stands), and sign for all that stand.

    How many were filed, and how many signed for.
    """
    due = [one for one in _due(store, joined) if store.known_sheet(one.row[0])]
    new = [_correction(one, hands) for one in due if one.alike or not one.filed]
    with store.transaction():
        sign(store, Act.ROWS, hands.signers, [(one.word, hands.names) for one in due])
        store.add_decisions(new)
        _take_over_moved(store, joined, hands)
    return len(new), len(due) if hands.signers else 0


def _due(store: Store, joined: Joined) -> Iterator[_Due]:
    said, standing, back = signed_words(store), store.latest_corrections(), store.referred()
    for row, ruling in sorted(joined.rulings.items()):
        here = standing.get(row)
        if row in back or (here and ((here.verdict, here.choice) != ruling.words or not said.people)):
            continue
        pair = (here.decided_by, here.confirmed_by) if here else (ruling.decided_by, ruling.confirmed_by)
        alike = any(person_key(name) in said.people for name in pair)
        due = _Due(row=row, ruling=ruling, filed=here is not None, alike=alike)
        if here is None or not said.backed(Act.ROWS, due.word, pair):
            yield due


def _moved_due(store: Store, joined: Joined) -> list[tuple[str, Moved]]:
    """Sheets stations' people gave another place, of which nobody has said anything here."""
    said = {one.digest for one in papers_said(store)}
    return [(sheet, moved) for sheet, moved in sorted(joined.moved.items()) if sheet not in said]


def _take_over_moved(store: Store, joined: Joined, hands: Hands) -> None:
    """The same for where sheets count, under the names of this office's two where there are keys."""
    due = [(sheet, moved) for sheet, moved in _moved_due(store, joined) if store.known_sheet(sheet)]
    words = (reassign_word(sheet, moved.batch, moved.reason) for sheet, moved in due)
    sign(store, Act.REASSIGN, hands.signers, [(word, hands.names) for word in words])
    new = list[Reassigned]()
    for sheet, moved in due:
        by, witness = hands.names if hands.signers else (moved.decided_by, moved.confirmed_by)
        said = {"batch": moved.batch, "reason": moved.reason, "decided_by": by, "confirmed_by": witness}
        new.append(Reassigned(paper=sheet, **said))
    add_reassigned(store, new)


def _correction(due: _Due, hands: Hands) -> Correction:
    """Under the names of the station's people, unless these would be taken for somebody here who did not sign."""
    pair = hands.names if due.alike else (due.ruling.decided_by, due.ruling.confirmed_by)
    return Correction(
        sheet=due.row[0],
        item=due.row[1],
        verdict=due.ruling.verdict,
        choice=due.ruling.choice,
        decided_by=pair[0],
        confirmed_by=pair[1],
        decided_at=datetime.fromisoformat(due.ruling.decided_at),
    )
