"""What the reader asks outside of Python is named with its version: with another one rows are read otherwise."""

from pathlib import Path

import pytest

from pingyi.scanner.words.programs import programs

SAYS = """#!/bin/sh
case $1 in --version) echo "tesseract {0}";; --list-langs) {1};; -v) echo "pdftoppm version {0}" >&2;; esac
"""


def put(folder: Path, release: str, listed: str) -> None:
    for name in ("tesseract", "pdftoppm"):
        (folder / name).write_text(SAYS.format(release, listed), encoding="utf-8")
        (folder / name).chmod(0o755)


@pytest.mark.outside
def test_another_version_other_data_or_none_is_another_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    said = [programs()]
    assert said == [("tesseract 没有安装 无中文", "poppler 没有安装")]
    for release, data in (("4.1.1", None), ("5.3.0", b"small"), ("5.3.0", b"large"), ("5.5.0", b"large")):
        if data is None:
            put(tmp_path, release, "printf 'List of available languages (2):\\nchi_sim\\neng\\n'")
        else:
            (tmp_path / "chi_sim.traineddata").write_bytes(data)
            put(tmp_path, release, f"printf 'languages in \"{tmp_path}/\" (1):\\nchi_sim\\n'")
        said.append(programs())
    assert len(set(said)) == 5
    assert said[1] == ("tesseract 4.1.1 chi_sim", "poppler 4.1.1")
