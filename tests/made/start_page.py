"""The start page of a double click, run as the desktop runs it."""

from collections.abc import Sequence

from playwright.sync_api import Page

from benchmarks.page.served import started

__all__ = ["PASTED", "paste_over", "started"]
PASTED = """(cell, text) => { const data = new DataTransfer(); data.setData('text/plain', text);
  cell.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })); }"""


def paste_over(page: Page, rows: Sequence[Sequence[str]]) -> None:
    """As from Excel, over what stands in the table."""
    for cell in page.locator("table.pasted input").all():
        if cell.input_value():
            cell.fill("")
    page.locator("input[name=c-0-0]").evaluate(PASTED, "\n".join("\t".join(row) for row in rows))
