"""What a station hands in is what its own log says, and what was taken in is what stations handed in."""

import re
import shutil
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from printed_ballot import Printed
from stations import BATCHES, decision, sheet, started, still

from benchmarks.trust.forged import Package, changed, seal, taken_apart
from benchmarks.trust.sealed.walk import walk
from benchmarks.trust.tamperings import sql
from pingyi.ground.errors import ArchiveError, CampaignError, PingyiError
from pingyi.store.base.records import Filing
from pingyi.workflow.desk.seal import KEY_VARIABLE, public_key
from pingyi.workflow.desk.workspace import Workspace, open_workspace, working
from pingyi.workflow.evidence.archive import make_archive
from pingyi.workflow.evidence.verify import VerifyRequest, verify, verify_archives
from pingyi.workflow.joining.bundle import make_bundle
from pingyi.workflow.joining.merge import take_in
from pingyi.workflow.joining.pool import keep_bundles, pooled
from pingyi.workflow.joining.stations import STATIONS, known_keys

EVERY = 29  # case of the walk
FLIPPED = "UPDATE row_readings SET choice = '不满意' WHERE item = '7'"
ROWS, CORRECTIONS, UNREAD = "rows.jsonl", "corrections.jsonl", "unread_pages.jsonl"


@pytest.fixture
def station(tmp_path: Path, printed: Printed) -> Workspace:
    workspace = started(tmp_path / "站", printed)
    one, two = sheet(printed, 1), sheet(printed, 2)
    with working(workspace, "test") as store:
        store.file_pages([Filing(outcome=each, batch="A01", scan="0" * 64) for each in (one, two)])
        store.add_decisions([decision(one, "满意"), decision(two, "不满意")])
    return workspace


@pytest.fixture
def bundle(station: Workspace, tmp_path: Path) -> Path:
    return bundled(station, tmp_path / "b.zip", "甲站")


@pytest.fixture
def office(tmp_path: Path, printed: Printed) -> Workspace:
    return started(tmp_path / "合并", printed)


def bundled(station: Workspace, out: Path, name: str) -> Path:
    with working(station, "test") as store:
        return make_bundle(station, store, out, name).path


def refusal(office: Workspace, file: Path) -> str:
    (why,) = keep_bundles(office, [file], still).refused
    assert not list((office.root / "bundles").iterdir())
    return str(why)


def taken(office: Workspace) -> None:
    with working(office, "test") as store:
        take_in(office, store, pooled(office, still).joined, still)


@pytest.mark.parametrize(
    "change", [FLIPPED, "DELETE FROM corrections WHERE number = 2", "UPDATE sheets SET batch = 'B01'"]
)
def test_a_station_whose_rows_are_not_its_logs_makes_no_bundle(station: Workspace, tmp_path: Path, change: str) -> None:
    sql(change)(station.root)
    with pytest.raises(ArchiveError, match="证据链不符，没有打包"):
        bundled(station, tmp_path / "b.zip", "甲站")
    assert not (tmp_path / "b.zip").exists()


def first_row(**values: Any) -> Callable[[Package, str], None]:
    def change(package: Package, part: str) -> None:
        rows = package.rows(part)
        rows[0] |= values
        package.put(part, rows)

    return change


def vote(package: Package, part: str) -> None:
    rows = package.rows(part)
    row = rows[0]["rows"][6]
    row[3:5] = ["blank", ""] if row[4] else ["valid", "满意"]
    package.put(part, rows)


def lose_last(package: Package, part: str) -> None:
    package.put(part, package.rows(part)[:-1])


def twice(package: Package, part: str) -> None:
    """One row, one sheet, one decision handed in twice."""
    rows = package.rows(part)
    rows[0] = {**rows[0], "rows": [*rows[0]["rows"], rows[0]["rows"][-1]]} if part == ROWS else rows[0]
    package.put(part, rows if part == ROWS else [rows[0], *rows])


CHANGES = [
    (ROWS, vote, "读数与证据链所记"),
    (ROWS, lose_last, "对不上"),
    (ROWS, twice, "UNIQUE"),
    ("sheets.jsonl", first_row(batch="B01"), "与证据链所记"),
    ("sheets.jsonl", lose_last, "对不上"),
    ("sheets.jsonl", twice, "UNIQUE|对不上"),
    (CORRECTIONS, first_row(choice="不满意"), "与证据链第"),
    (CORRECTIONS, lose_last, "与证据链第"),
    (CORRECTIONS, twice, "UNIQUE"),
    ("salts.jsonl", first_row(salt="0" * 64), "与证据链所记"),
]


@pytest.mark.parametrize("one", CHANGES, ids=lambda one: f"{one[0]} {one[1].__name__}")
def test_a_bundle_sealed_by_hand_of_other_rows_is_refused(
    bundle: Path, office: Workspace, tmp_path: Path, one: tuple[str, Callable[[Package, str], None], str]
) -> None:
    """By the station's own key."""
    part, change, why = one
    made = changed(taken_apart(bundle), lambda package: change(package, part), chain=False)
    seal(made, tmp_path / "x.zip")
    assert re.search(why, refusal(office, tmp_path / "x.zip"))


@pytest.mark.parametrize("row", [0, 1])
def test_a_bundle_of_units_or_choices_not_ours_is_refused(
    bundle: Path, office: Workspace, tmp_path: Path, row: int
) -> None:
    """Its log tells of them: it would be taken in, and nothing could be counted any more."""

    def change(package: Package) -> None:
        rows = package.rows(ROWS)
        valid = next(one for one in rows[0]["rows"] if one[4])
        valid[2 if row else 4] = "某局" if row else "很满意"
        package.put(ROWS, rows)

    seal(changed(taken_apart(bundle), change), tmp_path / "x.zip")
    assert ("某局" if row else "很满意") in refusal(office, tmp_path / "x.zip")


