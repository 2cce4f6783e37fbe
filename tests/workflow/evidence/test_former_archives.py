"""What an earlier version sealed is verified by this one: a hash is of what was counted, not of how code keeps it."""

import json
import lzma
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from pingyi.domain.results.score_tree import score_content
from pingyi.domain.trust.chain import canonical, sha256
from pingyi.workflow.desk.record import tally_content
from pingyi.workflow.desk.workspace import watching
from pingyi.workflow.evidence import pingyi_verify
from pingyi.workflow.evidence.restore import restore
from pingyi.workflow.evidence.verify import VerifyRequest, verify_archives
from pingyi.workflow.results.score import make_result

SEALED = sorted((Path(__file__).parents[2] / "golden" / "archives").glob("*.zip.xz"))


@pytest.fixture(params=SEALED, ids=lambda path: path.name[:10])
def sealed(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Made of five sample sheets by the program of that day; kept packed."""
    archive = tmp_path / "archive.zip"
    archive.write_bytes(lzma.decompress(request.param.read_bytes()))
    return archive


def test_an_archive_of_an_earlier_version_is_verified(sealed: Path) -> None:
    assert verify_archives((sealed,), VerifyRequest(), lambda *_: None).differences == ()


def test_it_verifies_by_its_own_file_and_by_todays(sealed: Path, tmp_path: Path) -> None:
    assert pingyi_verify.verify(str(sealed))
    with zipfile.ZipFile(sealed) as package:
        package.extract("verify.py", tmp_path)
    subprocess.run([sys.executable, tmp_path / "verify.py", sealed], check=True, capture_output=True)


def test_counts_and_points_come_out_as_sealed_to_the_byte(sealed: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(sealed) as package:
        then = {name: json.loads(package.read(f"computed/{name}.json")) for name in ("tally", "score")}
    workspace = restore((sealed,), tmp_path / "back").workspace
    with watching(workspace) as store:
        result = make_result(workspace.campaign, workspace.batches(), store, draft=then["score"]["draft"])
    now = {"tally": tally_content(result.tally), "score": score_content(result.scores)}
    assert {name: sha256(canonical(one)) for name, one in now.items()} == {
        name: sha256(canonical(one)) for name, one in then.items()
    }
