"""The connection: from a URL to a bound database; pragmas, the write lock, what errors of drivers mean.

The schema is brought up to date in `bsc_tui.db.schema`.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import peewee
from peewee import Database, PostgresqlDatabase, SqliteDatabase

from bsc_tui.db.models import proxy
from bsc_tui.errors import Conflict, Problem, Unavailable, Unusable
from bsc_tui.i18n import _

BUSY_SECONDS = 10
"""How long a writer waits for another one before it says that the database is busy."""

_psycopg: Any = getattr(peewee, "psycopg", None)  # the stubs don't know it; none without the driver
ERRORS: tuple[type[Exception], ...] = (
    peewee.PeeweeException,
    sqlite3.Error,
    *((_psycopg.Error,) if _psycopg else ()),
)
"""What a database raises: Peewee's errors, and the drivers' own where Peewee does not wrap them."""

PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": "full",  # a person trusts "Saved", also when the power fails
    "foreign_keys": 1,
    "secure_delete": 1,
    "temp_store": "memory",
}
DRAFT_PRAGMAS = {**PRAGMAS, "journal_mode": "delete", "synchronous": "off", "secure_delete": 0}
"""For a file that nobody else knows yet: one file without anything beside it, made safe when it is done."""


class EmbeddedDatabase(SqliteDatabase):
    """SQLite in a file; who writes takes the write lock at once, so that no reader loses a race later."""

    def __init__(
        self,
        file: Path,
        busy_seconds: float = BUSY_SECONDS,
        pragmas: Mapping[str, Any] = PRAGMAS,
    ) -> None:
        self.file = file
        super().__init__(str(file), pragmas=dict(pragmas), timeout=busy_seconds)

    def atomic(self, *args: Any, **kwargs: Any) -> Any:
        return super().atomic(*(args or ("IMMEDIATE",)), **kwargs)


class ServerDatabase(PostgresqlDatabase):
    """PostgreSQL through psycopg 3; libpq reads the URL itself, so that it may name several hosts."""

    def __init__(self, url: str, busy_seconds: float = BUSY_SECONDS) -> None:
        self.url = url
        super().__init__(
            url,
            prefer_psycopg3=True,
            # Compiling a query (jit) takes longer than any of ours runs.
            options=f"-c timezone=UTC -c jit=off -c lock_timeout={int(busy_seconds * 1000)}",
            connect_timeout=5,
            # A server that vanished without a word is noticed while somebody waits for "Saved".
            keepalives_idle=15,
            keepalives_interval=5,
            keepalives_count=3,
            tcp_user_timeout=20_000,
        )


def open_database(url: str, *, create: bool = True, busy_seconds: float = BUSY_SECONDS) -> Database:
    """The database behind `url`, connected and bound to the tables, which know the fields it has of its own.

    `sqlite:///relative`, `sqlite:////absolute` or `postgresql://user@host1,host2/name`. `busy_seconds`: how
    long a writer waits for another one. Raises Unusable for a URL that names nothing usable, Unavailable when
    it can't be reached.
    """
    database = make_database(url, create=create, busy_seconds=busy_seconds)
    proxy.initialize(database)
    with told():
        database.connect(reuse_if_open=True)
        if isinstance(database, EmbeddedDatabase):
            # The first statement finds out whether the file is a database at all.
            execute(database, "SELECT count(*) FROM sqlite_master")
        from bsc_tui.db import custom  # late: it stands on this module

        custom.bind(database)
    return database


def draft_database(file: Path) -> EmbeddedDatabase:
    """A connected database in a file that takes its place when it is whole. Raises Unusable, Unavailable."""
    database = EmbeddedDatabase(file, pragmas=DRAFT_PRAGMAS)
    with told():
        database.connect()
        execute(database, "SELECT count(*) FROM sqlite_master")
    return database


def execute(database: Database, sql: str, parameters: Sequence[object] = ()) -> Any:
    """The cursor of a statement; errors are the caller's to tell."""
    run: Callable[[str, Sequence[object]], Any] = database.execute_sql  # untyped in Peewee's stubs
    return run(sql, parameters)


def vacuum_analyze(database: Database, table: str = "") -> None:
    """After much was written, and outside a transaction: count what is there, so that the best way to answer
    a question is known. PostgreSQL also notes the pages that all may see: else no index alone answers.
    """
    execute(database, f"{'VACUUM ANALYZE' if is_postgresql(database) else 'ANALYZE'} {table}")


