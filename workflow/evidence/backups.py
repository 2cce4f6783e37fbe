"""`pingyi backup`: the rolling copies of the database, listed and put back."""

from pathlib import Path

from pingyi.ground.errors import NotReadyError
from pingyi.store.base.lock import workspace_lock
from pingyi.store.evidence.backups import Backup, backups, restore
from pingyi.workflow.desk.workspace import open_workspace


def copies(root: Path) -> tuple[str, ...]:
    """A line for each copy a workspace has, newest first."""
    return tuple(map(_line, backups(open_workspace(root).backups)))


def backup_lines(folder: Path) -> tuple[str, ...]:
    """A line for each copy, newest first. Raises NotReadyError when there is none."""
    found = copies(folder)
    if not found:
        raise NotReadyError("还没有备份；扫描、复核、导入之后会自动留下")
    return (*found, "恢复：pingyi backup restore 编号（不写编号就用最近一份完好的）")


def restore_backup(folder: Path, name: str) -> tuple[str, ...]:
    """Put a copy in the database's place; what happened, in Chinese. Raises what store.backups.restore raises."""
    workspace = open_workspace(folder)
    with workspace_lock(workspace.root, "backup restore"):
        chosen, aside = restore(workspace.database, workspace.backups, name)
    return (
        f"已恢复到备份：{_line(chosen)}",
        f"原来的数据库另存在 {aside}",
        "这份备份以后做过的扫描、复核、导入、政策确认请再做一遍；重复扫描不会重复计票。下一步：pingyi status",
    )


def _line(backup: Backup) -> str:
    state = "完好" if backup.sound else "已损坏"
    number, moment = backup.path.stem.split(" ", 1)
    counts = f"评议表 {backup.sheets} 张，判定 {backup.corrections} 条，导入 {backup.imports} 条"
    return f"{number}  {moment.replace('.', ':')}  {counts}  {state}"
