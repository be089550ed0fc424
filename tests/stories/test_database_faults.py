"""The database is locked, or gone and back, while a form is open: the text stays, the save succeeds once."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from desk import at_desk, operations
from peewee import Database
from textual.events import Key

from bsc_tui.db.database import execute, is_postgresql, open_database
from bsc_tui.db.models import Draft, Person, Registration
from bsc_tui.errors import Unavailable
from bsc_tui.screens.form import Form
from bsc_tui.screens.parts.dialogs import Note
from bsc_tui.screens.registration import RegistrationForm
from bsc_tui.screens.seminar import SeminarWorkspace

pytest_plugins = ("desk",)


@pytest.fixture
def hasty(company_url: str) -> Iterator[Database]:
    """The small company's database; who waits for it waits a moment only."""
    database = open_database(company_url, busy_seconds=0.2)
    yield database
    if not database.is_closed():
        database.close()


class Elsewhere:
    """Another process that holds the database, or a server that drops everybody."""

    def __init__(self, database: Any, server: str) -> None:
        self._database, self._server = database, server
        self._held: Any = None

    def hold(self) -> None:
        """From now on nobody writes."""
        if is_postgresql(self._database):
            self._held = psycopg.connect(self._database.url)
            for table in ("person", "operation", "draft"):
                self._held.execute(f'LOCK TABLE "{table}" IN EXCLUSIVE MODE')
        else:
            self._held = sqlite3.connect(self._database.file, isolation_level=None)
            self._held.execute("BEGIN EXCLUSIVE")

    def let_go(self) -> None:
        """Everybody writes again."""
        self._held.rollback() if is_postgresql(self._database) else self._held.execute("ROLLBACK")
        self._held.close()

    def drop_everybody(self) -> None:
        """All connections to the database break."""
        with psycopg.connect(self._server, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                [self._database.url.partition("?")[0].rsplit("/", 1)[1]],
            )


@pytest.fixture
def elsewhere(hasty: Database, engine: str, request: pytest.FixtureRequest) -> Elsewhere:
    """What happens to the database from outside."""
    server = request.getfixturevalue("postgresql_server") if engine == "postgresql" else ""
    return Elsewhere(hasty, server)


async def test_a_locked_database_is_said_and_the_next_f2_saves_once(
    hasty: Database, elsewhere: Elsewhere
) -> None:
    async with at_desk(hasty) as desk:
        await desk.opens_record("person", Person.get(Person.last_name == "Simonyan").id)
        await desk.fill(city="Gyumri")
        before = operations()
        elsewhere.hold()
        await desk.press("f2")
        assert "The database is busy." in desk.screen
        await back_to_the_form(desk)
        assert desk.value("city") == "Gyumri"
        desk.says("The database is busy.")
        await desk.press("tab")
        await desk.press("shift+tab")
        elsewhere.let_go()
        await desk.press("f2")
        desk.says("Saved")
        assert operations() == before + 1
        assert Person.get(Person.last_name == "Simonyan").city == "Gyumri"
        assert Draft.select().count() == 0


