"""Kept scans: the same pixels, and nothing of who scanned them, when, and with which machine."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from pingyi.scanner.files.pages import count_pages, load_page
from pingyi.scanner.kept.bare_picture import bare_jpeg, bare_jpx
from pingyi.scanner.kept.clean_scan import write_clean

MAKER = "RICOH-IM-C3000-SERIAL-771"


def page_of(seed: int) -> Image.Image:
    return Image.fromarray(np.random.default_rng(seed).integers(0, 255, (400, 300), np.uint8))


def jpeg_with_exif() -> bytes:
    exif = Image.Exif()
    exif[0x010F], exif[0x0132] = MAKER, "2024:12:03 09:14:55"
    out = BytesIO()
    page_of(1).save(out, "JPEG", exif=exif, comment=MAKER.encode(), dpi=(200, 200))
    return out.getvalue()


def write_pictures(folder: Path) -> None:
    (folder / "a.jpg").write_bytes(jpeg_with_exif() + b"\xff\xd8behind its end" + MAKER.encode())
    out = BytesIO()
    page_of(7).save(out, "JPEG", progressive=True)
    first = out.getvalue().index(b"\xff\xda") + 200
    between = out.getvalue().index(b"\xff\xda", first)  # a comment between two scans of a progressive one
    note = b"\xff\xfe" + (2 + len(MAKER)).to_bytes(2, "big") + MAKER.encode()
    (folder / "a2.jpg").write_bytes(out.getvalue()[:between] + note + out.getvalue()[between:])
    info = PngInfo()
    info.add_text("Comment", MAKER)
    info.add_itxt("XML:com.adobe.xmp", f"<x>{MAKER}</x>")
    page_of(2).save(folder / "b.png", pnginfo=info, dpi=(200, 200))
    two = [page_of(3), page_of(4).convert("1")]
    two[0].save(folder / "c.tif", save_all=True, append_images=two[1:], description=MAKER, software=MAKER)
    page_of(5).save(folder / "d.tif", compression="tiff_lzw", description=MAKER, dpi=(300, 300))
    page_of(5).save(folder / "d2.tif", compression="jpeg", software=MAKER, tiffinfo={274: 6})
    turned = Image.Exif()
    turned[271], turned[306], turned[274] = MAKER, "2024:12:03 09:14:55", 7
    for suffix in ("jpg", "png", "webp"):
        page_of(8).save(folder / f"turned.{suffix}", exif=turned, lossless=True)
    page_of(9).save(folder / "f.gif", comment=MAKER)
    bitmap = BytesIO()
    page_of(9).save(bitmap, "BMP")
    (folder / "g.bmp").write_bytes(bitmap.getvalue())
    page_of(5).convert("1").save(folder / "d3.tif", compression="group4", software=MAKER)
    page_of(5).convert("RGB").save(folder / "d4.tif", compression="tiff_adobe_deflate", software=MAKER, big_tiff=True)


def write_pdf(path: Path) -> None:
    """A scan as a copier writes it, opened, signed in the corner and saved by an office program."""
    plain = BytesIO()
    page_of(1).save(
        plain, "PDF", resolution=200, title=MAKER, producer=MAKER, save_all=True, append_images=[page_of(6)]
    )
    jpx = BytesIO()
    page_of(6).save(jpx, "JPEG2000")
    boxed = jpx.getvalue() + (8 + len(MAKER)).to_bytes(4, "big") + b"xml " + MAKER.encode()
    with pikepdf.open(plain) as pdf:
        with pdf.open_metadata() as xmp:
            xmp["xmp:CreatorTool"] = MAKER
        for page, data, name in zip(pdf.pages, (jpeg_with_exif(), boxed), ("DCTDecode", "JPXDecode"), strict=True):
            (image,) = (one for one in page.Resources.XObject.values())
            image.write(data, filter=pikepdf.Name(f"/{name}"))
        pdf.attachments["settings.txt"] = MAKER.encode()
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem(MAKER, 0))
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Square, Rect=[10, 10, 60, 60], C=[0, 0, 0],
            T=MAKER, M="D:20241203091455", Contents=MAKER,
        )  # fmt: skip
        pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([note]))
        pdf.save(path, compress_streams=False)


def write_scans(folder: Path) -> list[Path]:
    """One of each kind, full of metadata."""
    write_pictures(folder)
    write_pdf(folder / "e.pdf")
    return sorted(folder.iterdir())


def test_a_kept_scan_has_the_same_pixels_and_no_metadata(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for source in write_scans(tmp_path / "in"):
        assert MAKER.encode() in source.read_bytes() or source.suffix == ".bmp", source.name
        target = tmp_path / source.name
        assert write_clean(source, target), source.name
        kept = target.read_bytes()
        assert MAKER.encode() not in kept, source.name
        assert b"2024:12:03" not in kept, source.name
        assert b"D:2024" not in kept, source.name
        assert count_pages(target) == count_pages(source)
        for page in range(1, count_pages(source) + 1):
            assert np.array_equal(load_page(source, page), load_page(target, page)), (source.name, page)
        assert write_clean(source, tmp_path / "again")
        assert (tmp_path / "again").read_bytes() == kept, "the same file is kept as the same file"
        assert write_clean(target, tmp_path / "once more")
        assert (tmp_path / "once more").read_bytes() == kept or source.suffix == ".pdf", "nothing more to take away"


@pytest.mark.parametrize(
    "data",
    [b"", b"%PDF-1.7 broken", b"\xff\xd8\xff\xe1\xff\xff", b"II*\0\x08\0\0\0\xff\xff", b"?", b"\x89PNG\r\n\x1a\n\0"],
)
@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_what_cannot_be_opened_is_said_to_be_so(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.pdf").write_bytes(data)
    assert not write_clean(tmp_path / "x.pdf", tmp_path / "kept")
    assert not (tmp_path / "kept").exists()


@pytest.mark.parametrize("cut", range(4, 400, 13))
def test_a_picture_cut_short_is_refused_or_kept_to_its_last_byte(cut: int) -> None:
    data = jpeg_with_exif()[:cut]
    try:
        bare = bare_jpeg(data)
    except ValueError:
        return
    assert data.endswith(bare[-1:])


def test_code_of_jpeg_2000_loses_its_comments_only() -> None:
    out = BytesIO()
    page_of(6).save(out, "JPEG2000", no_jp2=True, comment=MAKER.encode())
    assert MAKER.encode() in out.getvalue()
    bare = bare_jpx(out.getvalue())
    assert MAKER.encode() not in bare
    assert np.array_equal(np.asarray(Image.open(BytesIO(bare))), np.asarray(Image.open(out)))


def test_a_telephones_picture_loses_what_it_says_of_the_telephone(tmp_path: Path) -> None:
    source = Path(__file__).parents[3] / "samples" / "phone" / "page.heic"
    assert b"Invented Phone" in source.read_bytes()
    assert write_clean(source, tmp_path / "kept.heic")
    assert b"Invented Phone" not in (tmp_path / "kept.heic").read_bytes()
    assert np.array_equal(load_page(source, 1), load_page(tmp_path / "kept.heic", 1))
