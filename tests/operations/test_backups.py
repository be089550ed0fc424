"""Backups on both engines: whole, sealed, restored as they were, refused when they are not sound."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from databases import ENGINES, gate, new_postgresql
from peewee import Database

from bsc_tui.db import copying, schema
from bsc_tui.db.copying import one_moment, sums_of
from bsc_tui.db.database import execute, make_database, open_database
from bsc_tui.db.models import Person
from bsc_tui.errors import Conflict, Missing, Unusable
from bsc_tui.operations import document_files, documents
from bsc_tui.operations.backups import back_up, copy, restore
from bsc_tui.records.records import Records

on_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture(params=ENGINES)
def other_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without tables, on each engine in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'other' / 'company.db'}"
        return
    yield from new_postgresql(request.getfixturevalue("postgresql_server"), None)


@pytest.fixture
def office(
    admin: Records, make_seminar: Callable[..., int], make_people: Callable[[int], list[int]]
) -> Records:
    """A company with every kind of value in it: dates, moments, flags, amounts, texts in three scripts."""
    first, second, *_others = make_people(4)
    admin.save("person", {"last_name": "Ավանեսյան", "birth_date": "1980-05", "letters": True}, id=first)
    seminar = make_seminar(price=10_050, confirmed_on="2026-11-01", free=False)
    seat = admin.save("registration", {"engagement": seminar, "person": second, "price": 10_050}).id
    admin.save("payment", {"registration": seat, "day": "2026-11-20", "amount": 5_000})
    folder = documents.make_folder(admin, None, "Սկաներ")
    upload = document_files.begin_upload(admin, folder, "scan.png")
    upload.write(bytes(range(256)) * 600)
    upload.finish(folder)
    admin.save("person", {"last_name": "Петросян", "notes": "two\nlines; “quotes” \\ 'and' \t tab"})
    return admin


def content(url: str) -> object:
    """What is in a database, the same for both engines."""
    database = make_database(url)
    with database.connection_context(), one_moment(database):
        return sums_of(database)


def test_a_backup_restored_on_either_engine_is_the_same_company(
    office: Records, url: str, other_url: str, tmp_path: Path
) -> None:
    before = content(url)
    made = back_up(office.database, tmp_path / "backup.db")
    restored = restore(tmp_path / "backup.db", other_url)

    assert content(other_url) == before == content(url)
    assert made.rows == restored.rows > 100
    moved = open_database(other_url)
    records = gate(moved, "admin")
    assert [line.texts["last_name"] for line in records.page("person", ["last_name"]).lines][:2] == [
        "Ավանեսյան",
        "Name1",
    ]
    assert records.searcher.find("person", "petrosyan")
    assert records.save("person", {"last_name": "Next"}).id == Person.select().count()  # numbers go on
    moved.close()


def test_a_company_is_moved_to_either_engine(office: Records, url: str, other_url: str) -> None:
    copied = copy(url, other_url)

    assert content(other_url) == content(url)
    assert copied.tables >= 25
    with pytest.raises(Conflict, match="There is a company already"):
        copy(url, other_url)


def test_indexes_and_links_are_there_after_a_move(office: Records, url: str, other_url: str) -> None:
    copy(url, other_url)
    moved = make_database(other_url)
    with moved.connection_context():
        fresh, there = indexes(office.database), indexes(moved)
        links = {link.column for link in moved.get_foreign_keys("registration")}
    if ("sqlite" in url) == ("sqlite" in other_url):
        assert there == fresh
    assert {"registration_once", "person_order"} <= there
    assert {"person_id", "engagement_id"} <= links


def indexes(database: Database) -> set[str]:
    return {index.name for table in database.get_tables() for index in database.get_indexes(table)}


def test_a_backup_made_while_others_write_is_of_one_moment(
    office: Records, url: str, tmp_path: Path, other_url: str
) -> None:
    ended = threading.Event()
    written: list[int] = []

    def write() -> None:
        worker = make_database(url)
        marker = worker.param
        with worker.connection_context():
            while not ended.is_set():
                with worker.atomic():  # two rows that belong together
                    for name in ("one", "two"):
                        execute(
                            worker,
                            f"INSERT INTO setting (name, value) VALUES ({marker}, {marker})",
                            (f"pair-{len(written)}-{name}", "1"),
                        )
                written.append(1)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for number in range(3):
            back_up(office.database, tmp_path / f"backup-{number}.db")
    finally:
        ended.set()
        thread.join()
    assert written
    for number in range(3):
        with closing(sqlite3.connect(tmp_path / f"backup-{number}.db")) as backup:
            (count,) = backup.execute("SELECT count(*) FROM setting WHERE name LIKE 'pair-%'").fetchone()
            assert count % 2 == 0
    restore(tmp_path / "backup-2.db", other_url)


def test_a_backup_is_one_file_that_only_its_owner_reads(office: Records, tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    back_up(office.database, tmp_path / "kept" / "backup.db")

    assert os.listdir(tmp_path / "kept") == ["backup.db"]
    assert stat.S_IMODE((tmp_path / "kept" / "backup.db").stat().st_mode) == 0o600
    with pytest.raises(Conflict, match="exists already"):
        back_up(office.database, tmp_path / "kept" / "backup.db")
    back_up(office.database, tmp_path / "kept" / "backup.db", overwrite=True)


def test_a_company_is_replaced_only_when_asked_and_kept_beside(
    office: Records, url: str, tmp_path: Path
) -> None:
    back_up(office.database, tmp_path / "backup.db")
    wanted = content(url)
    office.save("person", {"last_name": "Later"})
    with pytest.raises(Conflict, match="There is a company already"):
        restore(tmp_path / "backup.db", url)
    assert office.count("person", {"last_name": "Later"}) == 1

    restored = restore(tmp_path / "backup.db", url, replace=True)

    assert content(url) == wanted
    assert office.count("person", {"last_name": "Later"}) == 0
    if restored.former:
        assert stat.S_IMODE(restored.former.stat().st_mode) == 0o600
        former = make_database(f"sqlite:///{restored.former}")
        with former.connection_context():
            assert execute(former, "SELECT 1 FROM person WHERE last_name = 'Later'").fetchone()


DAMAGES: dict[str, Callable[[bytearray], bytes]] = {
    "header": lambda pages: b"x" + pages[1:],
    "a zeroed page": lambda pages: pages[: 4096 * 5] + bytes(4096) + pages[4096 * 6 :],
    "a shorter file": lambda pages: pages[:-4096],
    "half a file": lambda pages: pages[: len(pages) // 2],
    "an empty file": lambda pages: b"",
    "another file": lambda pages: b"Dear Madam, " * 500,
    "one name": lambda pages: pages.replace(b"Name1", b"Nema1"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_backup_is_refused_before_anything_is_touched(
    damage: str, office: Records, url: str, tmp_path: Path
) -> None:
    back_up(office.database, tmp_path / "backup.db")
    broken = tmp_path / "broken.db"
    broken.write_bytes(DAMAGES[damage](bytearray((tmp_path / "backup.db").read_bytes())))
    before = content(url)

    with pytest.raises(Unusable, match=r"damaged|no backup"):
        restore(broken, url, replace=True)

    assert content(url) == before
    assert not list(tmp_path.glob(".bsc-restore-*"))


def test_a_backup_that_is_not_there_is_told(url: str, tmp_path: Path) -> None:
    with pytest.raises(Missing, match="no such backup"):
        restore(tmp_path / "none.db", url)


@on_sqlite
def test_a_newer_backup_is_refused(office: Records, url: str, tmp_path: Path) -> None:
    back_up(office.database, tmp_path / "backup.db")
    with closing(sqlite3.connect(tmp_path / "backup.db")) as backup:
        backup.execute(
            f"UPDATE {schema.HISTORY} SET name = '9999_to_come'"
            f" WHERE name = (SELECT max(name) FROM {schema.HISTORY})"
        )
        backup.commit()
    with pytest.raises(Unusable, match="newer than this program"):
        restore(tmp_path / "backup.db", f"sqlite:///{tmp_path / 'new.db'}")
    assert not (tmp_path / "new.db").exists()


def test_an_older_backup_is_brought_up_to_date(
    office: Records, url: str, other_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up(office.database, tmp_path / "backup.db")
    later = tmp_path / "migrations"
    later.mkdir()
    for file in schema.FOLDER.glob("[0-9]*.py"):
        (later / file.name).write_text(file.read_text())
    (later / "9000_hats.py").write_text(
        "import peewee as pw\n\n\ndef up(migrator, db):\n"
        "    migrator.migrate(migrator.add_column('person', 'hat', pw.CharField(default='none')))\n"
    )
    monkeypatch.setattr(schema, "FOLDER", later)

    restore(tmp_path / "backup.db", other_url)

    moved = make_database(other_url)
    with moved.connection_context():
        assert not schema.pending(moved)
        assert execute(moved, "SELECT DISTINCT hat FROM person").fetchall() == [("none",)]


@on_sqlite
def test_a_damaged_company_makes_room_for_its_backup_and_stays_beside(
    office: Records, url: str, tmp_path: Path
) -> None:
    back_up(office.database, tmp_path / "backup.db")
    wanted = content(url)
    office.database.close()
    file = tmp_path / "company.db"
    file.write_bytes(b"\0" * 4096 + file.read_bytes()[4096:])
    with pytest.raises(Unusable, match="damaged"):
        restore(tmp_path / "backup.db", url)

    restored = restore(tmp_path / "backup.db", url, replace=True)

    assert content(url) == wanted
    assert restored.former is not None
    assert restored.former.read_bytes()[:16] == b"\0" * 16


@on_sqlite
def test_the_copy_kept_before_a_migration_can_be_restored(office: Records, url: str, tmp_path: Path) -> None:
    kept = schema.back_up_file(office.database, "before-migration")  # type: ignore[arg-type]

    restored = restore(kept, f"sqlite:///{tmp_path / 'again.db'}")

    assert restored.made_at == ""
    assert content(f"sqlite:///{tmp_path / 'again.db'}") == content(url)


def test_what_arrives_otherwise_is_refused_and_nothing_is_kept(
    office: Records, url: str, other_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = copying._read
    looks: list[str] = []

    def forgetful(database: Database, table: str, columns: Sequence[str]) -> Iterator[list[copying.Row]]:
        looks.append(table)
        for rows in honest(database, table, columns):
            yield rows[1:] if table == "person" and looks.count("person") == 2 else rows

    monkeypatch.setattr(copying, "_read", forgetful)
    with pytest.raises(Unusable, match="The table person differs"):
        copy(url, other_url)
    monkeypatch.setattr(copying, "_read", honest)

    copy(url, other_url)  # the place is still empty
    assert content(other_url) == content(url)
