"""QR codes in a line of a Word document."""

import io

import segno
from docx.shared import Mm
from docx.text.paragraph import Paragraph

STANDARD_QUIET = 4  # modules of white around it, as ISO/IEC 18004 asks
PIXELS = 20  # a module


def add_code(line: Paragraph, told: str, code_mm: float, quiet: int = STANDARD_QUIET) -> object:
    """Add the code of `told` (also its alternative text), its modules together `code_mm` wide; give the w:r."""
    code = segno.make_qr(told, error="m")
    picture = io.BytesIO()
    code.save(picture, kind="png", scale=PIXELS, border=quiet)
    modules = len(code.matrix)
    added = line.add_run()
    shape = added.add_picture(picture, width=Mm(code_mm * (modules + 2 * quiet) / modules))
    shape._inline.docPr.set("descr", told)  # noqa: SLF001 - python-docx has no word for alternative text
    return added._r  # noqa: SLF001
