"""The schema of a database: its version, and bringing it up to date, also when two start at once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from peewee import Database

from bsc_tui.db import custom
from bsc_tui.db.database import EmbeddedDatabase, execute, is_postgresql, told
from bsc_tui.db.models import proxy
from bsc_tui.errors import Unusable
from bsc_tui.i18n import _

FOLDER = Path(__file__).parent / "migrations"
HISTORY = "schema_migration"
"""The table in which Peewee's runner keeps what was applied."""
LOCK = 2007_1994
"""The number of PostgreSQL's advisory lock that one migrating process holds."""


def pending(database: Database) -> list[str]:
    """Names of the migrations that the database lacks, oldest first. Raises Unusable for a newer schema."""
    with told():
        made = database.table_exists(HISTORY)
        applied = (
            {row[0] for row in execute(database, f"SELECT name FROM {HISTORY}").fetchall()} if made else set()
        )
    known = sorted(file.stem for file in FOLDER.glob("[0-9]*.py"))
    unknown = sorted(applied - set(known))
    if unknown:
        raise Unusable(
            _("The database is newer than this program."),
            _("It was changed by a later version (%(name)s).") % {"name": unknown[-1]},
            _("Install the newer version."),
        )
    return [name for name in known if name not in applied]


def migrate(database: Database, *, keep_former: bool = True) -> list[str]:
    """Apply what is pending; the names applied. A file with content is backed up beside itself first.

    `keep_former`: not for a draft that is a copy itself.
    """
    if not pending(database):
        return []
    from playhouse.migrations import Runner  # late: most starts have nothing to apply

    with told(), alone(database):
        waiting = pending(database)  # another starter may have done it while this one waited
        if not waiting:
            return []
        if keep_former and isinstance(database, EmbeddedDatabase) and database.get_tables():
            back_up_file(database, "before-migration")
        Runner(database, str(FOLDER), table_name=HISTORY).up()
        if not is_postgresql(database):
            broken = execute(database, "PRAGMA foreign_key_check").fetchall()
            if broken:
                raise Unusable(_("The database is damaged."), f"foreign_key_check: {broken[0][0]}")
    if proxy.obj is database:
        custom.bind(database)
    return waiting


@contextmanager
def alone(database: Database) -> Iterator[None]:
    """Hold what keeps a second process from migrating at the same time."""
    if is_postgresql(database):
        # A migration may take longer than a writer is made to wait.
        execute(database, "SET lock_timeout = 0")
        execute(database, "SELECT pg_advisory_lock(%s)", (LOCK,))
        try:
            yield
        finally:
            execute(database, "SELECT pg_advisory_unlock(%s)", (LOCK,))
            execute(database, "RESET lock_timeout")
    else:
        # SQLite's own lock can't be held around the runner's transactions: a lock on a file beside it can.
        import fcntl  # late: not on every platform

        assert isinstance(database, EmbeddedDatabase)
        with database.file.with_suffix(".migrating").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield  # the file stays: were it removed, two waiting starters could hold different ones


def back_up_file(database: EmbeddedDatabase, why: str) -> Path:
    """A copy of the embedded database beside it, from one consistent moment; its path, which says why."""
    target = beside(database.file, why)
    draft = target.with_suffix(f".{os.getpid()}.part")
    try:
        draft.touch(mode=0o600)  # nobody else reads it while it is being written either
        execute(database, "VACUUM INTO ?", (str(draft),))
        draft.rename(target)  # half of a copy must not look like one
    except OSError as error:
        raise Unusable(
            _("No copy of the database could be kept beside it."),
            _("%(file)s: %(reason)s.") % {"file": target, "reason": error.strerror or error},
            _("Nothing was changed."),
        ) from None
    finally:
        draft.unlink(missing_ok=True)
    return target


def beside(file: Path, why: str) -> Path:
    """A free name beside a database's file: `company.before-restore-1.db`."""
    number = 1
    while (target := file.with_suffix(f".{why}-{number}.db")).exists():
        number += 1
    return target
