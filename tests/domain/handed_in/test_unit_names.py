"""Units as people write them: what passes for a name, what is only asked about."""

import pytest

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.handed_in.unit_names import assumed_names, near_units, unit_meant


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("区财政局", "区财政局"),
        ("区科技局", "区科学技术局"),
        ("柳州市鱼峰区财政局", "区财政局"),
        ("鱼峰区 财政局", "区财政局"),
        ("區財政局", "区财政局"),
        ("鱼峰区白莲街道办事处", "白莲街道"),
        ("柳州市鱼峰区雒容镇人民政府", "雒容镇"),
        ("中共柳州市鱼峰区委编办", "区委编办"),
        ("雒容镇人民政府", "雒容镇"),
        ("白莲街道办事处", "白莲街道"),
        ("柳南区财政局", None),  # another district's
        ("柳南区白莲街道", None),
        ("柳北区人民法院", None),
        ("柳州市财政局", None),
        ("财政局", None),
        ("鱼峰区", None),
    ],
)
def test_only_what_can_be_meant_of_one_unit_is_taken(campaign: Campaign, written: str, name: str | None) -> None:
    unit = unit_meant(written, campaign)
    assert (unit.name if unit else None) == name


def test_every_name_and_alias_is_its_own_unit_and_needs_no_line(campaign: Campaign) -> None:
    for unit in campaign.units:
        for name in campaign.names_of(unit):
            assert unit_meant(name, campaign) == unit
            assert near_units(name, campaign)[0] == unit.name
            assert not list(assumed_names([name], campaign))
    assert list(assumed_names(["區財政局", "火星"], campaign)) == ["“區財政局”按“区财政局”读入"]


@pytest.mark.parametrize(
    ("written", "near"),
    [
        ("财政局", "区财政局"),
        ("区财正局", "区财政局"),
        ("科技局", "区科学技术局"),
        ("雒容", "雒容镇"),
        ("發改局", "区发展和改革局"),
    ],
)
def test_a_short_form_a_slip_and_part_of_an_alias_have_candidates(campaign: Campaign, written: str, near: str) -> None:
    assert unit_meant(written, campaign) is None
    assert near_units(written, campaign)[0] == near


def test_what_is_near_nothing_has_none(campaign: Campaign) -> None:
    assert near_units("火星基地", campaign) == ()
    assert near_units("", campaign) == ()
