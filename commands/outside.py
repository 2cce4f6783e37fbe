"""What comes from outside as files."""

import sys
from pathlib import Path

import click

from pingyi.commands.office.passwords import pair_of
from pingyi.commands.options import FILE, by_option, witness_option
from pingyi.commands.show.console import end_with_refused, show, work_in
from pingyi.commands.show.help import InOrder
from pingyi.ground.errors import ExitCode, NotReadyError


@click.command(
    "import",
    help="导入：analysis 收回的绩效分析表（文件、压缩包或文件夹），"
    "leaders 领导评分、hotline 12345热线（汇总表或工单导出表）、phone 电话访谈，"
    "returns 填好的发放回收登记表。先列出读到了什么、有什么变化，确认后才导入。",
)
@click.argument("kind", type=click.Choice(["analysis", "leaders", "hotline", "phone", "returns"]), metavar="KIND")
@click.argument("tables", nargs=-1, required=True, type=FILE, metavar="FILE…")
@click.option("--yes", is_flag=True, help="看过就导入，不再问（脚本里用）")
@click.pass_obj
def import_(folder: Path, kind: str, tables: tuple[Path, ...], yes: bool) -> None:
    """Summary tables into the workspace, after a look at what they say."""
    if kind == "analysis":
        _import_forms(folder, tables, yes=yes)
    elif kind == "returns":
        _import_returns(folder, tables, yes=yes)
    else:
        _import_tables(folder, kind, tables, yes=yes)


def _import_forms(folder: Path, tables: tuple[Path, ...], *, yes: bool) -> None:
    from pingyi.workflow.desk.progress import progress_bar
    from pingyi.workflow.desk.workspace import open_workspace
    from pingyi.workflow.paper.analysis import take_forms
    from pingyi.workflow.paper.analysis_look import looked_at_forms
    from pingyi.workflow.said.imports import NOT_TAKEN, forms_look_lines
    from pingyi.workflow.said.lines import analysis_lines

    workspace = open_workspace(folder)
    with progress_bar("核看") as advance, looked_at_forms(workspace.root, workspace.campaign, tables, advance) as look:
        show(forms_look_lines(look))
        if not _agreed(yes, f"以上 {len(look.forms)} 个单位的表收下", NOT_TAKEN):
            return
        with work_in(folder, "import analysis"):
            forms = take_forms(workspace.root, open_workspace(folder).campaign, look)
    show(analysis_lines(forms))
    if forms.refused:
        sys.exit(ExitCode.BAD_IMPORT)


def _import_returns(folder: Path, tables: tuple[Path, ...], *, yes: bool) -> None:
    from pingyi.workflow.desk.workspace import open_workspace, watching
    from pingyi.workflow.results.reconcile import check_ledgers_still, look_at_ledgers, take_ledger
    from pingyi.workflow.said.imports import NOT_TAKEN, ledger_look_lines
    from pingyi.workflow.said.lines import ledger_line

    workspace = open_workspace(folder)
    with watching(workspace) as store:
        looks = look_at_ledgers(workspace.batches(), store, tables)
    show(line for look in looks.ledgers for line in ledger_look_lines(look))
    if looks.ledgers and _agreed(yes, f"以上 {len(looks.ledgers)} 个表导入", NOT_TAKEN):
        with work_in(folder, "import returns") as (now, store):
            check_ledgers_still(now.batches(), store, tables, looks)
            taken = [take_ledger(store, look) for look in looks.ledgers]
        show(map(ledger_line, taken))
    end_with_refused(looks.refused)


def _import_tables(folder: Path, kind: str, tables: tuple[Path, ...], *, yes: bool) -> None:
    """Nobody is kept from working while a person looks: the workspace is held for the taking in alone."""
    from pingyi.workflow.desk.progress import progress_bar
    from pingyi.workflow.desk.workspace import open_workspace, watching
    from pingyi.workflow.said.imports import NOT_TAKEN, look_lines, taken_lines
    from pingyi.workflow.tables.imports import take_in
    from pingyi.workflow.tables.looked import check_still, look_at_tables

    workspace = open_workspace(folder)
    with watching(workspace) as store, progress_bar("核看") as advance:
        looks = look_at_tables(workspace.campaign, store, kind, tables, advance)
    show(line for look in looks.tables for line in look_lines(look))
    if looks.tables and _agreed(yes, f"以上 {len(looks.tables)} 个表导入", NOT_TAKEN):
        with work_in(folder, f"import {kind}") as (now, store):
            check_still(now.campaign, store, looks)
            taken = [take_in(store, look.understood) for look in looks.tables]
        show(line for one in taken for line in taken_lines(one))
    end_with_refused(looks.refused)


