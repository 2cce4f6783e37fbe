"""
What reading finished PDFs costs: as the program does, by pdfium, and by pdfplumber; and what the two see otherwise.

    python -m benchmarks.documents.printed_pages FILE.pdf…
"""

import argparse
import time
from collections import Counter
from pathlib import Path

import pdfplumber

from pingyi.ground.printed.pages import printed_file
from pingyi.ground.printed.points import MM_PER_PT

NEAR_MM = 0.3


def main() -> None:
    """Pages, CPU seconds of each reader, their ratio, what differs by kind."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    spent = {"pdfium": 0.0, "pdfplumber": 0.0}
    differ = Counter[str]()
    pages = seen = 0
    for path in parser.parse_args().files:
        begun = time.process_time()
        with printed_file(path) as printed:
            own = [printed.page(number) for number in range(1, len(printed) + 1)]
        between = time.process_time()
        with pdfplumber.open(path) as opened:
            other = [
                (page.height, page.chars, page.lines + page.rects + page.curves + page.images) for page in opened.pages
            ]
        spent["pdfium"] += between - begun
        spent["pdfplumber"] += time.process_time() - between
        pages += len(own)
        for page, (height, chars, drawn) in zip(own, other, strict=True):
            places = sorted((glyph.text, glyph.left, glyph.base) for glyph in page.glyphs)
            theirs = sorted((char["text"], char["x0"] * MM_PER_PT, (height - char["matrix"][5]) * MM_PER_PT)
                            for char in chars if char["text"].strip())  # fmt: skip
            boxes = sorted((shape.left, shape.top, shape.right, shape.bottom) for shape in page.shapes)
            sides = sorted(tuple(one[side] * MM_PER_PT for side in ("x0", "top", "x1", "bottom")) for one in drawn)
            seen += len(theirs) + len(sides)
            differ["letters"] += _apart(places, theirs)
            differ["shapes"] += _apart(boxes, sides)
    print(f"{pages} pages, {seen} letters and shapes; differ: {dict(differ)}")
    print(f"CPU s: {spent}; pdfium takes {spent['pdfium'] / spent['pdfplumber']:.2f} of pdfplumber's")


def _apart(own: list[tuple], other: list[tuple]) -> int:  # type: ignore[type-arg]
    """How many are not, or not where the other has them."""
    moved = sum(
        any(abs(a - b) > NEAR_MM if isinstance(a, float) else a != b for a, b in zip(one, two, strict=True))
        for one, two in zip(own, other, strict=False)
    )
    return moved + abs(len(own) - len(other))


if __name__ == "__main__":
    main()
