"""Who has handed in 附件3: noted at each import, shown by `status`, kept as an Excel table for the office."""

from collections.abc import Iterable
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from pingyi.domain.analysis_form import HandedIn
from pingyi.domain.campaign import Campaign
from pingyi.generator.sheets.analysis_register import write_register
from pingyi.ground.errors import FileError
from pingyi.ground.whole import new_file

FOLDER = "analysis"  # of a workspace
NOTES, TABLE = "报送情况.json", "报送情况.xlsx"
_ENTRIES = TypeAdapter(tuple[HandedIn, ...])


def handed_in(folder: Path) -> dict[int, HandedIn]:
    """What is noted in the analysis folder, by the unit's serial. Raises FileError when the notes are damaged."""
    notes = folder / NOTES
    if not notes.exists():
        return {}
    try:
        return {entry.serial: entry for entry in _ENTRIES.validate_json(notes.read_bytes())}
    except ValidationError as error:
        raise FileError(f"{notes} 已损坏；请删去它，再把收到的文件重新 import analysis 一次") from error


def keep_register(folder: Path, campaign: Campaign, fresh: Iterable[HandedIn]) -> Path:
    """Note newly received forms in place of the units' earlier ones, and write the office's table."""
    entries = handed_in(folder) | {entry.serial: entry for entry in fresh}
    with new_file(folder / NOTES) as part:
        part.write_bytes(_ENTRIES.dump_json(tuple(entries[serial] for serial in sorted(entries)), indent=1))
    return write_register(campaign, entries, folder / TABLE)
