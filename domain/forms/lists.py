"""Whether known choices side by side are one list, or the lists of two questions that share a row."""

import re
from collections.abc import Sequence
from itertools import groupby

from pingyi.domain.forms.places import Places
from pingyi.domain.forms.table import FormCell
from pingyi.domain.forms.words import bare, is_grade

FOR = re.compile(
    "(满意|好|合格|及格|称职|胜任|达标|同意|信任|认可|认同|明显|突出|强|高|廉洁)$|^[是有]$|优|良|赞|支持|推荐|提名|通过|完成|符合"
)
AGAINST = re.compile("不(?!了解|清楚|定|确定)|未|无|反对|^没有$|^否$|[差弱低]$")
ONE_WAY = 2  # runs of good and bad words in one list: from good to bad, or from bad to good


def holds_two_lists(places: Places, heads: Sequence[FormCell]) -> bool:
    """Whether a word stands over some of the heads and not all, or they go from good to bad and to good again."""
    words = [bare(head.text) for head in heads]
    sides = [bool(FOR.search(word)) and not AGAINST.search(word) for word in words if _takes_a_side(word)]
    return len(list(groupby(sides))) > ONE_WAY or any(_over_some(places, heads))


def _takes_a_side(word: str) -> bool:
    return bool(FOR.search(word) or AGAINST.search(word))


def _over_some(places: Places, heads: Sequence[FormCell]) -> list[FormCell]:
    """Words over several of the heads and not all; 满意 over 很满意 and 满意 is a choice come apart, no question."""
    line = max(head.row for head in heads) - 1
    over = [cell for head in heads if (cell := places.at(line, head.col)) is not None and cell not in heads]
    return [cell for cell in over if cell.text and not is_grade(cell.text) and 1 < over.count(cell) < len(heads)]


def under_other_words(places: Places, head: FormCell, heads: Sequence[FormCell]) -> bool:
    """Whether a word stands over a column and its neighbour, and another over the heads."""
    over, theirs = (places.at(one.row - 1, one.col) for one in (head, heads[0]))
    wide = over is not None and theirs is not None and min(over.col_span, theirs.col_span) > 1
    return wide and over != theirs and bool(over and over.text and theirs and theirs.text)
