"""Files made to hang, swell, reach out or loop: each is refused in plain words, and costs no other."""

import csv
import io
import os
import struct
import threading
import time
import zipfile
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import docx
import pytest
import xlsxwriter
from click.testing import CliRunner
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from pingyi.cli import commands
from pingyi.domain.readings.reading import PageOutcome, SheetReading, Source, UnreadableFileError, UnreadPage
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.generator.returned import returned_file
from pingyi.ground.errors import ExitCode, FileError, FormError, ImportRowsError
from pingyi.scanner.files.limits import opening
from pingyi.scanner.files.pages import contents, count_pages, load_page
from pingyi.workflow.files.guard import CallDiedError, Guard
from pingyi.workflow.files.raw_sheets import raw_sheets
from pingyi.workflow.files.word_files import returned_form, table_forms
from pingyi.workflow.scans.reading import PageTask, read_pages
from pingyi.workflow.scans.scan_files import plan_pages, scan_files

pytestmark = pytest.mark.outside

SCANS = Path(__file__).parents[3] / "samples" / "scans"
posix = pytest.mark.skipif(os.name != "posix", reason="Windows has no such limits")


def page_of(path: Path, page: int) -> PageOutcome:
    """Stands for a reader: page 2 decodes without end, page 3 to gigabytes."""
    if page == 2:
        with opening(0.2):
            while True:
                pass
    if page == 3:
        bytearray(3 << 30)
    return SheetReading(
        form_page=1,
        form_pages=1,
        source=Source(file=path.name, page=page),
        digest=str(page),
        form_digest="",
        batch_code="",
        turn=0,
        rows=(),
        has_opinion=False,
    )


@posix
def test_a_page_without_end_and_one_of_gigabytes_cost_only_themselves() -> None:
    planned = [PageTask(path=Path("甲.pdf"), page=page, label="甲.pdf") for page in range(1, 6)]
    outcomes = list(read_pages(planned, page_of, 1))
    assert [outcome.source.page for outcome in outcomes] == [1, 2, 3, 4, 5]
    unread = [outcome for outcome in outcomes if isinstance(outcome, UnreadPage)]
    assert [page.source.page for page in unread] == [2, 3]
    assert all("重新扫描" in page.message() for page in unread)


def end_badly() -> None:
    os._exit(9)


def test_a_guard_goes_on_after_a_call_that_ended_its_process() -> None:
    with Guard() as guard:
        with pytest.raises(CallDiedError):
            guard.call(end_badly)
        assert guard.call(sum, (1, 2)) == 3


@posix
def test_a_process_forked_from_a_large_one_has_room_left() -> None:
    held = bytearray(900 << 20)
    with Guard() as guard:
        assert guard.call(room_for, 200 << 20)
    assert len(held) == 900 << 20


def room_for(size: int) -> bool:
    return len(bytearray(size)) == size


def png(width: int, height: int, *more: tuple[bytes, bytes]) -> bytes:
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)), *more, (b"IDAT", zlib.compress(b""))]
    packed = [
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


def test_a_picture_that_says_it_is_enormous_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    (tmp_path / "大.png").write_bytes(png(100_000, 100_000))
    with pytest.raises(UnreadableFileError, match="大得不正常"):
        load_page(tmp_path / "大.png", 1)


def test_a_picture_of_two_billion_frames_is_not_two_billion_pages(tmp_path: Path) -> None:
    (tmp_path / "动.png").write_bytes(png(10, 10, (b"acTL", struct.pack(">II", 2**31 - 1, 0))))
    with pytest.raises(UnreadableFileError):
        count_pages(tmp_path / "动.png")


@posix
@pytest.mark.parametrize("name", ["管道.pdf", "管道.jpg"])
def test_a_pipe_in_a_scans_place_is_refused_and_not_waited_for(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)
    with pytest.raises(UnreadableFileError, match="不是普通文件"):
        count_pages(tmp_path / name)


@posix
def test_a_pipe_in_a_tables_place_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "表.csv")
    with pytest.raises(ImportRowsError, match="管道"):
        raw_sheets(tmp_path / "表.csv")


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "表.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet().write_string(0, 0, "单位名称")
    return path


def replace_sheet(path: Path, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name == "xl/worksheets/sheet1.xml" else old.read(name))
    return out.getvalue()


def test_a_bomb_whose_headers_lie_about_its_size_is_not_unpacked(workbook: Path) -> None:
    size = 600_000_000
    data = bytearray(replace_sheet(workbook, bytes(size)))
    while (at := data.find(struct.pack("<I", size))) >= 0:
        data[at : at + 4] = struct.pack("<I", 10)
    workbook.write_bytes(data)
    with pytest.raises(ImportRowsError, match=r"表.xlsx (解开后大得不正常|打不开)"):
        raw_sheets(workbook)


