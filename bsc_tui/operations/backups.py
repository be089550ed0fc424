"""Backups, restoring them, and moving a company to another database; each verified before it counts.

A backup is one SQLite file with all tables of the company, whichever engine it comes from, and a seal: what
was in each table when it was made. How rows are copied and summed stands in `db.copying`.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from peewee import Database

from bsc_tui import __version__
from bsc_tui.db import schema
from bsc_tui.db.copying import (
    SEAL,
    Progress,
    Sum,
    Sums,
    copy_tables,
    nothing_told,
    one_moment,
    rows_in,
    sums_of,
)
from bsc_tui.db.database import (
    EmbeddedDatabase,
    draft_database,
    driver_of,
    embedded_file,
    execute,
    make_database,
    told,
)
from bsc_tui.errors import Conflict, Missing, Problem, Unusable
from bsc_tui.exports.files import new_path
from bsc_tui.i18n import _
from bsc_tui.records.records import Clock

PAGES_TOGETHER = 2_000


@dataclass(frozen=True)
class Copied:
    """What was copied, and verified."""

    tables: int
    rows: int
    former: Path | None = None
    """Where the company that stood there before was put; of an embedded one only."""
    made_at: str = ""
    """When the backup was made that this comes from; empty where nothing says it."""


def back_up(
    database: Database,
    path: Path,
    progress: Progress = nothing_told,
    *,
    overwrite: bool = False,
    clock: Clock | None = None,
) -> Copied:
    """Write a sealed backup of one consistent moment, while others go on working.

    The schema must be of this version. Raises what `new_path` raises, Unusable, Unavailable.
    """
    with new_path(path, overwrite=overwrite) as draft, told():
        with _draft(draft) as backup:
            if isinstance(database, EmbeddedDatabase):
                _copy_pages(database, backup, progress)
                sums = sums_of(backup, progress)
            else:
                schema.migrate(backup, keep_former=False)
                with one_moment(database):
                    sums = copy_tables(database, backup, progress)
            _seal(backup, sums, (clock or Clock()).now().isoformat(timespec="seconds"))
        _one_file(draft)
    return _copied(sums)


def restore(file: Path, url: str, progress: Progress = nothing_told, *, replace: bool = False) -> Copied:
    """Put what a backup holds into a database that holds no company, or with `replace` in place of one.

    The backup is verified and an older one brought up to date before anything is touched; nobody sees half of
    it. An embedded company that is replaced is kept beside the file. Raises Missing, Conflict, Unusable,
    Unavailable.
    """
    target = _target_file(url)
    folder = target.parent if target else Path(tempfile.gettempdir())
    with _opened_backup(file, folder, progress) as (backup, draft, made_at):
        rows = sums_of(backup, progress) if target else {}
        if target is not None and not target.exists():
            backup.close()
            _one_file(draft)
            _publish(draft, target)
            return _copied(rows, made_at=made_at)
        try:
            return _restore_into(backup, url, progress, replace, made_at)
        except Unusable as problem:
            if target is None or not replace or not _is_damaged(target):
                raise
            former = _set_aside(target)
            backup.close()
            _one_file(draft)
            with _put_back(former, target), told():
                _publish(draft, target)
            del problem
            return _copied(rows, former, made_at)


def copy(from_url: str, to_url: str, progress: Progress = nothing_told) -> Copied:
    """Copy the company behind a URL into a database that holds none, on either engine.

    Raises Missing, Conflict, Unusable, Unavailable.
    """
    source = make_database(from_url, create=False)
    with told(), _connected(source):
        _refuse_older(source)
        if _holds_nothing(source):
            raise Missing(_("There is no company to copy."), _("The first database holds none."))
        target = _target_file(to_url)
        if target is not None and not target.exists():
            embedded_file(to_url).unlink()  # its folder is made, and may be written
            with new_path(target) as draft:
                with _draft(draft) as copied:
                    schema.migrate(copied, keep_former=False)
                    with one_moment(source):
                        sums = copy_tables(source, copied, progress)
                _one_file(draft)
            return _copied(sums)
        with _target(to_url, replace=False) as (there, _holds), one_moment(source):
            return _copied(copy_tables(source, there, progress, emptied=True))


# -- the backup ------------------------------------------------------------------------------------


@contextmanager
def _draft(path: Path) -> Iterator[EmbeddedDatabase]:
    database = draft_database(path)
    try:
        yield database
    finally:
        database.close()
        path.with_suffix(".migrating").unlink(missing_ok=True)


def _copy_pages(source: Database, target: Database, progress: Progress) -> None:
    """SQLite's own online copy; the read transaction keeps the moment while others write."""
    with one_moment(source):
        driver_of(source).backup(
            driver_of(target),
            pages=PAGES_TOGETHER,
            progress=lambda _status, remaining, whole: progress(whole - remaining, whole, ""),
        )
    target.close()  # what it knew of the empty file no longer holds
    target.connect()


