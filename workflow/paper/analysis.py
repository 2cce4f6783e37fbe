"""`pingyi import analysis`: returned 附件3 checked, written anew in the uniform format, and what is wrong sent back."""

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pingyi.domain.analysis_form import HandedIn, Problem, ReturnedAnalysis, problems
from pingyi.domain.campaign import Campaign, Unit
from pingyi.domain.naming import unit_called, units_named
from pingyi.generator.documents.letter import write_reminder, write_slip
from pingyi.generator.forms.analysis import write_clean
from pingyi.generator.forms.booklet import BoundForm, write_booklet
from pingyi.generator.returned.returned_analysis import read_returned
from pingyi.generator.returned.returned_file import foreign_kind
from pingyi.generator.word.pdf import page_count, to_docx, to_pdf
from pingyi.ground.errors import FileError, NotReadyError
from pingyi.ground.names import readable_name
from pingyi.ground.whole import new_file
from pingyi.workflow.desk.progress import Advance
from pingyi.workflow.desk.workspace import today
from pingyi.workflow.files.guard import Guard
from pingyi.workflow.files.named import is_file
from pingyi.workflow.files.word_files import returned_form
from pingyi.workflow.paper.analysis_notes import FOLDER
from pingyi.workflow.paper.analysis_register import TABLE, keep_register
from pingyi.workflow.paper.arrived import Arrivals, arrivals, proofs

RECEIVED, PROOFS, CLEAN, SLIPS = "收到", "证明材料", "整理", "改正通知单"
REMINDER, BOOKLET = "催报通知.docx", "绩效分析表汇编.docx"
NO_FORM = "{} 不是 Word 文件，没有收；请单位报 Word 文件（.docx），证明材料与表同名放在一起"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sent:
    """A file that came back, whose it is, and what it says."""

    unit: Unit
    path: Path
    form: ReturnedAnalysis


def import_analysis(root: Path, campaign: Campaign, paths: Iterable[Path], advance: Advance) -> AnalysisReport:
    """
    Take in returned forms (files, ZIPs, or folders of them); one that cannot be read is told of, the others go on.

    Proof of awards is what lies beside a form under its name, or in a folder of its name.
    """
    with tempfile.TemporaryDirectory(prefix="pingyi-") as scratch:
        came = arrivals(paths, Path(scratch))
        read, refused = _read_all(campaign, came, advance)
        disputed = {unit for unit, forms in read.items() if _differ(forms)}
        refused += [((unit,), _several(unit, read[unit])) for unit in disputed]
        taken = [forms[0] for unit, forms in read.items() if unit not in disputed]
        received = [_take(root / FOLDER, campaign, sent) for sent in sorted(taken, key=lambda sent: sent.unit.serial)]
    fresh = {form.unit.serial: form.entry for form in received}
    entries = keep_register(root / FOLDER, campaign, [*_sent_back(refused, set(fresh)), *fresh.values()])
    in_hand = tuple(unit for unit in campaign.units if (root / FOLDER / CLEAN / _name(unit)).exists())
    silent = tuple(unit for unit in campaign.units if unit not in in_hand and unit.serial not in entries)
    reminder = root / FOLDER / REMINDER
    if silent:
        write_reminder(campaign, silent, reminder, today())
    else:
        reminder.unlink(missing_ok=True)
    return AnalysisReport(
        received=tuple(received),
        refused=(*came.refused, *(words for _, words in refused)),
        in_hand=in_hand,
        sent_back=tuple(unit for unit in campaign.units if unit not in in_hand and unit not in silent),
        missing=silent,
        reminder=reminder,
        register=root / FOLDER / TABLE,
    )


Refused = list[tuple[tuple[Unit, ...], str]]
"""Whose a file seems to be, and why it was not taken."""


def _read_all(campaign: Campaign, came: Arrivals, advance: Advance) -> tuple[dict[Unit, list[_Sent]], Refused]:
    read: dict[Unit, list[_Sent]] = {}
    refused: Refused = [(_seems(path, campaign), NO_FORM.format(path.name)) for path in came.others]
    advance("检查绩效分析表", 0, len(came.forms))
    with Guard() as guard:
        for done, path in enumerate(came.forms, start=1):
            try:
                sent = _read(campaign, path, guard)
                read.setdefault(sent.unit, []).append(sent)
            except FileError as error:
                refused.append((_seems(path, campaign), str(error)))
            advance("检查绩效分析表", done, len(came.forms))
    return read, refused


