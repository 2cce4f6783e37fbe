"""Which units a written opinion speaks of: official names, aliases, everyday short forms, serial numbers."""

import re
from collections.abc import Iterable, Iterator

from rapidfuzz import fuzz

from pingyi.domain.campaign import Campaign, Unit

SHORT_FORM = re.compile(r"(?=([\u4e00-\u9fff]{1,7}(?:局|委|办|镇|街道|中心|所|院|会|部|机关)))")
SERIAL = re.compile(r"第(\d{1,3})号|序号(\d{1,3})|(\d{1,3})号单位")
OWN_DISTRICT = re.compile(r"^[^区]{0,3}区(?=.{2})")
LEAST_FUZZY = 5  # characters: shorter names differ from each other by one
FUZZY = 79.0  # one character in five misread
TAKEN = "|"
OFFICIAL = re.compile(r"(中共)?(\w{1,8}市)?(\w{0,4}区)?\|(人民政府|办事处)?")  # what may stand around its core


def units_named(text: str, campaign: Campaign) -> tuple[Unit, ...]:
    """The units `text` names, in ballot order; a draft may have misread a character of a long name."""
    bare = "".join(text.split())
    said = set(_by_serial(bare, campaign.units))
    for find in (_exact, _misread):  # what one way of looking has explained is not looked at again
        for name, serial in _names(campaign):
            start, end = find(name, bare)
            if end:
                said.add(serial)
                bare = f"{bare[:start]}{TAKEN}{bare[end:]}"
    said.update(_by_short_form(bare, campaign.units))
    return tuple(unit for unit in campaign.units if unit.serial in said)


def unit_called(written: str, campaign: Campaign) -> Unit | None:
    """The unit of that name or alias, or of that name in its official length (鱼峰区白莲街道办事处)."""
    unit, bare = campaign.unit(written), "".join(written.split())
    if unit is not None:
        return unit
    longer = (one for one in campaign.units if OFFICIAL.fullmatch(bare.replace(_core(one.name), TAKEN, 1)))
    found = [one for one in longer if _core(one.name) in bare]
    return found[0] if len(found) == 1 else None


def _names(campaign: Campaign) -> list[tuple[str, int]]:
    """Names and aliases with their unit's serial, longest first: one may be part of another."""
    serials = {unit.name: unit.serial for unit in campaign.units}
    names = [*serials.items(), *((alias, serials[official]) for alias, official in campaign.aliases.items())]
    return sorted(((_core(name), serial) for name, serial in names), key=lambda pair: -len(pair[0]))


def _exact(name: str, text: str) -> tuple[int, int]:
    start = text.find(name)
    return (start, start + len(name)) if start >= 0 else (0, 0)


def _misread(name: str, text: str) -> tuple[int, int]:
    if not LEAST_FUZZY <= len(name) <= len(text):
        return 0, 0
    found = fuzz.partial_ratio_alignment(name, text, score_cutoff=FUZZY)
    return (found.dest_start, found.dest_end) if found else (0, 0)


def _by_short_form(text: str, units: Iterable[Unit]) -> Iterator[int]:
    """发改局 for 区发展和改革局: characters of the name in its order, when they fit one unit only."""
    cores = [(_core(unit.name), unit.serial) for unit in units]
    for found in SHORT_FORM.finditer(text):
        for start in range(len(found[1]) - 1):
            fits = [serial for core, serial in cores if _shortens(found[1][start:], core)]
            if len(fits) == 1:
                yield fits[0]
            if fits:
                break


def _shortens(short: str, name: str) -> bool:
    if len(short) < 2 or short[0] != name[0] or short[-1] != name[-1]:
        return len(short) > 1 and name.endswith(short) and len(name) - len(short) == 2
    rest = iter(name)
    return all(char in rest for char in short)


def _by_serial(text: str, units: Iterable[Unit]) -> Iterator[int]:
    known = {unit.serial for unit in units}
    for found in SERIAL.finditer(text):
        serial = int(found[found.lastindex or 0])
        if serial in known:
            yield serial


def _core(name: str) -> str:
    """The name without its own district's: voters leave that out."""
    return OWN_DISTRICT.sub("", name)
