"""`pingyi import analysis`: returned 附件3 checked, written anew in the uniform format, and what is wrong sent back."""

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pingyi.domain.campaign.campaign import Campaign, Unit
from pingyi.domain.handed_in.analysis_form import HandedIn, Problem
from pingyi.generator.documents.letter import write_reminder, write_slip
from pingyi.generator.forms.analysis import write_clean
from pingyi.generator.forms.booklet import BoundForm, write_booklet
from pingyi.generator.libreoffice.pdf import page_count, to_pdf
from pingyi.generator.returned.returned_analysis import read_returned
from pingyi.ground.errors import NotReadyError
from pingyi.ground.names import readable_name
from pingyi.ground.whole import new_file
from pingyi.workflow.desk.progress import Advance
from pingyi.workflow.desk.workspace import today
from pingyi.workflow.paper.analysis_look import (
    RECEIVED,
    FormsLook,
    LookedForm,
    Refused,
    check_forms_still,
    received_name,
    stem_of,
)
from pingyi.workflow.paper.analysis_notes import FOLDER, handed_in
from pingyi.workflow.paper.analysis_register import TABLE, keep_register

PROOFS, CLEAN, SLIPS = "证明材料", "整理", "改正通知单"
REMINDER, BOOKLET = "催报通知.docx", "绩效分析表汇编.docx"


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One returned 附件3 that a unit was found for; its slip only if the unit must mend something."""

    unit: Unit
    entry: HandedIn
    slip: Path | None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is not as the form asks, mended in the clean copy or not."""
        return self.entry.problems


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisReport:
    """What an import brought, and how the campaign stands."""

    received: tuple[Received, ...]
    refused: tuple[str, ...]  # messages; the files stay where they were
    in_hand: tuple[Unit, ...]
    sent_back: tuple[Unit, ...]  # what they sent was not taken
    missing: tuple[Unit, ...]  # nothing came from them
    reminder: Path  # 催报通知, when somebody is missing
    register: Path  # 报送情况, as an Excel table


def take_forms(root: Path, campaign: Campaign, look: FormsLook) -> AnalysisReport:
    """
    Take in what was looked at; what was not taken is noted as sent back.

    Raises NotReadyError where since the look a file, the roster or what is in hand has become another.
    """
    check_forms_still(root, campaign, look)
    received = [_take(root / FOLDER, campaign, form) for form in look.forms]
    fresh = {form.unit.serial: form.entry for form in received}
    entries = keep_register(root / FOLDER, campaign, [*_sent_back(look.refused, set(fresh)), *fresh.values()])
    in_hand = tuple(unit for unit in campaign.units if (root / FOLDER / CLEAN / _name(unit)).exists())
    silent = tuple(unit for unit in campaign.units if unit not in in_hand and unit.serial not in entries)
    reminder = root / FOLDER / REMINDER
    if silent:
        write_reminder(campaign, silent, reminder, today())
    else:
        reminder.unlink(missing_ok=True)
    return AnalysisReport(
        received=tuple(received),
        refused=look.refusals,
        in_hand=in_hand,
        sent_back=tuple(unit for unit in campaign.units if unit not in in_hand and unit not in silent),
        missing=silent,
        reminder=reminder,
        register=root / FOLDER / TABLE,
    )


def _sent_back(refused: Refused, accepted: set[int]) -> Iterator[HandedIn]:
    """For the register: who sent what was not taken, and nothing that was."""
    for units, words in refused:
        for unit in units:
            if unit.serial not in accepted:
                yield HandedIn(serial=unit.serial, day=today(), file="", problems=(), proofs=(), refused=words)


def make_booklet(root: Path, campaign: Campaign, advance: Advance) -> tuple[Path, Path]:
    """
    Bind every form in hand, mended or not, into one book (.docx, .pdf) under `root`/analysis.

    Raises NotReadyError when none has come back.
    """
    in_hand = [unit for unit in campaign.units if (root / FOLDER / CLEAN / _name(unit)).exists()]
    if not in_hand:
        raise NotReadyError("还没有收到绩效分析表，不能汇编；请先 pingyi import analysis 收到的文件")
    advance("汇编绩效分析表", 0, 3)
    clean = [root / FOLDER / CLEAN / _name(unit) for unit in in_hand]
    with tempfile.TemporaryDirectory(prefix="pingyi-") as scratch:
        printed = to_pdf(clean, Path(scratch))
        pages = {unit.serial: page_count(pdf) for unit, pdf in zip(in_hand, printed, strict=True)}
    advance("汇编绩效分析表", 1, 3)
    forms = [BoundForm(unit=unit, form=read_returned(path)) for unit, path in zip(in_hand, clean, strict=True)]
    back = {serial for serial, entry in handed_in(root / FOLDER).items() if entry.refused}
    book = write_booklet(campaign, forms, pages, root / FOLDER / BOOKLET, sent_back=back)
    advance("汇编绩效分析表", 2, 3)
    pdf = to_pdf([book], root / FOLDER)[0]
    advance("汇编绩效分析表", 3, 3)
    return book, pdf


def _take(folder: Path, campaign: Campaign, form: LookedForm) -> Received:
    unit, path = form.unit, form.path
    with new_file(folder / RECEIVED / received_name(unit, path)) as part:
        shutil.copyfile(path, part)
    for proof in form.proofs:
        with new_file(folder / PROOFS / stem_of(unit) / proof.name) as part:
            shutil.copyfile(proof, part)
    write_clean(campaign, form.said, unit.name, folder / CLEAN / _name(unit))
    entry = HandedIn(
        serial=unit.serial,
        day=today(),
        file=readable_name(path.name),
        problems=form.problems,
        proofs=tuple(proof.name for proof in form.proofs),
    )
    slip = folder / SLIPS / _name(unit)
    if entry.to_mend:
        write_slip(campaign, unit.name, entry, slip)
    else:
        slip.unlink(missing_ok=True)
    return Received(unit=unit, entry=entry, slip=slip if entry.to_mend else None)


def _name(unit: Unit) -> str:
    return f"{stem_of(unit)}.docx"
