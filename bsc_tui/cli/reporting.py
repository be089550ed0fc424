"""Reports from the command line: on the terminal, as JSON, or into a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bsc_tui.cli.opening import Installation
from bsc_tui.cli.output import complain, print_json, say
from bsc_tui.cli.words import Command, Group, json_option, option
from bsc_tui.errors import Invalid
from bsc_tui.i18n import N_, _, active, ngettext

if TYPE_CHECKING:
    from bsc_tui.entities.table import Report
    from bsc_tui.exports.files import Written

ENDINGS = (".xlsx", ".csv")


@click.group(cls=Group, help=N_("Make a report."))
def report() -> None:
    """See `help` above: click shows that one, translated."""


@report.command(
    cls=Command,
    help=N_("Engagements by line and kind: participants, revenue, what is paid and what is not."),
)
@option(
    "--from",
    "from_",
    default="",
    metavar="D",
    help=N_("The first day, or its year or month: 2006, 03.2006, 14.03.2006."),
)
@option("--to", default="", metavar="D", help=N_("The last day, or its year or month."))
@option("--line", "lines", multiple=True, metavar="C", help=N_("A service line."))
@option(
    "--kind", "kinds", multiple=True, metavar="K", help=N_("A kind of engagements, such as open_seminar.")
)
@option(
    "--type", "types", multiple=True, metavar="T", help=N_("A seminar's name, or a type with its subtypes.")
)
@option("--status", "statuses", multiple=True, metavar="S", help=N_("A status, such as current or finished."))
@option("--responsible", default="", metavar="NAME", help=N_("Who of the staff is responsible."))
@option("--region", default="", metavar="R", help=N_("A region."))
@option("--output", type=click.Path(path_type=Path), metavar="FILE", help=N_("Write an .xlsx or .csv file."))
@option("--replace", is_flag=True, help=N_("Replace that file if it exists."))
@json_option
@click.pass_obj
def services(
    installation: Installation,
    *,
    from_: str,
    to: str,
    lines: tuple[str, ...],
    kinds: tuple[str, ...],
    types: tuple[str, ...],
    statuses: tuple[str, ...],
    responsible: str,
    region: str,
    output: Path | None,
    replace: bool,
    as_json: bool,
) -> None:
    """Report 1."""
    _check_ending(output)
    records = installation.records()
    from bsc_tui.reports import services as services_report  # late: needs Peewee
    from bsc_tui.reports.criteria import criteria_from_texts

    try:
        criteria = criteria_from_texts(
            records,
            from_=from_,
            to=to,
            lines=lines,
            kinds=kinds,
            types=types,
            statuses=statuses,
            responsible=responsible,
            region=region,
        )
    except Invalid as invalid:
        raise click.UsageError(
            " ".join(f"--{problem.field}: {problem.sentence}" for problem in invalid.problems)
        ) from None
    _deliver(services_report.run(records, criteria), output, replace, as_json)


@report.command(
    cls=Command,
    help=N_("What participants answered: means, distributions, advance against final, comments."),
)
@option(
    "--from",
    "from_",
    default="",
    metavar="D",
    help=N_("The first day, or its year or month: 2006, 03.2006, 14.03.2006."),
)
@option("--to", default="", metavar="D", help=N_("The last day, or its year or month."))
@option("--line", "lines", multiple=True, metavar="C", help=N_("A service line."))
@option(
    "--type", "types", multiple=True, metavar="T", help=N_("A seminar's name, or a type with its subtypes.")
)
@option("--teacher", default="", metavar="NAME", help=N_("Who of the staff teaches."))
@option("--engagement", type=int, metavar="ID", help=N_("One seminar."))
@option(
    "--by",
    type=click.Choice(("seminar", "topic", "teacher", "line", "year")),
    default="seminar",
    help=N_("What the sheets are grouped by."),
)
@option("--output", type=click.Path(path_type=Path), metavar="FILE", help=N_("Write an .xlsx or .csv file."))
@option("--replace", is_flag=True, help=N_("Replace that file if it exists."))
@json_option
@click.pass_obj
def evaluations(
    installation: Installation,
    *,
    from_: str,
    to: str,
    lines: tuple[str, ...],
    types: tuple[str, ...],
    teacher: str,
    engagement: int | None,
    by: str,
    output: Path | None,
    replace: bool,
    as_json: bool,
) -> None:
    """Results of evaluation sheets."""
    _check_ending(output)
    records = installation.records()
    from bsc_tui.reports import evaluation_tables  # late: needs Peewee
    from bsc_tui.reports.criteria import criteria_from_texts
    from bsc_tui.reports.evaluations import EvaluationsCriteria

    if engagement is not None:
        records.get("engagement", engagement)
    try:
        read = criteria_from_texts(records, from_=from_, to=to, lines=lines, types=types, responsible=teacher)
    except Invalid as invalid:
        names = {"responsible": "teacher"}
        raise click.UsageError(
            " ".join(
                f"--{names.get(problem.field, problem.field)}: {problem.sentence}"
                for problem in invalid.problems
            )
        ) from None
    criteria = EvaluationsCriteria(
        engagement=engagement,
        from_=read.from_,
        to=read.to,
        lines=read.lines,
        topics=read.types,
        teacher=read.responsible,
        by=by,
    )
    _deliver(evaluation_tables.run(records, criteria), output, replace, as_json)


def _check_ending(output: Path | None) -> None:
    if output is not None and output.suffix.lower() not in ENDINGS:
        raise click.UsageError(
            _("The file must end in one of: %(endings)s.") % {"endings": ", ".join(ENDINGS)}
        )


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
