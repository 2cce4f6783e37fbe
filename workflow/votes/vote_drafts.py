"""Forms uploaded to the start page, kept until their vote is made: a folder of the user's own for each."""

import re
import secrets
import shutil
import time
from pathlib import Path

from pingyi.ground.errors import NotReadyError
from pingyi.ground.whole import new_file, put
from pingyi.workflow.desk.known import own_folder

NAME = re.compile("[0-9a-f]{12}")
PICTURE = "认读-{}.png"
KEPT_S = 7 * 86400  # the office has the form itself


def new_vote_draft(form: Path) -> str:
    """Keep a copy of a form; its name. What nobody made a vote of for a week goes."""
    _sweep()
    name = secrets.token_hex(6)
    with new_file(_folder(name) / form.name) as part:
        shutil.copyfile(form, part)
    return name


def draft_form(name: str) -> Path:
    """The form of a draft. Raises NotReadyError when it is gone."""
    found = [file for file in sorted(_folder(name).glob("*")) if file.suffix != ".png"]
    if not found:
        raise NotReadyError("没有这份表样，或投票已经建好；请回到开始页重新上传")
    return found[0]


def replace_form(name: str, form: Path) -> None:
    """Keep another form in the place of a draft's, under its own name."""
    old = draft_form(name)
    with new_file(_folder(name) / form.name) as part:
        shutil.copyfile(form, part)
    if old.name != form.name:
        old.unlink()


def keep_pictures(name: str, pictures: tuple[bytes, ...]) -> None:
    """Keep how the form was understood."""
    for number, png in enumerate(pictures, start=1):
        put(_folder(name) / PICTURE.format(number), png)


def draft_picture(name: str, number: int) -> Path:
    """One of them. Raises NotReadyError when it is not there."""
    found = _folder(name) / PICTURE.format(number)
    if not found.is_file():
        raise NotReadyError("没有这幅图；请回到开始页重新上传表样")
    return found


def drop_vote_draft(name: str) -> None:
    """The vote was made."""
    shutil.rmtree(_folder(name), ignore_errors=True)


def _folder(name: str) -> Path:
    if not NAME.fullmatch(name):
        raise NotReadyError("没有这份表样；请回到开始页重新上传")
    return own_folder() / "votes" / name


def _sweep() -> None:
    for folder in (own_folder() / "votes").glob("*"):
        if NAME.fullmatch(folder.name) and time.time() - folder.stat().st_mtime > KEPT_S:
            shutil.rmtree(folder, ignore_errors=True)
