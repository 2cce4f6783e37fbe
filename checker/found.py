"""A finding in the making: which clause, at which line, what was measured."""

from pingyi.checker.clauses import CLAUSES
from pingyi.checker.finding import Finding
from pingyi.checker.printed import Rule, TextLine

BEGINNING = 14  # characters of an element's text that name it


def at(key: str, line: TextLine, measured: str) -> Finding:
    """A finding at a line of text."""
    text = line.text if len(line.text) <= BEGINNING else f"{line.text[:BEGINNING]}…"
    box = (line.left, line.top, line.right, line.bottom)
    return Finding(clause=CLAUSES[key], page=line.page, element=f"“{text}”", measured=measured, box=box)


def on_page(key: str, page: int, measured: str) -> Finding:
    """A finding on a whole page."""
    return Finding(clause=CLAUSES[key], page=page, element="整页", measured=measured, box=(0.0, 0.0, 210.0, 297.0))


def on_rule(key: str, page: int, name: str, rule: Rule, measured: str) -> Finding:
    """A finding at a drawn line."""
    box = (rule.left, rule.top, rule.right, rule.bottom)
    return Finding(clause=CLAUSES[key], page=page, element=name, measured=measured, box=box)


def off(key: str, measured_mm: float, wanted_mm: float) -> bool:
    """Whether a length is further off than the clause's tolerance."""
    return abs(measured_mm - wanted_mm) > CLAUSES[key].tolerance_mm


def mm(length: float) -> str:
    """As a clerk reads it."""
    return f"{length:.1f} 毫米"
