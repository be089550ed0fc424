"""Personal data: all that is kept on somebody, and erasing it."""

from __future__ import annotations

import sys

import click

from bsc_tui.cli.opening import Installation
from bsc_tui.cli.output import print_aligned, print_json, say
from bsc_tui.cli.words import Command, json_option, option
from bsc_tui.i18n import N_, _

ID = click.IntRange(1, 2**31 - 1)


@click.command("personal-data", cls=Command, help=N_("Print all that is kept on a person."))
@click.argument("kind", type=click.Choice(["person"]))
@click.argument("id", type=ID)
@json_option
@click.pass_obj
def personal_data(installation: Installation, kind: str, id: int, as_json: bool) -> None:
    """The sheet as the application shows it."""
    records = installation.records()
    from bsc_tui.operations.personal_data import sheet_of  # late: needs Peewee

    facts = sheet_of(records, id)
    groups: list[tuple[str, list[tuple[str, str]]]] = []
    for fact in facts:
        if fact.label:
            groups[-1][1].append((fact.label, fact.text))
        else:
            groups.append((fact.text, []))
    if as_json:
        print_json(
            {
                "kind": kind,
                "id": id,
                "groups": [
                    {"title": title, "fields": [{"label": label, "text": text} for label, text in lines]}
                    for title, lines in groups
                ],
            }
        )
        return
    for title, lines in groups:
        say(title)
        rows = []
        for label, text in lines:
            first, *others = text.split("\n")
            rows += [(f"  {label}", first), *(("", other) for other in others)]
        print_aligned(rows)


@click.command(
    cls=Command, help=N_("Erase a person for good; money and statistics stay, without who it was.")
)
@click.argument("kind", type=click.Choice(["person"]))
@click.argument("id", type=ID)
@option("--reason", required=True, help=N_("Why; the audit trail keeps it."))
@option("--yes", is_flag=True, help=N_("Do not ask for the last name."))
@click.pass_obj
def erase(installation: Installation, kind: str, id: int, reason: str, yes: bool) -> None:
    """Confirmed by the last name, as in the application."""
    records = installation.records()
    from bsc_tui.operations import personal_data as data  # late: needs Peewee
    from bsc_tui.records.folding import strict_words

    plan = data.prospect(records, id)
    if not yes:
        if not sys.stdin.isatty():
            raise click.UsageError(_("Without a terminal --yes is needed."))
        say(_("Goes: %(what)s.") % {"what": ", ".join(plan.goes)})
        typed = click.prompt(
            _("Nothing brings it back. To erase it type the last name, in any script: %(name)s")
            % {"name": plan.typed}
        )
        if strict_words(typed) != strict_words(plan.typed):
            raise click.Abort
    if data.erase(records, id, reason):
        say(_("Erased. Backups and saved files made before may still hold it."))
    else:
        say(_("Erased. Backups and unused room of the database may still hold it."))
