"""Rows of summary tables to typed entries; every problem is found before anything is taken."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.points import Component
from pingyi.domain.handed_in.unit_names import near_text, unit_meant
from pingyi.domain.results.score import HotlineSummary, LeaderScores, LeaderVotes, PhoneSummary
from pingyi.domain.words.numbers import decimal
from pingyi.domain.words.written_number import number_written
from pingyi.ground.errors import rows_refused
from pingyi.scoring.summaries.columns import (
    ANSWER,
    BONUS,
    CALLS,
    COUNT,
    GROUP,
    HOTLINE_COLUMNS,
    MEAN,
    NO_ANSWER,
    SCORE,
    UNIT,
    is_sum,
)

FULL_SCORE = Decimal(100)
ANSWERS_AN_ORDER = 2  # by SMS and by call
Cells = Mapping[str, str]
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row of a table: its 1-based number in the file and its cells by heading."""

    number: int
    cells: Cells


class _CellError(ValueError):
    """A cell that cannot be taken; the message is Chinese."""


def leader_means(lines: Sequence[Line], campaign: Campaign, source: str) -> tuple[LeaderScores, ...]:
    """单位名称, 评议群体, 份数, 平均分. Raises ImportRowsError listing every row to mend."""

    def take(cells: Cells) -> LeaderScores:
        unit, group = _unit(cells, campaign), _group(cells, campaign)
        count, mean = _count(cells, COUNT), _number(cells, MEAN)
        if count == 0 or mean > FULL_SCORE:
            raise _CellError(f"“{COUNT}”应大于 0，“{MEAN}”应在 0–100 之间（现为 {count}、{mean}）")
        _refuse_share(MEAN, mean)
        return LeaderScores(unit=unit, group=group, scores=(), count=count, mean=mean, source=source)

    entries = _taken(lines, take, source, lambda entry: (entry.unit, entry.group))
    _refuse_scale(MEAN, max(entry.mean for entry in entries), source)
    return entries


def leader_scores(lines: Sequence[Line], campaign: Campaign, source: str) -> tuple[LeaderScores, ...]:
    """单位名称, 评议群体, 评分, one row per score. Raises ImportRowsError listing every row to mend."""

    def take(cells: Cells) -> tuple[str, str, Decimal]:
        unit, group, score = _unit(cells, campaign), _group(cells, campaign), _number(cells, SCORE)
        if score > FULL_SCORE:
            raise _CellError(f"“{SCORE}”应在 0–100 之间，现为 {score}")
        _refuse_share(SCORE, score)
        return unit, group, score

    found: dict[tuple[str, str], list[Decimal]] = {}
    for unit, group, score in _taken(lines, take, source, None):
        found.setdefault((unit, group), []).append(score)
    _refuse_scale(SCORE, max(max(scores) for scores in found.values()), source)
    return tuple(
        LeaderScores(
            unit=unit,
            group=group,
            scores=tuple(scores),
            count=len(scores),
            mean=decimal(Fraction(sum(scores)) / len(scores)),
            source=source,
        )
        for (unit, group), scores in found.items()
    )


def _refuse_share(heading: str, score: Decimal) -> None:
    """No leader gives part of one point out of a hundred."""
    if 0 < score < 1:
        raise _CellError(f"“{heading}”{score} 像是比例（{100 * score:f}%）；请改成百分制的分，如 {100 * score:f}")


def _refuse_scale(heading: str, best: Decimal, source: str) -> None:
    """A table whose best score is 1 has shares for scores, 1 being all of them."""
    if best == 1:
        raise rows_refused(source, [f"“{heading}”最高只有 1：像是比例（100%），不是百分制的分；请改成百分制再导入"])


def leader_votes(lines: Sequence[Line], campaign: Campaign, source: str) -> tuple[LeaderVotes, ...]:
    """单位名称, 评议群体 and a column per choice."""

    def take(cells: Cells) -> LeaderVotes:
        unit, group, choices = _unit(cells, campaign), _group(cells, campaign), _choices(cells, campaign)
        return LeaderVotes(unit=unit, group=group, choices=choices, source=source)

    return _taken(lines, take, source, lambda entry: (entry.unit, entry.group))


