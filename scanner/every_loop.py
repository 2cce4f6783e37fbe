"""A page read so that every compiled loop runs once, and is kept for the processes to come."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from pingyi.domain.forms.declared import Declared
from pingyi.domain.forms.form import BallotForm
from pingyi.domain.readings.reading import PageOutcome, SheetReading
from pingyi.scanner.ink.same_paper import Papers
from pingyi.scanner.reader import read_page
from pingyi.scanner.scores.score_ctc import SIGNS, likelihoods

STEPS = 8  # of a written number; any


def read_by_every_loop(path: Path, page: int, form: BallotForm) -> PageOutcome:
    """Read one page (1-based) by ticks and by crosses, look for it among sheets, weigh a number; gives the page."""
    read_page(path, page, (replace(form, marks=Declared.TICK_OR_CROSS),))
    found = read_page(path, page, (form,))
    if isinstance(found, SheetReading):
        papers = Papers(form)
        papers.add(found.placement)
        papers.like(found.placement)
    likelihoods(np.full((STEPS, 1 + len(SIGNS)), 1 / (1 + len(SIGNS))))
    return found
