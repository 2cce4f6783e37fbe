"""Every decision of two people that stands, whatever it is about."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pingyi.domain.readings.reading import RowWord, Source, Verdict
from pingyi.domain.trust.statement import (
    Act,
    Word,
    opinion_word,
    page_word,
    policy_word,
    reassign_word,
    row_word,
    score_word,
    take_back_word,
)
from pingyi.store.base.store import Store

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingDecision:
    """What two people decided; `number` is its own in `table`, `where` Chinese."""

    table: str
    number: int
    act: Act
    word: Word
    pair: tuple[str, str]
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    """A table of decisions: those that stand, and what they say."""

    table: str
    sql: str
    act: Act
    word: Callable[[Row], Word]
    where: Callable[[Row], str]
    pair: tuple[str, str] = ("decided_by", "confirmed_by")


_KINDS = (
    _Kind(
        table="corrections",
        sql="SELECT * FROM latest_corrections AS c WHERE NOT EXISTS "
        "(SELECT 1 FROM referred_rows AS f WHERE f.sheet = c.sheet AND f.item = c.item)",
        act=Act.ROWS,
        word=lambda row: row_word(row["sheet"], row["item"], row["verdict"], row["choice"]),
        where=lambda row: f"票 {row['sheet'][:10]} 序号 {row['item']} 的判定",
    ),
    _Kind(
        table="page_decisions",
        sql="SELECT * FROM page_decisions AS d "
        "WHERE number = (SELECT max(number) FROM page_decisions AS o WHERE o.page = d.page)",
        act=Act.PAGES,
        word=lambda row: page_word(row["page"], row["outcome"]),
        where=lambda row: f"第 {row['page']} 号未读页的处理",
    ),
    _Kind(
        table="score_decisions",
        sql="SELECT * FROM latest_score_decisions",
        act=Act.SCORES,
        word=lambda row: score_word(
            row["page"], row["position"], row["unit"], None if row["score"] is None else Decimal(row["score"])
        ),
        where=lambda row: f"评分页 {row['page'][:10]} 第 {row['position'] + 1} 栏的评分",
    ),
    _Kind(
        table="opinion_texts",
        sql="SELECT * FROM latest_opinion_texts",
        act=Act.OPINIONS,
        word=lambda row: opinion_word(row["sheet"], row["text"], map(str, json.loads(row["units"]))),
        where=lambda row: f"票 {row['sheet'][:10]} 的书面意见",
        pair=("typed_by", "checked_by"),
    ),
    _Kind(
        table="confirmations",
        sql="SELECT * FROM confirmations AS c "
        "WHERE number = (SELECT max(number) FROM confirmations AS o WHERE o.policy = c.policy)",
        act=Act.POLICY,
        word=lambda row: policy_word(row["policy"], row["value"], stands=bool(row["stands"]), reason=row["reason"]),
        where=lambda row: f"政策 {row['policy']} 的确认",
        pair=("confirmed_by", "witness"),
    ),
    _Kind(
        table="taken_back",
        sql="SELECT * FROM taken_back AS t "
        "WHERE number = (SELECT max(number) FROM taken_back AS o WHERE o.brought = t.brought)",
        act=Act.TAKE_BACK,
        word=lambda row: take_back_word(row["brought"], row["reason"]),
        where=lambda row: f"第 {row['brought']} 次导入的撤回",
    ),
    _Kind(
        table="reassigned",
        sql="SELECT * FROM latest_reassigned",
        act=Act.REASSIGN,
        word=lambda row: reassign_word(row["paper"], row["batch"], row["reason"]),
        where=lambda row: f"票 {row['paper'][:10]} 的改归或移出",
    ),
)


_OVERTURNED = """
SELECT s.batch, s.source_file, s.source_page, c.item, r.verdict AS was, r.choice AS was_choice, c.verdict, c.choice,
       c.decided_by, c.confirmed_by
FROM latest_corrections AS c JOIN row_readings AS r ON r.sheet = c.sheet AND r.item = c.item
JOIN standing_sheets AS s ON s.digest = c.sheet
WHERE r.verdict <> 'doubtful' AND (r.verdict <> c.verdict OR r.choice <> c.choice)
ORDER BY s.batch, c.sheet, r.position
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overturned:
    """A row the machine was sure of, decided otherwise by two people."""

    batch: str
    source: Source
    item: str
    machine: RowWord
    people: RowWord
    pair: tuple[str, str]


def overturned(store: Store) -> tuple[Overturned, ...]:
    """All such rows, by batch, in no order of the pile."""
    return tuple(
        Overturned(
            batch=row["batch"],
            source=Source(file=row["source_file"], page=row["source_page"]),
            item=row["item"],
            machine=RowWord(verdict=Verdict(row["was"]), choice=row["was_choice"]),
            people=RowWord(verdict=Verdict(row["verdict"]), choice=row["choice"]),
            pair=(row["decided_by"], row["confirmed_by"]),
        )
        for row in store.rows(_OVERTURNED)
    )


def standing_decisions(store: Store) -> Iterator[StandingDecision]:
    """All of them, by kind."""
    for kind in _KINDS:
        for row in store.rows(kind.sql):
            yield StandingDecision(
                table=kind.table,
                number=row["number"],
                act=kind.act,
                word=kind.word(row),
                pair=(row[kind.pair[0]], row[kind.pair[1]]),
                where=kind.where(row),
            )
