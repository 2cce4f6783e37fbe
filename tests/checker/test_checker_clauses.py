"""Each clause broken by itself in a real Word file, printed by LibreOffice: that clause is named, and no other."""

from pathlib import Path

import pytest
from broken_papers import BREAKS, MORE
from good_papers import GOOD
from right_paper import right_paper

from pingyi.checker.check import check
from pingyi.checker.clauses import CLAUSES
from pingyi.checker.finding import FormatReport, Kind
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.generator.word import word

pytestmark = pytest.mark.office


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, FormatReport]:
    """All documents go through LibreOffice in one call."""
    folder = tmp_path_factory.mktemp("broken")
    papers = [word.save(right_paper(), folder / "sound.docx")]
    for key, spoil in BREAKS.items():
        document = right_paper()
        spoil(document)
        papers.append(word.save(document, folder / f"{key}.docx"))
    for name, (_, spoil) in MORE.items():
        document = right_paper()
        spoil(document)
        papers.append(word.save(document, folder / f"{name}.docx"))
    return {pdf.stem: check(pdf, Kind.RED_HEAD) for pdf in to_pdf(papers, folder)}


def test_every_clause_has_a_document_that_breaks_it() -> None:
    assert set(BREAKS) == set(CLAUSES)


def test_nothing_is_wrong_with_the_right_document(reports: dict[str, FormatReport]) -> None:
    assert [(f.clause.key, f.element, f.measured) for f in reports["sound"].findings] == []


@pytest.mark.parametrize("key", CLAUSES)
def test_a_broken_clause_is_found_and_no_other(reports: dict[str, FormatReport], key: str) -> None:
    found = reports[key].findings
    assert {finding.clause.key for finding in found} == {key}, [(f.clause.key, f.element, f.measured) for f in found]
    assert all(finding.measured and finding.page >= 1 for finding in found)


@pytest.mark.parametrize("name", MORE)
def test_a_clause_broken_in_another_way_is_found_and_no_other(reports: dict[str, FormatReport], name: str) -> None:
    found = reports[name].findings
    assert {finding.clause.key for finding in found} == {MORE[name][0]}, [(f.clause.key, f.measured) for f in found]


def test_forty_right_documents_have_no_fault(tmp_path: Path) -> None:
    assert len(GOOD) == 40
    papers = [word.save(make(), tmp_path / f"{name}.docx") for name, make in GOOD.items()]
    found = {pdf.stem: check(pdf).findings for pdf in to_pdf(papers, tmp_path)}
    told = {name: [(f.clause.key, f.page, f.measured) for f in findings] for name, findings in found.items()}
    assert {name: one for name, one in told.items() if one} == {}
