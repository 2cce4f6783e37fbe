"""Hostile Word files and tables, made of right ones."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

Made = tuple[str, bytes]  # file name, content

DTD = b'<?xml version="1.0"?><!DOCTYPE x [%s]>'
SECRET = b'<!ENTITY e SYSTEM "file:///etc/passwd">'
FAR = b'<!ENTITY e SYSTEM "http://192.0.2.1/e">'  # an address nobody has
LAUGHS = b"<!ENTITY a0 'ha'>" + b"".join(b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))
SHEET = "xl/worksheets/sheet1.xml"
BODY = "word/document.xml"
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def changed(package: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The same package with these parts put in or replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


def part(package: bytes, name: str) -> bytes:
    """One part's content."""
    with zipfile.ZipFile(io.BytesIO(package)) as old:
        return old.read(name)


def lying(package: bytes, name: str, size: int) -> bytes:
    """A part of zeros whose headers say it has ten bytes."""
    data = bytearray(changed(package, {name: bytes(size)}))
    truth = struct.pack("<I", size)
    while (at := data.find(truth)) >= 0:
        data[at : at + 4] = struct.pack("<I", 10)
    return bytes(data)


def spoilt_package(good: bytes, main: str, ending: str) -> Iterator[Made]:
    """What can be wrong with any office file; `main` is its chief part."""
    text = part(good, main)
    bare = text[text.index(b"?>") + 2 :] if text.startswith(b"<?xml") else text
    yield f"empty{ending}", b""
    yield f"text{ending}", "不是表格".encode()
    yield f"half{ending}", good[: len(good) // 2]
    yield f"without its end{ending}", good[:-22]
    yield f"zip of nothing{ending}", b"PK\x05\x06" + bytes(18)
    yield f"no main part{ending}", changed(good, {main: b""})
    yield f"main part cut{ending}", changed(good, {main: text[: len(text) // 2]})
    yield f"no types{ending}", changed(good, {"[Content_Types].xml": b"<Types/>"})
    yield f"bomb of 1 GB{ending}", changed(good, {main: bytes(1_000_000_000)})
    yield f"bomb beside{ending}", changed(good, {"docProps/core.xml": b" " * 600_000_000})
    yield f"bomb that lies{ending}", lying(good, main, 900_000_000)
    yield f"laughs{ending}", changed(good, {main: DTD % LAUGHS + bare.replace(b"</", b"&a11;</", 1)})
    yield f"reads a secret{ending}", changed(good, {main: DTD % SECRET + bare.replace(b"</w:t>", b"&e;</w:t>")})
    yield f"asks the net{ending}", changed(good, {main: DTD % FAR + bare.replace(b"</w:t>", b"&e;</w:t>")})
    yield f"deep{ending}", changed(good, {main: b"<a>" * 200_000})
    yield f"of UTF-7{ending}", changed(good, {main: b'<?xml version="1.0" encoding="UTF-7"?>' + bare})
    yield f"climbs out{ending}", changed(good, {"../../../../tmp/climbed.txt": b"x"})
    yield f"10000 parts{ending}", changed(good, {f"custom/{n}.xml": b"<a/>" for n in range(10_000)})
    yield f"ole{ending}", bytes.fromhex("D0CF11E0A1B11AE1") + bytes(3000)


def words(good: bytes) -> Iterator[Made]:
    """Word files that are no 附件3, or worse."""
    yield from spoilt_package(good, BODY, ".docx")
    text, links = part(good, BODY), part(good, "word/_rels/document.xml.rels")
    far = (
        b'<Relationship Id="rIdFar" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"'
        b' Target="http://192.0.2.1/x.png" TargetMode="External"/></Relationships>'
    )
    drawn = b'<w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:imagedata r:id="rIdFar"/></v:shape></w:pict>'
    yield (
        "far picture.docx",
        changed(
            good,
            {
                "word/_rels/document.xml.rels": links.replace(b"</Relationships>", far),
                BODY: text.replace(b"<w:t>", drawn + b"<w:t>", 1),
            },
        ),
    )
    many = text[text.index(b"<w:tr ") : text.index(b"</w:tr>") + 7] if b"<w:tr " in text else b""
    yield "40000 rows.docx", changed(good, {BODY: text.replace(b"</w:tbl>", many * 40_000 + b"</w:tbl>", 1)})
    yield (
        "span of 2 billion.docx",
        changed(good, {BODY: text.replace(b"<w:tcPr>", b'<w:tcPr><w:gridSpan w:val="2000000000"/>', 1)}),
    )
    yield "wide.docx", changed(good, {BODY: text.replace(b'w:w="', b'w:w="99999999999', 5)})
    yield "control.docx", changed(good, {BODY: text.replace(b"<w:t>", b"<w:t>\x00\x01\x1b", 3)})
    yield "jinja.docx", changed(good, {BODY: text.replace(b"</w:t>", b"{{ ''.__class__ }}{% for x in y %}</w:t>", 3)})
    yield "rtf.doc", b"{\\rtf1" + b"{" * 100_000
    yield "rtf far.doc", b'{\\rtf1{\\field{\\*\\fldinst INCLUDEPICTURE "http://192.0.2.1/x.png"}}}'
    yield "html.doc", b"<html><img src='http://192.0.2.1/x.png'><iframe src='file:///etc/passwd'></html>"


def tables(good: bytes) -> Iterator[Made]:
    """Workbooks and .csv."""
    yield from spoilt_package(good, SHEET, ".xlsx")
    corner = b'<worksheet xmlns="%s"><sheetData>%%s</sheetData></worksheet>' % MAIN
    ends = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    yield "two far corners.xlsx", changed(good, {SHEET: corner % ends})
    cells = b'<row><c t="inlineStr"><is><t>x</t></is></c></row>' * 9_000_000
    yield "9 million rows.xlsx", changed(good, {SHEET: corner % cells})
    yield (
        "string of 400 MB.xlsx",
        changed(
            good, {SHEET: corner % (b'<row><c t="inlineStr"><is><t>' + b"x" * 400_000_000 + b"</t></is></c></row>")}
        ),
    )
    yield "far cell.xlsx", changed(good, {SHEET: corner % b'<row r="1"><c r="ZZZZZZ99999999999"><v>1</v></c></row>'})
    yield "no number.xlsx", changed(good, {SHEET: corner % b'<row r="1"><c r="A1" t="s"><v>99999999</v></c></row>'})
    repeated = (
        b'<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        b' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:spreadsheet>'
        b'<table:table table:name="a"><table:table-row table:number-rows-repeated="1000000">'
        b'<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16000"'
        b' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/></table:table-row></table:table>'
        b"</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", "<a/>")
        package.writestr("content.xml", repeated)
    yield "repeated.ods", out.getvalue()
    yield (
        "record.xls",
        bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\xff" * 3000,
    )
    yield "biff.xls", struct.pack("<HHHH", 0x809, 8, 0x600, 5) + b"\xff" * 500
    yield "zeros.csv", bytes(1_000_000)
    yield "one cell.csv", b"a" * 50_000_000
    yield "quote never closed.csv", b'"' + b"a,b\n" * 5_000_000
    yield "10 million lines.csv", b"1,2\n" * 10_000_000
    yield "commas.csv", b"," * 20_000_000
    yield "utf16.csv", "单位名称,份数\n".encode("utf-16")
    yield "bytes.csv", bytes(range(128, 256)) * 100
    yield "packed.csv", zlib.compress(bytes(100_000))


def samples(folder: Path) -> dict[str, bytes]:
    """The right files mutations begin with, by name."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
