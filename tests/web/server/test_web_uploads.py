"""Whatever is uploaded is kept, under a name of its own that every system takes, and that name is told."""

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from web_office import sign_in, upload

from pingyi.web.server.office import Office
from pingyi.web.server.uploads import own_name


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("SCAN0001.pdf", "SCAN0001.pdf"),
        ("SCAN0001.pdf", "scan0001.PDF"),
        ("a:b.pdf", "a?b.pdf"),
        ("甲/SCAN0001.pdf", "乙/SCAN0001.pdf"),
        ("SCAN0001.pdf", "SCAN0001（2）.pdf"),
        ("票" * 100 + "1.pdf", "票" * 100 + "2.pdf"),
    ],
)
def test_two_files_of_one_name_are_both_kept(client: TestClient, office: Office, first: str, second: str) -> None:
    """Told apart as Windows does, and each person hears which name theirs was given."""
    token, sent = sign_in(client, "张三"), {}
    for number, name in enumerate((first, second, first)):
        content = b"%%PDF-1.4 %d" % number
        status, words = upload(client, token, name, content)
        assert status == 200, words
        sent[json.loads(words)["name"]] = content
    assert {file.name: file.read_bytes() for file in (office.root / "uploads").rglob("*.*")} == sent
    assert len({name.casefold() for name in sent}) == 3


def test_files_that_come_at_once_do_not_meet(tmp_path: Path) -> None:
    with own_name(tmp_path, "a.pdf") as first, own_name(tmp_path, "A.pdf") as second:
        assert (first, second) == ("a.pdf", "A（2）.pdf")
        with own_name(tmp_path / "another pile", "a.pdf") as other:
            assert other == "a.pdf"
    with own_name(tmp_path, "a.pdf") as again:
        assert again == "a.pdf"  # nothing came of the first


@pytest.mark.parametrize("name", ["NUL.pdf", "con.PDF", "aux.1.pdf", "COM1.pdf"])
def test_no_file_goes_to_a_device_of_windows(client: TestClient, office: Office, name: str) -> None:
    status, words = upload(client, sign_in(client, "张三"), name, b"%PDF-1.4 x")
    (kept,) = office.root.rglob("*.[pP][dD][fF]")
    assert (status, json.loads(words)["name"], kept.name) == (200, f"_{name}", f"_{name}")
