"""
Oddities of the paper: void rates, identical sheets, one-sided batches, sheets too many, groups missing.

Batches are compared by whole sheets: rows of one sheet come from one hand and do not count as independent.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from pingyi.domain.campaign.ballot_lines import printed_blocks
from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.points import Component
from pingyi.domain.readings.ballot import Ballot, DraftBallot, Tally
from pingyi.domain.readings.reading import Source, Verdict
from pingyi.domain.results.anomaly import FALSE_ALARMS, Anomaly, Oddity
from pingyi.domain.results.sums import SMALLEST_SHOWN
from pingyi.tally.chance import at_least, same_again

MOSTLY = 0.5  # share of a sheet's rows void: hardly filled in
LIKENESS = (0, 2, 5, 10, 20)  # votes off a sheet's commonest choice: sheets alike in this are compared with each other
Sheet = Ballot | DraftBallot
Rows = dict[str, str]  # by item: the choice, or "" when void; open rows are left out


@dataclass(frozen=True, slots=True, kw_only=True)
class _Paper:
    """One sheet as it is compared."""

    digest: str
    batch: str
    rows: Rows
    votes: Counter[str]  # valid rows by choice

    @property
    def uniform(self) -> bool:
        """Every row has the one choice."""
        return len(self.votes) == 1 and self.votes.total() == len(self.rows)

    @property
    def off(self) -> int:
        """Votes that are not as most of the sheet's."""
        return self.votes.total() - max(self.votes.values(), default=0)


def paper_anomalies(
    ballots: Sequence[Sheet], tally: Tally, campaign: Campaign, sources: Mapping[str, Source]
) -> tuple[Anomaly, ...]:
    """Everything odd about the sheets, by kind; `sources` gives file and page by digest."""
    papers = [_paper(ballot) for ballot in ballots]
    by_batch: dict[str, list[_Paper]] = defaultdict(list)
    for paper in papers:
        by_batch[paper.batch].append(paper)
    shown = {code: found for code, found in sorted(by_batch.items()) if len(found) >= SMALLEST_SHOWN}
    return (
        *_void_rates(papers, shown, _Places(campaign, sources)),
        *_void_units(papers, campaign),
        *_identical(papers, shown, sources),
        *_one_sided(papers, shown, sources),
        *_over_returned(tally),
        *_missing_groups(tally, campaign),
    )


class _Places:
    """Columns of the form (the blocks of units printed side by side) and where sheets are."""

    def __init__(self, campaign: Campaign, sources: Mapping[str, Source]) -> None:
        self.columns = {"整张": [str(unit.serial) for unit in campaign.units]}
        pages = printed_blocks(campaign)
        for page, blocks in enumerate(pages, start=1):
            for number, block in enumerate(filter(None, blocks), start=1):
                which = f"第 {page} 页第 {number} 栏" if len(pages) > 1 else f"第 {number} 栏"
                label = f"{which}（序号 {block[0].serial}–{block[-1].serial}）"
                self.columns[label] = [str(unit.serial) for unit in block]
        self.sources = sources


