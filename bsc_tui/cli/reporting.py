"""Reports from the command line: on the terminal, as JSON, or into a file; options are their criteria."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bsc_tui.cli.opening import Installation
from bsc_tui.cli.output import complain, print_aligned, print_json, say
from bsc_tui.cli.progress import Progress
from bsc_tui.cli.words import Command, Group, json_option, option
from bsc_tui.errors import Invalid
from bsc_tui.i18n import N_, _, active, ngettext, told
from bsc_tui.reports import REPORTS, Asks, Criterion, Offered, maker_of

if TYPE_CHECKING:
    from bsc_tui.entities.table import Report
    from bsc_tui.exports.files import Written
    from bsc_tui.records.keeping_reports import KeptReport
    from bsc_tui.records.records import Records
    from bsc_tui.reports.criteria import Criteria

ENDINGS = (".xlsx", ".csv")


@click.group(cls=Group, help=N_("Make a report."))
def report() -> None:
    """See `help` above: click shows that one, translated."""


def _command(offered: Offered) -> click.Command:
    """The command of a report: an option for each of its criteria."""

    def make(
        installation: Installation, *, output: Path | None, replace: bool, as_json: bool, **given: Any
    ) -> None:
        _refuse_other_endings(output)
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
        _deliver(_made(records, offered.code, criteria), output, replace, as_json)

    return click.command(offered.code, cls=Command, help=offered.explanation)(
        _with((*map(_option, offered.criteria), *_DELIVERED), make)
    )


def _with(options: Iterable[Any], body: Any) -> Any:
    """A function with options, the first one first in the help."""
    body = click.pass_obj(body)
    for decorate in reversed(tuple(options)):
        body = decorate(body)
    return body


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


def kept(installation: Installation, *, name: str, output: Path | None, replace: bool, as_json: bool) -> None:
    """Reports that somebody keeps."""
    _refuse_other_endings(output)
    records = installation.records()
    from bsc_tui.reports.criteria import restored  # late: needs Peewee

    found = [one for one in records.kept_reports() if one.report in REPORTS]
    if not name:
        _list_kept(found, as_json)
        return
    fitting = [one for one in found if name.casefold() == one.name.casefold()]
    fitting = [one for one in fitting if one.mine] or fitting
    if not fitting:
        names = ", ".join(one.name for one in found)
        sentence = _("No kept report is called “%(name)s”; there are: %(names)s.")
        raise click.UsageError(sentence % {"name": name[:40], "names": names or "-"})
    made = _made(records, fitting[0].report, restored(fitting[0].criteria))
    _deliver(made, output, replace, as_json)


def _list_kept(found: Sequence[KeptReport], as_json: bool) -> None:
    if as_json:
        print_json(
            [
                {"name": one.name, "report": one.report, "shared": one.shared, "owner": one.owner}
                for one in found
            ]
        )
        return
    print_aligned([(one.name, told(REPORTS[one.report].title), one.owner) for one in found])
    if not found:
        say(_("There is nothing of the kind."))


_DELIVERED = (
    option(
        "--output", type=click.Path(path_type=Path), metavar="FILE", help=N_("Write an .xlsx or .csv file.")
    ),
    option("--replace", is_flag=True, help=N_("Replace that file if it exists.")),
    json_option,
)
for _offered in REPORTS.values():
    report.add_command(_command(_offered))
report.add_command(
    click.command(
        "kept", cls=Command, help=N_("Run a kept report again by its name; without one, list them.")
    )(_with((click.argument("name", default=""), *_DELIVERED), kept))
)


def _refuse_other_endings(output: Path | None) -> None:
    if output is not None and output.suffix.lower() not in ENDINGS:
        raise click.UsageError(
            _("The file must end in one of: %(endings)s.") % {"endings": ", ".join(ENDINGS)}
        )


def _made(records: Records, code: str, criteria: Criteria) -> Report:
    with Progress(told(REPORTS[code].title)) as progress:
        report: Report = maker_of(code).run(records, criteria, progress)
    return report


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
