"""The plan this program writes of a campaign gives back that campaign."""

from dataclasses import replace
from pathlib import Path

import pytest
from drawn_campaigns import drawn_campaign
from plan_truth import lacking, truth_of, wrong

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.file import parse_campaign
from pingyi.generator.documents.plan import write_plan
from pingyi.generator.understood.plan_paper import read_plan_paper
from pingyi.workflow.init import default_campaign_text
from pingyi.workflow.plan_in.draft import draft_text, setting_name, unfilled
from pingyi.workflow.plan_in.reading import PlanReading, read_plan
from pingyi.workflow.plan_in.setting_words import setting_words

EXAMPLES = sorted((Path(__file__).parents[3] / "templates" / "examples").glob("*.toml"))
SILENT = {"aliases", "distributors", "handout", "leaders", "notice"}  # no plan speaks of these


def reading_of(campaign: Campaign, folder: Path) -> PlanReading:
    return read_plan(read_plan_paper(write_plan(campaign, folder / "plan.docx"), "plan.docx"))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_an_examples_plan_gives_back_its_campaign(example: Path, tmp_path: Path) -> None:
    campaign = parse_campaign(example.read_text(encoding="utf-8"), example.name)
    reading = reading_of(campaign, tmp_path)
    text = draft_text(reading)
    assert (wrong(reading, truth_of(campaign)), unfilled(text), reading.remarks) == ([], (), ())
    again = parse_campaign(text, "campaign.toml")
    told = again.model_dump(exclude=SILENT | {"policies"})
    assert told == campaign.model_dump(exclude=SILENT | {"policies"})
    for name in ("vote_weights", "group_weighting", "leader_form", "trimming"):
        assert getattr(again.policies, name).value == getattr(campaign.policies, name).value, name


@pytest.mark.slow
@pytest.mark.parametrize("first", [0, 20, 40])
def test_the_plan_of_any_campaign_gives_it_back(first: int, tmp_path: Path) -> None:
    """Other numbers, names, choices, days than the examples': nothing is asked, nothing differs."""
    for seed in range(first, first + 20):
        campaign = drawn_campaign(seed)
        reading = reading_of(campaign, tmp_path)
        assert (wrong(reading, truth_of(campaign)), reading.asked) == ([], ()), seed


def test_a_ballot_of_two_pages_is_one(tmp_path: Path) -> None:
    campaign = parse_campaign(default_campaign_text(), "campaign.toml")
    two = campaign.model_copy(update={"ballot": campaign.ballot.model_copy(update={"pages": 2, "blocks": 2})})
    reading = reading_of(two, tmp_path)
    assert wrong(reading, truth_of(two)) == []
    told = {setting_name(one.place): one.value for one in reading.told}
    assert (told["ballot.pages"], told["ballot.blocks"], len(told["series.7.units"])) == (2, 2, 5)


def test_yufengs_plan_gives_back_its_campaign_and_asks_what_it_leaves_open(tmp_path: Path) -> None:
    campaign = parse_campaign(default_campaign_text(), "campaign.toml")
    reading = reading_of(campaign, tmp_path)
    truth = {place: value for place, value in truth_of(campaign).items() if place[-1] != "key"}
    optional = ("ballot", "abstentions"), ("ballot", "marks"), ("policies", "leader_form", "value")
    silent = {setting_name(place) for place in optional}
    assert wrong(reading, truth) == []
    names = {f"points.{table}.items.{line}.name" for table in (1, 2) for line in (1, 2, 3, 4)}
    assert set(lacking(reading, truth)) - names - {"points.2.items.2.points"} == silent
    asked = {setting_name(one.place) for one in reading.asked}
    assert asked == {"policies.vote_weights.value", "groups.2.asked_by", "groups.3.asked_by", "groups.5.asked_by"}


def test_a_plan_with_its_answers_is_a_campaign_file(tmp_path: Path) -> None:
    """What is asked is filled in where it is asked, and nothing else has to be written."""
    campaign = parse_campaign(default_campaign_text(), "campaign.toml")
    text = draft_text(reading_of(campaign, tmp_path))
    lines = [
        line.replace("# 请填：asked_by =   # 如 ", "asked_by = ").replace(
            "# 请填：value =   # 如 [100, …, …]", "value = [100, 70, 30]"
        )
        for line in text.splitlines()
    ]
    again = parse_campaign("\n".join(line.split("，与")[0] for line in lines), "campaign.toml")
    assert again.units == campaign.units
    assert again.plan == campaign.plan
    assert again.points == campaign.points


def test_a_damaged_number_is_asked_about(tmp_path: Path) -> None:
    """The paper says 59 units in words and lists 58: neither is chosen."""
    campaign = parse_campaign(default_campaign_text(), "campaign.toml")
    paper = read_plan_paper(write_plan(campaign, tmp_path / "plan.docx"), "plan.docx")
    blocks = tuple(
        replace(block, text=block.text.replace("的59个单位", "的60个单位")) if hasattr(block, "text") else block
        for block in paper.blocks
    )
    reading = read_plan(replace(paper, blocks=blocks))
    assert ("series",) in {one.place for one in reading.asked}
    assert not any(one.place[0] == "series" for one in reading.told)


def test_every_setting_a_plan_may_tell_has_a_name_for_clerks() -> None:
    campaigns = [parse_campaign(default_campaign_text(), "campaign.toml")]
    campaigns += [parse_campaign(path.read_text(encoding="utf-8"), path.name) for path in EXAMPLES]
    places = {place for campaign in campaigns for place in truth_of(campaign) if place[-1] != "name" or len(place) < 5}
    assert [place for place in places if not setting_words(place)] == []
