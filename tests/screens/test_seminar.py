"""The seminar's workspace: the panel, moving between line, rows and facts, one key for each thing."""

from __future__ import annotations

from desk import LARGE, at_desk, colleague
from peewee import Database

from bsc_tui.db.models import Engagement, Person
from bsc_tui.operations.registrations import register
from bsc_tui.screens.registration import RegistrationForm
from bsc_tui.screens.seminar import SeminarWorkspace

pytest_plugins = ("desk",)


async def test_line_rows_and_facts_are_reached_by_arrows_and_f3(small: Database) -> None:
    async with at_desk(small) as desk:
        await desk.opens_engagement("Labour code")
        await desk.press("down")
        assert desk.place.focused is desk.row_list
        await desk.press("up")
        assert desk.place.focused is not desk.row_list
        await desk.press("f3")
        assert desk.sheet.has_keys
        await desk.press("f3")
        assert not desk.sheet.has_keys
        await desk.press("down")
        await desk.type("simo")
        desk.sees("Who?", "Simonyan Nare")


async def test_the_panel_counts_seats_money_and_who_waits(small: Database) -> None:
    admin = colleague(small)
    seminar = Engagement.get(Engagement.title == "Labour code").id
    people = [person.id for person in Person.select().order_by(Person.id).limit(3)]
    for person in people:
        register(admin, seminar, {"price": 60_000, "vat_rate": 2000}, person_id=person)
    async with at_desk(small) as desk:
        await desk.opens_engagement("Labour code")
        desk.sees("3 of 3", "min 2", "216 000 AMD", "0/3  0", "2 wait", "waiting 1", "waiting 2")
        assert [row.cells[0] for row in desk.rows] == ["1", "2", "3", "", ""]
        await desk.resize(*LARGE)
        desk.sees("a.hakobyan@wine.am", "3 of 3")


async def test_a_seminar_below_its_minimum_is_marked(small: Database) -> None:
    async with at_desk(small) as desk:
        await desk.opens_engagement("Effective marketing")
        assert "min 5 !" in desk.screen


async def test_a_free_seminar_and_one_without_a_limit_say_so(small: Database) -> None:
    admin = colleague(small)
    seminar = Engagement.get(Engagement.title == "Budgeting").id
    admin.save("engagement", {"free": True, "maximum": None, "price": None}, id=seminar)
    async with at_desk(small) as desk:
        await desk.opens_engagement("Budgeting")
        await desk.type("simo")
        await desk.press("enter")
        assert desk.value("price") == ""
        await desk.press("f2")
        assert desk.row("Simonyan Nare").endswith("free")
        await desk.press("down", "f8")
        desk.says("Nothing is due.")


async def test_new_ones_can_not_be_registered_before_the_seminar_is_saved(small: Database) -> None:
    async with at_desk(small, tab="services") as desk:
        await desk.press("enter", "down", "f7")
        assert isinstance(desk.place, SeminarWorkspace)
        assert "Register" not in desk.key_bar
        await desk.fill(minimum="9", maximum="5")
        await desk.press("f2")
        desk.says("Choose the name of the seminar, or write a title.")
        desk.says("error")
        await desk.fill(title="Something")
        await desk.press("f2")
        desk.says("The maximum is smaller than the minimum.")
        await desk.fill(maximum="10")
        await desk.press("f2")
        assert "F4 Register" in desk.key_bar
        assert Engagement.get(Engagement.title == "Something").maximum == 10


async def test_what_a_registration_changed_shows_when_one_comes_back(small: Database) -> None:
    async with at_desk(small) as desk:
        await desk.opens_engagement("Labour code")
        await desk.press("down", "enter")
        assert isinstance(desk.place, RegistrationForm)
        await desk.goes_to_field("status")
        await desk.press("f4")
        await desk.type("absent")
        await desk.press("enter", "f2", "escape")
        assert isinstance(desk.place, SeminarWorkspace)
        desk.sees("ParticipantA")
        assert any("absent" in row.cells for row in desk.rows)
