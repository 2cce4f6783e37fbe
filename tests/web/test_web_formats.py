"""The page takes the files that the commands take."""

from collections.abc import Mapping

import pytest

from pingyi.ground.errors import FileError
from pingyi.web.server.uploads import accepted, check_kind
from pingyi.workflow.files.formats import PACKED, PROOF_FORMATS, SCANS, TABLES, WORDS, Begins, is_scan, listed

HEADS = {
    **dict.fromkeys((".docx", ".docm", ".odt", ".zip"), b"PK\x03\x04"),
    ".doc": b"\xd0\xcf\x11\xe0", ".wps": b"\xd0\xcf\x11\xe0",
    ".rtf": b"{\\rtf1", ".ofd": b"PK\x03\x04", ".pdf": b"%PDF-1.4", ".tif": b"II*\0", ".tiff": b"MM\0*",
    ".jpg": b"\xff\xd8\xff\xe0", ".jpeg": b"\xff\xd8\xff\xe0", ".jfif": b"\xff\xd8\xff\xe0", ".jpe": b"\xff\xd8\xff",
    ".png": b"\x89PNG\r\n\x1a\n", ".bmp": b"BM" + bytes(12) + b"\x28\0\0\0", ".gif": b"GIF89a",
    ".webp": b"RIFF\0\0\0\0WEBP", ".heic": b"\0\0\0\x18ftypheic", ".heif": b"\0\0\0\x18ftypmif1",
    ".hif": b"\0\0\0\x18ftypheix", ".jp2": b"\0\0\0\x0cjP  \r\n\x87\n", ".j2k": b"\xff\x4f\xff\x51",
    ".jpf": b"\0\0\0\x0cjP  \r\n\x87\n", ".jpx": b"\0\0\0\x0cjP  \r\n\x87\n",
    **dict.fromkeys((".xlsx", ".xlsm", ".xlsb", ".ods"), b"PK\x03\x04"),
    **dict.fromkeys((".xls", ".et"), b"\xd0\xcf\x11\xe0"),
    **dict.fromkeys((".csv", ".txt", ".tsv"), "单位名称".encode()),
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "suffix"),
    [
        *(("analysis", suffix) for suffix in (*WORDS, *PACKED, *PROOF_FORMATS)),
        *(("scan", suffix) for suffix in (*SCANS, *PACKED)),
        *(("table", suffix) for suffix in TABLES),
    ],
)
def test_what_a_command_takes_the_page_takes(kind: str, suffix: str) -> None:
    check_kind(kind, f"文件{suffix}", HEADS[suffix])
    assert suffix in accepted(kind).split(",")


@pytest.mark.parametrize("suffix", SCANS)
def test_a_scan_is_known_by_how_it_begins_whatever_it_is_called(suffix: str) -> None:
    assert is_scan(HEADS[suffix])
    other = ".png" if suffix != ".png" else ".gif"
    with pytest.raises(FileError, match="与文件类型不符"):
        check_kind("scan", f"文件{other}", HEADS[suffix])


@pytest.mark.parametrize("taken", [SCANS, WORDS, TABLES, PROOF_FORMATS])
def test_in_words_each_kind_of_file_is_named_once(taken: Mapping[str, Begins]) -> None:
    named = [f".{word}" for word in listed(taken).split("、")]
    assert [taken[suffix] for suffix in named] == list(dict.fromkeys(taken.values()))
