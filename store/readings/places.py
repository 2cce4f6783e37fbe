"""Where the picture of a sheet lies among the kept scans."""

from collections.abc import Iterable
from dataclasses import dataclass

from pingyi.store.base.faults import faults_of
from pingyi.store.base.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePlace:
    """One page of a kept scan."""

    scan: str  # its SHA-256, by which the workspace keeps it
    page: int  # 1-based
    turn: int  # degrees clockwise to set it upright


def places(store: Store, sheets: Iterable[str] | None = None) -> dict[str, PagePlace]:
    """Of these sheets, or of all, by digest."""
    wanted = None if sheets is None else set(sheets)
    with faults_of(store.path):
        rows = list(store.database.query("SELECT digest, scan, source_page, turn FROM sheets"))
    return {
        row["digest"]: PagePlace(scan=row["scan"], page=row["source_page"], turn=row["turn"])
        for row in rows
        if wanted is None or row["digest"] in wanted
    }


def pages_on_file(store: Store) -> dict[str, dict[int, int]]:
    """By scan and page: how many papers it was read as; 0 where it is listed as unread."""
    sql = """
      SELECT scan, source_page, sum(papers) FROM (
        SELECT scan, source_page, 1 AS papers FROM sheets
        UNION ALL SELECT scan, source_page, 1 FROM score_pages
        UNION ALL SELECT scan, source_page, 0 FROM unread_pages
      ) GROUP BY 1, 2
    """
    found: dict[str, dict[int, int]] = {}
    with faults_of(store.path):
        for scan, page, papers in store.database.execute(sql):
            found.setdefault(scan, {})[page] = papers
    return found


def pictures_on_file(store: Store) -> dict[tuple[str, int], set[str]]:
    """By scan and page: digests of the pictures read, scored or listed as unread there, those that are known."""
    tables = ("sheets", "score_pages", "unread_pages")
    sql = " UNION ".join(f"SELECT scan, source_page, digest FROM {table} WHERE digest <> ''" for table in tables)  # noqa: S608 - our own names
    found: dict[tuple[str, int], set[str]] = {}
    with faults_of(store.path):
        for scan, page, digest in store.database.execute(sql):
            found.setdefault((scan, page), set()).add(digest)
    return found
