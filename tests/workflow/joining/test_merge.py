"""Stations' bundles: merged in any order the same, refused by name when they are not what they should be."""

import itertools
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from printed_ballot import Printed
from stations import decision, sheet, started, still

from benchmarks.trust.people import enrol
from pingyi.commands.show.console import run
from pingyi.domain.readings.ballot import Correction
from pingyi.domain.readings.bundle import Disputed
from pingyi.domain.readings.double_review import RowPlace
from pingyi.domain.readings.reading import SheetReading, Unread
from pingyi.domain.trust.people import Role
from pingyi.ground.errors import CampaignError, ExitCode, NotReadyError
from pingyi.store.base.records import Filing
from pingyi.store.base.store import Store
from pingyi.store.evidence.dump import table_rows
from pingyi.store.people.double_review import refer
from pingyi.tally.settle import settle_draft
from pingyi.workflow.desk.seal import KEY_VARIABLE, MANIFEST
from pingyi.workflow.desk.workspace import Workspace, open_workspace, working
from pingyi.workflow.evidence.archive import Content, json_lines, write_sealed
from pingyi.workflow.joining.bundle import make_bundle
from pingyi.workflow.joining.merge import dispute_text, take_in
from pingyi.workflow.joining.pool import keep_bundles, pooled
from pingyi.workflow.joining.stations import STATIONS
from pingyi.workflow.results.tally import settled_sheets


@pytest.fixture
def office(tmp_path: Path, printed: Printed) -> Workspace:
    return started(tmp_path / "合并", printed)


Station = Callable[..., Path]


@pytest.fixture
def station(tmp_path: Path, printed: Printed) -> Station:
    """Make or continue a station and bundle its work."""

    def bundle(name: str, sheets: list[SheetReading], decisions: tuple[Correction, ...] = ()) -> Path:
        folder = tmp_path / name
        workspace = started(folder, printed) if not folder.exists() else open_workspace(folder)
        with working(workspace, "test") as store:
            store.file_pages([Filing(outcome=one, batch=one.batch_code, scan="0" * 64) for one in sheets])
            store.add_decisions(decisions)
            number = next(k for k in itertools.count() if not (tmp_path / f"{name}{k}.zip").exists())
            return make_bundle(workspace, store, tmp_path / f"{name}{number}.zip", name).path

    return bundle


def refused(office: Workspace, bundle: Path) -> str:
    """Why one bundle is refused; nothing is kept of it."""
    before = sorted(office.root.rglob("bundles/*"))
    (why,) = keep_bundles(office, [bundle], still).refused
    assert sorted(office.root.rglob("bundles/*")) == before
    return str(why)


def content(store: Store) -> list[object]:
    """Everything that counts."""
    corrections = [{**row, "number": 0} for row in table_rows(store, "corrections")]
    return [*table_rows(store, "sheets"), *table_rows(store, "row_readings"), *corrections]


def test_any_order_any_number_of_times_gives_the_same_workspace(
    tmp_path: Path, station: Station, printed: Printed
) -> None:
    one, two, three, four = (sheet(printed, seed) for seed in (1, 2, 3, 4))
    again = sheet(printed, 9, placement=2)  # sheet 2 scanned at another station
    bundles = [
        station("甲站", [one, two], (decision(one, "满意"),)),
        station("乙站", [two, three], (decision(three, "不满意"),)),
        station("丙站", [again, four]),
        station("甲站", [], (decision(two, "满意"),)),
    ]
    digests, contents = set(), []
    for number, order in enumerate([bundles, bundles[::-1], [*bundles[2:], *bundles[:2], bundles[0]]]):
        workspace = started(tmp_path / f"合并{number}", printed)
        for file in order:
            keep_bundles(workspace, [file], still)
        joined = pooled(workspace, still).joined
        with working(workspace, "test") as store:
            taken = take_in(workspace, store, joined, still)
            assert (taken.sheets, taken.rulings, taken.known) == (4, 3, 0)
            assert [page.reason for page in taken.waiting] == [Unread.SAME_PAPER]
            assert take_in(workspace, store, joined, still).sheets == 0
            contents.append(content(store))
        digests.add(joined.digest())
        assert joined.twice == {two.digest: tuple(work.name for work in joined.newest if two.digest in work.sheets)}
    assert len(digests) == 1
    assert contents[0] == contents[1] == contents[2]
    assert (tmp_path / "合并0" / "crops" / one.digest).is_dir()


def test_what_stations_decided_differently_waits_for_people(
    office: Workspace, station: Station, printed: Printed
) -> None:
    doubted, changed, moved = (sheet(printed, seed) for seed in (1, 2, 3))
    keep_bundles(
        office,
        [
            station("甲站", [doubted, changed, moved], (decision(doubted, "满意"), decision(changed, "满意", 0))),
            station(
                "乙站",
                [doubted, changed, sheet(printed, 3, batch="B01")],
                (decision(doubted, "不满意"), decision(changed, "不满意", 0)),
            ),
        ],
        still,
    )
    joined = pooled(office, still).joined
    with working(office, "test") as store:
        taken = take_in(office, store, joined, still)
        (draft,) = settled_sheets(office.campaign, store, store.corrections())
        assert [row.item for row in draft.open_rows] == [doubted.rows[4].item]
        pages = {page.page.digest: page.page for page in store.open_pages()}
    assert set(pages) == {changed.digest, moved.digest}
    assert {page.reason for page in taken.waiting} == {Unread.STATIONS_DIFFER}
    assert "甲站为“满意”" in pages[changed.digest].message()
    assert "A01 批" in pages[moved.digest].message()
    assert settle_draft(doubted, "A01", ()).open_rows == draft.open_rows


