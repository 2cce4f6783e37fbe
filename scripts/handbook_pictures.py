"""Pictures of the handbook, from the running page of an invented campaign: `python -m scripts.handbook_pictures`."""

import tempfile
from pathlib import Path

from PIL import Image

from benchmarks.page.screenshots import VIEW, prepare, settle, sign_in
from benchmarks.page.served import browser, served

TARGET = Path(__file__).parents[1] / "templates" / "handbook"
PAGES = {
    "progress": "/",
    "forms": "/forms",
    "scans": "/scans",
    "rows": "/review/rows",
    "opinions": "/opinions",
    "scores": "/scores",
    "imports": "/imports",
    "balance": "/balance",
    "policies": "/policies",
    "results": "/results",
}
COLOURS = 64  # of a page's flat colours; a fifth of the bytes


def main() -> None:
    """One picture for each page the handbook speaks of."""
    with tempfile.TemporaryDirectory(prefix="pingyi-") as name:
        root, taken = Path(name) / "campaign", Path(name) / "page.png"
        prepare(root, Path(name))
        with served(root) as server, browser() as chromium:
            page = chromium.new_page(viewport=VIEW, base_url=server.address)
            sign_in(page, "王五")
            for picture, path in PAGES.items():
                page.goto(path)
                settle(page)
                page.screenshot(path=taken)
                Image.open(taken).convert("RGB").quantize(COLOURS).save(TARGET / f"{picture}.png", optimize=True)


if __name__ == "__main__":
    main()
