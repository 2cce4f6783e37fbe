"""What many tests of the scanner look at."""

import pytest
from pen import Sheet
from printed_ballot import Printed


@pytest.fixture(scope="module")
def filled(printed: Printed) -> Sheet:
    """The default ballot, every row ticked: its choices in turn."""
    sheet = Sheet(printed)
    for item in sheet.rows:
        sheet.tick(item, int(item) % 3)
    return sheet
