"""
What it costs to take a scan's metadata away before it is kept, held against reading it; and that no pixel changes.

    python -m benchmarks.reading.clean_scans [SCAN…]

Without files: the samples, as the PDF they come in and written as JPEG, PNG, deflated and two-level (G4) TIFF.
"""

import argparse
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

import numpy as np
from PIL import Image

from pingyi.domain.forms.form import BallotForm
from pingyi.scanner.files.pages import count_pages, load_page
from pingyi.scanner.kept.clean_scan import write_clean
from pingyi.scanner.reader import read_page
from pingyi.workflow.scans.forms_read import load_forms

SAMPLES = Path(__file__).parent.parent.parent / "samples" / "scans"
CHOICES = ("满意", "基本满意", "不满意")
TIMES = 3  # the fastest counts


def written(folder: Path) -> list[Path]:
    """The clean sample in the formats copiers write."""
    pages = [Image.fromarray(load_page(SAMPLES / "clean.pdf", page)) for page in (1, 2)]
    grey, black = pages, [page.point(lambda dark: 255 * (dark > 150)).convert("1") for page in pages]
    grey[0].save(folder / "grey.jpg", quality=75, dpi=(200, 200))
    grey[0].save(folder / "grey.png", dpi=(200, 200))
    grey[0].save(folder / "deflated.tif", save_all=True, append_images=grey[1:], compression="tiff_adobe_deflate")
    grey[0].save(folder / "jpeg.tif", save_all=True, append_images=grey[1:], compression="jpeg")
    black[0].save(folder / "group4.tif", save_all=True, append_images=black[1:], compression="group4")
    return [*sorted(SAMPLES.glob("*.pdf")), *sorted(folder.iterdir())]


def differing(source: Path, kept: Path) -> int:
    """Pages whose pixels are not the same."""
    pages = range(1, count_pages(source) + 1)
    return sum(not np.array_equal(load_page(source, page), load_page(kept, page)) for page in pages)


def milliseconds(source: Path, kept: Path, forms: tuple[BallotForm, ...]) -> tuple[float, float]:
    """CPU a page: cleaning, reading."""
    pages = count_pages(source)
    cleaning, reading = [], []
    for _ in range(TIMES):
        start = process_time()
        if not write_clean(source, kept):
            raise AssertionError(source)
        cleaning.append(process_time() - start)
        start = process_time()
        for page in range(1, pages + 1):
            read_page(source, page, forms)
        reading.append(process_time() - start)
    return 1000 * min(cleaning) / pages, 1000 * min(reading) / pages


def compare(sources: Iterable[Path], folder: Path) -> None:
    """One line a file."""
    forms = load_forms([SAMPLES / "form.docx"], CHOICES)
    for source in sources:
        kept = folder / f"kept{source.suffix}"
        cleaning, reading = milliseconds(source, kept, forms)
        changed, size = differing(source, kept), kept.stat().st_size / source.stat().st_size
        print(
            f"{source.name}: cleaning {cleaning:.2f} ms CPU a page, {cleaning / reading:.1%} of reading; "
            f"{size:.2f} × the bytes; pages changed: {changed}",
            flush=True,
        )


def main() -> None:
    """Print the lines."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("scans", nargs="*", type=Path)
    wish = parser.parse_args()
    with TemporaryDirectory() as made, TemporaryDirectory() as folder:
        compare(wish.scans or written(Path(made)), Path(folder))


if __name__ == "__main__":
    main()
