"""Sealed, checked by others, brought back: on a small campaign of real scans and a real notice."""

import json
import shutil
import zipfile
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.trust.tampering import (
    Printed,
    by_archive,
    by_file_alone,
    by_workspace,
    make_workspace,
    printed_in,
    sealed,
    still,
)
from benchmarks.trust.tamperings import TAMPERINGS, Tampering, sql
from pingyi.domain.results.score import LeaderScores
from pingyi.ground.errors import ArchiveError, FileError
from pingyi.scoring.leaders import _sum_of
from pingyi.store.evidence.dump import content_digest
from pingyi.workflow.desk.seal import ARCHIVES, KEY_VARIABLE, MANIFEST, key_file, public_key, signing_key
from pingyi.workflow.desk.workspace import Workspace, open_workspace, watching, working
from pingyi.workflow.evidence import pingyi_verify
from pingyi.workflow.evidence.archive import Content, make_archive, write_sealed
from pingyi.workflow.evidence.restore import restore
from pingyi.workflow.evidence.verify import VerifyRequest, verify, verify_archives
from pingyi.workflow.results.score import make_result

RFC_8032 = (  # 7.1, tests 1 to 3: key, message, signature
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
            "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    workspace: Workspace
    archive: Path
    printed: Printed


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory, _signing_key: None) -> Sealed:
    folder = tmp_path_factory.mktemp("sealed")
    workspace = make_workspace(folder / "w")
    printed = printed_in(workspace)
    assert sealed(workspace.root, folder / "a.zip") == ""
    return Sealed(workspace=workspace, archive=folder / "a.zip", printed=printed)


@pytest.mark.parametrize(("key", "message", "signature"), RFC_8032)
def test_the_file_alone_knows_the_signatures_of_rfc_8032(key: str, message: str, signature: str) -> None:
    parts = [bytes.fromhex(part) for part in (key, message, signature)]
    assert pingyi_verify.signed(*parts)
    assert not pingyi_verify.signed(parts[0], parts[1] + b"x", parts[2])


