"""Which units a written opinion speaks of: official names, aliases, everyday short forms, serial numbers."""

import re
from collections.abc import Iterable, Iterator

from rapidfuzz import fuzz

from pingyi.domain.campaign.campaign import Campaign, Unit

SHORT_FORM = re.compile(r"(?=([\u4e00-\u9fff]{1,7}(?:局|委|办|镇|街道|中心|所|院|会|部|机关)))")
_NUMBER = r"(?:第)?\d{1,3}(?:号)?(?:(?:单位)?[-—–~～至到](?:第)?\d{1,3}(?:号)?)?"
SERIALS = re.compile(  # 第5号、5、6、12号、5至8号单位、序号7；no dates, papers, houses
    rf"(?<![\d年月〕\]）)])(?P<list>(?:序号)?{_NUMBER}(?:[、，,和及与](?:序号)?{_NUMBER})*)(?P<unit>单位)?"
    r"(?![\d年月日时点分元个件次人%％])(?P<after>楼|院|路|窗口|门|线|文|令|公告|栋|店|仓|井|机)?"
)
SPAN = re.compile(r"(\d{1,3})(?:号)?(?:单位)?(?:[-—–~～至到](?:第)?(\d{1,3}))?")
MOST_SERIALS = 20  # of a range: more is no list of units
ABOVE = re.compile(r"(?:市|省|自治区|国家|全国|县|州)(?:级|里|里的|的)?$")  # whose office of that name is another's
OWN_DISTRICT = re.compile(r"^[^区]{0,3}区(?=.{2})")
LEAST_FUZZY = 5  # characters: shorter names differ from each other by one
LEAST_SHORT = 3  # 工会 is no 工业园区管委会
NO_DISTRICT = (
    "本我全城园社小片景辖望对给请议向由与和及在被是让为找去到从跟叫像把将求谢扬评促"  # before 区: no name of one
)
FUZZY = 79.0  # one character in five misread
TAKEN = "|"


def units_named(text: str, campaign: Campaign) -> tuple[Unit, ...]:
    """
    The units `text` may name, in ballot order: an offer to people, a draft may have misread a character of a long name.

    市财政局 and another district's 财政局 are not ours: what is said of them is offered to nobody.
    """
    bare = "".join(text.split())
    said = set(_by_serial(bare, campaign.units))
    for find in (_exact, _misread):  # what one way of looking has explained is not looked at again
        for name, serial, local in _names(campaign):
            start, end = find(name, bare)
            while end:
                if not (local and _anothers(bare[:start], campaign)):
                    said.add(serial)
                bare = f"{bare[:start]}{TAKEN}{bare[end:]}"
                start, end = find(name, bare)
    said.update(_by_short_form(bare, campaign))
    return tuple(unit for unit in campaign.units if unit.serial in said)


def _anothers(before: str, campaign: Campaign) -> bool:
    """Whether what stands before a name makes it a higher office's, or another district's."""
    if ABOVE.search(before):
        return True
    district = re.search(r"([\u4e00-\u9fff]{2})区$", before)
    own = campaign.about.district
    return district is not None and not own.startswith(district[1]) and district[1][-1] not in NO_DISTRICT


def _names(campaign: Campaign) -> list[tuple[str, int, bool]]:
    """
    Names and aliases with their unit's serial, longest first: one may be part of another.

    And whether other places have one of that name too: 财政局, not 雒容镇.
    """
    serials = {unit.name: unit.serial for unit in campaign.units}
    local = {unit.serial: bool(OWN_DISTRICT.match(unit.name)) for unit in campaign.units}
    names = [*serials.items(), *((alias, serials[official]) for alias, official in campaign.aliases.items())]
    found = ((_core(name), serial, local[serial]) for name, serial in names)
    return sorted(found, key=lambda one: -len(one[0]))


def _exact(name: str, text: str) -> tuple[int, int]:
    start = text.find(name)
    return (start, start + len(name)) if start >= 0 else (0, 0)


def _misread(name: str, text: str) -> tuple[int, int]:
    if not LEAST_FUZZY <= len(name) <= len(text):
        return 0, 0
    found = fuzz.partial_ratio_alignment(name, text, score_cutoff=FUZZY)
    return (found.dest_start, found.dest_end) if found else (0, 0)


def _by_short_form(text: str, campaign: Campaign) -> Iterator[int]:
    """发改局 for 区发展和改革局: characters of the name in its order, when they fit one unit only."""
    cores = [(_core(unit.name), unit.serial) for unit in campaign.units]
    for found in SHORT_FORM.finditer(text):
        for start in range(len(found[1]) - 1):
            fits = [serial for core, serial in cores if _shortens(found[1][start:], core)]
            if len(fits) == 1 and not _anothers(text[: found.start() + start], campaign):
                yield fits[0]
            if fits:
                break


def _shortens(short: str, name: str) -> bool:
    if len(short) < LEAST_SHORT or short[0] != name[0] or short[-1] != name[-1]:
        return len(short) > 1 and name.endswith(short) and len(name) - len(short) == 2
    rest = iter(name)
    return all(char in rest for char in short)


def _by_serial(text: str, units: Iterable[Unit]) -> Iterator[int]:
    """第5号、5、6、12号、第5至8号; a lone 12号 is a day, 2024年第3号 a paper, 5号楼 a house."""
    known = {unit.serial for unit in units}
    for found in SERIALS.finditer(text):
        listed = found["list"]
        spans = SPAN.findall(listed)
        several = len(spans) > 1 or any(last for _, last in spans)
        marked = listed.startswith(("第", "序号")) or found["unit"] or several
        numbered = "号" in listed[-1:] or listed.startswith("序号") or ("号" in listed and bool(found["unit"]))
        if found["after"] or not (marked and numbered):
            continue
        for first, last in spans:
            upto = int(last or first)
            if int(first) <= upto < int(first) + MOST_SERIALS:
                yield from sorted(known & set(range(int(first), upto + 1)))


def _core(name: str) -> str:
    """The name without its own district's: voters leave that out."""
    return OWN_DISTRICT.sub("", name)
