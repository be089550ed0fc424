"""Databases and gates for tests, outside pytest's own conftest, of which there may be several."""

from __future__ import annotations

import datetime
import os
import shutil
import subprocess
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psycopg
from peewee import CursorWrapper, Database
from playhouse.test_utils import count_queries

from bsc_tui.db.database import open_database
from bsc_tui.db.models import Account, ServiceLine
from bsc_tui.db.schema import migrate
from bsc_tui.operations.companies import Company, set_up
from bsc_tui.records import access
from bsc_tui.records.records import Clock, Records

TODAY = datetime.date(2026, 11, 22)
ENGINES = ("sqlite", "postgresql")
PASSWORD = "correct horse battery"


SHORT_LIVED = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "min_wal_size": "32MB",
    "max_wal_size": "64MB",
}
"""Settings of a cluster that nobody needs when the tests are over; its log is small, it may be in memory."""


class FixedClock(Clock):
    """It is always the same moment at the office."""

    def now(self) -> datetime.datetime:
        return datetime.datetime.combine(TODAY, datetime.time(10, 5))

    def today(self) -> datetime.date:
        return TODAY


def system_postgresql(folder: Path) -> Iterator[str]:
    """A server made with the system's own binaries; root hands it to the user postgres."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or [
        Path(shutil.which("initdb") or "initdb")
    ]
    binaries = found[-1].parent
    as_user = (
        ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.getuid() == 0 else []
    )
    if as_user:
        shutil.chown(folder, "postgres", "postgres")
    data = folder / "data"
    subprocess.run([*as_user, binaries / "initdb", "-D", data, "-U", "postgres", "-E", "UTF8"], check=True)
    options = f"-k {folder} -c listen_addresses= -c fsync=off"
    subprocess.run([*as_user, binaries / "pg_ctl", "-D", data, "-w", "-o", options, "start"], check=True)
    try:
        yield f"postgresql://postgres@/postgres?host={folder}"
    finally:
        subprocess.run([*as_user, binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop"], check=False)


def short_lived(url: str) -> str:
    """The URL of the server, which is told that nobody needs it when the tests are over."""
    for setting, value in SHORT_LIVED.items():
        doorkeeper(url).execute(f"ALTER SYSTEM SET {setting} = '{value}'")
    doorkeeper(url).execute("SELECT pg_reload_conf()")
    return url


def with_name(url: str, name: str) -> str:
    """The URL of another database of the same server."""
    head, question, query = url.partition("?")
    return f"{head.rsplit('/', 1)[0]}/{name}{question}{query}"


def make_company(url: str) -> None:
    """A company with an administrator `admin` in the database behind the URL."""
    database = open_database(url)
    migrate(database)
    set_up(database, Company("BSC", "en"), "admin", PASSWORD, clock=FixedClock(), quick_hash=True)
    database.close()


@dataclass(frozen=True)
class Template:
    """A database that is filled once a process, upon another one where it has a `base`, and then copied."""

    name: str
    fill: Callable[[str], None]
    base: Template | None = None


COMPANY = Template("company", make_company)


def office_of(name: str, fill: Callable[[Records], object]) -> Template:
    """A company in which the administrator has done something, for the many tests that begin with it."""

    def fill_company(url: str) -> None:
        database = open_database(url)
        fill(gate(database, "admin"))
        database.close()

    return Template(name, fill_company, COMPANY)


class Templates:
    """The templates of this process, made when they are first wanted."""

    def __init__(self, folder: Path, server: Callable[[], str]) -> None:
        self._folder, self._server = folder, server
        self._databases: dict[str, str] = {}

    def copied(self, engine: str, template: Template, folder: Path) -> Iterator[str]:
        """The URL of a copy, dropped afterwards; a file stands in the folder."""
        if engine == "sqlite":
            file = folder / f"{template.name}.db"
            shutil.copy(self._file(template), file)
            yield f"sqlite:///{file}"
        else:
            yield from new_postgresql(self._server(), self._database(template))

    def _file(self, template: Template) -> Path:
        file = self._folder / f"{template.name}.db"
        if not file.exists():
            if template.base:
                shutil.copy(self._file(template.base), file)
            template.fill(f"sqlite:///{file}")
        return file

    def _database(self, template: Template) -> str:
        if template.name not in self._databases:
            name = create_postgresql(self._server(), template.base and self._database(template.base))
            template.fill(with_name(self._server(), name))
            self._databases[template.name] = name
        return self._databases[template.name]


def new_postgresql(server: str, template: str | None) -> Iterator[str]:
    """The URL of a new database, dropped afterwards."""
    name = create_postgresql(server, template)
    yield with_name(server, name)
    doorkeeper(server).execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def create_postgresql(server: str, template: str | None) -> str:
    """The name of a new database. Copying files takes less time than writing all of it to the log as well."""
    name, connection = f"test_{uuid.uuid4().hex[:12]}", doorkeeper(server)
    copied = " STRATEGY FILE_COPY" if connection.info.server_version >= 150_000 else ""
    connection.execute(f"CREATE DATABASE {name} TEMPLATE {template or 'template1'}{copied}")
    return name


@cache
def doorkeeper(server: str) -> psycopg.Connection[Any]:
    """The one connection that makes and drops databases."""
    return psycopg.connect(server, autocommit=True)


def gate(database: Database, name: str) -> Records:
    """The gate for an account that is there."""
    account = Account.get(Account.name == name)
    return Records(database, access.actor_of(account, "test"), FixedClock())


def seminar_of(admin: Records, line: str = "SM", **values: object) -> int:
    """A new open seminar of a line, its values as given; its id."""
    line_id = ServiceLine.get(ServiceLine.code == line).id
    given = {"line": line_id, "kind": "open_seminar", "title": "Labour code", "currency": "AMD", **values}
    return admin.save("engagement", given).id


@dataclass
class Asked:
    """What a piece of work asked of the database."""

    queries: int = 0
    rows: int = 0


@contextmanager
def asking() -> Iterator[Asked]:
    """Count the queries and the rows read."""
    asked, iterate = Asked(), CursorWrapper.iterate

    def counted(wrapper: Any, populate: bool = True) -> Any:
        row = iterate(wrapper, populate)
        asked.rows += 1
        return row

    with patch.object(CursorWrapper, "iterate", counted), count_queries() as counter:
        yield asked
    asked.queries = int(counter.count)
