"""`pingyi region`: a region's campaign made of its districts': rows collected, results by district, one joint table."""

import csv
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.readings.ballot import DraftBallot
from pingyi.domain.results.region import DistrictUnit, Placed, UnitCounts
from pingyi.ground.csv_text import literal
from pingyi.ground.errors import CampaignError, FileError, NotReadyError, RosterError, missing_extra
from pingyi.ground.whole import new_file
from pingyi.store.base.store import Store
from pingyi.store.outside.region import Row, count_marks, write_rows
from pingyi.tally.region import place
from pingyi.workflow.desk.progress import Advance
from pingyi.workflow.desk.workspace import Workspace, open_workspace, read_text, watching
from pingyi.workflow.evidence.restore import restore
from pingyi.workflow.results.policies import confirmed
from pingyi.workflow.results.tally import seated_sheets

ROWS, UNITS, JOINT, RESULTS = "rows", "units.json", "联合排名.csv", "各区结果"
DOUBTFUL = "doubtful"
UNSAFE = '/\\:*?"<>|'  # in the name of a file
COLUMNS = ("类别", "区域名次", "本区名次", "区", "单位", "得分", "有效票")
NOT_CHOICES = {"blank": "不选", "multiple": "多选", DOUBTFUL: "待判定"}


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """One line of the roster of rosters: a workspace, or a sealed archive."""

    name: str
    source: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """What came of one district."""

    district: str
    sheets: int
    rows: int
    open_rows: int


def read_region(path: Path) -> tuple[District, ...]:
    """
    The districts a YAML file names, paths taken from where it lies.

    Raises CampaignError naming what is wrong, MissingToolError without the extra, FileError.
    """
    try:
        import yaml  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise missing_extra("region ", "region") from error
    if not path.is_file():
        raise FileError(f"找不到 {path}；请核对路径")
    try:
        content = yaml.safe_load(read_text(path))
    except yaml.YAMLError as error:
        raise CampaignError(f"{path.name} 不是合格的 YAML（{error}）；请照 docs/scale.md 的例子改") from error
    listed = content.get("districts") if isinstance(content, dict) else None
    if not isinstance(listed, list) or not listed:
        raise CampaignError(f"{path.name} 里没有 districts 一项；每区写 name（区名）和 source（工作目录或归档文件）")
    districts: list[District] = []
    for number, one in enumerate(listed, start=1):
        if not isinstance(one, dict) or not one.get("name") or not one.get("source"):
            raise CampaignError(f"{path.name} 第 {number} 个区缺 name 或 source；请补上")
        if set(str(one["name"])) & set(UNSAFE):
            raise CampaignError(f"{path.name} 里区名“{one['name']}”有不能做文件名的字符（{UNSAFE}）；请改写")
        if any(known.name == str(one["name"]) for known in districts):
            raise CampaignError(f"{path.name} 里“{one['name']}”写了两次；请删去一个")
        districts.append(District(name=str(one["name"]), source=path.parent / str(one["source"])))
    return tuple(districts)


def collect(region: Path, out: Path, advance: Advance) -> tuple[Collected, ...]:
    """
    Write every district's settled rows to `out`, a Parquet file each, and the roster of all units.

    Raises what opening a workspace or an archive raises, with the district's name.
    """
    districts = read_region(region)
    units: list[DistrictUnit] = []
    done: list[Collected] = []
    for number, district in enumerate(districts):
        advance("汇集", number, len(districts))
        with _opened(district) as (campaign, store):
            units += _units(district.name, campaign)
            sheets = _sheets(district, campaign, store)
        if not sheets:
            raise NotReadyError(
                f"{district.name}（{district.source}）还没有读入评议表；请先扫描，或从 {region.name} 里去掉"
            )
        rows = write_rows(out / ROWS / f"{number + 1:04}.parquet", _rows(district.name, sheets))
        open_rows = sum(len(sheet.open_rows) for sheet in sheets)
        done.append(Collected(district=district.name, sheets=len(sheets), rows=rows, open_rows=open_rows))
    for old in sorted((out / ROWS).glob("*.parquet"))[len(districts) :]:
        old.unlink()  # of a longer roster
    with new_file(out / UNITS) as part:
        part.write_text(json.dumps([_unit_line(unit) for unit in units], ensure_ascii=False), encoding="utf-8")
    return tuple(done)


