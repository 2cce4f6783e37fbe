"""Layouts of forms drawn by lot: which features, how many rows, which words."""

from dataclasses import dataclass

import numpy as np

from benchmarks.strange.strange_texts import CHOICES, TITLES, labels

Random = np.random.Generator
MARGIN_MM = 14.0
FEATURES = {  # share of forms that have it
    "blocks": 0.25, "numbers": 0.75, "automatic numbers": 0.15, "numbers missing": 0.1, "group column": 0.25,
    "post column": 0.15, "remark column": 0.2, "two header rows": 0.25, "information table": 0.2, "strips": 0.25,
    "opinion box": 0.35, "row control": 0.12, "cell controls": 0.12, "no left border": 0.12, "open sides": 0.1,
    "choice spans": 0.12, "row lacks a cell": 0.1, "boxes in one cell": 0.1, "landscape": 0.15, "A3": 0.1,
    "narrow rows": 0.2, "sum row": 0.12, "note table below": 0.12,
}  # fmt: skip
ALONE = {  # what cannot stand together, or would say nothing there
    "blocks": ("group column", "post column", "remark column", "two header rows", "choice spans", "sum row"),
    "boxes in one cell": ("blocks", "choice spans", "two header rows", "cell controls", "remark column"),
    "automatic numbers": ("blocks", "numbers missing"),
    "row lacks a cell": ("choice spans", "opinion box", "sum row"),
    "choice spans": ("cell controls",),
    "group column": ("row control", "no left border"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """A layout drawn by lot; writing it twice gives the same form."""

    number: int
    features: frozenset[str]
    choices: tuple[str, ...]
    labels: tuple[str, ...]
    title: str
    groups: tuple[int, ...]  # rows of each
    row_mm: float
    paper_mm: tuple[float, float]

    def has(self, feature: str) -> bool:
        """Whether the form is made so."""
        return feature in self.features


def invent(number: int, seed: int) -> Spec:
    """A layout by lot."""
    rng = np.random.default_rng([seed, number])
    drawn = [name for name, share in FEATURES.items() if rng.random() < share]
    for name in list(drawn):
        if name in drawn:
            drawn = [other for other in drawn if other not in ALONE.get(name, ())]
    if "automatic numbers" in drawn or "numbers missing" in drawn:
        drawn.append("numbers")
    choices = CHOICES[int(rng.integers(len(CHOICES)))]
    paper = (297.0, 420.0) if "A3" in drawn else (210.0, 297.0)
    paper = paper[::-1] if "landscape" in drawn else paper
    row_mm = float(rng.uniform(5.4, 6.2) if "narrow rows" in drawn else rng.uniform(7.0, 11.0))
    most = int((paper[1] - 2 * MARGIN_MM - 75) / row_mm)
    rows = int(rng.integers(5, max(7, min(most, 26)))) if most > 6 else 6
    groups = _groups(rng, rows)
    count = rows * (2 if "blocks" in drawn else 1)
    return Spec(
        number=number, features=frozenset(drawn), choices=choices, labels=labels(rng, count),
        title=TITLES[int(rng.integers(len(TITLES)))], groups=groups, row_mm=row_mm, paper_mm=paper,
    )  # fmt: skip


def _groups(rng: Random, rows: int) -> tuple[int, ...]:
    sizes: list[int] = []
    while sum(sizes) < rows:
        sizes.append(min(int(rng.integers(1, 6)), rows - sum(sizes)))
    return tuple(sizes)
