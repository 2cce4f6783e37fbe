"""What a sheet is known by for good: the digest of its grey picture."""

import hashlib

import numpy as np
import numpy.typing as npt


def picture_digest(grey: npt.NDArray[np.uint8]) -> str:
    """SHA-256, as hex, of the height and width in pixels and every grey value of a page as it was loaded."""
    digest = hashlib.sha256(repr(grey.shape).encode())
    digest.update(np.ascontiguousarray(grey).data)
    return digest.hexdigest()
