"""Every file in a folder, and in a ZIP, is read, or named with the reason why it is not; nothing is passed over."""

import csv
import os
import struct
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from pingyi.cli import commands
from pingyi.domain.readings.reading import Unread, UnreadPage
from pingyi.ground.errors import ExitCode, FileError
from pingyi.scanner.files.pages import contents
from pingyi.workflow.files import zipped
from pingyi.workflow.files.file_kinds import FileKind, file_kind
from pingyi.workflow.scans.reading import PageTask
from pingyi.workflow.scans.scan_files import Plan, plan_pages, scan_files

SAMPLES = Path(__file__).parents[3] / "samples"
JPEG = b"\xff\xd8\xff\xe0"


def picture(path: Path) -> Path:
    Image.new("L", (40, 60), 255).save(path)
    return path


def planned(*named: Path) -> Plan:
    with scan_files(named) as found:
        return plan_pages(found, contents)


def told(plan: Plan) -> dict[str, str]:
    """What became of each file, by its label."""
    return {one.source.file: one.reason if isinstance(one, UnreadPage) else "read" for one in plan.pages}


@pytest.mark.parametrize(
    ("name", "head", "kind"),
    [
        ("a.heic", b"\0\0\0\x18ftypheic", FileKind.SCAN),
        ("a", JPEG, FileKind.SCAN),
        ("表.docx", JPEG, FileKind.SCAN),  # what is in it counts
        ("表.docx", b"PK\x03\x04", FileKind.OTHER),
        ("a.zip", b"PK\x03\x04", FileKind.ZIP),
        ("Thumbs.db", b"\xd0\xcf\x11\xe0", FileKind.OTHER),
        ("desktop.ini", b"", FileKind.OTHER),
        ("._a.jpg", b"\0\x05\x16\x07", FileKind.OTHER),
        ("a.pdf", b"", FileKind.SCAN),  # it will be said to be empty
        ("a.rar", b"Rar!", FileKind.STRANGE),
        ("a.pdf.part", b"", FileKind.STRANGE),
        ("a.ofd", b"PK\x03\x04", FileKind.STRANGE),
        ("a.avif", b"\0\0\0\x18ftypavif", FileKind.STRANGE),
        ("a.psd", b"8BPS", FileKind.STRANGE),
        ("BM笔记", b"BMW", FileKind.STRANGE),
    ],
)
def test_a_file_is_told_by_its_content_then_by_its_name(name: str, head: bytes, kind: FileKind) -> None:
    assert file_kind(name, head) is kind


def test_every_file_of_a_folder_is_counted_and_named(tmp_path: Path) -> None:
    picture(tmp_path / "a.png")
    for suffix in ("bmp", "gif", "webp", "jfif", "jp2"):
        picture(tmp_path / "a.png").rename(tmp_path / f"没有后缀{suffix}")
        Image.new("L", (40, 60), 255).save(tmp_path / f"b.{suffix}")
    picture(tmp_path / "a.png")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "旧.rar").write_bytes(b"Rar!\x1a\x07")
    (tmp_path / "空.pdf").touch()
    (tmp_path / "说明.docx").write_bytes(b"PK\x03\x04")
    (tmp_path / "Thumbs.db").write_bytes(b"\xd0\xcf\x11\xe0")
    every = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    plan = planned(tmp_path)
    became = told(plan)
    assert became["旧.rar"] is Unread.NOT_A_SCAN
    assert became["空.pdf"] is Unread.DAMAGED_FILE
    assert sum(what == "read" for what in became.values()) == 11
    assert {"说明.docx", "Thumbs.db"} | set(became) == every
    assert any("2 个文件" in line and "说明.docx" in line and "Thumbs.db" in line for line in plan.remarks)