async def test_a_save_that_waits_for_the_database_says_so_and_is_made(
    hasty: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_desk(hasty) as desk:
        await desk.opens_record("person", Person.get(Person.last_name == "Simonyan").id)
        await desk.fill(city="Gyumri")
        let_go = threading.Event()
        keep = desk.place.write

        def waits(*given: Any) -> Any:
            let_go.wait(15)
            return keep(*given)

        monkeypatch.setattr(desk.place, "write", waits)
        desk.app.post_message(Key("f2", None))
        await desk.until(lambda: "one moment…" in desk.path)
        let_go.set()
        await desk.until(lambda: "Saved" in desk.message)
        assert "one moment…" not in desk.path
        assert "saved" in desk.path


async def back_to_the_form(desk: Any) -> None:
    """Close what told of the problem."""
    while not isinstance(desk.place, Form):
        await desk.press("escape")


async def test_a_registration_survives_a_lock_and_is_made_once(hasty: Database, elsewhere: Elsewhere) -> None:
    async with at_desk(hasty) as desk:
        await desk.opens_engagement("Budgeting")
        await desk.type("nobody yet")
        await desk.press("f7")
        elsewhere.hold()
        for _try in range(2):
            await desk.press("f2")
            await back_to_the_form(desk)
            assert isinstance(desk.place, RegistrationForm)
            assert desk.value("person.last_name") == "Nobody"
        elsewhere.let_go()
        before = operations()
        await desk.press("f2")
        desk.says("Nobody Yet is registered.")
        assert Person.select().where(Person.last_name == "Nobody").count() == 1
        assert operations() == before + 1


@pytest.mark.parametrize("engine", ["postgresql"])
async def test_a_server_that_dropped_everybody_is_found_again(hasty: Database, elsewhere: Elsewhere) -> None:
    async with at_desk(hasty) as desk:
        await desk.opens_engagement("Budgeting")
        await desk.type("nobody yet")
        await desk.press("f7")
        await desk.fill(person__city="Gyumri")
        elsewhere.drop_everybody()
        await desk.press("f2")
        assert "The database can't be reached." in desk.screen
        await back_to_the_form(desk)
        assert desk.value("person.city") == "Gyumri"
        await desk.press("f2")
        desk.says("Nobody Yet is registered.")
        hasty.close()
        hasty.connect()
        assert Person.select().where(Person.last_name == "Nobody").count() == 1
        elsewhere.drop_everybody()
        await desk.type("grig")
        desk.sees("Grigoryan Karen")
        elsewhere.drop_everybody()
        await desk.press("escape")  # closes the picker; what is known of the row could not be asked
        await desk.press("escape") if isinstance(desk.place, Note) else None
        assert isinstance(desk.place, SeminarWorkspace)
        elsewhere.drop_everybody()
        await desk.goes_to("contacts")
        elsewhere.drop_everybody()
        await desk.type("simon")
        desk.sees("1 found")
        elsewhere.drop_everybody()
        await desk.press("enter")
        await desk.press("escape") if "can't be reached" in desk.screen else None
        assert desk.app.is_running


async def test_places_that_wake_up_to_a_lost_database_say_so_and_live(
    company: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_desk(company) as desk:
        await desk.opens_engagement("Labour code")
        await desk.press("down", "enter")
        run = desk.office.run

        async def lost(*_arguments: Any, **_named: Any) -> Any:
            raise Unavailable("The database can't be reached.")

        monkeypatch.setattr(desk.office, "run", lost)
        await desk.press("escape")
        desk.says("The database can't be reached.")
        monkeypatch.setattr(desk.office, "run", run)
        await desk.press("enter", "escape")
        desk.sees("ParticipantA")
        await desk.press("escape")
        await desk.opens_record("person", Person.get(Person.last_name == "Simonyan").id)
        monkeypatch.setattr(desk.office, "run", lost)
        await desk.opens_record("enterprise", 1)
        monkeypatch.setattr(desk.office, "run_search", lost)
        await desk.goes_to("contacts")
        desk.says("The database can't be reached.")
        await desk.type("simon")
        await desk.press("enter")
        desk.says("The database can't be reached.")
        monkeypatch.undo()
        await desk.press("enter")
        assert "Simonyan Nare" in desk.path


async def test_an_answer_that_is_lost_after_the_save_does_not_save_twice(
    company: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_desk(company) as desk:
        await desk.opens_engagement("Budgeting")
        await desk.type("nobody yet")
        await desk.press("f7")
        write = desk.place.write

        def lost(*arguments: Any) -> Any:
            write(*arguments)
            raise Unavailable("The database can't be reached.")

        monkeypatch.setattr(desk.place, "write", lost)
        before = operations()
        await desk.press("f2")
        desk.says("The database can't be reached.")
        monkeypatch.setattr(desk.place, "write", write)
        await desk.press("f2")
        desk.says("Nobody Yet is registered.")
        assert operations() == before + 1
        assert Registration.select().join(Person).where(Person.last_name == "Nobody").count() == 1


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_a_full_disk_is_said_and_the_next_f2_saves_what_was_typed(hasty: Database) -> None:
    async with at_desk(hasty) as desk:
        await desk.opens_record("person", Person.get(Person.last_name == "Simonyan").id)
        await desk.office.run(execute, hasty, "PRAGMA max_page_count = 1")  # it takes no page more
        text = ("Prefers mornings. " * 900).strip()
        await desk.goes_to_field("notes")
        await desk.paste(text)
        before = operations()
        await desk.press("f2")
        assert "The disk is full." in desk.screen
        await back_to_the_form(desk)
        assert desk.value("notes") == text
        assert operations() == before
        await desk.office.run(execute, hasty, "PRAGMA max_page_count = 1000000")
        await desk.press("f2")
        desk.says("Saved")
        assert operations() == before + 1
        assert Person.get(Person.last_name == "Simonyan").notes == text
