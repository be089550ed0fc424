"""Whether a database is sound: the engine's own view, the schema, keys, amounts, the trail, file modes.

Nothing is changed and nothing mended. Each check looks at one moment.
"""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from peewee import Database

from bsc_tui.db import schema
from bsc_tui.db.copying import one_moment, tables_of
from bsc_tui.db.database import ERRORS, EmbeddedDatabase, execute, is_postgresql, problem_of, told
from bsc_tui.db.models import Registration, dicts
from bsc_tui.errors import Problem
from bsc_tui.i18n import N_, _, active, ngettext
from bsc_tui.operations import document_files
from bsc_tui.operations.search_keys import untrue_keys
from bsc_tui.records.reading import Reader
from bsc_tui.records.records import Clock
from bsc_tui.records.rules.money import priced

MOST_NAMED = 10
"""Problems of one check that are told one by one."""
TOGETHER = 2_000
Progress = Callable[[int, int, str], None]
Check = Callable[[Database, Progress], Iterator[str]]


@dataclass(frozen=True)
class Checked:
    """What one check found."""

    code: str
    title: str
    problems: tuple[str, ...]


def checked(database: Database, progress: Progress) -> list[Checked]:
    """The results of all checks; the later ones are left out where the tables are not of this version.

    Raises Unavailable when the database can't be reached.
    """
    results = []
    for code, (title, check) in CHECKS.items():
        results.append(Checked(code, _(title), tuple(_problems(database, check, progress))))
        if code in ("engine", "schema") and results[-1].problems:
            break  # what stands on unsound ground tells nothing
    return results


def _problems(database: Database, check: Check, progress: Progress) -> list[str]:
    found: list[str] = []
    more = 0
    try:
        with told(), one_moment(database):
            for problem in check(database, progress):
                if len(found) < MOST_NAMED:
                    found.append(problem)
                else:
                    more += 1
    except Problem as problem:
        found.append(str(problem))
    except ERRORS as error:
        found.append(str(problem_of(error)))
    if more:
        found.append(ngettext("… and %(count)s more.", "… and %(count)s more.", more) % {"count": more})
    return found


def _engine(database: Database, progress: Progress) -> Iterator[str]:
    """Pages, indexes and links as the engine itself sees them."""
    if not is_postgresql(database):
        for (words,) in execute(database, "PRAGMA integrity_check").fetchall():
            if words != "ok":
                yield str(words)
        for table, row, target, _number in execute(database, "PRAGMA foreign_key_check").fetchall():
            yield _("%(table)s %(row)s points to nothing in %(target)s.") % {
                "table": table,
                "row": row,
                "target": target,
            }
        return
    unsound = execute(
        database,
        "SELECT indexrelid::regclass::text FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid"
        " WHERE relnamespace = current_schema()::regnamespace AND NOT (indisvalid AND indisready)",
    ).fetchall()
    for (name,) in unsound:
        yield _("The index %(name)s is not valid.") % {"name": name}
    tables = tables_of(database)
    for number, table in enumerate(tables):
        progress(number, len(tables), table)
        execute(database, f'SELECT count(*), sum(hashtext("{table}"::text)) FROM "{table}"').fetchone()
    yield from _links_on_server(database)


def _links_on_server(database: Database) -> Iterator[str]:
    links = execute(
        database,
        "SELECT conrelid::regclass::text, confrelid::regclass::text, a.attname FROM pg_constraint"
        " JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = conkey[1]"
        " WHERE contype = 'f' AND connamespace = current_schema()::regnamespace",
    ).fetchall()
    for table, target, column in links:
        rows = execute(
            database,
            f'SELECT t.id FROM {table} t LEFT JOIN {target} o ON o.id = t."{column}"'
            f' WHERE t."{column}" IS NOT NULL AND o.id IS NULL',
        ).fetchall()
        for (row,) in rows:
            yield _("%(table)s %(row)s points to nothing in %(target)s.") % {
                "table": table,
                "row": row,
                "target": target,
            }