def phone(lines: Sequence[Line], campaign: Campaign, source: str) -> tuple[PhoneSummary, ...]:
    """单位名称 and a column per choice."""

    def take(cells: Cells) -> PhoneSummary:
        return PhoneSummary(unit=_unit(cells, campaign), choices=_choices(cells, campaign), source=source)

    return _taken(lines, take, source, lambda entry: entry.unit)


def phone_calls(lines: Sequence[Line], campaign: Campaign, source: str) -> tuple[PhoneSummary, ...]:
    """单位名称, 评价, one row per call; a row without an answer (不接, 拒访) is no vote and says so by being empty."""

    def take(cells: Cells) -> tuple[str, str, int]:
        return _unit(cells, campaign), _choice(cells, campaign), 1

    return _summed(_taken(lines, take, source, None), campaign, source)


def phone_answers(lines: Sequence[Line], campaign: Campaign, source: str) -> tuple[PhoneSummary, ...]:
    """单位名称, 评价, 票数: one row per unit and answer."""

    def take(cells: Cells) -> tuple[str, str, int]:
        return _unit(cells, campaign), _choice(cells, campaign), _count(cells, CALLS)

    def key(entry: tuple[str, str, int]) -> object:
        return entry[:2] if entry[1] else object()  # 未接通 and 拒访 are two rows of no answer

    return _summed(_taken(lines, take, source, key), campaign, source)


def _summed(found: Sequence[tuple[str, str, int]], campaign: Campaign, source: str) -> tuple[PhoneSummary, ...]:
    sums: dict[str, dict[str, int]] = {}
    for unit, choice, number in found:
        counts = sums.setdefault(unit, dict.fromkeys(_counting(campaign), 0))
        if choice:
            counts[choice] += number
    return tuple(
        PhoneSummary(unit=unit, choices=tuple(counts.values()), source=source) for unit, counts in sums.items()
    )


def _choice(cells: Cells, campaign: Campaign) -> str:
    """One of the ballot's choices that count; empty for an abstention and a call that brought no answer."""
    word = _plain(cells.get(ANSWER, ""))
    if word in NO_ANSWER or word in campaign.ballot.abstentions:
        return ""
    if word not in campaign.ballot.choices:
        known = "、".join((*campaign.ballot.choices, *(word for word in NO_ANSWER if word)))
        raise _CellError(f"“{ANSWER}”不认识“{word}”；可填：{known}")
    return word


def hotline(lines: Sequence[Line], campaign: Campaign, source: str) -> tuple[HotlineSummary, ...]:
    """单位名称 and the columns of 附件2's three rates, follow-up and bonus."""

    def take(cells: Cells) -> HotlineSummary:
        unit = _unit(cells, campaign)
        counts = {field: _count(cells, heading) for heading, field in HOTLINE_COLUMNS.items()}
        for part, whole in (("按时办结量", "办结量"), ("按时退单量", "退单量"), ("跟踪未通过", "跟踪问效量")):
            if counts[HOTLINE_COLUMNS[part]] > counts[HOTLINE_COLUMNS[whole]]:
                raise _CellError(
                    f"“{part}”{counts[HOTLINE_COLUMNS[part]]} 大于“{whole}”{counts[HOTLINE_COLUMNS[whole]]}；请核对"
                )
        _refuse_answers(counts)
        bonus = _number(cells, BONUS) if cells.get(BONUS) else Decimal(0)
        return HotlineSummary(unit=unit, bonus=bonus, source=source, from_orders=False, **counts)

    return _taken(lines, take, source, lambda entry: entry.unit)


def _refuse_answers(counts: Mapping[str, int]) -> None:
    """Each closed order can have been answered for once by SMS and once by call."""
    closed, dealt_with = counts["closed"], counts["closed"] + counts["returned"]
    for words in (("满意", "基本满意", "不满意"), ("已解决", "部分解决", "未解决")):
        answers = sum(counts[HOTLINE_COLUMNS[word]] for word in words)
        if answers > ANSWERS_AN_ORDER * closed:
            raise _CellError(
                f"{'、'.join(words)}合计 {answers}，而办结量只有 {closed}"
                "（每单至多短信、回访各评一次）；请与区网格中心核对"
            )
    if counts["spot_check_unsolved"] > dealt_with:
        raise _CellError(
            f"抽查未解决 {counts['spot_check_unsolved']} 大于办结量与退单量之和 {dealt_with}；请与区网格中心核对"
        )


