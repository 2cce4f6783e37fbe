"""
Hostile files given to the real commands: none may cost another, 1 GB, 30 seconds of CPU, or show a stack trace.

    python -m benchmarks.trust.hostile [--minutes N] [--only WORD] [--seed N] [--keep DIR]

First the files made by hand (benchmarks/trust/hostile_scans.py, hostile_office.py, names and special files), then, for
N minutes, right files with bytes flipped, cut out, doubled or cut off. Each runs beside a right file that must pass.
"""

import argparse
import os
import random
import shutil
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import xlsxwriter
from PIL import Image

from benchmarks.documents.returned_forms import filled
from benchmarks.documents.spoilt_forms import CASES
from benchmarks.trust import hostile_office, hostile_scans
from benchmarks.trust.forked import Ended, run, run_anew, warm_up
from benchmarks.trust.spoilt import spoilt
from pingyi.generator.forms.analysis import write_clean
from pingyi.ground.errors import ExitCode
from pingyi.samples.tables import write_tables
from pingyi.workflow.init import start_workspace

SCANS = Path(__file__).parent.parent.parent / "samples" / "scans"
FORM, GOOD_SCAN = SCANS / "form.docx", SCANS / "sealed.pdf"
MOST_MB, MOST_CPU, MOST_SECONDS = 1024, 30, 600  # the last for waiting without working: a busy machine is no fault
TRACES = ("Traceback", "panicked", "Error:", "terminate called", "core dumped")
SCAN, WORD, TABLE, FOR_CHECK = "scan", "word", "table", "check"
ENDINGS = {".docx": WORD, ".doc": WORD, ".xlsx": TABLE, ".xls": TABLE, ".csv": TABLE, ".ods": TABLE}


@dataclass(slots=True)
class Bench:
    """Where it all happens, and what came of it."""

    folder: Path
    count: Counter[str] = field(default_factory=Counter)
    runs: int = 0
    worst: dict[str, tuple[float, str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    codes: defaultdict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))

    @property
    def good(self) -> Path:
        """Right files."""
        return self.folder / "good"

    def note(self, name: str, kind: str, ended: Ended, wrong: Sequence[str]) -> None:
        """Keep the worst, and every fault."""
        self.runs += 1
        self.codes[kind][ended.code] += 1
        for what, value in (("MB", ended.megabytes), ("CPU s", ended.cpu)):
            key = f"{kind} {what}"
            self.worst[key] = max(self.worst.get(key, (0.0, "")), (value, name))
        self.faults.extend(f"{name!r} ({kind}): {fault}" for fault in wrong)


def wrong_with(ended: Ended) -> Iterator[str]:
    """Bounds, exit code, words."""
    if ended.code not in [code.value for code in ExitCode]:
        yield f"exit code {ended.code}: {ended.said[-300:]!r}"
    if ended.megabytes > MOST_MB:
        yield f"{ended.megabytes:.0f} MB"
    if ended.cpu > MOST_CPU:
        yield f"{ended.cpu:.0f} s of CPU"
    if trace := next((word for word in TRACES if word in ended.said), ""):
        yield f"shows {trace!r}: {ended.said[-300:]!r}"
    if ended.code and not any("\u4e00" <= letter <= "\u9fff" for letter in ended.said):
        yield f"no Chinese message: {ended.said[-200:]!r}"


def try_scan(bench: Bench, case: Path, *, whole: bool) -> None:
    """`read`, and with --deep `scan`; the right scan beside it must be read."""
    out = bench.folder / "out.csv"
    out.unlink(missing_ok=True)
    ended = command(["read", case, GOOD_SCAN, "--form", FORM, "-o", out, "--jobs", "1"], bench, anew=whole)
    wrong = list(wrong_with(ended))
    table = out.read_text(encoding="utf-8-sig", errors="replace") if out.exists() else ""
    if table.count(f"{GOOD_SCAN.name},1,") != 59:
        wrong.append(f"the scan beside it was not read: {ended.said[-200:]!r}")
    bench.note(case.name, "read", ended, wrong)
    if whole:
        space = fresh(bench)
        words = ["-C", space, "scan", case, GOOD_SCAN, "--form", FORM, "--batch", "A01", "--jobs", "1"]
        ended = command(words, bench, anew=whole)
        wrong = list(wrong_with(ended))
        if "读入 1 页" not in ended.said and "A01" not in ended.said:
            wrong.append(f"the scan beside it was not filed: {ended.said[-200:]!r}")
        bench.note(case.name, "scan", ended, wrong)


