"""A printed ballot and where its cells stand."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pingyi.domain.forms.form import BallotForm
from pingyi.samples.filler.layout import Layout, render

Grey = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A form, its printed page and where its cells stand on it."""

    form: BallotForm
    docx: Path
    pdf: Path
    layout: Layout

    def page(self, dpi: int = 200) -> Grey:
        """A perfect scan."""
        return np.array(render(self.pdf, 0, dpi))
