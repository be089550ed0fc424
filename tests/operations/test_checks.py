"""Whether a database is sound, and search keys made anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from peewee import Database

from bsc_tui.db.copying import nothing_told
from bsc_tui.db.database import execute, is_postgresql
from bsc_tui.db.models import Person, Registration
from bsc_tui.errors import Refused
from bsc_tui.operations.checks import checked
from bsc_tui.operations.search_keys import rebuild
from bsc_tui.records.records import Records

on_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def problems(database: Database) -> dict[str, tuple[str, ...]]:
    """What is wrong, by check."""
    return {one.code: one.problems for one in checked(database, nothing_told) if one.problems}


@pytest.fixture
def office(
    admin: Records, make_seminar: Callable[..., int], make_people: Callable[[int], list[int]]
) -> Records:
    """Three people, one of them in the trash, an enterprise, one seat."""
    first, _second, third = make_people(3)
    employer = admin.save("enterprise", {"name": "UNDP Armenia"}).id
    admin.save("person", {"employer": employer, "phone": "091 123456"}, id=first)
    admin.save("registration", {"engagement": make_seminar(), "person": first, "price": 1_000})
    admin.trash("person", third)
    return admin


def test_a_company_as_it_was_made_is_sound(office: Records, database: Database) -> None:
    results = checked(database, nothing_told)

    assert [one.code for one in results] == [
        "engine",
        "schema",
        "keys",
        "amounts",
        "documents",
        "trail",
        "modes",
    ]
    assert problems(database) == {}


def test_keys_that_lack_are_told_and_made_anew(office: Records, database: Database) -> None:
    with database.atomic():
        execute(database, "DELETE FROM search_key WHERE entity = 'person'")
    assert "person: " in problems(database)["keys"][0]
    assert office.searcher.find("person", "name1") == []

    assert rebuild(office, nothing_told) > 3

    assert problems(database) == {}
    assert len(office.searcher.find("person", "name1")) == 1
    assert office.searcher.find("person", "undp")
    assert office.searcher.find("person", "name2") == []  # it lies in the trash


def test_keys_made_anew_are_ready_to_be_looked_up(office: Records, database: Database) -> None:
    rebuild(office, nothing_told)

    if is_postgresql(database):  # an index alone answers where all pages are known to be seen by everybody
        pages = "SELECT relpages, relallvisible FROM pg_class WHERE relname = 'search_key'"
        whole, seen_by_all = execute(database, pages).fetchone()
        assert 0 < whole <= 2 * seen_by_all  # those emptied just now count the next time
    else:
        counted = "SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'search_key'"
        assert execute(database, counted).fetchone() == (1,)


def test_a_key_of_another_word_is_told(office: Records, database: Database) -> None:
    with database.atomic():
        execute(
            database,
            "UPDATE search_key SET key = 'someone else' WHERE substr(key, 1, 5) = 'name1' AND kind = 0",
        )
    assert "1 search keys" in problems(database)["keys"][0]


def test_sort_keys_are_made_anew(office: Records, database: Database) -> None:
    with database.atomic():
        Person.update(sort_key="zzz").where(Person.last_name == "Name0").execute()
    assert "1 sort keys" in problems(database)["keys"][0]

    rebuild(office, nothing_told)

    assert problems(database) == {}
    assert Person.get(Person.last_name == "Name0").sort_key == "name0"


def test_amounts_and_records_that_nobody_saved_are_told(office: Records, database: Database) -> None:
    with database.atomic():
        Registration.update(total=7).execute()
        Person.insert(last_name="Smuggled", sort_key="smuggled").execute()
    found = problems(database)

    assert found["amounts"] == ("The amounts of registration 1 are not the sum of their parts.",)
    assert found["trail"][0].endswith("has no history.")


@on_sqlite
def test_a_file_that_others_may_read_is_told(office: Records, database: Database, tmp_path: Path) -> None:
    (tmp_path / "company.db").chmod(0o644)
    assert "Others on this computer may open" in problems(database)["modes"][0]


def test_only_who_administers_makes_keys_anew(as_user: Callable[..., Records]) -> None:
    with pytest.raises(Refused):
        rebuild(as_user("lusine", "clerk"), nothing_told)
