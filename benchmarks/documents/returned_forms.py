"""
Whether the faults of returned 附件3 are all named, none invented, and no word changed by putting a form in order.

    python -m benchmarks.documents.returned_forms [--keep DIR]

The twenty forms of `spoilt_forms` are each saved three times: as written, and by LibreOffice as .docx and as .doc.
Prints what was planted, missed and invented, and the forms in which normalising changed a word. CPU time is the
program's own, without LibreOffice's.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import docx

from benchmarks.documents.spoilt_forms import CASES, Fault, Spoilt
from benchmarks.forms import official_campaign
from pingyi.domain.campaign.campaign import Campaign, Unit
from pingyi.domain.handed_in.analysis_form import Piece, Problem, ReportLine, ReturnedAnalysis, text_of, tidy_day
from pingyi.generator.forms.analysis import write_clean
from pingyi.generator.libreoffice.pdf import soffice
from pingyi.generator.returned.returned_analysis import read_returned
from pingyi.workflow.paper.analysis import CLEAN, FOLDER, take_forms
from pingyi.workflow.paper.analysis_look import looked_at_forms


def filled(unit: str, spoilt: Spoilt) -> ReturnedAnalysis:
    """A form as demanded, with the words of the case."""

    def piece(text: str) -> tuple[Piece, ...]:
        return (Piece(text=text, face="", size_pt=0),)

    return ReturnedAnalysis(
        file="",
        unit=piece(unit),
        report=tuple(ReportLine(pieces=piece(t), exact_pt=None, before_pt=0, after_pt=0) for t in spoilt.report),
        awards=tuple(tuple(piece(cell) for cell in award) for award in spoilt.awards),
    )


def write_case(campaign: Campaign, unit: Unit, spoilt: Spoilt, folder: Path) -> Path:
    """The spoilt form with its files of proof."""
    name = spoilt.name(unit.name)
    path = write_clean(campaign, filled(name, spoilt), name, folder / f"{unit.serial:02d}.docx")
    document = docx.Document(str(path))
    for change in spoilt.changes:
        change(document)
    document.save(str(path))
    for number in range(spoilt.proofs):
        (folder / f"{unit.serial:02d} 证书{number}.pdf").write_bytes(b"%PDF-1.4")
    return path


def saved_as(kind: str, paths: list[Path], out: Path) -> None:
    """The same files by LibreOffice."""
    with tempfile.TemporaryDirectory() as profile:
        names = [str(path) for path in paths]
        where = f"-env:UserInstallation={Path(profile).as_uri()}"
        command = [str(soffice()), where, "--headless", "--convert-to", kind, "--outdir", str(out), *names]
        subprocess.run(command, check=True, capture_output=True)


def matched(planted: tuple[Fault, ...], found: tuple[Problem, ...]) -> tuple[list[Fault], list[Problem]]:
    """Faults nobody named, and problems nobody planted."""
    left = list(found)
    missed = []
    for place, wrong in planted:
        hit = next((problem for problem in left if place in problem.place and wrong in problem.wrong), None)
        if hit is None:
            missed.append((place, wrong))
        else:
            left.remove(hit)
    return missed, left


def words(returned: ReturnedAnalysis) -> tuple[str, ...]:
    """Of report and awards, paragraph by paragraph and cell by cell, whole dates as the form asks for them."""
    report = [text for each in returned.report if (text := each.text.strip())]
    cells = [text_of(cell) for award in returned.awards for cell in award]
    return (*report, *(tidy_day(cell) or cell for cell in cells))


def meant(campaign: Campaign, unit: Unit, spoilt: Spoilt, folder: Path) -> tuple[str, ...]:
    """The words the unit wrote, as python-docx gives them in the file it was spoilt in."""
    plain = replace(spoilt, changes=tuple(c for c in spoilt.changes if c.__qualname__.startswith("award_cell")))
    folder.mkdir(exist_ok=True)
    return words(read_returned(write_case(campaign, unit, plain, folder)))


def main() -> None:
    """Print the counts; all planted found, none invented, no word changed is success."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", type=Path, help="leave the files here")
    asked = parser.parse_args()
    campaign = official_campaign()
    total: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as scratch:
        folder = asked.keep or Path(scratch)
        units = campaign.units[: len(CASES)]
        for kind in ("as written", "docx", "doc"):
            box = folder / kind
            (folder / "first").mkdir(parents=True, exist_ok=True)
            box.mkdir(parents=True, exist_ok=True)
            first = box if kind == "as written" else folder / "first"
            paths = [write_case(campaign, unit, case, first) for unit, case in zip(units, CASES, strict=True)]
            if first != box:
                saved_as(kind, paths, box)
                for proof in first.glob("*.pdf"):
                    (box / proof.name).write_bytes(proof.read_bytes())
            count = check(campaign, units, box, folder)
            print(f"{kind:>10}: " + ", ".join(f"{name} {number}" for name, number in count.items()))
            total.update(count)
    bad = total["missed"] + total["invented"] + total["words changed"] + total["refused"]
    print(f"{'all':>10}: " + ", ".join(f"{name} {total[name]}" for name in total))
    sys.exit(bool(bad))


def check(campaign: Campaign, units: tuple[Unit, ...], box: Path, folder: Path) -> Counter[str]:
    """Import one set of files and hold the outcome against what was planted."""
    work = folder / f"work {box.name}"
    began = time.process_time()
    with looked_at_forms(work, campaign, [box], lambda *_: None) as look:
        report = take_forms(work, campaign, look)
    spent = time.process_time() - began
    found = {form.unit.name: form.problems for form in report.received}
    count = Counter(forms=len(found), refused=len(report.refused), planted=0, missed=0, invented=0)
    count["words changed"] = 0
    print(*report.refused, sep="\n", end="\n" * bool(report.refused))
    for unit, case in zip(units, CASES, strict=True):
        missed, invented = matched(case.faults, found.get(unit.name, ()))
        count.update(planted=len(case.faults), missed=len(missed), invented=len(invented))
        for label, what in (("missed", missed), ("invented", invented)):
            print(
                *(f"  {box.name} {unit.serial:02d} {label}: {each}" for each in what), sep="\n", end="\n" * bool(what)
            )
        clean = work / FOLDER / CLEAN / f"{unit.serial:02d} {unit.name}.docx"
        want = meant(campaign, unit, case, folder / "plain")
        got = words(read_returned(clean)) if clean.exists() else ()
        count["words changed"] += got != want
        if got != want:
            print(f"  {box.name} {unit.serial:02d} words: {want} / {got}")
    count["CPU ms"] = round(spent * 1000)
    return count


if __name__ == "__main__":
    main()
