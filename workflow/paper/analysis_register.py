"""Who has handed in 附件3, as an Excel table for the office."""

from collections.abc import Iterable
from pathlib import Path

from pingyi.domain.analysis_form import HandedIn
from pingyi.domain.campaign import Campaign
from pingyi.generator.sheets.analysis_register import write_register
from pingyi.workflow.paper.analysis_notes import handed_in, note

TABLE = "报送情况.xlsx"


def keep_register(folder: Path, campaign: Campaign, fresh: Iterable[HandedIn]) -> Path:
    """Note newly received forms in place of the units' earlier ones, and write the office's table."""
    entries = handed_in(folder) | {entry.serial: entry for entry in fresh}
    note(folder, entries)
    return write_register(campaign, entries, folder / TABLE)
