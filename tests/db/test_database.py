"""The connection: what can be opened, and what faults of the database mean to a person."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from peewee import Database, OperationalError

from bsc_tui.db.database import execute, open_database, problem_of, reconnect, told
from bsc_tui.db.models import Operation, Person, Registration, Setting
from bsc_tui.errors import Conflict, Unavailable, Unusable
from bsc_tui.operations.registrations import register
from bsc_tui.records import audit, drafts
from bsc_tui.records.records import Records

on_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("engine", ["postgresql"], indirect=True)


@on_sqlite
def test_a_new_file_and_its_folder_are_the_owners_alone(tmp_path: Path, engine: str) -> None:
    file = tmp_path / "deep" / "company.db"
    open_database(f"sqlite:///{file}").close()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


@on_sqlite
def test_what_can_not_be_opened_is_told(tmp_path: Path, engine: str) -> None:
    (tmp_path / "noise.db").write_bytes(b"this is no database at all, but a long enough file " * 30)
    with pytest.raises(Unusable, match="damaged"):
        open_database(f"sqlite:///{tmp_path / 'noise.db'}")
    with pytest.raises(Unusable, match="is a folder"):
        open_database(f"sqlite:///{tmp_path}")
    with pytest.raises(Unusable, match="no such database"):
        open_database(f"sqlite:///{tmp_path / 'none.db'}", create=False)
    with pytest.raises(Unusable, match="names no file"):
        open_database("sqlite:///")
    with pytest.raises(Unusable, match="begins neither"):
        open_database("mysql://root@localhost/company")


def test_a_server_that_is_not_there_is_told_without_its_address() -> None:
    with pytest.raises(Unavailable) as caught:
        open_database("postgresql://somebody:secret@127.0.0.1:1/company")
    assert str(caught.value) == (
        "The database can't be reached. Nothing was saved; what you typed stays here. Try again."
    )


HOLDER = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.readline()
held.execute("ROLLBACK")
print("free", flush=True)
"""


