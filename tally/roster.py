"""Votes joined to units by the name printed on their paper; and whether that can be done at all."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.readings.ballot import Ballot, DraftBallot, OpenRow, SettledRow
from pingyi.domain.readings.printed import PrintedForm, PrintedRow
from pingyi.ground.errors import RosterError

Sheet = TypeVar("Sheet", bound=Ballot | DraftBallot)

SOME = 20  # lines of one kind in a message
HEAD = "已读票的票面与 campaign.toml 对不上，不能计票（计票按票面印的单位名称，不按序号）："
CHANGES = "单位印票以后变动了的，请在 campaign.toml 里用 [[changes]] 写明（改名、撤销、并入、新设），投出的票仍按票面计"
NEW = "没有变动而票上没有的单位没有人评过，请从名单中去掉"
OTHER_PAPER = "不是本次评议的票，请找出来，另建工作目录读入"
WORDS = "请把 campaign.toml 的 ballot.choices 改回票面上印的选项"


def check_roster(forms: Sequence[PrintedForm], campaign: Campaign, voted: Collection[str] = ()) -> None:
    """
    See that units and choices of the campaign are those printed on the `forms` that sheets were read as.

    `voted` are the choices votes were given for. Where a unit stands on the form, and under which number, does not
    matter. Raises RosterError with the list of all that does not fit, and what to do.
    """
    lines, remedies = list[str](), list[str]()
    unknown = list(_unknown(forms, campaign))
    if unknown:
        lines.append(f"票面上有、名单里没有的单位 {len(unknown)} 个：")
        lines += _some(unknown)
        remedies += [CHANGES, OTHER_PAPER]
    unprinted = [] if not forms else list(_unprinted(forms, campaign))
    if unprinted:
        lines.append(f"名单里有、票面上没有的单位 {len(unprinted)} 个：")
        lines += _some(unprinted)
        remedies += [CHANGES, NEW]
    twice = list(_twice(forms, campaign))
    if twice:
        lines.append(f"一张票上有两行算作同一个单位的 {len(twice)} 处：")
        lines += _some(twice)
        remedies.append("请改正 [aliases]：两个单位的票不能合在一起")
    choices = list(_choices(forms, campaign, voted))
    if choices:
        lines += ["选项不同：", *_some(choices)]
        remedies.append(WORDS)
    if lines:
        told = "；".join(dict.fromkeys(remedies))
        raise RosterError("\n".join([HEAD, *lines, f"怎么办：{told}。"]))


def seated(sheets: Iterable[Sheet], campaign: Campaign) -> Iterator[Sheet]:
    """
    The sheets with each row under the number its unit has in the roster, found by the printed name.

    Those that stand so already are given back as they are. Raises RosterError when the roster has no unit of a name.
    """
    seats: dict[str, str] = {}
    for sheet in sheets:
        still_open: tuple[OpenRow, ...] = sheet.open_rows if isinstance(sheet, DraftBallot) else ()
        names = [row.name for row in sheet.rows] + [row.name for row in still_open]
        for name in {*names} - seats.keys():
            seats[name] = _seat(name, campaign)
        yield _seated(sheet, still_open, seats)


def _seated(sheet: Sheet, still_open: Sequence[OpenRow], seats: Mapping[str, str]) -> Sheet:
    here = [row.item for row in sheet.rows] + [row.item for row in still_open]
    if here == [seats[row.name] for row in sheet.rows] + [seats[row.name] for row in still_open]:
        return sheet
    rows = tuple(_seated_row(row, seats[row.name]) for row in sheet.rows)
    if isinstance(sheet, DraftBallot):
        return replace(sheet, rows=rows, open_rows=tuple(replace(row, item=seats[row.name]) for row in still_open))
    return replace(sheet, rows=rows)


def _seat(name: str, campaign: Campaign) -> str:
    unit = campaign.unit_on_paper(name)
    if unit is None:
        raise RosterError(f"{HEAD}\n  票面上的“{name}”不在名单里\n怎么办：{CHANGES}。")
    return str(unit.serial)


@lru_cache(maxsize=10_000)
def _moved(row: SettledRow, item: str) -> SettledRow:
    """One object for all sheets that say the same."""
    return replace(row, item=item)


def _seated_row(row: SettledRow, item: str) -> SettledRow:
    return row if row.item == item else _moved(row, item)


def _unknown(forms: Iterable[PrintedForm], campaign: Campaign) -> Iterator[str]:
    found: dict[tuple[str, str], list[PrintedForm]] = {}
    for form in forms:
        for row in form.rows:
            if campaign.unit_on_paper(row.name) is None:
                found.setdefault((row.item, row.name), []).append(form)
    for (item, name), on in found.items():
        yield f"{name or '（没有名称的一行）'}：票面第 {item} 号，表样 {_listed(on)}"


def _unprinted(forms: Sequence[PrintedForm], campaign: Campaign) -> Iterator[str]:
    """Units that stand on no row of a form all of whose rows are known; of new ones, on none of all forms."""
    printed = {form.digest: {campaign.unit_on_paper(row.name) for row in form.rows} for form in forms}
    for unit in campaign.units:
        if unit.serial in campaign.maybe_unprinted and any(unit in units for units in printed.values()):
            continue
        lacking = [form for form in forms if form.whole and unit not in printed[form.digest]]
        if lacking:
            yield f"{unit.name}：名单第 {unit.serial} 号，表样 {_listed(lacking)}上没有"


def _twice(forms: Iterable[PrintedForm], campaign: Campaign) -> Iterator[str]:
    for form in forms:
        by_unit: dict[str, list[PrintedRow]] = {}
        for row in form.rows:
            unit = campaign.unit_on_paper(row.name)
            if unit is not None:
                by_unit.setdefault(unit.name, []).append(row)
        for unit_name, rows in by_unit.items():
            if len(rows) > 1:
                shown = "、".join(f"第 {row.item} 号“{row.name}”" for row in rows)
                yield f"{unit_name}：表样 {form.words} 的{shown}"


def _choices(forms: Iterable[PrintedForm], campaign: Campaign, voted: Collection[str]) -> Iterator[str]:
    asked = campaign.ballot.choices
    for form in forms:
        if form.choices and form.choices != asked:
            yield f"表样 {form.words}印的是{'、'.join(form.choices)}，campaign.toml 写的是{'、'.join(asked)}"
    told = {word for form in forms for word in form.choices}
    for word in sorted({*voted} - {*asked} - told):
        yield f"有票投给“{word}”，campaign.toml 的选项（{'、'.join(asked)}）里没有"


def _listed(forms: Sequence[PrintedForm]) -> str:
    more = f" 等 {len(forms)} 份" if len(forms) > 3 else ""
    return "、".join(form.words for form in forms[:3]) + more


def _some(lines: Sequence[str]) -> list[str]:
    more = [f"  …另有 {len(lines) - SOME} 个"] if len(lines) > SOME else []
    return [f"  {line}" for line in lines[:SOME]] + more