def _one_file(draft: Path) -> None:
    """Nothing of the database stands beside the file, and it opens as one that nobody has at work."""
    with closing(sqlite3.connect(draft)) as connection:
        connection.execute("PRAGMA journal_mode = delete")
    for end in ("-wal", "-shm", "-journal"):
        draft.with_name(draft.name + end).unlink(missing_ok=True)


def _seal(backup: Database, sums: Sums, moment: str) -> None:
    facts = {
        "program": __version__,
        "made_at": moment,
        "tables": json.dumps({table: asdict(one) for table, one in sums.items()}),
    }
    with backup.atomic():
        execute(backup, f"CREATE TABLE {SEAL} (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
        for fact in facts.items():
            execute(backup, f"INSERT INTO {SEAL} VALUES (?, ?)", fact)


@contextmanager
def _opened_backup(
    file: Path, folder: Path, progress: Progress
) -> Iterator[tuple[EmbeddedDatabase, Path, str]]:
    """A verified copy of a backup, of this version's schema, without its seal; when it was made."""
    if not file.is_file():
        raise Missing(_("There is no such backup."), str(file))
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        place = tempfile.TemporaryDirectory(prefix=".bsc-restore-", dir=folder, ignore_cleanup_errors=True)
    except OSError as error:
        raise Unusable(
            _("The backup can't be restored there."),
            _("%(file)s: %(reason)s.") % {"file": folder, "reason": error.strerror or error},
        ) from None
    with place as name:
        draft = Path(name) / "company.db"
        draft.touch(mode=0o600)
        try:
            _copy_of(file, draft)
            with _draft(draft) as backup:
                with told():
                    made_at = _verified(backup, progress)
                    schema.migrate(backup, keep_former=False)
                yield backup, draft, made_at
        except sqlite3.Error:
            raise _damaged_backup() from None


def _copy_of(file: Path, draft: Path) -> None:
    """Page by page, so that what still waits in a log beside the file comes along."""
    try:
        with (
            closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(draft)) as target,
        ):
            source.backup(target)
    except sqlite3.DatabaseError as error:
        if "disk" in str(error) and "malformed" not in str(error):
            raise
        raise _damaged_backup() from None


def _verified(backup: EmbeddedDatabase, progress: Progress) -> str:
    """When it was made. Raises Unusable for one that is damaged, newer than the program or no backup."""
    try:
        ours = backup.table_exists(schema.HISTORY) and backup.table_exists("account")
        sound = execute(backup, "PRAGMA integrity_check(1)").fetchone()[0] == "ok"
    except Exception:
        raise _damaged_backup() from None
    if not sound:
        raise _damaged_backup()
    if not ours:
        raise Unusable(_("This is no backup of bsc-tui."), _("Nothing was changed."))
    schema.pending(backup)  # a newer one is refused here
    if not backup.table_exists(SEAL):  # a copy of the file itself, as is made before a migration
        if execute(backup, "PRAGMA foreign_key_check").fetchone():
            raise _damaged_backup()
        return ""
    facts = dict(execute(backup, f"SELECT name, value FROM {SEAL}").fetchall())
    sealed = {table: Sum(**one) for table, one in json.loads(facts["tables"]).items()}
    if sums_of(backup, progress) != sealed:
        raise _damaged_backup()
    execute(backup, f"DROP TABLE {SEAL}")
    return str(facts["made_at"])


