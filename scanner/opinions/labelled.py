"""Which of a picture's labelled pieces touch a place, and where these are. Compiled: one pass over the picture each."""

import numpy as np
import numpy.typing as npt

from pingyi.scanner.page.compiled import compiled

Labels = npt.NDArray[np.int32]
Mask = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]


@compiled
def touching(labels: Labels, place: Flags, count: int) -> Flags:
    """Of each label up to `count` whether any of its pixels lies in the place."""
    found = np.zeros(count, np.bool_)
    for y in range(labels.shape[0]):
        for x in range(labels.shape[1]):
            if place[y, x]:
                found[labels[y, x]] = True
    return found


@compiled
def where(labels: Labels, wanted: Flags) -> Mask:
    """Ones where a wanted label is."""
    found = np.zeros(labels.shape, np.uint8)
    for y in range(labels.shape[0]):
        for x in range(labels.shape[1]):
            label = labels[y, x]
            if label and wanted[label]:
                found[y, x] = 1
    return found
