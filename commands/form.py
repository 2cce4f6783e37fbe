"""What a Word form is understood as, before anything is printed."""

from pathlib import Path

import click

from pingyi.commands.options import FILE, choices_option, names_option
from pingyi.commands.show.console import show
from pingyi.domain.forms.declared import Declared
from pingyi.ground.errors import ExitCode


@click.command(
    help="看一份 Word 表样会怎样读：几行、哪些选项、哪一栏是名称、什么不读、为什么；-o 把每个打勾的格子画出来。"
    "拿不准时写出同名的 .toml，请人确认。"
)
@click.argument("path", type=FILE, metavar="FORM.docx")
@choices_option
@names_option
@click.option(
    "--marks",
    type=click.Choice([one.value for one in Declared]),
    help="怎样填才算选；写进同名的 .toml，请人确认后 read 才用（不写：打勾）",
)
@click.option("-o", "--output", type=FILE, metavar="PICTURE.png", help="把认出的格子画成图，存到这里（多页加 -2、-3）")
def form(path: Path, choices: tuple[str, ...], names: tuple[str, ...], marks: str | None, output: Path | None) -> None:
    """How a form is understood."""
    from pingyi.commands.show.form import asked_lines
    from pingyi.workflow.scans.forms_read import draw, understand

    asked = understand(path, choices, names, Declared(marks) if marks else None)
    show(asked_lines(asked))
    if output:
        for picture in draw(asked.pages, output):
            click.echo(f"图：{picture}")
    if not asked.said.confirmed:
        raise click.exceptions.Exit(ExitCode.NOT_READY)
