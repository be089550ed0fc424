"""The door: signing in, being refused, and the first start."""

from __future__ import annotations

import threading

import pytest
from databases import PASSWORD, FixedClock, gate
from peewee import Database
from rooms import SIZE, door, sees, types, until
from terminal_driver import line_on, words_on
from textual import events

from bsc_tui.config import Config
from bsc_tui.db.database import open_database
from bsc_tui.db.models import Account, Operation, Setting
from bsc_tui.db.schema import migrate
from bsc_tui.operations import companies
from bsc_tui.operations.accounts import preferences_of, set_preferences
from bsc_tui.records.records import Records
from bsc_tui.screens import entrance
from bsc_tui.screens.entrance import pause_after
from bsc_tui.screens.office import make_office

only_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


async def test_name_and_password_open_home(database: Database) -> None:
    app = door(database)
    async with app.run_test(size=SIZE) as pilot:
        assert "BSC" in await sees(pilot, "Password")
        await types(pilot, "Admin")
        await pilot.press("enter")
        await types(pilot, PASSWORD)
        assert PASSWORD not in words_on(app)
        await pilot.press("enter")
        await sees(pilot, "Waiting for me")
        assert app.desk.name == "admin"


@only_sqlite
async def test_what_is_typed_before_the_fields_are_there_is_not_lost(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_looked_at = threading.Event()
    real = companies.is_set_up

    def slowly(asked: Database) -> bool:
        is_looked_at.wait(10)
        return real(asked)

    monkeypatch.setattr(companies, "is_set_up", slowly)
    app = door(database)
    async with app.run_test(size=SIZE) as pilot:
        for key in (*"admin", "enter", *PASSWORD, "enter"):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        is_looked_at.set()
        await sees(pilot, "Waiting for me")


@only_sqlite
async def test_a_refusal_does_not_tell_whether_the_name_is_known(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entrance, "PAUSES", (0.0,))
    app = door(database)
    async with app.run_test(size=SIZE) as pilot:
        await sees(pilot, "Password")
        told = []
        for name in ("admin", "nobody"):
            await types(pilot, name)
            await pilot.press("enter", *"wrong pass".replace(" ", "-"), "enter")
            await sees(pilot, "is wrong")
            told.append(line_on(app, 23))
            assert "•" not in words_on(app)
            app.screen.hush()  # type: ignore[attr-defined]
            await pilot.press("shift+tab", "ctrl+u")
        assert told[0] == told[1]
        assert Operation.select().where(Operation.verb == "sign_in_failed").count() == 2
        await pilot.press("1")
        assert app.tab == -1


def test_each_wrong_password_makes_the_next_look_come_later() -> None:
    pauses = [pause_after(failures) for failures in range(20)]
    assert pauses == sorted(pauses)
    assert pauses[1] > 0
    assert pauses[-1] == 60


@only_sqlite
async def test_before_signing_in_the_menu_leads_nowhere_but_the_language_can_be_chosen(
    database: Database,
) -> None:
    app = door(database)
    async with app.run_test(size=SIZE) as pilot:
        await sees(pilot, "Password")
        await pilot.press("f10")
        menu = await sees(pilot, "Colours")
        assert "My account" not in menu
        await pilot.press("l")
        await sees(pilot, "Հայերեն")
        await pilot.press("f")
        await until(pilot, lambda: app.desk.preferences.language == "fr", "French is spoken")
        assert app.tab == -1


async def test_the_first_start_sets_the_company_up_and_signs_its_administrator_in(empty_url: str) -> None:
    database = open_database(empty_url)
    migrate(database)
    app = door(database)
    async with app.run_test(size=SIZE) as pilot:
        await sees(pilot, "A new company")
        await types(pilot, "Armenia Wine")
        await pilot.press("enter", "f", "enter")
        await types(pilot, "anna")
        await pilot.press("enter")
        await types(pilot, "Anna P")
        await pilot.press("enter")
        await types(pilot, PASSWORD)
        await pilot.press("enter")
        await types(pilot, PASSWORD + "x")
        await pilot.press("enter")
        await until(pilot, lambda: bool(app.screen.sheet.problems), "not the same")  # type: ignore[attr-defined]
        assert not Account.select().exists()
        await pilot.press("backspace", "enter")
        await until(pilot, lambda: app.tab == 0, "Home")
        assert app.desk.name == "Anna P"
    assert Account.get().language == "fr"
    assert Setting.get(Setting.name == "name").value == '"Armenia Wine"'
    database.close()


@only_sqlite
async def test_what_is_wrong_with_the_new_company_is_told_at_its_field(empty_url: str) -> None:
    database = open_database(empty_url)
    migrate(database)
    app = door(database)
    async with app.run_test(size=SIZE) as pilot:
        await sees(pilot, "A new company")
        await pilot.press("f2")
        await sees(pilot, "The company needs a name.")
        assert app.screen.sheet.current == "company"  # type: ignore[attr-defined]
        await types(pilot, "BSC")
        await pilot.press("f2")
        await sees(pilot, "8 to 1000 characters")
    assert not Account.select().exists()
    database.close()


@only_sqlite
async def test_the_office_begins_with_what_its_person_chose(admin: Records) -> None:
    set_preferences(admin, language="hy", theme="bsc-light", keys='{"form.save": "f12"}')
    office = make_office(admin.database, gate(admin.database, "admin").actor, Config(), FixedClock())
    assert (office.preferences.language, office.preferences.theme) == ("hy", "bsc-light")
    assert office.preferences.keys == {"form.save": "f12"}
    await office.prefer(language="en", keys={})
    assert admin.actor.account_id is not None
    assert preferences_of(admin.actor.account_id).language == "en"
    office.close()
