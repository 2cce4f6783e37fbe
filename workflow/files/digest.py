"""Files known by their bytes."""

import hashlib
from pathlib import Path


def sha256_of(path: Path) -> str:
    """Digest of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
