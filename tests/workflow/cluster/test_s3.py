"""Scans in an S3 bucket, served by rclone's own S3 server: read as the same files here are, faults said in words."""

import csv
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import s3fs
from click.testing import CliRunner
from distributed import LocalCluster

from pingyi.cli import commands
from pingyi.ground.errors import FileError
from pingyi.workflow.cluster import remote
from pingyi.workflow.cluster.remote import local_scans

SCANS = Path(__file__).parents[3] / "samples" / "scans"
KEY, SECRET = "invented-key", "invented-secret"
pytestmark = pytest.mark.slow


@pytest.fixture
def bucket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder behind s3://scans; everybody here knows the key, and copies go to a place of their own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (tmp_path / "s3" / "scans").mkdir(parents=True)
    (tmp_path / "copies").mkdir()
    rclone = Path(sys.executable).with_name("rclone")
    wish = ["serve", "s3", "--addr", f"127.0.0.1:{port}", "--auth-key", f"{KEY},{SECRET}", "--vfs-cache-mode", "off"]
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.setattr(remote, "_cache", lambda: tmp_path / "copies")
    s3fs.S3FileSystem.clear_instance_cache()
    with subprocess.Popen([rclone, *wish, tmp_path / "s3"], stderr=subprocess.DEVNULL) as server:
        while socket.socket().connect_ex(("127.0.0.1", port)):
            assert server.poll() is None
            time.sleep(0.1)
        yield tmp_path / "s3" / "scans"
        server.kill()
    s3fs.S3FileSystem.clear_instance_cache()


def put(bucket: Path, name: str, scan: str) -> None:
    (bucket / name).parent.mkdir(exist_ok=True)
    (bucket / name).write_bytes((SCANS / scan).read_bytes())


def test_a_cluster_reads_a_bucket_as_the_files_here_are_read(bucket: Path, tmp_path: Path) -> None:
    put(bucket, "A01/office.pdf", "office.pdf")
    told = {}
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as running:
        for name, scan, options in (
            ("here", str(SCANS / "office.pdf"), ["--jobs", "1"]),
            ("there", "s3://scans/A01/", ["--cluster", running.scheduler_address]),
        ):
            out = tmp_path / f"{name}.csv"
            wish = ["read", scan, "--form", str(SCANS / "form.docx"), "-o", str(out), *options]
            done = CliRunner().invoke(commands, wish)
            assert done.exit_code == 0, done.output
            told[name] = list(csv.DictReader(out.open(encoding="utf-8-sig")))
    assert len(told["here"]) > 50
    assert told["here"] == told["there"]


def test_a_scan_put_there_anew_is_fetched_anew(bucket: Path) -> None:
    put(bucket, "a.pdf", "office.pdf")
    (first,), *_ = local_scans(["s3://scans/"])
    put(bucket, "a.pdf", "sealed.pdf")
    os.utime(bucket / "a.pdf", (2e9, 2e9))
    (second,), origins, _ = local_scans(["s3://scans/"])
    assert [path.read_bytes() for path in (first, second)] == [
        (SCANS / name).read_bytes() for name in ("office.pdf", "sealed.pdf")
    ]
    assert origins == {second.resolve(): "s3://scans/a.pdf"}


@pytest.mark.parametrize("url", ["s3://scans/没有.pdf", "s3://nowhere/a.pdf"])
def test_what_is_not_there_is_named(bucket: Path, url: str) -> None:
    put(bucket, "a.pdf", "office.pdf")
    with pytest.raises(FileError, match=url):
        local_scans([url])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AWS_SECRET_ACCESS_KEY", "wrong"),
        ("AWS_ENDPOINT_URL", "http://127.0.0.1:9"),
        ("AWS_ENDPOINT_URL", "nonsense"),
    ],
)
def test_a_server_that_gives_nothing_is_named(
    bucket: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    put(bucket, "a.pdf", "office.pdf")
    monkeypatch.setenv(name, value)
    with pytest.raises(FileError, match=r"s3://scans/a.pdf.*请核对地址、网络和访问权限"):
        local_scans(["s3://scans/a.pdf"])


def test_without_a_key_the_file_is_named(bucket: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(bucket, "a.pdf", "office.pdf")
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    with pytest.raises(FileError, match=r"s3://scans/a.pdf"):
        local_scans(["s3://scans/a.pdf"])
