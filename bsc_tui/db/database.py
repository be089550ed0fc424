"""The connection: from a URL to a bound database; pragmas, the write lock, driver errors told in the office's words.

The schema is brought up to date in `bsc_tui.db.schema`.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import peewee
from peewee import Database, PostgresqlDatabase, SqliteDatabase

from bsc_tui.db.models import proxy
from bsc_tui.errors import Problem, Unavailable, Unusable
from bsc_tui.i18n import _

BUSY_SECONDS = 10
"""How long a writer waits for another one before it says that the database is busy."""

PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": "full",  # a person trusts "Saved", also when the power fails
    "foreign_keys": 1,
    "secure_delete": 1,
    "temp_store": "memory",
}


class EmbeddedDatabase(SqliteDatabase):
    """SQLite in a file; whoever writes takes the write lock at once, so that a reader never loses a race later."""

    def __init__(self, file: Path, busy_seconds: float = BUSY_SECONDS) -> None:
        self.file = file
        super().__init__(str(file), pragmas=PRAGMAS, timeout=busy_seconds)

    def atomic(self, *args: Any, **kwargs: Any) -> Any:
        return super().atomic(*(args or ("IMMEDIATE",)), **kwargs)


class ServerDatabase(PostgresqlDatabase):
    """PostgreSQL through psycopg 3; libpq reads the URL itself, so that it may name several hosts."""

    def __init__(self, url: str) -> None:
        self.url = url
        super().__init__(url, prefer_psycopg3=True, options="-c timezone=UTC", connect_timeout=5)


def open_database(url: str, *, create: bool = True) -> Database:
    """The database behind `url`, connected and bound to the tables.

    `sqlite:///relative`, `sqlite:////absolute` or `postgresql://user@host1,host2/name`.
    Raises Unusable for a URL that names nothing usable, Unavailable when it can't be reached.
    """
    database = make_database(url, create=create)
    proxy.initialize(database)
    with told():
        database.connect(reuse_if_open=True)
        if isinstance(database, EmbeddedDatabase):
            # The first statement finds out whether the file is a database at all.
            database.execute_sql("SELECT count(*) FROM sqlite_master")
    return database


def make_database(url: str, *, create: bool = True) -> Database:
    """The database object for a URL, neither connected nor bound."""
    scheme = urlsplit(url).scheme
    if scheme == "sqlite":
        return EmbeddedDatabase(embedded_file(url, create=create))
    if scheme in ("postgresql", "postgres"):
        if peewee.psycopg is None:  # type: ignore[attr-defined]
            raise Unusable(
                _("PostgreSQL can't be used yet."),
                _("Its driver is not installed."),
                _("Install bsc-tui with the extra “postgresql”."),
            )
        url = re.sub("^postgres:", "postgresql:", url)
        if "," in url and "target_session_attrs" not in url:
            url += ("&" if "?" in url else "?") + "target_session_attrs=read-write"
        return ServerDatabase(url)
    raise Unusable(
        _("The address of the database can't be used."),
        _("It begins neither with sqlite:/// nor with postgresql://."),
    )


def embedded_file(url: str, *, create: bool = True) -> Path:
    """The file an sqlite URL names; its folder is made for the owner alone, the file too."""
    path = unquote(url[len("sqlite:///") :]) if url.startswith("sqlite:///") else ""
    if not path:
        raise Unusable(_("The address of the database can't be used."), _("It names no file."))
    file = Path(path)
    try:
        if not file.exists():
            if not create:
                raise Unusable(
                    _("There is no such database."), str(file), _("“bsc-tui init” makes one.")
                )
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            file.touch(mode=0o600)
        elif file.is_dir():
            raise Unusable(_("The database can't be used."), _("%(file)s is a folder.") % {"file": file})
    except OSError as error:
        raise Unusable(
            _("The database can't be used."),
            _("%(file)s: %(reason)s.") % {"file": file, "reason": error.strerror or error},
        ) from None
    return file


@contextmanager
def told() -> Iterator[None]:
    """Turn errors of the drivers into problems that a person can be told; all others pass."""
    try:
        yield
    except Problem:
        raise
    except (peewee.PeeweeException, sqlite3.Error) as error:
        raise problem_of(error) from error


def problem_of(error: Exception) -> Problem:
    """The problem behind an error of a driver."""
    cause = error.__cause__ or error.__context__ or error
    words = f"{error} {cause}".lower()
    if "locked" in words or "busy" in words:
        return Unavailable(
            _("The database is busy."), _("Somebody else is writing; nothing was saved."), _("Try again.")
        )
    if "disk is full" in words or "disk full" in words or "no space" in words:
        return Unavailable(
            _("The disk is full."), _("Nothing was saved; what you typed stays here."), _("Make room, then save again.")
        )
    if "readonly" in words or "read-only" in words or "permission denied" in words:
        return Unusable(_("The database can't be written."), _("It is read-only for this user of the system."))
    if "not a database" in words or "malformed" in words or "corrupt" in words:
        return Unusable(
            _("The database is damaged."),
            _("The file is not a sound database."),
            _("Restore the latest backup; leave the file as it is."),
        )
    if isinstance(error, peewee.OperationalError | peewee.InterfaceError):
        return Unavailable(
            _("The database can't be reached."), _("Nothing was saved; what you typed stays here."), _("Try again.")
        )
    return Unusable(_("The database refused this."), type(error).__name__)


def reconnect(database: Database) -> None:
    """Drop a connection that has gone bad and make a new one. Raises Unavailable when that fails."""
    with told():
        try:
            if not database.is_closed():
                database.close()
        except (peewee.PeeweeException, sqlite3.Error):
            # A dead connection can't be closed politely; Peewee forgets it here.
            database._state.reset()
        database.connect(reuse_if_open=True)


def is_postgresql(database: Database) -> bool:
    """Whether this is PostgreSQL."""
    return isinstance(database, PostgresqlDatabase)
