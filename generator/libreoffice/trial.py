"""A page made to see whether making pages works."""

from pathlib import Path

from docx import Document

from pingyi.generator.libreoffice.pdf import page_count, to_pdf


def trial_pages(folder: Path) -> int:
    """Pages of the PDF made, from Word, in `folder`. Raises what to_pdf raises."""
    page = folder / "试印.docx"
    document = Document()
    document.add_paragraph("公众评议表")
    document.save(str(page))
    return sum(page_count(pdf) for pdf in to_pdf([page], folder))
