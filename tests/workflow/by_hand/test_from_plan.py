"""What a plan document tells reaches the campaign made of its tables, whether a table shows it or not."""

from collections.abc import Callable
from pathlib import Path

import pytest
from invented_year import default_campaign

from pingyi.domain.campaign import Campaign
from pingyi.domain.scheme import brought_in
from pingyi.generator.documents.plan import write_plan
from pingyi.workflow.by_hand.faults import campaign_of
from pingyi.workflow.by_hand.from_plan import draft_of
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
