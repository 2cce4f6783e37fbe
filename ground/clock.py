"""Whether this computer's clock shows a year that office files can hold: a flat battery sets it to 1970."""

from datetime import datetime

from pingyi.ground.errors import NotReadyError

FIRST, LAST = 1980, 2107  # of a ZIP's dates, and so of every Word and Excel file


def check_clock() -> None:
    """Raises NotReadyError where files could not be written, and records would bear a time that never was."""
    now = datetime.now().astimezone()
    if not FIRST <= now.year <= LAST:
        raise NotReadyError(
            f"这台电脑的时间是 {now:%Y-%m-%d %H:%M}，不对：文件和签名都写着时间；"
            "请先把系统时间改对（改不了的请管理员，主板电池可能没电了），再运行一次"
        )
