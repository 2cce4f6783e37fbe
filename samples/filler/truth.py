"""What is really on a filled page, row by row, kept beside the scans as truth.jsonl."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from pingyi.domain.readings.reading import Verdict
from pingyi.ground.whole import new_file


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueRow:
    """
    One row of one page; `page` is 1-based, `turn` the degrees clockwise that bring the page upright.

    `kind` names what the voter did: normal, overflow (a tail left the cell), sprawling (less than 60 % of the ink, or
    not the lowest point, lies in its own cell), blank, multi, corrected, cross, circle, border, dot, strike, line.
    """

    page: int
    item: str
    verdict: Verdict
    choice: str = ""
    kind: str
    turn: int = 0
    dpi: int = 0


def write_truth(path: Path, rows: Iterable[TrueRow]) -> None:
    """One JSON object a line."""
    with new_file(path) as part, part.open("w", encoding="utf-8", newline="\n") as file:
        for row in rows:
            item = int(row.item) if row.item.isdigit() else row.item
            file.write(json.dumps(asdict(row) | {"item": item}, ensure_ascii=False) + "\n")


def read_truth(path: Path) -> tuple[TrueRow, ...]:
    """The rows of a truth file, in its order."""
    rows: list[TrueRow] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            raw = json.loads(line)
            rows.append(
                TrueRow(
                    page=int(raw["page"]),
                    item=str(raw["item"]),
                    verdict=Verdict(raw["verdict"]),
                    choice=raw.get("choice") or "",
                    kind=raw.get("kind", ""),
                    turn=int(raw.get("turn", 0)),
                    dpi=int(raw.get("dpi", 0)),
                )
            )
    return tuple(rows)