def joint_table(folder: Path) -> tuple[Placed, ...]:
    """Every unit of every district collected in `folder`, ranked within its kind. Raises NotReadyError, FileError."""
    if not (folder / UNITS).is_file():
        raise NotReadyError(f"{folder} 里还没有汇集的数据；请先 pingyi region collect 区域.yaml -o {folder}")
    marks: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for district, item, mark, rows in count_marks(folder / ROWS):
        marks[district, item][mark] = rows
    units = (_unit(line) for line in json.loads((folder / UNITS).read_text(encoding="utf-8")))
    return place(UnitCounts(unit=unit, marks=marks[unit.district, unit.item]) for unit in units)


def write_joint(folder: Path, placed: Sequence[Placed]) -> Path:
    """The joint table, for Excel."""
    _write(folder / JOINT, placed)
    return folder / JOINT


def write_results(folder: Path, placed: Sequence[Placed]) -> tuple[Path, ...]:
    """A table for each district."""
    by_district: dict[str, list[Placed]] = defaultdict(list)
    for one in placed:
        by_district[one.counts.unit.district].append(one)
    (folder / RESULTS).mkdir(exist_ok=True)
    paths = {name: folder / RESULTS / f"{name}.csv" for name in by_district}
    for name, found in by_district.items():
        _write(paths[name], found)
    return tuple(paths.values())


@contextmanager
def _opened(district: District) -> Iterator[tuple[Campaign, Store]]:
    with tempfile.TemporaryDirectory(prefix="pingyi-region-") as folder:
        if district.source.suffix.lower() == ".zip":
            workspace: Workspace = restore((district.source,), Path(folder) / "workspace").workspace
        else:
            workspace = open_workspace(district.source)
        with watching(workspace) as store:
            yield confirmed(workspace, store).campaign, store


def _sheets(district: District, campaign: Campaign, store: Store) -> list[DraftBallot]:
    try:
        return seated_sheets(campaign, store)
    except RosterError as error:
        raise RosterError(f"{district.name}（{district.source}）{error}") from error


def _units(district: str, campaign: Campaign) -> Iterator[DistrictUnit]:
    exact = tuple((one.word, Fraction(one.weight) if one.counts else None) for one in campaign.choices)
    for unit in campaign.units:
        yield DistrictUnit(district=district, item=str(unit.serial), name=unit.name, kind=unit.kind, weights=exact)


def _rows(district: str, sheets: Sequence[DraftBallot]) -> Iterator[Row]:
    for number, sheet in enumerate(sorted(sheets, key=lambda sheet: sheet.sheet)):
        for row in sheet.rows:
            yield district, sheet.batch, number, row.item, row.word, row.by_person
        for row_ in sheet.open_rows:
            yield district, sheet.batch, number, row_.item, DOUBTFUL, False


def _unit_line(unit: DistrictUnit) -> list[object]:
    weights = [[choice, None if weight is None else str(weight)] for choice, weight in unit.weights]
    return [unit.district, unit.item, unit.name, unit.kind, weights]


def _unit(line: list[object]) -> DistrictUnit:
    district, item, name, kind, weights = line
    exact = tuple((choice, None if weight is None else Fraction(weight)) for choice, weight in weights)  # type: ignore[attr-defined]
    return DistrictUnit(district=str(district), item=str(item), name=str(name), kind=str(kind), weights=exact)


def _write(path: Path, placed: Sequence[Placed]) -> None:
    """Choices as columns, by name: districts may have others."""
    choices = list(dict.fromkeys(choice for one in placed for choice, _ in one.counts.unit.weights))
    with new_file(path) as part, part.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow((*COLUMNS, *choices, *NOT_CHOICES.values()))
        for one in placed:
            unit, counts = one.counts.unit, one.counts
            ranks = (one.in_region or "", one.in_district or "")
            names = (literal(unit.district), literal(unit.name))
            numbers = (counts.marks.get(mark, 0) for mark in (*choices, *NOT_CHOICES))
            writer.writerow((unit.kind, *ranks, *names, counts.points, counts.valid, *numbers))
