"""The trees behind all points as plain data: what an archive holds and others can recompute."""

from fractions import Fraction
from typing import Any

from pingyi.domain.results.figure import Figure
from pingyi.domain.results.formula import Expression, Number
from pingyi.domain.results.score import ScoreSheet

Node = dict[str, Any]


def score_content(sheet: ScoreSheet) -> dict[str, Any]:
    """
    Units with their rank and the numbered figures of their tree; the total is the last figure.

    A figure: label, value (40 digits), sources; `parts` and the references of `formula` are numbers of figures
    before it. A formula is [sign, term…]; a term is {"figure": n}, {"number": "3/5"} or a formula again.
    """
    return {
        "draft": sheet.draft,
        "units": [
            {
                "unit": unit.unit,
                "series": unit.series,
                "rank": unit.rank,
                "ranked_in": unit.ranked_in,
                "items": [item.label for item in unit.items],
                "figures": _figures(unit.total),
            }
            for unit in sheet.units
        ],
    }


def _figures(total: Figure) -> list[Node]:
    numbers: dict[int, int] = {}
    listed: list[Node] = []
    _add(total, numbers, listed)
    return listed


def _add(figure: Figure, numbers: dict[int, int], listed: list[Node]) -> int:
    """List what the figure is made of, then itself; its number."""
    if id(figure) not in numbers:
        parts = [_add(part, numbers, listed) for part in figure.parts]
        node: Node = {
            "label": figure.label,
            "value": str(figure.value),
            "parts": parts,
            "sources": list(figure.sources),
        }
        if figure.expression is not None:
            node["formula"] = _formula(figure.expression, numbers, listed)
        numbers[id(figure)] = len(listed)
        listed.append(node)
    return numbers[id(figure)]


def _formula(expression: Expression[Figure], numbers: dict[int, int], listed: list[Node]) -> list[Any]:
    return [expression.sign.value, *(_term(term, numbers, listed) for term in expression.terms)]


def _term(term: "Figure | Number | Expression[Figure]", numbers: dict[int, int], listed: list[Node]) -> Any:
    if isinstance(term, Expression):
        return _formula(term, numbers, listed)
    if isinstance(term, Number):
        return {"number": str(Fraction(term.value)), **({"setting": term.setting} if term.setting else {})}
    return {"figure": _add(term, numbers, listed)}
