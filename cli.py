"""The command line of pingyi: its commands, from `commands/`, under one name."""

import sys
from pathlib import Path

import click

from pingyi.commands import (
    audits,
    campaign,
    checks,
    evidence,
    form,
    outside,
    papers,
    people,
    region,
    results,
    scans,
    stations,
    vote,
)
from pingyi.commands.office import backup, doctor, page
from pingyi.commands.options import FILE
from pingyi.commands.show.console import run
from pingyi.commands.show.help import InOrder, in_chinese
from pingyi.ground.clock import check_clock


@click.group(
    cls=InOrder,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="评议：印评议表，读回扫描件，计票、计分，出通报。",
)
@click.version_option(package_name="pingyi", message="pingyi %(version)s", help="显示版本。")
@click.option("-C", "folder", type=FILE, default=Path(), metavar="DIR", help="工作目录（默认：当前目录）")
@click.pass_context
def commands(context: click.Context, folder: Path) -> None:
    """Name the workspace for the command that follows, and see that the clock can be right."""
    context.obj = folder
    if context.invoked_subcommand != doctor.doctor.name:  # which tells it among all the rest
        check_clock()


IN_ORDER_OF_WORK = (
    *(campaign.demo, campaign.init, campaign.status),
    *(papers.forms, form.form, papers.check, outside.tables, outside.import_, outside.imports, outside.hotline),
    *(scans.read, scans.scan, people.review, people.scores, people.opinions, people.papers),
    *(stations.bundle, stations.merge),
    vote.vote,
    *(results.tally, results.reconcile, results.score, results.explain, checks.anomalies),
    *(checks.policy, checks.sensitivity, audits.audit, results.notice, results.reopen, results.feedback),
    region.region,
    *(evidence.verify, evidence.archive, evidence.restore),
    *(page.start, page.serve, page.account),
    *(backup.backup, doctor.doctor, doctor.handbook),
)
for command in IN_ORDER_OF_WORK:
    commands.add_command(command)
in_chinese(commands)


def main(arguments: list[str] | None = None) -> None:
    """Run one command and leave with its exit code."""
    sys.exit(run(commands, arguments))


if __name__ == "__main__":
    main()
