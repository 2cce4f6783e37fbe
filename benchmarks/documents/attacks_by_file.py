"""Forms that came as another kind of file, in a package, locked, or as another form than was asked for."""

import io
import shutil
import zipfile
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import docx
from docx.document import Document
from docx.oxml.ns import qn

from benchmarks.documents.attacks import (
    AWARDS,
    MISSING,
    REPORT,
    SENT_BACK,
    Attack,
    Send,
    line,
    paragraph,
    put,
    row,
    said,
)
from benchmarks.documents.returned_forms import saved_as
from pingyi.generator.libreoffice.pdf import to_pdf

OTHER = "无单位名的附件3.docx"
COMPOUND = bytes.fromhex("D0CF11E0A1B11AE1")
LOCKED = COMPOUND + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 512
STRICT = (
    (b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", b"http://purl.oclc.org/ooxml/wordprocessingml/main"),
    (b"http://schemas.openxmlformats.org/officeDocument/2006/relationships", b"http://purl.oclc.org/ooxml/officeDocument/relationships"),
    (b"http://schemas.openxmlformats.org/drawingml/2006/main", b"http://purl.oclc.org/ooxml/drawingml/main"),
    (b"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing", b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing"),
    (b"http://schemas.openxmlformats.org/drawingml/2006/picture", b"http://purl.oclc.org/ooxml/drawingml/picture"),
)  # fmt: skip
INSERTED = "<w:ins w:id='1' w:author='x' w:date='2024-12-01T00:00:00Z'><w:r><w:t>新增一句。</w:t></w:r></w:ins>"
REVISED = "修订"


def _repacked(change: Callable[[str, bytes], tuple[str, bytes] | None]) -> Send:
    def send(path: Path) -> None:
        packed = io.BytesIO()
        with zipfile.ZipFile(path) as package, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
            for name in package.namelist():
                if (kept := change(name, package.read(name))) is not None:
                    made.writestr(*kept)
        path.write_bytes(packed.getvalue())

    return send


def _strict(name: str, data: bytes) -> tuple[str, bytes]:
    for ours, theirs in STRICT:
        data = data.replace(ours, theirs)
    return name, data


def _other_main(name: str, data: bytes) -> tuple[str, bytes]:
    renamed = name.replace("document.xml", "document2.xml")
    return renamed, data.replace(b"word/document.xml", b"word/document2.xml")


def _null(name: str, data: bytes) -> tuple[str, bytes] | None:
    if name == "docProps/thumbnail.jpeg":
        return None
    link = b'<Relationship Id="x" Type="urn:x" Target="NULL"/></Relationships>'
    return name, data.replace(b"</Relationships>", link) if name.endswith(".rels") else data


def _embedding(path: Path) -> None:
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("word/embeddings/table.bin", COMPOUND)


def _office(kind: str, ending: str = "") -> Send:
    """Saved by LibreOffice as another kind, and called by another ending."""

    def send(path: Path) -> None:
        saved_as(kind, [path], path.parent)
        path.unlink()
        if ending:
            path.with_suffix(f".{kind}").rename(path.with_suffix(ending))

    return send


def _printed(path: Path) -> None:
    to_pdf([path], path.parent)
    path.unlink()


def _zipped(name: str, *, folder: str = "", locked: bool = False, besides: bool = False) -> Send:
    """In a ZIP called `name`, below a folder of it, under a password, beside another unit's."""

    def send(path: Path) -> None:
        packed = path.parent / name
        with zipfile.ZipFile(packed, "w") as package:
            package.write(path, f"{folder}{path.name}")
            for proof in path.parent.glob("*证书*"):
                package.write(proof, f"{folder}{proof.name}")
                proof.unlink()
            if besides:
                package.writestr("说明.txt", "请查收")
        path.unlink()
        if locked:
            data = bytearray(packed.read_bytes())
            for head, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
                place = data.find(head)
                while place >= 0:
                    data[place + at] |= 1
                    place = data.find(head, place + 4)
            packed.write_bytes(bytes(data))

    return send


def _twice(path: Path) -> None:
    shutil.copyfile(path, path.with_name(f"{path.stem}(1).docx"))


def _two_versions(path: Path) -> None:
    other = path.with_name(f"{path.stem} 新.docx")
    document = docx.Document(str(path))
    said(line(document)._p, "改了一句。")  # noqa: SLF001
    document.save(str(other))


def _year(title: str, prompt: str) -> Callable[[Document], None]:
    """Of the title above and of the prompt below, as text."""

    def change(document: Document) -> None:
        said(document.paragraphs[1]._p, f"{title}年度鱼峰区绩效分析表")  # noqa: SLF001
        said(row(document, -1).tc_lst[0], f"您对该单位{prompt}年的工作综合评价为：　　（分）")

    return change


def _titled_in_the_table(document: Document) -> None:
    """The title drawn into a row of its own, of another year."""
    for one in document.paragraphs[:2]:
        one._p.getparent().remove(one._p)  # noqa: SLF001
    new = deepcopy(row(document, -1))
    row(document, 0).addprevious(new)
    said(new.tc_lst[0], "2023年度鱼峰区绩效分析表")


def _cut_in_two(document: Document) -> None:
    """Report and awards in two tables."""
    table = document.tables[0]._tbl  # noqa: SLF001
    second = deepcopy(table)
    table.addnext(second)
    table.addnext(paragraph(""))
    for old in table.tr_lst[2:]:
        table.remove(old)
    for old in second.tr_lst[:2]:
        second.remove(old)


def _without_awards(document: Document) -> None:
    table = document.tables[0]._tbl  # noqa: SLF001
    for old in table.tr_lst[2:-1]:
        table.remove(old)


def _only_a_picture(document: Document) -> None:
    table = document.tables[0]._tbl  # noqa: SLF001
    table.getparent().remove(table)
    document.add_paragraph("（见照片）")


def _struck_row(document: Document) -> None:
    put(row(document).get_or_add_trPr(), "<w:del w:id='3' w:author='x' w:date='2024-12-01T00:00:00Z'/>")


def _other_prefix(name: str, data: bytes) -> tuple[str, bytes]:
    """As programs write that give namespaces names of their own."""
    if name != "word/document.xml":
        return name, data
    space = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return name, data.replace(space, space.replace(b":w=", b":q=")).replace(b"<w:", b"<q:").replace(b"</w:", b"</q:").replace(b" w:", b" q:")  # noqa: E501  # fmt: skip


def _in_their_names(*names: str) -> Callable[[Document], None]:
    """A second form of another unit below the first."""

    def change(document: Document) -> None:
        table = document.tables[0]._tbl  # noqa: SLF001
        for name in names:
            other = deepcopy(table)
            said(other.tr_lst[0].tc_lst[1], name)
            table.addnext(other)
            table.addnext(paragraph(""))

    return change


def _emptied(document: Document) -> None:
    """As it was given out: the unit's name alone stands in it."""
    filled = [cell for row in document.tables[0]._tbl.tr_lst[3:-1] for cell in row.tc_lst]  # noqa: SLF001
    for cell in (document.tables[0]._tbl.tr_lst[1].tc_lst[1], *filled):  # noqa: SLF001
        for old in cell.iter(qn("w:t")):
            old.text = ""


ATTACKS: tuple[Attack, ...] = (
    Attack(what="OpenDocument", office=True, send=_office("odt"), format_only=True),
    Attack(what="Word of 1997", office=True, send=_office("doc"), format_only=True),
    Attack(what="WPS", office=True, send=_office("doc", ".wps"), format_only=True),
    Attack(what="rich text", office=True, send=_office("rtf"), format_only=True),
    Attack(what="rich text called .doc", office=True, send=_office("rtf", ".doc"), format_only=True),
    Attack(what="strict", office=True, send=_repacked(_strict), format_only=True),
    Attack(what="document2.xml", send=_repacked(_other_main), format_only=True),
    Attack(what="links to NULL", send=_repacked(_null), format_only=True),
    Attack(what="another prefix", send=_repacked(_other_prefix), format_only=True),
    Attack(what="called .docm", send=lambda p: p.rename(p.with_suffix(".docm")) and None, format_only=True),
    Attack(what="ZIP", file=OTHER, send=_zipped("报送.zip", folder="绩效/", besides=True), format_only=True),
    Attack(what="same file twice", send=_twice, format_only=True),
    Attack(what="long official name", called="鱼峰区财政局", format_only=True),
    Attack(what="locked", send=lambda p: p.write_bytes(LOCKED) and None, state=SENT_BACK, says="密码"),
    Attack(what="locked ZIP", file=OTHER, send=_zipped("{name}.zip", locked=True), state=SENT_BACK, says="密码"),
    Attack(what="two versions", send=_two_versions, file="{serial:02d} {name}.docx", state=SENT_BACK, says="哪份有效"),
    Attack(what="PDF", office=True, send=_printed, state=SENT_BACK, says="不是 Word"),
    Attack(what="PDF of no name", office=True, send=_printed, file=OTHER, state=MISSING, says="看不出是哪个单位"),
    Attack(what="inserted words", file=OTHER, change=lambda d: put(line(d)._p, INSERTED), state=SENT_BACK, says=REVISED),  # noqa: E501, SLF001
    Attack(what="struck row", file=OTHER, change=_struck_row, state=SENT_BACK, says=REVISED),
    Attack(what="inserted words, another prefix", file=OTHER, change=lambda d: put(line(d)._p, INSERTED), send=_repacked(_other_prefix), state=SENT_BACK, says=REVISED),  # noqa: E501, SLF001
    Attack(what="embedded file", file=OTHER, send=_embedding, state=SENT_BACK, says="嵌入"),
    Attack(what="last year's", file=OTHER, change=_year("2023", "2023"), state=SENT_BACK, says="2023"),
    Attack(what="last year's, retitled", file=OTHER, change=_year("2024", "2023"), state=SENT_BACK, says="2023"),
    Attack(what="last year's in Chinese figures", file=OTHER, change=_year("二〇二三", "2024"), state=SENT_BACK, says="2023"),  # noqa: E501
    Attack(what="last year's title in the table", file=OTHER, change=_titled_in_the_table, state=SENT_BACK, says="2023"),  # noqa: E501
    Attack(what="untouched", file=OTHER, change=_emptied, state=SENT_BACK, says="没有填写"),
    Attack(what="cut in two tables", file=OTHER, change=_cut_in_two, state=SENT_BACK, says="改动"),
    Attack(what="without its awards", file=OTHER, change=_without_awards, state=SENT_BACK, says="改动"),
    Attack(what="no table", change=_only_a_picture, state=SENT_BACK, says="没有绩效分析表"),
    Attack(what="two units in a file", file=OTHER, change=_in_their_names("区审计局"), state=SENT_BACK, says="2 张"),
    Attack(what="another's form in a folder of its name", file=OTHER, send=_zipped("{name}.zip"), called="某某局", state=SENT_BACK, says="不在名单"),  # noqa: E501
    Attack(what="another district's", file=OTHER, called="柳南区财政局", state=MISSING, says="不在名单"),
    Attack(what="name misspelt", file=OTHER, called="区财证局", state=MISSING, says="是不是“区财政局”"),
    Attack(what="traditional characters", called="區財政局", format_only=True),
    Attack(what="words of no sense", office=True, send=lambda p: p.write_bytes("你好".encode()) and None, state=SENT_BACK, says="不是 Word"),  # noqa: E501
    Attack(what="report alone", report=REPORT, awards=(), format_only=True),
    Attack(what="awards alone", report=(), awards=AWARDS, says="没有填写"),
)  # fmt: skip
