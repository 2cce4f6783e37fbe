"""Whole pages with known truth to be spoilt: where they come from, and which of them are read right before."""

import json
import pickle
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from benchmarks.answers import ASKED, Answer, Kind, Laid, Paper, Picture, Refused, answers, key_of, lay
from benchmarks.damage.damage_truth import FREE_KINDS, Row, judge
from benchmarks.damage.damages import Flags, Geometry, whole
from pingyi.domain.forms.form import FormCell
from pingyi.samples.filler.truth import TrueRow, read_truth
from pingyi.scanner.files.pages import load_page

INSET_MM = 0.7  # of a cell: rulings lie outside
INK_DARK = 40  # grey levels under the paper
AREA_STEP_MM = 0.8
Places = npt.NDArray[np.int32]  # n × y, x
SHARED = Path(__file__).resolve().parent.parent.parent.parent / "shared"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A page as it comes: truth by row; `kinds` what the voter did, where that is known."""

    group: str  # own, invented, word, cases, leaders
    name: str
    scan: Path
    page: int  # 1-based
    paper: Paper
    truth: Mapping[str, Answer]
    kinds: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A page ready to be spoilt: upright, laid, its rows' ink found."""

    group: str
    name: str
    paper: Paper
    picture: Picture
    geometry: Geometry
    rows: dict[str, Row]