def test_what_stations_said_is_told_in_the_words_of_the_ballot() -> None:
    said = (("甲站", "blank"), ("乙站", "满意"))
    assert "甲站为“不选”、乙站为“满意”" in dispute_text(Disputed(sheet="f" * 64, item="3", said=said))


def test_a_bundle_cut_short_of_an_unknown_key_or_of_another_campaign_is_refused_by_name(
    office: Workspace, station: Station, printed: Printed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = station("甲站", [sheet(printed, 1)])
    short = tmp_path / "截断.zip"
    short.write_bytes(good.read_bytes()[:-400])
    assert "截断.zip 的压缩包结构已损坏" in refused(office, short)

    changed = tmp_path / "改动.zip"
    changed.write_bytes(good.read_bytes().replace("满意".encode(), "不满".encode(), 1))
    assert "改动.zip" in refused(office, changed)

    monkeypatch.setenv(KEY_VARIABLE, str(tmp_path / "another.key"))
    strange = station("丁站", [sheet(printed, 5)])
    monkeypatch.undo()
    told = refused(office, strange)
    assert re.search(r"丁站0.zip（自称丁站）由不认识的密钥签名；.*stations.csv.*站名,[0-9a-f]{64}$", told)
    key = told.rpartition(",")[2]
    (office.root / STATIONS).write_text(f"站名,公钥\n戊站,{key}\n", encoding="utf-8-sig")
    assert "登记的是戊站" in refused(office, strange)
    (office.root / STATIONS).write_text(f"站名,公钥\n丁站,{key}\n", encoding="utf-8-sig")
    kept = keep_bundles(office, [strange, short, good], still)
    assert (kept.new, len(kept.refused)) == (2, 1), "one refused costs no other"

    text = office.campaign_file.read_text(encoding="utf-8")
    office.campaign_file.write_text(text.replace("year = 2024", "year = 2025"), encoding="utf-8")
    assert re.search(r"甲站0.zip 是另一次评议的（.*2024", refused(open_workspace(office.root), good))


@pytest.mark.parametrize("said", [("blank", "满意"), ("valid", ""), ("doubtful", "满意"), ("perhaps", "")])
@pytest.mark.parametrize("part", ["rows", "corrections"])
def test_a_bundle_with_a_row_that_says_two_things_is_refused_by_name(
    office: Workspace, station: Station, printed: Printed, part: str, said: tuple[str, str]
) -> None:
    one = sheet(printed, 1)
    good = station("甲站", [one], (decision(one, "满意"),))
    with zipfile.ZipFile(good) as package:
        manifest = json.loads(package.read(MANIFEST))
        content: Content = {name: package.read(name) for name in manifest.pop("files")}
        (line,) = [json.loads(line) for line in package.read(f"{part}.jsonl").splitlines()]
    if part == "rows":
        line["rows"][0][3:5] = said
    else:
        line |= dict(zip(("verdict", "choice"), said, strict=True))
    bent = good.with_name("自相矛盾.zip")
    write_sealed(bent, content | {f"{part}.jsonl": json_lines([line])}, manifest)
    assert re.search(r"违反数据库自己的规则", refused(office, bent))


def test_rows_sent_back_to_people_are_decided_before_a_bundle_is_made(
    station: Station, printed: Printed, tmp_path: Path
) -> None:
    one = sheet(printed, 1)
    station("甲站", [one])
    workspace = open_workspace(tmp_path / "甲站")
    with working(workspace, "test") as store:
        enrol(store, {"张三": Role.REVIEW})
        refer(store, [RowPlace(sheet=one.digest, item=one.rows[0].item)], "张三")
        with pytest.raises(NotReadyError, match=r"1 行被退回重看"):
            make_bundle(workspace, store, tmp_path / "b.zip", "甲站")


def test_a_station_file_with_a_wrong_key_names_the_line(office: Workspace, station: Station, printed: Printed) -> None:
    (office.root / STATIONS).write_text("站名,公钥\n甲站,abc\n", encoding="utf-8")
    with pytest.raises(CampaignError, match=r"stations.csv 第 2 行"):
        keep_bundles(office, [station("甲站", [sheet(printed, 1)])], still)


def test_the_commands_bundle_and_merge(
    office: Workspace, station: Station, printed: Printed, capsys: pytest.CaptureFixture[str]
) -> None:
    from pingyi.cli import commands  # noqa: PLC0415

    made = station("甲站", [sheet(printed, 1), sheet(printed, 2)])
    root = str(office.root)
    assert run(commands, ["-C", root, "merge"]) == ExitCode.NOT_READY
    assert run(commands, ["-C", root, "bundle", "--station", "本站"]) == ExitCode.NOT_READY
    assert run(commands, ["-C", root, "merge", str(made)]) == ExitCode.OK
    assert run(commands, ["-C", root, "merge", "--take-in"]) == ExitCode.OK
    assert run(commands, ["-C", root, "bundle", "--station", "本站"]) == ExitCode.OK
    assert run(commands, ["-C", root, "verify"]) == ExitCode.OK
    shown = capsys.readouterr()
    assert "合计：1 站，可计票 2 张" in shown.out
    assert "本站公钥" in shown.out
