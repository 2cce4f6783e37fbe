"""`pingyi scores`: fields in doubt out to two people and back; scores on paper to what points are computed from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.readings.score_reading import (
    NO_UNIT,
    SCORE_DOUBT_TEXT,
    ScoreDecision,
    ScoreDoubt,
    score_of,
    unit_hint,
)
from pingyi.domain.trust.statement import Act, person_key, score_word
from pingyi.generator.sheets.score_review import VOID, ScoreLine, write_score_review
from pingyi.ground.errors import rows_refused
from pingyi.store.base.crops import crop_path
from pingyi.store.base.store import Store
from pingyi.store.people.leader_scores import ScoreField, add_score_decisions, score_fields
from pingyi.workflow.files.tables import TableRow, read_table
from pingyi.workflow.people.keys import Asking, Signer, nobody
from pingyi.workflow.people.own_rows import contradictions
from pingyi.workflow.people.scores.open_scores import open_fields
from pingyi.workflow.people.signed import own_name, sign

COLUMNS = ("单位名称", "得分", "计票人", "监票人", "键")
SOME_PROBLEMS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreReport:
    """What an export wrote or an import brought."""

    fields: int  # all on paper
    open: int  # of these, waiting for people
    fresh: int = 0  # decisions brought by this import
    repeated: int = 0  # the same decision stood already


def export_scores(campaign: Campaign, store: Store, path: Path) -> ScoreReport:
    """Write every open field to `path`."""
    fields = score_fields(store)
    waiting = open_fields(fields, campaign)
    write_score_review([_line(one, store) for one in waiting], path)
    return ScoreReport(fields=len(fields), open=len(waiting))


def import_scores(campaign: Campaign, store: Store, path: Path, ask: Asking = nobody) -> ScoreReport:
    """
    Take in the decisions, all or none, signed by the people they name.

    Raises ImportRowsError listing every line to mend, NotReadyError when one of them does not sign.
    """
    rows = [row for row in read_table(path, COLUMNS) if row.cells["得分"]]
    fields = {_key(one): one for one in score_fields(store)}
    problems = [problem for row in rows for problem in _problems(row, campaign, fields)] + _twice(rows)
    if problems:
        raise rows_refused(path.name, problems)
    signers = ask(sorted({row.cells[column] for row in rows for column in ("计票人", "监票人")}))
    decisions = [_decision(row, campaign, fields[row.cells["键"]], signers) for row in rows]
    fresh = [one for one in decisions if not _same(fields[f"{one.page}/{one.position}"].decision, one)]
    words = [
        (score_word(one.page, one.position, one.unit, one.score), (one.decided_by, one.confirmed_by))
        for one in decisions
    ]
    with store.transaction():
        sign(store, Act.SCORES, signers, words)
        add_score_decisions(store, fresh)
    after = score_fields(store)
    return ScoreReport(
        fields=len(after),
        open=len(open_fields(after, campaign)),
        fresh=len(fresh),
        repeated=len(decisions) - len(fresh),
    )


def _line(one: ScoreField, store: Store) -> ScoreLine:
    path = crop_path(store.crops, one.page, str(one.reading.position))
    doubts = one.reading.doubts or (ScoreDoubt.PEOPLE_READ,)
    return ScoreLine(
        key=_key(one),
        batch=one.batch,
        place=_place(one),
        picture=path if path.exists() else None,
        doubts="、".join(SCORE_DOUBT_TEXT[doubt] for doubt in doubts) + unit_hint(one.reading),
        unit=one.reading.unit,
    )


def _key(one: ScoreField) -> str:
    return f"{one.page}/{one.reading.position}"


def _problems(row: TableRow, campaign: Campaign, fields: dict[str, ScoreField]) -> Iterator[str]:
    where = f"第 {row.number} 行"
    first, second, word = row.cells["计票人"], row.cells["监票人"], row.cells["得分"]
    if row.cells["键"] not in fields:
        yield f"{where}：“键”一列被改动，或不是本工作目录导出的评分复核表；请重新导出"
    else:
        yield from contradictions(row, "", _beside(row, campaign, fields))
    if word != VOID and score_of(word)[0] is None:
        yield f"{where}：得分“{word}”应为 0～100、最多一位小数，或填“{VOID}”"
    if campaign.unit(row.cells["单位名称"]) is None and not (word == VOID and row.cells["单位名称"] in ("", NO_UNIT)):
        yield f"{where}：单位名单里没有“{row.cells['单位名称']}”；请照原件写全称"
    if not first or not second:
        yield f"{where}：计票人、监票人都要填写"
    elif person_key(first) == person_key(second):
        yield f"{where}：计票人和监票人不能是同一人（{first}）"


def _beside(row: TableRow, campaign: Campaign, fields: dict[str, ScoreField]) -> dict[str, str]:
    """What stands beside the key; the unit may be corrected, but not to the one of another field of the page."""
    mine = fields[row.cells["键"]]
    known = {"批次": mine.batch, "出处": _place(mine)}
    others = {one.reading.unit for one in fields.values() if one.page == mine.page and one is not mine}
    unit = campaign.unit(row.cells["单位名称"])
    elsewhere = unit is not None and unit in {campaign.unit(name) for name in others if name}
    if mine.reading.unit and elsewhere and unit != campaign.unit(mine.reading.unit):
        known["单位名称"] = mine.reading.unit
    return known


def _place(one: ScoreField) -> str:
    return f"{one.source.file} 第{one.source.page}页"


def _twice(rows: Sequence[TableRow]) -> list[str]:
    keys = [row.cells["键"] for row in rows]
    return [
        f"第 {row.number} 行：同一个评分在表中出现了两次；请删去一处"
        for i, row in enumerate(rows)
        if keys[i] in keys[:i]
    ]


def _decision(row: TableRow, campaign: Campaign, field: ScoreField, signers: Mapping[str, Signer]) -> ScoreDecision:
    unit = campaign.unit(row.cells["单位名称"])
    return ScoreDecision(
        page=field.page,
        position=field.reading.position,
        unit=unit.name if unit else NO_UNIT,
        score=None if row.cells["得分"] == VOID else score_of(row.cells["得分"])[0],
        decided_by=own_name(row.cells["计票人"], signers),
        confirmed_by=own_name(row.cells["监票人"], signers),
        decided_at=datetime.now().astimezone(),
    )


def _same(old: ScoreDecision | None, new: ScoreDecision) -> bool:
    return old is not None and (old.unit, old.score, old.decided_by, old.confirmed_by) == (
        new.unit,
        new.score,
        new.decided_by,
        new.confirmed_by,
    )
