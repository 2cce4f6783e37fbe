"""What voters wrote into the opinion box: a machine's draft, and the text people answer for."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionDraft:
    """One sheet's handwriting as a recogniser read it; help for typing, never published."""

    sheet: str  # digest of the sheet's picture
    reader: str  # name and version
    text: str  # one line of writing a line
    confidence: float  # 0..1, of the least sure line


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionText:
    """What two people read; appended, never changed. The latest one counts."""

    sheet: str
    text: str  # empty: no opinion, stray ink
    units: tuple[str, ...]  # names of those spoken of; none: no unit in particular
    typed_by: str
    checked_by: str
    typed_at: datetime
