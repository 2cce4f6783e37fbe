"""Counts wrong and doubtful rows on pictures of hand-ticked forms with known ticks.

    python -m benchmarks.reading.real_forms TRUTH.json FORM.docx PICTURE...

TRUTH.json: {picture name: [{"row": 1, "ticked": [1-based columns]}, ...]}. Forms of one topology need one call each.
"""

import json
import sys
from pathlib import Path

from benchmarks.one_table import ballot_form, read_table_form
from pingyi.domain.readings.reading import SheetReading, Verdict
from pingyi.scanner.reader import read_page


def main(truth_file: Path, form_file: Path, pictures: list[Path]) -> None:
    """Print one line a picture."""
    form = ballot_form(read_table_form(form_file))
    truth = json.loads(truth_file.read_text(encoding="utf-8"))
    for picture in pictures:
        outcome = read_page(picture, 1, (form,))
        if not isinstance(outcome, SheetReading):
            print(outcome.message())
            continue
        rows = list(zip(outcome.rows, truth[picture.name], strict=True))
        doubtful = sum(row.verdict is Verdict.DOUBTFUL for row, _ in rows)
        right = sum(
            row.verdict is Verdict.VALID and [form.choices.index(row.choice) + 1] == true["ticked"]
            for row, true in rows
        )
        print(f"{picture.name}: {len(rows)} rows, {len(rows) - right - doubtful} wrong, {doubtful} doubtful")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), [Path(name) for name in sys.argv[3:]])