def _void_rates(papers: Sequence[_Paper], shown: Mapping[str, list[_Paper]], places: _Places) -> Iterator[Anomaly]:
    """By batch and column: more sheets with many void rows than chance would bring together."""
    tests = max(1, len(shown) * len(places.columns) * 2)
    voids = {paper.digest: [item for item, choice in paper.rows.items() if not choice] for paper in papers}
    for words, items in places.columns.items():
        among = frozenset(items)
        counts = {paper.digest: sum(item in among for item in voids[paper.digest]) for paper in papers}
        usual = sorted(counts.values())[len(counts) // 2] if counts else 0
        limits = {f"废票多于 {usual} 行": usual + 1, "过半行是废票": max(usual + 1, int(len(items) * MOSTLY) + 1)}
        reached = {
            label: {digest for digest, count in counts.items() if count >= least} for label, least in limits.items()
        }
        for code, batch in shown.items():
            chances = {label: _excess(batch, odd_ones, len(papers)) for label, odd_ones in reached.items()}
            label, chance = min(chances.items(), key=lambda pair: pair[1])
            if chance * tests < FALSE_ALARMS:
                odd = [paper for paper in batch if counts[paper.digest] >= limits[label]]
                rate, others = _rate(batch, counts, items), _rate(_others(papers, code), counts, items)
                finding = f"{len(batch)} 张中有 {len(odd)} 张{label}；废票率 {rate:.1%}，其他批次 {others:.1%}"
                yield Anomaly(
                    oddity=Oddity.VOID_RATE,
                    place=f"{code} 批，{words}",
                    finding=finding,
                    evidence=_where(odd, places.sources),
                    chance=chance,
                )


def _void_units(papers: Sequence[_Paper], campaign: Campaign) -> Iterator[Anomaly]:
    """A unit's row left void more often than the other rows of the same sheets."""
    voids: Counter[str] = Counter(item for paper in papers for item, choice in paper.rows.items() if not choice)
    whole = sum(len(paper.rows) for paper in papers)
    for unit in campaign.units:
        item = str(unit.serial)
        drawn = sum(item in paper.rows for paper in papers)
        if drawn < SMALLEST_SHOWN:
            continue
        chance = at_least(voids[item], drawn, voids.total(), whole)
        if chance * len(campaign.units) < FALSE_ALARMS:
            others = (voids.total() - voids[item]) / max(whole - drawn, 1)
            finding = f"{drawn} 行中废票 {voids[item]} 行，占 {voids[item] / drawn:.1%}；其他单位 {others:.1%}"
            yield Anomaly(oddity=Oddity.VOID_ROW, place=f"{item} {unit.name}", finding=finding, chance=chance)


def _identical(
    papers: Sequence[_Paper], shown: Mapping[str, list[_Paper]], sources: Mapping[str, Source]
) -> Iterator[Anomaly]:
    """
    The same answer in every row, on sheets of one batch that do not have one choice only.

    Void rows speak neither for nor against: whoever stops early or overlooks a column leaves the same rows as others.
    """
    alike: dict[int, list[_Paper]] = defaultdict(list)
    for paper in papers:
        alike[_likeness(paper)].append(paper)
    frequency = {key: _frequencies(found) for key, found in alike.items()}
    same: dict[tuple[str, tuple[tuple[str, str], ...]], list[_Paper]] = defaultdict(list)
    for code, batch in shown.items():
        for paper in batch:
            if len(paper.votes) > 1:
                same[code, tuple(paper.rows.items())].append(paper)
    for (code, pattern), found in same.items():
        if len(found) < 2:
            continue
        key = _likeness(found[0])
        sheets = sum(_likeness(paper) == key for paper in shown[code])
        chance = same_again([frequency[key][row] for row in pattern if row[1]], sheets, len(found))
        if chance * len(same) < FALSE_ALARMS:
            answers = Counter(choice or "废票" for _, choice in pattern)
            told = "、".join(f"{choice} {count}" for choice, count in answers.most_common())
            yield Anomaly(
                oddity=Oddity.IDENTICAL,
                place=f"{code} 批",
                finding=f"{len(found)} 张每一行都相同（{told}）",
                evidence=_where(found, sources),
                chance=chance,
            )


def _one_sided(
    papers: Sequence[_Paper], shown: Mapping[str, list[_Paper]], sources: Mapping[str, Source]
) -> Iterator[Anomaly]:
    """Batches with nothing but one answer, or with too many sheets that have nothing but one."""
    one_answer = {paper.digest for paper in papers if paper.uniform}
    for code, batch in shown.items():
        answers = sum((paper.votes for paper in batch), Counter[str]())
        uniform = [paper for paper in batch if paper.digest in one_answer]
        if len(answers) == 1:
            choice, count = next(iter(answers.items()))
            finding = f"{len(batch)} 张 {count} 个有效行全是“{choice}”"
            yield Anomaly(oddity=Oddity.UNIFORM, place=f"{code} 批", finding=finding, evidence=_where(uniform, sources))
            continue
        chance = _excess(batch, one_answer, len(papers))
        if chance * len(shown) < FALSE_ALARMS:
            others = len(one_answer) - len(uniform)
            rest = len(papers) - len(batch)
            finding = f"{len(batch)} 张中 {len(uniform)} 张只选一栏；其他批次 {rest} 张中 {others} 张"
            yield Anomaly(
                oddity=Oddity.UNIFORM_SHEETS,
                place=f"{code} 批",
                finding=finding,
                evidence=_where(uniform, sources),
                chance=chance,
            )


def _over_returned(tally: Tally) -> Iterator[Anomaly]:
    for batch in tally.batches:
        if batch.returned > batch.issued:
            finding = f"发放 {batch.issued} 份，收回 {batch.returned} 份；请核对是否加印、混批或重复交回"
            yield Anomaly(
                oddity=Oddity.OVER_RETURNED, place=f"{batch.batch} 批（{batch.distributor}）", finding=finding
            )


def _missing_groups(tally: Tally, campaign: Campaign) -> Iterator[Anomaly]:
    for group in campaign.groups:
        if group.component is not Component.VOTES:
            continue
        mine = [batch for batch in tally.batches if batch.group == group.key]
        if not sum(batch.returned for batch in mine):
            issued = sum(batch.issued for batch in mine)
            finding = f"发放 {issued} 份，一份也没有收回" if mine else "发放计划（batches.csv）里没有这一群体"
            yield Anomaly(oddity=Oddity.GROUP_MISSING, place=f"{group.key} {group.name}", finding=finding)


def _paper(ballot: Sheet) -> _Paper:
    rows = {row.item: row.choice if row.verdict is Verdict.VALID else "" for row in ballot.rows}
    return _Paper(digest=ballot.sheet, batch=ballot.batch, rows=rows, votes=Counter(filter(None, rows.values())))


def _excess(batch: Sequence[_Paper], odd: AbstractSet[str], papers: int) -> float:
    return at_least(sum(paper.digest in odd for paper in batch), len(batch), len(odd), papers)


def _others(papers: Sequence[_Paper], code: str) -> list[_Paper]:
    return [paper for paper in papers if paper.batch != code]


def _rate(papers: Sequence[_Paper], counts: Mapping[str, int], items: Sequence[str]) -> float:
    return sum(counts[paper.digest] for paper in papers) / max(len(papers) * len(items), 1)


def _likeness(paper: _Paper) -> int:
    return next((limit for limit in LIKENESS if paper.off <= limit), len(paper.rows) + LIKENESS[-1])


def _frequencies(papers: Sequence[_Paper]) -> dict[tuple[str, str], float]:
    """How often each row has each choice among these sheets; one more of each: a rare one can be."""
    counts = Counter(row for paper in papers for row in paper.rows.items() if row[1])
    totals: Counter[str] = Counter()
    for (item, _), count in counts.items():
        totals[item] += count
    kinds = len({choice for _, choice in counts})
    return {row: (count + 1) / (totals[row[0]] + kinds) for row, count in counts.items()}


def _where(papers: Sequence[_Paper], sources: Mapping[str, Source]) -> tuple[str, ...]:
    found = sorted((sources[p.digest].file, sources[p.digest].page) for p in papers if p.digest in sources)
    return tuple(f"{file} 第 {page} 页" for file, page in found)
