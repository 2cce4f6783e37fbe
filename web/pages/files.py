"""Forms to print, documents to issue, and each of them as picture or to take away."""

import asyncio
import os
import tempfile
from pathlib import Path
from typing import Annotated, Literal

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import FileResponse, RedirectResponse, Response
from starlette.background import BackgroundTask

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.scheme import ballot_name, has_leaders, open_questions
from pingyi.domain.trust.people import Right
from pingyi.web.guard import Looker, Runner, Worker, signing_witness
from pingyi.web.pages.reading.pictures import reply_with
from pingyi.web.server.job_requests import MakeForms, WriteFeedback, WriteNotice
from pingyi.web.state import Here, There, draw
from pingyi.workflow.desk.documents import FOLDERS, document, documents, packed
from pingyi.workflow.paper.office_ballot import own_ballot
from pingyi.workflow.paper.sample_copies import check_counted, sample_copies
from pingyi.workflow.people.accounts import LONGEST_PASSWORD, all_accounts
from pingyi.workflow.people.keys import both
from pingyi.workflow.results.issuing import agree, reopen
from pingyi.workflow.steps import NoticeStand, notice_stand

router = APIRouter()
LONGEST_REASON = 200
FormKind = Literal["ballots", "leaders", "analysis", "plan", "booklet", "daily"]


def form_kinds(campaign: Campaign) -> dict[FormKind, tuple[str, str]]:
    """What can be printed, as this campaign calls it, and what that is."""
    kinds: dict[FormKind, tuple[str, str]] = {
        "ballots": (ballot_name(campaign), f"{campaign.ballot.attachment}，每批一份可直接印的 PDF，连同发放回收登记表"),
        "leaders": ("领导评价表", "每个领导群体一份"),
        "analysis": ("绩效分析表", f"{campaign.analysis.attachment}，每个单位一份"),
        "plan": ("工作方案", "整份通知，含全部附件"),
        "booklet": ("绩效分析表汇编", "收回的绩效分析表合订，带目录"),
        "daily": ("日结单", "当天全部记录的校验码和二维码，两人签名后与登记表一起存放"),
    }
    return {kind: words for kind, words in kinds.items() if kind != "leaders" or has_leaders(campaign)}


@router.get("/forms")
def forms(request: Request, state: Here, person: Looker) -> Response:
    """Make and take away what is printed."""
    root = state.office.root
    listed = {"forms": documents(root, "forms"), "analysis": documents(root, "analysis")}
    return draw(
        request, "forms.html", person=person, here="forms", kinds=form_kinds(state.office.campaign), listed=listed,
        jobs=state.jobs.states(5),
        printed=state.office.workspace.ballot.exists(), samples=sample_copies(state.office.workspace),
        ballot=state.office.campaign.ballot, own=own_ballot(root),
    )  # fmt: skip


@router.post("/forms")
def make_forms(
    state: Here,
    person: Runner,
    kind: Annotated[FormKind, Form()],
) -> Response:
    """Start making one kind. Ballots are refused while the plan of distribution has a sample's numbers."""
    check_counted(kind, state.office.workspace)
    called = form_kinds(state.office.campaign).get(kind, (kind,))[0]
    state.jobs.ask(f"生成{called}", MakeForms(kind=kind), person.account.name)
    return RedirectResponse("/forms", 303)


@router.get("/documents")
def results(request: Request, state: Here, person: Looker) -> Response:
    """The page of notices, workbooks and letters written so far."""
    listed = documents(state.office.root, "results")
    with state.office.store() as store:
        people = [one.name for one in all_accounts(store) if one.active and one.name != person.account.name]
        stand = notice_stand(state.office.workspace, store)
    return draw(
        request, "documents.html", person=person, here="documents", listed=listed, jobs=state.jobs.states(5),
        open_policies=len(open_questions(state.office.campaign)), people=people, closed=stand is NoticeStand.ISSUED,
        first="notice" if stand is NoticeStand.NONE else "final",
    )  # fmt: skip