def _schema(database: Database, _progress: Progress) -> Iterator[str]:
    if not database.table_exists(schema.HISTORY) or not database.table_exists("account"):
        yield _("There is no company in this database yet.")
    elif waiting := schema.pending(database):
        yield _("It is older than this program; “bsc-tui migrate” brings it up to date (%(names)s).") % {
            "names": ", ".join(waiting)
        }


def _keys(database: Database, progress: Progress) -> Iterator[str]:
    reader = Reader(database, Clock().today())
    for entity, keys, unsorted in untrue_keys(reader, progress):
        yield _(
            "%(kind)s: %(keys)s search keys and %(sorts)s sort keys are not those of the records;"
            " “bsc-tui rebuild-search” makes them anew."
        ) % {"kind": entity.code, "keys": active().number(keys), "sorts": active().number(unsorted)}


def _amounts(_database: Database, progress: Progress) -> Iterator[str]:
    """Net, VAT and total follow from price, discount and rate, as they do when a seat is saved."""
    last, done = 0, 0
    whole = Registration.select().count()
    names = ("id", "price", "discount_rate", "discount", "vat_rate", "net", "vat", "total")
    asked = [getattr(Registration, name) for name in names]
    while True:
        query = Registration.select(*asked).where(Registration.id > last).order_by(Registration.id)
        rows = dicts(query.limit(TOGETHER))
        if not rows:
            return
        for row in rows:
            due = priced(row["price"], row["discount_rate"], row["discount"], row["vat_rate"])
            if (due.net, due.vat, due.total) != (row["net"], row["vat"], row["total"]):
                yield _("The amounts of registration %(id)s are not the sum of their parts.") % {
                    "id": row["id"]
                }
        last = rows[-1]["id"]
        done += len(rows)
        progress(done, whole, "registration")


def _documents(_database: Database, progress: Progress) -> Iterator[str]:
    """Every piece of every version is there and as it was stored."""
    for name, id, trouble in document_files.unsound(progress):
        yield f"{name} ({id}): {trouble}."


def _trail(database: Database, _progress: Progress) -> Iterator[str]:
    """Every record came through the gate: there is a change that made it."""
    for table, entity in (("person", "person"), ("registration", "registration"), ("payment", "payment")):
        mark = database.param
        rows = execute(
            database,
            f"SELECT id FROM {table} t WHERE NOT EXISTS (SELECT 1 FROM change c WHERE c.entity = {mark}"
            " AND c.record_id = t.id) ORDER BY id LIMIT 1000",
            (entity,),
        )
        for (id,) in rows.fetchall():
            yield _("%(kind)s %(id)s has no history.") % {"kind": entity, "id": id}


def _modes(database: Database, _progress: Progress) -> Iterator[str]:
    """An embedded company is its owner's alone, and so are the copies beside it."""
    if not isinstance(database, EmbeddedDatabase):
        return
    file = database.file
    around = [file, *(file.with_name(file.name + end) for end in ("-wal", "-shm"))]
    around += sorted(file.parent.glob(f"{file.stem}.before-*.db"))
    for one in around:
        if one.exists() and stat.S_IMODE(one.stat().st_mode) & 0o077:
            yield _others_may(one)


def _others_may(file: Path) -> str:
    return _("Others on this computer may open %(file)s: “chmod 600” closes it.") % {"file": file}


CHECKS: dict[str, tuple[str, Check]] = {
    "engine": (N_("Pages, indexes and links"), _engine),
    "schema": (N_("Version of the tables"), _schema),
    "keys": (N_("Search keys and sort keys"), _keys),
    "amounts": (N_("Amounts of registrations"), _amounts),
    "documents": (N_("Contents of documents"), _documents),
    "trail": (N_("History of people, registrations and payments"), _trail),
    "modes": (N_("Who may read the files"), _modes),
}
"""What is looked at, in this order."""
