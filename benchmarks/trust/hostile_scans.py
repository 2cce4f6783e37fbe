"""Hostile pictures and PDFs, made here byte by byte."""

import io
import struct
import zlib
from collections.abc import Iterator

from PIL import Image

HUGE = 100_000  # pixels a side

Made = tuple[str, bytes]  # file name, content


def png(width: int, height: int, rows: bytes = b"", *, kind: int = 0, extra: bytes = b"") -> bytes:
    """A PNG that says it is so large, with whatever rows."""
    head = struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    first, *rest = (struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in chunks)
    return b"\x89PNG\r\n\x1a\n" + first + extra + b"".join(rest)


def chunk(name: bytes, data: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def pdf(*objects: bytes, root: int = 1) -> bytes:
    """A PDF of these objects, numbered from 1, with a right table of places."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, root, start)
    return bytes(out)


def stream(content: bytes, extra: bytes = b"", *, packed: bool = False) -> bytes:
    """A stream object."""
    body = zlib.compress(content, 9) if packed else content
    filters = b"/Filter/FlateDecode" if packed else b""
    return b"<</Length %d%s%s>>stream\n%s\nendstream" % (len(body), filters, extra, body)


CATALOG, PAGES = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"


def page(extra: bytes = b"", box: bytes = b"0 0 595 842") -> bytes:
    """The only page; its picture is object 5."""
    return b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>%s>>" % (box, extra)


def picture_pdf(image: bytes, draw: bytes = b"q 595 0 0 842 0 0 cm /I Do Q", box: bytes = b"0 0 595 842") -> bytes:
    """A page that shows one picture."""
    return pdf(CATALOG, PAGES, page(box=box), stream(draw), image)


def image(filters: bytes, data: bytes, width: int = 1654, height: int = 2339, extra: bytes = b"") -> bytes:
    """A picture object with any filter."""
    head = b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace/DeviceGray" % (width, height)
    return stream(data, head + b"/Filter" + filters + extra)


def pdfs() -> Iterator[Made]:
    """Broken, looping, swelling."""
    bomb = zlib.compress(bytes(300_000_000), 9)
    yield "empty.pdf", b""
    yield "head only.pdf", b"%PDF-1.7\n"
    yield "no root.pdf", b"%PDF-1.4\ntrailer<</Root 9 0 R>>\nstartxref\n9999999\n%%EOF"
    yield "tree of itself.pdf", pdf(CATALOG, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>")
    yield (
        "tree in a ring.pdf",
        pdf(CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 1>>"),
    )
    yield "2 billion pages said.pdf", pdf(CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 2000000000>>", page(), stream(b""))
    yield (
        "30000 pages.pdf",
        pdf(CATALOG, b"<</Type/Pages/Kids[%s]/Count 30000>>" % (b"3 0 R " * 30_000), page(), stream(b"")),
    )
    yield "page of 10 km.pdf", picture_pdf(image(b"/DCTDecode", b""), box=b"0 0 30000000 30000000")
    yield "page of no size.pdf", picture_pdf(image(b"/DCTDecode", b""), box=b"0 0 0 0")
    yield "page of a hair.pdf", picture_pdf(image(b"/DCTDecode", b""), box=b"0 0 0.0001 14400")
    yield "picture of 100000.pdf", picture_pdf(image(b"/FlateDecode", bomb[:3000], HUGE, HUGE))
    yield (
        "picture below the limit.pdf",
        picture_pdf(image(b"/FlateDecode", zlib.compress(bytes(9_900 * 9_900), 9), 9_900, 9_900)),
    )
    yield "picture bomb.pdf", picture_pdf(image(b"/FlateDecode", bomb, 100, 100))
    yield "bomb in a bomb.pdf", picture_pdf(image(b"[/FlateDecode/FlateDecode]", zlib.compress(bomb, 9)))
    yield "ten filters.pdf", picture_pdf(image(b"[" + b"/ASCIIHexDecode" * 200 + b"]", b"41" * 5000))
    yield "jbig2 garbage.pdf", picture_pdf(image(b"/JBIG2Decode", bytes(range(256)) * 40))
    segment = struct.pack(">IBBBI", 0, 48, 0, 1, 19) + struct.pack(">IIIIBH", HUGE, 0xFFFFFFFF, 0, 0, 0, 0)
    yield "jbig2 of 100000.pdf", picture_pdf(image(b"/JBIG2Decode", segment, HUGE, HUGE))
    yield "jbig2 page within.pdf", picture_pdf(image(b"/JBIG2Decode", segment))
    box = b"\x00\x00\x00\x0cjP  \r\n\x87\n" + b"\x00\x00\x00\x14ftypjp2 \x00\x00\x00\x00jp2 "
    size = struct.pack(">HHHIIIIIIIIH", 0xFF51, 41, 0, HUGE, HUGE, 0, 0, HUGE, HUGE, 0, 0, 1) + b"\x07\x01\x01"
    yield "jpx garbage.pdf", picture_pdf(image(b"/JPXDecode", box + bytes(2000)))
    yield "jpx of 100000.pdf", picture_pdf(image(b"/JPXDecode", box + b"\x00\x00\x00\x00jp2c\xff\x4f" + size))
    yield (
        "fax of 100000.pdf",
        picture_pdf(image(b"/CCITTFaxDecode", bytes(5000), extra=b"/DecodeParms<</K -1/Columns 100000/Rows 100000>>")),
    )
    yield "draws itself.pdf", pdf(
        CATALOG, PAGES, page(), stream(b"/I Do"),
        stream(b"/I Do /I Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</I 5 0 R>>>>"),
    )  # fmt: skip
    nested = [
        stream(b"/I Do " * 10, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</I %d 0 R>>>>" % (n + 1))
        for n in range(5, 15)
    ]
    yield "ten billion drawings.pdf", pdf(CATALOG, PAGES, page(), stream(b"/I Do"), *nested, stream(b"0 0 9 9 re f"))
    yield "million lines.pdf", pdf(CATALOG, PAGES, page(), stream(b"0 0 m 595 842 l S " * 1_000_000, packed=True))
    yield "operators bomb.pdf", pdf(CATALOG, PAGES, page(), stream(b"q " * 50_000_000, packed=True))
    yield "deep arrays.pdf", pdf(CATALOG, PAGES, page(b"/X " + b"[" * 100_000), stream(b""))
    holder = stream(b"1 0 2 9 " + CATALOG, b"/Type/ObjStm/N 2/First 8/Extends 1 0 R", packed=True)
    yield "objects in themselves.pdf", pdf(holder, PAGES, page(), stream(b""))
    yield "length of itself.pdf", pdf(CATALOG, PAGES, page(), b"<</Length 4 0 R>>stream\nq Q\nendstream")


def pictures() -> Iterator[Made]:
    """PNG, TIFF, JPEG."""
    yield "of 100000.png", png(HUGE, HUGE)
    yield "of 2 billion.png", png(2**31 - 1, 2**31 - 1)
    yield "below the limit.png", png(9_900, 9_900, b"\x00" * (9_901 * 9_900))
    yield "colour below the limit.png", png(9_900, 9_900, bytes(9_900 * 4 * 9_900 + 9_900), kind=6)
    yield "no rows.png", png(1654, 2339)
    yield "of no size.png", png(0, 0)
    yield (
        "text bomb.png",
        png(100, 100, bytes(10_100), extra=chunk(b"zTXt", b"a\x00\x00" + zlib.compress(bytes(10**8)))),
    )
    moving = chunk(b"acTL", struct.pack(">II", 2**31 - 1, 0))
    yield "2 billion frames.png", png(100, 100, bytes(10_100), extra=moving)
    yield "two bytes.jpg", b"\xff\xd8"
    yield (
        "of 65500.jpg",
        b"\xff\xd8\xff\xc0\x00\x11\x08\xff\xdc\xff\xdc\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01\xff\xd9",
    )
    yield "postscript.jpg", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 100 100\n{} loop\n"
    yield "zip.jpg", b"PK\x03\x04" + bytes(100)
    yield "noise.png", noise()
    yield "lines.png", lines()
    yield "of 100000.tif", tiff((256, 4, HUGE), (257, 4, HUGE), (258, 3, 8), (259, 3, 1), (262, 3, 1), (273, 4, 8))
    yield (
        "one strip 4 GB.tif",
        tiff(
            (256, 4, 1654),
            (257, 4, 2339),
            (258, 3, 8),
            (259, 3, 5),
            (262, 3, 1),
            (273, 4, 8),
            (278, 4, 2339),
            (279, 4, 2**32 - 1),
        ),
    )
    yield "pages in a ring.tif", tiff((256, 4, 10), (257, 4, 10), (258, 3, 8), (259, 3, 1), (262, 3, 1), after=8)
    yield "tag of 4 GB.tif", tiff((256, 4, 10), (257, 4, 10), (270, 2, 8), counts=2**32 - 1)
    yield "100000 pages.tif", many_pages(25_000)


def noise() -> bytes:
    """Where every pixel may be a stroke."""
    out = io.BytesIO()
    Image.effect_noise((4960, 7016), 200).save(out, "PNG", compress_level=1)
    return out.getvalue()


def lines() -> bytes:
    """A page of nothing but rules."""
    page = Image.new("L", (3308, 4678), 255)
    page.paste(0, (0, 0, 3308, 4678))
    for at in range(0, 4678, 6):
        page.paste(255, (0, at, 3308, at + 3))
    for at in range(0, 3308, 6):
        page.paste(255, (at, 0, at + 3, 4678))
    out = io.BytesIO()
    page.save(out, "PNG")
    return out.getvalue()


def tiff(*tags: tuple[int, int, int], after: int = 0, counts: int = 1) -> bytes:
    """One directory at byte 8; `after` is where the next is said to be."""
    entries = b"".join(struct.pack("<HHII", tag, kind, counts if tag == 270 else 1, value) for tag, kind, value in tags)
    return (
        b"II*\x00"
        + struct.pack("<I", 8)
        + struct.pack("<H", len(tags))
        + entries
        + struct.pack("<I", after)
        + bytes(99)
    )


def many_pages(pages: int) -> bytes:
    """Directory upon directory, all of one small picture."""
    tags = ((256, 4, 10), (257, 4, 10), (258, 3, 8), (259, 3, 1), (262, 3, 1), (273, 4, 8), (278, 4, 10), (279, 4, 100))
    entries = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags)
    size = 2 + len(entries) + 4
    return (
        b"II*\x00"
        + struct.pack("<I", 8)
        + b"".join(
            struct.pack("<H", len(tags))
            + entries
            + struct.pack("<I", 8 + size * (number + 1) if number + 1 < pages else 0)
            for number in range(pages)
        )
    )
