"""One file for each page."""

from web.pages import files, front, incoming, office, people, pictures, results, review

REGISTRY = tuple(page.router for page in (files, front, incoming, office, people, pictures, results, review))