def test_a_bad_bundle_costs_no_good_one(
    bundle: Path, station: Workspace, office: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = tmp_path / "bad.zip"
    seal(changed(taken_apart(bundle), lambda package: vote(package, ROWS), chain=False), bad)
    kept = keep_bundles(office, [bad, bundle], still)
    assert (kept.new, len(kept.refused)) == (1, 1)
    shutil.copyfile(bad, office.root / "bundles" / f"{'0' * 64}.zip")  # as if an older program had kept it
    pool = pooled(office, still)
    assert len(pool.joined.newest) == 1
    assert "移走它" in str(pool.refused[0])
    taken(office)
    with working(office, "test") as store:
        assert sum(1 for _ in store.readings()) == 2
    (office.root / "bundles" / f"{'0' * 64}.zip").unlink()
    monkeypatch.setenv(KEY_VARIABLE, str(tmp_path / "other.key"))
    with pytest.raises(PingyiError, match="不认识的密钥"):
        pooled(office, still)
    assert bundled(station, tmp_path / "c.zip", "丙站").is_file()


def test_one_name_for_two_stations_is_said(office: Workspace) -> None:
    (office.root / STATIONS).write_text(f"站名,公钥\n甲站,{'0' * 64}\n甲站,{'1' * 64}\n", encoding="utf-8")
    with pytest.raises(CampaignError, match="第 3 行：“甲站”写了两把"):
        known_keys(office)
    (office.root / STATIONS).write_text(f"站名,公钥\n甲站,{'0' * 64}\n乙站,{'0' * 64}\n", encoding="utf-8")
    assert known_keys(office)["0" * 64] == {"甲站", "乙站"}
    (office.root / STATIONS).write_text(f'站名,公钥\n甲站,"{"0" * 200_000}"\n', encoding="utf-8")
    with pytest.raises(CampaignError, match="第 1 行读不下去"):
        known_keys(office)


def test_two_workspaces_under_one_name_are_merged(
    bundle: Path, office: Workspace, tmp_path: Path, printed: Printed
) -> None:
    other = started(tmp_path / "又一", printed)
    with working(other, "test") as store:
        store.file_pages([Filing(outcome=sheet(printed, 2), batch="B01", scan="1" * 64)])
    assert keep_bundles(office, [bundle, bundled(other, tmp_path / "c.zip", "甲站")], still).new == 2
    taken(office)
    with working(office, "test") as store:
        assert sum(1 for _ in store.readings()) == 1, "they differ on the other"


def test_what_was_taken_in_is_held_against_the_bundles(bundle: Path, office: Workspace) -> None:
    keep_bundles(office, [bundle], still)
    taken(office)
    request = VerifyRequest(reread=0)
    assert verify(office, request, still).differences == ()
    archive = office.root.parent / "a.zip"
    with working(office, "test") as store:
        make_archive(office, store, archive, pictures=True)
        apart = make_archive(office, store, archive.with_name("r.zip"), pictures=False)
    assert verify_archives((archive,), request, still).differences == ()
    only_results = verify_archives((apart.results,), request, still)
    assert only_results.differences == ()
    assert any("没有各站的包" in line for line in only_results.done)

    def flip(package: Package) -> None:
        rows = package.rows("tables/row_readings.jsonl")
        rows[9] |= {"verdict": "blank", "choice": ""}
        package.put("tables/row_readings.jsonl", rows)

    seal(changed(taken_apart(archive), flip), archive)
    assert "与各站包里的不同" in verify_archives((archive,), request, still).differences[0]
    (kept,) = (office.root / "bundles").iterdir()
    kept.write_bytes(kept.read_bytes()[:-1])
    assert "被改动过" in verify(office, request, still).differences[0]
    kept.unlink()
    assert "不见了" in verify(office, request, still).differences[0]


@pytest.mark.slow
def test_any_value_in_a_bundle_that_is_kept_is_taken_in_or_said(bundle: Path, tmp_path: Path, printed: Printed) -> None:
    office = started(tmp_path / "甲", printed)
    (office.root / "batches.csv").write_text(BATCHES, encoding="utf-8")
    for case in islice(walk(bundle), 0, None, EVERY):
        out = tmp_path / "x.zip"
        case.write(out)
        shutil.rmtree(office.root / "bundles", ignore_errors=True)
        for old in office.root.glob("pingyi.db*"):
            old.unlink()
        shutil.rmtree(office.root / "backups", ignore_errors=True)
        fresh = open_workspace(office.root)
        if keep_bundles(fresh, [out], still).new:
            try:
                taken(fresh)
            except PingyiError:
                continue
            except Exception as error:
                raise AssertionError(case.name) from error
    assert public_key()


def test_a_bundle_of_other_pictures_is_refused(bundle: Path, office: Workspace, tmp_path: Path) -> None:
    """Of another row, of another sheet, gone, added: people here would judge from them."""
    right = taken_apart(bundle)
    (one, other) = sorted(name for name in right.files if name.startswith("crops/"))
    changes: list[dict[str, bytes]] = [
        {one: b"other", other: right.files[other]},
        {one: right.files[one]},
        {one.replace("5.png", "6.png"): right.files[one], other: right.files[other]},
        {one: right.files[one], other: right.files[other], one.replace("5.png", "6.png"): right.files[one]},
    ]
    for files in changes:
        made = changed(right, lambda package, files=files: _with_crops(package, files), chain=False)
        seal(made, tmp_path / "x.zip")
        assert "格子图不是读票时的" in refusal(office, tmp_path / "x.zip")


def _with_crops(package: Package, crops: dict[str, bytes]) -> None:
    for name in [name for name in package.files if name.startswith("crops/")]:
        del package.files[name]
    package.files |= crops
