"""Every page of the workbench in a real browser, found by its links."""

import re
from collections.abc import Iterator

from playwright.sync_api import Page

LINKS = "() => [...document.querySelectorAll('main a[href], nav a[href]')].map((one) => one.getAttribute('href'))"
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
