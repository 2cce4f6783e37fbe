"""Nothing in the database tells in which order sheets came in: its pages are laid out anew by what they hold."""

from pathlib import Path

from sqlite_utils import Database

from store.faults import faults_of
from store.store import Store

NO_FILE, NO_PAGE = "", 1


def forget_order(store: Store) -> None:
    """
    Write the database file anew, in the order of its keys: freed and half-filled pages keep the order of writing.

    Raises NoSpaceError when there is no room for it; what was filed stays filed.
    """
    with faults_of(store.path):
        store.database.execute("VACUUM")
        store.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def copy_without_places(store: Store, path: Path) -> Path:
    """
    A copy of the database that no longer tells from which page of which file a sheet was read, for handing on.

    `path` must not exist. With it and without the scans nobody finds the paper of a vote, nor its place in the pile.
    """
    raw = path.with_name(f"{path.name}.part")
    raw.unlink(missing_ok=True)
    with faults_of(path):
        store.database.execute("VACUUM INTO ?", [str(raw)])
        copy = Database(raw)
        try:
            copy.execute("PRAGMA journal_mode = DELETE")
            _blank_places(copy)
            copy.execute("VACUUM INTO ?", [str(path)])
        finally:
            copy.close()
            raw.unlink(missing_ok=True)
    return path


def _blank_places(copy: Database) -> None:
    """In both kinds of paper; the copy gets its triggers back."""
    for table in ("sheets", "score_pages"):
        trigger = f"{table}_stay"
        (sql,) = (row["sql"] for row in copy.query("SELECT sql FROM sqlite_schema WHERE name = ?", [trigger]))
        with copy.atomic():
            copy.execute(f"DROP TRIGGER {trigger}")
            copy.execute(
                f"UPDATE {table} SET source_file = ?, source_page = ?, scan = ''",  # noqa: S608 - our own names
                [NO_FILE, NO_PAGE],
            )
            copy.execute(sql)
