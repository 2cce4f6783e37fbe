"""What comes in: scans, summary tables, returned forms; each file told by its content."""

import asyncio
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field

from pingyi.domain.campaign.points import Component
from pingyi.domain.campaign.scheme import ballot_name, brought_in
from pingyi.domain.readings.score_reading import ScorePaper
from pingyi.ground.whole import new_file
from pingyi.web.guard import Looker, Runner, Worker, signing_witness
from pingyi.web.server.incoming import imported_tables, strays, watched_folder
from pingyi.web.server.job_requests import LookAtTables, ReadScans, ReadScores, TakeTables
from pingyi.web.server.uploads import KINDS as UPLOADS
from pingyi.web.server.uploads import accepted, check_kind, own_name, pile_folder, safe_name
from pingyi.web.server.waiting import NAMES, agree, all_waiting, dropped, waiting_pile
from pingyi.web.state import Here, There, draw
from pingyi.workflow.desk.documents import HOTLINE_CHECK, documents
from pingyi.workflow.files.formats import HEAD_BYTES, SCANS, listed
from pingyi.workflow.people.accounts import LONGEST_PASSWORD, all_accounts
from pingyi.workflow.people.keys import both
from pingyi.workflow.people.taken_back import take_back
from pingyi.workflow.tables.templates import import_templates

router = APIRouter()
PAPERS = {"analysis": "附件3评分栏", "leaders": "领导评价表"}
LONGEST_REASON = 200
MOST_PILE = 80  # letters of a pile's name
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Pile(BaseModel):
    """Files uploaded together; `paper` is what they are scans of."""

    pile: Annotated[str, Field(max_length=32)]
    batch: Annotated[str, Field(max_length=8)] = ""
    paper: Literal["ballots", "analysis", "leaders"] = "ballots"


@router.get("/scans")
def scans(request: Request, state: Here, person: Looker) -> Response:
    """Drop scans here, see how far reading is."""
    return draw(
        request, "scans.html", person=person, here="scans", batches=state.office.batches(), accepted=accepted("scan"),
        listed=listed(SCANS),
        jobs=state.jobs.states(8), papers=PAPERS,
        watched=watched_folder(state.office.root), strays=strays(state.office.root),
        bodies=[group for group in state.office.campaign.groups if group.component is not Component.VOTES],
        ready=state.office.workspace.ballot.exists(), ballot=ballot_name(state.office.campaign),
    )  # fmt: skip


@router.get("/imports")
def imports(request: Request, state: Here, person: Looker) -> Response:
    """The page of tables from outside, and what was brought in."""
    with state.office.store() as store:
        brought = imported_tables(store)
        people = [one.name for one in all_accounts(store) if one.active and one.name != person.account.name]
    return draw(
        request,
        "imports.html",
        person=person,
        here="imports",
        kinds=brought_in(state.office.campaign),
        names=NAMES,
        brought=brought,
        people=people,
        templates=import_templates(state.office.campaign, ()),
        waiting=all_waiting(state.office.root),
        tables=accepted("table"),
        returned=accepted("analysis"),
        jobs=state.jobs.states(3),
    )


@router.post("/{kind}/upload")
async def upload(request: Request, state: There, person: Worker, kind: str, pile: str, name: str) -> dict[str, str]:
    """One file of a pile, and what it is called there; its bytes are the body. Half a file is never kept."""
    if kind not in UPLOADS:
        raise HTTPException(404, "没有这一页；请从左边的菜单进入")
    folder = pile_folder(state.office.root, person.account.name, pile)
    head = b""
    with own_name(folder, safe_name(name)) as kept, new_file(folder / kept) as part:
        with part.open("wb") as stream:
            async for chunk in request.stream():
                if len(head) < HEAD_BYTES:
                    head += chunk[:HEAD_BYTES]
                    if len(head) >= HEAD_BYTES:
                        check_kind(kind, kept, head)
                await asyncio.to_thread(stream.write, chunk)
        check_kind(kind, kept, head)
    return {"name": kept}


