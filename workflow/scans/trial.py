"""A sample sheet read on this computer: by set-up, the kits and `doctor`, and nobody waits for a compiler later."""

from importlib.resources import as_file, files

from pingyi.domain.readings.reading import SheetReading, Verdict
from pingyi.ground.errors import NotReadyError
from pingyi.scanner.every_loop import read_by_every_loop
from pingyi.workflow.scans.forms_read import load_forms

SAMPLES = files("pingyi") / "samples" / "scans"
AGAIN = "请重新安装本程序"


def read_sample() -> int:
    """
    The rows of the sample, all read as they were filled; every loop is compiled and kept. Raises NotReadyError.

    The form's print lies beside it: the reader is tried whether LibreOffice is there or not.
    """
    with as_file(SAMPLES / "form.docx") as form, as_file(SAMPLES / "clean.pdf") as scan:
        found = read_by_every_loop(scan, 1, load_forms([form], ())[0])
    if not isinstance(found, SheetReading):
        raise NotReadyError(f"自带的样票读不出来：{found.detail}；{AGAIN}")
    unlike = [row.item for row in found.rows if row.verdict is not Verdict.VALID]
    if unlike:
        raise NotReadyError(f"自带的样票有 {len(unlike)} 行读得不对，第一处在第 {unlike[0]} 项；{AGAIN}")
    return len(found.rows)


if __name__ == "__main__":
    read_sample()
