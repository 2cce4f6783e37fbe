"""Clauses by documents: each broken alone; what the check finds. `python -m benchmarks.documents.format_check`."""

import sys
import tempfile
from pathlib import Path

sys.path.append(str(Path(__file__).parent.parent.parent / "tests" / "made" / "documents"))

from broken_papers import BREAKS
from right_paper import right_paper

from pingyi.checker.check import check
from pingyi.checker.clauses import CLAUSES
from pingyi.checker.finding import Kind
from pingyi.generator.word import word
from pingyi.generator.word.pdf import to_pdf


def main() -> None:
    """Print a line for each clause, then the sum."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        papers = []
        for key, spoil in BREAKS.items():
            document = right_paper()
            spoil(document)
            papers.append(word.save(document, folder / f"{key}.docx"))
        alone = 0
        for pdf in to_pdf(papers, folder):
            clause = CLAUSES[pdf.stem]
            found = {finding.clause.key for finding in check(pdf, Kind.RED_HEAD).findings}
            alone += found == {pdf.stem}
            verdict = "found alone" if found == {pdf.stem} else f"found {sorted(found)}"
            print(f"{clause.number:<12}{clause.key:<18}±{clause.tolerance_mm:<6g}{verdict}")
        print(f"{alone} of {len(CLAUSES)} clauses found, each alone")


if __name__ == "__main__":
    main()
