"""How a worksheet prints: A4 across, its headings on every page, what it is above and which page below."""

from xlsxwriter.worksheet import Worksheet

A4 = 9  # Excel's number of the paper
TITLE_FONT = '&C&"黑体,Regular"&14'
MOST_LETTERS = 120  # Excel takes 255 in a header, codes and all
PAGES = '&C&"宋体,Regular"&11第 &P 页，共 &N 页'


def print_page(sheet: Worksheet, heading_row: int, title: str = "") -> None:
    """Set up the page; `heading_row` counts from 0, `title` is for a sheet that does not bear its own on top."""
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.repeat_rows(heading_row if title else 0, heading_row)
    sheet.set_footer(PAGES)
    if title:
        sheet.set_header(TITLE_FONT + _escaped(title[:MOST_LETTERS]))


def _escaped(title: str) -> str:
    """An ampersand begins a code; a digit at the beginning would be taken for the size of the type."""
    words = title.replace("&", "&&")
    return f" {words}" if words[:1].isdigit() else words
