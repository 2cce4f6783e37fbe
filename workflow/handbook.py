"""使用手册: one text, for paper and for the page's help."""

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from markdown_it import MarkdownIt

from pingyi.generator.libreoffice import pdf

TITLE = "评议使用手册"


def make_handbook(folder: Path) -> tuple[Path, Path]:
    """The handbook in `folder` as Word file and PDF. Raises MissingToolError without LibreOffice."""
    from pingyi.generator.documents.handbook import write_handbook  # noqa: PLC0415 - the page only shows it

    folder.mkdir(parents=True, exist_ok=True)
    made = write_handbook(TITLE, [text for _, text in chapters()], _home(), folder / f"{TITLE}.docx")
    return made, pdf.to_pdf([made], folder)[0]


def chapters() -> Iterator[tuple[str, str]]:
    """Name and Markdown of each chapter, in order."""
    for part in sorted(_home().iterdir(), key=lambda part: part.name):
        if part.name.endswith(".md"):
            yield part.name.removesuffix(".md"), part.read_text(encoding="utf-8")


def chapter_page(text: str) -> str:
    """A chapter as HTML; whatever looks like HTML in it is shown as text."""
    return str(MarkdownIt("commonmark", {"html": False}).enable("table").render(text))


def handbook_picture(name: str) -> bytes | None:
    """A picture that stands in a chapter; None for every other name."""
    found = {part.name: part for part in _home().iterdir() if part.name.endswith(".png")}
    return found[name].read_bytes() if name in found else None


def _home() -> Traversable:
    return files("pingyi.templates") / "handbook"
