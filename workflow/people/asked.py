"""What may be decided of the rows of a paper."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pingyi.domain.readings.reading import VERDICT_TEXT, Verdict, words_of
from pingyi.domain.words.person_name import are_several, typed_name

BLANK_WORD, MULTIPLE_WORD = VERDICT_TEXT[Verdict.BLANK], VERDICT_TEXT[Verdict.MULTIPLE]
LONGEST_NAME = 20  # letters
NO_NAME = frozenset(("无", "没有", "没写", "未写", "未填", "空", "空白", "看不清"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What may be decided of rows, and by which command."""

    choices: tuple[str, ...]  # of all rows
    own: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by item, of rows that have not all of them
    written: frozenset[str] = frozenset()  # items whose name is typed
    printed: tuple[str, ...] = ()  # names on the paper: whoever types one of them means it, however it is typed
    several: bool = False  # a row may be decided as several of its choices, 、 between them
    command: str = "pingyi review"

    def word(self, item: str, typed: str) -> str:
        """A decision as it is kept: a name that is typed in another way is no other name."""
        if item not in self.written:
            return typed
        name = typed_name(typed)
        return next((one for one in self.printed if typed_name(one) == name), name)

    def problem(self, item: str, word: str) -> str:
        """Chinese: what is wrong with a decision; empty when nothing is."""
        words = (*self.own.get(item, self.choices), BLANK_WORD, MULTIPLE_WORD)
        if not word:
            return "没有写判定；请选一项或录入"
        if item in self.written:
            if word in self.choices or word in NO_NAME:
                return f"“{item}”要录入写的姓名，不是“{word}”；没有写姓名、没有赞成的判“{BLANK_WORD}”"
            if are_several(word):
                return f"“{item}”只录一个姓名，不是“{word}”；一行写了几个人的判“{MULTIPLE_WORD}”"
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
