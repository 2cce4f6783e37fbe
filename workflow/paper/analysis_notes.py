"""Who has handed in 附件3, as noted at each import and shown by `status`."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from pingyi.domain.analysis_form import HandedIn
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


def note(folder: Path, entries: Mapping[int, HandedIn]) -> None:
    """Write the notes anew, by serial."""
    with new_file(folder / NOTES) as part:
        part.write_bytes(_entries().dump_json(tuple(entries[serial] for serial in sorted(entries)), indent=1))


@cache
def _entries() -> TypeAdapter[tuple[HandedIn, ...]]:
    """Made when there are notes: it takes longer than reading them."""
    return TypeAdapter(tuple[HandedIn, ...])
