"""Leaders' papers in the store: each kept once, and a pile asks no more of the database than one."""

from dataclasses import replace

import pytest
from web_office import score_pages

from pingyi.store.people.leader_scores import KeptScorePage, add_score_pages, known_score_pages
from pingyi.web.server.office import Office


def pile(office: Office, count: int) -> list[KeptScorePage]:
    one = score_pages(office.campaign)[0]
    return [replace(one, page=replace(one.page, digest=f"{number:064x}")) for number in range(count)]


@pytest.mark.parametrize("count", [1, 12])
def test_what_is_known_is_asked_once_however_many_pages_come(office: Office, count: int) -> None:
    seen: list[str] = []
    with office.store() as store:
        store.database.conn.set_trace_callback(seen.append)
        add_score_pages(store, pile(office, count))
        store.database.conn.set_trace_callback(None)
    assert len([sql for sql in seen if "FROM score_pages" in sql and "WHERE" not in sql]) == 1


def test_a_page_that_comes_twice_is_kept_once(office: Office) -> None:
    pages = pile(office, 3)
    with office.store() as store:
        add_score_pages(store, [*pages, *pages])
        add_score_pages(store, pages[:1])
        assert set(known_score_pages(store)) == {one.page.digest for one in pages}
