"""Campaigns at many lengths, as the run of pictures makes them, are whole campaigns."""

import pytest

from benchmarks.documents.pictures import at_length, small_campaign
from benchmarks.forms import official_campaign
from pingyi.domain.campaign.campaign import Campaign

OFFICIAL = official_campaign()


@pytest.mark.parametrize("base", [OFFICIAL, small_campaign(OFFICIAL)], ids=["2024", "small"])
def test_a_shorter_campaign_knows_its_units_alone(base: Campaign) -> None:
    for number in (0, 1, 39):
        campaign = at_length(base, number)
        named = [campaign.names_of(unit) for unit in campaign.units]
        assert all(unit.name in names for unit, names in zip(campaign.units, named, strict=True))
        assert set(campaign.aliases.values()) <= {unit.name for unit in campaign.units}
        assert Campaign.model_validate(campaign.model_dump()).units == campaign.units
