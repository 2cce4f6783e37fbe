"""One file for each page."""

from web.pages import balance, files, front, incoming, office, people, pictures, results, review, scores

PAGES = (balance, files, front, incoming, office, people, pictures, results, review, scores)
REGISTRY = tuple(page.router for page in PAGES)
