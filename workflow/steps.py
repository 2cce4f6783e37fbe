"""What there is to do, from printing to the notice: one list and one next step for the terminal and the page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from pingyi.domain.campaign.campaign import Batch
from pingyi.domain.campaign.scheme import BROUGHT_IN, brought_in, open_questions
from pingyi.domain.trust.people import Right
from pingyi.store.base.records import BatchProgress, together
from pingyi.store.base.store import Store
from pingyi.store.outside.imports import outside
from pingyi.store.outside.orders import order_units
from pingyi.store.outside.returns import returns_entered
from pingyi.store.people.accounts import accounts
from pingyi.store.people.leader_scores import score_fields
from pingyi.store.people.opinions import inked_boxes, opinion_texts
from pingyi.workflow.desk.workspace import Workspace, read_text
from pingyi.workflow.init import count_samples
from pingyi.workflow.people.scores.open_scores import open_fields
from pingyi.workflow.results.issuing import is_closed
from pingyi.workflow.results.reconcile import paper_lines

BEFORE = "票读入以后才有"
SOME_BATCHES = 4  # named; the table of batches shows the others


class StepKind(Enum):
    """The steps in the order of the work, by their Chinese names."""

    UNITS = "名单与票面"
    ACCOUNTS = "账号"
    PLAN = "发放计划"
    PRINT = "印表"
    SCAN = "扫描"
    REVIEW = "复核"
    OPINIONS = "意见"
    SCORES = "领导评分"
    IMPORTS = "数据导入"
    BALANCE = "票数核对"
    POLICIES = "政策确认"
    NOTICE = "通报"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the work: done, or what is still to do (Chinese)."""

    kind: StepKind
    done: bool
    words: str
    waiting: int = 0  # things that people have to do in it


