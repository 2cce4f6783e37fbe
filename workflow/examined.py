"""Whether this computer can do the whole job: each part is tried, and what is lacking comes with the way out."""

import os
import shutil
import sys
import tempfile
import webbrowser
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from importlib.metadata import version
from pathlib import Path

from pingyi.generator.libreoffice.faces import FACES
from pingyi.generator.libreoffice.fonts import substitutions
from pingyi.generator.libreoffice.trial import trial_pages
from pingyi.ground.clock import check_clock
from pingyi.ground.errors import PingyiError
from pingyi.scanner.words.heading import reads_chinese
from pingyi.store.evidence.log import events
from pingyi.workflow.desk.workspace import CAMPAIGN, open_workspace, watching
from pingyi.workflow.scans.trial import read_sample

GIB = 1 << 30
LEAST_FREE, GOOD_FREE = GIB, 10 * GIB  # a district's year with its scans is some 5
LEAST_MEMORY, GOOD_MEMORY = GIB, 4 * GIB
LOUD = (1, 29)  # onnxruntime: from here on it has telemetry
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "firefox", "firefox-esr")
BEGUN = datetime(2026, 1, 1, tzinfo=UTC)  # this program is not older


class Health(Enum):
    """How a part is; the value is Chinese."""

    GOOD = "好"
    POOR = "可用"  # the job can be done, not as well
    BAD = "不行"


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """One part; all texts are Chinese."""

    part: str
    health: Health
    found: str
    way: str = ""  # what to do, unless it is good


def examined(folder: Path) -> tuple[Examined, ...]:
    """Every part, and the workspace in `folder` where there is one. Changes nothing."""
    parts: tuple[Callable[[Path], Examined], ...] = (
        _program,
        _outside,
        _office,
        _fonts,
        _tesseract,
        _reader,
        _disk,
        _memory,
        _written,
    )
    return (*(part(folder) for part in parts), _browser(), *_workspace(folder))


def _program(_: Path) -> Examined:
    python = ".".join(map(str, sys.version_info[:3]))
    return Examined(part="程序", health=Health.GOOD, found=f"pingyi {version('pingyi')}，Python {python}")


def _outside(_: Path) -> Examined:
    """Decision 23: later ones call their maker when a model is loaded."""
    return quiet(version("onnxruntime"))


def quiet(release: str) -> Examined:
    """Whether this release of the library that judges rows calls nobody."""
    numbers = tuple(int(part) for part in release.split(".")[:2] if part.isdecimal())
    if numbers < LOUD:
        return Examined(part="不外联", health=Health.GOOD, found=f"onnxruntime {release} 不向外联系")
    way = "它会向制造者发送数据；请按 uv.lock 重新安装本程序，不要单独升级它"
    return Examined(part="不外联", health=Health.BAD, found=f"onnxruntime {release}", way=way)


def _office(_: Path) -> Examined:
    """A page is made, not only the program found."""
    try:
        check_clock()  # with a time no file can hold, no page is made
        with tempfile.TemporaryDirectory(prefix="pingyi-") as name:
            pages = trial_pages(Path(name))
    except PingyiError as error:
        return Examined(part="LibreOffice", health=Health.BAD, found="印不出 PDF", way=str(error))
    return Examined(part="LibreOffice", health=Health.GOOD, found=f"试印了 {pages} 页")


def _fonts(_: Path) -> Examined:
    if shutil.which("fc-list") is None:
        return Examined(part="公文字体", health=Health.GOOD, found="由 LibreOffice 自己选用")
    lacking = substitutions(set(FACES))
    none = [face for face, stand_in in lacking.items() if not stand_in]
    if none:
        way = "请安装中文字体（Debian/Ubuntu：fonts-noto-cjk），不然印出来是空框"
        return Examined(part="公文字体", health=Health.BAD, found=f"没有{'、'.join(none)}，也没有可代的", way=way)
    if lacking:
        faces = {one: [face for face, stand_in in lacking.items() if stand_in == one] for one in lacking.values()}
        told = "；".join(f"{'、'.join(named)}以 {stand_in} 代" for stand_in, named in faces.items())
        way = "正式印发前，请在装有公文字体的电脑上打开 Word 文件再印；字体文件装进本机也可以"
        return Examined(part="公文字体", health=Health.POOR, found=told, way=way)
    return Examined(part="公文字体", health=Health.GOOD, found="齐全")


