"""One tree behind every published number."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from pingyi.domain.results.formula import Expression, in_words
from pingyi.domain.words.numbers import rounded, shown

EACH_GROUP = "各群体之和"  # the formula of votes added up over the groups


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """
    A number that can explain itself.

    `formula` is Chinese text over the labels of `parts`, with `note` in brackets behind it; `sources`
    name what a leaf was counted or imported from (batches, files), never a single voter. `value` is
    exact; only `rounded` rounds.
    `expression` is what `formula` says, over the figures themselves; a counted or imported number has none.
    """

    label: str
    value: Decimal
    formula: str = ""
    parts: tuple["Figure", ...] = ()
    sources: tuple[str, ...] = ()
    note: str = ""  # why it is so computed
    expression: "Expression[Figure] | None" = field(default=None, compare=False, repr=False)

    def rounded(self, places: int = 2) -> Decimal:
        """Half up, the one rounding of the scheme; for printing only."""
        return rounded(self.value, places)

    def walk(self, depth: int = 0) -> Iterator[tuple[int, "Figure"]]:
        """The figure and all below it, parents first, with their depth."""
        yield depth, self
        for part in self.parts:
            yield from part.walk(depth + 1)

    def with_numbers(self) -> str:
        """The formula with the numbers put in: （60×100＋30×70＋10×30）÷100; empty for one without a formula."""
        return in_words(self.expression, lambda part: shown(part.value)) if self.expression else ""