def driver_of(database: Database) -> Any:
    """The driver's own connection, for what Peewee does not do."""
    connection: Callable[[], Any] = database.connection  # untyped in Peewee's stubs
    return connection()


def make_database(url: str, *, create: bool = True, busy_seconds: float = BUSY_SECONDS) -> Database:
    """The database object for a URL, neither connected nor bound."""
    scheme = urlsplit(url).scheme
    if scheme == "sqlite":
        return EmbeddedDatabase(embedded_file(url, create=create), busy_seconds)
    if scheme in ("postgresql", "postgres"):
        if _psycopg is None:
            raise Unusable(
                _("PostgreSQL can't be used yet."),
                _("Its driver is not installed."),
                _("Install bsc-tui with the extra “postgresql”."),
            )
        url = re.sub("^postgres:", "postgresql:", url)
        if "," in url and "target_session_attrs" not in url:
            url += ("&" if "?" in url else "?") + "target_session_attrs=read-write"
        return ServerDatabase(url, busy_seconds)
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
                raise Unusable(_("There is no such database."), str(file), _("“bsc-tui init” makes one."))
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
    except ERRORS as error:
        raise problem_of(error) from error


def problem_of(error: Exception) -> Problem:
    """The problem behind an error of a driver."""
    if isinstance(error, peewee.IntegrityError):
        return Conflict(
            _("It clashes with what somebody saved meanwhile."), _("Nothing was saved."), _("Try again.")
        )
    words = " ".join(str(one) for one in _chain(error)).lower()
    for signs, problem in _SIGNS:
        if any(sign in words for sign in signs):
            return problem()
    state = next((code for one in _chain(error) if (code := getattr(one, "sqlstate", None))), "")
    if isinstance(error, peewee.OperationalError | peewee.InterfaceError) or state[:2] in ("08", "25", "57"):
        return _unreachable()
    return Unusable(_("The database refused this."), type(error).__name__)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and the driver's own behind it; a later one, of a rollback that failed too, says less."""
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__ or seen.__context__


def _busy() -> Problem:
    return Unavailable(
        _("The database is busy."), _("Somebody else is writing; nothing was saved."), _("Try again.")
    )


def _full() -> Problem:
    return Unavailable(
        _("The disk is full."),
        _("Nothing was saved; what you typed stays here."),
        _("Make room, then save again."),
    )


def _failing_disk() -> Problem:
    return Unavailable(
        _("The disk does not take it."),
        _("It is full, a limit is reached, or it fails. Nothing was saved; what you typed stays here."),
        _("Make room, then save again."),
    )


def _unreachable() -> Problem:
    return Unavailable(
        _("The database can't be reached."),
        _("Nothing was saved; what you typed stays here."),
        _("Try again."),
    )


def _read_only() -> Problem:
    return Unusable(_("The database can't be written."), _("It is read-only for this user of the system."))


def _damaged() -> Problem:
    return Unusable(
        _("The database is damaged."),
        _("The file is not a sound database."),
        _("Restore the latest backup; leave the file as it is."),
    )


_SIGNS: tuple[tuple[tuple[str, ...], Callable[[], Problem]], ...] = (
    (("is locked", "busy", "deadlock detected", "lock timeout", "could not serialize"), _busy),
    (("disk is full", "disk full", "no space"), _full),
    (("disk i/o error",), _failing_disk),
    (("readonly", "read-only", "permission denied", "unable to open"), _read_only),
    (("not a database", "malformed", "corrupt"), _damaged),
)
"""What the messages of the drivers say, in small letters, and what it means."""


def reconnect(database: Database) -> None:
    """Drop a connection that has gone bad and make a new one. Raises Unavailable when that fails."""
    with told():
        forget: Callable[[], Any] = database.pop_transaction  # untyped in Peewee's stubs
        while database.in_transaction():  # left behind where the connection broke
            forget()
        # A dead connection can't be closed politely; Peewee forgets it all the same.
        with suppress(*ERRORS):
            database.close()
        database.connect(reuse_if_open=True)


def is_postgresql(database: Database) -> bool:
    """Whether this is PostgreSQL."""
    return isinstance(database, PostgresqlDatabase)
