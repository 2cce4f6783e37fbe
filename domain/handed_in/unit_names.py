"""Units as people write them in tables and wishes: what may be taken for a name, and what is only near one."""

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from pingyi.domain.campaign.campaign import Campaign, Unit
from pingyi.domain.handed_in.naming import OWN_DISTRICT
from pingyi.domain.words.plain_words import plain_words

NEAR, MOST_NEAR = 0.4, 3  # likeness of names worth asking about, and how many
TOWN = r"(人民政府|办事处)?"


def unit_meant(written: str, campaign: Campaign) -> Unit | None:
    """
    The unit of that name or alias, also in traditional characters or in its official length.

    That is with its own district's name before it (鱼峰区白莲街道办事处), or a town with its 人民政府 behind it.

    A name that would fit two, and one of another district, is nobody's.
    """
    unit = campaign.unit(written) or campaign.unit(plain_words(written))
    if unit is not None:
        return unit
    town = campaign.unit(re.sub(rf"{TOWN}$", "", plain_words(written)))
    if town is not None and not OWN_DISTRICT.match(town.name):
        return town
    district = re.escape(plain_words(campaign.about.district))
    before = re.compile(rf"(中共)?(\w{{1,8}}市)?{district}")
    plain = plain_words(written)
    if before.match(plain) is None:
        return None
    rest = before.sub("", plain, count=1)
    found = [one for one in campaign.units if re.fullmatch(f"区?{re.escape(_core(one))}{TOWN}", rest)]
    return found[0] if len(found) == 1 else None


def assumed_names(written: Iterable[str], campaign: Campaign) -> Iterator[str]:
    """Chinese: what each name was taken for that is neither a unit's name nor an alias."""
    for name in dict.fromkeys(written):
        if campaign.unit(name) is None and (unit := unit_meant(name, campaign)) is not None:
            yield f"“{name}”按“{unit.name}”读入"


def near_units(written: str, campaign: Campaign) -> tuple[str, ...]:
    """Official names near what was written, by name or alias: the likeliest first."""
    plain = plain_words(written)
    names = {plain_words(name): unit.name for unit in campaign.units for name in campaign.names_of(unit)}
    holding = [name for name in names if plain and (plain in name or name in plain)]
    near = get_close_matches(plain, list(names), n=2 * MOST_NEAR, cutoff=NEAR)
    return tuple(dict.fromkeys(names[name] for name in (*holding, *near)))[:MOST_NEAR]


def near_text(written: str, campaign: Campaign) -> str:
    """Chinese, to end a refusal with: which units may be meant; empty where none is near."""
    near = near_units(written, campaign)
    return f"；是不是：{'、'.join(near)}" if near else ""


def _core(unit: Unit) -> str:
    return plain_words(OWN_DISTRICT.sub("", unit.name))
