"""Forms that sheets were read as: kept when scanned, and told by the readings themselves."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pingyi.domain.campaign.marks import OLD_ANALYSIS, OLD_BALLOT
from pingyi.domain.forms.form import BallotForm
from pingyi.domain.readings.printed import PrintedForm, PrintedRow, rows_printed
from pingyi.domain.trust.chain import EventKind, canonical
from pingyi.store.base.store import Store

_ROWS = """
SELECT s.form_digest, s.form_page, r.item, r.name FROM row_readings AS r JOIN standing_sheets AS s ON s.digest = r.sheet
GROUP BY 1, 2, 3, 4 ORDER BY s.form_digest, s.form_page, min(r.position)
"""
_PAGES = "SELECT form_digest, form_page, form_pages, count(*) AS sheets FROM standing_sheets GROUP BY 1, 2, 3"
_VOTED = """
WITH gone AS (SELECT paper FROM latest_reassigned WHERE batch = '')
SELECT choice FROM row_readings WHERE choice <> '' AND sheet NOT IN gone
UNION SELECT choice FROM latest_corrections WHERE choice <> '' AND sheet NOT IN gone
"""
Content = dict[str, Any]


def keep_form(store: Store, forms: Sequence[BallotForm]) -> None:
    """Keep what stands on each Word file among these pages of ballots, unless it is kept already."""
    files: dict[str, list[BallotForm]] = {}
    for form in forms:
        files.setdefault(form.table.digest, []).append(form)
    keep_contents(store, ((digest, _content(pages)) for digest, pages in files.items()))


def keep_contents(store: Store, contents: Iterable[tuple[str, str]]) -> None:
    """Keep digests and contents of forms, those that are new."""
    have = set(kept_contents(store))
    new = [one for one in contents if one not in have]
    if new:
        with store.recording(EventKind.READING, "printed_forms"):
            rows = ({"digest": digest, "content": content} for digest, content in new)
            store.database.table("printed_forms").insert_all(rows)


def kept_contents(store: Store) -> tuple[tuple[str, str], ...]:
    """Digest and content of every form kept."""
    found = store.rows("SELECT digest, content FROM printed_forms ORDER BY number")
    return tuple((row["digest"], row["content"]) for row in found)


def printed_forms(store: Store) -> tuple[PrintedForm, ...]:
    """Every form sheets were read as, by digest: what was kept of it and what the readings say."""
    rows: dict[str, dict[PrintedRow, None]] = {}
    for row in store.rows(_ROWS):
        one = PrintedRow(page=row["form_page"], item=row["item"], name=row["name"])
        rows.setdefault(row["form_digest"], {})[one] = None
    return forms_with(store, rows)


def forms_with(store: Store, rows: Mapping[str, Iterable[PrintedRow]]) -> tuple[PrintedForm, ...]:
    """The same where the rows read, by form, are at hand already."""
    kept: dict[str, list[Content]] = {}
    for digest, content in kept_contents(store):
        kept.setdefault(digest, []).append(json.loads(content))
    sheets, whole = _pages(store)
    return tuple(
        PrintedForm(
            digest=digest,
            sheets=sheets[digest],
            rows=tuple(dict.fromkeys([*read, *(row for content in kept.get(digest, ()) for row in _kept(content))])),
            whole=digest in kept or whole.get(digest, False),
            choices=tuple(dict.fromkeys(word for content in kept.get(digest, ()) for word in content["choices"])),
        )
        for digest, read in sorted(rows.items())
    )


def choices_voted(store: Store) -> tuple[str, ...]:
    """Every choice a row that counts was read or decided as."""
    return tuple(row["choice"] for row in store.rows(_VOTED))


def old_marks(store: Store) -> int:
    """Sheets and leaders' papers whose mark names a batch or unit, and no campaign: an earlier version printed them."""
    sql = " UNION ALL ".join(
        f"SELECT mark FROM standing_{papers} WHERE mark <> ''"  # noqa: S608 - our own names
        for papers in ("sheets", "score_pages")
    )
    return sum(row["mark"].startswith((OLD_BALLOT, OLD_ANALYSIS)) for row in store.rows(sql))


def _content(pages: Sequence[BallotForm]) -> str:
    rows = [[row.page, row.item, row.name] for row in rows_printed(pages)]
    return canonical({"choices": list(pages[0].choices), "rows": rows})


def _kept(content: Content) -> Iterable[PrintedRow]:
    return (PrintedRow(page=page, item=item, name=name) for page, item, name in content["rows"])


def _pages(store: Store) -> tuple[Counter[str], Mapping[str, bool]]:
    """By form: sheets read, and whether every page of it has been."""
    sheets: Counter[str] = Counter()
    seen: dict[str, dict[int, set[int]]] = {}
    for row in store.rows(_PAGES):
        sheets[row["form_digest"]] += row["sheets"]
        seen.setdefault(row["form_digest"], {}).setdefault(row["form_pages"], set()).add(row["form_page"])
    whole = {digest: any(len(read) == pages for pages, read in found.items()) for digest, found in seen.items()}
    return sheets, whole