def try_word(bench: Bench, case: Path, *, whole: bool) -> None:
    """`import analysis` beside a right form; with --deep `read --form` and `check`."""
    space, good = fresh(bench), bench.good / "form3.docx"
    ended = command(["-C", space, "import", "analysis", "--yes", case, good], bench, anew=whole)
    wrong = list(wrong_with(ended))
    if not list((space / "analysis").glob("收到/*.docx")) and "内容不同的表" not in ended.said:
        wrong.append(f"the form beside it was not taken in: {ended.said[-200:]!r}")
    bench.note(case.name, "import analysis", ended, wrong)
    if whole:
        out = bench.folder / "out.csv"
        ended = command(["read", GOOD_SCAN, "--form", case, "-o", out, "--jobs", "1"], bench, anew=whole)
        bench.note(case.name, "read --form", ended, list(wrong_with(ended)))
        ended = command(["check", case], bench, anew=whole)
        bench.note(case.name, "check", ended, list(wrong_with(ended)))


def try_table(bench: Bench, case: Path, *, whole: bool) -> None:
    """`import leaders` beside a right table; with --deep `hotline` and `review --import`."""
    space = fresh(bench)
    ended = command(["-C", space, "import", "--yes", "leaders", case, bench.good / "领导评分.csv"], bench, anew=whole)
    wrong = list(wrong_with(ended))
    if "领导评分.csv" not in ended.said:
        wrong.append(f"the table beside it was not taken in: {ended.said[-200:]!r}")
    bench.note(case.name, "import leaders", ended, wrong)
    if whole:
        for words in (["import", "--yes", "hotline", case], ["review", "--import", case]):
            ended = command(["-C", space, *words], bench, anew=whole)
            bench.note(case.name, f"{words[0]} {words[1]}", ended, list(wrong_with(ended)))


TRIALS: dict[str, Callable[..., None]] = {SCAN: try_scan, WORD: try_word, TABLE: try_table}


def fresh(bench: Bench) -> Path:
    """A new workspace."""
    space = bench.folder / "space"
    shutil.rmtree(space, ignore_errors=True)
    shutil.copytree(bench.folder / "empty space", space)
    return space


def command(words: Sequence[str | Path], bench: Bench, *, anew: bool) -> Ended:
    """`pingyi WORDS`, killed when it takes far too long."""
    said = bench.folder / "said"
    return run_anew(words, said, MOST_SECONDS) if anew else run(words, said, lambda seconds: seconds > MOST_SECONDS)


def by_hand(bench: Bench) -> Iterator[Path]:
    """Every file made by hand, one at a time."""
    cases = bench.folder / "cases"
    cases.mkdir()
    good_word, good_table = (bench.good / name for name in ("form3.docx", "leaders.xlsx"))
    made = (
        hostile_scans.pdfs(), hostile_scans.pictures(),
        hostile_office.words(good_word.read_bytes()), hostile_office.tables(good_table.read_bytes()),
    )  # fmt: skip
    for source in made:
        for name, data in source:
            path = cases / name
            path.write_bytes(data)
            yield path
            path.unlink()
    yield from special_files(cases)


def special_files(folder: Path) -> Iterator[Path]:
    """Names and files that are no files."""
    scan = GOOD_SCAN.read_bytes()
    names = (
        "新\n行.pdf",
        "\x1b[31m红.pdf",
        "\u202egnp.扫描.pdf",
        "=cmd|'calc'!A0.pdf",
        "<b>&{{7*7}}.pdf",
        "a" * 250 + ".pdf",
    )
    for name in names:
        path = folder / name
        path.write_bytes(scan[:-200])
        yield path
        path.unlink()
    yield folder / f"{'长' * 100}.pdf"  # 300 bytes: no file system has it
    yield Path(os.fsdecode(b"\xff\xfe.pdf"))
    for ending in (".pdf", ".jpg", ".docx", ".csv", ".xlsx"):
        pipe = folder / f"pipe{ending}"
        os.mkfifo(pipe)
        yield pipe
        pipe.unlink()
        for name, target in (("device", "/dev/zero"), ("ring", f"ring{ending}"), ("folder", str(folder.parent))):
            link = folder / f"{name}{ending}"
            link.symlink_to(target)
            if name != "folder" or ending not in (".docx", ".pdf", ".jpg"):  # a folder there is a right wish
                yield link
            link.unlink()


