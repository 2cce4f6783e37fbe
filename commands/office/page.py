"""The page in the browser, and who may use it."""

from pathlib import Path

import click

from pingyi.commands.office.passwords import typed_password
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


@click.command(
    help="双击图标时运行：在浏览器里打开开始页，选本机上的一次评议，或新建（填表、照上一年）、打开归档；选好就进工作台。"
)
@click.option(
    "--home", type=FILE, default=Path("~/评议"), show_default=True, metavar="DIR", help="新建的工作目录放在哪个文件夹"
)
@click.option(
    "--port", type=click.IntRange(1, 65535), help="端口（默认：8765 起第一个空着的；自己开着的页面再显示一次）"
)
def start(home: Path, port: int | None) -> None:
    """From a double click to the page: the start page, then the campaign that is chosen there."""
    from pingyi.web.serve import begin

    begin(home.expanduser(), port, click.echo)


witnesses_option = click.option(
    "--witness", "witnesses", multiple=True, metavar="姓名", help="当面见证的人，各输密码；已有两个以上账号时要写两个"
)
password_option = click.password_option("--password", prompt="密码", confirmation_prompt="再输一次")


@click.group(cls=InOrder, help="账号：add 新建，renew 重设密码，list 列出。")
def account() -> None:
    """People with a password and a key of their own."""


@account.command("add", help="新建账号；密码在提示后输入，不显示。")
@click.argument("name", metavar="NAME")
@click.option(
    "--role",
    type=click.Choice(["录入", "复核", "监督", "管理"]),
    default="录入",
    show_default=True,
    help="录入、复核、监督（只看）或管理",
)
@witnesses_option
@password_option
@click.pass_obj
def add(folder: Path, name: str, role: str, witnesses: tuple[str, ...], password: str) -> None:
    """Add an account; the password is asked for, and those of who know the person."""
    from pingyi.domain.trust.people import ROLE_TEXT, Account
    from pingyi.workflow.people.accounts import NewAccount, add_account, signer_of

    found = next(known for known, text in ROLE_TEXT.items() if text == role)
    with work_in(folder, "account add") as (_, store):
        vouchers = [signer_of(store, one, typed_password(one)) for one in witnesses]
        made = NewAccount(account=Account(name=name.strip(), role=found), password=password, vouchers=vouchers)
        add_account(store, made, "、".join(witnesses) or name.strip())
    click.echo(f"已建好账号 {name}（{role}）")


@account.command("renew", help="忘记密码的：重设密码和签名钥匙，另外两个人见证。")
@click.argument("name", metavar="NAME")
@witnesses_option
@password_option
@click.pass_obj
def renew(folder: Path, name: str, witnesses: tuple[str, ...], password: str) -> None:
    """Another password and key for an account."""
    from pingyi.ground.errors import FileError
    from pingyi.workflow.people.accounts import NewAccount, all_accounts, renew_key, signer_of

    with work_in(folder, "account renew") as (_, store):
        known = next((one for one in all_accounts(store) if one.name == name.strip()), None)
        if known is None:
            raise FileError(f"没有名为“{name}”的账号；请用 pingyi account list 查看所有账号")
        vouchers = [signer_of(store, one, typed_password(one)) for one in witnesses]
        renew_key(store, NewAccount(account=known, password=password, vouchers=vouchers), "、".join(witnesses) or name)
    click.echo(f"已为 {name} 重设密码和钥匙")


@account.command("list", help="列出账号。")
@click.pass_obj
def list_(folder: Path) -> None:
    """List everybody who has an account."""
    from pingyi.domain.trust.people import ROLE_TEXT
    from pingyi.workflow.desk.workspace import open_workspace, watching
    from pingyi.workflow.people.accounts import all_accounts

    with watching(open_workspace(folder)) as store:
        for known in all_accounts(store):
            click.echo(f"{known.name}（{ROLE_TEXT[known.role]}{'' if known.active else '，停用'}）")
