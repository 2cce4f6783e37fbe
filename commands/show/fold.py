"""Lines of a terminal: how many cells words take, and where a line of Chinese and Latin may end."""

import re
from collections.abc import Iterator
from unicodedata import east_asian_width

WIDE = "WFA"  # of two cells; A (“”…—) may take one, and then a line ends early
# what stands together on a line: a path, a Latin word or one Chinese letter, with marks that open before, close behind
PIECE = re.compile(
    r"[（“‘《〈「【]*(?:[!-.0-~]+/[^\s，。；：、（）“”]*|[!-~]+|\S)(?:[，。；：、？！）”’》〉」】…—％]|[0-9]+(?![!-~]))*\s*"
)


CELLS = 80


def wrapped(text: str, indent: str = "") -> list[str]:
    """At most 80 cells a line; a Chinese character takes two."""
    return [indent + line for line in folded(text, CELLS - len(indent), "  ")]


def cells(text: str) -> int:
    """Cells of a terminal the text takes."""
    return sum(2 if east_asian_width(letter) in WIDE else 1 for letter in text)


def folded(text: str, width: int, hang: str = "") -> list[str]:
    """
    The text in lines of at most `width` cells, all but the first beginning with `hang`.

    No word is cut, and no line begins with a mark that closes; a word longer than a line has one of its own.
    """
    return list(_lines(text, width, hang))


def _lines(text: str, width: int, hang: str) -> Iterator[str]:
    line, empty = "", True
    for piece in PIECE.findall(text.strip()):
        if not empty and cells(line) + cells(piece.rstrip()) > width:
            yield line.rstrip()
            line = hang
        line, empty = line + piece, False
    yield line.rstrip()
