"""My account, own keys, lock, sign out, drafts and undo."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from databases import PASSWORD
from rooms import SIZE, door, program, sees, types, until
from terminal_driver import line_on, words_on

from bsc_tui.db.models import Account, Person
from bsc_tui.errors import Invalid, Refused
from bsc_tui.operations.accounts import confirm_password, matches, preferences_of, set_password
from bsc_tui.operations.own_work import last_work, take_back
from bsc_tui.records import drafts
from bsc_tui.records.records import Records
from bsc_tui.screens import lock
from bsc_tui.screens.entity_form import EntityForm
from bsc_tui.screens.idle import IdleWatch
from bsc_tui.screens.key_sheet import all_commands, why_not_key
from bsc_tui.screens.lock import Locked

only_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


async def test_the_password_is_changed_with_the_present_one_only(admin: Records) -> None:
    app = program(admin)
    async with app.run_test(size=SIZE) as pilot:
        await sees(pilot, "Waiting for me")
        await pilot.press("f10", "a")
        await sees(pilot, "Sign-in name")
        await pilot.press("f10", "p")
        await sees(pilot, "Present one")
        for old in ("something else", PASSWORD):
            await types(pilot, old)
            await pilot.press("enter")
            await types(pilot, "an evening in Gyumri")
            await pilot.press("enter")
            await types(pilot, "an evening in Gyumri")
            await pilot.press("enter")
            if old != PASSWORD:
                await sees(pilot, "not the password you have")
                await pilot.press("ctrl+u", "down", "ctrl+u", "down", "ctrl+u", "up", "up")
        await sees(pilot, "Your password is changed.")
    assert matches(str(Account.get(Account.name == "admin").password_hash), "an evening in Gyumri")


@only_sqlite
async def test_the_language_chosen_is_spoken_the_next_time_too(admin: Records) -> None:
    app = program(admin)
    async with app.run_test(size=SIZE) as pilot:
        await sees(pilot, "Waiting for me")
        await pilot.press("f10", "a")
        await sees(pilot, "Sign-in name")
        await pilot.press("enter")
        await sees(pilot, "Հայերեն")
        await pilot.press("f")
        await until(pilot, lambda: app.desk.preferences.language == "fr", "French")
        await pilot.pause()
    assert preferences_of(int(admin.actor.account_id or 0)).language == "fr"


@only_sqlite
async def test_an_own_key_works_at_once_and_what_loses_it_is_told(admin: Records) -> None:
    app = program(admin)
    async with app.run_test(size=SIZE) as pilot:
        await sees(pilot, "Waiting for me")
        await pilot.press("f10", "a")
        await sees(pilot, "My keys")
        await pilot.press("down", "down", "down", "enter")
        await sees(pilot, "Everywhere")
        rows = app.screen.rows  # type: ignore[attr-defined]
        rows.go_to("program.lock")
        await pilot.press("enter")
        await sees(pilot, "Press the new key")
        await pilot.press("a")
        await sees(pilot, "This key types text")
        await pilot.press("f1")
        assert "Shall it lose this key?" in await sees(pilot, "F1 is the key of “Help”.")
        await pilot.press("n")
        await pilot.press("enter")
        await sees(pilot, "Press the new key")
        await pilot.press("ctrl+b")
        await sees(pilot, "Ctrl+B is now “Lock”.")
        await pilot.press("ctrl+b")
        await until(pilot, lambda: isinstance(app.screen, Locked), "locked by the new key")
        await types(pilot, PASSWORD)
        await pilot.press("enter")
        await sees(pilot, "Everywhere")
        await pilot.press("delete")
        await sees(pilot, "has its usual keys again")
    assert preferences_of(int(admin.actor.account_id or 0)).keys == {}


def test_keys_that_type_or_move_are_nobodys_own() -> None:
    assert why_not_key("a", "a")
    assert why_not_key("tab", None)
    assert why_not_key("alt+x", None)
    assert why_not_key("shift+f3", None)
    assert not why_not_key("f12", None)
    assert not why_not_key("ctrl+g", "\x07")


def test_the_list_of_keys_has_every_command_once() -> None:
    groups = all_commands()
    ids = [command.id for commands in groups.values() for command in commands]
    assert len(ids) == len(set(ids))
    assert {"program.lock", "form.save", "list.find", "lists.merge"} <= set(ids)


async def test_the_locked_screen_shows_nothing_until_the_password_comes(
    admin: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "pause_after", lambda failures: 0.0)
    app = program(admin)
    async with app.run_test(size=SIZE) as pilot:
        await sees(pilot, "Waiting for me")
        await pilot.press("f10", "o")
        covered = await sees(pilot, "Locked")
        assert "Waiting for me" not in covered
        await pilot.press("escape", "f10", "2")
        await types(pilot, "wrong password")
        await pilot.press("enter")
        assert "Locked" in await sees(pilot, "This is not your password.")
        await types(pilot, PASSWORD)
        await pilot.press("enter")
        await sees(pilot, "Waiting for me")


@only_sqlite
async def test_without_a_key_for_long_the_screen_locks_over_an_open_question(admin: Records) -> None:
    app = program(admin)
    async with app.run_test(size=SIZE) as pilot:
        await sees(pilot, "Waiting for me")
        watch = IdleWatch(app, 30)
        watch.look()
        await pilot.pause()
        assert not isinstance(app.screen, Locked)
        await pilot.press("ctrl+q")
        await sees(pilot, "Leave the program?")
        app.last_key = time.monotonic() - 1801
        watch.look()
        await until(pilot, lambda: isinstance(app.screen, Locked), "locked")
        await types(pilot, PASSWORD)
        await pilot.press("enter")
        await sees(pilot, "Leave the program?")


async def test_signing_out_keeps_what_was_typed_as_a_draft_and_shows_the_door(admin: Records) -> None:
    app = door(admin.database)
    async with app.run_test(size=SIZE) as pilot:
        await sees(pilot, "Password")
        await types(pilot, "admin")
        await pilot.press("enter")
        await types(pilot, PASSWORD)
        await pilot.press("enter")
        await sees(pilot, "Waiting for me")
        await pilot.press("2")
        await sees(pilot, "Contacts")
        await pilot.press("f7")
        await until(pilot, lambda: isinstance(app.screen, EntityForm) and app.screen.is_loaded, "form")
        await types(pilot, "Hakobyan")
        await pilot.press("f10", "w")
        assert "it stays as a draft" in await sees(pilot, "Sign out?")
        await pilot.press("y")
        await until(pilot, lambda: app.tab == -1, "the door")
        await sees(pilot, "Password")
        assert "Hakobyan" not in words_on(app)
        assert app.desk.actor is None
        assert not app.open_places()[1:]
        await types(pilot, "admin")
        await pilot.press("enter")
        await types(pilot, PASSWORD)
        await pilot.press("enter")
        await sees(pilot, "1 draft not saved")
    (draft,) = drafts.all_of(admin)
    assert draft.content["texts"]["last_name"] == "Hakobyan"


@only_sqlite
async def test_a_draft_opens_where_it_was_left_and_can_be_thrown_away(admin: Records) -> None:
    content = {"texts": {"last_name": "[/]Hak"}, "links": {}, "focus": "first_name"}
    extra = {"entity": "person", "id": None, "preset": {}}
    drafts.keep(admin, "form:person:new", "People › [bold]new", {**content, "extra": extra})
    app = program(admin)
    async with app.run_test(size=SIZE) as pilot:
        await sees(pilot, "1 draft not saved")
        await pilot.press("f10", "d")
        await sees(pilot, "People › [bold]new")
        await pilot.press("enter")
        await sees(pilot, "Your draft of 14:05 is back.")
        assert "[/]Hak" in words_on(app)
        assert app.screen.sheet.current == "first_name"  # type: ignore[attr-defined]
        await pilot.press("escape")
        await sees(pilot, "Keep it as a draft")
        await pilot.press("k")
        await sees(pilot, "Kept")
        await pilot.press("delete")
        await sees(pilot, "can't be brought back")
        await pilot.press("y")
        await sees(pilot, "everything is saved")
    assert drafts.all_of(admin) == []


async def test_the_last_save_is_named_and_taken_back(admin: Records) -> None:
    person = admin.save("person", {"last_name": "Hakobyan", "first_name": "Anna"}).id
    admin.save("person", {"first_name": "Ani"}, id=person)
    set_password(admin, int(admin.actor.account_id or 0), PASSWORD, old=PASSWORD)
    app = program(admin)
    async with app.run_test(size=SIZE) as pilot:
        await sees(pilot, "Waiting for me")
        await pilot.press("f10", "z")
        await sees(pilot, "changed: person Hakobyan Ani, 14:05")
        await pilot.press("y")
        await sees(pilot, "Taken back: 1 record.")
        assert line_on(app, 2).startswith(" Home")
    assert Person.get_by_id(person).first_name == "Anna"


def test_who_has_done_nothing_has_nothing_to_take_back(as_user: Callable[..., Records]) -> None:
    lusine = as_user("lusine")
    assert last_work(lusine) is None
    lusine.save("person", {"last_name": "Hakobyan", "first_name": "Anna"})
    found = last_work(lusine)
    assert found is not None
    assert (found.entity, found.title, found.records) == ("person", "Hakobyan Anna", 1)
    take_back(lusine, found.id)
    assert last_work(lusine) is None


def test_a_closed_account_can_neither_unlock_nor_choose_a_bad_password(
    admin: Records, as_user: Callable[..., Records]
) -> None:
    lusine = as_user("lusine")
    confirm_password(lusine, PASSWORD)
    with pytest.raises(Invalid):
        set_password(lusine, int(lusine.actor.account_id or 0), "short", old=PASSWORD)
    admin.save("account", {"active": False}, id=lusine.actor.account_id)
    with pytest.raises(Refused):
        confirm_password(lusine, PASSWORD)
