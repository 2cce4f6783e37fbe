"""One file for each page."""

from pingyi.web.pages import (
    audit,
    balance,
    evidence,
    files,
    front,
    handbook,
    incoming,
    office,
    own_form,
    papers,
    people,
    pictures,
    plan,
    policies,
    results,
    review,
    scores,
    stations,
)

PAGES = (
    audit,
    balance,
    papers,
    evidence,
    files,
    front,
    handbook,
    incoming,
    office,
    own_form,
    people,
    pictures,
    plan,
    policies,
    results,
    review,
    scores,
    stations,
)
REGISTRY = tuple(page.router for page in PAGES)
