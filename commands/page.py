"""The page in the browser, and who may use it."""

from pathlib import Path

import click

from pingyi.commands.options import FILE
from pingyi.commands.show.console import work_in
from pingyi.commands.show.help import InOrder


@click.command(help="打开本地网页（工作台）：印表、扫描、复核、计分、出通报都可在页面上做。")
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址；默认只有本机能打开")
@click.option("--port", type=click.IntRange(1, 65535), default=8765, show_default=True, help="端口")
@click.option("--certificate", type=FILE, metavar="FILE.pem", help="TLS 证书，与 --key 同用")
@click.option("--key", type=FILE, metavar="FILE.pem", help="TLS 私钥")
@click.pass_obj
def serve(folder: Path, host: str, port: int, certificate: Path | None, key: Path | None) -> None:
    """Serve the workspace until it is told to end."""
    from pingyi.web.serve import Wanted
    from pingyi.web.serve import serve as launch

    if (certificate is None) != (key is None):
        raise click.UsageError("--certificate 和 --key 要一起写")
    launch(folder, Wanted(host=host, port=port, certificate=certificate, key=key), click.echo)


@click.group(cls=InOrder, help="页面账号：add 新建，list 列出。")
def account() -> None:
    """Accounts of the page."""


@account.command("add", help="新建账号；密码在提示后输入，不显示。")
@click.argument("name", metavar="NAME")
@click.option(
    "--role",
    type=click.Choice(["录入", "复核", "监督", "管理"]),
    default="录入",
    show_default=True,
    help="录入、复核、监督（只看）或管理",
)
@click.password_option("--password", prompt="密码", confirmation_prompt="再输一次")
@click.pass_obj
def add(folder: Path, name: str, role: str, password: str) -> None:
    """Add an account to the page; the password is asked for."""
    from pingyi.domain.people import ROLE_TEXT, Account
    from pingyi.web.server.accounts import add_account

    found = next(known for known, text in ROLE_TEXT.items() if text == role)
    with work_in(folder, "account add") as (_, store):
        add_account(store, Account(name=name.strip(), role=found), password, name.strip())
    click.echo(f"已建好账号 {name}（{role}）")


@account.command("list", help="列出账号。")
@click.pass_obj
def list_(folder: Path) -> None:
    """List everybody who may use the page."""
    from pingyi.domain.people import ROLE_TEXT
    from pingyi.web.server.accounts import all_accounts
    from pingyi.workflow.desk.workspace import open_workspace, watching

    with watching(open_workspace(folder)) as store:
        for known in all_accounts(store):
            click.echo(f"{known.name}（{ROLE_TEXT[known.role]}{'' if known.active else '，停用'}）")
