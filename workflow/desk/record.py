"""What the store cannot see by itself, for the evidence chain: print runs, scans, counts, points, documents."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from pingyi.domain.readings.ballot import Tally
from pingyi.domain.results.result import Result
from pingyi.domain.results.score import ScoreSheet
from pingyi.domain.results.score_tree import score_content
from pingyi.domain.trust.chain import Event, EventKind, canonical, sha256
from pingyi.store.base.store import Store
from pingyi.store.evidence.log import append_event, events
from pingyi.workflow.desk.working_days import WORKING_DAYS
from pingyi.workflow.desk.workspace import BATCHES, CAMPAIGN, VOTE
from pingyi.workflow.files.digest import sha256_of

BALLOTS = Path("forms") / "ballots"
PLAN_RECORD = "方案出处.csv"  # where each setting stands in the plan the campaign was read from
SETTINGS = (CAMPAIGN, BATCHES, WORKING_DAYS, PLAN_RECORD, VOTE)
FOLLOWING = (
    EventKind.TALLY,
    EventKind.SCORE,
    EventKind.DOCUMENT,
    EventKind.EXTENSION,
    EventKind.STATEMENT,
    EventKind.LOG,
    EventKind.DRAFT,
)
"""Change nothing that points are made of."""


def settings_digests(root: Path) -> dict[str, str]:
    """SHA-256 of the files an office edits, as far as they exist."""
    return {name: sha256_of(root / name) for name in SETTINGS if (root / name).is_file()}


def tally_content(tally: Tally) -> dict[str, Any]:
    """Every count, for hashing and for the archive; votes for units that are gone stand among the others."""
    content: dict[str, Any] = asdict(tally)
    gone = content.pop("gone_rows")  # no key of its own: the hash of a year without changes stays what it was
    return {**content, "rows": [*content["rows"], *gone]}


def record_tally(root: Path, store: Store, tally: Tally) -> Event:
    """Write down what was counted; counted again with the same outcome it is the same entry."""
    return record_counted(root, store, tally_content(tally))


def record_counted(root: Path, store: Store, counted: Mapping[str, Any]) -> Event:
    """The same of counts of any kind, in JSON's types."""
    content = {"settings": settings_digests(root), "tally": sha256(canonical(counted))}
    return _once(store, EventKind.TALLY, content)


def record_scores(root: Path, store: Store, result: Result) -> Event:
    """Write down counts and points; its hash is the one a notice prints."""
    tally, sheet = result.tally, result.scores
    record_tally(root, store, tally)
    tree = score_content(sheet)
    content = {
        "settings": settings_digests(root),
        "tally": sha256(canonical(tally_content(tally))),
        "tree": sha256(canonical(tree)),
        "units": published(sheet),
        "draft": sheet.draft,
    }
    return _once(store, EventKind.SCORE, content)


def published(sheet: ScoreSheet) -> list[dict[str, Any]]:
    """The numbers of the notice: points with two places, totals, ranks."""
    return [
        {
            "unit": unit.unit,
            "items": {item.label: str(item.rounded()) for item in unit.items},
            "total": str(unit.total.rounded()),
            "rank": unit.rank,
            "ranked_in": unit.ranked_in,
        }
        for unit in sheet.units
    ]


def record_files(root: Path, store: Store, kind: EventKind, files: Sequence[Path], more: Mapping[str, object]) -> Event:
    """Write down files made in the workspace, by their path in it and SHA-256."""
    digests = {file.resolve().relative_to(root.resolve()).as_posix(): sha256_of(file) for file in files}
    return _once(store, kind, {"files": digests, **more})


def record_print_run(root: Path, store: Store, files: Sequence[Path]) -> None:
    """Write down the ballots printed, if there are any among these files."""
    ballots = [file for file in files if file.parent == root / BALLOTS]
    if ballots:
        record_files(root, store, EventKind.PRINT_RUN, ballots, {})


def record_scans(store: Store, digests: Sequence[str]) -> None:
    """Write down which files were kept as evidence, those not yet written down."""
    known = {digest for event in events(store) if event.kind == EventKind.SCAN for digest in event.content()["scans"]}
    new = sorted(set(digests) - known)
    if new:
        append_event(store, EventKind.SCAN, {"scans": new, "day": _now().date().isoformat()})


def _once(store: Store, kind: EventKind, content: Mapping[str, object]) -> Event:
    """The entry that says this already, when nothing that counts came after it; else a new one."""
    for event in reversed(events(store)):
        if event.kind == kind:
            said = event.content()
            if {key: said[key] for key in said if key != "at"} == dict(content):
                return event
            break
        if event.kind not in FOLLOWING:
            break
    return append_event(store, kind, {**content, "at": _now().isoformat(timespec="seconds")})


def _now() -> datetime:
    return datetime.now().astimezone()
