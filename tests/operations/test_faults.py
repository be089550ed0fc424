"""A program that is killed, a disk that is full, a file that is damaged: what was acknowledged is there."""

from __future__ import annotations

import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from databases import make_company
from peewee import Database

from bsc_tui.db import schema
from bsc_tui.db.copying import nothing_told, one_moment, sums_of
from bsc_tui.db.database import make_database, open_database
from bsc_tui.db.models import Payment, Person, Registration, tuples
from bsc_tui.errors import Unusable
from bsc_tui.operations.checks import checked
from bsc_tui.records.records import Records

FAULTS = Path(__file__).parent.parent / "faults.py"
KILLS = os.environ.get("BSC_TEST_KILLS", "20")
"""Times that the clerks are killed; `BSC_TEST_KILLS` in the environment asks for more."""
on_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def run(*words: str) -> Any:
    """What the killed program says."""
    ended = subprocess.run(
        [sys.executable, str(FAULTS), *words], capture_output=True, text=True, check=False, timeout=110
    )
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout.splitlines()[-1])


def program(url: str, *words: str) -> subprocess.CompletedProcess[str]:
    """The real program."""
    return subprocess.run(
        [sys.executable, "-m", "bsc_tui", "--database", url, *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_every_acknowledged_save_outlives_twenty_kills_and_none_is_half(
    database: Database, url: str, make_seminar: Callable[..., int]
) -> None:
    make_seminar(maximum=None)
    told = run("saves", url, KILLS, "1994")

    names = {name for (name,) in tuples(Person.select(Person.last_name))}
    seats = tuples(Registration.select(Registration.id, Registration.person))
    paid = {seat for (seat,) in tuples(Payment.select(Payment.registration))}
    assert len(told["acknowledged"]) > 20
    assert {f"Clerk{number}" for number in told["acknowledged"]} <= names
    assert len(seats) == len(names)
    assert paid == {id for id, _person in seats}
    assert [one for one in checked(database, nothing_told) if one.problems] == []


def test_a_migration_that_is_killed_twenty_times_comes_through(
    database: Database, url: str, tmp_path: Path, admin: Records
) -> None:
    admin.save_many("person", [{"last_name": f"Name{number}"} for number in range(500)])
    with one_moment(database):
        before = sums_of(database)["registration"], Person.select().count()
    database.close()
    folder = tmp_path / "steps"
    shutil.copytree(schema.FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    for number in range(9000, 9024):
        (folder / f"{number}_hat.py").write_text(
            "import peewee as pw\n\n\ndef up(migrator, db):\n"
            "    db.execute_sql(\"UPDATE person SET notes = notes || '.'\")\n"
            f"    migrator.migrate(migrator.add_column('person', 'hat_{number}',"
            " pw.CharField(default='none')))\n"
            "    db.execute_sql(\"UPDATE person SET notes = ''\")\n"
        )

    told = run("migrations", url, str(folder), "7")

    database.connect()
    assert told["between"] == []
    assert told["left"] == 0
    assert told["kills"] >= 10
    assert Person.select().where(Person.notes == "").count() == before[1]
    for kept in tmp_path.glob("company.before-migration-*.db"):
        with closing(sqlite3.connect(kept)) as copy:
            assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    ended = program(url, "list", "person", "--limit", "1")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "newer than this program" in ended.stderr


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from bsc_tui.db.database import open_database
from bsc_tui.db.models import Account, Person
from bsc_tui.errors import Unavailable
from bsc_tui.records import access
from bsc_tui.records.records import Records

file = Path(sys.argv[1])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
database = open_database(f"sqlite:///{file}")
records = Records(database, access.actor_of(Account.get(Account.name == "admin"), "test"))
kept = records.save("person", {"last_name": "Before"}).id
wal = file.with_name(file.name + "-wal")
resource.setrlimit(resource.RLIMIT_FSIZE, (wal.stat().st_size + 8192, resource.RLIM_INFINITY))
saved = 0
try:
    while True:
        records.save("person", {"last_name": f"Name{saved}", "notes": "x" * 3000})
        saved += 1
except Unavailable as problem:
    print(problem)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
records.save("person", {"last_name": f"Name{saved}", "notes": "x" * 3000})
print(Person.select().where(Person.last_name.startswith("Name")).count() == saved + 1)
print(records.get("person", kept).title)
"""


@on_sqlite
def test_a_disk_that_is_full_is_told_and_the_same_save_succeeds_later(
    database: Database, tmp_path: Path
) -> None:
    database.close()
    ended = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(tmp_path / "company.db")],
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.stderr == ""
    said, same, before = ended.stdout.splitlines()
    assert "what you typed stays here" in said
    assert "Make room, then save again." in said
    assert (same, before) == ("True", "Before")
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY


@on_sqlite
def test_a_backup_that_finds_no_room_leaves_nothing(database: Database, url: str, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    limited = "import resource, signal, sys\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
    limited += "resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))\n"
    limited += "from bsc_tui.cli.program import program\nprogram(sys.argv[1:])\n"
    words = ("--database", url, "backup", str(tmp_path / "out" / "backup.db"))
    ended = subprocess.run(
        [sys.executable, "-c", limited, *words], capture_output=True, text=True, check=False
    )

    assert ended.returncode == 1
    assert ended.stderr.count("\n") == 1
    assert "Traceback" not in ended.stderr
    assert os.listdir(tmp_path / "out") == []


# -- damaged files ---------------------------------------------------------------------------------


def _header(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[3] ^= 0xFF
    file.write_bytes(content)


def _zeroed_page(file: Path) -> None:
    with closing(sqlite3.connect(file)) as database:
        (page,) = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'person'").fetchone()
        (size,) = database.execute("PRAGMA page_size").fetchone()
    with file.open("r+b") as content:
        content.seek((page - 1) * size)
        content.write(bytes(size))


def _shorter(file: Path) -> None:
    with file.open("r+b") as content:
        content.truncate(file.stat().st_size - 4096)


def _foreign_log(file: Path) -> None:
    other = file.with_name("other.db")
    make_company(f"sqlite:///{other}")
    database = make_database(f"sqlite:///{other}")
    database.connect()
    with database.atomic():
        database.execute_sql("UPDATE term SET label_en = label_en || ' of another'")
        database.execute_sql("UPDATE person SET last_name = 'Other'")
    shutil.copy(f"{other}-wal", f"{file}-wal")
    database.close()


DAMAGES = {"header": _header, "a zeroed page": _zeroed_page, "shorter by a page": _shorter}


@on_sqlite
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_told_points_to_the_backup_and_stays_as_it_is(
    damage: str, database: Database, admin: Records, url: str, tmp_path: Path
) -> None:
    admin.save_many("person", [{"last_name": f"Name{number}"} for number in range(50)])
    database.close()
    file = tmp_path / "company.db"
    DAMAGES[damage](file)
    before = file.read_bytes()

    ended = program(url, "check")

    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr + ended.stdout
    assert file.read_bytes() == before
    if damage != "shorter by a page":
        listed = program(url, "list", "person")
        assert listed.returncode == 1
        assert "The database is damaged." in listed.stderr
        assert "Restore the latest backup" in listed.stderr
        assert file.read_bytes() == before


@on_sqlite
def test_a_log_that_vanished_loses_what_was_in_it_and_nothing_else(
    database: Database, admin: Records, url: str, tmp_path: Path
) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    admin.save("person", {"last_name": "Checked in"})
    database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    admin.save("person", {"last_name": "In the log"})
    shutil.copy(tmp_path / "company.db", kept / "company.db")  # without its log

    left = f"sqlite:///{kept / 'company.db'}"
    assert program(left, "check").returncode == 0
    assert "Checked in" in program(left, "list", "person").stdout
    assert url != left


@on_sqlite
def test_the_log_of_another_database_does_not_pass_the_check(
    database: Database, admin: Records, url: str, tmp_path: Path
) -> None:
    admin.save_many("person", [{"last_name": f"Name{number}"} for number in range(400)])
    database.close()
    _foreign_log(tmp_path / "company.db")

    ended = program(url, "check")

    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr + ended.stdout


READER = """
import contextlib, io, os, sys
from bsc_tui.cli.program import program
good, other, *words = sys.argv[1:]
sys.stdin = io.StringIO("correct horse battery")
# Once as oneself: what Python still had to load may be closed to the other user.
with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):
    with contextlib.redirect_stderr(io.StringIO()):
        program(["--database", good, *words])
if os.getuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
sys.stdin = io.StringIO("correct horse battery")
program(["--database", other, *words])
"""


@on_sqlite
@pytest.mark.parametrize(
    ("file_mode", "folder_mode"), [(0o444, 0o755), (0o444, 0o555), (0o666, 0o555), (0o000, 0o755)]
)
def test_what_may_not_be_written_is_one_line_and_never_a_traceback(
    file_mode: int, folder_mode: int, database: Database, url: str
) -> None:
    database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    with tempfile.TemporaryDirectory(dir="/tmp") as name:  # pytest's own folders are closed to others
        folder = Path(name)
        shutil.copy(url.removeprefix("sqlite:///"), folder / "c.db")
        (folder / "c.db").chmod(file_mode)
        folder.chmod(folder_mode)
        before = (folder / "c.db").read_bytes() if os.geteuid() == 0 else b""
        for words in (("list", "term"), ("user", "disable", "admin"), ("rebuild-search",)):
            ended = subprocess.run(
                [sys.executable, "-c", READER, url, f"sqlite:///{folder / 'c.db'}", *words],
                capture_output=True,
                text=True,
                check=False,
                env={**os.environ, "BSC_STATE": "/nowhere"},
            )
            assert "Traceback" not in ended.stderr
            assert "did not expect" not in ended.stderr
            assert ended.returncode in ((0, 1) if words[0] == "list" else (1,)), (words, ended.stderr)
            assert ended.stderr.count("\n") == ended.returncode
        folder.chmod(0o755)
        assert not before or (folder / "c.db").read_bytes() == before


@on_sqlite
def test_a_file_closed_in_mid_session_is_told_and_the_save_succeeds_later(
    admin: Records, database: Database
) -> None:
    admin.save("person", {"last_name": "Before"})
    database.execute_sql("PRAGMA query_only = 1")  # as it is for whoever may only read

    with pytest.raises(Unusable, match="can't be written"):
        admin.save("person", {"last_name": "Meanwhile"})
    assert admin.count("person") == 1

    database.execute_sql("PRAGMA query_only = 0")
    admin.save("person", {"last_name": "Meanwhile"})
    assert admin.count("person") == 2


@on_sqlite
def test_files_are_the_owners_alone(database: Database, admin: Records, tmp_path: Path) -> None:
    admin.save("person", {"last_name": "Somebody"})
    for file in tmp_path.glob("company.db*"):
        if file.name != "company.db":  # the template was copied by the test
            assert file.stat().st_mode & 0o077 == 0 or file.suffix == ".db-shm"
    opened = open_database(f"sqlite:///{tmp_path / 'deep' / 'new.db'}")
    schema.migrate(opened)
    assert {oct(file.stat().st_mode & 0o777) for file in (tmp_path / "deep").glob("new.db*")} == {"0o600"}
    opened.close()
