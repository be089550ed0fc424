"""The participant picker: who is meant, what tells people apart, who is in already, who owes."""

from __future__ import annotations

from typing import Any

from databases import PASSWORD
from desk import LARGE, at_desk, colleague
from peewee import Database

from bsc_tui.db.models import Engagement, Person, Registration
from bsc_tui.operations.accounts import add_account
from bsc_tui.operations.registrations import register
from bsc_tui.screens.parts.pick_list import PickList
from bsc_tui.screens.registration import RegistrationForm

pytest_plugins = ("desk",)


def names(desk: Any) -> list[str]:
    """The people found, without the row that adds a new one."""
    return [row.cells[0] for row in desk.place.row_list.rows if not row.cells[0].startswith("+")]


async def test_it_finds_by_anything_one_may_know_in_any_script(company: Database) -> None:
    async with at_desk(company) as desk:
        await desk.opens_engagement("Budgeting")
        await desk.press("f4")
        assert isinstance(desk.place, PickList)
        for text in ("Ավան", "avan ara", "Аван"):
            await desk.press("ctrl+u")
            await desk.type(text)
            assert names(desk) == ["Ավանեսյան Արա"], text
        for text in ("033759", "a.hakobyan@wine.am", "AN0123456", "anna hak"):
            await desk.press("ctrl+u")
            await desk.type(text)
            assert names(desk)[0] == "Hakobyan Anna", text
        await desk.press("ctrl+u")
        await desk.type("armenia wine")
        assert "Hakobyan Anna" in names(desk)


async def test_the_pane_tells_namesakes_apart_and_what_is_unpaid(company: Database) -> None:
    admin = colleague(company)
    marketing = Engagement.get(Engagement.title == "Effective marketing").id
    anna = Person.get(Person.last_name == "Petrosyan", Person.first_name == "Anna").id
    register(admin, marketing, {"price": 60_000, "vat_rate": 2000}, person_id=anna)
    async with at_desk(company) as desk:
        await desk.opens_engagement("Budgeting")
        await desk.type("petr")
        await move_to(desk, "Petrosyan Anna")
        desk.sees("Unpaid: Effective marketing", "72 000 AMD", "1 seminar, last: Effective marketing")
        desk.sees("passport AP*****21")
        await move_to(desk, "Petrosyan Ani")
        desk.sees_not("Unpaid:")


async def move_to(desk: Any, name: str) -> None:
    """Lay the hand on a row."""
    await desk.press("ctrl+home")
    for _row in range(6):
        if desk.place.row_list.row.cells[0] == name:
            return
        await desk.press("down")
    raise AssertionError(desk.screen)


async def test_letters_down_and_enter_take_the_one_under_the_hand(company: Database) -> None:
    async with at_desk(company) as desk:
        await desk.opens_engagement("Budgeting")
        await desk.type("petr")
        await desk.press("down")
        wanted = desk.place.row_list.row.id
        await desk.press("enter")
        assert isinstance(desk.place, RegistrationForm)
        assert desk.place.person_id == wanted


async def test_who_must_not_make_people_is_not_offered_a_new_one(company: Database) -> None:
    add_account(colleague(company), "sona", "Sona", "viewer", PASSWORD, lines=("SM",), quick_hash=True)
    async with at_desk(company, "sona") as desk:
        await desk.opens_engagement("Budgeting")
        await desk.type("zohrab")
        desk.sees("Nothing for “zohrab”.")
        desk.sees_not("New person")
        await desk.press("f7")
        assert isinstance(desk.place, PickList)
        await desk.press("ctrl+u")
        await desk.type("simon")
        await desk.press("enter", "f2")
        desk.says("Simonyan Nare is registered.")
        assert Registration.select().join(Person).where(Person.last_name == "Simonyan").count() == 1


async def test_escape_changes_nothing_and_the_line_is_empty_again(small: Database) -> None:
    async with at_desk(small, size=LARGE) as desk:
        await desk.opens_engagement("Budgeting")
        await desk.type("petr")
        await desk.press("escape")
        assert desk.place.add_line.text == ""
        assert len(desk.rows) == 0
        await desk.press("f4", "escape")
        assert desk.place.add_line.text == ""