def _damaged_backup() -> Unusable:
    return Unusable(
        _("The backup is damaged."),
        _("It does not hold what it held when it was made; nothing was changed."),
        _("Take another one."),
    )


# -- where it goes ---------------------------------------------------------------------------------


def _target_file(url: str) -> Path | None:
    """The file of an embedded target, there or not; None for a server's."""
    database = make_database(url, create=False) if not url.startswith("sqlite:") else None
    if database is not None:
        return None
    from urllib.parse import unquote  # late: no other command needs it here

    path = unquote(url[len("sqlite:///") :]) if url.startswith("sqlite:///") else ""
    return Path(path) if path else embedded_file(url)


def _restore_into(backup: Database, url: str, progress: Progress, replace: bool, made_at: str) -> Copied:
    with _target(url, replace=replace) as (target, holds_company):
        former = None
        if holds_company and isinstance(target, EmbeddedDatabase):
            former = schema.back_up_file(target, "before-restore")
        with one_moment(backup):
            sums = copy_tables(backup, target, progress, emptied=True)
        return _copied(sums, former, made_at)


@contextmanager
def _target(url: str, *, replace: bool) -> Iterator[tuple[Database, bool]]:
    """A database ready to take a company, and whether it holds one that goes. Raises Conflict, Unusable."""
    database = make_database(url)
    with told(), _connected(database):
        holds_company = not _holds_nothing(database)
        if holds_company and not replace:
            raise Conflict(
                _("There is a company already."),
                _("Nothing in this database was touched."),
                _("Name an empty one."),
            )
        if holds_company:
            _refuse_older(database)
        else:
            schema.migrate(database)
        yield database, holds_company


@contextmanager
def _connected(database: Database) -> Iterator[None]:
    database.connect()
    try:
        yield
    finally:
        with suppress(Problem):
            database.close()


def _holds_nothing(database: Database) -> bool:
    """Whether there is no table, or only our own without a row. Raises Unusable for another program's."""
    tables = database.get_tables()
    if not tables:
        return True
    waiting = schema.pending(database)
    if waiting and waiting[0].startswith("0001_"):
        raise Unusable(_("This is not a database of bsc-tui."), _("It holds tables of another program."))
    return rows_in(database) == 0


def _refuse_older(database: Database) -> None:
    if schema.pending(database):
        raise Unusable(_("The database is older than this program."), "", _("Run “bsc-tui migrate”."))


def _is_damaged(file: Path) -> bool:
    try:
        with closing(sqlite3.connect(file)) as connection:
            return bool(connection.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok")
    except sqlite3.DatabaseError as error:
        return not isinstance(error, sqlite3.OperationalError) or "malformed" in str(error)


def _set_aside(file: Path) -> Path:
    """Give a damaged file another name, and what stands beside it with it; the name."""
    former = schema.beside(file, "damaged")
    for end in ("", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            file.with_name(file.name + end).rename(former.with_name(former.name + end))
    return former


@contextmanager
def _put_back(former: Path, file: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        for end in ("", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                former.with_name(former.name + end).rename(file.with_name(file.name + end))
        raise


def _publish(draft: Path, target: Path) -> None:
    """The verified file takes its place, unless something has come to be there meanwhile."""
    with new_path(target) as place:
        draft.replace(place)


def _copied(sums: Sums, former: Path | None = None, made_at: str = "") -> Copied:
    return Copied(len(sums), sum(one.rows for one in sums.values()), former, made_at)
