"""What the machines of benchmarks.scale.cluster run: they know it by its module, which must not be the one started."""

import hashlib
from pathlib import Path

from pingyi.domain.forms.form import BallotForm
from pingyi.domain.readings.reading import PageOutcome, RowReading, SheetReading, Source, Verdict
from pingyi.scanner.reader import read_page

ROWS = 59


def read_real(forms: tuple[BallotForm, ...], path: Path, page: int) -> PageOutcome:
    """A page as it is."""
    return read_page(path, page, forms)


def read_nothing(path: Path, page: int) -> PageOutcome:
    """An answer of the usual size, without reading; the digest is of file and page."""
    return SheetReading(
        form_page=1,
        form_pages=1,
        source=Source(file="", page=page),
        digest=hashlib.sha256(f"{path} {page}".encode()).hexdigest(),
        form_digest="f" * 64,
        batch_code="A01",
        turn=0,
        rows=tuple(
            RowReading(item=str(item), name="区某某局", verdict=Verdict.VALID, choice="满意", confidence=0.99)
            for item in range(1, ROWS + 1)
        ),
        has_opinion=False,
        placement=bytes(ROWS * 8),
        crops={"3": bytes(6000)},
    )
