"""Whether a file is the one that was looked at before."""

from pathlib import Path

FileState = tuple[int, int, int]


def file_state(path: Path) -> FileState:
    """
    Age in ns, size and inode.

    A file put in another's place may be as old as that one: copied with its times, or within one tick of the disk's
    clock. Raises OSError when there is none.
    """
    found = path.stat()
    return found.st_mtime_ns, found.st_size, found.st_ino
