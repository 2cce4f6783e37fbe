"""Tables in the terminal: a unit's name is on one line where there is room, else folded, and never cut."""

import io
from collections.abc import Iterable

import pytest
from invented_year import default_campaign, invented_outside, invented_tally
from rich.cells import cell_len
from rich.console import Console, RenderableType

from pingyi.commands.show.tables import score_tables, tally_tables
from pingyi.domain.campaign.campaign import Campaign
from pingyi.scoring.score import score

LONG = "区人力资源和社会保障服务中心暨就业创业指导委员会办公室"  # 54 cells


def long_named() -> Campaign:
    content = default_campaign().model_dump()
    series = content["series"]
    first = series[0] | {"units": (LONG, *series[0]["units"][1:])}
    return Campaign.model_validate(content | {"series": (first, *series[1:]), "aliases": {}})


def told(tables: Iterable[RenderableType], width: int) -> list[str]:
    out = io.StringIO()
    console = Console(file=out, width=width)
    for one in tables:
        console.print(one)
    return out.getvalue().splitlines()


@pytest.mark.parametrize("width", [80, 100, 140])
def test_no_name_is_cut(width: int) -> None:
    campaign = long_named()
    tally = invented_tally(campaign)
    sheet = score(campaign, tally, invented_outside(campaign), draft=True)
    for lines in (told(tally_tables(tally, campaign), width), told(score_tables(sheet), width)):
        assert max(map(cell_len, lines)) <= width
        assert not [line for line in lines if "…" in line]
        names = "".join("".join(letter for letter in line if "一" <= letter <= "鿿") for line in lines)
        assert LONG in names
        assert any(LONG in line for line in lines) or width < 140
