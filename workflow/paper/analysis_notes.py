"""Who has handed in 附件3, as noted at each import and shown by `status`."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.handed_in.analysis_form import HandedIn
from pingyi.ground.errors import FileError
from pingyi.ground.whole import new_file

FOLDER = "analysis"  # of a workspace
NOTES = "报送情况.json"


def handed_in(folder: Path) -> dict[int, HandedIn]:
    """What is noted in the analysis folder, by the unit's serial. Raises FileError when the notes are damaged."""
    notes = folder / NOTES
    if not notes.exists():
        return {}
    try:
        return {entry.serial: entry for entry in _entries().validate_json(notes.read_bytes())}
    except ValidationError as error:
        raise FileError(f"{notes} 已损坏；请删去它，再把收到的文件重新 import analysis 一次") from error


def unmended(campaign: Campaign, entries: Mapping[int, HandedIn]) -> Iterator[str]:
    """In a line for each unit, what is bound and printed although it is still to be mended."""
    for unit in campaign.units:
        entry = entries.get(unit.serial)
        if entry is not None and entry.to_mend:
            first = entry.to_mend[0]
            more = f"等 {len(entry.to_mend)} 处" if len(entry.to_mend) > 1 else ""
            yield f"{unit.name} 的表还没有改好，照现在的样子编入：{first.place}：{first.wrong}{more}"


def note(folder: Path, entries: Mapping[int, HandedIn]) -> None:
    """Write the notes anew, by serial."""
    with new_file(folder / NOTES) as part:
        part.write_bytes(_entries().dump_json(tuple(entries[serial] for serial in sorted(entries)), indent=1))


@cache
def _entries() -> TypeAdapter[tuple[HandedIn, ...]]:
    """Made when there are notes: it takes longer than reading them."""
    return TypeAdapter(tuple[HandedIn, ...])