def _agreed(yes: bool, question: str, otherwise: str) -> bool:
    """Whether what was shown is to be taken in; raises NotReadyError where nobody can be asked."""
    if yes:
        return True
    if not sys.stdin.isatty():
        raise NotReadyError(otherwise)
    if click.confirm(f"{question}吗？", default=False):
        return True
    click.echo("没有导入")
    return False


@click.command(
    help="写出各种导入表的 Excel 模板，单位、群体、批次已填好，有校验和下拉列表；存到 DIR（默认：工作目录的 tables）。"
)
@click.argument("out", type=FILE, metavar="[DIR]", required=False)
@click.pass_obj
def tables(folder: Path, out: Path | None) -> None:
    """Templates to fill in for every import; nothing is changed."""
    from pingyi.workflow.desk.workspace import open_workspace
    from pingyi.workflow.said.imports import template_lines
    from pingyi.workflow.tables.templates import FOLDER, write_templates

    workspace = open_workspace(folder)
    into = out or workspace.root / FOLDER
    show(template_lines(into, write_templates(workspace.campaign, workspace.batches(), into)))


@click.group(
    cls=InOrder,
    invoke_without_command=True,
    help="各次导入：哪个文件、何时、谁、现在计入多少、被哪次替换；revoke 两人撤回一次导入。",
)
@click.pass_context
def imports(context: click.Context) -> None:
    """List the imports, unless one is to be taken back."""
    from pingyi.commands.show.brought import brought_tables
    from pingyi.store.outside.brought import brought
    from pingyi.workflow.desk.workspace import open_workspace, watching

    if context.invoked_subcommand is None:
        with watching(open_workspace(context.obj)) as store:
            listed = brought(store)
        show(brought_tables(listed))


@imports.command(help="两人撤回一次导入，各输自己的密码；NUMBER 是 pingyi imports 列出的编号。撤回后如同没有导入过。")
@click.argument("number", type=click.IntRange(min=1), metavar="NUMBER")
@by_option
@witness_option
@click.option("--reason", required=True, metavar="原因", help="写入记录")
@click.pass_obj
def revoke(folder: Path, number: int, by: str, witness: str, reason: str) -> None:
    """Two people take an import back."""
    from pingyi.workflow.people.taken_back import take_back
    from pingyi.workflow.said.imports import taken_back_lines

    with work_in(folder, "imports revoke") as (_, store):
        report = take_back(store, number, pair_of(store, by, witness), reason)
    show(taken_back_lines(report))


@click.command(
    help="热线核对：逐单重算，与采信的汇总表比，写出 results/热线核对.xlsx；"
    "写上单位看它的各个数，再写上数的名称（如 按时办结量）列出背后的工单；"
    "--all 一张不漏，不写数的名称时列出单位的每一张。"
)
@click.argument("unit", metavar="[UNIT]", required=False)
@click.argument("count", metavar="[COUNT]", required=False)
@click.option("--all", "all_", is_flag=True, help="列出全部工单，不止前 40 张")
@click.pass_obj
def hotline(folder: Path, unit: str | None, count: str | None, all_: bool) -> None:
    """Check the hotline's counts, or list the orders behind one."""
    from pingyi.workflow.said.hotline import count_lines, hotline_lines, order_lines
    from pingyi.workflow.tables.hotline import check_hotline, filter_text, orders_behind, orders_of, unit_counts

    if all_ and unit is None:
        raise click.UsageError("--all 要写上单位；全部单位的工单在 results/热线核对.xlsx 的“全部工单”一页")

    with work_in(folder, "hotline") as (workspace, store):
        if unit is None:
            lines = hotline_lines(check_hotline(workspace.root, workspace.campaign, store))
        elif count is None and all_:
            lines = order_lines(orders_of(workspace.campaign, store, unit), f"{unit}的工单", every=True)
        elif count is None:
            lines = count_lines(unit_counts(workspace.campaign, store, unit), unit)
        else:
            behind = orders_behind(workspace.campaign, store, unit, count)
            lines = order_lines(behind, f"{unit} {count}：{filter_text(workspace.campaign, count)}", every=all_)
        show(lines)