@pytest.fixture
def another_writer(url: str) -> Iterator[Callable[[], Callable[[], None]]]:
    """Lets another process take the write lock; what it gives back lets it go."""
    started: list[subprocess.Popen[str]] = []

    def take() -> Callable[[], None]:
        holder = subprocess.Popen(
            [sys.executable, "-c", HOLDER, url.removeprefix("sqlite:///")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(holder)
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"

        def release() -> None:
            assert holder.communicate("\n", timeout=30)[0] == "free\n"

        return release

    yield take
    for holder in started:
        if holder.poll() is None:
            holder.kill()
            holder.wait()


@on_sqlite
def test_a_busy_database_is_told_and_the_same_save_succeeds_once_later(
    admin: Records, url: str, another_writer: Callable[[], Callable[[], None]]
) -> None:
    database = open_database(url, busy_seconds=0.05)
    records = Records(database, admin.actor, admin.clock)
    release = another_writer()
    for _try in range(2):
        with pytest.raises(Unavailable) as caught:
            records.save("person", {"last_name": "Patient"}, token="patient")
        assert str(caught.value) == (
            "The database is busy. Somebody else is writing; nothing was saved. Try again."
        )
    release()
    assert not Person.select().exists()
    first = records.save("person", {"last_name": "Patient"}, token="patient")
    assert records.save("person", {"last_name": "Patient"}, token="patient").id == first.id
    assert Person.select().count() == 1
    database.close()


@on_sqlite
def test_a_writer_that_is_quick_enough_is_waited_for(
    admin: Records, url: str, another_writer: Callable[[], Callable[[], None]]
) -> None:
    database = open_database(url, busy_seconds=30)
    release = another_writer()
    from concurrent.futures import ThreadPoolExecutor

    def save() -> int:
        try:
            return Records(database, admin.actor, admin.clock).save("person", {"last_name": "Patient"}).id
        finally:
            database.close()

    with ThreadPoolExecutor(1) as pool:
        saving = pool.submit(save)
        release()
        assert saving.result(timeout=30)
    assert Person.select().count() == 1
    database.close()


@on_sqlite
@pytest.mark.skipif(os.getuid() == 0, reason="root writes everywhere")
def test_a_read_only_file_is_told(url: str) -> None:
    Path(url.removeprefix("sqlite:///")).chmod(0o400)
    with pytest.raises(Unusable, match="can't be written"):
        open_database(url)


@pytest.fixture
def break_connection(url: str, database: Database) -> Callable[[], None]:
    """Ends the backend behind this thread's connection, as a restart of the server does."""

    def break_it() -> None:
        pid = execute(database, "SELECT pg_backend_pid()").fetchone()[0]
        with psycopg.connect(url, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s)", (pid,))
            while other.execute("SELECT 1 FROM pg_stat_activity WHERE pid = %s", (pid,)).fetchone():
                pass

    return break_it


LOST = "The database can't be reached. Nothing was saved; what you typed stays here. Try again."


@on_postgresql
def test_a_connection_lost_between_two_saves_is_made_anew(
    admin: Records, break_connection: Callable[[], None]
) -> None:
    first = admin.save("person", {"last_name": "Before"}).id
    break_connection()
    for _try in range(2):
        with pytest.raises(Unavailable) as caught:
            admin.save("person", {"last_name": "After"}, token="after")
        assert str(caught.value) == LOST
    admin.reconnect()
    second = admin.save("person", {"last_name": "After"}, token="after").id
    assert admin.save("person", {"last_name": "After"}, token="after").id == second
    assert sorted(person.id for person in Person.select()) == [first, second]


@on_postgresql
def test_reading_over_a_lost_connection_is_told_too(
    admin: Records, break_connection: Callable[[], None]
) -> None:
    id = admin.save("person", {"last_name": "Before"}).id
    for look in (
        lambda: admin.get("person", id),
        lambda: admin.page("person", ["last_name"]),
        lambda: admin.page("person", ["last_name"], query="befo"),
        lambda: admin.count("person"),
        lambda: drafts.all_of(admin),
        lambda: audit.history(admin, admin.get("person", id).entity, id),
    ):
        break_connection()
        with pytest.raises(Unavailable):
            look()
        admin.reconnect()
        look()


@on_postgresql
def test_an_operation_that_loses_its_connection_midway_leaves_nothing(
    admin: Records, break_connection: Callable[[], None]
) -> None:
    operations = Operation.select().count()

    def attempt(*, torn: bool) -> None:
        with admin.operation("create", token="twins"):
            admin.save("person", {"last_name": "First"})
            if torn:
                break_connection()
            admin.save("person", {"last_name": "Second"})

    with pytest.raises(Unavailable):
        attempt(torn=True)
    admin.reconnect()
    assert Person.select().count() == 0
    attempt(torn=False)
    assert Person.select().count() == 2
    assert Operation.select().count() == operations + 1


@on_postgresql
def test_a_connection_lost_at_the_end_of_an_operation_leaves_nothing(
    admin: Records, break_connection: Callable[[], None]
) -> None:
    def attempt() -> None:
        with admin.operation("create"):
            admin.save("person", {"last_name": "Late"})
            break_connection()

    with pytest.raises(Unavailable):
        attempt()
    admin.reconnect()
    assert Person.select().count() == 0


@on_postgresql
def test_a_save_that_was_kept_but_not_answered_is_not_done_twice(
    admin: Records, make_seminar: Callable[..., int], break_connection: Callable[[], None]
) -> None:
    """The connection dies after COMMIT, before the answer: whoever tries again repeats the token."""
    seminar = make_seminar()
    saved = register(admin, seminar, {}, person={"last_name": "Once"}, token="unanswered")
    break_connection()
    with pytest.raises(Unavailable):
        register(admin, seminar, {}, person={"last_name": "Once"}, token="unanswered")
    admin.reconnect()
    again = register(admin, seminar, {}, person={"last_name": "Once"}, token="unanswered")
    assert (again.id, again.person, again.status) == (saved.id, saved.person, "registered")
    assert (Person.select().count(), Registration.select().count()) == (1, 1)


def test_a_sound_connection_can_be_made_anew_as_well(admin: Records) -> None:
    admin.save("person", {"last_name": "Before"})
    admin.reconnect()
    assert admin.count("person") == 1


def test_a_connection_is_made_anew_even_inside_a_transaction_that_broke(database: Database) -> None:
    database.begin()
    reconnect(database)
    assert not database.in_transaction()
    assert Person.select().count() == 0


@on_postgresql
def test_a_row_that_somebody_holds_is_waited_for_so_long_and_then_told(admin: Records, url: str) -> None:
    id = admin.save("person", {"last_name": "Held"}).id
    database = open_database(url, busy_seconds=0.05)
    with psycopg.connect(url) as other:
        other.execute("SELECT id FROM person WHERE id = %s FOR UPDATE", (id,))
        with pytest.raises(Unavailable, match="busy"):
            Records(database, admin.actor, admin.clock).save("person", {"city": "Gyumri"}, id=id)
    database.close()


@pytest.mark.parametrize(
    ("words", "kind", "title"),
    [
        ("database is locked", Unavailable, "The database is busy."),
        ("deadlock detected", Unavailable, "The database is busy."),
        ("database or disk is full", Unavailable, "The disk is full."),
        ("could not extend file: No space left on device", Unavailable, "The disk is full."),
        ("attempt to write a readonly database", Unusable, "The database can't be written."),
        ("cannot execute UPDATE in a read-only transaction", Unusable, "The database can't be written."),
        ("database disk image is malformed", Unusable, "The database is damaged."),
        ("server closed the connection unexpectedly", Unavailable, "The database can't be reached."),
        ("sorry, too many clients already", Unavailable, "The database can't be reached."),
    ],
)
def test_each_fault_has_its_sentence(words: str, kind: type[Exception], title: str) -> None:
    with pytest.raises(kind) as caught, told():
        raise OperationalError(words)
    assert str(caught.value).startswith(title)
    assert isinstance(problem_of(sqlite3.OperationalError(words)), Unusable | Unavailable)


def test_what_the_tables_refuse_is_a_conflict_whatever_its_words(database: Database) -> None:
    """A value that reads `locked` must not pass for a busy database."""
    Setting.create(name="is locked", value="1")
    with pytest.raises(Conflict), told():
        Setting.create(name="is locked", value="1")
