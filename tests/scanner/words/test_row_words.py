"""Labels that the office's printer set otherwise than ours: told by their words, and by nothing else."""

import shutil
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.shared import Pt
from docx.table import _Cell
from pen import Sheet
from printed_ballot import Printed

from pingyi.domain.campaign.campaign import Batch, Campaign
from pingyi.domain.readings.reading import Doubt, RowReading, SheetReading, Source, Verdict
from pingyi.generator.forms.print_run import write_print_run
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.scanner.reader import read_picture

OTHERWISE = ("7", "8", "19", "33", "34", "52")  # rows set otherwise, some beside each other
SMALL = Pt(10.5)

pytestmark = pytest.mark.office


def reset(cell: _Cell, words: str) -> None:
    """The words small, in two lines."""
    run = cell.paragraphs[0].runs[0]
    for other in cell.paragraphs[0].runs[1:]:
        other.text = ""
    run.text = f"{words[: len(words) // 2]}\n{words[len(words) // 2 :]}"
    run.font.size = SMALL


def filled_with(printed: Printed, campaign: Campaign, folder: Path, word: Callable[[str], str]) -> Sheet:
    """A filled page whose OTHERWISE labels say `word(name)`."""
    names = {row.name: word(row.name) for row in printed.form.rows if row.item in OTHERWISE}
    document = docx.Document(str(printed.docx))
    for cell in (cell for table in document.tables for row in table.rows for cell in row.cells):
        if cell.text in names:
            reset(cell, names.pop(cell.text))
    assert names == {}
    document.save(str(folder / "改.docx"))
    page = to_pdf([folder / "改.docx"], folder)[0]
    batch = Batch(code="A07", group="A", distributor="区教育局", copies=2)
    run = write_print_run(page, batch, folder / "A07.pdf", campaign.ballot_print)
    return Sheet(Printed(form=printed.form, docx=printed.docx, pdf=run, layout=printed.layout)).tick_others()


def read(sheet: Sheet) -> dict[str, RowReading]:
    """The page's rows, against the form as it is."""
    outcome = read_picture(sheet.page, Source(file="t.pdf", page=1), (sheet.printed.form,))
    assert isinstance(outcome, SheetReading), outcome
    return {row.item: row for row in outcome.rows}


def test_labels_in_other_lines_and_smaller_are_told_by_their_words(
    printed: Printed, campaign: Campaign, tmp_path: Path
) -> None:
    found = read(filled_with(printed, campaign, tmp_path, lambda name: name))
    decided = {item: row.choice for item, row in found.items() if row.verdict is not Verdict.DOUBTFUL}
    assert set(decided.values()) == {"满意"}
    assert len(set(OTHERWISE) & set(decided)) >= len(OTHERWISE) / 2  # how well it reads depends on its version
    assert len(decided) >= len(found) - len(OTHERWISE)


def test_what_cannot_be_read_is_asked_about(
    printed: Printed, campaign: Campaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = filled_with(printed, campaign, tmp_path, lambda name: name)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    found = read(sheet)
    assert all(Doubt.ROW_UNPROVEN in found[item].reasons for item in OTHERWISE)


def test_labels_that_say_another_name_prove_nothing(printed: Printed, campaign: Campaign, tmp_path: Path) -> None:
    names = [row.name for row in printed.form.rows]
    found = read(filled_with(printed, campaign, tmp_path, lambda name: names[(names.index(name) + 20) % len(names)]))
    assert {item for item in OTHERWISE if found[item].verdict is not Verdict.DOUBTFUL} == set()
    assert all(Doubt.ROW_UNPROVEN in found[item].reasons for item in OTHERWISE)
