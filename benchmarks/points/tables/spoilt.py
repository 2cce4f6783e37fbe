"""Good tables spoilt, each by one fault in a place chosen by chance."""

import random
from collections.abc import Callable, Iterator, Mapping
from itertools import islice

from benchmarks.points.tables import spoilt_cells, spoilt_sheets, spoilt_text
from benchmarks.points.tables.base import Good, good_tables
from benchmarks.points.tables.case import Case
from pingyi.domain.campaign.campaign import Campaign

Spoil = Callable[[Good, random.Random], Case | None]
"""None where the fault cannot be in a table of this kind."""

FAULTS: Mapping[str, Spoil] = {**spoilt_cells.FAULTS, **spoilt_text.FAULTS, **spoilt_sheets.FAULTS}


def spoilt_tables(campaign: Campaign, seed: int, wanted: int) -> Iterator[Case]:
    """So many, every fault as often as any other, the kinds of table in turn."""
    rng = random.Random(seed)  # noqa: S311 - invented numbers
    return islice(_endless(campaign, rng), wanted)


def _endless(campaign: Campaign, rng: random.Random) -> Iterator[Case]:
    kinds = list(good_tables(campaign, rng))
    while True:
        for name, spoil in FAULTS.items():
            found = None
            while found is None:
                found = spoil(good_tables(campaign, rng)[rng.choice(kinds)], rng)
            yield Case(
                name=f"{name}: {found.meant.name}",
                meant=found.meant,
                make=found.make,
                named=found.named,
                told=found.told,
            )
