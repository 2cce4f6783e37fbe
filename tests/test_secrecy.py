"""Whoever knows in which order voters handed in their ballots cannot find out what they voted."""

import sqlite3
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from python_calamine import CalamineWorkbook

from domain.campaign import Campaign
from domain.reading import Doubt, RowReading, SheetReading, Source, Verdict
from generator.clean_scan import write_clean
from generator.review_sheet import ROWS_SHEET
from scanner.pages import load_page
from store.records import Filing
from store.secrecy import copy_without_places, forget_order
from store.store import Store
from workflow.review import export_review, find_sheet

SHEETS = 60
PLACES = {"source_file", "source_page", "scan"}  # needed to find a paper until the campaign closes


@dataclass(frozen=True)
class Guess:
    """How well one ordering of the sheets agrees with the order they were fed in: 1 the same, 0 none."""

    source: str
    agreement: float


def digests(seed: int) -> list[str]:
    """As sheets are named: by what they look like, in the order they were fed."""
    rng = np.random.default_rng(seed)
    return [rng.bytes(32).hex() for _ in range(SHEETS)]


def reading(digest: str, page: int) -> SheetReading:
    doubtful = RowReading(item="2", name="里雍镇", verdict=Verdict.DOUBTFUL, confidence=0.3, reasons=(Doubt.CROSS,))
    choice = "不满意" if int(digest[:2], 16) < 20 else "满意"
    clear = [
        RowReading(item=str(item), name="甲", verdict=Verdict.VALID, choice=choice, confidence=0.9)
        for item in (1, *range(3, 60))
    ]
    return SheetReading(
        source=Source(file="甲.pdf", page=page),
        digest=digest,
        form_digest="f",
        batch_code="A01",
        turn=0,
        rows=(clear[0], doubtful, *clear[1:]),
        has_opinion=False,
        crops={"2": png(digest)},
    )


def png(digest: str) -> bytes:
    out = BytesIO()
    Image.fromarray(np.frombuffer(bytes.fromhex(digest), np.uint8).reshape(4, 8)).save(out, "PNG")
    return out.getvalue()


def fed(folder: Path, order: list[str]) -> Store:
    """A workspace that got these sheets one by one."""
    store = Store(folder / "pingyi.db", folder / "crops")
    for page, digest in enumerate(order, start=1):
        store.file_pages([Filing(outcome=reading(digest, page), batch="A01", scan="s")])
    forget_order(store)
    return store


def agreement(order: list[str], found: list[str]) -> float:
    """Kendall-like: the correlation of the two rankings, whichever way round it is read."""
    at = {digest: number for number, digest in enumerate(found)}
    ranks = np.array([at[digest] for digest in order])
    return abs(float(np.corrcoef(ranks, np.arange(len(ranks)))[0, 1]))


def guesses(folder: Path, order: list[str], campaign: Campaign, store: Store) -> list[Guess]:
    """Everything an order could hide in, the columns that name the place of a paper left out."""
    database = sqlite3.connect(folder / "pingyi.db")
    found: dict[str, list[str]] = {}
    for table, key in (("sheets", "digest"), ("row_readings", "sheet")):
        columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})") if row[1] not in PLACES]
        rows = f"SELECT {key} FROM {table} "  # noqa: S608 - our own names
        found[f"{table} as they lie"] = [row[0] for row in database.execute(rows)]
        for column in columns:
            found[f"{table} by {column}"] = [row[0] for row in database.execute(f"{rows} ORDER BY {column}, {key}")]
    raw = (folder / "pingyi.db").read_bytes()
    found["place in the file, first"] = sorted(order, key=lambda digest: raw.find(digest.encode()))
    found["place in the file, last"] = sorted(order, key=lambda digest: raw.rfind(digest.encode()))
    crops = sorted((folder / "crops").iterdir(), key=lambda path: (path.stat().st_mtime_ns, path.name))
    found["crops by time"] = [path.name for path in crops]
    found["crop files by time"] = [
        path.parent.name
        for path in sorted((folder / "crops").glob("*/*"), key=lambda p: (p.stat().st_mtime_ns, str(p)))
    ]
    export_review(campaign, store, folder / "复核表.xlsx")
    grid = CalamineWorkbook.from_path(str(folder / "复核表.xlsx")).get_sheet_by_name(ROWS_SHEET).to_python()
    head = next(number for number, line in enumerate(grid) if "键" in line)
    found["review workbook"] = [str(line[grid[head].index("键")]).partition("/")[0] for line in grid[head + 1 :]]
    return [Guess(name, agreement(order, list(dict.fromkeys(listed)))) for name, listed in found.items()]


def test_no_order_left_behind_is_better_than_chance(campaign: Campaign, tmp_path: Path) -> None:
    best: dict[str, list[float]] = {}
    for seed in range(3):
        folder = tmp_path / str(seed)
        folder.mkdir()
        order = digests(seed)
        with fed(folder, order) as store:
            for guess in guesses(folder, order, campaign, store):
                best.setdefault(guess.source, []).append(guess.agreement)
    chance = 0.36  # of random orders of 60, one in 200 agrees so well; three in a row never do
    leaks = {source: found for source, found in best.items() if min(found) > chance}
    assert leaks == {}
    assert len(best) > 15


