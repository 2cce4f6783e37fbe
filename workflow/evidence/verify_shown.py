"""The pictures people judge from, held against what they were when the papers were read."""

from dataclasses import dataclass
from itertools import chain

from pingyi.store.base.crops import crops_lying
from pingyi.store.base.paper_seals import PAPERS
from pingyi.store.base.store import Store
from pingyi.store.evidence.dump import table_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Chinese: what differs, and what was found."""

    differences: tuple[str, ...]
    done: str


def check_shown(store: Store) -> Shown:
    """Each paper's crops are those of its reading; of papers that older programs filed nothing is known."""
    known, older, different = 0, 0, list[str]()
    for row in chain.from_iterable(table_rows(store, kind.pages) for kind in PAPERS):
        known, older = known + bool(row["crops"]), older + (not row["crops"])
        if row["crops"] and crops_lying(store.crops, row["digest"]) != row["crops"]:
            where = f"{row['batch']} 批一张票（{row['digest'][:12]}）"
            lies = f"{store.crops.name}/{row['digest']}"
            different.append(f"{where}的存疑格子图（{lies}）不是读票时的：被改动、调换或删去")
    rest = f"；另有 {older} 张由较早版本读入，没有校验值" if older else ""
    return Shown(differences=tuple(different), done=f"存疑格子和意见栏的图：{known} 张票与读票时相同{rest}")
