"""Lists: typing, arrows, pages, filters, order, and what is done with the row under the hand."""

from __future__ import annotations

import pytest
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


def enter_many(database: Database, count: int) -> list[int]:
    """So many people behind all others."""
    rows = [{"last_name": f"Zz{number:04}", "first_name": f"F{number % 3}"} for number in range(count)]
    return colleague(database).save_many("person", rows)


async def test_a_long_list_brings_its_next_page_when_one_gets_there(small: Database) -> None:
    enter_many(small, 150)
    async with at_desk(small, tab="contacts") as desk:
        assert "1–18 of 180" in desk.path
        assert len(desk.rows) == 60
        await desk.press("down", *["pagedown"] * 12)
        assert len(desk.rows) == 180
        await desk.press("end")
        assert desk.row_list.row == desk.rows[-1]
        assert "180 of 180" in desk.path


async def test_keys_typed_ahead_of_the_rows_are_made_up_for(small: Database) -> None:
    enter_many(small, 600)
    async with at_desk(small, tab="contacts") as desk:
        await desk.press("down")
        step = desk.row_list.page - 1
        await desk.burst(*["pagedown"] * 20)
        await desk.rest()
        assert desk.row_list.row.cells[0] == f"Zz{20 * step - 30:04}"
        await desk.burst(*["pageup"] * 20)
        await desk.rest()
        assert "1–18 of 630" in desk.path
        assert desk.place.focused is desk.row_list


async def test_end_and_home_go_to_the_ends_of_the_whole_list_and_only_a_part_is_held(small: Database) -> None:
    enter_many(small, 600)
    async with at_desk(small, tab="contacts") as desk:
        await desk.press("down", "end")
        assert desk.row_list.row.cells[0] == "Zz0599"
        assert "630 of 630" in desk.path
        assert len(desk.rows) == 60
        await desk.press(*["pageup"] * 25)
        assert "Zz" in desk.row_list.row.cells[0]
        assert desk.row_list.row.cells[0] == f"Zz{599 - 25 * (desk.row_list.page - 1):04}"
        assert len(desk.rows) <= 360
        await desk.press("home")
        assert "1–18 of 630" in desk.path
        await desk.press("up")
        assert desk.place.focused is not desk.row_list


async def test_in_the_middle_one_comes_back_to_the_row_that_was_edited_on_its_line(small: Database) -> None:
    ids = enter_many(small, 600)
    async with at_desk(small, tab="contacts") as desk:
        await desk.press("down", *["pagedown"] * 15)
        here = desk.row_list.row
        line = [one[:1] for one in desk.lines].index("›")
        await desk.press("enter")
        await desk.fill(first_name="Edited")
        await desk.press("f2", "escape")
        assert desk.row_list.row.id == here.id
        assert desk.row_list.row.cells[1] == "Edited"
        assert desk.lines[line].startswith("›")
        # Others came before it and it went elsewhere itself: the hand goes along.
        colleague(small).save("person", {"last_name": "Zz0000"})
        colleague(small).save("person", {"last_name": "Zz05995"}, id=here.id)
        await desk.press("enter", "escape")
        assert desk.row_list.row.id == here.id
        assert "631 of 631" in desk.path
        assert ids[-1] in {row.id for row in desk.rows}


async def test_where_the_row_under_the_hand_is_deleted_the_next_one_takes_its_place(small: Database) -> None:
    enter_many(small, 600)
    async with at_desk(small, tab="contacts") as desk:
        await desk.press("down", *["pagedown"] * 15)
        rows = desk.rows
        following = rows[rows.index(desk.row_list.row) + 1]
        await desk.press("ctrl+d", "y")
        assert desk.row_list.row.id == following.id
        assert "of 629" in desk.path


async def test_a_word_typed_and_taken_away_leads_to_its_place_in_the_whole_list(small: Database) -> None:
    enter_many(small, 600)
    async with at_desk(small, tab="contacts") as desk:
        await desk.type("zz0300")
        assert desk.row_list.row.cells[0] == "Zz0300"
        await desk.press("ctrl+u")
        assert desk.row_list.row.cells[0] == "Zz0300"
        assert "322–339 of 630" in desk.path
        desk.sees("Zz0299", "Zz0301")


async def test_f4_sorts_by_a_column_and_the_header_says_so(small: Database) -> None:
    async with at_desk(small, tab="contacts") as desk:
        desk.sees("Last name ^")
        await desk.press("f4")
        desk.sees("Last name  ^", "Entered last")
        await desk.press("enter")
        desk.sees("Last name v")
        assert desk.rows[0].cells[0] == "Vardanyan"
        await desk.press("f4", "home", "down", "down", "enter")
        desk.sees("Employer ^")
        firms = [row.cells[2] for row in desk.rows]
        assert firms == sorted(firms, key=sort_key)
        await desk.type("hakobyan")
        desk.sees_not("Employer ^")


async def test_a_list_too_long_for_a_column_without_an_index_says_why(
    small: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bsc_tui.records.ranking.SHORT", 20)
    async with at_desk(small, tab="contacts") as desk:
        await desk.press("f4", "home", "down", "enter")
        desk.says("“First name” sorts up to 20 rows, having no index. Filter first.")
        desk.sees("Last name ^")
        assert len(desk.rows) == 30


async def test_an_order_that_a_list_grew_too_long_for_gives_way(
    small: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_desk(small, tab="contacts") as desk:
        await desk.press("f4", "home", "down", "enter")
        desk.sees("First name ^")
        monkeypatch.setattr("bsc_tui.records.ranking.SHORT", 20)
        await desk.press("down", "enter", "escape")
        desk.says("“First name” sorts up to")
        desk.sees("Last name ^")


async def test_what_is_marked_stays_so_while_rows_are_let_go_of(small: Database) -> None:
    enter_many(small, 600)
    async with at_desk(small, tab="contacts") as desk:
        desk.row_list._markable = True
        await desk.press("down", "space", "space")
        marked = set(desk.row_list.marks)
        assert len(marked) == 2
        await desk.press("end", *["pageup"] * 20, "home")
        assert desk.row_list.marks == marked
        assert desk.screen.count("•") >= 1


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
