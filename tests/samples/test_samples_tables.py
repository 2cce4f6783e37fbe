"""The invented tables are what `pingyi import` takes."""

from pathlib import Path

import pytest

from pingyi.domain.campaign.campaign import Campaign
from pingyi.samples.tables import write_tables
from pingyi.workflow.tables.imports import understand_table

TABLES = Path(__file__).parent.parent.parent / "samples" / "tables"
SEED = 2024


@pytest.fixture
def tables(campaign: Campaign, tmp_path: Path) -> dict[str, Path]:
    return write_tables(campaign, tmp_path, SEED)


def test_checked_in_tables_follow_from_their_seed(tables: dict[str, Path]) -> None:
    for path in tables.values():
        assert path.read_bytes() == (TABLES / path.name).read_bytes()


def test_leaders_score_every_unit(campaign: Campaign, tables: dict[str, Path]) -> None:
    entries = understand_table(campaign, "leaders", tables["leaders"]).entries
    assert {entry.unit for entry in entries} == {unit.name for unit in campaign.units}


def test_every_town_and_sub_district_and_some_departments_have_orders(
    campaign: Campaign, tables: dict[str, Path]
) -> None:
    units = {entry.unit for entry in understand_table(campaign, "hotline", tables["hotline"]).entries}
    departments = {unit.name for unit in campaign.units if unit.kind == "机关部门"}
    assert {unit.name for unit in campaign.units} - departments <= units
    assert 0.25 < len(units & departments) / len(departments) < 0.75


def test_phone_interviews_cover_every_unit(campaign: Campaign, tables: dict[str, Path]) -> None:
    assert len(understand_table(campaign, "phone", tables["phone"]).entries) == len(campaign.units)
