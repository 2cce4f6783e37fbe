"""The day's slip: made of what the workspace holds when it is asked for."""

from pathlib import Path

from pingyi.generator.forms.day_slip import DaySlip, write_day_slip
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.ground.foreign import file_name
from pingyi.store.base.records import together
from pingyi.store.base.store import Store
from pingyi.store.evidence.log import head
from pingyi.workflow.desk.workspace import Workspace, today

FOLDER = Path("forms") / "daily"


def make_day_slip(workspace: Workspace, store: Store) -> tuple[Path, Path]:
    """Write it (.docx, .pdf) under forms/daily; a second one of a day replaces the first. Raises what to_pdf raises."""
    last, done = head(store), together(store.progress().values())
    day = today()
    slip = DaySlip(
        day=day,
        number=last.number,
        hash=last.hash,
        counts=(
            ("已读评议表", f"{done.sheets} 张"),
            ("已读行数", f"{done.rows} 行"),
            ("待人工判定", f"{done.open} 行"),
            ("未读出的页", f"{done.unread} 页"),
        ),
    )
    document = write_day_slip(workspace.campaign, slip, workspace.root / FOLDER / file_name(f"日结单 {day:%Y-%m-%d}"))
    return document, to_pdf([document], document.parent)[0]
