"""What may be decided of the rows of a paper."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pingyi.domain.readings.reading import VERDICT_TEXT, Verdict, words_of

BLANK_WORD, MULTIPLE_WORD = VERDICT_TEXT[Verdict.BLANK], VERDICT_TEXT[Verdict.MULTIPLE]
LONGEST_NAME = 20  # letters


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What may be decided of rows, and by which command."""

    choices: tuple[str, ...]  # of all rows
    own: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by item, of rows that have not all of them
    written: frozenset[str] = frozenset()  # items whose name is typed
    several: bool = False  # a row may be decided as several of its choices, 、 between them
    command: str = "pingyi review"

    def problem(self, item: str, word: str) -> str:
        """Chinese: what is wrong with a decision; empty when nothing is."""
        words = (*self.own.get(item, self.choices), BLANK_WORD, MULTIPLE_WORD)
        if not word:
            return "没有写判定；请选一项或录入"
        if item in self.written:
            if word in self.choices:
                return f"“{item}”要录入写的姓名，不是“{word}”；没有写姓名、没有赞成的判“{BLANK_WORD}”"
            return "" if len(word) <= LONGEST_NAME else f"姓名“{word[:LONGEST_NAME]}…”太长；请只录姓名"
        if word in words or (self.several and {*words_of(word)} <= {*words}):
            return ""
        return f"判定“{word}”应为：{'、'.join(words)}{'，选了几项的用顿号隔开' if self.several else ''}"

    def buttons(self, item: str) -> tuple[str, ...]:
        """The choices a row of this item may be decided as; none where a name is typed."""
        return () if item in self.written else self.own.get(item, self.choices)

    def typed(self, item: str) -> str:
        """Chinese: what is typed of a row of this item instead of choosing; empty when nothing is."""
        if item in self.written:
            return "写的姓名"
        return "选了几项的，用顿号隔开" if self.several else ""