@router.post("/documents")
def make_document(
    state: Here,
    person: Runner,
    what: Annotated[Literal["draft", "notice", "final", "feedback"], Form()],
    witness: Annotated[str, Form(max_length=100)] = "",
    password: Annotated[str, Form(max_length=LONGEST_PASSWORD + 1)] = "",
) -> Response:
    """Start writing; `draft` leaves out what is open, `final` is the notice itself, which two people sign for."""
    if what == "final":
        pair = both(person.signer, signing_witness(state, witness, password))
        with state.office.store() as store:
            agree(state.office.workspace, store, pair)
    titles = {"draft": "试算稿", "notice": "征求意见稿", "final": "正式通报", "feedback": "各单位结果反馈"}
    draft = what == "draft"
    wish = WriteFeedback(draft=draft) if what == "feedback" else WriteNotice(final=what == "final", draft=draft)
    state.jobs.ask(f"写{titles[what]}", wish, person.account.name)
    return RedirectResponse("/documents", 303)


@router.post("/documents/reopen")
def open_again(
    state: Here,
    person: Runner,
    reason: Annotated[str, Form(max_length=LONGEST_REASON)],
    witness: Annotated[str, Form(max_length=100)],
    password: Annotated[str, Form(max_length=LONGEST_PASSWORD + 1)],
) -> Response:
    """Two people open what a formal notice closed. Raises NotReadyError."""
    pair = both(person.signer, signing_witness(state, witness, password))
    with state.office.store() as store:
        reopen(state.office.workspace, store, pair, reason)
    return RedirectResponse("/documents", 303)


@router.get("/documents/all/{folder}.zip")
def take_all(state: Here, _: Looker, folder: str, below: str = "") -> Response:
    """Every document of a folder in one ZIP, packed when it is asked for. 404 where there is none."""
    if folder not in FOLDERS:
        raise HTTPException(404, "没有这个文件夹；请从文件页下载")
    name = f"{below or FOLDERS[folder]}.zip"
    handle, path = tempfile.mkstemp(suffix=".zip", prefix="pingyi-")
    os.close(handle)
    if not packed(state.office.root, folder, below, Path(path)):
        Path(path).unlink()
        raise HTTPException(404, "还没有可以下载的文件；请先生成")
    return FileResponse(path, filename=name, background=BackgroundTask(os.unlink, path))


@router.get("/documents/{wanted}/preview")
def preview(request: Request, state: There, person: Looker, wanted: str) -> Response:
    """A document page by page, as pictures; a Word file as it is printed."""
    found = document(state.office.root, wanted)
    here = "documents" if person.account.may(Right.LOOK) and "results" in found.path.parts else "forms"
    pages = state.pictures.pages(state.office.desk, found.path)
    return draw(request, "preview.html", person=person, here=here, document=found, pages=pages)


@router.get("/pictures/document/{wanted}/{page}.jpg")
async def page(state: There, _: Looker, wanted: str, page: int) -> Response:
    """One page of it."""
    found = document(state.office.root, wanted)
    picture = await asyncio.to_thread(state.pictures.document, state.office.desk, found.path, max(1, page))
    return await reply_with(picture)


@router.get("/documents/{wanted}")
def take(state: There, _: Looker, wanted: str) -> Response:
    """A document as a download, known by its id in the list. 404 for any other id."""
    found = document(state.office.root, wanted)
    return FileResponse(found.path, filename=found.path.name)


@router.get("/jobs")
def jobs(request: Request, state: There, person: Looker) -> Response:
    """How far long work is; asked for every second while there is any."""
    return draw(request, "jobs_live.html", person=person, jobs=state.jobs.states(5))


@router.post("/jobs/{number}/stop")
def stop(state: There, person: Worker, number: int) -> Response:
    """Somebody stops a job that waits or runs; the list of jobs is told to ask again."""
    state.jobs.stop(number, person.account.name)
    return Response(status_code=204, headers={"HX-Trigger": "jobs"})
