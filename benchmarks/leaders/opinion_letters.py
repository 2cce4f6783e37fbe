"""Whether letters carry each opinion that was signed, once, to the units that people named and to no other."""

from datetime import datetime
from pathlib import Path

import docx
from python_calamine import CalamineWorkbook

from pingyi.domain.handed_in.opinion import OpinionText
from pingyi.store.base.store import Store
from pingyi.store.people.opinions import add_opinion_texts, inked_boxes
from pingyi.workflow.desk.workspace import Workspace
from pingyi.workflow.people.written.opinions import export_opinions
from pingyi.workflow.results.feedback import give_feedback


def tell_letters(workspace: Workspace, store: Store, folder: Path) -> None:
    """Sign every opinion, each second one naming units, and look for it in the letters."""
    still = lambda *_: None  # noqa: E731
    export_opinions(workspace.campaign, store, folder / "o.xlsx", still)
    grid = CalamineWorkbook.from_path(str(folder / "o.xlsx")).get_sheet_by_index(0).to_python()
    head = next(number for number, line in enumerate(grid) if line[0] == "编号")
    given = sum(bool(line[grid[head].index("涉及单位")]) for line in grid[head + 1 :])
    names = [unit.name for unit in workspace.campaign.units]
    texts = [
        OpinionText(
            sheet=box.sheet, text=f"意见{number:04d}号", typed_by="甲", checked_by="乙",
            units=(names[number % 59], names[(number + 7) % 59]) if number % 2 else (),
            typed_at=datetime.now().astimezone(),
        )
        for number, box in enumerate(inked_boxes(store))
    ]  # fmt: skip
    add_opinion_texts(store, texts)
    report = give_feedback(workspace, store, still, draft=True)
    letters = {path.stem[3:]: _words(path) for path in report.letters}
    wrong = sum(letters[name].count(text.text) != (name in text.units) for text in texts for name in letters)
    print(f"opinions in the workbook {len(grid) - head - 1}, units given without a choice {given}")
    print(f"letters {len(letters)}, opinions signed {len(texts)}; missing, doubled or in another's letter {wrong}")


def _words(path: Path) -> str:
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(line.text for line in document.paragraphs), *cells])
