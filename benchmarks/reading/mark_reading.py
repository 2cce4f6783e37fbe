"""How often the mark in the corner is read on poor scans: today's, which names the form, against the one that did not.

    python -m benchmarks.reading.mark_reading [PAGES]

PAGES ballots (default 40) of each mark on each copier, the same pages but for the mark. `wrong` counts marks read as
something else than was printed; pages refused for other reasons are left out of both.
"""

import sys
import tempfile
from pathlib import Path

from benchmarks.forms import official_campaign
from benchmarks.one_table import ballot_form, read_table_form
from pingyi.domain.campaign.campaign import Batch
from pingyi.domain.campaign.marks import BallotMark, FormPrint
from pingyi.domain.readings.reading import SheetReading
from pingyi.generator.forms.ballot import write_ballot
from pingyi.generator.forms.print_run import write_print_run
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.samples.filler.copier import OFFICE, PHOTO, ROUGH
from pingyi.samples.filler.sheets import Sheets, fill_batch
from pingyi.samples.filler.voters import ORDINARY
from pingyi.scanner.reader import read_page

BATCH = Batch(code="A07", group="A", distributor="区教育局", copies=1)
COPIERS = {"office": OFFICE, "rough": ROUGH, "photo": PHOTO}
SEED = 15


class OlderPrint(FormPrint):
    """A print run of the version before: its marks name no form."""

    @property
    def key(self) -> str:
        """None."""
        return ""


def main(pages: int) -> None:
    """A line for each mark and copier."""
    campaign = official_campaign()
    today = campaign.ballot_print
    older = OlderPrint(
        title=today.title, year=today.year, district=today.district, rows=today.rows, choices=today.choices
    )
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        word_file = write_ballot(campaign, folder / "form.docx")
        form = ballot_form(read_table_form(word_file), campaign.ballot.choices)
        page = to_pdf([word_file], folder)[0]
        for printed in (older, today):
            text = BallotMark(key=printed.key, batch=BATCH.code).payload
            run = write_print_run(page, BATCH, folder / "run.pdf", printed)
            for name, copier in COPIERS.items():
                scan = folder / "scan.pdf"
                fill_batch(
                    Sheets(page_pdf=run, form=form, mix=ORDINARY, copier=copier, copies=pages, seed=SEED), scan, jobs=2
                )
                outcomes = (read_page(scan, number, (form,)) for number in range(1, pages + 1))
                marks = [outcome.mark for outcome in outcomes if isinstance(outcome, SheetReading)]
                wrong = sum(mark not in ("", text) for mark in marks)
                print(f"{text:<16} {name:<7} {marks.count(text):4} of {len(marks):4} read, {wrong} wrong", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