@pytest.mark.slow
@given(st.binary(max_size=80), st.binary(min_size=32, max_size=32), st.integers(0, 511))
def test_the_file_alone_agrees_with_the_library_on_any_message(message: bytes, secret: bytes, bit: int) -> None:
    key = Ed25519PrivateKey.from_private_bytes(secret)
    public, signature = key.public_key().public_bytes_raw(), bytearray(key.sign(message))
    assert pingyi_verify.signed(public, message, bytes(signature))
    signature[bit // 8] ^= 1 << bit % 8
    assert not pingyi_verify.signed(public, message, bytes(signature))


@pytest.mark.long
@pytest.mark.office
@pytest.mark.parametrize(("place", "byte"), [(6, 0xFF), (10, 0x63), (24, 0x00), (42, 0xFF)])
def test_the_file_alone_names_a_damaged_archive(
    job: Sealed, tmp_path: Path, capsys: pytest.CaptureFixture[str], place: int, byte: int
) -> None:
    data = bytearray(job.archive.read_bytes())
    first_part = data.index(b"PK\x01\x02")  # in the list of parts: version, packing, size, place
    data[first_part + place] = byte
    (tmp_path / "a.zip").write_bytes(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["verify.py", str(tmp_path / "a.zip")])
        with pytest.raises(SystemExit) as ended:
            pingyi_verify.main()
    assert ended.value.code == pingyi_verify.DIFFERS
    assert capsys.readouterr().out.startswith("核验不通过")


@pytest.mark.office
def test_nothing_is_found_on_what_nobody_touched(job: Sealed) -> None:
    assert by_workspace(job.workspace.root, job.printed) == ""
    assert by_archive(job.archive, job.printed) == ""
    assert by_file_alone(job.archive, job.printed) == ""


@pytest.mark.office
def test_the_file_alone_recounts_every_number_of_the_sample(job: Sealed) -> None:
    assert "照录未复算的数 0 个" in pingyi_verify.verify(str(job.archive))


@given(st.lists(st.decimals(0, 100, places=1), min_size=1, max_size=9), st.booleans())
def test_the_file_alone_adds_leaders_scores_up_as_the_program_does(scores: list[Decimal], only_the_mean: bool) -> None:  # noqa: FBT001
    mean = sum(scores, Decimal(0)) / len(scores)
    entry = LeaderScores(
        unit="x", group="G", scores=() if only_the_mean else tuple(scores), count=len(scores), mean=mean, source="f"
    )
    content = {"count": entry.count, "mean": str(mean), "scores": [str(one) for one in entry.scores]}
    assert pingyi_verify.Points._leaders("评分合计", content) == _sum_of(entry)
    assert pingyi_verify.Points._leaders("份数", content) == entry.count


@pytest.mark.office
def test_the_same_content_is_sealed_in_the_same_bytes(job: Sealed, tmp_path: Path) -> None:
    assert sealed(job.workspace.root, tmp_path / "again.zip") == ""
    assert (tmp_path / "again.zip").read_bytes() == job.archive.read_bytes()


@pytest.mark.office
def test_restoring_gives_the_same_database_tally_and_points(job: Sealed, tmp_path: Path) -> None:
    back = restore((job.archive,), tmp_path / "back").workspace
    with watching(job.workspace) as first, watching(back) as second:
        assert content_digest(first) == content_digest(second)
        result = make_result(job.workspace.campaign, job.workspace.batches(), first, draft=False)
        assert make_result(back.campaign, back.batches(), second, draft=False) == result
    assert sealed(back.root, tmp_path / "again.zip") == ""
    assert (tmp_path / "again.zip").read_bytes() == job.archive.read_bytes()


@pytest.mark.office
def test_pictures_are_kept_apart_and_the_results_tell_no_place(job: Sealed, tmp_path: Path) -> None:
    with working(job.workspace, "test") as store:
        made = make_archive(job.workspace, store, tmp_path / "r.zip", pictures=False)
        scanned = {reading.source for _, reading in store.readings()}
    with zipfile.ZipFile(made.results) as archive:
        assert not [name for name in archive.namelist() if "scans/" in name or "crops/" in name]
        sheets = archive.read("tables/sheets.jsonl").decode()
    assert scanned
    assert not [source.file for source in scanned if source.file in sheets]
    assert verify_archives((made.results,), VerifyRequest(), still).differences == ()
    assert pingyi_verify.verify(str(made.results))
    assert made.pictures is not None
    back = restore((made.results, made.pictures), tmp_path / "back").workspace
    with watching(job.workspace) as first, watching(back) as second:
        assert content_digest(first) == content_digest(second)
    with pytest.raises(ArchiveError, match="不是"):
        restore((job.archive, made.pictures), tmp_path / "other")


@pytest.mark.office
@pytest.mark.parametrize(
    "name",
    ["一行票由满意改为不满意", "热线办结量加一", "整条证据链删去，重新开头", "票面所在页改动", "通报 Word 一个字节"],
)
def test_a_tampered_workspace_is_told(job: Sealed, tmp_path: Path, name: str) -> None:
    """All of them: python -m benchmarks.trust.tampering."""
    shutil.copytree(job.workspace.root, tmp_path / "w")
    next(one for one in TAMPERINGS if one.name == name).change(tmp_path / "w")
    assert by_workspace(tmp_path / "w", job.printed)


@pytest.mark.office
@pytest.mark.parametrize("one", [one for one in TAMPERINGS if one.of_archive], ids=lambda one: one.name)
def test_a_tampered_archive_is_told_and_not_restored(job: Sealed, tmp_path: Path, one: Tampering) -> None:
    copy = tmp_path / "a.zip"
    shutil.copyfile(job.archive, copy)
    one.change(copy)
    with pytest.raises(ArchiveError):
        restore((copy,), tmp_path / "back")
    assert not (tmp_path / "back").exists()
    assert by_file_alone(copy, job.printed)


@pytest.mark.office
def test_a_vote_flipped_before_sealing_is_told_by_the_file_alone(job: Sealed, tmp_path: Path) -> None:
    shutil.copytree(job.workspace.root, tmp_path / "w")
    next(one for one in TAMPERINGS if one.name == "一条人工判定换监票人").change(tmp_path / "w")
    assert sealed(tmp_path / "w", tmp_path / "a.zip") == ""
    assert "corrections" in by_file_alone(tmp_path / "a.zip", job.printed)


@pytest.mark.office
def test_a_key_that_is_not_the_notices_is_told(job: Sealed) -> None:
    with pytest.raises(pingyi_verify.Differs, match="公钥"):
        pingyi_verify.verify(str(job.archive), key="00" * 32)


@pytest.mark.office
def test_verify_says_whose_key_sealed_an_archive_and_refuses_another(
    job: Sealed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def differences(archive: Path, key: str) -> tuple[str, ...]:
        return verify_archives((archive,), VerifyRequest(reread=0, key=key), still).differences

    assert differences(job.archive, job.printed.key) == ()
    assert "不是所给的" in differences(job.archive, "00" * 32)[0]
    with zipfile.ZipFile(job.archive) as package:
        manifest = json.loads(package.read(MANIFEST))
        content: Content = {name: package.read(name) for name in manifest.pop("files")}
    monkeypatch.setenv(KEY_VARIABLE, str(tmp_path / "strangers.key"))
    write_sealed(tmp_path / "strange.zip", content, {**manifest, "key": public_key()})
    assert "不是里面的通报上印的" in differences(tmp_path / "strange.zip", "")[0]


@pytest.mark.office
def test_restoring_never_overwrites(job: Sealed) -> None:
    with pytest.raises(FileError):
        restore((job.archive,), job.workspace.root)


@pytest.mark.office
def test_settings_edited_after_the_count_are_told(job: Sealed, tmp_path: Path) -> None:
    shutil.copytree(job.workspace.root, tmp_path / "w")
    (tmp_path / "w" / "工作日.csv").write_text("日期,安排\n", encoding="utf-8")
    found = verify(open_workspace(tmp_path / "w"), VerifyRequest(reread=0), still).differences
    assert found[0].startswith("工作日.csv")


def test_the_key_is_its_owners_alone() -> None:
    signing_key()
    assert key_file().stat().st_mode & 0o077 == 0


@pytest.mark.office
def test_a_log_cut_off_is_told_by_the_notice_in_the_workspace_itself(job: Sealed, tmp_path: Path) -> None:
    """No hash is given by hand: the notice lying there bears it."""
    shutil.copytree(job.workspace.root, tmp_path / "w")
    next(one for one in TAMPERINGS if one.name == "证据链截去计分以后各条").change(tmp_path / "w")
    found = verify(open_workspace(tmp_path / "w"), VerifyRequest(reread=0), still).differences
    assert "上印的校验值" in found[0]


@pytest.mark.office
def test_a_log_cut_off_is_told_by_an_archive_sealed_before(job: Sealed, tmp_path: Path) -> None:
    shutil.copytree(job.workspace.root, tmp_path / "w")
    (tmp_path / "w" / ARCHIVES).mkdir()
    shutil.copyfile(job.archive, tmp_path / "w" / ARCHIVES / "a.zip")
    shutil.rmtree(tmp_path / "w" / "results")
    assert by_workspace(tmp_path / "w", job.printed).startswith("results/"), "documents are missed"
    next(one for one in TAMPERINGS if one.name == "证据链截去计分以后各条").change(tmp_path / "w")
    found = verify(open_workspace(tmp_path / "w"), VerifyRequest(reread=0), still).differences
    assert found[0].startswith(f"{ARCHIVES}/a.zip")


@pytest.mark.office
def test_a_page_of_a_scan_that_nobody_knows_of_is_told(job: Sealed, tmp_path: Path) -> None:
    """Without reading a single sheet anew."""
    shutil.copytree(job.workspace.root, tmp_path / "w")
    sql("UPDATE sheets SET source_page = 9 WHERE digest = (SELECT min(digest) FROM sheets)")(tmp_path / "w")
    found = verify(open_workspace(tmp_path / "w"), VerifyRequest(reread=0), still).differences
    assert any("却记有第 9 页" in line for line in found)
    (tmp_path / "v").mkdir()
    shutil.copytree(job.workspace.root, tmp_path / "v", dirs_exist_ok=True)
    sql("DELETE FROM unread_pages WHERE number = 1")(tmp_path / "v")
    assert by_workspace(tmp_path / "v", job.printed)
