"""Fill a Word template an office may have edited: sandboxed, and strict about its fields."""

import io
import re
import zipfile
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, TemplateRuntimeError
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment

from pingyi.ground.errors import FileError


def fill(template: Path, fields: Mapping[str, object], *, optional: Collection[str] = ()) -> Document:
    """
    The document that comes of `template` with these fields; `optional` ones it may have written out.

    Raises FileError when the template names an unknown field, lacks one, or cannot be understood.
    """
    try:
        document = DocxTemplate(str(template))
        asked = document.get_undeclared_template_variables(_Sandbox())
    except TemplateError as error:
        raise _wrong(template, error) from error
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise FileError(f"模板 {template} 不是 Word 文件（.docx）；请重新另存，或删去它以使用自带的模板") from error
    if left := _unpaired(document.get_docx()):
        raise FileError(
            f"模板 {template.name} 有写错的地方（“{left}”的花括号不成对，会照样印出来）；请核对花括号和字段名"
        )
    missing, unknown = sorted(set(fields) - asked - set(optional)), sorted(asked - set(fields))
    if unknown:
        raise FileError(
            f"模板 {template.name} 用了不存在的字段：{'、'.join(unknown)}；可用：{'、'.join(sorted(fields))}"
        )
    if missing:
        raise FileError(
            f"模板 {template.name} 缺少字段：{'、'.join(missing)}；请在 Word 中补上，如 {{{{ {missing[0]} }}}}"
        )
    try:
        document.render(dict(fields), _Sandbox(undefined=StrictUndefined, autoescape=True))
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise _wrong(template, error) from error
    written = io.BytesIO()
    document.save(written)
    return docx.Document(written)


def _unpaired(document: Document) -> str:
    """What stands about braces that open or close no field: it would be printed as it is; empty where there is none."""
    for line in document.element.body.iter(qn("w:p")):
        words: str = FIELD.sub("", "".join(part.text or "" for part in line.iter(qn("w:t"))))
        if found := BRACES.search(words):
            return words[max(0, found.start() - NEAR) : found.end() + NEAR].strip()
    return ""


FIELD = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
BRACES = re.compile(r"\{\{|\}\}|\{%|%\}")
NEAR = 20  # characters told on either side


SAID = tuple(  # the first that fits: what Jinja says, and what a clerk is told
    (re.compile(pattern), words)
    for pattern, words in (
        (r"needs to be closed is '(\w+)'", "有 {0} 没有配对的 end{0}"),
        (r"unknown tag '(\w+)'", "{0} 不认识，或没有与它配对的开头"),
        (r"no attribute '(\w+)'", "没有 {0} 这个字段"),
        (r"'(\w+)' is undefined", "没有 {0} 这个字段"),
        (r"attribute '(\w+)' of", "不能用 {0}"),
        (r"operator (\S+) is not allowed", "模板里不能计算 {0}"),
    )
)


class _Sandbox(SandboxedEnvironment):
    """Fields, conditions and loops over fields: a template calls nothing, and what it calculates stays small."""

    intercepted_binops = frozenset({"*", "**"})  # a few characters of either can keep a computer busy for hours

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.globals.clear()  # range, lipsum …

    def call_binop(self, _context: Context, operator: str, _left: Any, _right: Any) -> Any:
        """Refuse to calculate. Raises TemplateRuntimeError always."""
        raise TemplateRuntimeError(f"operator {operator} is not allowed")


def _wrong(template: Path, error: Exception) -> FileError:
    return FileError(f"模板 {template.name} 有写错的地方（{_said(str(error))}）；请核对花括号和字段名")


def _said(message: str) -> str:
    """Jinja's words for what is wrong, in the clerk's language."""
    for pattern, words in SAID:
        if found := pattern.search(message):
            return words.format(*found.groups())
    return "花括号里的写法不对"
