"""The pictures of a vote's result, in print-safe greys: votes of those who compete, shares of the choices."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from pingyi.domain.votes.result import Candidate, Election, QuestionCount
from pingyi.generator.documents.charts import DARK, LIGHT, Chart, as_png, broken, canvas
from pingyi.generator.documents.notice_text import percent

MOST_BARS = 20  # a chart of more does not go on its page, its caption under it
HATCHES = ("", "///", "...", "xxx", "\\\\\\", "++", "oo", "--")
GREYS = ("0.35", "0.6", "0.8", "0.95")


T = TypeVar("T")


def on_pages(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    """All of them, in parts that a chart has room for, alike long."""
    charts = -(-len(rows) // MOST_BARS)
    each = -(-len(rows) // max(1, charts))
    yield from (rows[first : first + each] for first in range(0, len(rows), max(1, each)))


def election_chart(election: Election, shown: Sequence[Candidate], number: int) -> Chart:
    """A bar for the votes of each candidate that is `shown`, and the half they must exceed."""
    half = election.base / 2
    with canvas(len(shown)) as (drawing, axes):
        axes.barh(range(len(shown)), [one.votes for one in shown], height=0.55, color=LIGHT, edgecolor=DARK)
        for row, one in enumerate(shown):
            axes.text(one.votes, row, f" {one.votes}", va="center")
        axes.axvline(half, color=DARK, linewidth=1.2, linestyle="--")
        axes.set_yticks(range(len(shown)), [broken(one.name) for one in shown])
        axes.set_xlim(0, max(1.1 * max((one.votes for one in election.candidates), default=1), 1.2 * half))
        axes.set_xlabel(f"赞成票（票）；虚线为半数 {half:g}，超过的始得当选")
        png = as_png(drawing)
    told = "；".join(f"{one.name}{one.votes}票" for one in shown)
    return Chart(png=png, caption=f"图{number}　赞成票", alt=f"赞成票：{told}")


def _look(k: int) -> dict[str, str]:
    """Of the k-th choice, from 0; of a scale of ten no two are alike."""
    return {"facecolor": GREYS[k % len(GREYS)], "hatch": HATCHES[(k + k // len(HATCHES)) % len(HATCHES)]}


def shares_chart(shown: Sequence[QuestionCount], number: int) -> Chart:
    """For each question of one list of choices a bar divided by its shares."""
    words = [word for word in shown[0].row.choices if shown[0].share(word) is not None or not shown[0].counted]
    with canvas(len(shown)) as (drawing, axes):
        left = [0.0] * len(shown)
        for k, word in enumerate(words):
            wide = [float((one.share(word) or 0) * 100) for one in shown]
            bars = axes.barh(range(len(shown)), wide, left=left, height=0.6, edgecolor=DARK, linewidth=0.6, label=word)
            for bar in bars:
                bar.set(**_look(k))
            left = [a + b for a, b in zip(left, wide, strict=True)]
        axes.set_yticks(range(len(shown)), [broken(one.row.label) for one in shown])
        axes.set_xlim(0, 100)
        axes.set_xlabel("占表态票的比例（%）")
        axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=min(len(words), 5), frameon=False)
        png = as_png(drawing)
    told = "；".join(
        f"{one.row.label}{'、'.join(f'{word}{percent(one.votes(word), one.counted)}' for word in words)}"
        for one in shown
    )
    return Chart(png=png, caption=f"图{number}　各项得票比例", alt=f"各项得票比例：{told}")
