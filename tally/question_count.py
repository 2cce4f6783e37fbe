"""The one counting of marks, of a campaign's units and a vote's questions alike."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import TypeVar

from pingyi.domain.forms.question import Question
from pingyi.domain.readings.ballot import Ballot, DraftBallot, OpenRow, SettledRow
from pingyi.domain.readings.paper import PageCount
from pingyi.domain.readings.reading import Verdict, words_of
from pingyi.ground.errors import FormError, NotReadyError

DOUBTFUL = Verdict.DOUBTFUL.value
Sheet = TypeVar("Sheet", bound=Ballot | DraftBallot)
Word = tuple[str, str]  # a row's item, and the choice it counts as, `blank`, `multiple` or `doubtful`
NOTHING: Counter[str] = Counter()


def once(sheets: Iterable[Sheet]) -> tuple[Sheet, ...]:
    """Every sheet once, however often it is given. Raises FormError when one stands in two batches."""
    found: dict[str, Sheet] = {}
    for sheet in sheets:
        known = found.setdefault(sheet.sheet, sheet)
        if known.batch != sheet.batch:
            raise FormError(
                f"同一张票（{sheet.sheet[:12]}）记在 {known.batch} 和 {sheet.batch} 两批里；请删去其中一批的登记"
            )
    return tuple(found.values())


def open_rows(sheet: Ballot | DraftBallot) -> tuple[OpenRow, ...]:
    """Rows that nobody has decided; a ballot has none."""
    return sheet.open_rows if isinstance(sheet, DraftBallot) else ()


def words_on(sheet: Ballot | DraftBallot, asked: Mapping[str, Question], *, several: bool = False) -> list[Word]:
    """
    What every row of a sheet counts as; `several`: a row's choice may be several words.

    Raises FormError where a row is none of those `asked`, or says what its form does not offer.
    """
    waiting = [row.item for row in open_rows(sheet)]
    strange = [item for item in (*(row.item for row in sheet.rows), *waiting) if item not in asked]
    if strange:
        raise FormError(f"票 {sheet.sheet[:10]} 有表样上没有的行“{'、'.join(strange)}”；请确认扫描时用的是本次的表样")
    words = [(row.item, _word(asked[row.item], row, several=several)) for row in sheet.rows]
    return words + [(item, DOUBTFUL) for item in waiting]


def _word(asked: Question, row: SettledRow, *, several: bool) -> str:
    if row.choice and not asked.written and row.choice not in asked.choices:
        offered = "、".join(asked.choices)
        if not several or not {*words_of(row.choice)} <= {*asked.choices}:
            raise FormError(
                f"“{asked.label}”（{asked.item}）的选项“{row.choice}”不在表样的选项（{offered}）里；请核对表样和复核表"
            )
    return row.word


def added(words: Iterable[Word]) -> dict[str, Counter[str]]:
    """How many rows say what, by item."""
    found: dict[str, Counter[str]] = {}
    for (item, word), number in Counter(words).items():
        found.setdefault(item, Counter())[word] = number
    return found


def votes_for(choices: Collection[str], said: Mapping[str, int], *, several: bool = False) -> tuple[int, ...]:
    """Votes for each choice, of rows that say this; of several words in a row each is one."""
    if not several:
        return tuple(said.get(choice, 0) for choice in choices)
    votes: Counter[str] = Counter()
    for word, number in said.items():
        votes.update(dict.fromkeys(words_of(word), number))
    return tuple(votes[choice] for choice in choices)


def pages_of(
    sheets: Iterable[Ballot | DraftBallot], codes: Iterable[str], listed_in: str
) -> dict[str, tuple[PageCount, ...]]:
    """
    Sheets by place and page, of places without any too.

    Raises NotReadyError when a sheet's place is not `listed_in` what tells the places (Chinese).
    """
    found: dict[str, Counter[tuple[int, int]]] = {code: Counter() for code in codes}
    for sheet in sheets:
        if sheet.batch not in found:
            raise NotReadyError(f"批次“{sheet.batch}”不在{listed_in}里；请先补登这一批再计票")
        found[sheet.batch][sheet.pages, sheet.page] += 1
    return {
        code: tuple(
            PageCount(page=page, pages=number, sheets=counts[number, page])
            for number in sorted({number for number, _ in counts})
            for page in range(1, number + 1)
        )
        for code, counts in found.items()
    }
