"""One file for each page."""

from web.pages import front, people, pictures, review

REGISTRY = (front.router, people.router, pictures.router, review.router)
