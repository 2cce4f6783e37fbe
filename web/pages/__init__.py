"""One file for each page."""

from pingyi.web.pages import (
    balance,
    evidence,
    files,
    front,
    handbook,
    incoming,
    office,
    papers,
    people,
    pictures,
    plan,
    policies,
    results,
    review,
    scores,
)

PAGES = (
    balance,
    papers,
    evidence,
    files,
    front,
    handbook,
    incoming,
    office,
    people,
    pictures,
    plan,
    policies,
    results,
    review,
    scores,
)
REGISTRY = tuple(page.router for page in PAGES)
