"""One file for each page."""

from pingyi.web.pages import (
    files,
    front,
    handbook,
    incoming,
    office,
    own_form,
    people,
    plan,
    policies,
    results,
    stations,
)
from pingyi.web.pages.reading import opinions, papers, pictures, review, scores
from pingyi.web.pages.trust import audit, balance, evidence

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
    opinions,
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
