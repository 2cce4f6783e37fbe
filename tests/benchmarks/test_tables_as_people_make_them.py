"""A few tables of the long run `benchmarks.points.tables`: none is silently wrong, good ones are read as they are."""

import random
from pathlib import Path

import pytest

from benchmarks.points.tables.base import campaign, good_tables
from benchmarks.points.tables.case import SOUND, Case, Outcome, judged
from benchmarks.points.tables.good import good_ways
from benchmarks.points.tables.spoilt import FAULTS
from benchmarks.points.tables.written import lines_of, write_text

CAMPAIGN = campaign()
SEED = 19
CHANCE = random.Random(SEED)  # noqa: S311 - invented numbers
SOME_FAULTS, SOME_WAYS = 16, 10  # the long run has all
pytestmark = pytest.mark.slow
MADE_BY_LIBREOFFICE = ("xls:", "ods:", "et:", "a web page called xls:")
ONLY_TOLD = {"means out of ten"}  # points out of ten may be points: people are told


def spoilt(fault: str) -> Case:
    """By this fault, in the first kind of table that can have it."""
    rng = random.Random(f"{SEED}{fault}")  # noqa: S311 - invented numbers
    kinds = list(good_tables(CAMPAIGN, rng).values())
    return next(case for good in rng.sample(kinds, len(kinds)) if (case := FAULTS[fault](good, rng)) is not None)


@pytest.mark.parametrize("fault", CHANCE.sample(sorted(FAULTS), SOME_FAULTS))
def test_a_spoilt_table_is_refused_where_it_is_spoilt_or_read_as_it_was_meant(tmp_path: Path, fault: str) -> None:
    found = judged(spoilt(fault), CAMPAIGN, tmp_path / "t")
    allowed = (*SOUND, Outcome.OTHERWISE) if fault in ONLY_TOLD else SOUND
    assert found.outcome in allowed, found.words


ALL_WAYS = [case for case in good_ways(CAMPAIGN, SEED) if not case.name.startswith(MADE_BY_LIBREOFFICE)]
WAYS = CHANCE.sample(ALL_WAYS, SOME_WAYS)


@pytest.mark.parametrize("case", WAYS, ids=[case.name for case in WAYS])
def test_a_good_table_is_read_however_it_is_written(tmp_path: Path, case: Case) -> None:
    assert judged(case, CAMPAIGN, tmp_path / "t").outcome in (Outcome.READ, Outcome.READ_AND_TOLD)


def test_the_judge_knows_a_table_that_is_silently_wrong(tmp_path: Path) -> None:
    good = good_tables(CAMPAIGN, CHANCE)["电话"]
    other = lines_of(good.with_cell(2, 1, 19))
    case = Case(name="x", meant=good, make=lambda folder: write_text(folder / "表.csv", other))
    assert judged(case, CAMPAIGN, tmp_path / "t").outcome is Outcome.SILENTLY_WRONG