def _seems(path: Path, campaign: Campaign) -> tuple[Unit, ...]:
    """The units a file's name speaks of: they have sent something, whatever became of it."""
    return units_named(path.stem, campaign)


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
    book = write_booklet(campaign, forms, pages, root / FOLDER / BOOKLET)
    advance("汇编绩效分析表", 2, 3)
    pdf = to_pdf([book], root / FOLDER)[0]
    advance("汇编绩效分析表", 3, 3)
    return book, pdf


def _read(campaign: Campaign, path: Path, guard: Guard) -> _Sent:
    """Whose form it is, and what it says. Raises FileError."""
    if not is_file(path):
        raise FileError(f"找不到文件 {path}；请核对路径")
    with tempfile.TemporaryDirectory(prefix="pingyi-") as scratch:
        kind = foreign_kind(path)
        source = _as_docx(path, Path(scratch), kind) if kind else path
        returned = returned_form(guard, source, readable_name(path.name))
    unit = unit_called(returned.unit_name, campaign)
    if unit is None:
        like = "、".join(f"“{unit.name}”" for unit in units_named(returned.unit_name, campaign))
        asked = f"是不是{like}？" if like else ""
        raise FileError(f"{path.name} 的单位名称“{returned.unit_name}”不在名单中；{asked}请改成名单里的全称，或加别名")
    if returned.year not in {None, campaign.about.year}:
        raise FileError(f"{path.name} 是 {returned.year} 年度的表；请用 {campaign.about.year} 年度的表样填报")
    if returned.untouched:
        raise FileError(f"{path.name} 是没有填写的表样；请填写后再报")
    return _Sent(unit=unit, path=path, form=returned)


def _as_docx(path: Path, scratch: Path, kind: str) -> Path:
    """A file's name may lie about what is in it; LibreOffice goes by both."""
    source = scratch / f"{path.stem}{kind}"
    shutil.copyfile(path, source)
    try:
        return to_docx(source, scratch / "docx")
    except FileError as error:
        raise FileError(
            f"{path.name} 打不开（可能加了密码、已损坏，或不是 Word 文件）；请单位另存为 .docx 再报"
        ) from error


def _differ(forms: list[_Sent]) -> bool:
    return len({sent.path.read_bytes() for sent in forms}) > 1


def _several(unit: Unit, forms: list[_Sent]) -> str:
    names = "、".join(sent.path.name for sent in forms)
    return f"{unit.name} 有 {len(forms)} 份内容不同的表（{names}）；请问清哪份有效，只留那一份再导入"


def _take(folder: Path, campaign: Campaign, sent: _Sent) -> Received:
    unit, path, returned = sent.unit, sent.path, sent.form
    proved = proofs(path)
    found = [*problems(returned, campaign.analysis.max_characters, campaign.about.year, len(proved))]
    written = "".join(returned.unit_name.split())
    if written != unit.name:
        found.insert(
            0, Problem(place="单位名称", wrong=f"写作“{written}”", mend=f"写全称“{unit.name}”", kind="单位名称")
        )
    with new_file(folder / RECEIVED / f"{_stem(unit)}{path.suffix.lower()}") as part:
        shutil.copyfile(path, part)
    for proof in proved:
        with new_file(folder / PROOFS / _stem(unit) / proof.name) as part:
            shutil.copyfile(proof, part)
    write_clean(campaign, returned, unit.name, folder / CLEAN / _name(unit))
    entry = HandedIn(
        serial=unit.serial,
        day=today(),
        file=readable_name(path.name),
        problems=tuple(found),
        proofs=tuple(proof.name for proof in proved),
    )
    slip = folder / SLIPS / _name(unit)
    if entry.to_mend:
        write_slip(campaign, unit.name, entry, slip)
    else:
        slip.unlink(missing_ok=True)
    return Received(unit=unit, entry=entry, slip=slip if entry.to_mend else None)


def _stem(unit: Unit) -> str:
    return f"{unit.serial:02d} {unit.name}"


def _name(unit: Unit) -> str:
    return f"{_stem(unit)}.docx"
