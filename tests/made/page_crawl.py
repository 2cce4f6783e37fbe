"""Every page of the workbench in a real browser, found by its links."""

import re
from collections.abc import Iterator

from playwright.sync_api import Page

LINKS = "() => [...document.querySelectorAll('main a[href], nav a[href]')].map((one) => one.getAttribute('href'))"
REACHABLE = """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary')].filter(e =>
  e.checkVisibility() && !e.disabled && e.tabIndex >= 0
  && !(e.closest('details:not([open])') && e.tagName !== 'SUMMARY'))"""
FILES = re.compile(r"\.(zip|xlsx|png|jpg)$|/(documents|audit)/[0-9a-f]+$")


def every_page(page: Page) -> Iterator[str]:
    """The address of each page while it is open: of those alike but for a number, the first."""
    waiting, kinds = ["/"], set[str]()
    while waiting:
        path = waiting.pop(0).split("#")[0]
        kind = re.sub(r"[0-9a-f]{16,}|\d+", "#", path)
        if kind in kinds or not path.startswith("/") or FILES.search(path):
            continue
        kinds.add(kind)
        page.goto(path)
        waiting += page.evaluate(LINKS)
        yield path


def unreached(page: Page) -> list[str]:
    """What the Tab key does not come to, of all one could click on."""
    count = page.evaluate(f"() => ({REACHABLE})().length")
    page.evaluate(
        """() => { document.activeElement.blur(); window.scrollTo(0, 0);
        document.addEventListener("focusin", (event) => { event.target.dataset.reached = "yes"; }); }"""
    )
    for _ in range(count + 3):
        page.keyboard.press("Tab")
    return list(
        page.evaluate(f"() => ({REACHABLE})().filter(e => !e.dataset.reached).map(e => e.outerHTML.slice(0, 90))")
    )
