"""What a plan document tells reaches the campaign made of its tables, whether a table shows it or not."""

from collections.abc import Callable
from pathlib import Path

import pytest
from invented_year import default_campaign

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.points import Component, PointTable
from pingyi.domain.campaign.scheme import brought_in
from pingyi.generator.documents.plan import write_plan
from pingyi.workflow.by_hand.faults import campaign_of
from pingyi.workflow.by_hand.from_plan import draft_of
from pingyi.workflow.by_hand.tables import Part
from pingyi.workflow.plan_in.plan_file import read_plan_file


def asked_otherwise(campaign: Campaign) -> Campaign:
    """Nobody is called by telephone, and what is asked of kinds of unit differs."""
    tables = [
        table.model_copy(
            update={
                "items": tuple(
                    one.model_copy(update={"method": ("现场评议",), "content": f"对{table.object}的服务进行评议。"})
                    for one in table.items
                )
            }
        )
        for table in campaign.points
    ]
    return campaign.model_copy(update={"points": tuple(tables)})


@pytest.mark.parametrize("changed", [None, asked_otherwise])
def test_how_people_are_asked_and_for_what_is_the_plans(
    changed: Callable[[Campaign], Campaign] | None, tmp_path: Path
) -> None:
    campaign = changed(default_campaign()) if changed else default_campaign()
    made = campaign_of(draft_of(read_plan_file(write_plan(campaign, tmp_path / "通知.docx"))))
    lines = [[(one.component, one.points, one.matter, one.content, one.method) for one in t.items] for t in made.points]
    assert lines == [
        [(one.component, one.points, one.matter, one.content, one.method) for one in t.items] for t in campaign.points
    ]
    assert brought_in(made) == brought_in(campaign)
    assert made.ballot.choices == campaign.ballot.choices
    assert made.hotline == campaign.hotline


def test_what_the_table_says_of_the_phone_counts_more_than_the_document(tmp_path: Path) -> None:
    """As read, taken out by hand, put in again; the document's other words on how people are asked stay."""
    read = draft_of(read_plan_file(write_plan(default_campaign(), tmp_path / "通知.docx")))
    rows = read.rows[Part.POINTS]
    assert {row[-1] for row in rows} == {"有"}
    for said, ways in (("有", ("问卷调查", "电话访谈")), ("", ("问卷调查",)), ("没有", ("问卷调查",))):
        kept = read.model_copy(update={"rows": {**read.rows, Part.POINTS: [[*row[:-1], said] for row in rows]}})
        assert {_asked(table) for table in campaign_of(kept).points} == {ways}
    old = read.model_copy(update={"rows": {**read.rows, Part.POINTS: [row[:-1] for row in rows]}})
    assert {_asked(table) for table in campaign_of(old).points} == {("问卷调查", "电话访谈")}  # kept before the column


def _asked(table: PointTable) -> tuple[str, ...]:
    return next(item.method for item in table.items if item.component is Component.VOTES)
