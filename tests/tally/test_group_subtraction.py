"""Sums published in different places, added and subtracted in any way, never give the votes of a few people."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import docx
import numpy as np
import pytest
from invented_year import default_campaign, invented_outside, invented_tally

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.readings.ballot import BatchCount, RowCount, Tally
from pingyi.domain.results.score import ScoreSheet, UnitScore
from pingyi.domain.results.sums import scored_rows
from pingyi.generator.documents.feedback import Feedback, write_feedback
from pingyi.generator.documents.notice import write_notice
from pingyi.generator.documents.notice_text import Occasion
from pingyi.scoring.score import score
from pingyi.web.server.results_desk import inked_batches, votes_shown

pytestmark = pytest.mark.slow

GROUPS = "ABCDEF"
PLACE = 1000  # every large group's votes are a power of it: a sum tells which groups are in it
WEIGHTS = {key: Decimal("0.2") for key in "ABDEF"} | {"C": Decimal(0), "电话访谈": Decimal(0)}


Published = tuple[Campaign, Tally, ScoreSheet, Path]


@dataclass(frozen=True)
class Case:
    """A campaign in which group or batch `few` has three ballots (of `unit` alone, when one is given)."""

    policies: dict[str, object]
    few: str
    unit: str = ""


CASES = {
    "a small group": Case({}, "C"),
    "a small group without weight": Case({"group_weighting": WEIGHTS}, "C"),
    "a small group among weighted ones": Case({"group_weighting": WEIGHTS | {"C": Decimal("0.1")}}, "C"),
    "what is left of a group when a unit's own batch is left out": Case({"self_votes": "left_out"}, "F", "雒容镇"),
}


def coded(campaign: Campaign, case: Case) -> Tally:
    """Votes of every group on every unit alike, and readable from any sum; the few say what nobody else says."""
    rows: list[RowCount] = []
    batches: list[BatchCount] = []
    for index, group in enumerate(GROUPS, start=1):
        large = group != case.few or case.unit
        code, copies = (PLACE**index, 60) if large else (1, 3)
        rows += [_row(f"{group}01", unit.serial, code) for unit in campaign.units]
        distributor = case.unit if group == case.few else "别处"
        batches.append(BatchCount(batch=f"{group}01", distributor=distributor, issued=60, returned=copies))
    if case.unit:  # a second batch, of three: for the unit the first one is left out
        rows += [_row(f"{case.few}02", unit.serial, 1) for unit in campaign.units]
        batches.append(BatchCount(batch=f"{case.few}02", distributor="别处", issued=60, returned=3))
    return replace(invented_tally(campaign), rows=tuple(rows), batches=tuple(batches))


def _row(batch: str, serial: int, code: int) -> RowCount:
    few = code == 1
    return RowCount(
        batch=batch, item=str(serial), choices=(0, 0, code), blank=code, multiple=code if few else 0, doubtful=0
    )


def composition(number: int) -> tuple[int, ...]:
    """How often the few, and each large group, are in a sum."""
    return tuple(number // PLACE**place % PLACE for place in range(len(GROUPS) + 1))


def in_figures(unit: UnitScore) -> set[int]:
    """Everything counted as 不满意 in the tree: notice annex, workbook and page show no more."""
    found = set()
    for _, figure in unit.total.walk():
        counts = [figure, *figure.parts] if figure.label == "不满意票" else []
        found |= {int(one.value) for one in counts}
    return found


def table_of(path: Path, heading: str) -> list[list[str]]:
    tables = docx.Document(str(path)).tables
    return [
        [cell.text for cell in row.cells]
        for table in tables
        if heading in [cell.text.replace("\n", "") for cell in table.rows[0].cells]
        for row in table.rows[1:]
    ]


@pytest.fixture(scope="module", params=CASES.values(), ids=CASES.keys())
def published(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Published:
    case: Case = request.param
    campaign = default_campaign(**case.policies)
    tally = coded(campaign, case)
    sheet = score(campaign, tally, replace(invented_outside(campaign), phone=()), draft=True)
    folder = tmp_path_factory.mktemp("published")
    occasion = Occasion(campaign=campaign, tally=tally, sheet=sheet, final=False, day=date(2025, 2, 1))
    write_notice(occasion, folder / "notice.docx")
    for unit, mine in zip(campaign.units[:3], sheet.units[:3], strict=True):
        told = Feedback(unit=unit, score=mine, tally=tally, opinions=(), day=date(2025, 2, 1), draft=True)
        write_feedback(campaign, told, folder / f"{unit.serial}.docx")
    return campaign, tally, sheet, folder


def sums_about(unit: int, published: Published) -> list[tuple[int, ...]]:
    """Every sum of 不满意 that is told of one unit: letter, notice, trees."""
    _, _, sheet, folder = published
    letter = {int(row[3]) for row in table_of(folder / f"{unit}.docx", "评议群体")}
    notice = {int(row[4]) for row in table_of(folder / "notice.docx", "不满意") if row[0] == str(unit)}
    found = letter | notice | in_figures(sheet.units[unit - 1])
    return [composition(number) for number in sorted(found) if number]


def spanned(sums: list[tuple[int, ...]], wanted: tuple[int, ...]) -> bool:
    """Whether some adding and subtracting of these sums gives the wanted one."""
    rank = np.linalg.matrix_rank
    return bool(sums) and bool(rank(np.array([*sums, wanted])) == rank(np.array(sums)))


FEW_ALONE = (1, *[0] * len(GROUPS))


@pytest.mark.parametrize("unit", [1, 2, 3])
def test_what_is_told_of_a_unit_never_adds_up_to_the_few(published: Published, unit: int) -> None:
    sums = sums_about(unit, published)
    assert len(sums) >= 3, "there was something to try"
    assert not spanned(sums, FEW_ALONE)


def test_what_is_told_of_all_less_what_is_told_of_each_leaves_nothing(
    published: Published,
) -> None:
    """The notice's sums by group are those of the units, group by group: no few are in one and not in the other."""
    campaign, tally, _, folder = published
    by_group = [int(row[-4]) for row in table_of(folder / "notice.docx", "评议群体") if row[0] != "合计"]
    whole = [int(row[-4]) for row in table_of(folder / "notice.docx", "评议群体") if row[0] == "合计"]
    assert whole == [sum(by_group)]
    of_units = sum(int(row[-2]) for row in table_of(folder / "notice.docx", "不满意") if row[0].isdecimal())
    assert whole == [of_units]
    assert sum(row.blank for row in rows_of_votes(tally, campaign)) == of_units
    letters = {number: table_of(folder / f"{number}.docx", "评议群体") for number in (1, 2, 3)}
    assert len({tuple(row[0] for row in rows if row[0] != "合计") for rows in letters.values()}) == 1, "one division"
    shown = {row[0] for row in table_of(folder / "notice.docx", "评议群体")}
    assert {row[0] for row in letters[2]} <= shown


