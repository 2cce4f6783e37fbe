"""Campaigns under way, each a small file of the user's own until its folder is made."""

import re
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from pingyi.ground.errors import NotReadyError
from pingyi.ground.whole import new_file, put
from pingyi.workflow.by_hand.from_plan import draft_of
from pingyi.workflow.by_hand.tables import Draft
from pingyi.workflow.desk.known import own_folder
from pingyi.workflow.plan_in.plan_file import read_plan_file

NAME = re.compile("[0-9a-f]{12}")


def new_draft() -> str:
    """Begin one; its name."""
    name = secrets.token_hex(6)
    keep(name, Draft())
    return name


def drafts() -> Iterator[tuple[str, str]]:
    """All that are under way: name and title (Chinese)."""
    for file in sorted((own_folder() / "drafts").glob("*.json")):
        try:
            about = Draft.model_validate_json(file.read_bytes()).about
        except ValidationError:
            yield file.stem, "读不出的一份（文件已损坏，只能不要了）"
        else:
            yield file.stem, f"{about.get('year', '')}年度{about.get('district', '')}" if about else "还没有填写"


def draft_from_plan(file: Path) -> str:
    """
    Begin one with the office's plan document, which is kept beside it; its name.

    Raises FileError when the document cannot be read, MissingToolError where LibreOffice is needed and not there.
    """
    kept = draft_of(read_plan_file(file))
    name = secrets.token_hex(6)
    with new_file(_plan_folder(name) / file.name) as part:
        shutil.copyfile(file, part)
    keep(name, kept)
    return name


def plan_of(name: str) -> Path | None:
    """The document a draft was read from. Raises NotReadyError when it is gone."""
    if not (kept := draft(name).plan):
        return None
    file = _plan_folder(name) / kept
    if not file.is_file():
        raise NotReadyError(f"{file} 不在了，写不出方案的出处；请回到开始页重新上传方案")
    return file


def _plan_folder(name: str) -> Path:
    return _file(name).with_suffix(".plan")


def draft(name: str) -> Draft:
    """Raises NotReadyError when it is gone or cannot be read."""
    try:
        return Draft.model_validate_json(_file(name).read_bytes())
    except (OSError, ValidationError) as error:
        raise NotReadyError("没有这份新建中的评议，或已经建好；请回到开始页重新选") from error


def keep(name: str, kept: Draft) -> None:
    """Write the draft into the file of its name."""
    put(_file(name), kept.model_dump_json(indent=1).encode())


def drop(name: str) -> None:
    """It was made, or nobody wants it any more."""
    _file(name).unlink(missing_ok=True)
    if _plan_folder(name).exists():
        shutil.rmtree(_plan_folder(name))


def _file(name: str) -> Path:
    if not NAME.fullmatch(name):
        raise NotReadyError("没有这份新建中的评议；请回到开始页重新选")
    return own_folder() / "drafts" / f"{name}.json"
