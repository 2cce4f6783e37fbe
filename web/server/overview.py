"""How far a campaign is, in the steps of the work; cheap enough to be asked for every few seconds."""

from collections.abc import Iterator
from dataclasses import dataclass

from pingyi.domain.campaign import Batch
from pingyi.domain.paper import returned
from pingyi.store.base.records import BatchProgress
from pingyi.store.base.store import Store
from pingyi.store.outside.imports import outside
from pingyi.store.outside.orders import order_units
from pingyi.store.outside.returns import returns_entered
from pingyi.store.people.leader_scores import score_fields
from pingyi.store.people.opinions import inked_boxes, opinion_texts
from pingyi.store.readings.counts import machine_counts, people_counts
from pingyi.web.server.office import Office
from pingyi.workflow.people.open_scores import open_fields
from pingyi.workflow.results.reconcile import paper_lines
from pingyi.workflow.results.tally import units_problem

NOTICE_FOLDER = "results"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One batch: paper and rows."""

    batch: Batch
    progress: BatchProgress
    returned: int  # ballots; one of two pages is one


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the work: done, or what is still to do; `page` is where."""

    name: str
    page: str
    done: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The campaign at a glance."""

    lines: tuple[Line, ...]
    total: BatchProgress
    issued: int
    returned: int
    steps: tuple[Step, ...]
    unread_without_batch: int

    @property
    def next(self) -> Step | None:
        """The first step that is not done."""
        return next((step for step in self.steps if not step.done), None)


def make_overview(office: Office, store: Store) -> Overview:
    """Look at everything, change nothing. Raises CampaignError when a file of the office has faults."""
    read = office.stamp(store).counts[0]
    sheets = office.once("machine", read, lambda: machine_counts(store))
    pages = office.once("pages", read, store.page_counts)
    people = people_counts(store)
    progress = {code: BatchProgress(**{**sheets.get(code, {}), **people.get(code, {})}) for code in {*sheets, *people}}
    lines = tuple(
        Line(batch=b, progress=progress.get(b.code, BatchProgress()), returned=returned(pages.get(b.code, ())))
        for b in office.batches()
    )
    total = BatchProgress(
        **{name: sum(getattr(p, name) for p in progress.values()) for name in BatchProgress.__dataclass_fields__}
    )
    return Overview(
        lines=lines,
        total=total,
        issued=sum(line.batch.copies for line in lines),
        returned=sum(line.returned for line in lines),
        steps=tuple(_steps(office, store, lines, total)),
        unread_without_batch=progress.get("", BatchProgress()).unread,
    )


def _steps(office: Office, store: Store, lines: tuple[Line, ...], total: BatchProgress) -> list[Step]:
    open_policies = len(office.campaign.policies.open())
    notice = any(
        "征求意见" not in file.name and "反馈" not in file.name for file in (office.root / NOTICE_FOLDER).glob("*.docx")
    )
    return [
        *_units_step(office, store),
        *_paper_steps(office, lines, total),
        *_desk_steps(office, store),
        _balance_step(office, store),
        Step(
            name="政策确认",
            page="/policies",
            done=not open_policies,
            words=f"还有 {open_policies} 项待确认" if open_policies else "全部确认",
        ),
        Step(
            name="通报",
            page="/documents",
            done=notice,
            words="已出正式通报" if notice else "出征求意见稿，再出正式通报",
        ),
    ]


def _paper_steps(office: Office, lines: tuple[Line, ...], total: BatchProgress) -> Iterator[Step]:
    waiting = [line.batch.code for line in lines if not line.progress.sheets]
    some = "、".join(waiting[:4]) + (" 等" if len(waiting) > 4 else "")
    review = total.open + total.unread
    printed = office.workspace.ballot.exists()
    yield Step(name="印表", page="/forms", done=printed, words="已生成" if printed else "生成评议表，按批次印发")
    yield Step(
        name="扫描",
        page="/scans",
        done=not waiting,
        words=f"已读入 {total.sheets} 张" + (f"，还有 {len(waiting)} 批没有扫描（{some}）" if waiting else ""),
    )
    yield Step(
        name="复核",
        page="/review",
        done=total.sheets > 0 and not review,
        words=f"待判定 {total.open} 行，未读出 {total.unread} 页" if review else f"已判定 {total.doubtful} 行",
    )


def _desk_steps(office: Office, store: Store) -> Iterator[Step]:
    written, typed = len(inked_boxes(store)), len(opinion_texts(store))
    yield Step(name="意见", page="/opinions", done=typed >= written, words=f"书面意见 {written} 条，已录入 {typed} 条")
    fields = score_fields(store)
    unread = len(open_fields(fields, office.campaign))
    if fields:
        words = f"纸面评分 {len(fields)} 个，待认读 {unread} 个"
        yield Step(name="领导评分", page="/scores", done=not unread, words=words)
    brought = outside(store)
    scored = fields or brought.leaders or brought.leader_votes
    known = (("领导评分", scored), ("12345热线", brought.hotline or order_units(store)))
    lacking = [name for name, entries in known if not entries]
    yield Step(
        name="数据导入",
        page="/imports",
        done=not lacking,
        words=f"还缺{'、'.join(lacking)}" if lacking else "领导评分、热线已导入",
    )


def _units_step(office: Office, store: Store) -> Iterator[Step]:
    """Only where the roster is not that of the paper: the error that stops counting."""
    problem = office.once("units", office.stamp(store), lambda: units_problem(office.campaign, store))
    if problem:
        yield Step(
            name="名单与票面", page="/results", done=False, words="已读票的票面与名单或选项对不上，不能计票；请看详情"
        )


def _balance_step(office: Office, store: Store) -> Step:
    wrong = paper_lines(office.campaign, office.batches(), store)
    entered = bool(returns_entered(store))
    words = f"{len(wrong)} 处不平" if wrong else "份数相符" if entered else "登记各批发放、回收份数"
    return Step(name="票数核对", page="/balance", done=entered and not wrong, words=words)
