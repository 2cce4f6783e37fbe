"""`pingyi audit --import`: what the two people wrote, all of it or nothing."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from pingyi.domain.campaign.campaign import Campaign
from pingyi.generator.sheets.audit_sheet import GRID_SHEET, ITEM, NAME, PAGE_PREFIX, PERSON_CELL, VOID_KEYS
from pingyi.ground.errors import NotReadyError, rows_refused
from pingyi.store.base.store import Store
from pingyi.store.people.audits import Draw, Seat, Sight, add_sights, latest_draw
from pingyi.store.readings.sheets import rows_of_sheet
from pingyi.workflow.files.tables import cells_at, read_table
from pingyi.workflow.results.audit import SEATS

SOME_PROBLEMS = 30


def import_sights(campaign: Campaign, store: Store, files: Sequence[Path]) -> int:
    """
    Take in the filled grids; how many rows were seen.

    Raises NotReadyError without a draw, ImportRowsError listing every cell to mend.
    """
    drawn = latest_draw(store)
    if drawn is None:
        raise NotReadyError("还没有抽取过；请先 pingyi audit --draw 种子")
    problems: list[str] = []
    found: list[Sight] = []
    printed = _printed(campaign, store, drawn)
    for file in files:
        found += _file_sights(file, drawn, printed, campaign, problems)
    people = {sight.person: sight.seat for sight in found}
    if len({sight.seat for sight in found}) > len(people):
        problems.append("两张表的填写人是同一人；须由两人分别独立填写")
    if problems:
        raise rows_refused("抽查表", problems)
    add_sights(store, drawn, found)
    return len(found)


Printed = dict[str, dict[str, str]]
"""By sheet and official name of a unit: the number its row has there."""


def _printed(campaign: Campaign, store: Store, drawn: Draw) -> Printed:
    found: Printed = {}
    for sheet in drawn.sheets:
        named = ((campaign.unit(name), item) for item, name in rows_of_sheet(store, sheet))
        found[sheet] = {unit.name: item for unit, item in named if unit is not None}
    return found


def _file_sights(file: Path, drawn: Draw, printed: Printed, campaign: Campaign, problems: list[str]) -> Iterator[Sight]:
    rows = read_table(file, [ITEM, NAME], GRID_SHEET)
    title, person = cells_at(file, GRID_SHEET, (0, 0), PERSON_CELL)
    seat = _seat(title, drawn.number)
    if seat is None:
        problems.append(f"{file.name}：不是第{drawn.number}次抽查的表，或第一行被改动；请用导出的原表填写")
        return
    if not person.strip():
        problems.append(f"{file.name}：没有写填写人（左上角黄色格）")
        return
    keys = {str(number): choice for number, choice in enumerate(campaign.ballot.choices, start=1)} | VOID_KEYS
    for row in rows:
        for number, sheet in enumerate(drawn.sheets, start=1):
            heading = f"{PAGE_PREFIX}{number}页"
            key = row.cells.get(heading, "").strip().lower().replace("？", "?").replace("×", "x")
            if not key:
                continue
            unit = campaign.unit(row.cells[NAME])
            item = printed[sheet].get(unit.name) if unit else None
            if item is None:
                problems.append(
                    f"{file.name} 第 {row.number} 行：“{row.cells[NAME]}”不在{heading}的票上；请用导出的原表填写"
                )
            elif key in keys:
                yield Sight(sheet=sheet, item=item, seat=seat, person=person.strip(), seen=keys[key])
            else:
                problems.append(f"{file.name} 第 {row.number} 行“{heading}”：“{key}”应为 {'、'.join(keys)} 之一")


def _seat(title: str, number: int) -> Seat | None:
    return next((seat for seat in SEATS if title.startswith(f"第{number}次抽查 {seat}表")), None)
