"""
Bundles of many stations merged in random orders: one result.

    python -m benchmarks.scale.merge [--bundles 100] [--sheets 1000] [--orders 10] [--share 2]

Bundles are made from invented readings, not pixels: 59 rows a sheet, one row in a hundred doubtful and decided by two
people, `--share` sheets in a hundred also read at the next station, and every tenth of these decided or filed
differently there. They are signed and checked as real ones. Each bundle is opened once; then they are pooled and
settled in every order, and every order once more with each bundle twice. Exit code 1 when two results differ.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import reduce
from pathlib import Path
from typing import Any

import click

from pingyi.domain.readings.bundle import Joined, Pool, StationWork, join, settle_pool
from pingyi.domain.trust.chain import FIRST, canonical, entry_hash, lines_digest, seal_of
from pingyi.store.base.migrations import STEPS
from pingyi.store.base.paper_seals import BALLOTS, told_digest
from pingyi.workflow.desk.seal import public_key
from pingyi.workflow.desk.sealed import BundleManifest, opened
from pingyi.workflow.evidence.archive import json_lines, write_sealed
from pingyi.workflow.evidence.bundle_reading import (
    CORRECTIONS,
    FORMS,
    LOG,
    PAGE_DECISIONS,
    PAGES,
    ROWS,
    SALTS,
    SHEETS,
    station_of,
    work_of,
)
from pingyi.workflow.joining.bundle import FORMAT

UNITS = 59
CHOICES = ("满意", "基本满意", "不满意")
DOUBTFUL_SHARE, DIFFERENT_SHARE = 0.01, 0.1
MIB = 1 << 20
SALT = "0" * 64

Sheet = tuple[dict[str, Any], dict[str, Any], list[dict[str, Any]]]  # the sheet, its rows, decisions on them


def sheet(random_: random.Random, batch: str) -> Sheet:
    """One invented reading."""
    digest = f"{random_.getrandbits(256):064x}"
    marks = random_.choices((*CHOICES, ""), (70, 20, 8, 2), k=UNITS)
    doubtful = [random_.random() < DOUBTFUL_SHARE for _ in marks]
    rows = [
        [item - 1, str(item), f"单位{item}", "doubtful", "", 0.3, "cross"]
        if doubt
        else [item - 1, str(item), f"单位{item}", "valid" if choice else "blank", choice, 0.99, ""]
        for item, (choice, doubt) in enumerate(zip(marks, doubtful, strict=True), start=1)
    ]
    line = {
        "digest": digest,
        "batch": batch,
        "source_file": "a.pdf",
        "source_page": 1,
        "scan": "0" * 64,
        "form_digest": "f" * 64,
        "turn": 0,
        "has_opinion": 0,
        "form_page": 1,
        "form_pages": 1,
        "placement": {"hex": random_.randbytes(UNITS * 8).hex()},
        "mark": "",
    }
    decisions = [decision(digest, row[1], CHOICES[0]) for row in rows if row[3] == "doubtful"]
    return line, {"sheet": digest, "rows": rows}, decisions


def decision(sheet_: str, item: object, choice: str) -> dict[str, Any]:
    """What two people found."""
    return {
        "sheet": sheet_,
        "item": item,
        "verdict": "valid",
        "choice": choice,
        "decided_by": "甲",
        "confirmed_by": "乙",
        "decided_at": "2024-11-20T10:00:00+08:00",
    }


def differently(random_: random.Random, found: Sheet) -> Sheet:
    """The same picture at another station, now and then with another batch or decision."""
    line, rows, decisions = found
    if random_.random() >= DIFFERENT_SHARE:
        return found
    if decisions:
        return line, rows, [decision(line["digest"], decisions[0]["item"], CHOICES[2]), *decisions[1:]]
    return {**line, "batch": "Z99"}, rows, decisions


def stations(bundles: int, sheets: int, share: int) -> Iterator[tuple[int, list[Sheet]]]:
    """What each station has read."""
    random_ = random.Random(2024)  # noqa: S311 - invented
    handed_on: list[Sheet] = []
    for number in range(bundles):
        own = [sheet(random_, f"A{number % 99 + 1:02}") for _ in range(sheets - len(handed_on))]
        yield number, sorted([*own, *handed_on], key=lambda found: str(found[0]["digest"]))
        handed_on = [differently(random_, found) for found in own[: sheets * share // 100]]


def seal(folder: Path, number: int, found: list[Sheet]) -> Path:
    """A bundle as `pingyi bundle` writes it; its log has one entry, which answers for all of it."""
    numbered = enumerate((one for _, _, decisions in found for one in decisions), start=1)
    corrections = [{"number": place, **one} for place, one in numbered]
    payload = canonical({"at": "2024-11-20", "station": number, **told(found, corrections)})
    first = entry_hash(1, "begin", payload, FIRST)
    key, name = public_key(), f"第{number + 1}站"
    content: dict[str, bytes | Path] = {
        f"{SHEETS}.jsonl": json_lines(line for line, _, _ in found),
        f"{ROWS}.jsonl": json_lines(rows for _, rows, _ in found),
        f"{CORRECTIONS}.jsonl": json_lines(corrections),
        **{f"{part}.jsonl": b"" for part in (PAGES, PAGE_DECISIONS, FORMS)},
        f"{SALTS}.jsonl": json_lines({"batch": batch, "salt": SALT} for batch in batches(found)),
        f"{LOG}.jsonl": json_lines([{"entry": [1, "begin", payload, FIRST, first]}]),
    }
    about = {"format": FORMAT, "program": "", "name": name, "key": key, "station": station_of(key, first, name)}
    path = folder / f"{number:04}.zip"
    write_sealed(path, content, {**about, "schema": len(STEPS), "campaign": "0" * 64, "about": "invented"})
    return path


def batches(found: list[Sheet]) -> list[str]:
    """Codes of the sheets' batches."""
    return sorted({line["batch"] for line, _, _ in found})


