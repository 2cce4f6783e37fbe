"""Double work is blind: nothing a reviewer gets depends on what the machine or the other reviewer made of a row."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from web_office import DOUBTFUL, Clerk, client_of, office_in, sheet

from pingyi.domain.readings.reading import RowReading, Verdict

pytestmark = pytest.mark.outside

PAGES = ("/review", "/review/rows", "/review/rows?differing=true", f"/review/sheet/{1:064x}", "/", "/log", "/scans")
CHANGING = re.compile(  # tokens, moments, the folder
    r"[0-9A-Za-z_-]{43}|\d{4}-\d\d-\d\d.\d\d:\d\d(:\d\d)?|\d\d-\d\d \d\d:\d\d|data-workspace=\"\w+\""
)
UNTOLD = ("set-cookie", "date", "last-modified", "etag")


def seen(folder: Path, prepared: Path, first_says: tuple[str, ...]) -> list[str]:
    """All that reaches the second reviewer, in a fresh office, after the first gave these answers."""
    with office_in(folder, prepared) as office, client_of(office) as client:
        first, second = Clerk(client, "张三"), Clerk(client, "孙七")
        for choice in first_says:
            first.say(first.rows()[0], choice)
        first.call("/review/release")
        replies = [second.see(path) for path in PAGES]
        rows = second.call("/review/next")
        replies.append(rows)
        row = rows.json()["rows"][0]
        replies += [second.see(f"/pictures/row/{row['sheet']}/{row['item']}.png"), second.say(row, "满意")]
        replies += [second.call("/review/undo"), second.say(row, "基本满意"), second.call("/review/next")]
        rest = {DOUBTFUL[1]: "满意"}
        replies.append(second.call("/review/sheet", sheet=f"{2:064x}", rows=rest))
        return [told(reply) for reply in replies]


def told(reply: Any) -> str:
    """Status, headers and body, without moments, tokens and the bytes of pictures."""
    headers = sorted((name, value) for name, value in reply.headers.items() if name not in UNTOLD)
    body = "picture" if reply.headers["content-type"].startswith("image/") else reply.text
    return CHANGING.sub("", f"{reply.status_code} {headers} {body}")


def test_every_reply_is_the_same_whatever_the_other_said(tmp_path: Path, prepared_office: Path) -> None:
    """HTML, JSON, headers, the order of rows: read before, while and after the second reviewer answers."""
    said = seen(tmp_path / "a", prepared_office, ("满意", "满意", "满意"))
    other = seen(tmp_path / "b", prepared_office, ("不满意", "基本满意", "不满意"))
    assert [a == b for a, b in zip(said, other, strict=True)] == [True] * len(said)
    assert said[PAGES.index("/review/rows")].startswith("200")


def test_every_reply_is_the_same_whatever_the_machine_guessed(
    tmp_path: Path, prepared_office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reading in doubt has no choice, and how sure the machine was is not told."""
    said = seen(tmp_path / "a", prepared_office, ())
    monkeypatch.setattr("web_office.sheet", guessed)
    assert seen(tmp_path / "b", prepared_office, ()) == said


def guessed(number: int, units: tuple, png: bytes):  # type: ignore[type-arg,no-untyped-def] # noqa: ANN201
    found = sheet(number, units, png)
    return replace(found, rows=tuple(replace(r, confidence=0.1 + number / 10) if doubted(r) else r for r in found.rows))


def doubted(row: RowReading) -> bool:
    return row.verdict is Verdict.DOUBTFUL


def test_rows_come_in_an_order_that_does_not_depend_on_who_judged_before(client: TestClient) -> None:
    first, second = Clerk(client, "张三"), Clerk(client, "孙七")
    fresh = [(row["sheet"], row["item"]) for row in second.rows()]
    second.call("/review/release")
    for row in first.rows()[:2]:
        first.say(row, "不满意")
    first.call("/review/release")
    assert [(row["sheet"], row["item"]) for row in second.rows()] == fresh
    assert set(second.rows()[0]) == {"sheet", "item", "name", "batch", "said", "choices", "typed"}
    assert all(row["said"] == [] for row in second.rows())
    of_the_form = {(tuple(row["choices"]), row["typed"]) for row in second.rows()}  # the same of every row
    assert of_the_form == {(("满意", "基本满意", "不满意"), "")}


def test_who_may_settle_sees_answers_only_of_rows_they_have_not_judged(client: TestClient) -> None:
    checker, other = Clerk(client, "李四"), Clerk(client, "张三")
    row = checker.rows()[0]
    checker.say(row, "满意")
    other.say(row, "不满意")
    assert checker.rows(differing=True) == []


def test_a_doubtful_row_is_on_no_contact_sheet(client: TestClient) -> None:
    checker = Clerk(client, "李四")
    for word in ("满意", "基本满意", "不满意", "blank", "multiple"):
        page = checker.see(f"/contact?word={word}&item={DOUBTFUL[0]}").text
        assert "/pictures/cells/" not in page
