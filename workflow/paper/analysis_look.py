"""Returned 附件3 read and looked at, before anything of them is taken in."""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pingyi.domain.analysis_form import Problem, ReturnedAnalysis, problems
from pingyi.domain.campaign import Campaign, Unit
from pingyi.domain.naming import unit_called, units_named
from pingyi.generator.returned.returned_file import foreign_kind
from pingyi.ground.errors import FileError, NotReadyError
from pingyi.ground.names import readable_name
from pingyi.workflow.desk.progress import Advance
from pingyi.workflow.files.digest import sha256_of
from pingyi.workflow.files.guard import Guard
from pingyi.workflow.files.named import is_file
from pingyi.workflow.files.word_files import as_docx, returned_form
from pingyi.workflow.paper.analysis_notes import FOLDER
from pingyi.workflow.paper.arrived import Arrivals, arrivals, proofs

RECEIVED = "收到"
NO_FORM = "{} 不是 Word 文件，没有收；请单位报 Word 文件（.docx），证明材料与表同名放在一起"
NEW, SAME, OTHER = "新收到", "与以前收到的相同", "替换以前收到的"
Refused = list[tuple[tuple[Unit, ...], str]]
"""Whose a file seems to be, and why it was not taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedForm:
    """One form that can be taken in: whose it is, what it says, and what becomes of the one in hand."""

    unit: Unit
    path: Path
    sha256: str  # of the file
    said: ReturnedAnalysis
    problems: tuple[Problem, ...]
    proofs: tuple[Path, ...]
    standing: str  # Chinese: NEW, SAME or OTHER

    @property
    def to_mend(self) -> int:
        """How much the unit alone can mend."""
        return sum(not problem.kind for problem in self.problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormsLook:
    """Forms by serial, and what cannot be taken."""

    campaign: Campaign
    forms: tuple[LookedForm, ...]
    refused: Refused
    unopened: tuple[str, ...]  # ZIPs, and why (Chinese)

    @property
    def refusals(self) -> tuple[str, ...]:
        """All that was not taken, and why (Chinese)."""
        return (*self.unopened, *(words for _, words in self.refused))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sent:
    """A file that came back, whose it is, and what it says."""

    unit: Unit
    path: Path
    form: ReturnedAnalysis


@contextmanager
def looked_at_forms(root: Path, campaign: Campaign, paths: Iterable[Path], advance: Advance) -> Iterator[FormsLook]:
    """Read returned forms (files, ZIPs, or folders of them); what was unpacked lies there while the block lasts."""
    with tempfile.TemporaryDirectory(prefix="pingyi-") as scratch:
        came = arrivals(paths, Path(scratch))
        read, refused = _read_all(campaign, came, advance)
        disputed = {unit for unit, forms in read.items() if _differ(forms)}
        refused += [((unit,), _several(unit, read[unit])) for unit in disputed]
        taken = [forms[0] for unit, forms in read.items() if unit not in disputed]
        yield FormsLook(
            campaign=campaign,
            forms=tuple(_looked(root, campaign, sent) for sent in sorted(taken, key=lambda sent: sent.unit.serial)),
            refused=refused,
            unopened=came.refused,
        )


def check_forms_still(root: Path, campaign: Campaign, look: FormsLook) -> None:
    """Raises NotReadyError where since the look a file, the roster or what is in hand has become another."""
    changed = [
        form.path.name
        for form in look.forms
        if not is_file(form.path)
        or sha256_of(form.path) != form.sha256
        or _standing(root, form.unit, form.path, form.sha256) != form.standing
    ]
    if changed or campaign != look.campaign:
        what = "、".join(changed) or "方案"
        raise NotReadyError(f"核看以后，{what} 或已收到的表有了变化，还没有收下；请再运行一次，核看后再导入")


def received_name(unit: Unit, path: Path) -> str:
    """Under which the file of a unit is kept."""
    return f"{stem_of(unit)}{path.suffix.lower()}"


def stem_of(unit: Unit) -> str:
    """By which all files of a unit begin."""
    return f"{unit.serial:02d} {unit.name}"


def _looked(root: Path, campaign: Campaign, sent: _Sent) -> LookedForm:
    unit, path, said = sent.unit, sent.path, sent.form
    proved = proofs(path)
    found = [*problems(said, campaign.analysis.max_characters, campaign.about.year, len(proved))]
    written = "".join(said.unit_name.split())
    if written != unit.name:
        named = Problem(place="单位名称", wrong=f"写作“{written}”", mend=f"写全称“{unit.name}”", kind="单位名称")
        found.insert(0, named)
    digest = sha256_of(path)
    return LookedForm(
        unit=unit,
        path=path,
        sha256=digest,
        said=said,
        problems=tuple(found),
        proofs=tuple(proved),
        standing=_standing(root, unit, path, digest),
    )


def _standing(root: Path, unit: Unit, path: Path, digest: str) -> str:
    kept = root / FOLDER / RECEIVED / received_name(unit, path)
    if kept.exists():
        return SAME if sha256_of(kept) == digest else OTHER
    others = (root / FOLDER / RECEIVED).glob(f"{stem_of(unit)}.*")
    return OTHER if any(others) else NEW


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


def _read(campaign: Campaign, path: Path, guard: Guard) -> _Sent:
    """Whose form it is, and what it says. Raises FileError."""
    if not is_file(path):
        raise FileError(f"找不到文件 {path}；请核对路径")
    with tempfile.TemporaryDirectory(prefix="pingyi-") as scratch:
        kind = foreign_kind(path)
        source = as_docx(path, Path(scratch), kind, "单位另存为 .docx 再报") if kind else path
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


def _differ(forms: list[_Sent]) -> bool:
    return len({sent.path.read_bytes() for sent in forms}) > 1


def _several(unit: Unit, forms: list[_Sent]) -> str:
    names = "、".join(sent.path.name for sent in forms)
    return f"{unit.name} 有 {len(forms)} 份内容不同的表（{names}）；请问清哪份有效，只留那一份再导入"