def rows_of_votes(tally: Tally, campaign: Campaign) -> tuple[RowCount, ...]:
    return tuple(row for row in scored_rows(tally, campaign) if row.group in GROUPS)


def test_the_attack_finds_the_few_where_they_are_told() -> None:
    """The tests above can fail: a group shown beside all groups but the few gives them away."""
    all_groups = composition(1 + PLACE + PLACE**2)
    assert spanned([all_groups, composition(PLACE), composition(PLACE**2)], FEW_ALONE)
    assert not spanned([all_groups, composition(PLACE)], FEW_ALONE)


def test_on_the_page_a_small_batch_stands_with_another_and_neither_is_opened_to_its_ink() -> None:
    campaign = default_campaign()
    copies = {"A01": 40, "A02": 3, "A03": 50, "B01": 30}
    rows = tuple(_row(batch, unit.serial, count) for batch, count in copies.items() for unit in campaign.units)
    batches = tuple(
        BatchCount(batch=batch, distributor="别处", issued=60, returned=count) for batch, count in copies.items()
    )
    tally = replace(invented_tally(campaign), rows=rows, batches=batches)
    shown = [sorted(row.batch for row in together) for together in votes_shown(tally, campaign, 1)]
    assert ["A01", "A02"] in shown
    assert inked_batches(tally, campaign, 1) == {"A03", "B01"}