def told(found: list[Sheet], corrections: list[dict[str, Any]]) -> dict[str, Any]:
    """What the log says of these papers and decisions."""
    digests: dict[str, list[str]] = {batch: [] for batch in batches(found)}
    for line, rows, _ in found:
        listed = [dict(zip(BALLOTS.parts, row, strict=True)) for row in rows["rows"]]
        digests[line["batch"]].append(told_digest(BALLOTS, line, listed))
    seals = {batch: {"sheets": len(papers), "sha256": seal_of(SALT, papers)} for batch, papers in digests.items()}
    columns = list(corrections[0]) if corrections else []
    cover = {
        "table": CORRECTIONS,
        "columns": columns,
        "first": 1,
        "last": len(corrections),
        "sha256": lines_digest(sorted(([one[column] for column in columns] for one in corrections), key=canonical)),
    }
    return {"batches": seals, "rows": [cover] if corrections else []}


def settled(works: list[StationWork]) -> Joined:
    """Pooled one by one, in this order."""
    nothing: Pool = {}
    return settle_pool(reduce(join, ({work.bundle: work} for work in works), nothing))


def main() -> None:
    """Print sizes, costs and whether all orders agree."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("--bundles", type=int, default=100)
    parser.add_argument("--sheets", type=int, default=1000)
    parser.add_argument("--orders", type=int, default=10)
    parser.add_argument("--share", type=int, default=2, help="sheets in a hundred also read at the next station")
    wish = parser.parse_args()
    works, sizes, opening = [], 0, 0.0
    with tempfile.TemporaryDirectory() as folder:
        for number, found in stations(wish.bundles, wish.sheets, wish.share):
            path = seal(Path(folder), number, found)
            sizes += path.stat().st_size
            cpu = time.process_time()
            with opened(path, BundleManifest) as bundle:
                works.append(work_of(bundle, path.stem)[0])
            opening += time.process_time() - cpu
            path.unlink()  # what it says is known; a hundred would fill a small disk
    total = wish.bundles * wish.sheets
    size = f"{sizes / MIB:.0f} MiB, {sizes / total / 1024:.1f} KiB a sheet"
    click.echo(f"{wish.bundles} bundles of {wish.sheets} invented sheets: {size}")
    click.echo(f"opened and checked: {opening / total * 1000:.2f} CPU ms a sheet")
    digests = set()
    cpu = time.process_time()
    for seed in range(wish.orders):
        order = works.copy()
        random.Random(seed).shuffle(order)  # noqa: S311 - an order
        joined = settled(order)
        digests |= {joined.digest(), settled([*order, *order]).digest()}
    click.echo(
        f"{wish.orders} random orders, each once and twice over: {len(digests)} different result(s); "
        f"{(time.process_time() - cpu) / wish.orders / 2:.1f} CPU s a merge"
    )
    twice, disputed = len(joined.twice), len(joined.disputed)
    click.echo(f"{len(joined.sheets):,} sheets stand, {twice:,} read at two stations, {disputed:,} disputed")
    sys.exit(len(digests) != 1)


if __name__ == "__main__":
    main()
