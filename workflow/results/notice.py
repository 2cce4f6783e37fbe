"""`pingyi notice`: the result notice as Word and PDF, with its workbook."""

from dataclasses import dataclass, replace
from pathlib import Path

from pingyi.domain.results.result import Result
from pingyi.domain.results.sensitivity import annex_lines
from pingyi.domain.trust.chain import EventKind
from pingyi.domain.trust.head_code import code_words, head_code
from pingyi.generator.documents.notice import print_notice
from pingyi.generator.documents.notice_text import Anchor, Occasion, close_up, title
from pingyi.generator.documents.result_workbook import Annexes, workbook_title, write_workbook
from pingyi.store.base.store import Store
from pingyi.workflow.desk.printable import check_printable
from pingyi.workflow.desk.progress import Advance
from pingyi.workflow.desk.record import record_files, record_scores
from pingyi.workflow.desk.seal import public_key
from pingyi.workflow.desk.workspace import Workspace, today
from pingyi.workflow.results.audit import audit_words
from pingyi.workflow.results.checks import make_annexes
from pingyi.workflow.results.issuing import Issuing, check_issuable, signed_lines
from pingyi.workflow.results.policies import check_confirmed
from pingyi.workflow.results.reconcile import check_balanced, make_balance
from pingyi.workflow.results.score import make_result

OWN_TEMPLATE = Path("templates") / "notice.docx"  # in the workspace: the office's own


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeFiles:
    """Where the results were written."""

    docx: Path
    pdf: Path
    workbook: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeWish:
    """What kind of notice: `final` is the notice itself, `draft` leaves out what is open."""

    final: bool
    draft: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What was written, and what a reader of it must know."""

    files: NoticeFiles
    remarks: tuple[str, ...]


def give_notice(workspace: Workspace, store: Store, wish: NoticeWish, advance: Advance) -> Notice:
    """
    Count, score, write. From one count.

    Raises what make_result and make_notice raise; of a final one NotReadyError while a policy is not confirmed,
    UnbalancedError while paper does not balance, FormError when a name has a character that no face here has.
    """
    campaign, batches = workspace.campaign, workspace.batches()
    check_printable(campaign)
    advance("计票计分", 0, 2)
    result = make_result(campaign, batches, store, draft=wish.draft)
    issuing = None
    if wish.final:
        check_confirmed(campaign, store)
        check_balanced(make_balance(campaign, batches, store, result.tally))
        issuing = check_issuable(workspace, store)
    annexes = make_annexes(workspace, store, result.count)
    advance("写通报", 1, 2)
    files = issue_notice(workspace, store, result, issuing=issuing, annexes=annexes)
    advance("写通报", 2, 2)
    return Notice(files=files, remarks=result.scores.remarks)


def issue_notice(
    workspace: Workspace,
    store: Store,
    result: Result,
    *,
    issuing: Issuing | None = None,
    annexes: Annexes | None = None,
) -> NoticeFiles:
    """
    Write the notice, a draft unless somebody answers for its issuing, with the hash of its records in it.

    What was written is told in the evidence chain. Raises what make_notice raises.
    """
    scored, key = record_scores(workspace.root, store, result), public_key()
    lines = (
        f"本件所列数字依据的记录（印表、扫描、读票、判定、导入、计分）逐条相连，至第{scored.number}条的校验码为{head_code(scored.hash)}。",
        f"归档文件签名公钥的校验码为{head_code(key)}；凭归档文件可以复核。",
        *((*signed_lines(issuing), audit_words(workspace.campaign, store)) if issuing else ()),
    )
    proof = (
        ("记录", f"至第{scored.number}条"), ("记录的校验值", scored.hash), ("归档文件的签名公钥", key),
        ("怎样复核", "pingyi verify --head 校验值 --key 公钥 归档文件；或随归档文件的 verify.py"),
    )  # fmt: skip
    annexes = replace(annexes or Annexes(), proof=proof)
    told = (
        code_words(
            f"{workspace.campaign.about.district}{workspace.campaign.about.year}年度评议通报",
            today(),
            scored.number,
            scored.hash,
        )
        if issuing
        else ""
    )
    anchor = Anchor(lines=lines, told=told)
    files = make_notice(workspace, result, issuing=issuing, annexes=annexes, anchor=anchor)
    said: dict[str, object] = {"final": issuing is not None, "head": scored.hash, "key": key}
    if issuing:
        said |= {"closes": True, "signed": list(issuing.people), "corrects": issuing.corrects}
    record_files(workspace.root, store, EventKind.DOCUMENT, (files.docx, files.pdf, files.workbook), said)
    return files


def make_notice(
    workspace: Workspace,
    result: Result,
    *,
    issuing: Issuing | None = None,
    annexes: Annexes | None = None,
    anchor: Anchor | None = None,
) -> NoticeFiles:
    """Write the notice under results/ of the workspace; a draft says so in its name and on page one.

    Raises NotReadyError and OpenDoubtsError when a final notice may not be issued, MissingToolError, FileError.
    """
    campaign, target, own = workspace.campaign, workspace.root / "results", workspace.root / OWN_TEMPLATE
    corrects = issuing.corrects if issuing else ""
    occasion = Occasion(
        campaign=campaign,
        tally=result.tally,
        sheet=result.scores,
        final=issuing is not None,
        day=today(),
        anchor=anchor or Anchor(),
        corrects=corrects,
        sensitivity=tuple(map(close_up, annex_lines(annexes.effects))) if annexes and not issuing else (),
    )
    name = title(campaign, corrects) if issuing else f"{title(campaign)}（征求意见稿）"
    document = target / f"{name}.docx"
    printed = print_notice(occasion, document, own if own.exists() else None)
    book = write_workbook(occasion, target / f"{workbook_title(occasion)}.xlsx", annexes)
    return NoticeFiles(docx=document, pdf=printed, workbook=book)
