"""Plans of other places, drawn at random: every setting is read right or asked about, none silently wrong."""

from pathlib import Path

import pytest
import three_plans
from other_plans import FAULTS, other_plan
from plan_truth import lacking, wrong

from pingyi.generator.understood.plan_paper import read_plan_paper
from pingyi.workflow.plan_in.draft import draft_text
from pingyi.workflow.plan_in.reading import PlanReading, read_plan

GOLDEN = Path(__file__).parents[2] / "golden" / "plans"
SEEDS = range(120)
MOST_ASKED = 0.1  # of the settings of plans without a fault: one that asks for everything is never wrong


def read(seed: int, folder: Path) -> tuple[PlanReading, list[str], str]:
    path = folder / f"{seed}.docx"
    truth, fault = other_plan(seed, path)
    reading = read_plan(read_plan_paper(path, path.name))
    faults = [*wrong(reading, truth), *(f"{name} is neither told nor asked" for name in lacking(reading, truth))]
    return reading, [f"plan {seed} ({fault}): {one}" for one in faults], fault


@pytest.mark.slow
def test_each_setting_is_right_or_asked_about(tmp_path: Path) -> None:
    found = [read(seed, tmp_path) for seed in SEEDS]
    assert [one for _, faults, _ in found for one in faults] == []
    assert {fault for _, _, fault in found} == {"", *FAULTS}  # each contradiction was drawn
    sound = [reading for reading, _, fault in found if not fault]
    asked = sum(len(reading.asked) for reading in sound)
    assert asked <= MOST_ASKED * sum(len(reading.findings) for reading in sound)


@pytest.mark.parametrize("seed", range(3))
def test_three_of_them(seed: int, tmp_path: Path) -> None:
    assert read(seed, tmp_path)[1] == []


@pytest.mark.parametrize("name", ["county_in_words", "college_with_two_heads", "town_with_forms"])
def test_three_written_plans_are_read_as_people_read_them(name: str, tmp_path: Path) -> None:
    """The golden files were gone through line by line, beside the documents: no setting is wrong."""
    path = tmp_path / f"{name}.docx"
    getattr(three_plans, name)().save(str(path))
    text = draft_text(read_plan(read_plan_paper(path, path.name)))
    assert text == (GOLDEN / f"{name}.toml").read_text(encoding="utf-8")