def prepared(source: Source) -> Subject | str:
    """Lay the whole page and read it; words instead of a subject when that is not right already."""
    picture = load_page(source.scan, source.page, reduced=True)
    laid = lay(picture, source.paper)
    if laid is None:
        refused = answers(picture, source.paper, source.truth)
        return f"refused whole: {refused.words}" if isinstance(refused, Refused) else "not laid"
    if laid.turn:
        picture = np.ascontiguousarray(np.rot90(picture, -(laid.turn // 90)))
        laid = lay(picture, source.paper)
        if laid is None or laid.turn:
            return "not laid once it was turned upright"
    rows = _rows(picture, laid, source)
    lost = set(source.truth) - set(rows)
    if lost:
        return f"rows missing from the form as it is understood: {'、'.join(sorted(lost))}"
    read = answers(picture, source.paper, rows)
    if isinstance(read, Refused):
        return f"refused once it was turned upright: {read.words}"
    _, lines = judge(rows, whole(picture), read)
    subject = Subject(
        group=source.group,
        name=source.name,
        paper=source.paper,
        picture=picture,
        geometry=_geometry(picture, laid),
        rows={key: replace(row, before=key in read and read[key].state != ASKED) for key, row in rows.items()},
    )
    return f"read wrong before it was spoilt: {'; '.join(lines)}" if lines else subject


def kept(subject: Subject, path: Path) -> Path:
    """On disk, for other processes."""
    path.write_bytes(pickle.dumps(subject))
    return path


@lru_cache(maxsize=3)
def fetched(path: Path) -> Subject:
    """What `kept` wrote, a moment ago and by this program."""
    subject = pickle.loads(path.read_bytes())  # noqa: S301 - our own file
    assert isinstance(subject, Subject)  # noqa: S101 - as above
    return subject


def ticked(rows: tuple[TrueRow, ...], page: int) -> tuple[dict[str, Answer], dict[str, str]]:
    """Truth and behaviour of a page, by serial."""
    mine = [row for row in rows if row.page == page]
    truth = {row.item: Answer(state=row.verdict.value, choice=row.choice) for row in mine}
    return truth, {row.item: row.kind for row in mine}


def sources_of(group: str, scan: Path, paper: Paper, pages: int, truth: Path | None = None) -> Iterator[Source]:
    """The first pages of a scan that has a truth.jsonl beside it."""
    rows = read_truth(truth or scan.with_name(f"{scan.stem}.truth.jsonl"))
    for page in sorted({row.page for row in rows})[:pages]:
        answered, kinds = ticked(rows, page)
        name = f"{scan.parent.name if truth else scan.stem}-{page}"
        yield Source(group=group, name=name, scan=scan, page=page, paper=paper, truth=answered, kinds=kinds)


def cases() -> Iterator[Source]:
    """The scans of ../shared/cases that have their right answers beside them."""
    yield from forms_cases()
    yield from shifted()


def forms_cases() -> Iterator[Source]:
    """Forms as clerks make them."""
    folder = SHARED / "cases" / "forms"
    for name in ("F01g", "F10g", "G2_一行是控件"):
        if (folder / f"{name}.json").is_file():
            docx = next(iter(sorted(folder.glob(f"{name.rstrip('g').split('_')[0]}_*.docx"))))
            yield from labelled(folder / f"{name}.pdf", docx, json.loads((folder / f"{name}.json").read_text("utf-8")))
    if (folder / "truth.json").is_file():
        told = json.loads((folder / "truth.json").read_text("utf-8"))
        for scan in sorted(folder.glob("f*.jpg")):
            docx = next(path for path in folder.glob("f*.docx") if scan.stem.startswith(path.stem))
            every = dict.fromkeys(told.get(f"{scan.stem.removesuffix('_few')}_full.png", {}))
            yield from by_unit(scan, docx, every | told[f"{scan.stem}.png"])


def shifted() -> Iterator[Source]:
    """The whole sheet of ../shared/cases/shift: what is read on it is its truth, and what is asked about has none."""
    folder = SHARED / "cases" / "shift"
    if not folder.is_dir():
        return
    paper, scan = Paper(docx=folder / "official_form.docx"), folder / "official_form_whole.jpg"
    truth = read_as_truth(scan, paper)
    if truth:
        yield Source(group="cases", name=scan.stem, scan=scan, page=1, paper=paper, truth=truth, kinds={})


def read_as_truth(scan: Path, paper: Paper) -> dict[str, Answer]:
    """A whole page's reading, as the truth of it when it is spoilt."""
    read = answers(load_page(scan, 1, reduced=True), paper, ())
    if isinstance(read, Refused):
        return {}
    return {key: Answer(state="doubtful") if got.state == ASKED else got for key, got in read.items()}


def labelled(scan: Path, docx: Path, told: list[dict[str, object]]) -> Iterator[Source]:
    """Truth by page and label."""
    for page in sorted({int(str(row["page"])) for row in told}):
        rows = [row for row in told if row["page"] == page]
        truth = {str(row["label"]): _by_word(row["choice"]) for row in rows}
        name = f"{scan.stem}-{page}"
        yield Source(group="cases", name=name, scan=scan, page=page, paper=Paper(docx=docx), truth=truth, kinds={})


def by_unit(scan: Path, docx: Path, told: Mapping[str, int | None]) -> Iterator[Source]:
    """Truth by unit as the number of its choice, None for none."""
    words = ("满意", "基本满意", "不满意")
    truth = {
        unit: Answer(state="blank") if choice is None else Answer(state="valid", choice=words[choice])
        for unit, choice in told.items()
    }
    yield Source(group="cases", name=scan.stem, scan=scan, page=1, paper=Paper(docx=docx), truth=truth, kinds={})


def _by_word(choice: object) -> Answer:
    return Answer(state="valid", choice=str(choice)) if choice else Answer(state="blank")


def _geometry(picture: Picture, laid: Laid) -> Geometry:
    table = laid.form.table
    owner = np.full((len(table.row_heights_mm), len(table.column_widths_mm)), -1)
    for number, cell in enumerate(table.cells):
        owner[cell.row : cell.row + cell.row_span, cell.col : cell.col + cell.col_span] = number
    return Geometry(
        crossings=laid.crossings,
        across=_edges(owner),
        down=_edges(owner.T).T,
        px_per_mm=max(picture.shape) / table.long_side_mm,
    )


def _edges(owner: npt.NDArray[np.int64]) -> Flags:
    """Edges between different cells, and all around."""
    around = np.ones((1, owner.shape[1]), np.bool_)
    return np.vstack([around, owner[1:] != owner[:-1], around])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sight:
    """A whole page as it is looked at for its rows' ink."""

    picture: Picture
    laid: Laid
    level: float  # of the paper
    mm: float  # pixels

    def inside(self, cell: FormCell) -> Places:
        """Pixels (y, x) of a cell within its rulings."""
        bottom, right = cell.row + cell.row_span, cell.col + cell.col_span
        corners = self.laid.crossings[[cell.row, cell.row, bottom, bottom], [cell.col, right, right, cell.col]]
        corners = corners + np.array([(1, 1), (-1, 1), (-1, -1), (1, -1)]) * INSET_MM * self.mm
        low = np.floor(corners.min(axis=0)).astype(np.int32)
        mask = np.zeros((np.ceil(corners.max(axis=0)).astype(np.int32) - low + 1)[::-1], np.uint8)
        cv2.fillConvexPoly(mask, np.rint(corners - low).astype(np.int32), 1)
        found = np.argwhere(mask).astype(np.int32) + low[::-1].astype(np.int32)
        return np.asarray(found.clip(0, np.array(self.picture.shape, np.int32) - 1))

    def row(self, cells: tuple[FormCell, ...], answer: Answer, chosen: int | None, kind: str) -> Row:
        """Its ink: of the chosen cell, else of all of them."""
        places = [self.inside(cell) for cell in cells]
        marked = np.vstack(places) if chosen is None else places[chosen]
        dark = self.level - self.picture[marked[:, 0], marked[:, 1]].astype(np.float32)
        inked = (dark > INK_DARK) & (answer.state != "blank")
        step = max(1, round(AREA_STEP_MM * self.mm)) ** 2
        area = np.vstack(places)[::step]
        return Row(
            answer=answer, free=kind in FREE_KINDS, before=True, ink=marked[inked], weight=dark[inked], area=area
        )


def _rows(picture: Picture, laid: Laid, source: Source) -> dict[str, Row]:
    coarse = cv2.resize(picture, (64, 64), interpolation=cv2.INTER_AREA)
    sight = _Sight(
        picture=picture,
        laid=laid,
        level=float(np.percentile(coarse, 90)),
        mm=max(picture.shape) / laid.form.table.long_side_mm,
    )
    rows = {}
    for row in laid.form.rows:
        key = key_of(row, source.truth)
        if key in source.truth:
            answer = source.truth[key]
            named = laid.form.choices.index(answer.choice) if answer.choice in laid.form.choices else None
            chosen = 0 if source.paper.kind is Kind.SCORES else named
            rows[key] = sight.row(row.cells, answer, chosen, source.kinds.get(key, ""))
    return rows