def _taken(
    lines: Sequence[Line], take: Callable[[Cells], T], source: str, key: Callable[[T], object] | None
) -> tuple[T, ...]:
    entries: list[T] = []
    problems: list[str] = []
    seen: dict[object, int] = {}
    for line in (line for line in lines if not is_sum(line.cells.get(UNIT, ""))):
        try:
            entry = take(line.cells)
        except _CellError as error:
            problems.append(f"第 {line.number} 行：{error}")
            continue
        if key is not None and (first := seen.setdefault(key(entry), line.number)) != line.number:
            problems.append(f"第 {line.number} 行：与第 {first} 行重复；请删去一行")
        entries.append(entry)
    if not entries and not problems:
        problems.append("表里没有数据行")
    if problems:
        raise rows_refused(source, problems, len(problems))
    return tuple(entries)


def _unit(cells: Cells, campaign: Campaign) -> str:
    name = cells.get(UNIT, "")
    if not name:
        raise _CellError(f"“{UNIT}”是空的；合并的单元格请拆开并逐行填写")
    unit = unit_meant(name, campaign)
    if unit is None:
        raise _CellError(f"名单里没有单位“{name}”{near_text(name, campaign)}（简称可写进 campaign.toml 的 aliases）")
    return unit.name


def _group(cells: Cells, campaign: Campaign) -> str:
    word = _plain(cells.get(GROUP, ""))
    leaders = [group for group in campaign.groups if group.component in (Component.BODIES, Component.TEAMS)]
    found = next((group for group in leaders if word.upper() == group.key or word == _plain(group.name)), None)
    if found is None:
        known = "、".join(f"{group.key}（{group.name}）" for group in leaders)
        raise _CellError(f"“{GROUP}”{f'不认识“{word}”' if word else '是空的'}；可写：{known}")
    return found.key


def _choices(cells: Cells, campaign: Campaign) -> tuple[int, ...]:
    return tuple(_count(cells, choice) for choice in _counting(campaign))


def _counting(campaign: Campaign) -> tuple[str, ...]:
    """Words of the choices that count: a table's own column for an abstention is left out."""
    return tuple(choice.word for choice in campaign.choices if choice.counts)


def _count(cells: Cells, heading: str) -> int:
    number = _number(cells, heading)
    if number != int(number):
        raise _CellError(f"“{heading}”应为整数，现为 {number}")
    return int(number)


def _number(cells: Cells, heading: str) -> Decimal:
    text = cells.get(heading, "")
    if not _plain(text):
        raise _CellError(f"“{heading}”是空的；没有的请填 0")
    try:
        return number_written(text)
    except ValueError as error:
        raise _CellError(f"“{heading}”{error}") from error


def _plain(text: str) -> str:
    """Without white space, full-width letters, digits and signs made plain."""
    return "".join(unicodedata.normalize("NFKC", text).split())


Entries = tuple[LeaderScores, ...] | tuple[LeaderVotes, ...] | tuple[HotlineSummary, ...] | tuple[PhoneSummary, ...]
Parser = Callable[[Sequence[Line], Campaign, str], Entries]


def layouts(kind: str, campaign: Campaign) -> dict[tuple[str, ...], Parser]:
    """The headings a table of this kind may have, best first, and what reads it then."""
    choices = _counting(campaign)
    by_kind: dict[str, dict[tuple[str, ...], Parser]] = {
        "leaders": {
            (UNIT, GROUP, COUNT, MEAN): leader_means,
            (UNIT, GROUP, SCORE): leader_scores,
            (UNIT, GROUP, *choices): leader_votes,
        },
        "hotline": {(UNIT, *HOTLINE_COLUMNS): hotline},
        "phone": {
            (UNIT, *choices): phone,
            (UNIT, ANSWER, CALLS): phone_answers,
            (UNIT, ANSWER): phone_calls,
        },
    }
    return by_kind[kind]