def _tesseract(_: Path) -> Examined:
    if reads_chinese():
        return Examined(part="Tesseract", health=Health.GOOD, found="有中文")
    way = "别的表混在票里时认不出标题，只说不是本表；请安装 tesseract-ocr-chi-sim"
    return Examined(part="Tesseract", health=Health.POOR, found="没有安装，或没有中文", way=way)


def _reader(_: Path) -> Examined:
    """A sheet is read; on a computer where none was before, that compiles the reader."""
    try:
        rows = read_sample()
    except PingyiError as error:
        return Examined(part="读票", health=Health.BAD, found="读不了自带的样票", way=str(error))
    return Examined(part="读票", health=Health.GOOD, found=f"试读样票一张，{rows} 行都对")


def _disk(folder: Path) -> Examined:
    free = shutil.disk_usage(_there(folder)).free
    health = Health.BAD if free < LEAST_FREE else Health.POOR if free < GOOD_FREE else Health.GOOD
    way = "" if health is Health.GOOD else "一年的扫描件和记录约 5 GB；请清出空间，或把工作目录放到别的盘"
    return Examined(part="磁盘", health=health, found=f"还有 {free / GIB:.1f} GB", way=way)


def _memory(_: Path) -> Examined:
    if not hasattr(os, "sysconf"):
        return Examined(part="内存", health=Health.GOOD, found="没有查（本系统不说）")
    whole = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    health = Health.BAD if whole < LEAST_MEMORY else Health.POOR if whole < GOOD_MEMORY else Health.GOOD
    way = "" if health is Health.GOOD else "读票请用 --jobs 1，同时少开别的程序"
    return Examined(part="内存", health=health, found=f"{whole / GIB:.1f} GB", way=way)


def _written(folder: Path) -> Examined:
    place = _there(folder)
    try:
        with tempfile.TemporaryFile(dir=place):
            pass
    except OSError as error:
        way = "请换一个自己能写的文件夹，或请管理员给写入权限"
        return Examined(part="写入", health=Health.BAD, found=f"{place} 不能写（{error.strerror}）", way=way)
    return Examined(part="写入", health=Health.GOOD, found=f"{place} 能写")


def _browser() -> Examined:
    try:
        found = webbrowser.get().name
    except webbrowser.Error:  # it finds none with windows where there is no desktop, as in a terminal from afar
        if there := next(filter(shutil.which, BROWSERS), ""):
            return Examined(part="浏览器", health=Health.GOOD, found=f"{there}（这里不是图形桌面，网址要自己打开）")
        way = "网页工作台请在另一台电脑上用，或安装一个浏览器；命令行不受影响"
        return Examined(part="浏览器", health=Health.POOR, found="没有找到", way=way)
    return Examined(part="浏览器", health=Health.GOOD, found=found)


def _workspace(folder: Path) -> Iterator[Examined]:
    """The clock against what is written down, for what is signed bears its time."""
    last = BEGUN
    if (folder / CAMPAIGN).is_file():
        try:
            workspace = open_workspace(folder)
            with watching(workspace) as store:
                told = [moment for event in events(store) if (moment := _moment(event.content().get("at")))]
        except PingyiError as error:
            yield Examined(part="工作目录", health=Health.BAD, found="打不开", way=str(error))
        else:
            last = max([last, *told])
            about = workspace.campaign.about
            found = f"{about.year} 年度{about.district}，证据链到 {last.astimezone():%Y-%m-%d}"
            yield Examined(part="工作目录", health=Health.GOOD, found=found)
    now = datetime.now(UTC)
    shown = f"{now.astimezone():%Y-%m-%d %H:%M}"
    if now < last:
        way = "请把系统时间改对再用；签名和记录都写着时间"
        yield Examined(part="时钟", health=Health.BAD, found=f"{shown}，早于已有的记录", way=way)
    else:
        yield Examined(part="时钟", health=Health.GOOD, found=shown)


def _moment(text: object) -> datetime | None:
    """Of a day its beginning."""
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found if found.tzinfo else found.astimezone()


def _there(folder: Path) -> Path:
    """The folder, or what will hold it."""
    place = folder.resolve()
    while not place.exists():
        place = place.parent
    return place
