"""
Makes samples/scans and samples/tables again: invented voters, an invented copier, invented numbers.

    python -m benchmarks.reading.make_samples

Everything follows from the seeds; run it after the ballot or the filler changes.
"""

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from benchmarks.one_table import ballot_form, read_table_form
from pingyi.domain.campaign.campaign import Batch
from pingyi.domain.campaign.file import parse_campaign
from pingyi.generator.forms.ballot import write_ballot
from pingyi.generator.forms.print_run import write_print_run
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.generator.understood.kept_prints import keep_print
from pingyi.samples.filler.copier import CLEAN, OFFICE, PHOTO, ROUGH, SINGLE_FAULTS, Copier
from pingyi.samples.filler.sheets import Sheets, fill_batch
from pingyi.samples.filler.truth import write_truth
from pingyi.samples.filler.voters import NEAT, ORDINARY, UNRULY, VoterMix
from pingyi.samples.tables import write_tables

ROOT = Path(__file__).parent.parent.parent
SCANS = ROOT / "samples" / "scans"
SEED = 2024
QUALITY = (36, 46)  # JPEG: the repository stays small
SETS: dict[str, tuple[VoterMix, Copier, int]] = {
    "clean.pdf": (NEAT, replace(CLEAN, dpis=(200,), jpeg_quality=QUALITY), 2),
    "office.pdf": (ORDINARY, replace(OFFICE, dpis=(150, 200), jpeg_quality=QUALITY, two_level_share=0.0), 3),
    "rough.pdf": (UNRULY, replace(ROUGH, dpis=(150, 200), jpeg_quality=QUALITY), 3),
    "photo.pdf": (ORDINARY, replace(PHOTO, dpis=(150,), jpeg_quality=QUALITY), 2),
    "fax.tif": (ORDINARY, replace(OFFICE, dpis=(200,), two_level_share=1.0, colour_share=0.0), 2),
}


def main() -> None:
    """Print the form, fill it, copy it; then the tables."""
    campaign_file = ROOT / "templates" / "campaign-2024.toml"
    campaign = parse_campaign(campaign_file.read_text(encoding="utf-8"), campaign_file.name)
    shutil.rmtree(SCANS, ignore_errors=True)
    word_file = write_ballot(campaign, SCANS / "form.docx")
    with tempfile.TemporaryDirectory() as folder:
        page = keep_print(word_file, to_pdf([word_file], Path(folder))[0].read_bytes())
    form = ballot_form(read_table_form(word_file), campaign.ballot.choices)
    tables = ROOT / "samples" / "tables"
    tables.mkdir(exist_ok=True)
    write_tables(campaign, tables, SEED)
    with tempfile.TemporaryDirectory() as folder:
        batch = Batch(code="A01", group="A", distributor=campaign.units[0].name, copies=1)
        printed = write_print_run(page, batch, Path(folder) / "A01.pdf", campaign.ballot_print)
        for number, (name, (mix, copier, copies)) in enumerate(_sets().items()):
            sheets = Sheets(page_pdf=printed, form=form, mix=mix, copier=copier, copies=copies, seed=SEED + number)
            out = SCANS / name
            write_truth(out.with_suffix(".truth.jsonl"), fill_batch(sheets, out))
            print(f"{name:<28}{copies:>3} pages{out.stat().st_size // 1000:>6} kB")


def _sets() -> dict[str, tuple[VoterMix, Copier, int]]:
    return SETS | {f"{name}.pdf": (NEAT, copier, 1) for name, copier in SINGLE_FAULTS.items()}


if __name__ == "__main__":
    main()