@router.post("/scans/read")
def read(state: Here, person: Worker, pile: Pile) -> dict[str, str]:
    """Read what was uploaded."""
    folder = pile_of(state.office.root, person.account.name, pile.pile)
    of = f"（{pile.batch} 批）" if pile.batch else ""
    if pile.paper == "ballots":
        ballots = ReadScans(folder=str(folder), batch=pile.batch, temporary=True)
        state.jobs.ask(f"读入扫描件{of}", ballots, person.account.name)
    else:
        scored = ReadScores(folder=str(folder), batch=pile.batch, paper=ScorePaper(pile.paper))
        state.jobs.ask(f"读入{PAPERS[pile.paper]}{of}", scored, person.account.name)
    return {"message": "已收下，正在读入"}


@router.post("/imports/take")
def take(state: Here, person: Worker, pile: Annotated[str, Form(max_length=MOST_PILE)]) -> Response:
    """Take in what was looked at, each table whole or not at all."""
    folder, kind = waiting_pile(state.office.root, pile)
    wish = TakeTables(folder=str(folder), kind=kind, account=person.account.name)
    state.jobs.ask(f"导入{NAMES[kind]}", wish, person.account.name)
    agree(folder)
    return RedirectResponse("/imports", 303)


@router.post("/imports/drop")
def drop(state: Here, person: Worker, pile: Annotated[str, Form(max_length=MOST_PILE)]) -> Response:  # noqa: ARG001
    """Leave what was looked at alone."""
    dropped(state.office.root, pile)
    return RedirectResponse("/imports", 303)


@router.post("/imports/revoke")
def revoke(
    state: Here,
    person: Runner,
    number: Annotated[int, Form(ge=1)],
    reason: Annotated[str, Form(max_length=LONGEST_REASON)],
    witness: Annotated[str, Form(max_length=100)],
    password: Annotated[str, Form(max_length=LONGEST_PASSWORD + 1)],
) -> Response:
    """Two people take an import back: the one signed in, and a witness by their password."""
    pair = both(person.signer, signing_witness(state, witness, password))
    with state.office.store() as store:
        take_back(store, number, pair, reason)
    return RedirectResponse("/imports", 303)


@router.post("/imports/{kind}")
def table(state: Here, person: Worker, kind: str, pile: Pile) -> dict[str, str]:
    """Look at tables; they are taken in when somebody has seen what they say. Every problem is told with its row."""
    if kind not in NAMES:
        raise HTTPException(404, "没有这类表；请从数据导入页上传")
    folder = pile_of(state.office.root, person.account.name, pile.pile)
    state.jobs.ask(f"核看{NAMES[kind]}", LookAtTables(folder=str(folder), kind=kind), person.account.name)
    return {"message": "已收下，正在核看"}


@router.get("/tables/{key}.xlsx")
def template(state: Here, _: Looker, key: str) -> Response:
    """A table to fill in, of the campaign as it is now. 404 for any other."""
    found = {one.key: one for one in import_templates(state.office.campaign, state.office.batches())}.get(key)
    if found is None:
        raise HTTPException(404, "没有这个模板；请从数据导入页下载")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.name)}"}
    return Response(found.workbook(), media_type=XLSX, headers=headers)


@router.get("/hotline")
def hotline(request: Request, state: Here, person: Looker) -> Response:
    """Single work orders held against the adopted table."""
    found, fresh = state.results.newest()
    return draw(
        request, "hotline.html", person=person, here="imports", found=found.hotline if found else None, fresh=fresh,
        workbook=next((one for one in documents(state.office.root, "results") if one.path.name == HOTLINE_CHECK), None),
    )  # fmt: skip


def pile_of(root: Path, account: str, pile: str) -> Path:
    """The folder of files uploaded together. Raises HTTPException when nothing came."""
    folder = pile_folder(root, account, pile)
    if not folder.is_dir():
        raise HTTPException(409, "没有收到文件；请重新上传")
    return folder