@pytest.mark.skipif(os.name == "nt", reason="links and pipes")
@pytest.mark.parametrize("name", ["表.docx", "名单.xlsx", "说明.txt", "照片.psd"])
def test_a_file_that_is_no_scan_is_called_so_when_it_is_named_itself(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"PK\x03\x04 and so on")
    plan = planned(tmp_path / name)
    assert told(plan) == {name: Unread.NOT_A_SCAN}
    assert "--form" in plan.pages[0].message() or "另存为" in plan.pages[0].message()


def test_a_missing_file_is_missing_whatever_it_is_called(tmp_path: Path) -> None:
    assert told(planned(tmp_path / "没有.docx")) == {"没有.docx": Unread.MISSING_FILE}


def test_links_and_pipes_in_a_folder_are_named(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    picture(tmp_path / "in" / "a.png")
    os.mkfifo(tmp_path / "in" / "管道.pdf")
    (tmp_path / "in" / "断.jpg").symlink_to("没有")
    (tmp_path / "in" / "别处").symlink_to(tmp_path)
    assert told(planned(tmp_path / "in")) == {
        "a.png": "read",
        "管道.pdf": Unread.NOT_A_SCAN,
        "断.jpg": Unread.NOT_A_SCAN,
        "别处": Unread.NOT_A_SCAN,
    }


def test_a_folder_of_other_files_says_which(tmp_path: Path) -> None:
    (tmp_path / "笔记.txt").touch()
    with pytest.raises(FileError, match=r"没有扫描件.*笔记\.txt"):
        planned(tmp_path)


def test_a_word_file_named_as_a_scan_is_told_that_a_vote_takes_no_form(tmp_path: Path) -> None:
    (tmp_path / "票.docx").write_bytes(b"PK\x03\x04")
    (page,) = planned(tmp_path / "票.docx").pages
    assert isinstance(page, UnreadPage)
    assert "投票的不用写" in page.detail


def zip_of(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name, data)
    return path


def test_scans_in_a_zip_are_read_under_their_names_there(tmp_path: Path) -> None:
    scan = picture(tmp_path / "x.png").read_bytes()
    inner = zip_of(tmp_path / "inner.zip", {"b.png": scan}).read_bytes()
    members = {"票/1.png": scan, "../../逃.png": scan, "/etc/x.png": scan, "里.zip": inner, "说明.txt": b"x"}
    path = zip_of(tmp_path / "包.zip", members | {"坏.jpg": b"no picture", "怪.rar": b"Rar!"})
    before = set(tmp_path.parent.rglob("*"))
    plan = planned(path)
    assert told(plan) == {
        "包.zip/票/1.png": "read",
        "包.zip/../../逃.png": "read",
        "包.zip//etc/x.png": "read",
        "包.zip/里.zip": Unread.NOT_A_SCAN,
        "包.zip/坏.jpg": Unread.DAMAGED_FILE,
        "包.zip/怪.rar": Unread.NOT_A_SCAN,
    }
    assert set(tmp_path.parent.rglob("*")) == before, "a name in a ZIP is no path"
    assert "包.zip/说明.txt" in plan.remarks[0]
    broken = next(one for one in plan.pages if one.source.file == "包.zip/坏.jpg")
    assert isinstance(broken, UnreadPage)
    assert "包.zip/坏.jpg 不是认得的" in broken.detail


def test_names_packed_on_windows_are_shown_as_they_were_meant(tmp_path: Path) -> None:
    scan = picture(tmp_path / "x.png").read_bytes()
    path = zip_of(tmp_path / "a.zip", {"PPPP.png": scan})
    path.write_bytes(path.read_bytes().replace(b"PPPP", "评议".encode("gb18030")))
    assert told(planned(path)) == {"a.zip/评议.png": "read"}


def test_two_members_of_one_name_are_told_apart(tmp_path: Path) -> None:
    scan = picture(tmp_path / "x.png").read_bytes()
    path = zip_of(tmp_path / "a.zip", {"QQ.png": scan, "RR.png": scan})
    path.write_bytes(path.read_bytes().replace(b"RR.png", b"QQ.png"))
    assert [one.source.file for one in planned(path).pages] == [
        "a.zip/QQ.png",
        f"{path.as_posix()}/QQ.png（2）",
    ] or len({one.source.file for one in planned(path).pages}) == 2


def test_a_zip_beyond_the_bounds_is_refused_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scan = picture(tmp_path / "x.png").read_bytes()
    monkeypatch.setattr(zipped, "MOST_MEMBERS", 2)
    assert told(planned(zip_of(tmp_path / "多.zip", dict.fromkeys("abc", scan)))) == {"多.zip": Unread.DAMAGED_FILE}
    monkeypatch.setattr(zipped, "MOST_BYTES", 1 << 20)
    bomb = zip_of(tmp_path / "大.zip", {"a.png": scan, "b.bmp": b"BM" + bytes(12) + b"\x28" + bytes(3 << 20)})
    data = bytearray(bomb.read_bytes())
    size = struct.pack("<I", (3 << 20) + 15)
    while (at := data.find(size)) >= 0:  # its headers lie
        data[at : at + 4] = struct.pack("<I", 10)
    bomb.write_bytes(data)
    plan = planned(bomb)
    assert told(plan) == {"大.zip/a.png": "read", "大.zip/b.bmp": Unread.DAMAGED_FILE}


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 nothing", b"PK\x05\x06" + bytes(18)])
def test_a_zip_without_scans_is_an_unread_page(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "坏.zip").write_bytes(data)
    assert list(told(planned(tmp_path / "坏.zip"))) == ["坏.zip"]
    assert not any(isinstance(one, PageTask) for one in planned(tmp_path / "坏.zip").pages)


def test_a_damaged_or_locked_member_costs_itself(tmp_path: Path) -> None:
    scan = picture(tmp_path / "x.png").read_bytes()
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as package:
        package.writestr("好.png", scan)
        package.writestr("坏.png", scan + b"the end of it")
        package.writestr("锁.png", scan)
    data = bytearray(path.read_bytes().replace(b"the end of it", b"another end!!"))
    at = data.rfind(b"PK\x01\x02")
    data[at + 8] |= 1
    path.write_bytes(data)
    assert told(planned(path)) == {
        "a.zip/好.png": "read",
        "a.zip/坏.png": Unread.DAMAGED_FILE,
        "a.zip/锁.png": Unread.PROTECTED_FILE,
    }


@pytest.mark.office
def test_a_folder_is_read_to_the_last_file_by_the_command(tmp_path: Path) -> None:
    folder = tmp_path / "扫描"
    folder.mkdir()
    heic = (SAMPLES / "phone" / "page.heic").read_bytes()
    (folder / "手机.heic").write_bytes(heic)
    zip_of(folder / "包.zip", {"同一张.HEIC": heic, "说明.txt": b"x"})
    (folder / "怪.rar").write_bytes(b"Rar!")
    (folder / "通知.docx").write_bytes(b"PK\x03\x04")
    out = tmp_path / "out.csv"
    wish = ["read", str(folder), "--form", str(SAMPLES / "scans" / "form.docx"), "-o", str(out), "--jobs", "1"]
    done = CliRunner().invoke(commands, wish)
    assert done.exit_code == ExitCode.PAGES_UNREAD, done.output
    assert "另有 2 个文件不是扫描件" in done.output
    assert "通知.docx" in done.output
    with out.open(encoding="utf-8-sig") as stream:
        rows = list(csv.DictReader(stream))
    by_file = {name: [row for row in rows if row["source"] == name] for name in {row["source"] for row in rows}}
    assert {name: len(of) for name, of in by_file.items()} == {"手机.heic": 59, "包.zip/同一张.HEIC": 59, "怪.rar": 1}
    (strange,) = by_file["怪.rar"]
    assert (strange["item"], strange["verdict"]) == ("", "unread")
    assert "另存为" in strange["reason"]
