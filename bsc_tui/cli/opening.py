"""From the options before a command to an open database and the gate for whoever acts."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from bsc_tui import config as settings
from bsc_tui.config import Config
from bsc_tui.errors import Missing, Refused, Unusable
from bsc_tui.i18n import Translator, _, activate
from bsc_tui.values import dataclass

if TYPE_CHECKING:
    from peewee import Database

    from bsc_tui.db.models import Account
    from bsc_tui.records.records import Records

Opening = Callable[[], "Database"]
"""Gives the database, open in the thread that calls it."""


@dataclass(frozen=True)
class Installation:
    """Which installation a command is about: the options that stand before it, as given."""

    url: str = ""
    config_file: str = ""
    user: str = ""

    @cached_property
    def config(self) -> Config:
        """The settings in force. Raises Unusable."""
        return settings.load(self.config_file or None)

    @property
    def database_url(self) -> str:
        """The URL in force."""
        return self.url or self.config.database_url

    def records(self) -> Records:
        """The gate of the company's database for the acting account, whose language is spoken from now on.

        Raises Unusable, Unavailable; Missing or Refused when that account can't act.
        """
        database = ready(self.database_url)
        from bsc_tui.operations.companies import (
            is_set_up,
        )  # late: needs Peewee, which `ready` loads with care
        from bsc_tui.records import access
        from bsc_tui.records.records import Records

        if not is_set_up(database):
            raise nothing_set_up()
        actor = access.actor_of(_account(self.user), origin())
        activate(Translator(actor.language))
        return Records(database, actor)


def connected(url: str, *, create: bool = False) -> Database:
    """The database behind the URL, as it is; closed when the command ends. Raises Unusable, Unavailable."""
    spare_the_server_driver(url)
    from bsc_tui.db.database import open_database  # late: needs Peewee

    database = open_database(url, create=create)
    if context := click.get_current_context(silent=True):
        context.call_on_close(database.close)
    return database


def ready(url: str, *, create: bool = False) -> Database:
    """The database behind the URL with this version's tables.

    An embedded file of an older version is backed up and brought up to date; a server's database is refused
    then, because others may be at work in it. `create`: an empty one gets its tables.
    """
    database = connected(url, create=create)
    from bsc_tui.db.database import is_postgresql  # late: as above
    from bsc_tui.db.schema import migrate, pending

    waiting = pending(database)
    if waiting:
        if is_empty(database):
            if not create:
                raise nothing_set_up()
        elif is_foreign(waiting):
            raise somebody_elses()
        elif is_postgresql(database):
            raise Unusable(
                _("The database is older than this program."),
                _("Others may be at work in it, so that it is not changed unasked."),
                _("Run “bsc-tui migrate”."),
            )
        migrate(database)
    return database


def is_empty(database: Database) -> bool:
    """Whether there is no table at all."""
    from bsc_tui.db.database import told  # late: needs Peewee

    with told():
        return not database.get_tables()


def is_foreign(waiting: list[str]) -> bool:
    """Whether a database that isn't empty was never ours: even the first step of our schema is missing."""
    return bool(waiting) and waiting[0].startswith("0001_")


def nothing_set_up() -> Unusable:
    """The problem of a database without a company."""
    return Unusable(
        _("There is no company in this database yet."),
        "",
        _("“bsc-tui init” makes one; so does the first start."),
    )


def somebody_elses() -> Unusable:
    """The problem of a database with tables of another program."""
    return Unusable(_("This is not a database of bsc-tui."), _("It holds tables of another program."))


def spare_the_server_driver(url: str) -> None:
    """Keep Peewee from loading PostgreSQL's driver (a tenth of a second and more) where SQLite is used.

    Holds for the rest of the process, and only if Peewee isn't loaded yet.
    """
    if urlsplit(url).scheme == "sqlite" and "peewee" not in sys.modules:
        for driver in ("psycopg", "psycopg2"):
            sys.modules.setdefault(driver, None)  # type: ignore[arg-type]  # None means: not to be had


def origin() -> str:
    """Where an operation of the command line comes from, for the audit trail."""
    return f"command line (system user {system_user()})"


def system_user() -> str:
    """Who runs this process."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container without that user in its list
        return str(os.getuid())


def _account(name: str) -> Account:
    """The account that acts: the one named, else the first administrator."""
    from bsc_tui.db.models import Account, Right  # late: needs Peewee

    if name:
        found = Account.get_or_none(Account.name == name.strip().lower(), Account.trashed_at.is_null())
        if found is None:
            raise Missing(_("There is no account “%(name)s”.") % {"name": name[:60]})
        if not found.active:
            raise Refused(_("The account “%(name)s” is closed.") % {"name": name[:60]})
        return found
    first: Account | None = (
        Account.select()
        .join(Right, on=(Right.account == Account.id))
        .where(Right.code == "administration", Account.active, Account.trashed_at.is_null())
        .order_by(Account.id)
        .first()
    )
    if first is None:
        raise Missing(_("No account can administer."), "", _("Name the one that acts with --as."))
    return first
