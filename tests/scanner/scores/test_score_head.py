"""What stands over the report is read, or nothing is: no row is so narrow that reading it fails."""

import numpy as np
import pytest

from pingyi.scanner.scores.score_head import _name


@pytest.mark.parametrize("ruled", [slice(10, 14), slice(8, 40), slice(0, 300), slice(10, 12)])
@pytest.mark.parametrize("wide", [30, 60, 600])
def test_a_row_whose_ruling_lies_at_its_edge_names_no_unit(ruled: slice, wide: int) -> None:
    row = np.full((60, wide), 255, np.uint8)
    row[:, ruled] = 0
    assert not _name(row)
