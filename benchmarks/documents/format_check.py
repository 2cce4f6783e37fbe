"""
What the check finds: each clause broken alone, in several ways; and forty right documents, where it finds nothing.

    python -m benchmarks.documents.format_check
"""

import sys
import tempfile
from pathlib import Path

sys.path.append(str(Path(__file__).parent.parent.parent / "tests" / "made" / "documents"))

from broken_papers import BREAKS, MORE
from good_papers import GOOD
from right_paper import right_paper

from pingyi.checker.check import check
from pingyi.checker.clauses import CLAUSES
from pingyi.checker.finding import Kind
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.generator.word import word


def main() -> None:
    """Print a line for each broken document, and for each right one in which something was found; then the sums."""
    with tempfile.TemporaryDirectory() as scratch:
        _broken(Path(scratch))
        _right(Path(scratch))


def _broken(folder: Path) -> None:
    wanted = {key: (key, spoil) for key, spoil in BREAKS.items()} | MORE
    papers = []
    for name, (_, spoil) in wanted.items():
        document = right_paper()
        spoil(document)
        papers.append(word.save(document, folder / f"{name}.docx"))
    alone = 0
    for pdf in to_pdf(papers, folder):
        clause = CLAUSES[wanted[pdf.stem][0]]
        found = {finding.clause.key for finding in check(pdf, Kind.RED_HEAD).findings}
        alone += found == {clause.key}
        verdict = "found alone" if found == {clause.key} else f"found {sorted(found)}"
        print(f"{clause.number:<12}{pdf.stem:<36}±{clause.tolerance_mm:<6g}{verdict}")
    print(f"{alone} of {len(wanted)} documents with one broken clause: found, and no other ({len(CLAUSES)} clauses)")


def _right(folder: Path) -> None:
    papers = [word.save(make(), folder / f"{name}.docx") for name, make in GOOD.items()]
    alarms = 0
    for pdf in to_pdf(papers, folder):
        found = check(pdf).findings
        alarms += bool(found)
        for finding in found:
            print(f"{pdf.stem}: page {finding.page} {finding.clause.key}: {finding.measured}")
    print(f"{alarms} false alarms on {len(papers)} right documents")


if __name__ == "__main__":
    main()
