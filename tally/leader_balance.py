"""Leaders' papers handed out, come back and read: every leader scores every unit once, or somebody says why not."""

from collections.abc import Iterable, Iterator

from pingyi.domain.readings.returns import MIXED_IN, Imbalance, LeaderPaper, Returns
from pingyi.tally.reconcile import by_hand

SOME_UNITS = 5  # named in a message


def balance_leaders(papers: Iterable[LeaderPaper]) -> tuple[Imbalance, ...]:
    """What does not balance, batch by batch; of every unit as many fields are to be read as copies came back."""
    return tuple(imbalance for paper in papers for imbalance in _batch(paper))


def _batch(paper: LeaderPaper) -> Iterator[Imbalance]:
    if paper.waiting:
        what = f"有 {paper.waiting} 页领导评分纸没有读出或疑似重复，还没有人处理"
        yield Imbalance(batch=paper.batch, what=what, remedy="请用 pingyi review --export 导出，两人处理后导入")
    if paper.open:
        what = f"有 {paper.open} 个领导评分待认读"
        yield Imbalance(
            batch=paper.batch, what=what, remedy="请用 pingyi scores --export 评分复核表.xlsx 导出，两人填好后导入"
        )
    if not paper.printed:
        what = f"读入了 {paper.pages} 页领导评分纸，发放计划里没有这一批"
        code = f"{paper.batch[:1]}01"
        remedy = f"请在 batches.csv 补登（如 {code}），再登记发放和回收的份数"
        yield Imbalance(batch=paper.batch, what=what, remedy=remedy)
        return
    if paper.returns is None:
        what = f"读入 {paper.pages} 页领导评分纸，没有登记发放和回收的份数"
        remedy = "请填好发放回收登记表，运行 pingyi import returns 登记表.xlsx"
        yield Imbalance(batch=paper.batch, what=what, remedy=remedy)
        return
    yield from by_hand(paper.batch, paper.printed, paper.returns)
    yield from _by_machine(paper, paper.returns)


def _by_machine(paper: LeaderPaper, entered: Returns) -> Iterator[Imbalance]:
    """Copies that came back against fields read, unit by unit; fields nobody can read make up for as many."""
    over = [(unit, count) for unit, count in paper.fields if count > entered.returned]
    under = [(unit, count) for unit, count in paper.fields if count < entered.returned]
    lacking = sum(entered.returned - count for _, count in under)
    excused = paper.set_aside * paper.a_page + paper.unknown
    if over:
        what = f"回收 {entered.returned} 份，{_listed(over, len(paper.fields))}的评分读出得更多"
        remedy = f"请查登记的份数是否写错、有无别的群体的纸混入、同一张纸扫了两次；{MIXED_IN}"
        yield Imbalance(batch=paper.batch, what=what, remedy=remedy)
    if lacking > excused or (not over and lacking < excused):
        aside = f"，另有 {excused} 个搁置或没有认准单位" if excused else ""
        what = f"回收 {entered.returned} 份，{_listed(under, len(paper.fields))}的评分不足，共少 {lacking} 个{aside}"
        if not under:
            what = f"回收 {entered.returned} 份，每个单位的评分都已读出{aside}"
        remedy = "请清点原件，查有无漏扫、粘连双张、评分认到别的单位，补扫或更正后再核对"
        yield Imbalance(batch=paper.batch, what=what, remedy=remedy)


def _listed(units: list[tuple[str, int]], every: int) -> str:
    if len(units) == every and len({count for _, count in units}) == 1:
        return f"全部 {every} 个单位（各 {units[0][1]} 个）"
    shown = "、".join(f"{unit} {count} 个" for unit, count in units[:SOME_UNITS])
    return shown + (f" 等 {len(units)} 个单位" if len(units) > SOME_UNITS else "")
