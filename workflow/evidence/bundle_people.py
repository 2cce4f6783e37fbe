"""What a station's people decided, held against what they signed there."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pingyi.domain.trust.chain import Event
from pingyi.domain.trust.signed_words import read_statements
from pingyi.domain.trust.statement import Act, Statement, reassign_word, row_word
from pingyi.workflow.people.keys import holds

Line = Mapping[str, Any]


def unsigned(
    log: Sequence[Event], statements: Iterable[Line], corrections: Iterable[Line], reassigned: Iterable[Line]
) -> Iterator[str]:
    """
    Chinese: statements that do not hold, last decisions on rows and sheets that two people did not sign.

    Nothing is asked of a station without accounts, nor of what an older program recorded there.
    """
    listed = (
        Statement(number=line["number"], by=line["person"], text=line["text"], signature=line["signature"])
        for line in statements
    )
    said = read_statements(listed, log[0].hash, holds)
    yield from said.faults
    older = _older(log) if said.people else 0
    latest = {(line["sheet"], line["item"]): line for line in corrections} if said.people else {}
    for (sheet, item), line in latest.items():
        word = row_word(sheet, item, line["verdict"], line["choice"])
        pair = line["decided_by"], line["confirmed_by"]
        if line["number"] > older and not said.backed(Act.ROWS, word, pair):
            yield f"票 {sheet[:12]} 序号 {item} 的判定没有{'、'.join(pair)}两人的签名"
    moved = {line["paper"]: line for line in reassigned} if said.people else {}
    for sheet, line in moved.items():
        pair = line["decided_by"], line["confirmed_by"]
        if not said.backed(Act.REASSIGN, reassign_word(sheet, line["batch"], line["reason"]), pair):
            yield f"票 {sheet[:12]} 的改归或移出没有{'、'.join(pair)}两人的签名"


def _older(log: Iterable[Event]) -> int:
    """The last decision on a row that was recorded before there were keys."""
    last = 0
    for event in log:
        content = event.content()
        if "statements" in content.get("covers", ()):
            break
        last = max([last, *(cover["last"] for cover in content.get("rows", ()) if cover["table"] == "corrections")])
    return last
