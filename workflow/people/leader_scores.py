"""`pingyi scores`: fields in doubt out to two people and back; scores on paper to what points are computed from."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from pingyi.domain.campaign import Batch, Campaign
from pingyi.domain.score import LeaderScores, Outside
from pingyi.domain.score_reading import NO_UNIT, SCORE_DOUBT_TEXT, ScoreDecision, ScoreDoubt, score_of, unit_hint
from pingyi.domain.statement import Act, person_key, score_word
from pingyi.generator.sheets.score_review import VOID, ScoreLine, write_score_review
from pingyi.ground.errors import NotReadyError, OpenDoubtsError, RosterError, rows_refused
from pingyi.store.base.crops import crop_path
from pingyi.store.base.store import Store
from pingyi.store.people.leader_scores import ScoreField, add_score_decisions, score_fields
from pingyi.workflow.files.tables import TableRow, read_table
from pingyi.workflow.people.keys import Asking, Signer, nobody
from pingyi.workflow.people.open_scores import SettledField, open_fields, settle_field
from pingyi.workflow.people.own_rows import contradictions
from pingyi.workflow.people.signed import own_name, sign
from pingyi.workflow.scans.leader_bodies import leaders_of

COLUMNS = ("单位名称", "得分", "计票人", "监票人", "键")
SOME_PROBLEMS = 30
SOME_UNITS = 5  # named in a message
MEAN_PLACES = 12  # the exact mean is computed from the scores; this is what is shown of it


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


def with_paper(outside: Outside, campaign: Campaign, batches: Sequence[Batch], store: Store, *, draft: bool) -> Outside:
    """
    What was imported, and the scores on paper beside it.

    Raises OpenDoubtsError while fields are open, unless `draft`; RosterError when a scored unit is not in the roster;
    NotReadyError when a body's scores of a unit were both scanned and imported.
    """
    fields = score_fields(store)
    found = [settle_field(one, campaign) for one in fields]
    settled = _by_roster([one for one in found if one is not None], campaign)
    waiting = found.count(None)
    if waiting and not draft:
        raise OpenDoubtsError(
            f"还有 {waiting} 个领导评分待人工认读，不能计分；"
            "请用 pingyi scores --export 评分复核表.xlsx 导出，填好后 --import 导入，或加 --draft 先试算"
        )
    entries = _entries(settled, campaign, batches)
    _refuse_both(outside, entries, campaign)
    remarks = (*outside.remarks, *_waiting_words(fields, campaign))
    return replace(outside, leaders=(*outside.leaders, *entries), remarks=remarks)


def _waiting_words(fields: Sequence[ScoreField], campaign: Campaign) -> Iterator[str]:
    """Chinese: which scores on paper a draft leaves out."""
    waiting = open_fields(fields, campaign)
    if not waiting:
        return
    counts = Counter(unit.name if (unit := campaign.unit(one.reading.unit)) else "" for one in waiting)
    named = [f"{unit.name} {counts[unit.name]} 个" for unit in campaign.units if counts[unit.name]]
    named += [f"单位没有认准的 {counts['']} 个"] if counts[""] else []
    more = f" 等 {len(named)} 处" if len(named) > SOME_UNITS else ""
    yield f"领导评分还有 {len(waiting)} 个待人工认读，本次未计入：{'、'.join(named[:SOME_UNITS])}{more}"


def _by_roster(settled: Sequence[SettledField], campaign: Campaign) -> list[SettledField]:
    """Each under its unit's name in the roster; of one that is gone nothing is scored."""
    settled = [one for one in settled if one.unit != NO_UNIT]  # void, and of no unit
    units = {one.unit: campaign.unit_on_paper(one.unit) for one in settled}
    strange = sorted(name for name, unit in units.items() if unit is None)
    if strange:
        raise RosterError(
            f"领导评分纸上的单位 {'、'.join(strange)} 不在 campaign.toml 的名单里，不能计分；"
            "单位变动了的请用 [[changes]] 写明（改名、撤销、并入）"
        )
    return [replace(one, unit=unit.name) for one in settled if (unit := units[one.unit]) in campaign.units]


def _entries(settled: Sequence[SettledField], campaign: Campaign, batches: Sequence[Batch]) -> tuple[LeaderScores, ...]:
    """Scores by unit and body, in an order that tells nothing of whose they are."""
    found: dict[tuple[str, str], list[SettledField]] = defaultdict(list)
    for one in settled:
        if one.score is not None:
            found[one.unit, leaders_of(one.field.batch, campaign, batches)].append(one)
    return tuple(_entry(unit, group, scores) for (unit, group), scores in sorted(found.items()))


def _entry(unit: str, group: str, settled: Sequence[SettledField]) -> LeaderScores:
    scores = tuple(sorted(one.score for one in settled if one.score is not None))
    mean = Fraction(sum(scores, Decimal(0))) / len(scores)
    files = sorted({one.field.source.file for one in settled})
    return LeaderScores(
        unit=unit,
        group=group,
        scores=scores,
        count=len(scores),
        mean=round(Decimal(mean.numerator) / mean.denominator, MEAN_PLACES),
        source=f"扫描件 {'、'.join(files)}",
    )


def _refuse_both(outside: Outside, entries: Sequence[LeaderScores], campaign: Campaign) -> None:
    imported = {(one.unit, one.group): one.source for one in outside.leaders}
    both = [one for one in entries if (one.unit, one.group) in imported]
    if both:
        first = both[0]
        group = campaign.group(first.group)
        units = "、".join(one.unit for one in both[:SOME_UNITS]) + (" 等" if len(both) > SOME_UNITS else "")
        raise NotReadyError(
            f"{group.name if group else first.group}对 {units} 的评分既有扫描件，又有汇总表"
            f"（{imported[first.unit, first.group]}），不能重复计入；请只用一种，另建工作目录重新导入"
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
