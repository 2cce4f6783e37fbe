"""How an office says a form is to be filled: by it a cross or a filled circle is a vote by rule, not by guess."""

from collections.abc import Iterator
from enum import StrEnum


class Declared(StrEnum):
    """The marks that choose, as a campaign or FORM.toml says them."""

    TICK = "打勾"
    TICK_OR_CROSS = "打勾或打叉"
    DOT = "涂圆点"


DECLARED_SIGN: dict[Declared, str] = {
    Declared.TICK: "打“√”",
    Declared.TICK_OR_CROSS: "打“√”或打“×”",
    Declared.DOT: "涂实心圆点“●”",
}
"""As voters are told, in the words of a form's notes."""

DECLARED_TEXT: dict[Declared, str] = {
    Declared.TICK: "只有勾算选，叉、圈、涂抹一律由人判定",
    Declared.TICK_OR_CROSS: "勾算选；整张以叉表示的，叉也算选；勾和叉混用的行由人判定",
    Declared.DOT: "只有涂实的圆点算选，勾、叉、圈一律由人判定",
}
"""What it makes of the marks, for whoever is to confirm or to check."""

SHOWN_BY: dict[Declared, tuple[str, ...]] = {
    Declared.TICK: (),
    Declared.TICK_OR_CROSS: ("×", "✕", "╳", "✗", "叉"),
    Declared.DOT: ("●", "涂"),
}
"""One of these stands in what a form tells its voters."""


def is_told(marks: Declared, words: str) -> bool:
    """Whether these words of a form tell voters that such marks choose: what is counted is what they were told."""
    return not SHOWN_BY[marks] or any(sign in words for sign in SHOWN_BY[marks])


def declared_lines(marks: Declared) -> Iterator[str]:
    """Chinese: what is taken for a vote besides a tick, for reports and records; nothing where ticks alone are."""
    if marks is not Declared.TICK:
        yield f"本表按规定可以{DECLARED_SIGN[marks]}：{DECLARED_TEXT[marks]}"
