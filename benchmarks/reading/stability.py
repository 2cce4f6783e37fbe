"""
Reads the same pages moved, scaled, turned and recompressed, and counts verdicts that flip.

    python -m benchmarks.reading.stability [SCAN --form FORM.docx] [--pages 60]

A flip is a row decided one way on the page as it is and another way on the changed page; a move into or out of doubt is
none. Without a SCAN the default campaign's ballot is filled by the invented office.
"""

import argparse
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import click
import cv2
import numpy as np
import numpy.typing as npt

from benchmarks.one_table import ballot_form, read_table_form
from benchmarks.reading.speed import invented
from pingyi.domain.readings.reading import RowReading, SheetReading, Source, Verdict
from pingyi.scanner.files.pages import count_pages, load_page
from pingyi.scanner.reader import read_picture

Grey = npt.NDArray[np.uint8]
CERTAIN = (Verdict.VALID, Verdict.BLANK, Verdict.MULTIPLE)


def _placed(scale: float, degrees: float, x: float, y: float) -> Callable[[Grey], Grey]:
    def change(page: Grey) -> Grey:
        height, width = page.shape
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, scale)
        matrix[:, 2] += (x, y)
        return np.asarray(cv2.warpAffine(page, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=255))

    return change


def _recompressed(quality: int) -> Callable[[Grey], Grey]:
    def change(page: Grey) -> Grey:
        data = cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
        return np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE))

    return change


CHANGES: dict[str, Callable[[Grey], Grey]] = {
    "moved by 0.5 px": _placed(1.0, 0.0, 0.5, 0.5),
    "moved by 0.25, 0.75 px": _placed(1.0, 0.0, 0.25, 0.75),
    "moved by 3, 5 px": _placed(1.0, 0.0, 3.0, 5.0),
    "1 % larger": _placed(1.01, 0.0, 0.0, 0.0),
    "1 % smaller": _placed(0.99, 0.0, 0.0, 0.0),
    "turned by 0.5°": _placed(1.0, 0.5, 0.0, 0.0),
    "turned by -0.5°": _placed(1.0, -0.5, 0.0, 0.0),
    "JPEG quality 60": _recompressed(60),
    "JPEG quality 75": _recompressed(75),
    "JPEG quality 90": _recompressed(90),
}


def compare(before: RowReading, after: RowReading) -> str:
    """What happened to a row."""
    if (before.verdict, before.choice) == (after.verdict, after.choice):
        return "same"
    if before.verdict in CERTAIN and after.verdict in CERTAIN:
        return "flip"
    return "into doubt" if before.verdict in CERTAIN else "out of doubt"


def main() -> None:
    """Print one line per change."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("scan", nargs="?", type=Path)
    parser.add_argument("--form", type=Path)
    parser.add_argument("--pages", type=int, default=60)
    wish = parser.parse_args()
    if wish.scan and not wish.form:
        parser.error("give the form with --form FORM.docx")
    with tempfile.TemporaryDirectory() as folder:
        scans, word_file = (
            ([wish.scan], wish.form) if wish.scan else invented(Path(folder), -(-wish.pages // 3))
        )  # three resolutions
        forms = (ballot_form(read_table_form(word_file)),)
        places = [(scan, page) for scan in scans for page in range(1, count_pages(scan) + 1)][: wish.pages]
        counts = {name: Counter[str]() for name in CHANGES}
        flips: list[str] = []
        with click.progressbar(places, label="pages", width=24) as bar:
            for scan, number in bar:
                page = load_page(scan, number)
                source = Source(file=scan.name, page=number)
                plain = read_picture(page, source, forms)
                for name, change in CHANGES.items():
                    changed = read_picture(np.ascontiguousarray(change(page)), source, forms)
                    if not isinstance(plain, SheetReading) or not isinstance(changed, SheetReading):
                        counts[name]["pages unread"] += isinstance(plain, SheetReading)
                        continue
                    for before, after in zip(plain.rows, changed.rows, strict=True):
                        what = compare(before, after)
                        counts[name][what] += 1
                        if what == "flip":
                            flips.append(
                                f"{scan.name} page {number} item {before.item}, {name}: "
                                f"{before.verdict} {before.choice} -> {after.verdict} {after.choice}"
                            )
    print(f"{'change':<24}{'rows':>8}{'flips':>7}{'into doubt':>12}{'out of doubt':>14}{'pages unread':>14}")
    for name, count in counts.items():
        rows = sum(count[what] for what in ("same", "flip", "into doubt", "out of doubt"))
        print(
            f"{name:<24}{rows:>8}{count['flip']:>7}{count['into doubt']:>12}{count['out of doubt']:>14}"
            f"{count['pages unread']:>14}"
        )
    print(*flips, sep="\n")


if __name__ == "__main__":
    main()
