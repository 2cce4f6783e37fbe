"""One file for each page."""

from pingyi.web.pages import (
    balance,
    files,
    front,
    handbook,
    incoming,
    office,
    people,
    pictures,
    plan,
    results,
    review,
    scores,
)

PAGES = (balance, files, front, handbook, incoming, office, people, pictures, plan, results, review, scores)
REGISTRY = tuple(page.router for page in PAGES)
