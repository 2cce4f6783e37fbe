"""Returned 附件3 read and looked at, before anything of them is taken in."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pingyi.domain.campaign.campaign import Campaign, Unit
from pingyi.domain.handed_in.analysis_form import Problem, ReturnedAnalysis, problems
from pingyi.domain.handed_in.naming import units_named
from pingyi.domain.handed_in.unit_names import near_units, unit_meant
from pingyi.generator.forms.analysis import write_clean
from pingyi.generator.returned.returned_analysis import read_returned
from pingyi.generator.returned.returned_file import UnusableFormError, foreign_kind
from pingyi.ground.errors import FileError, NotReadyError
from pingyi.ground.names import readable_name
from pingyi.workflow.desk.progress import Advance
from pingyi.workflow.files.digest import sha256_of
from pingyi.workflow.files.formats import PACKED
from pingyi.workflow.files.guard import Guard
from pingyi.workflow.files.named import is_file
from pingyi.workflow.files.word_files import as_docx, returned_form
from pingyi.workflow.paper.analysis_notes import FOLDER
from pingyi.workflow.paper.arrived import Arrivals, arrivals, proofs

RECEIVED = "收到"
NO_FORM = "{} 不是 Word 文件，没有收；请单位报 Word 文件（.docx），证明材料与表同名放在一起"
PACKED_TWICE = "{} 是压缩包里的压缩包，没有打开；请解开外面一层后再导入"
NOBODYS = "看不出是哪个单位报的，请把文件名改成单位名称再导入"
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

    @property
    def refusals(self) -> tuple[str, ...]:
        """All that was not taken, and why (Chinese)."""
        return tuple(words for _, words in self.refused)


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
        taken = [forms for unit, forms in read.items() if unit not in disputed]
        yield FormsLook(
            campaign=campaign,
            forms=tuple(_looked(root, campaign, sent) for sent in sorted(taken, key=lambda sent: sent[0].unit.serial)),
            refused=refused,
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


def _looked(root: Path, campaign: Campaign, copies: Sequence[_Sent]) -> LookedForm:
    """One form, whatever lies beside any of its `copies` as proof."""
    unit, path, said = copies[0].unit, copies[0].path, copies[0].form
    proved = list({proof.name: proof for copy in copies for proof in proofs(copy.path)}.values())
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
    refused: Refused = [_refusal(campaign, came, path, words) for path, words in came.refused]
    for path in came.others:
        words = PACKED_TWICE if path.suffix.lower() in PACKED else NO_FORM
        refused.append(_refusal(campaign, came, path, words.format(path.name)))
    advance("检查绩效分析表", 0, len(came.forms))
    with Guard() as guard:
        for done, path in enumerate(came.forms, start=1):
            try:
                sent = _read(campaign, path, guard)
                read.setdefault(sent.unit, []).append(sent)
            except FileError as error:
                names = error.names if isinstance(error, UnusableFormError) else ()
                refused.append(_refusal(campaign, came, path, str(error), names))
            advance("检查绩效分析表", done, len(came.forms))
    return read, refused


def _refusal(
    campaign: Campaign, came: Arrivals, path: Path, words: str, names: Sequence[str] = ()
) -> tuple[tuple[Unit, ...], str]:
    """
    Who has sent what is not taken, and why it is not.

    By the names written in the file, else by its own, else by those of the folders and the ZIP it came in.
    """
    units = tuple(dict.fromkeys(unit for name in names for unit in _meant(name, campaign)))
    for text in (path.stem, *came.within.get(path, ())):
        units = units or units_named(text, campaign)
    return units, words if units or not is_file(path) else f"{words}；{NOBODYS}"


def _meant(name: str, campaign: Campaign) -> tuple[Unit, ...]:
    unit = unit_meant(name, campaign)
    return units_named(name, campaign) if unit is None else (unit,)


def _read(campaign: Campaign, path: Path, guard: Guard) -> _Sent:
    """Whose form it is, and what it says. Raises FileError."""
    if not is_file(path):
        raise FileError(f"找不到文件 {path}；请核对路径")
    with tempfile.TemporaryDirectory(prefix="pingyi-") as scratch:
        kind = foreign_kind(path)
        source = as_docx(path, Path(scratch), kind, "单位另存为 .docx 再报") if kind else path
        returned = returned_form(guard, source, readable_name(path.name))
    unit = unit_meant(returned.unit_name, campaign)
    wrong = _nobodys(campaign, returned) if unit is None else _unfit(campaign, unit, returned)
    if unit is None or wrong:
        raise UnusableFormError(f"{path.name} {wrong}", (returned.unit_name,))
    return _Sent(unit=unit, path=path, form=returned)


def _nobodys(campaign: Campaign, returned: ReturnedAnalysis) -> str:
    named = [one.name for one in units_named(returned.unit_name, campaign)]
    like = "、".join(f"“{name}”" for name in named or near_units(returned.unit_name, campaign))
    asked = f"是不是{like}？" if like else ""
    return f"的单位名称“{returned.unit_name}”不在名单中；{asked}请改成名单里的全称，或加别名"


def _unfit(campaign: Campaign, unit: Unit, returned: ReturnedAnalysis) -> str:
    """Why a form that can be read is not taken (Chinese, after the file's name); empty where it is."""
    if others := [year for year in returned.years if year != campaign.about.year]:
        both = "的标题和评价栏不是同一年的：有" if len(returned.years) > 1 else "是"
        return f"{both} {others[0]} 年度的表；请用 {campaign.about.year} 年度的表样填报"
    if returned.untouched:
        return "是没有填写的表样；请填写后再报"
    with tempfile.TemporaryDirectory(prefix="pingyi-") as scratch:
        kept = read_returned(write_clean(campaign, returned, unit.name, Path(scratch) / "clean.docx")).characters
    if kept != returned.characters:
        return f"有 {returned.characters} 字，整理稿只能写出 {kept} 字；请单位把表里的文字重新录入到下发的表样再报"
    return ""


def _differ(forms: list[_Sent]) -> bool:
    return len({sent.path.read_bytes() for sent in forms}) > 1


def _several(unit: Unit, forms: list[_Sent]) -> str:
    names = "、".join(sent.path.name for sent in forms)
    return f"{unit.name} 有 {len(forms)} 份内容不同的表（{names}）；请问清哪份有效，只留那一份再导入"
