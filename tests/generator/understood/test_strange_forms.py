"""Forms that a generator invents: understood exactly, or refused; never otherwise."""

from collections import Counter
from pathlib import Path
from random import Random

import pytest
from drawn_table import as_listed
from strange_forms import Truth, invent

from pingyi.domain.forms.form import BallotForm, ballot_pages
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.generator.understood.table_form import printed_forms, word_forms
from pingyi.ground.errors import FormError

MANY = 200
PRINTED = 12
SOUND_READ = 0.95  # of those without fault whose words are known: refusing everything is no answer


def assert_exact(pages: tuple[BallotForm, ...], truth: Truth) -> None:
    rows = [row for page in pages for row in page.rows]
    assert {page.choices for page in pages} == {truth.choices}, truth.about
    found = [tuple(cell.text for cell in row.labels) for row in rows]
    assert found == [seen.words for seen in truth.rows], truth.about
    assert [row.name for row in rows] == [seen.name for seen in truth.rows], truth.about
    assert max(Counter(row.item for row in rows).values()) == 1, truth.about
    for row in rows:
        assert tuple(head.text for head in row.heads) == truth.choices, truth.about
        named = next(cell for cell in row.labels if cell.text == row.name)
        assert {cell.row for cell in row.cells} == {named.row}, truth.about
        assert [cell.col for cell in row.cells] == [head.col for head in row.heads], truth.about


def chance(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - forms are no secrets


def sound(truth: Truth) -> bool:
    return not truth.fault and "拿不准" not in truth.choices


@pytest.mark.slow
def test_an_invented_form_is_understood_exactly_or_refused(tmp_path: Path) -> None:
    outcomes: Counter[tuple[bool, bool]] = Counter()
    for seed in range(MANY):
        path = tmp_path / f"{seed}.docx"
        truth = invent(chance(seed), path)
        try:
            pages = ballot_pages([as_listed(form) for form in word_forms(path)])
        except FormError:
            outcomes[sound(truth), False] += 1
            continue
        assert_exact(pages, truth)
        outcomes[sound(truth), True] += 1
    assert outcomes[True, True] / (outcomes[True, True] + outcomes[True, False]) >= SOUND_READ, outcomes


@pytest.mark.slow
def test_what_nobody_knows_is_read_when_it_is_said(tmp_path: Path) -> None:
    for seed in range(MANY // 8):
        path = tmp_path / f"{seed}.docx"
        truth = invent(chance(seed), path)
        try:
            pages = ballot_pages([as_listed(form) for form in word_forms(path)], truth.choices, ("姓名",))
        except FormError:
            assert truth.fault, truth.about
            continue
        assert_exact(pages, truth)


@pytest.mark.office
@pytest.mark.slow
def test_what_libreoffice_prints_is_what_was_understood(tmp_path: Path) -> None:
    paths = [tmp_path / f"{seed}.docx" for seed in range(PRINTED)]
    truths = {path: invent(chance(seed), path) for seed, path in enumerate(paths)}
    read = 0
    for path, pdf in zip(truths, to_pdf(list(truths), tmp_path), strict=True):
        try:
            pages = ballot_pages(printed_forms(path, word_forms(path), pdf.read_bytes()))
        except FormError:
            continue
        assert_exact(pages, truths[path])
        read += 1
    assert read
