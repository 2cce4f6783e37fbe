"""Who has handed in 附件3, as an Excel table for the office."""

from collections.abc import Iterable
from pathlib import Path

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.handed_in.analysis_form import HandedIn
from pingyi.generator.sheets.analysis_register import write_register
from pingyi.workflow.paper.analysis_notes import handed_in, note

TABLE = "报送情况.xlsx"


def keep_register(folder: Path, campaign: Campaign, fresh: Iterable[HandedIn]) -> dict[int, HandedIn]:
    """
    Note what has come in place of the units' earlier forms, and write the office's table; all notes by serial.

    What was sent back takes no accepted form's place.
    """
    known = handed_in(folder)
    kept = {serial for serial, entry in known.items() if not entry.refused}
    entries = known | {entry.serial: entry for entry in fresh if not (entry.refused and entry.serial in kept)}
    note(folder, entries)
    write_register(campaign, entries, folder / TABLE)
    return entries
