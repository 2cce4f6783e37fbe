"""Pages a second and bytes a page of print runs made by stamping, against the 300 pages/s asked for.

python -m benchmarks.documents.print_speed
"""

import tempfile
import time
from pathlib import Path

from benchmarks.forms import official_campaign
from pingyi.domain.campaign.campaign import Batch
from pingyi.generator.forms.ballot import write_ballot
from pingyi.generator.forms.print_run import write_print_run
from pingyi.generator.libreoffice.pdf import to_pdf

ASKED = 300.0
COPIES = (75, 3000)


def main() -> None:
    """A line for each number of copies, of one page and of two."""
    campaign = official_campaign()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for pages in (1, 2):
            text = campaign.ballot.model_copy(update={"pages": pages})
            other = campaign.model_copy(update={"ballot": text})
            page = to_pdf([write_ballot(other, folder / f"{pages}.docx", coded=False)], folder)[0]
            for copies in COPIES:
                batch = Batch(code="A07", group="A", distributor="区教育局", copies=copies)
                start = time.process_time()
                run = write_print_run(page, batch, folder / "run.pdf", other.ballot_print)
                speed = copies * pages / (time.process_time() - start)
                size = run.stat().st_size
                print(
                    f"{copies} copies of {pages}: {speed:.0f} pages/s ({speed / ASKED:.1f} x), {size / 1000:.0f} kB, "
                    f"{size / copies / pages:.0f} bytes a page"
                )


if __name__ == "__main__":
    main()
