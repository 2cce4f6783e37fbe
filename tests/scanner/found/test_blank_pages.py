"""A ballot is never taken for an empty back, however pale, dark, deep or inverted; an empty back still is."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pen import Sheet
from PIL import Image
from printed_ballot import Printed

from pingyi.domain.readings.reading import SheetReading, UnreadPage
from pingyi.scanner.reader import read_page

LEAST_CONTRAST = 8  # grey levels of 255 under noise of a deviation of 2; at 4 some ballots look like empty paper


@settings(max_examples=12, derandomize=True)  # a page takes half a second
@given(
    paper=st.integers(0, 255),
    ink=st.integers(0, 255),
    made=st.tuples(st.sampled_from([0, 1, 2]), st.sampled_from(["8.png", "16.png", "16.tif", "jpg"])),
)
def test_a_ballot_is_never_an_empty_back(
    filled: Sheet, tmp_path_factory: pytest.TempPathFactory, paper: int, ink: int, made: tuple[int, str]
) -> None:
    noise, kind = made
    if abs(paper - ink) < LEAST_CONTRAST:
        ink = paper - LEAST_CONTRAST if paper >= LEAST_CONTRAST else paper + LEAST_CONTRAST
    page = ink + (paper - ink) * (filled.page.astype(np.float32) / 255)
    page += np.random.default_rng(paper).normal(0, noise, page.shape).astype(np.float32) if noise else 0
    path = tmp_path_factory.mktemp("tone") / f"a.{kind}"
    if kind.startswith("16"):
        Image.fromarray(np.clip(page * 257, 0, 65535).astype(np.uint16)).save(path)
    else:
        Image.fromarray(np.clip(np.rint(page), 0, 255).astype(np.uint8)).save(path, quality=92)
    found = read_page(path, 1, (filled.printed.form,))
    if isinstance(found, UnreadPage):
        assert not found.skipped, found.message()
        assert found.detail
        return
    assert isinstance(found, SheetReading)
    choices = filled.printed.form.choices
    assert all(row.choice in ("", choices[int(row.item) % 3]) for row in found.rows)


@pytest.mark.parametrize(("paper", "ink"), [(255, 247), (250, 255), (3, 0), (0, 255), (180, 130), (130, 180)])
def test_pale_dark_and_inverted_ballots_are_never_empty_backs(
    filled: Sheet, tmp_path: Path, paper: int, ink: int
) -> None:
    page = ink + (paper - ink) * (filled.page.astype(np.float32) / 255)
    Image.fromarray((page * 257).astype(np.uint16)).save(tmp_path / "a.png")
    found = read_page(tmp_path / "a.png", 1, (filled.printed.form,))
    assert isinstance(found, SheetReading) or not found.skipped


@pytest.mark.parametrize("kind", ["8.png", "16.png"])
def test_an_empty_back_still_is_one(printed: Printed, tmp_path: Path, kind: str) -> None:
    page = np.random.default_rng(7).normal(248, 2, (2338, 1654)).clip(0, 255)
    if kind == "16.png":
        Image.fromarray((page * 257).astype(np.uint16)).save(tmp_path / kind)
    else:
        Image.fromarray(page.astype(np.uint8)).save(tmp_path / kind)
    found = read_page(tmp_path / kind, 1, (printed.form,))
    assert isinstance(found, UnreadPage)
    assert found.skipped
