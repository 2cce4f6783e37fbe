"""What others can check: everything computed again, sealed files, copies of the database; the format of documents."""

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from pingyi.ground.errors import NotReadyError
from pingyi.web.guard import Looker, Runner, Worker
from pingyi.web.pages.incoming import Pile, pile_of
from pingyi.web.server.job_requests import CheckFormat, Seal, Verify
from pingyi.web.server.uploads import accepted
from pingyi.web.state import Here, draw
from pingyi.workflow.desk.documents import documents
from pingyi.workflow.desk.seal import ARCHIVES
from pingyi.workflow.evidence.backups import copies

router = APIRouter()
LONGEST_CODE = 80
REREAD = {"some": 20, "none": 0, "all": -1}
How = Literal["some", "none", "all"]


@router.get("/evidence")
def evidence(request: Request, state: Here, person: Looker) -> Response:
    """Verify, seal, look at the copies, check a document."""
    root = state.office.root
    return draw(
        request, "evidence.html", person=person, here="evidence", jobs=state.jobs.states(3),
        sealed=documents(root, ARCHIVES), copies=copies(root), taken=accepted("check"), reread=REREAD,
    )  # fmt: skip


@router.post("/evidence/verify")
def check(
    state: Here,
    person: Runner,
    reread: Annotated[How, Form()] = "some",
    printed: Annotated[str, Form(max_length=LONGEST_CODE)] = "",
) -> Response:
    """Start computing everything again."""
    state.jobs.ask("核验", Verify(reread=REREAD[reread], printed=printed.strip()), person.account.name)
    return RedirectResponse("/evidence", 303)


@router.post("/evidence/seal")
def seal(state: Here, person: Runner, apart: Annotated[bool, Form()] = False) -> Response:
    """Start sealing the workspace."""
    state.jobs.ask("封存", Seal(apart=apart), person.account.name)
    return RedirectResponse("/evidence", 303)


@router.post("/evidence/format")
def format_of(state: Here, person: Worker, pile: Pile) -> dict[str, str]:
    """Start checking the documents that were uploaded."""
    folder = pile_of(state.office.root, person.account.name, pile.pile)
    if not any(folder.iterdir()):
        raise NotReadyError("没有收到文件；请重新上传")
    state.jobs.ask("检查公文格式", CheckFormat(folder=str(folder)), person.account.name)
    return {"message": "已收下，正在检查"}
