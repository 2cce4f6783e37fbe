"""What each column's words must mean to those who read them, whoever wrote them."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from pingyi.domain.handed_in.orders import OrderKind, OrderState, Ruling, Satisfaction, Solution
from pingyi.domain.readings.double_review import BELONGS_WORDS, PAGE_WORDS
from pingyi.domain.readings.paper import PairRuling
from pingyi.domain.readings.reading import Unread
from pingyi.domain.readings.score_reading import ScoreDoubt
from pingyi.ground.errors import ArchiveError
from pingyi.ground.foreign import digest_of
from pingyi.store.base.row_types import doubts_of, import_entry

Row = dict[str, Any]
Reader = Callable[[Any], object]
"""Reads a value as its user will, and raises ValueError, LookupError or TypeError as that would."""
HEX = "hex"  # key under which bytes are written
WHOLE = "*"  # what several columns say together
MOST_DIGITS = 40  # of a number before and behind its point: more and to compute with it is the attack
LARGEST = 1 << 63
PLACE_MARK = re.compile(r"页 \d+")  # as dump.without_places writes it
MOST_PAGES = 100  # of a ballot
PLACEMENT_BYTES = 8  # of a row: four numbers of 16 bits
NOT_READ = (ValueError, LookupError, TypeError, ArithmeticError, RecursionError, ArchiveError)


def wrong_in_row(row: Row, meanings: Mapping[str, Reader]) -> str:
    """Which column says nothing that its reader understands (Chinese); empty when all are well."""
    for column, read in meanings.items():
        try:
            if column == WHOLE:
                read(row)
            elif column in row:  # not of an older step of the schema
                read(row[column])
        except NOT_READ:
            return "的各列不相配" if column == WHOLE else f" {column} 的内容读不懂（{str(row[column])[:20]!r}）"
    return ""


def _number(text: str) -> None:
    try:
        value = Decimal(text)
    except InvalidOperation as error:
        raise ValueError(text) from error
    if not value.is_finite() or abs(value.adjusted()) > MOST_DIGITS or len(text) > 2 * MOST_DIGITS:
        raise ValueError(text)


def _zoned(text: str) -> None:
    if datetime.fromisoformat(text).tzinfo is None:
        raise ValueError(text)


def _local(text: str) -> None:
    if datetime.fromisoformat(text).tzinfo is not None:
        raise ValueError(text)


def _found_of_page(word: str) -> None:
    if word not in (*PAGE_WORDS, *BELONGS_WORDS, *PairRuling):
        raise ValueError(word)


def _or_none(read: Reader) -> Reader:
    return lambda value: None if value is None else read(value)


def _each(read: Reader) -> Reader:
    return lambda words: [read(word) for word in words.split(",") if word]


def _digest(text: str) -> None:
    digest_of(text, "表")


def _digest_or_none(text: str) -> None:
    if text:
        _digest(text)


def _scan(text: str) -> None:
    """Nothing, the kept file, or in its place the number of a page or the picture of the sheet it was read as."""
    if text and not PLACE_MARK.fullmatch(text):
        _digest(text)


def _names(text: str) -> None:
    """A list of names, or of numbers as earlier programs kept them."""
    found = json.loads(text)
    if not isinstance(found, list) or not all(isinstance(one, str | int) for one in found):
        raise TypeError(text[:20])


def _form(text: str) -> None:
    content = json.loads(text)
    if not all(isinstance(word, str) for word in content["choices"]):
        raise TypeError(text[:20])
    for page, item, name in content["rows"]:
        if not isinstance(page, int) or not isinstance(item, str) or not isinstance(name, str):
            raise TypeError(text[:20])


def _placement(value: bytes | dict[str, str]) -> None:
    if (len(value) if isinstance(value, bytes) else len(value[HEX]) // 2) % PLACEMENT_BYTES:
        raise ValueError(len(value))


def _import(row: Row) -> None:
    """The columns it is found by are those of its content, and no number is below nothing or one to choke on."""
    content = asdict(import_entry(row["kind"], row["content"]))
    if (row["unit"], row["evaluators"]) != (content["unit"], content.get("group", "")):
        raise ValueError(row["unit"])
    for value in content.values():
        for one in value if isinstance(value, tuple) else [value]:
            if isinstance(one, Decimal):
                _number(str(one))
            elif isinstance(one, int) and not 0 <= one < LARGEST:
                raise ValueError(one)


def _sheet(row: Row) -> None:
    if not row.get("form_page", 1) <= row.get("form_pages", 1) <= MOST_PAGES:
        raise ValueError(row["form_pages"])


def _order(row: Row) -> None:
    """An extension has its moment, its days and its ruling, or none of them."""
    parts = [row["extension_asked"], row["extension_days"], row["extension_ruling"]]
    if len({part is None for part in parts}) > 1:
        raise ValueError(parts)


NAMING: Mapping[str, Mapping[str, Reader]] = {
    "sheets": {"digest": _digest, "scan": _scan},
    "score_pages": {"digest": _digest, "scan": _scan},
    "unread_pages": {"scan": _scan, "digest": _digest_or_none, "twin": _digest_or_none},
}
"""By these files are found: of foreign rows they are looked at before anything is."""
_MOMENTS = dict.fromkeys(
    ("platform_due", "closed", "returned", "extension_asked", "suspended_from", "suspended_to"), _or_none(_local)
)
MEANINGS: Mapping[str, Mapping[str, Reader]] = {
    "sheets": {"placement": _placement, WHOLE: _sheet},
    "row_readings": {"reasons": doubts_of},
    "corrections": {"decided_at": datetime.fromisoformat},
    "page_decisions": {"outcome": _found_of_page, "decided_at": datetime.fromisoformat},
    "unread_pages": {"reason": Unread},
    "imports": {WHOLE: _import, "imported_at": datetime.fromisoformat},
    "confirmations": {"confirmed_at": datetime.fromisoformat},
    "audit_draws": {"tolerance": _number, "risk_limit": _number, "sheets": _names},
    "score_readings": {"score": _or_none(_number), "doubts": _each(ScoreDoubt)},
    "score_decisions": {"score": _or_none(_number), "decided_at": datetime.fromisoformat},
    "score_judgements": {"score": _or_none(_number), "made_at": _zoned},
    "judgements": {"made_at": _zoned},
    "opinion_texts": {"units": _names, "typed_at": datetime.fromisoformat},
    "opinion_proposals": {"units": _names},
    "printed_forms": {"content": _form},
    "hotline_orders": {
        "kind": OrderKind,
        "state": OrderState,
        "dispatched": _local,
        **_MOMENTS,
        **dict.fromkeys(("return_ruling", "extension_ruling", "appeal"), _or_none(Ruling)),
        **dict.fromkeys(("sms_satisfaction", "call_satisfaction"), _or_none(Satisfaction)),
        **dict.fromkeys(("sms_solution", "call_solution"), _or_none(Solution)),
        "bonus": _number,
        WHOLE: _order,
    },
}
