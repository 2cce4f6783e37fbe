"""`pingyi import analysis`: returned 附件3 checked, written anew in the uniform format, and what is wrong sent back."""

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pingyi.domain.analysis_form import HandedIn, Problem, ReturnedAnalysis, problems
from pingyi.domain.campaign import Campaign, Unit
from pingyi.generator.documents.letter import write_reminder, write_slip
from pingyi.generator.forms.analysis import write_clean
from pingyi.generator.forms.booklet import BoundForm, write_booklet
from pingyi.generator.returned.returned_analysis import read_returned
from pingyi.generator.returned.returned_file import is_old_word
from pingyi.generator.word.pdf import page_count, to_docx, to_pdf
from pingyi.ground.errors import FileError, NotReadyError
from pingyi.ground.names import readable_name
from pingyi.ground.whole import new_file
from pingyi.workflow.desk.progress import Advance
from pingyi.workflow.desk.workspace import today
from pingyi.workflow.files.formats import PROOF_FORMATS, WORDS
from pingyi.workflow.files.guard import Guard
from pingyi.workflow.files.named import is_file, is_folder
from pingyi.workflow.files.word_files import returned_form
from pingyi.workflow.paper.analysis_notes import FOLDER
from pingyi.workflow.paper.analysis_register import TABLE, keep_register

RECEIVED, PROOFS, CLEAN, SLIPS = "收到", "证明材料", "整理", "改正通知单"
REMINDER, BOOKLET = "催报通知.docx", "绩效分析表汇编.docx"


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One returned 附件3 that a unit was found for; its slip only if it has faults."""

    unit: Unit
    entry: HandedIn
    slip: Path | None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is to be mended."""
        return self.entry.problems


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisReport:
    """What an import brought, and how the campaign stands."""

    received: tuple[Received, ...]
    refused: tuple[str, ...]  # messages; the files stay where they were
    in_hand: tuple[Unit, ...]
    missing: tuple[Unit, ...]
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
    Take in returned forms (files, or folders of them); one that cannot be read is told of, the others go on.

    Proof of awards is what lies beside a form under its name, or in a folder of its name.
    """
    files = list(_forms(paths))
    read: dict[Unit, list[_Sent]] = {}
    refused: list[str] = []
    advance("检查绩效分析表", 0, len(files))
    with Guard() as guard:
        for done, path in enumerate(files, start=1):
            try:
                sent = _read(campaign, path, guard)
                read.setdefault(sent.unit, []).append(sent)
            except FileError as error:
                refused.append(str(error))
            advance("检查绩效分析表", done, len(files))
    disputed = {unit for unit, forms in read.items() if _differ(forms)}
    refused.extend(_several(unit, read[unit]) for unit in disputed)
    taken = [forms[0] for unit, forms in read.items() if unit not in disputed]
    received = [_take(root / FOLDER, campaign, sent) for sent in sorted(taken, key=lambda sent: sent.unit.serial)]
    keep_register(root / FOLDER, campaign, [form.entry for form in received])
    in_hand = tuple(unit for unit in campaign.units if (root / FOLDER / CLEAN / _name(unit)).exists())
    missing = tuple(unit for unit in campaign.units if unit not in in_hand)
    reminder = root / FOLDER / REMINDER
    silent = tuple(unit for unit in missing if unit not in disputed)  # who sent two is asked which, not urged
    if silent:
        write_reminder(campaign, silent, reminder, today())
    else:
        reminder.unlink(missing_ok=True)
    return AnalysisReport(
        received=tuple(received),
        refused=tuple(refused),
        in_hand=in_hand,
        missing=missing,
        reminder=reminder,
        register=root / FOLDER / TABLE,
    )


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


def _forms(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if is_folder(path):
            inside = sorted(path.rglob("*"))
            yield from (found for found in inside if found.suffix.lower() in WORDS and _visible(found))
        else:
            yield path


def _visible(path: Path) -> bool:
    """Not the lock file Word leaves beside an open document."""
    return not path.name.startswith(("~$", "."))


def _read(campaign: Campaign, path: Path, guard: Guard) -> _Sent:
    """Whose form it is, and what it says. Raises FileError."""
    if not is_file(path):
        raise FileError(f"找不到文件 {path}；请核对路径")
    with tempfile.TemporaryDirectory(prefix="pingyi-") as scratch:
        source = _as_docx(path, Path(scratch)) if is_old_word(path) else path
        returned = returned_form(guard, source, readable_name(path.name))
    unit = campaign.unit(returned.unit_name)
    if unit is None:
        raise FileError(f"{path.name} 的单位名称“{returned.unit_name}”不在名单中；请核对后改成名单里的全称")
    return _Sent(unit=unit, path=path, form=returned)


def _as_docx(path: Path, scratch: Path) -> Path:
    """An old Word file's name may lie about what is in it; LibreOffice goes by both."""
    source = scratch / f"{path.stem}.doc"
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
    proofs = _proof(path)
    found = [*problems(returned, campaign.analysis.max_characters, campaign.about.year, len(proofs))]
    written = "".join(returned.unit_name.split())
    if written != unit.name:
        found.insert(0, Problem(place="单位名称", wrong=f"写作“{written}”", mend=f"写全称“{unit.name}”"))
    with new_file(folder / RECEIVED / f"{_stem(unit)}{path.suffix.lower()}") as part:
        shutil.copyfile(path, part)
    for proof in proofs:
        with new_file(folder / PROOFS / _stem(unit) / proof.name) as part:
            shutil.copyfile(proof, part)
    write_clean(campaign, returned, unit.name, folder / CLEAN / _name(unit))
    slip = folder / SLIPS / _name(unit)
    if found:
        write_slip(campaign, unit.name, found, slip, today())
    else:
        slip.unlink(missing_ok=True)
    entry = HandedIn(
        serial=unit.serial,
        day=today(),
        file=readable_name(path.name),
        problems=tuple(found),
        proofs=tuple(proof.name for proof in proofs),
    )
    return Received(unit=unit, entry=entry, slip=slip if found else None)


def _proof(path: Path) -> list[Path]:
    beside = [file for file in path.parent.glob(f"{_literal(path.stem)}*") if file.is_file()]
    within = [file for file in path.with_suffix("").rglob("*") if file.is_file()]
    return sorted(
        {file for file in (*beside, *within) if file.suffix.lower() in PROOF_FORMATS and not _next_number(path, file)}
    )


def _next_number(path: Path, file: Path) -> bool:
    """Whether `10 证书.pdf` only seems to go with `1.docx`."""
    rest = file.name.removeprefix(path.stem)
    return path.stem[-1:].isdigit() and file.parent == path.parent and rest[:1].isdigit()


def _literal(name: str) -> str:
    """For glob: brackets in a file's name are letters."""
    return "".join(f"[{letter}]" if letter in "[]*?" else letter for letter in name)


def _stem(unit: Unit) -> str:
    return f"{unit.serial:02d} {unit.name}"


def _name(unit: Unit) -> str:
    return f"{_stem(unit)}.docx"
