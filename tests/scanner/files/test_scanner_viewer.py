"""A picture file is read as a viewer shows it: deep greys, transparent paper, mirrors, fax pixels, second pictures."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageOps, TiffImagePlugin

from pingyi.scanner.files.pages import count_pages, load_page

HEIGHT, WIDTH = 60, 40


def a_page() -> np.ndarray:
    """No two sides, and no two turns, look alike."""
    page = np.full((HEIGHT, WIDTH), 250, np.uint8)
    page[5:9, 4:30] = 20
    page[5:40, 4:8] = 120
    page[30:50, 25:28] = 70
    return page


def of_16_bits(page: np.ndarray) -> Image.Image:
    return Image.fromarray(page.astype(np.uint16) * 257)


def test_sixteen_bits_are_scaled_and_not_cut(tmp_path: Path) -> None:
    of_16_bits(a_page()).save(tmp_path / "a.png")
    of_16_bits(a_page()).save(tmp_path / "a.tif")
    of_16_bits(a_page()).save(tmp_path / "b.tif", compression="tiff_lzw")
    of_16_bits(255 - a_page()).save(tmp_path / "c.tif", tiffinfo={262: 0})  # white is zero
    Image.fromarray(np.asarray(of_16_bits(a_page())).astype(">u2")).save(tmp_path / "d.tif")
    for path in tmp_path.iterdir():
        assert np.array_equal(load_page(path, 1), a_page()), path.name


def test_values_without_a_white_are_refused_in_words(tmp_path: Path) -> None:
    Image.fromarray(a_page().astype(np.float32)).save(tmp_path / "f.tif")
    with pytest.raises(Exception, match="浮点"):
        load_page(tmp_path / "f.tif", 1)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
@pytest.mark.parametrize("suffix", ["png", "webp", "tif"])
def test_transparent_paper_is_white(tmp_path: Path, mode: str, suffix: str) -> None:
    if (mode, suffix) in {("P", "webp"), ("P", "tif")}:
        pytest.skip("has no such picture")
    page = a_page()
    clear = Image.merge(
        "LA",
        (
            Image.fromarray(np.where(page > 200, 0, page).astype(np.uint8)),
            Image.fromarray(np.where(page > 200, 0, 255).astype(np.uint8)),
        ),
    )
    picture = clear if mode == "LA" else clear.convert("RGBA")
    if mode == "P":
        grey = Image.fromarray(np.where(page > 200, 255, page).astype(np.uint8)).convert("P")
        picture, options = grey, {"transparency": int(np.asarray(grey)[0, 0])}
    else:
        options = {"lossless": True, "exact": True} if suffix == "webp" else {}
    picture.save(tmp_path / f"a.{suffix}", **options)
    assert np.abs(load_page(tmp_path / f"a.{suffix}", 1).astype(int) - np.where(page > 200, 255, page)).max() <= 1


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("suffix", ["png", "jpg", "webp", "tif", "lzw.tif", "16.tif"])
def test_every_orientation_is_honoured_mirrors_too(tmp_path: Path, orientation: int, suffix: str) -> None:
    exif = Image.Exif()
    exif[274] = orientation
    path = tmp_path / f"a.{suffix}"
    picture = of_16_bits(a_page()) if suffix == "16.tif" else Image.fromarray(a_page())
    options = {"compression": "tiff_lzw"} if suffix == "lzw.tif" else {"quality": 98, "lossless": True}
    picture.save(path, exif=exif, **({} if suffix in ("tif", "16.tif") else options))
    plain = BytesIO()
    Image.fromarray(a_page()).save(plain, "PNG", exif=exif)
    wanted = np.asarray(ImageOps.exif_transpose(Image.open(plain)))
    got = load_page(path, 1)
    assert got.shape == wanted.shape
    assert np.abs(got.astype(int) - wanted).mean() < 3


@pytest.mark.parametrize(("across", "down"), [(204, 98), (204, 196), (204, 391), (300, 600), (200, 200)])
@pytest.mark.parametrize("suffix", ["tif", "png", "jpg"])
def test_pixels_of_a_fax_become_square(tmp_path: Path, across: int, down: int, suffix: str) -> None:
    path = tmp_path / f"fax.{suffix}"
    options = {"jfif_density": (across, down)} if suffix == "jpg" else {}
    Image.new("L", (across * 8, down * 11), 255).save(path, dpi=(across, down), **options)
    height, width = load_page(path, 1).shape
    assert height / width == pytest.approx(11 / 8, rel=0.01)
    assert (width >= across * 8, height >= down * 11) == (True, True), "nothing is thrown away"


def test_a_second_picture_inside_a_jpeg_is_no_page(tmp_path: Path) -> None:
    first, second = Image.fromarray(a_page()).convert("RGB"), Image.new("RGB", (20, 30), "white")
    first.save(tmp_path / "a.jpg", "MPO", save_all=True, append_images=[second])
    assert getattr(Image.open(tmp_path / "a.jpg"), "n_frames", 1) == 2
    assert count_pages(tmp_path / "a.jpg") == 1
    assert load_page(tmp_path / "a.jpg", 1).shape == (HEIGHT, WIDTH)


def tiff(path: Path, *frames: tuple[np.ndarray, dict[int, int]]) -> Path:
    with TiffImagePlugin.AppendingTiffWriter(path, new=True) as out:
        for page, tags in frames:
            Image.fromarray(page).save(out, "TIFF", tiffinfo=tags)
            out.newFrame()
    return path


@pytest.mark.parametrize("tags", [{254: 1}, {254: 3}, {255: 2}, {254: 4}])
def test_a_reduced_copy_in_a_tiff_is_no_page(tmp_path: Path, tags: dict[int, int]) -> None:
    page = a_page()
    small = page if 4 in tags.values() else page[::4, ::4]
    path = tiff(tmp_path / "a.tif", (page, {254: 2}), (small, tags), (page.T.copy(), {254: 2}), (small, tags))
    assert count_pages(path) == 2
    assert load_page(path, 2).shape == (WIDTH, HEIGHT)


def test_pages_that_only_say_they_are_copies_stay_pages(tmp_path: Path) -> None:
    path = tiff(tmp_path / "a.tif", (a_page(), {254: 1}), (a_page(), {254: 1}))
    assert count_pages(path) == 2
    path = tiff(tmp_path / "b.tif", (a_page()[::3], {254: 0}), (a_page(), {254: 1}))
    assert count_pages(path) == 2


@pytest.mark.parametrize("suffix", ["webp", "bmp", "gif", "jfif", "jp2", "jpe"])
def test_other_pictures_are_read(tmp_path: Path, suffix: str) -> None:
    Image.fromarray(a_page()).save(tmp_path / f"a.{suffix}", lossless=True, quality=98)
    assert count_pages(tmp_path / f"a.{suffix}") == 1
    assert np.abs(load_page(tmp_path / f"a.{suffix}", 1).astype(int) - a_page()).mean() < 3


@given(low=st.integers(0, 200), high=st.integers(201, 255), deep=st.booleans())
def test_dark_stays_dark_whatever_the_depth(
    tmp_path_factory: pytest.TempPathFactory, low: int, high: int, *, deep: bool
) -> None:
    page = np.where(a_page() < 200, low, high).astype(np.uint8)
    path = tmp_path_factory.mktemp("depth") / "a.png"
    (of_16_bits(page) if deep else Image.fromarray(page)).save(path)
    assert np.array_equal(load_page(path, 1), page)
