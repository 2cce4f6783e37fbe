"""
Whether the plan document says what the official one says, word for word and cell by cell; prints the differences.

    python -m benchmarks.documents.plan_text SCHEME.txt [PLAN.docx]

SCHEME.txt is the text of the official document as Word gives it out: a paragraph or cell a line, cells after a tab.
Without PLAN.docx the plan of the campaign that comes with the program is written and compared.
"""

import argparse
import difflib
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import docx
from docx.document import Document
from docx.table import Table
from docx.text.paragraph import Paragraph

from benchmarks.forms import official_campaign
from pingyi.generator.documents.plan import write_plan

PAGE_NUMBER = re.compile(r"[—-]\s*\d+\s*[—-]")
MENDED = {"273": "27", "328": "32"}  # footnote digits that stuck to serials
BOOKMARK = "[bookmark: _GoBack]"


def source_words(text: str) -> list[str]:
    """Paragraphs and filled cells in order; a wrapped cell or line of the source counts as its own."""
    lines = ("".join(line.replace(BOOKMARK, "").split()) for line in text.splitlines())
    return [MENDED.get(line, line) for line in lines if line and not PAGE_NUMBER.fullmatch(line)]


def plan_words(document: Document) -> Iterator[str]:
    """The same of a Word file; what a merged cell holds is told once."""
    for block in document.iter_inner_content():
        match block:
            case Paragraph():
                yield from _lines(block.text)
            case Table():
                for row in block.rows:
                    for cell in row._tr.tc_lst:  # noqa: SLF001 - each cell once, not once a column it spans
                        for line in cell.p_lst:
                            yield from _lines(Paragraph(line, block).text)  # type: ignore[arg-type]


def _lines(text: str) -> Iterator[str]:
    yield from ("".join(line.split()) for line in text.splitlines() if line.strip())


def differences(source: list[str], plan: list[str]) -> Iterator[str]:
    """Where the two texts part; how either wraps its lines does not count."""
    said, meant = "".join(plan), "".join(source)
    for kind, a, b, c, d in difflib.SequenceMatcher(None, meant, said, autojunk=False).get_opcodes():
        if kind != "equal":
            yield f"…{meant[max(0, a - 12) : a]}【原文：{meant[a:b]}】【生成：{said[c:d]}】{meant[b : b + 12]}…"


def main() -> None:
    """Print every difference; none is success."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scheme", type=Path)
    parser.add_argument("plan", type=Path, nargs="?")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = asked.plan or write_plan(official_campaign(), Path(folder) / "plan.docx")
        plan = list(plan_words(docx.Document(str(path))))
    source = source_words(asked.scheme.read_text(encoding="utf-8"))
    found = list(differences(source, plan))
    print(*found, sep="\n")
    print(f"{len(''.join(source))} characters in {len(source)} paragraphs and cells: {len(found)} differences")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
