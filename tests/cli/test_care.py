"""Care of a database from the command line: what the commands say, and how they end."""

from __future__ import annotations

import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from databases import ENGINES, new_postgresql
from peewee import Database

from bsc_tui.db import schema
from bsc_tui.db.database import execute
from bsc_tui.records.records import Records
from tests.cli.conftest import Shell, run


@pytest.fixture(params=ENGINES)
def other_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without tables, on each engine in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'other.db'}"
        return
    yield from new_postgresql(request.getfixturevalue("postgresql_server"), None)


@pytest.fixture
def office(
    admin: Records, make_seminar: Callable[..., int], make_people: Callable[[int], list[int]]
) -> Records:
    """Three people in Armenian, Cyrillic and Latin letters, one with a paid seat."""
    first, _second, _third = make_people(3)
    admin.save("person", {"last_name": "Ավանեսյան"}, id=first)
    admin.save("person", {"last_name": "Ёлкин"})
    seat = admin.save("registration", {"engagement": make_seminar(), "person": first, "price": 1_000}).id
    admin.save("payment", {"registration": seat, "day": "2026-11-20", "amount": 1_000})
    return admin


def test_a_backup_is_made_restored_and_lists_the_same(
    shell: Shell, office: Records, other_url: str, tmp_path: Path
) -> None:
    file = tmp_path / "backup.db"
    made = shell("backup", str(file))
    assert (made.status, made.err) == (0, "")
    assert "rows of" in made.out
    assert stat.S_IMODE(file.stat().st_mode) == 0o600

    restored = run("--database", other_url, "restore", str(file))
    assert (restored.status, restored.err) == (0, "")
    assert restored.out.startswith("The backup of ")
    for words in (["list", "person"], ["list", "payment", "--json"], ["search", "avanesyan"], ["check"]):
        assert run("--database", other_url, *words).out == shell(*words).out

    again = run("--database", other_url, "restore", str(file))
    assert (again.status, again.err.count("\n")) == (1, 1)
    assert "There is a company already." in again.err


def test_a_company_moves_between_engines_and_says_the_same(
    shell: Shell, office: Records, url: str, other_url: str
) -> None:
    moved = run("copy", url, other_url)
    assert (moved.status, moved.err) == (0, "")
    assert "the same in both databases" in moved.out
    for words in (
        ["list", "person"],
        ["list", "engagement", "--json"],
        ["show", "registration", "1"],
        ["export", "registration", "--format", "json"],
        ["report", "services", "--json"],
        ["user", "list"],
        ["check", "--json"],
    ):
        assert run("--database", other_url, *words).out == shell(*words).out


def test_what_can_not_be_copied_is_one_line(shell: Shell, url: str, empty_url: str, tmp_path: Path) -> None:
    nothing = run("copy", empty_url, f"sqlite:///{tmp_path / 'new.db'}")
    assert nothing.status == 1
    assert nothing.err.count("\n") == 1
    assert not (tmp_path / "new.db").exists()

    assert run("copy", f"sqlite:///{tmp_path / 'none.db'}", url).status == 1
    assert run("copy", "nonsense://", url).status == 1
    assert run("copy", url, url).err.startswith("There is a company already.")
    assert shell("copy", url, url).status == 2


def test_another_program_s_database_is_left_alone(office: Records, shell: Shell, tmp_path: Path) -> None:
    shell("backup", str(tmp_path / "backup.db"))
    with closing(sqlite3.connect(tmp_path / "theirs.db")) as theirs:
        theirs.execute("CREATE TABLE account (id INTEGER)")
        theirs.commit()
    for more in ([], ["--replace"]):
        ended = run(
            "--database", f"sqlite:///{tmp_path / 'theirs.db'}", "restore", str(tmp_path / "backup.db"), *more
        )
        assert ended.status == 1
        assert "This is not a database of bsc-tui." in ended.err
    with closing(sqlite3.connect(tmp_path / "theirs.db")) as theirs:
        assert theirs.execute("SELECT name FROM sqlite_master").fetchall() == [("account",)]
    assert (
        run("--database", url_of(tmp_path / "empty.db"), "restore", str(tmp_path / "theirs.db")).status == 1
    )
    assert not (tmp_path / "empty.db").exists()


def url_of(file: Path) -> str:
    return f"sqlite:///{file}"


def test_a_sound_database_is_said_to_be_sound(shell: Shell, office: Records) -> None:
    ended = shell("check")
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.endswith("The database is sound.\n")
    assert shell("check", "--json").json["sound"] is True


def test_what_is_wrong_is_named_and_mended(shell: Shell, office: Records, database: Database) -> None:
    with database.atomic():
        execute(database, "DELETE FROM search_key")
    ended = shell("check")
    assert (ended.status, ended.err) == (1, "")
    assert "wrong  Search keys and sort keys" in ended.out
    assert "bsc-tui rebuild-search" in ended.out
    assert shell("search", "avanesyan").out == ""

    mended = shell("rebuild-search")
    assert mended.status == 0
    assert shell("check").status == 0
    assert "Ավանեսյան" in shell("search", "avanesyan").out


def test_a_newer_schema_is_told_and_not_touched(shell: Shell, office: Records, database: Database) -> None:
    with database.atomic():
        execute(
            database,
            "UPDATE schema_migration SET name = '9999_to_come'"
            " WHERE name = (SELECT max(name) FROM schema_migration)",
        )
    ended = shell("check")
    assert ended.status == 1
    assert "newer than this program" in ended.out
    assert execute(database, "SELECT max(name) FROM schema_migration").fetchone() == ("9999_to_come",)


def test_an_older_schema_is_told_and_not_brought_up_to_date_by_a_check(
    shell: Shell, office: Records, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "steps"
    shutil.copytree(schema.FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "9999_to_come.py").write_text("def up(migrator, db):\n    pass\n")
    monkeypatch.setattr(schema, "FOLDER", folder)
    for _twice in range(2):
        ended = shell("check")
        assert ended.status == 1
        assert "It is older than this program" in ended.out
        assert "9999_to_come" in ended.out


def test_an_empty_database_is_no_company(empty_url: str) -> None:
    ended = run("--database", empty_url, "check")
    assert ended.status == 1
    assert "There is no" in ended.out + ended.err


def test_only_who_administers_backs_up_and_makes_keys_anew(
    shell: Shell, as_user: Callable[..., Records], tmp_path: Path
) -> None:
    as_user("lusine", "clerk")
    for words in (("backup", str(tmp_path / "backup.db")), ("rebuild-search",)):
        ended = shell(*words, user="lusine")
        assert ended.status == 1
        assert ended.err.startswith("You may not change this.")
    assert not (tmp_path / "backup.db").exists()
