"""`pingyi read` as a clerk starts it, and its table held against the truth: right, asked, wrong, missing, refused."""

import csv
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.answers import Answer

ROOT = Path(__file__).resolve().parent.parent
UNREAD = "unread"
ASKED_ALL = "people"  # a truth of a row that people are to decide, whatever stands there


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What came of it: exit code, everything said, and readings.csv."""

    code: int
    said: str
    rows: tuple[dict[str, str], ...]

    def page(self, number: int) -> list[dict[str, str]]:
        """The rows of a page."""
        return [row for row in self.rows if row["page"] == str(number)]

    @property
    def refused(self) -> str:
        """Why nothing was read at all; empty when there is a table."""
        return "" if self.rows or self.code in (0, 3) else last_line(self.said)


@dataclass(slots=True, kw_only=True)
class Score:
    """Rows of truth by what came of them."""

    right: int = 0
    asked: int = 0
    wrong: int = 0
    missing: int = 0  # without a word
    named: int = 0  # not read, and said to be
    refused: int = 0  # on refused pages
    words: list[str] = field(default_factory=list)

    def add(self, other: "Score") -> None:
        """Sum up."""
        for name in ("right", "asked", "wrong", "missing", "named", "refused"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.words += other.words

    @property
    def rows(self) -> int:
        """All rows of truth and all that were made up."""
        return self.right + self.asked + self.wrong + self.missing + self.named + self.refused


def read(scan: Path, form: Path, out: Path, choices: str = "") -> Table:
    """Read one file with one form; no workspace, no options but choices."""
    command = [sys.executable, str(ROOT / "cli.py"), "read", str(scan), "--form", str(form), "-o", str(out)]
    out.unlink(missing_ok=True)
    command += ["--choices", choices] if choices else []
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=900, check=False)
    rows: tuple[dict[str, str], ...] = ()
    if out.is_file():
        with out.open(encoding="utf-8-sig", newline="") as stream:
            rows = tuple(csv.DictReader(stream))
    return Table(code=done.returncode, said=done.stdout + done.stderr, rows=rows)


def last_line(said: str) -> str:
    """The end of what was said, where errors stand."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return lines[-1] if lines else "no word"


def score(table: Table, page: int, truth: Mapping[str, Answer], serials: Mapping[str, str] | None = None) -> Score:
    """Hold one page against its truth by label, or by a row's printed serial where the table has no name for it."""
    found = Score()
    rows = table.page(page)
    if table.refused or any(row["verdict"] == UNREAD for row in rows):
        found.refused = len(truth)
        found.words = [table.refused or next(row["reason"] for row in rows if row["verdict"] == UNREAD)]
        return found
    used: set[int] = set()
    for label, true in truth.items():
        at = next((k for k, row in enumerate(rows) if label in (row["name"], row["item"])), None)
        if at is None and serials and label in serials:
            nameless = (k for k, row in enumerate(rows) if row["name"] not in truth and row["item"] == serials[label])
            at = next(nameless, None)
        if at is None:
            _lost(found, table, label, skipped=not rows)
            continue
        used.add(at)
        _count(found, label, true, rows[at])
    for k, row in enumerate(rows):
        if k not in used and row["verdict"] != "doubtful":
            found.wrong += 1
            found.words.append(f"no such row: {row['item']} {row['name']} {row['verdict']} {row['choice']}")
    return found


def _lost(found: Score, table: Table, label: str, *, skipped: bool) -> None:
    if any(named in table.said for named in ([f"序号 {label}", f"“{label}”"] if label.isdigit() else [label])):
        found.named += 1
    else:
        found.missing += 1
        found.words.append("page without a word" if skipped else f"missing: {label}")


def _count(found: Score, label: str, true: Answer, row: dict[str, str]) -> None:
    if row["verdict"] == "doubtful":
        found.asked += 1
    elif true.state not in (ASKED_ALL, "doubtful") and (row["verdict"], row["choice"]) == (true.state, true.choice):
        found.right += 1
    elif true.state == "doubtful":
        found.named += 1  # no truth to hold it against
    else:
        found.wrong += 1
        found.words.append(f"{label}: truth {true.state} {true.choice}, read {row['verdict']} {row['choice']}")


HEAD = (
    f"{'':<44}{'page':>5}{'rows':>6}{'right':>7}{'asked':>7}{'wrong':>7}{'missing':>9}{'named':>7}{'refused':>9}  words"
)


def line(name: str, page: int | str, got: Score, width: int = 110) -> str:
    """One page under HEAD."""
    words = "; ".join(dict.fromkeys(got.words))
    padded = name + " " * max(0, 44 - sum(1 + (ord(letter) > 0x2E7F) for letter in name))
    return (
        f"{padded}{page:>5}{got.rows:>6}{got.right:>7}{got.asked:>7}{got.wrong:>7}{got.missing:>9}{got.named:>7}"
        f"{got.refused:>9}  {words[:width]}"
    )
