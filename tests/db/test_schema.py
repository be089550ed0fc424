"""Migrations: they make what the models say, once, with a backup, and never over a newer schema."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from peewee import Database, SqliteDatabase
from playhouse.schema_diff import diff_models

from bsc_tui.db import schema
from bsc_tui.db.database import execute, open_database
from bsc_tui.db.models import TABLES, Enterprise, Person
from bsc_tui.db.rows import indexed_afterwards
from bsc_tui.errors import Unusable

BESIDES = {"search_key", "schema_migration"}
"""Tables that no model stands for."""


def picture(database: Database, tables: Iterable[str]) -> dict[str, Any]:
    """Columns, types, nulls, keys, indexes and links of tables, as the database tells them."""
    seen: dict[str, Any] = {}
    for table in tables:
        seen[table] = {
            "columns": {
                column.name: (column.data_type.lower(), column.null, column.primary_key)
                for column in database.get_columns(table)
            },
            "indexes": {
                (tuple(index.columns), index.unique, partial(index.sql))
                for index in database.get_indexes(table)
            },
            "links": {
                (link.column, link.dest_table, link.dest_column) for link in database.get_foreign_keys(table)
            },
        }
    return seen


def partial(sql: str | None) -> str:
    """The condition of a partial index, spelt as far alike as the engines let it be."""
    _head, _where, condition = (sql or "").partition(" WHERE ")
    return condition.replace('"', "").replace("(", "").replace(")", "").lower()


def create_from_models(database: Any) -> None:
    """All tables anew, as the models have them: enterprises name people, and people enterprises."""
    if isinstance(database, SqliteDatabase):
        database.drop_tables(list(TABLES))
        database.create_tables(list(TABLES))
        return
    database.drop_tables(list(TABLES), cascade=True)
    schema_of_enterprises: Any = getattr(Enterprise, "_schema")  # noqa: B009 - missing in the stubs
    statement, _parameters = schema_of_enterprises._create_table(safe=False).query()
    later = []
    for name in ("director_id", "responsible_id"):
        link = f'FOREIGN KEY ("{name}") REFERENCES "person" ("id")'
        assert f", {link}" in statement
        statement = statement.replace(f", {link}", "")
        later.append(f"ALTER TABLE enterprise ADD {link}")
    others = [model for model in TABLES if model is not Enterprise]
    database.create_tables(others[: others.index(Person)])
    execute(database, statement)
    schema_of_enterprises.create_indexes()
    database.create_tables(others[others.index(Person) :])
    for link in later:
        execute(database, link)


def test_the_migrations_make_what_the_models_say(empty_url: str) -> None:
    database = open_database(empty_url)
    schema.migrate(database)
    tables = sorted(set(database.get_tables()) - BESIDES)
    assert not diff_models(database, list(TABLES))
    migrated = picture(database, tables)
    assert len(tables) == len(TABLES)

    # The models make the tables anew, in the same database: the pictures must be one.
    with database.atomic():
        create_from_models(database)
    assert picture(database, tables) == migrated
    database.close()


def test_the_search_keys_have_their_table(empty_url: str) -> None:
    database = open_database(empty_url)
    schema.migrate(database)
    columns = {column.name: column.null for column in database.get_columns("search_key")}
    assert columns == {"entity": False, "kind": False, "key": False, "record_id": False}
    assert database.get_primary_keys("search_key") == ["entity", "kind", "key", "record_id"]
    database.close()


STARTER = """
import sys
from bsc_tui.db.database import execute, open_database
from bsc_tui.db.schema import migrate
database = open_database(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
print(",".join(migrate(database)) or "nothing")
"""


def test_of_two_starters_one_migrates_and_both_end_well(empty_url: str) -> None:
    starters = [
        subprocess.Popen(
            [sys.executable, "-c", STARTER, empty_url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _number in range(2)
    ]
    for starter in starters:
        assert starter.stdout
        assert starter.stdout.readline() == "ready\n"
    for starter in starters:
        assert starter.stdin
        starter.stdin.write("\n")
        starter.stdin.flush()
    told = sorted(starter.communicate(timeout=60)[0].strip() for starter in starters)
    every = ",".join(sorted(file.stem for file in schema.FOLDER.glob("[0-9]*.py")))
    assert told == [every, "nothing"]
    assert [starter.returncode for starter in starters] == [0, 0]


def test_a_database_of_a_later_version_is_refused(database: Database) -> None:
    execute(
        database, "INSERT INTO schema_migration (name, applied) VALUES ('9999_later', '2030-01-01 00:00:00')"
    )
    with pytest.raises(Unusable) as caught:
        schema.migrate(database)
    assert str(caught.value) == (
        "The database is newer than this program. It was changed by a later version (9999_later). "
        "Install the newer version."
    )


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the migrations there are and room for another one."""
    folder = tmp_path / "migrations"
    folder.mkdir()
    for step in schema.FOLDER.glob("[0-9]*.py"):
        (folder / step.name).write_text(step.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(schema, "FOLDER", folder)
    return folder


ADDS_A_COLUMN = """
import peewee as pw
def up(migrator, db):
    migrator.migrate(migrator.add_column("person", "hat", pw.CharField(default="bowler")))
"""


def test_nothing_pending_changes_nothing(database: Database, tmp_path: Path) -> None:
    assert schema.migrate(database) == []
    assert not list(tmp_path.glob("*before-migration*"))


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_file_with_content_is_backed_up_first(database: Database, later: Path, tmp_path: Path) -> None:
    Person.create(last_name="Hakobyan", sort_key="hakobyan")
    (later / "9998_hats.py").write_text(ADDS_A_COLUMN, encoding="utf-8")
    assert schema.migrate(database) == ["9998_hats"]
    (copy,) = tmp_path.glob("*before-migration*")
    assert copy.stat().st_mode & 0o777 == 0o600
    kept = SqliteDatabase(str(copy))
    assert execute(kept, "SELECT last_name FROM person").fetchall() == [("Hakobyan",)]
    assert "hat" not in {column.name for column in kept.get_columns("person")}
    kept.close()
    assert execute(database, "SELECT last_name, hat FROM person").fetchall() == [("Hakobyan", "bowler")]
    assert execute(database, "PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_an_empty_file_is_not_backed_up(empty_url: str, tmp_path: Path) -> None:
    database = open_database(empty_url)
    schema.migrate(database)
    database.close()
    assert not list(tmp_path.glob("*before-migration*"))


def test_a_migration_that_fails_leaves_all_as_it_was(database: Database, later: Path) -> None:
    (later / "9998_hats.py").write_text(ADDS_A_COLUMN + "    raise ValueError('torn')\n", encoding="utf-8")
    with pytest.raises(ValueError, match="torn"):
        schema.migrate(database)
    assert "hat" not in {column.name for column in database.get_columns("person")}
    (later / "9998_hats.py").write_text(ADDS_A_COLUMN, encoding="utf-8")
    assert schema.migrate(database) == ["9998_hats"]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_links_that_a_migration_broke_are_told(database: Database, later: Path) -> None:
    (later / "9998_broken.py").write_text(
        "def up(migrator, db):\n    db.execute_sql('UPDATE term SET list_id = 9999 WHERE id = 1')\n",
        encoding="utf-8",
    )
    with pytest.raises(Unusable, match="damaged"):
        schema.migrate(database)


def test_indexes_that_are_made_afterwards_are_those_that_were_there(database: Database) -> None:
    tables = ["person", "registration", "change"]
    before = picture(database, tables)
    with database.atomic(), indexed_afterwards(database):
        during = picture(database, tables)
    assert picture(database, tables) == before
    for table in tables:
        kept, all_of_them = during[table]["indexes"], before[table]["indexes"]
        assert kept < all_of_them
        assert {index for index in all_of_them if index[1]} <= kept  # what shall be there once

    class Torn(Exception):
        pass

    with pytest.raises(Torn), database.atomic(), indexed_afterwards(database):
        raise Torn
    assert picture(database, tables) == before
