"""Annotations and form fields of a PDF's page: what people put on a scan in a PDF program."""

import ctypes
from typing import TYPE_CHECKING, Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

if TYPE_CHECKING:
    from pingyi.scanner.files.pdf_objects import Box

NO_MARKUP = (pdfium_c.FPDF_ANNOT_LINK, pdfium_c.FPDF_ANNOT_POPUP)  # shown when someone points at them
OF_THE_SHEET = (pdfium_c.FPDF_ANNOT_STAMP, pdfium_c.FPDF_ANNOT_WATERMARK)
NOT_SHOWN = pdfium_c.FPDF_ANNOT_FLAG_HIDDEN | pdfium_c.FPDF_ANNOT_FLAG_NOVIEW
MOST_NOTES = 20_000  # of a page
BUTTONS = (pdfium_c.FPDF_FORMFIELD_CHECKBOX, pdfium_c.FPDF_FORMFIELD_RADIOBUTTON)


class Notes:
    """The annotations and fields that are shown on a page."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self.places: list[Box] = []  # of annotations, and of fields that are filled in
        self.stamped = False
        self.any = False
        forms = page.formenv
        for number in range(min(pdfium_c.FPDFPage_GetAnnotCount(page), MOST_NOTES)):
            note = pdfium_c.FPDFPage_GetAnnot(page, number)
            if note:
                try:
                    self._look(note, forms)
                finally:
                    pdfium_c.FPDFPage_CloseAnnot(note)

    def _look(self, note: Any, forms: Any) -> None:
        kind = pdfium_c.FPDFAnnot_GetSubtype(note)
        if kind in NO_MARKUP or pdfium_c.FPDFAnnot_GetFlags(note) & NOT_SHOWN:
            return
        self.any = True
        if kind == pdfium_c.FPDF_ANNOT_WIDGET and not (forms and _is_filled(note, forms)):
            return  # what it may show all the same is seen by comparing pictures
        self.stamped |= kind in OF_THE_SHEET
        place = pdfium_c.FS_RECTF()
        if pdfium_c.FPDFAnnot_GetRect(note, place):
            self.places.append((place.left, place.bottom, place.right, place.top))


def _is_filled(note: Any, forms: Any) -> bool:
    if pdfium_c.FPDFAnnot_GetFormFieldType(forms, note) in BUTTONS:
        return bool(pdfium_c.FPDFAnnot_IsChecked(forms, note))
    nothing = ctypes.sizeof(pdfium_c.FPDF_WCHAR)  # its closing zero
    return bool(pdfium_c.FPDFAnnot_GetFormFieldValue(forms, note, None, 0) > nothing)
