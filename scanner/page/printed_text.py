"""The text of a PDF made from Word, page by page: what was really printed, to be held against what was meant."""

from pathlib import Path

import pypdfium2 as pdfium


def page_texts(path: Path) -> tuple[str, ...]:
    """Each page's text in the order it was set, white space removed."""
    document = pdfium.PdfDocument(path)
    try:
        return tuple("".join(page.get_textpage().get_text_range().split()) for page in document)
    finally:
        document.close()
