"""The form of an account and its rights."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from databases import PASSWORD
from rooms import SIZE, program, sees, types, until
from terminal_driver import line_on, words_on
from textual.pilot import Pilot

from bsc_tui.app import BscApp
from bsc_tui.db.models import Account, Draft
from bsc_tui.operations.accounts import matches, rights_of
from bsc_tui.records.access import EVERY_LINE, PRESETS
from bsc_tui.records.records import Records
from bsc_tui.screens.accounts import AccountForm

only_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


async def form_of(pilot: Pilot[Any], app: BscApp, account_id: int | None) -> AccountForm:
    """The form of an account, open."""
    await sees(pilot, "Waiting for me")
    form = AccountForm(account_id)
    app.screen.open(form)  # type: ignore[attr-defined]
    await until(pilot, lambda: form.is_loaded, "the form")
    return form


def account_id(name: str) -> int:
    """An account's id."""
    return int(Account.get(Account.name == name).id)


async def test_a_new_account_gets_its_fields_rights_and_password_in_one_save(admin: Records) -> None:
    app = program(admin)
    async with app.run_test(size=SIZE) as pilot:
        form = await form_of(pilot, app, None)
        await types(pilot, "lusine")
        await pilot.press("enter")
        await types(pilot, "Lusine A")
        await pilot.press("enter", "r")
        await until(pilot, lambda: "overbook" in form._rights, "the preset fills the rights")
        await pilot.press("f3")
        form.grid.go_to("line:BDS")
        await pilot.press("space")
        form.grid.go_to("documents")
        await pilot.press("space", "f2")
        await sees(pilot, "The password of lusine")
        await types(pilot, PASSWORD)
        await pilot.press("enter")
        await types(pilot, PASSWORD)
        await pilot.press("enter")
        await sees(pilot, "Saved 14:05.")
        await until(pilot, lambda: form.account_id is not None, "saved")
    made = account_id("lusine")
    assert rights_of(made) == (set(PRESETS["responsible"]) | {"line:BDS"}) - {"documents"}
    assert matches(str(Account.get_by_id(made).password_hash), PASSWORD)
    assert not Draft.select().exists()


@only_sqlite
async def test_a_draft_of_an_account_keeps_its_rights_and_never_a_password(admin: Records) -> None:
    app = program(admin)
    async with app.run_test(size=SIZE) as pilot:
        form = await form_of(pilot, app, None)
        await types(pilot, "karen")
        await pilot.press("f3")
        form.grid.go_to("sensitive")
        await pilot.press("space", "f2")
        await sees(pilot, "The password of karen")
        await types(pilot, PASSWORD)
        await pilot.press("escape")
        await sees(pilot, "a new account needs a password")
        await pilot.press("escape")
        await sees(pilot, "Keep it as a draft")
        await pilot.press("k")
        await sees(pilot, "1 draft not saved")
        assert PASSWORD not in str(Draft.get().content)
        await pilot.press("f10", "d")
        await sees(pilot, "Kept")
        await pilot.press("enter")
        await sees(pilot, "Your draft of 14:05 is back.")
        assert "sensitive" in app.screen._rights  # type: ignore[attr-defined]
        assert app.screen.sheet.values["name"] == "karen"  # type: ignore[attr-defined]


@only_sqlite
async def test_taking_one_line_from_who_has_all_grants_the_others_one_by_one(admin: Records) -> None:
    app = program(admin)
    async with app.run_test(size=SIZE) as pilot:
        form = await form_of(pilot, app, account_id("admin"))
        await pilot.press("f3")
        form.grid.go_to("line:HR")
        await pilot.press("space")
        assert EVERY_LINE not in form._rights
        assert "line:HR" not in form._rights
        assert "line:BDS" in form._rights
        form.grid.go_to(EVERY_LINE)
        await pilot.press("space")
        assert {one for one in form._rights if one.startswith("line:")} == {EVERY_LINE}


async def test_the_last_administrator_can_neither_close_nor_demote_themselves(admin: Records) -> None:
    app = program(admin)
    async with app.run_test(size=SIZE) as pilot:
        form = await form_of(pilot, app, account_id("admin"))
        await pilot.press("f3")
        form.grid.go_to("administration")
        await pilot.press("space", "f2")
        await sees(pilot, "Somebody must administer.")
        await pilot.press("space", "f3")
        form.sheet.focus_field("active")
        await pilot.press("n", "f2")
        await sees(pilot, "can't close your own account")
    assert "administration" in rights_of(account_id("admin"))
    assert Account.get(Account.name == "admin").active


async def test_an_administrator_sets_somebodys_password(
    admin: Records, as_user: Callable[..., Records]
) -> None:
    as_user("lusine")
    app = program(admin)
    async with app.run_test(size=SIZE) as pilot:
        await form_of(pilot, app, account_id("lusine"))
        await pilot.press("f7")
        await sees(pilot, "A new password for")
        await types(pilot, "short")
        await pilot.press("enter")
        await types(pilot, "short")
        await pilot.press("enter")
        await sees(pilot, "8 to 1000 characters")
        await types(pilot, " and now long")
        await pilot.press("down")
        await types(pilot, " and now long")
        await pilot.press("enter")
        await sees(pilot, "The password is changed.")
    assert matches(str(Account.get(Account.name == "lusine").password_hash), "short and now long")


@only_sqlite
async def test_who_may_not_administer_looks_and_changes_nothing(as_user: Callable[..., Records]) -> None:
    viewer = as_user("viewer", "viewer")
    app = program(viewer)
    async with app.run_test(size=SIZE) as pilot:
        form = await form_of(pilot, app, account_id("viewer"))
        form.grid.go_to("administration")
        await pilot.press("space")
        assert "It needs the right “Administration”." in line_on(app, 23)
        assert form._rights == set()
        await pilot.press("f2", "f7")
        await sees(pilot, "It needs the right “Administration”.")
        assert "$argon2" not in words_on(app)
    assert rights_of(account_id("viewer")) == set()
