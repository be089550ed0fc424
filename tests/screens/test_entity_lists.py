"""Lists: typing, arrows, pages, filters, order, and what is done with the row under the hand."""

from __future__ import annotations

from desk import LARGE, at_desk, colleague
from peewee import Database

from bsc_tui.db.models import Engagement, Person
from bsc_tui.records.folding import sort_key
from bsc_tui.screens.entity_form import EntityForm
from bsc_tui.screens.parts.dialogs import Choose
from bsc_tui.screens.parts.pick_list import PickList

pytest_plugins = ("desk",)


async def test_down_goes_into_the_list_a_letter_or_f3_back_to_the_line(small: Database) -> None:
    async with at_desk(small, tab="contacts") as desk:
        assert desk.place.focused is not desk.row_list
        await desk.press("down")
        assert desk.place.focused is desk.row_list
        await desk.press("s")
        assert desk.place.filter.text == "s"
        await desk.type("imon")
        assert [row.cells[0] for row in desk.rows] == ["Simonyan"]
        await desk.press("down", "f3")
        assert desk.place.focused is not desk.row_list
        await desk.press("escape")
        desk.says("This is where the tab begins.")


async def test_enter_before_the_answer_opens_the_right_record(small: Database) -> None:
    async with at_desk(small, tab="contacts") as desk:
        await desk.burst(*"simonyan", "enter", "tab", *"Nar", "tab")
        assert isinstance(desk.place, EntityForm)
        assert desk.value("last_name") == "Simonyan"
        assert desk.value("first_name").startswith("Nar")
        assert desk.field == "patronymic"


async def test_f7_takes_what_was_typed_along(small: Database) -> None:
    async with at_desk(small, tab="contacts") as desk:
        await desk.press("f6")
        await desk.type("Grand Hotel Yerevan")
        await desk.press("f7")
        assert desk.value("name") == "Grand Hotel Yerevan"


async def test_a_long_list_brings_its_next_page_when_one_gets_there(small: Database) -> None:
    colleague(small).save_many("person", [{"last_name": f"Zz{number:03}"} for number in range(150)])
    async with at_desk(small, tab="contacts") as desk:
        assert desk.path.split()[-2] == "180"
        assert len(desk.rows) == 60
        await desk.press("down", *["pagedown"] * 12)
        assert len(desk.rows) == 180
        await desk.press("end")
        assert desk.row_list.row == desk.rows[-1]


async def test_filters_add_up_and_one_row_takes_them_away(small: Database) -> None:
    async with at_desk(small, tab="contacts") as desk:
        await desk.press("f9")
        assert isinstance(desk.place, PickList)
        await desk.type("employer")
        await desk.press("enter")
        await desk.type("ucom")
        await desk.press("enter")
        assert len(desk.rows) == 6
        assert {row.cells[2] for row in desk.rows} == {"Ucom"}
        await desk.press("f9", "enter")
        assert len(desk.rows) == 30


async def test_the_order_can_be_turned_round(small: Database) -> None:
    async with at_desk(small, tab="contacts") as desk:
        for turned in (False, True):
            await desk.press("f10", "s")
            assert isinstance(desk.place, Choose)
            await desk.press("home", "down", "enter")
            first_names = [row.cells[1] for row in desk.rows]
            assert first_names == sorted(first_names, key=sort_key, reverse=turned)


async def test_a_change_in_a_record_shows_in_the_list_one_comes_back_to(small: Database) -> None:
    async with at_desk(small, tab="contacts") as desk:
        await desk.type("simonyan")
        await desk.press("enter")
        await desk.fill(first_name="Narine")
        await desk.press("f2", "escape")
        desk.sees("Narine")
        assert desk.place.filter.text == "simonyan"


async def test_a_seminar_without_a_name_from_the_list_shows_its_title(small: Database) -> None:
    async with at_desk(small, tab="services") as desk:
        await desk.press("enter", "down", "enter")
        desk.sees("Effective marketing")
        await desk.type("mark")
        await desk.press("enter")
        assert "Effective marketing" in desk.path
        await desk.press("escape")
        await desk.resize(*LARGE)
        assert desk.screen.count("Effective marketing") == 1


async def test_staff_is_a_list_like_the_others(small: Database) -> None:
    async with at_desk(small, "admin", tab="staff") as desk:
        desk.sees("Avanesyan", "Melkonyan", "principal employee", "invited teacher")
        await desk.type("melk")
        await desk.press("enter")
        desk.sees("Melkonyan Gor")
        await desk.press("escape")
        await desk.opens_record("staff", Engagement.get(Engagement.title == "Budgeting").responsible_id)
        desk.sees("Responsible for 5")


async def test_the_hand_stays_on_its_row_when_the_list_is_read_anew(small: Database) -> None:
    async with at_desk(small, tab="contacts") as desk:
        await desk.press("down", "down", "down", "down")
        here = desk.row_list.row
        await desk.press("enter", "escape")
        assert desk.row_list.row == here
        colleague(small).save("person", {"last_name": "Aaa"})
        await desk.press("enter", "escape")
        assert desk.row_list.row.id == here.id
        assert Person.select().count() == 31
