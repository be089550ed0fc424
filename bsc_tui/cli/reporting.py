"""Reports from the command line: on the terminal, as JSON, or into a file; options are their criteria."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bsc_tui.cli.opening import Installation
from bsc_tui.cli.output import complain, print_json, say
from bsc_tui.cli.progress import Progress
from bsc_tui.cli.words import Command, Group, json_option, option
from bsc_tui.errors import Invalid
from bsc_tui.i18n import N_, _, active, ngettext, told
from bsc_tui.reports import REPORTS, Asks, Criterion, Offered, maker_of

if TYPE_CHECKING:
    from bsc_tui.entities.table import Report
    from bsc_tui.exports.files import Written

ENDINGS = (".xlsx", ".csv")


@click.group(cls=Group, help=N_("Make a report."))
def report() -> None:
    """See `help` above: click shows that one, translated."""


def _command(offered: Offered) -> click.Command:
    """The command of a report: an option for each of its criteria."""

    def make(
        installation: Installation, *, output: Path | None, replace: bool, as_json: bool, **given: Any
    ) -> None:
        if output is not None and output.suffix.lower() not in ENDINGS:
            raise click.UsageError(
                _("The file must end in one of: %(endings)s.") % {"endings": ", ".join(ENDINGS)}
            )
        records = installation.records()
        from bsc_tui.reports.words import criteria_from_texts  # late: needs Peewee

        try:
            criteria = criteria_from_texts(
                records, offered.code, **{name: text or "" for name, text in given.items()}
            )
        except Invalid as invalid:
            raise click.UsageError(
                " ".join(f"--{problem.field}: {problem.sentence}" for problem in invalid.problems)
            ) from None
        with Progress(told(offered.title)) as progress:
            made = maker_of(offered.code).run(records, criteria, progress)
        _deliver(made, output, replace, as_json)

    body: Any = click.pass_obj(make)
    endings = (
        option(
            "--output",
            type=click.Path(path_type=Path),
            metavar="FILE",
            help=N_("Write an .xlsx or .csv file."),
        ),
        option("--replace", is_flag=True, help=N_("Replace that file if it exists.")),
        json_option,
    )
    for decorate in reversed((*map(_option, offered.criteria), *endings)):
        body = decorate(body)
    return click.command(offered.code, cls=Command, help=offered.explanation)(body)


def _option(criterion: Criterion) -> Any:
    if criterion.asks is Asks.FLAG:
        return option(criterion.option, criterion.code, is_flag=True, help=criterion.help)
    choices = (
        {"type": click.Choice([code for code, _label in criterion.choices])} if criterion.choices else {}
    )
    named = {} if choices else {"metavar": criterion.metavar}
    default = {} if criterion.many or choices else {"default": ""}
    return option(
        criterion.option,
        criterion.code,
        multiple=criterion.many,
        help=criterion.help,
        **choices,
        **named,
        **default,
    )


for _offered in REPORTS.values():
    report.add_command(_command(_offered))


def _deliver(made: Report, output: Path | None, replace: bool, as_json: bool) -> None:
    if output is not None:
        _tell_written(_write(made, output, replace), output, as_json)
    elif as_json:
        from bsc_tui.cli.documents import report_as_json  # late: needs Peewee

        print_json(report_as_json(made))
    else:
        from bsc_tui.cli.tables import print_report  # late: only where one is read here

        print_report(made)


def _write(made: Report, output: Path, replace: bool) -> Written:
    if output.suffix.lower() == ".csv":
        from bsc_tui.exports.csv import write_csv  # late: only what is written is loaded

        return write_csv(made, output, active(), overwrite=replace)
    from bsc_tui.exports.xlsx import write_xlsx  # late: XlsxWriter

    return write_xlsx(made, output, active(), overwrite=replace)


def _tell_written(written: Written, output: Path, as_json: bool) -> None:
    if as_json:
        print_json(
            {"file": str(output), "rows": written.rows, "cut": written.cut, "replaced": written.replaced}
        )
        return
    say(
        ngettext(
            "%(count)s row was saved in %(file)s.", "%(count)s rows were saved in %(file)s.", written.rows
        )
        % {"count": written.rows, "file": output}
    )
    if written.cut or written.replaced:
        complain(
            _("Cells with text cut short: %(cut)s; with signs that no file can hold: %(replaced)s.")
            % {"cut": written.cut, "replaced": written.replaced}
        )