def test_a_line_of_a_million_cells_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "宽.csv"
    path.write_bytes(b"," * 1_000_000)
    with pytest.raises(ImportRowsError, match=r"宽.csv 有一行多达 1000001 列"):
        raw_sheets(path)


def test_a_name_longer_than_names_can_be_costs_no_other_file(tmp_path: Path) -> None:
    named = [tmp_path / f"{'长' * 100}.pdf", SCANS / "sealed.pdf"]
    with scan_files(named) as found:
        (bad, good) = plan_pages(found, contents).pages
    assert isinstance(bad, UnreadPage)
    assert "打不开文件" in bad.message()
    assert isinstance(good, PageTask)


@posix
def test_links_in_a_ring_cost_no_other_file(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").symlink_to("b.pdf")
    (tmp_path / "b.pdf").symlink_to("a.pdf")
    with scan_files([tmp_path / "a.pdf", SCANS / "sealed.pdf"]) as found:
        (bad, good) = plan_pages(found, contents).pages
    assert isinstance(bad, UnreadPage)
    assert isinstance(good, PageTask)


@posix
def test_names_packed_on_windows_are_shown_as_they_were_meant(tmp_path: Path) -> None:
    packed, nonsense = (tmp_path / os.fsdecode(name) for name in ("评议.pdf".encode("gb18030"), b"\xff\xfe.pdf"))
    packed.write_bytes((SCANS / "sealed.pdf").read_bytes())
    nonsense.write_bytes(b"x")
    out = tmp_path / "out.csv"
    wish = ["read", str(packed), str(nonsense), "--form", str(SCANS / "form.docx"), "-o", str(out), "--jobs", "1"]
    done = CliRunner().invoke(commands, wish)
    assert done.exit_code == ExitCode.PAGES_UNREAD, done.output
    with out.open(encoding="utf-8-sig") as stream:
        sources = [row["source"] for row in csv.DictReader(stream)]
    assert (sources.count("评议.pdf"), sources.count(r"\xff\xfe.pdf")) == (59, 1)


@posix
def test_two_cells_at_far_corners_are_not_a_sheet_of_17_billion(workbook: Path) -> None:
    ends = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    workbook.write_bytes(
        replace_sheet(workbook, b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (space, ends))
    )
    with pytest.raises(ImportRowsError, match="打不开"):
        raw_sheets(workbook)


@pytest.fixture
def listening() -> Iterator[tuple[str, list[str]]]:
    """An address on this machine, and what was asked of it."""
    asked: list[str] = []

    class Listen(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815 - the names http.server calls

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Listen)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()


@pytest.mark.office
def word_table(path: Path, span: str) -> Path:
    """A Word file whose first cell says it is so many columns wide."""
    document = docx.Document()
    cell = document.add_table(2, 3).cell(0, 0)._tc.get_or_add_tcPr()
    wide = OxmlElement("w:gridSpan")
    wide.set(qn("w:val"), span)
    cell.append(wide)
    document.save(str(path))
    return path


@pytest.mark.parametrize("span", ["2000000000", "64", "-1", "x"])
def test_a_cell_of_two_billion_columns_is_not_laid_out(tmp_path: Path, span: str) -> None:
    path = word_table(tmp_path / "宽.docx", span)
    with pytest.raises(FormError, match=r"宽\.docx"):
        table_forms(path)
    with Guard() as guard, pytest.raises(FileError, match=r"宽\.docx"):
        returned_form(guard, path, path.name)


@posix
def test_a_word_file_that_takes_all_memory_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(returned_file, "MOST_COLUMNS", 2_000_000_000)  # as if nobody had thought of it
    path = word_table(tmp_path / "宽.docx", "2000000000")
    with pytest.raises(FormError, match=r"宽\.docx 打不开（要用的内存或时间大得不正常"):
        table_forms(path)


def test_what_a_word_file_links_to_is_not_fetched(tmp_path: Path, listening: tuple[str, list[str]]) -> None:
    address, asked = listening
    path = tmp_path / "远.docx"
    document = docx.Document()
    document.add_paragraph("正文")
    link = document.part.relate_to(
        f"{address}/x.png",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image",
        is_external=True,
    )
    document.save(str(path))
    drawn = (
        '<w:pict xmlns:v="urn:schemas-microsoft-com:vml"'
        ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        f'<v:shape style="width:99pt;height:99pt"><v:imagedata r:id="{link}"/></v:shape></w:pict>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(
                name, part.replace(b"<w:t>", drawn.encode() + b"<w:t>", 1) if name == "word/document.xml" else part
            )
    path.write_bytes(out.getvalue())
    assert to_pdf([path], tmp_path)[0].exists()
    time.sleep(0.2)
    assert asked == []