class NoticeStand(Enum):
    """How far the notice is, in words of what follows."""

    NONE = "出征求意见稿，再出正式通报"
    DRAFT = "征求意见稿已出，再出正式通报"
    REOPENED = "正式通报已重新打开，改好后重出"
    ISSUED = "已出正式通报"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that steps are judged by."""

    units_fit: bool  # names and choices of the campaign are those printed on the sheets
    people: int  # with an account, who may decide; an office without any works on tables and drafts
    samples: int  # batches of the plan whose number of copies is a sample's
    printed: bool
    paper: BatchProgress  # of all batches together
    unscanned: tuple[str, ...]  # codes of batches
    opinions: tuple[int, int]  # sheets with a written opinion; typed of them
    scores: tuple[int, int]  # fields on leaders' paper; of these, waiting for people
    brought: Mapping[str, int]  # units covered, by kind of table (Chinese)
    unbalanced: tuple[str, ...]  # messages
    returns: bool  # forms handed out and come back were entered
    open_policies: int
    notice: NoticeStand


def gather(
    workspace: Workspace, batches: Sequence[Batch], store: Store, progress: Mapping[str, BatchProgress], names: str
) -> Facts:
    """
    Look at everything, change nothing.

    `progress` is by batch, pages without one under ""; `names` says why the sheets cannot be counted, if so.
    """
    campaign, tables, fields = workspace.campaign, outside(store), score_fields(store)
    scored = {one.reading.unit for one in fields} - {""}
    covered = {
        "leaders": len({e.unit for e in tables.leaders} | {e.unit for e in tables.leader_votes} | scored),
        "hotline": len({summary.unit for summary in tables.hotline} | order_units(store)),
        "phone": len(tables.phone),
    }
    plan = read_text(workspace.batches_file) if workspace.batches_file.exists() else ""
    return Facts(
        units_fit=not names,
        people=sum(one.active and one.may(Right.WORK) for one in accounts(store)),
        samples=count_samples(plan),
        printed=workspace.ballot.exists(),
        paper=together(progress.values()),
        unscanned=tuple(
            b.code
            for b in batches
            if not progress.get(b.code, BatchProgress()).sheets
            and not {b.code, b.group} & {one.batch for one in fields}
        ),
        opinions=(len(inked_boxes(store)), len(opinion_texts(store))),
        scores=(len(fields), len(open_fields(fields, campaign))),
        brought={name: covered[kind] for kind, name in brought_in(campaign).items()},
        unbalanced=paper_lines(campaign, batches, store, fields),
        returns=bool(returns_entered(store)),
        open_policies=len(open_questions(campaign)),
        notice=notice_stand(workspace, store),
    )


def notice_stand(workspace: Workspace, store: Store) -> NoticeStand:
    """How far the notice is, by the records and the files."""
    if is_closed(store):
        return NoticeStand.ISSUED
    names = [file.name for file in workspace.results.glob("*.docx") if "反馈" not in file.name]
    if any("征求意见" not in name for name in names):
        return NoticeStand.REOPENED
    return NoticeStand.DRAFT if names else NoticeStand.NONE


OPTIONAL = (BROUGHT_IN["phone"],)
BOTH = 2  # whose words agree


def steps(facts: Facts) -> tuple[Step, ...]:
    """Every step that this campaign has, in the order of the work."""
    return (*_paper_steps(facts), *_people_steps(facts), *_result_steps(facts))


def next_step(facts: Facts) -> Step | None:
    """
    The first that is not done; None when all is.

    What people have to decide on paper that was read goes before reading the rest.
    """
    return next(iter(still_to_do(facts)), None)


def still_to_do(facts: Facts) -> tuple[Step, ...]:
    """What is not done, in the order in which it should be."""
    waiting = [step for step in steps(facts) if not step.done]
    urgent = [step for step in waiting if step.kind in (StepKind.REVIEW, StepKind.SCORES)]
    if waiting and waiting[0].kind is StepKind.SCAN and facts.paper.sheets > 0:
        return (*urgent, *(step for step in waiting if step not in urgent))
    return tuple(waiting)


def _paper_steps(facts: Facts) -> Iterator[Step]:
    if not facts.units_fit:
        yield Step(kind=StepKind.UNITS, done=False, words="已读票的票面与名单或选项对不上，不能计票", waiting=1)
    printed, paper = facts.printed or facts.paper.sheets > 0, facts.paper
    if facts.people:
        words = f"已有 {facts.people} 人" if facts.people >= BOTH else "判定、确认和签发都要两个人，再建一个账号"
        yield Step(kind=StepKind.ACCOUNTS, done=facts.people >= BOTH, words=words)
    words = f"{facts.samples} 批还是示例份数，填实际份数" if facts.samples else "份数已填"
    yield Step(kind=StepKind.PLAN, done=printed or not facts.samples, words=words)
    yield Step(kind=StepKind.PRINT, done=printed, words="已生成" if printed else "生成评议表，按批次印发")
    some = "、".join(facts.unscanned[:SOME_BATCHES]) + (" 等" if len(facts.unscanned) > SOME_BATCHES else "")
    rest = f"，还有 {len(facts.unscanned)} 批没有扫描（{some}）" if facts.unscanned else ""
    scanned = not facts.unscanned and paper.sheets + facts.scores[0] > 0
    read = f"已读入 {paper.sheets} 张" if paper.sheets or not scanned else "领导打分的纸已读入"
    yield Step(kind=StepKind.SCAN, done=scanned, words=f"{read}{rest}")
    waits = [f"待判定 {paper.open} 行"] * bool(paper.open) + [f"未读出 {paper.unread} 页"] * bool(paper.unread)
    judged = f"已判定 {paper.doubtful} 行" if paper.doubtful else "没有要判定的行"
    words = "，".join(waits) or (judged if paper.sheets else BEFORE)
    yield Step(
        kind=StepKind.REVIEW, done=paper.sheets > 0 and not waits, words=words, waiting=paper.open + paper.unread
    )


def _people_steps(facts: Facts) -> Iterator[Step]:
    written, typed = facts.opinions
    none = "没有书面意见" if facts.paper.sheets else BEFORE
    words = f"书面意见 {written} 条，已录入 {typed} 条" if written else none
    done = typed >= written and facts.paper.sheets > 0
    yield Step(kind=StepKind.OPINIONS, done=done, words=words, waiting=max(0, written - typed))
    fields, unread = facts.scores
    if fields:
        words = f"纸面评分 {fields} 个，" + (f"待认读 {unread} 个" if unread else "都已认读")
        yield Step(kind=StepKind.SCORES, done=not unread, words=words, waiting=unread)
    lacking = [kind for kind, units in facts.brought.items() if units == 0 and kind not in OPTIONAL]
    needed = [kind.removeprefix("12345") for kind in facts.brought if kind not in OPTIONAL]
    if needed:
        words = f"还缺{'、'.join(lacking)}" if lacking else f"{'、'.join(needed)}已导入"
        yield Step(kind=StepKind.IMPORTS, done=not lacking, words=words)


def _result_steps(facts: Facts) -> Iterator[Step]:
    wrong, balanced = len(facts.unbalanced), facts.returns and not facts.unbalanced
    words = "登记各批发放、回收份数" if not facts.returns else f"{wrong} 处不平" if wrong else "份数相符"
    yield Step(kind=StepKind.BALANCE, done=balanced, words=words, waiting=wrong)
    waiting = facts.open_policies
    words = f"还有 {waiting} 项待确认" if waiting else "全部确认"
    yield Step(kind=StepKind.POLICIES, done=not waiting, words=words, waiting=waiting)
    yield Step(kind=StepKind.NOTICE, done=facts.notice is NoticeStand.ISSUED, words=facts.notice.value)
