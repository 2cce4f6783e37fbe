"""What the program prints into its papers so that a scan tells which paper it is."""

import re
from dataclasses import dataclass

ANALYSIS_PREFIX = "PY3:"  # 附件3; the ballot's batch mark begins with PY1:
_ANALYSIS = re.compile(r"PY3:(\d{4})-(\d{1,3})")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisMark:
    """
    The QR code at the right end of 附件3's score row: `PY3:2024-28` is unit 28 of the 2024 campaign.

    It names the unit that is scored, never the leader who scores it: every copy of the form bears the same. It stands
    once on a form, so the page that bears it is the page with the score field.
    """

    year: int
    serial: int  # the unit's number on the ballot, from 1

    @property
    def payload(self) -> str:
        """The code's text; only characters a QR code stores densely."""
        return f"{ANALYSIS_PREFIX}{self.year}-{self.serial}"


def analysis_mark(payload: str) -> AnalysisMark | None:
    """The mark a code's text stands for; None when it is some other code."""
    found = _ANALYSIS.fullmatch(payload.strip())
    return AnalysisMark(year=int(found[1]), serial=int(found[2])) if found else None
