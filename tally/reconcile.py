"""Every ballot handed out is accounted for, and every row read is counted once."""

from collections.abc import Iterable, Iterator

from pingyi.domain.readings.paper import uneven
from pingyi.domain.readings.returns import MIXED_IN, BatchPaper, Imbalance, Returns, RowPaper


def reconcile(papers: Iterable[BatchPaper], rows: Iterable[RowPaper], unassigned: int = 0) -> tuple[Imbalance, ...]:
    """
    What does not balance; empty when all does.

    By batch: issued = returned + spoiled + outstanding; returned = read + set aside, page by page of the form.
    By unit and batch: rows read = valid + blank + multiple. `unassigned` pages wait without belonging to a batch.
    """
    found = [imbalance for paper in papers for imbalance in _batch(paper)]
    found += [imbalance for row in rows for imbalance in _row(row)]
    if unassigned:
        what = f"有 {unassigned} 页没有读出，也不知属于哪一批"
        found.append(Imbalance(batch="", what=what, remedy="请用 pingyi review 逐页处理，是评议表的用 --batch 再扫"))
    return tuple(found)


def _batch(paper: BatchPaper) -> Iterator[Imbalance]:
    if paper.waiting:
        what = f"有 {paper.waiting} 页没有读出或疑似重复，还没有人处理"
        yield Imbalance(batch=paper.batch, what=what, remedy="请用 pingyi review --export 导出，两人处理后导入")
    if paper.returns is None:
        what = "没有登记发放和回收的份数"
        remedy = "请填好发放回收登记表，运行 pingyi import returns 登记表.xlsx"
        yield Imbalance(batch=paper.batch, what=what, remedy=remedy)
        return
    yield from by_hand(paper.batch, paper.printed, paper.returns)
    yield from _by_machine(paper, paper.returns)


def by_hand(batch: str, printed: int, entered: Returns) -> Iterator[Imbalance]:
    """The office's own numbers of a batch of so many `printed` copies."""
    together = entered.returned + entered.spoiled + entered.outstanding
    if entered.issued != together:
        what = (
            f"实发 {entered.issued} 份，回收 {entered.returned}、作废 {entered.spoiled}、"
            f"未收回 {entered.outstanding} 合计 {together} 份，相差 {abs(entered.issued - together)} 份"
        )
        yield Imbalance(batch=batch, what=what, remedy="请按领取、交回签收核对，改正登记表后再导入")
    if entered.issued > printed:
        what = f"实发 {entered.issued} 份，多于发放计划的 {printed} 份"
        yield Imbalance(batch=batch, what=what, remedy="请核对登记表，确有加印的改 batches.csv 的份数")


def _by_machine(paper: BatchPaper, entered: Returns) -> Iterator[Imbalance]:
    """Paper that came back against paper that was read or set aside."""
    forms = {count.pages for count in paper.sheets}
    if len(forms) > 1:
        listed = "、".join(f"{pages} 页" for pages in sorted(forms))
        yield Imbalance(batch=paper.batch, what=f"混用了几种页数的表样（{listed}）", remedy="请核对扫描时用的表样")
        return
    pages = forms.pop() if forms else 1
    read, expected = sum(count.sheets for count in paper.sheets), entered.returned * pages
    got = read + paper.set_aside
    if got != expected:
        unit = f"（每份 {pages} 页，应有 {expected} 页）" if pages > 1 else ""
        what = f"回收 {entered.returned} 份{unit}，读出 {read} 张、搁置 {paper.set_aside} 张"
        yield Imbalance(batch=paper.batch, what=what, remedy=_remedy(expected - got))
    for line in uneven(paper.sheets) if got == expected and not paper.set_aside else ():
        yield Imbalance(batch=paper.batch, what=f"各页张数不等：{line}", remedy="查明后改正登记表或补扫")


def _remedy(lacking: int) -> str:
    if lacking > 0:
        return f"少 {lacking} 张：请清点纸质票，查有无漏扫、粘连双张，补扫后再核对"
    return f"多 {-lacking} 张：请清点纸质票，查登记的份数是否写错、有无别批的票混入或重复扫描；{MIXED_IN}"


def _row(row: RowPaper) -> Iterator[Imbalance]:
    counted = row.valid + row.blank + row.multiple
    if row.doubtful:
        what = f"序号 {row.item} 有 {row.doubtful} 行待人工判定"
        yield Imbalance(batch=row.batch, what=what, remedy="请先复核：pingyi review --export 复核表.xlsx")
    if row.read != counted + row.doubtful:
        what = f"序号 {row.item} 读出 {row.read} 行，有效 {row.valid}、不选 {row.blank}、多选 {row.multiple}，不相等"
        yield Imbalance(batch=row.batch, what=what, remedy="程序或数据库有误：请保留工作目录，交技术人员")
