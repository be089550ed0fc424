"""Care of a database: backups, restoring, moving to another engine, checking, search keys made anew."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bsc_tui.cli.opening import Installation, connected, spare_the_server_driver
from bsc_tui.cli.output import print_json, say
from bsc_tui.cli.progress import Progress
from bsc_tui.cli.words import Command, json_option, option
from bsc_tui.i18n import N_, _, active, ngettext

if TYPE_CHECKING:
    from bsc_tui.operations.backups import Copied


@click.command(cls=Command, help=N_("Write a backup of the whole company into a file, while others work."))
@click.argument("file", type=click.Path(path_type=Path))
@option("--replace", is_flag=True, help=N_("Replace that file if it exists."))
@click.pass_obj
def backup(installation: Installation, file: Path, replace: bool) -> None:
    """One format for both engines; restored into either."""
    records = installation.records()
    from bsc_tui.operations.backups import back_up  # late: needs Peewee
    from bsc_tui.records.access import demand

    demand(records.actor, "administration")
    with Progress(_("Backing up")) as progress:
        made = back_up(records.database, file, progress, overwrite=replace)
    say(
        _("The backup %(file)s holds %(rows)s rows of %(tables)s tables; keep it as safe as the database.")
        % {"file": file, **_counts(made)}
    )


@click.command(cls=Command, help=N_("Restore a backup into a database that holds no company."))
@click.argument("file", type=click.Path(path_type=Path))
@option("--replace", is_flag=True, help=N_("Put it in place of the company that is there."))
@click.pass_obj
def restore(installation: Installation, file: Path, replace: bool) -> None:
    """Verified first; an older backup is brought up to date, a newer or damaged one refused."""
    spare_the_server_driver(installation.database_url)
    from bsc_tui.operations import backups  # late: needs Peewee

    with Progress(_("Restoring")) as progress:
        made = backups.restore(file, installation.database_url, progress, replace=replace)
    if made.made_at:
        words = _("The backup of %(moment)s is restored: %(rows)s rows of %(tables)s tables.")
    else:
        words = _("The backup is restored: %(rows)s rows of %(tables)s tables.")
    say(words % {"moment": _moment(made.made_at), **_counts(made)})
    if made.former:
        say(_("What was there before is in %(file)s.") % {"file": made.former})


@click.command(cls=Command, help=N_("Copy the company into an empty database, also of the other engine."))
@click.argument("from_url", metavar="FROM-URL")
@click.argument("to_url", metavar="TO-URL")
@click.pass_obj
def copy(installation: Installation, from_url: str, to_url: str) -> None:
    """Verified by counts and checksums; the first database stays as it is."""
    if installation.url:
        raise click.UsageError(_("Both databases stand after “copy”; leave --database away."))
    if from_url.startswith("sqlite:") and to_url.startswith("sqlite:"):
        spare_the_server_driver(from_url)
    from bsc_tui.operations import backups  # late: needs Peewee

    with Progress(_("Copying")) as progress:
        made = backups.copy(from_url, to_url, progress)
    say(
        _("%(rows)s rows of %(tables)s tables were copied, and are the same in both databases.")
        % _counts(made)
    )


def _counts(made: Copied) -> dict[str, str]:
    return {"rows": active().number(made.rows), "tables": active().number(made.tables)}


def _moment(iso: str) -> str:
    import datetime  # late: only a restored backup has a moment

    return active().moment(datetime.datetime.fromisoformat(iso)) if iso else ""


@click.command(name="rebuild-search", cls=Command, help=N_("Make the keys anew by which records are found."))
@click.pass_obj
def rebuild_search(installation: Installation) -> None:
    """Also what lists are sorted by."""
    records = installation.records()
    from bsc_tui.operations.search_keys import rebuild  # late: needs Peewee

    with Progress(_("Making search keys")) as progress:
        made = rebuild(records, progress)
    say(
        ngettext("%(count)s record is found again.", "%(count)s records are found again.", made)
        % {"count": active().number(made)}
    )


@click.command(cls=Command, help=N_("Look whether the database is sound; changes nothing."))
@option("--server", "of_server", is_flag=True, help=N_("Look at the server too: its key, port and folders."))
@json_option
@click.pass_context
def check(ctx: click.Context, of_server: bool, as_json: bool) -> None:
    """Exit status 1 when something is wrong."""
    database = connected(ctx.obj.database_url)
    from bsc_tui.operations.checks import checked  # late: needs Peewee

    with Progress(_("Checking")) as progress:
        results = checked(database, progress)
    if of_server:
        from importlib import import_module  # late: the server's room stands above this one

        config = dataclasses.replace(ctx.obj.config, database=ctx.obj.database_url)
        results += import_module("bsc_tui.server.checks").checked(config, database)
    sound = not any(one.problems for one in results)
    if as_json:
        print_json(
            {
                "sound": sound,
                "checks": [
                    {"check": one.code, "sound": not one.problems, "problems": list(one.problems)}
                    for one in results
                ],
            }
        )
    else:
        for one in results:
            verdict = _("wrong") if one.problems else _("sound")
            say(f"{verdict}  {one.title}")
            for problem in one.problems:
                say(f"       {problem}")
        if of_server:
            say(_("All is sound.") if sound else _("Something needs care: see above."))
        else:
            say(_("The database is sound.") if sound else _("The database needs care: see above."))
    ctx.exit(0 if sound else 1)