def test_the_attack_finds_an_order_where_there_is_one(campaign: Campaign, tmp_path: Path) -> None:
    """The test above can fail: a moment of reading gives the order away."""
    order = digests(9)
    with fed(tmp_path, order) as store:
        store.database.execute("ALTER TABLE sheets ADD COLUMN read_at TEXT NOT NULL DEFAULT ''")
        store.database.execute("DROP TRIGGER sheets_stay")
        store.database.execute("UPDATE sheets SET read_at = printf('%05d', source_page)")
        found = {guess.source: guess.agreement for guess in guesses(tmp_path, order, campaign, store)}
    assert found["sheets by read_at"] == pytest.approx(1.0)


def test_the_copy_handed_on_is_the_same_file_whatever_the_order(tmp_path: Path) -> None:
    order = digests(4)
    copies = []
    for name, fed_order in (("a", order), ("b", order[::-1])):
        (tmp_path / name).mkdir()
        with fed(tmp_path / name, fed_order) as store:
            copies.append(copy_without_places(store, tmp_path / name / "结果.db").read_bytes())
    assert copies[0] == copies[1]
    with Store(tmp_path / "a" / "结果.db", tmp_path / "none") as copy:
        assert {sheet.source for _, sheet in copy.readings()} == {Source(file="", page=1)}
        assert copy.progress()["A01"].sheets == SHEETS
        with pytest.raises(sqlite3.IntegrityError, match="never changed"):
            copy.database.execute("UPDATE sheets SET source_page = 2")


def test_the_workbook_for_people_names_no_page_and_no_moment(campaign: Campaign, tmp_path: Path) -> None:
    order = digests(5)
    with fed(tmp_path, order) as store:
        export_review(campaign, store, tmp_path / "复核表.xlsx")
        assert find_sheet(store, order[6][:10]) == ("甲.pdf 第 7 页",), "whoever has to see the paper can ask"
    sheet = CalamineWorkbook.from_path(str(tmp_path / "复核表.xlsx")).get_sheet_by_name(ROWS_SHEET).to_python()
    words = [str(cell) for line in sheet for cell in line]
    assert not any("甲.pdf" in word for word in words)
    with zipfile.ZipFile(tmp_path / "复核表.xlsx") as book:
        assert "2000-01-01" in book.read("docProps/core.xml").decode()


# ---- what a scanner writes beside its pictures ----

MAKER = "RICOH-IM-C3000-SERIAL-771"


def page_of(seed: int) -> Image.Image:
    return Image.fromarray(np.random.default_rng(seed).integers(0, 255, (400, 300), np.uint8))


def jpeg_with_exif() -> bytes:
    exif = Image.Exif()
    exif[0x010F], exif[0x0132] = MAKER, "2024:12:03 09:14:55"
    out = BytesIO()
    page_of(1).save(out, "JPEG", exif=exif, comment=MAKER.encode(), dpi=(200, 200))
    return out.getvalue()


def write_scans(folder: Path) -> list[Path]:
    """One of each kind, full of metadata."""
    (folder / "a.jpg").write_bytes(jpeg_with_exif())
    info = PngInfo()
    info.add_text("Comment", MAKER)
    page_of(2).save(folder / "b.png", pnginfo=info, dpi=(200, 200))
    two = [page_of(3), page_of(4).convert("1")]
    two[0].save(folder / "c.tif", save_all=True, append_images=two[1:], description=MAKER, software=MAKER)
    page_of(5).save(folder / "d.tif", compression="tiff_lzw", description=MAKER, dpi=(300, 300))
    plain = BytesIO()
    page_of(1).save(plain, "PDF", resolution=200, title=MAKER, producer=MAKER)
    with pikepdf.open(plain) as pdf:
        with pdf.open_metadata() as xmp:
            xmp["xmp:CreatorTool"] = MAKER
        (image,) = pdf.pages[0].images.values()
        image.write(jpeg_with_exif(), filter=pikepdf.Name.DCTDecode)
        pdf.save(folder / "e.pdf")
    return sorted(folder.iterdir())


def test_a_kept_scan_has_the_same_pixels_and_no_metadata(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for source in write_scans(tmp_path / "in"):
        assert MAKER.encode() in source.read_bytes(), source.name
        target = tmp_path / source.name
        write_clean(source, target)
        kept = target.read_bytes()
        assert MAKER.encode() not in kept, source.name
        assert b"2024:12:03" not in kept
        for page in range(1, 3 if source.name == "c.tif" else 2):
            assert np.array_equal(load_page(source, page), load_page(target, page)), source.name
        write_clean(source, tmp_path / "again")
        assert (tmp_path / "again").read_bytes() == kept, "the same file is kept as the same file"


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7 broken", b"\xff\xd8\xff\xe1\xff\xff", b"II*\0\x08\0\0\0\xff\xff", b"?"]
)
def test_what_cannot_be_opened_is_kept_as_it_came(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.pdf").write_bytes(data)
    write_clean(tmp_path / "x.pdf", tmp_path / "kept")
    assert (tmp_path / "kept").read_bytes() == data