def mutated(bench: Bench, seed: int) -> Iterator[Path]:
    """Right files spoilt by chance, without end."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    good = hostile_office.samples(bench.good)
    while True:
        name = chance.choice(sorted(good))
        data = spoilt(good[name], chance)
        path = bench.folder / f"mutated {name}"
        path.write_bytes(data)
        yield path


def prepare(folder: Path) -> Bench:
    """A workspace, and right files of every kind."""
    bench = Bench(folder)
    bench.good.mkdir()
    workspace, _ = start_workspace(folder / "empty space")
    name = workspace.campaign.units[0].name
    write_clean(workspace.campaign, filled(name, CASES[0]), name, bench.good / "form3.docx")  # a blank one is sent back
    write_tables(workspace.campaign, bench.good, 1)
    with xlsxwriter.Workbook(str(bench.good / "leaders.xlsx")) as book:
        sheet = book.add_worksheet()
        for row, line in enumerate((bench.good / "领导评分.csv").read_text(encoding="utf-8-sig").splitlines()):
            sheet.write_row(row, 0, line.split(","))
    shutil.copyfile(GOOD_SCAN, bench.good / "scan.pdf")
    shutil.copyfile(SCANS / "fax.tif", bench.good / "fax.tif")
    page = Image.new("L", (1654, 2339), 255)
    page.save(bench.good / "page.jpg")
    page.save(bench.good / "page.png")
    return bench


def attack(bench: Bench, case: Path, keep: Path | None, *, whole: bool) -> None:
    """One file through its commands."""
    kind = ENDINGS.get(case.suffix, SCAN)
    bench.count[f"{'mutated' if case.name.startswith('mutated') else 'by hand'} {case.suffix or '?'}"] += 1
    known = len(bench.faults)
    TRIALS[kind](bench, case, whole=whole)
    print(f"{sum(bench.count.values()):>5} {case.name!r}", flush=True)
    for fault in bench.faults[known:]:
        print(f"FAULT {fault}", flush=True)
    if keep and len(bench.faults) > known and os.path.isfile(case):  # noqa: PTH113 - the name may be too long
        keep.mkdir(exist_ok=True)
        with suppress(OSError):
            shutil.copyfile(case, keep / f"{known} {case.name}")


def report(bench: Bench) -> None:
    """What was tried and the worst of it."""
    print(f"\nfiles: {sum(bench.count.values())}, runs of commands: {bench.runs}")
    for kind, number in sorted(bench.count.items()):
        print(f"  {kind:<16}{number:>6}")
    print(f"worst (bounds {MOST_MB} MB a process, {MOST_CPU} s of CPU):")
    for key, (value, name) in sorted(bench.worst.items()):
        print(f"  {key:<24}{value:>8.1f}  {name!r}")
    for kind, codes in bench.codes.items():
        print(f"  exit codes of {kind}: {dict(codes)}")
    print(f"faults: {len(bench.faults)}")
    for fault in bench.faults:
        print(f"  {fault}")


def main() -> None:
    """Attack and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=0.0, help="of mutated files, after those made by hand")
    parser.add_argument("--only", default="", help="of the files made by hand, those with this in their name")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--deep", action="store_true", help="also the commands that open files by the same code again")
    parser.add_argument("--keep", type=Path, help="folder for the files that showed a fault")
    wish = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = prepare(Path(folder))
        warm_up(GOOD_SCAN, FORM)
        for case in by_hand(bench):
            if wish.only in case.name:
                attack(bench, case, wish.keep, whole=wish.deep)
        end = time.monotonic() + wish.minutes * 60
        cases = mutated(bench, wish.seed)
        while time.monotonic() < end:
            attack(bench, next(cases), wish.keep, whole=False)
        report(bench)
    raise SystemExit(1 if bench.faults else 0)


if __name__ == "__main__":
    main()
