"""Forms as clerks make them (../shared/cases/forms), each understood as its README says, and its scans read."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from kept_paper import print_together

from pingyi.domain.forms.form import BallotForm
from pingyi.domain.readings.reading import SheetReading, Verdict
from pingyi.ground.errors import FormError
from pingyi.scanner.files.pages import count_pages
from pingyi.scanner.sheet import read_sheet
from pingyi.workflow.votes.redraw import redraw
from pingyi.workflow.votes.vote_desk import asked_tables

FORMS = Path(__file__).resolve().parents[4] / "shared" / "cases" / "forms"
pytestmark = [pytest.mark.office, pytest.mark.skipif(not FORMS.exists(), reason="needs ../shared/cases")]

FOUR = ("优秀", "称职", "基本称职", "不称职")
THREE = ("满意", "基本满意", "不满意")
GOOD = ("好", "较好", "一般", "差")
RIGHT = {  # of each table: its page, its printed rows, lines for names, choices
    "F01": ((1, 8, 0, FOUR),),
    "F02": ((1, 8, 0, FOUR),),
    "F05": ((1, 5, 3, ("赞成", "反对", "弃权")),),
    "F07": ((1, 8, 0, FOUR),),
    "F09": ((1, 4, 0, GOOD), (1, 8, 0, FOUR)),
    "F10": ((1, 8, 0, GOOD),),
    "F12": ((1, 22, 0, FOUR), (2, 23, 0, FOUR)),
    "G1": ((1, 8, 0, THREE),),
    "G2": ((1, 8, 0, THREE),),
    "G9": ((1, 8, 0, THREE),),
    "f12": ((1, 16, 0, THREE),),
    "f1": ((1, 16, 0, THREE),),
    "f2": ((1, 16, 0, THREE),),
    "f2b": ((1, 16, 0, THREE),),
    "f3b": ((1, 14, 0, THREE),),
    "f5": ((1, 16, 0, ("优秀", "良好", "一般", "较差")),),
}
REDRAWN = {"F03": ("同一格里的方框", (1, 5, 0, THREE)), "F14": ("选项上下排列", (1, 2, 0, THREE))}


def form(key: str) -> Path:
    (path,) = FORMS.glob(f"{key}_*.docx")
    return path


def figures(table: BallotForm) -> tuple[int, int, int, tuple[str, ...]]:
    lines = sum(row.written is not None for row in table.rows)
    return table.page, len(table.rows) - lines, lines, table.choices


@pytest.fixture(scope="module", autouse=True)
def _printed(tmp_path_factory: pytest.TempPathFactory) -> None:
    print_together(sorted(FORMS.glob("*.docx")), tmp_path_factory.mktemp("printed"))


def test_every_form_of_the_cases_is_named_here() -> None:
    assert {path.name.split("_")[0] for path in FORMS.glob("*.docx")} == {*RIGHT, *REDRAWN}


@pytest.mark.parametrize("key", RIGHT)
def test_a_form_is_understood(key: str) -> None:
    tables = asked_tables(form(key), (), ())
    assert tuple(map(figures, tables)) == RIGHT[key]


@pytest.mark.parametrize("key", REDRAWN)
def test_a_form_that_cannot_be_read_is_refused_by_its_layout_and_read_when_drawn_anew(key: str, tmp_path: Path) -> None:
    told, right = REDRAWN[key]
    with pytest.raises(FormError, match=f"{told}.*pingyi vote redraw"):
        asked_tables(form(key), (), ())
    assert tuple(map(figures, redraw(form(key), tmp_path / "新.docx").tables)) == (right,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """A scan with the form it is of; by page the true choice of each label."""

    key: str
    scan: Path
    truth: dict[int, dict[str, str]]


def scans() -> Iterator[Scanned]:
    for told in sorted(FORMS.glob("[FG]*.json")):
        scan, key = told.with_suffix(".pdf"), told.stem.split("_")[0].removesuffix("g")
        truth: dict[int, dict[str, str]] = {}
        for row in json.loads(told.read_text("utf-8")):
            truth.setdefault(row["page"], {})[row["label"]] = row["choice"]
        yield Scanned(key=key, scan=scan, truth=truth)
    told = json.loads((FORMS / "truth.json").read_text("utf-8"))
    for scan in sorted(FORMS.glob("f*.jpg")):
        key = scan.stem.split("_")[0]
        right = {label: RIGHT[key][0][3][k] for label, k in told[f"{scan.stem}.png"].items()}
        yield Scanned(key=key, scan=scan, truth={1: right})


@pytest.mark.parametrize("given", list(scans()) if FORMS.exists() else [], ids=lambda given: given.scan.name)
def test_what_is_decided_on_a_scan_is_what_its_voter_chose(given: Scanned) -> None:
    tables, decided, asked = asked_tables(form(given.key), (), ()), 0, 0
    assert count_pages(given.scan) == len(given.truth)
    for page, right in given.truth.items():
        read = read_sheet(given.scan, page, tables)
        assert isinstance(read, SheetReading), read
        rows = {row.name or row.item: row for row in read.rows}
        assert {*right} <= {*rows}
        for label, row in rows.items():
            asked += row.verdict is Verdict.DOUBTFUL
            decided += row.verdict is not Verdict.DOUBTFUL
            if row.verdict is not Verdict.DOUBTFUL:
                assert row.word == right.get(label, Verdict.BLANK.value), f"page {page} {label}"
    assert asked <= 0.05 * (asked + decided)
