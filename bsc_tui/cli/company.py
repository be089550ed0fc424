"""Making a company without questions, and bringing its database up to date."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import click

from bsc_tui.cli.opening import Installation, connected, is_empty, is_foreign, ready, somebody_elses
from bsc_tui.cli.output import say
from bsc_tui.cli.passwords import asked_password
from bsc_tui.cli.words import Command, option, password_option
from bsc_tui.i18n import LANGUAGES, N_, _, ngettext


@click.command(cls=Command, help=N_("Make a company in an empty database, without questions."))
@option("--company", "name", required=True, metavar="NAME", help=N_("What the company is called."))
@option(
    "--language",
    required=True,
    type=click.Choice(LANGUAGES),
    help=N_("The language of the company and its first account."),
)
@option("--admin", required=True, metavar="NAME", help=N_("The sign-in name of the first administrator."))
@password_option
@click.pass_obj
def init(installation: Installation, name: str, language: str, admin: str, password_stdin: bool) -> None:
    """Tables, reference lists, service lines, and an account that may do everything."""
    password = asked_password(password_stdin)
    with _nothing_left_of_a_failure(installation.database_url):
        database = ready(installation.database_url, create=True)
        from bsc_tui.operations.companies import Company, set_up  # late: needs Peewee

        set_up(database, Company(name, language), admin.strip().lower(), password)
    say(_("The company %(company)s is set up; %(name)s can sign in.") % {"company": name, "name": admin})


@contextlib.contextmanager
def _nothing_left_of_a_failure(url: str) -> Iterator[None]:
    """Without the embedded file if it was made here and the company was not."""
    file = _embedded_file(url)
    is_new = file is not None and not file.exists()
    is_made = False
    try:
        yield
        is_made = True
    finally:
        if file is not None and is_new and not is_made:
            beside = [file.with_name(file.name + end) for end in ("-wal", "-shm")]
            for left in (file, *beside, file.with_suffix(".migrating")):
                left.unlink(missing_ok=True)


def _embedded_file(url: str) -> Path | None:
    from urllib.parse import unquote  # late: no other command needs it here

    return Path(unquote(url.removeprefix("sqlite:///"))) if url.startswith("sqlite:///") else None


@click.command(
    cls=Command, help=N_("Bring the database up to date; an embedded file is backed up beside itself first.")
)
@click.pass_obj
def migrate(installation: Installation) -> None:
    """Apply what is pending."""
    database = connected(installation.database_url)
    from bsc_tui.db import schema  # late: needs Peewee

    waiting = schema.pending(database)
    if is_foreign(waiting) and not is_empty(database):
        raise somebody_elses()
    applied = schema.migrate(database)
    if not applied:
        say(_("The database is up to date."))
        return
    say(
        ngettext(
            "%(count)s step was applied: %(names)s", "%(count)s steps were applied: %(names)s", len(applied)
        )
        % {"count": len(applied), "names": ", ".join(applied)}
    )
