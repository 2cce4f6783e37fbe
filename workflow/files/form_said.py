"""FORM.toml beside FORM.docx: what a person says of a form that can be meant in several ways, and confirms."""

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from pingyi.domain.forms.declared import Declared
from pingyi.ground.errors import FormError
from pingyi.ground.whole import put

TEXT = """\
# 评议：{form} 的表头可以有几种理解，请人核对后使用。
# 从左到右写出选项栏的表头文字，一字不差；不是选项的栏不要写。
choices = {choices}
# 名称栏的表头文字；留空 [] 表示由程序自己认。
names = {names}
# 怎样填才算选："打勾"（默认）、"打勾或打叉"、"涂圆点"；表上要写明，写错了别的记号会算成票。
marks = {marks}
# 核对无误后改成 true，保存；以后 pingyi read 就按这里的写法读。
confirmed = false
# 以下不要改：表样改过以后，这份确认自动作废。
form = {form}
digest = {digest}
"""


class _File(BaseModel):
    """What may stand in it."""

    model_config = ConfigDict(extra="forbid")

    choices: tuple[str, ...]
    names: tuple[str, ...] = ()
    marks: Declared = Declared.TICK
    confirmed: bool
    form: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSaid:
    """What a person says of a form; both empty where nothing was said."""

    choices: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    marks: Declared = Declared.TICK  # what chooses
    confirmed: bool = True


def said_beside(form: Path, digest: str) -> FormSaid:
    """
    What stands beside a form; nothing where nothing does.

    Raises FormError when it cannot be read, or was written for another state of the form.
    """
    path = beside(form)
    if not path.exists():
        return FormSaid()
    try:
        found = _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except (tomllib.TOMLDecodeError, ValidationError, UnicodeDecodeError, OSError) as error:
        raise FormError(
            f"{path} 读不懂（应有 choices、names、confirmed、form、digest 五项，"
            f"marks 可不写，写就写{'、'.join(Declared)}里的一个）；"
            f"请改正，或删掉它后运行 pingyi form {form.name}"
        ) from error
    if found.digest != digest:
        raise FormError(f"{form.name} 在确认以后改过，{path.name} 作废；请运行 pingyi form {form} 重新核对")
    return FormSaid(choices=found.choices, names=found.names, marks=found.marks, confirmed=found.confirmed)


def write_asked(form: Path, digest: str, said: FormSaid) -> Path:
    """Write what is to be confirmed beside the form; where it was written."""
    fields = {
        "form": form.name,
        "digest": digest,
        "choices": list(said.choices),
        "names": list(said.names),
        "marks": said.marks,
    }
    path = beside(form)
    put(path, TEXT.format(**{key: json.dumps(value, ensure_ascii=False) for key, value in fields.items()}).encode())
    return path


def beside(form: Path) -> Path:
    """Where the file that says how a form is meant stands: its name with .toml."""
    return form.with_suffix(".toml")
