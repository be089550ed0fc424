"""Many are registered in one go: by letters, by copying, by pasting; and nothing of it is lost."""

from __future__ import annotations

from typing import Any

import pytest
from databases import gate
from desk import LARGE, StoryDesk, at_desk, colleague, operations, term
from peewee import Database

from bsc_tui.db.models import Draft, Engagement, Enterprise, Payment, Person, Registration
from bsc_tui.operations.bookings import book
from bsc_tui.operations.registrations import register
from bsc_tui.records import undoing
from bsc_tui.screens.bulk_grid import BulkGrid
from bsc_tui.screens.registry import place_of_draft
from bsc_tui.screens.seminar import SeminarWorkspace

pytest_plugins = ("desk",)


def inside(seminar: str = "Budgeting") -> list[Any]:
    """The registrations of a seminar, first come first."""
    return list(
        Registration.select()
        .join(Engagement)
        .where(Engagement.title == seminar, Registration.trashed_at.is_null())
        .order_by(Registration.id)
    )


def names(seminar: str = "Budgeting") -> list[str]:
    return [f"{one.person.last_name} {one.person.first_name}".strip() for one in inside(seminar)]


def seminar_id(title: str = "Budgeting") -> int:
    return int(Engagement.get(Engagement.title == title).id)


def person(last_name: str, first_name: str) -> int:
    return int(Person.get(Person.last_name == last_name, Person.first_name == first_name).id)


async def begins(desk: StoryDesk, seminar: str = "Budgeting") -> BulkGrid:
    """Open the grid from the seminar's workspace."""
    await desk.opens_engagement(seminar)
    await desk.press("insert")
    assert isinstance(desk.place, BulkGrid), desk.screen
    return desk.place


async def takes(desk: StoryDesk, *texts: str) -> None:
    """Register people by some letters each."""
    for text in texts:
        await desk.type(text)
        await desk.press("enter", "enter")


async def goes(desk: StoryDesk, row: int, code: str) -> None:
    """Lay the hand on a cell of a row, counted from 1."""
    grid = desk.place.grid
    assert grid.go(desk.place.entries[row - 1].key, code)
    await desk.rest()
    assert grid.code == code


# -- typing -------------------------------------------------------------------------------------------


async def test_twenty_people_cost_two_keys_each_beside_their_letters(company: Database) -> None:
    async with at_desk(company) as desk:
        await begins(desk)
        desk.keys, before = 0, operations()
        await takes(desk, *(f"participant{letter}" for letter in "abcdefghijklmnopqrst"))
        assert desk.keys == 40
        assert names() == [f"Participant{letter} Mher" for letter in "ABCDEFGHIJKLMNOPQRST"]
        assert operations() == before + 20
        assert {one.total for one in inside()} == {72_000}
        desk.sees("20 of 50 seats", "20 rows")


async def test_letters_and_enters_in_one_breath_take_the_right_people(company: Database) -> None:
    async with at_desk(company) as desk:
        await begins(desk)
        await desk.burst(*"grig", "enter", "enter", *"vard", "enter", "enter", *"sarg", "enter", "enter")
        assert names() == ["Grigoryan Karen", "Vardanyan Tigran", "Sargsyan Ani"]
        assert {one.person.employer_id for one in inside()} == {one.workplace_id for one in inside()}


async def test_it_opens_from_the_menu_and_comes_back_to_the_workspace(small: Database) -> None:
    async with at_desk(small) as desk:
        await desk.opens_engagement("Budgeting")
        await desk.press("f10", "b")
        assert isinstance(desk.place, BulkGrid)
        await takes(desk, "grig")
        await desk.press("escape")
        assert isinstance(desk.place, SeminarWorkspace)
        assert [row.cells[1] for row in desk.rows] == ["Grigoryan Karen"]


async def test_the_list_under_the_cell_says_who_is_in_and_in_which_row(company: Database) -> None:
    async with at_desk(company) as desk:
        await begins(desk)
        await takes(desk, "hakobyan anna")
        await desk.type("hako")
        assert desk.row("1984").endswith("row 1")
        await desk.press("enter")
        desk.says("Hakobyan Anna is in already: row 1. Type another name here.")
        assert desk.place.current is desk.place.entries[1]
        assert (desk.place.grid.code, desk.place.grid.text) == ("person", "hako")
        await desk.type("hako aram")
        await desk.press("enter", "enter")
        assert names() == ["Hakobyan Anna", "Hakobyan Aram"]


async def test_who_is_in_already_leaves_the_hand_and_the_letters_in_the_open_row(company: Database) -> None:
    async with at_desk(company) as desk:
        await begins(desk)
        await takes(desk, "hakobyan anna", "grig")
        await desk.type("hako")
        await desk.press("enter")
        assert desk.place.current is desk.place.entries[2]
        await desk.press("end")
        await desk.type(" aram")
        assert desk.place.grid.text == "hako aram"
        await desk.press("enter", "enter")
        assert names() == ["Hakobyan Anna", "Grigoryan Karen", "Hakobyan Aram"]


async def test_whom_a_colleague_registered_meanwhile_gets_a_row_and_the_hand_stays(company: Database) -> None:
    async with at_desk(company) as desk:
        await begins(desk)
        await takes(desk, "grig")
        register(colleague(company), seminar_id(), {}, person_id=person("Hakobyan", "Anna"))
        await desk.type("hakobyan anna")
        assert desk.row("1984").endswith("is in")
        await desk.press("enter")
        desk.says("Hakobyan Anna is in already: row 2. Type another name here.")
        assert desk.place.current is desk.place.entries[2]
        assert (desk.place.grid.code, desk.place.grid.text) == ("person", "hakobyan anna")
        await desk.type("vard")
        await desk.press("enter", "enter")
        assert names() == ["Grigoryan Karen", "Hakobyan Anna", "Vardanyan Tigran"]


async def test_a_new_person_is_made_with_the_row_in_one_operation(company: Database) -> None:
    async with at_desk(company) as desk:
        await begins(desk)
        await desk.type("zohrabyan lilit")
        desk.sees("+ New person “zohrabyan lilit”")
        await desk.press("enter")
        desk.says("Nothing found; F7 adds it as new.")
        desk.keys, before = 0, operations()
        await desk.press("f7")
        assert desk.place.grid.code == "phone"
        await desk.type("099 771100")
        await desk.press("enter")
        assert desk.keys == 2
        assert operations() == before + 1
        kept = inside()[0].person
        assert (kept.last_name, kept.first_name, kept.phone) == ("Zohrabyan", "Lilit", "+374 99 771100")
        await takes(desk, "grig")
        assert len(names()) == 2


async def test_beyond_the_maximum_people_wait_and_the_row_says_their_place(company: Database) -> None:
    async with at_desk(company) as desk:
        await begins(desk, "Labour code")
        desk.sees("2 of 3 seats", "2 rows")
        await takes(desk, "grig", "vard", "sarg")
        desk.says("No seat is free: Sargsyan Ani waits, place 2.")
        desk.sees("3 of 3 seats", "2 wait")
        assert desk.row("Vardanyan Tigran").startswith("w")
        assert "waits 2" in desk.row("Sargsyan Ani")
        assert [one.status for one in inside("Labour code")][2:] == ["registered", "waiting", "waiting"]


async def test_a_field_is_repeated_by_one_key_and_all_fields_by_one(company: Database) -> None:
    async with at_desk(company) as desk:
        await begins(desk)
        await desk.type("grig")
        await desk.press("enter")
        await goes(desk, 1, "price")
        await desk.type("50 000")
        await desk.press("tab")
        await desk.type("10")
        await desk.press("tab", "f4")
        await desk.type("cash")
        await desk.press("enter")
        await desk.press("enter")
        await desk.type("vard")
        await desk.press("enter")
        await goes(desk, 2, "price")
        desk.keys = 0
        await desk.press("f5")
        assert (desk.keys, desk.place.grid.code) == (1, "discount_rate")
        await desk.press("enter")
        await desk.type("sarg")
        await desk.press("enter", "ctrl+o", "enter")
        first, second, third = inside()
        assert (first.price, first.discount_rate, first.total) == (50_000, 1_000, 54_000)
        assert (second.price, second.discount_rate) == (50_000, None)
        assert (third.price, third.discount_rate) == (50_000, None)
        assert first.payment_type_id == term("payment_type", "cash")
        assert second.payment_type_id is third.payment_type_id is None


async def test_a_choice_is_copied_down_to_the_end_of_the_column(company: Database) -> None:
    async with at_desk(company) as desk:
        await begins(desk)
        await takes(desk, "grig", "vard", "sarg")
        await goes(desk, 1, "payer")
        await desk.press("f4")
        desk.sees("the workplace")
        await desk.type("work")
        await desk.press("enter")
        await goes(desk, 1, "payer")
        await desk.press("ctrl+r")
        desk.sees("Change this cell in 2 saved rows too?")
        await desk.press("y")
        desk.says("2 rows are saved.")
        await desk.press("down", "down", "down")
        assert [one.payer for one in inside()] == ["workplace"] * 3


async def test_what_is_usual_stands_above_and_is_for_new_rows(company: Database) -> None:
    async with at_desk(company) as desk:
        place = await begins(desk)
        await takes(desk, "grig")
        place.grid.go("defaults", "price")
        await desk.rest()
        await desk.type("36 000")
        await desk.press("tab", "tab", "tab", "f4")
        desk.sees("another enterprise")
        await desk.type("another")
        await desk.press("enter")
        desk.sees("Which enterprise pays?")
        await desk.type("ucom")
        await desk.press("enter")
        assert "Ucom" in desk.row("Usual for new rows")
        await desk.press("ctrl+end")
        place.grid.go(place.entries[-1].key, "person")
        await desk.rest()
        await takes(desk, "vard")
        first, second = inside()
        assert (first.price, second.price) == (60_000, 36_000)
        assert (first.payer, second.payer) == ("self", "other")
        assert second.payer_enterprise.name == "Ucom"


async def test_errors_stay_at_their_row_and_can_be_shown_alone(company: Database) -> None:
    async with at_desk(company) as desk:
        place = await begins(desk)
        await takes(desk, "grig")
        await desk.type("vard")
        await desk.press("enter")
        await goes(desk, 2, "price")
        await desk.type("many")
        await desk.press("enter")
        desk.says("This is not an amount.")
        assert desk.row("Vardanyan Tigran").startswith("›!")
        desk.sees("1 error")
        assert names() == ["Grigoryan Karen"]
        place.grid.go(place.entries[-1].key, "person")
        await desk.rest()
        await takes(desk, "sarg")
        await desk.press("f6")
        desk.sees("Vardanyan Tigran", "only rows with errors")
        desk.sees_not("Sargsyan Ani", "Grigoryan Karen")
        await desk.press("f6", "f3", "!")
        assert place.current is place.entries[1]
        await desk.press("enter")
        assert place.grid.code == "price"
        await desk.press("ctrl+u")
        await desk.type("45 000")
        await desk.press("enter")
        assert [one.price for one in inside()] == [60_000, 60_000, 45_000]
        desk.sees_not("1 error")


async def test_a_saved_row_that_is_changed_is_saved_again_when_it_is_left(company: Database) -> None:
    async with at_desk(company) as desk:
        await begins(desk)
        await takes(desk, "grig", "vard")
        await goes(desk, 1, "paid")
        await desk.type("20 000")
        await desk.press("down")
        assert [(one.registration_id, one.amount) for one in Payment.select()] == [(inside()[0].id, 20_000)]
        await desk.press("up")
        assert desk.place.grid.text == "20 000"
        await desk.type("10 000")
        await desk.press("tab")
        desk.says("More is received already")
        assert Payment.select().count() == 1


async def test_somebody_elses_change_is_shown_field_by_field(company: Database) -> None:
    async with at_desk(company) as desk:
        await begins(desk)
        await takes(desk, "grig")
        await goes(desk, 1, "price")
        kept = inside()[0].id
        colleague(company).save("registration", {"price": 70_000}, id=kept)
        await desk.type("50 000")
        await desk.press("enter")
        desk.says("Enter shows it.") if "Enter" in desk.message else desk.says("changed meanwhile")
        assert Registration.get_by_id(kept).price == 70_000
        await goes(desk, 1, "price")
        await desk.press("enter")
        desk.sees("As it is now", "70 000", "50 000")
        await desk.press("right", "enter")
        assert Registration.get_by_id(kept).price == 50_000


async def test_a_row_is_inserted_deleted_and_brought_back(company: Database) -> None:
    async with at_desk(company) as desk:
        place = await begins(desk)
        await takes(desk, "grig", "vard")
        await goes(desk, 2, "price")
        await desk.press("insert")
        assert place.entries[1].is_blank
        await takes(desk, "sarg")
        assert [one.name for one in place.entries[:3]] == [
            "Grigoryan Karen",
            "Sargsyan Ani",
            "Vardanyan Tigran",
        ]
        await desk.press("f3", "home", "down", "ctrl+d")
        desk.sees("Delete the registration of Grigoryan Karen?")
        await desk.press("y")
        desk.sees("2 of 50 seats")
        assert names() == ["Vardanyan Tigran", "Sargsyan Ani"]
        await desk.press("ctrl+z")
        desk.sees("3 of 50 seats")
        assert len(names()) == 3


async def test_undo_gives_a_cell_what_it_held(small: Database) -> None:
    async with at_desk(small) as desk:
        await begins(desk)
        await desk.type("grig")
        await desk.press("enter")
        await goes(desk, 1, "price")
        await desk.type("1")
        await desk.press("ctrl+z")
        assert desk.place.grid.text == "60 000"
        await desk.type("45 000")
        await desk.press("tab", "shift+tab", "ctrl+z")
        assert desk.place.grid.text == "60 000"


async def test_open_rows_come_back_after_the_program_was_killed(company: Database) -> None:
    async with at_desk(company) as desk:
        place = await begins(desk)
        await takes(desk, "grig")
        await desk.type("vard")
        await desk.press("enter")
        await goes(desk, 2, "price")
        await desk.type("45 000")
        await place.keep_draft_now()
        # no farewell: the process is gone here
    async with at_desk(company) as desk:
        draft = Draft.get(Draft.place == f"bulk:{seminar_id()}")
        import json

        again = place_of_draft(json.loads(draft.content))
        assert isinstance(again, BulkGrid)
        await desk.opens(again)
        desk.sees("Grigoryan Karen", "Vardanyan Tigran", "45 000")
        assert (again.current, again.grid.code) == (again.entries[1], "price")
        await desk.press("enter")
        assert [one.price for one in inside()] == [60_000, 45_000]
        await desk.press("escape")
        assert not Draft.select().where(Draft.place == f"bulk:{seminar_id()}").count()


async def test_what_is_half_typed_stays_when_one_goes_away(company: Database) -> None:
    async with at_desk(company) as desk:
        await begins(desk)
        await desk.type("vard")
        await desk.press("enter")
        await goes(desk, 1, "price")
        await desk.type("45 000")
        await desk.press("escape", "insert")
        desk.says("is back.")
        assert (desk.place.grid.code, desk.place.entries[0].values["price"]) == ("price", 45_000)
        await desk.type("many")
        await desk.press("escape", "insert")
        assert desk.place.grid.text == "many"
        await desk.press("ctrl+u")
        await desk.type("50 000")
        await desk.press("f2")
        assert [one.price for one in inside()] == [50_000]


async def test_a_row_that_was_saved_before_the_program_died_is_not_saved_twice(company: Database) -> None:
    async with at_desk(company) as desk:
        place = await begins(desk)
        await desk.type("zohrabyan lilit")
        await desk.press("f7")
        await place.keep_draft_now()
        content = Draft.get(Draft.place == f"bulk:{seminar_id()}").content
        await desk.press("enter")
        assert names() == ["Zohrabyan Lilit"]
        await desk.press("escape")
    Draft.insert(
        account=colleague(company, "lusine").actor.account_id,
        place=f"bulk:{seminar_id()}",
        title="x",
        content=content,
        saved_at=gate(company, "admin").clock.now(),
    ).execute()
    async with at_desk(company) as desk:
        await begins(desk)
        desk.sees("1 row")
        await desk.press("f2")
        assert names() == ["Zohrabyan Lilit"]


async def test_a_seminar_that_is_over_takes_people_as_having_attended(company: Database) -> None:
    gate(company, "admin").save("engagement", {"starts": "2024-05-06", "ends": "2024-05-07"}, id=seminar_id())
    async with at_desk(company) as desk:
        await begins(desk)
        await takes(desk, "grig")
        assert [one.status for one in inside()] == ["attended"]


async def test_who_may_not_write_for_the_line_hears_why(company: Database) -> None:
    async with at_desk(company, "vera") as desk:
        await desk.opens_engagement("Budgeting")
        await desk.press("insert")
        desk.says("It needs the right to the service line SM.")
        assert isinstance(desk.place, SeminarWorkspace)
        await desk.opens(BulkGrid(seminar_id("Labour code")))
        before = operations()
        await desk.press("f2", "f5", "f7", "insert", "f3", "ctrl+d")
        desk.says("It needs the right to the service line SM.")
        await desk.paste("Hakobyan\tAnna\nPetrosyan\tAni\n")
        assert operations() == before
    async with at_desk(company, "ara") as desk:
        await begins(desk)
        await takes(desk, "grig")
        assert names() == ["Grigoryan Karen"]


# -- pasting ------------------------------------------------------------------------------------------


async def test_forty_pasted_rows_cost_two_keys(company: Database) -> None:
    known = [f"Participant{letter}\tMher\t" for letter in "ABCDEFGHIJKLMNOPQRST"]
    firms = {one.id: one.name for one in Enterprise.select()}
    rows = []
    for at, row in enumerate(known):
        employer = Person.get(Person.last_name == row.split("\t")[0]).employer_id
        rows.append(f"{row}{firms[employer]}\t091 20 30 {at:02}")
    rows += [f"Newcomer{at:02}\tLevon\tNowhere Ltd\t093 40 50 {at:02}" for at in range(20)]
    async with at_desk(company) as desk:
        place = await begins(desk)
        desk.keys = 0
        await desk.paste("\n".join(["Last name\tFirst name\tCompany\tPhone", *rows]))
        desk.sees("40 rows were pasted: 20 known, 20 new.")
        desk._send("enter")
        await desk.until(lambda: desk.place is place and not place.is_saving and len(names()) == 40)
        await desk.rest()
        assert desk.keys == 1
        assert names()[0] == "ParticipantA Mher"
        assert inside()[39].person.phone == "+374 93 405019"
        assert inside()[39].notes == "Nowhere Ltd"
        desk.sees("40 of 50 seats")


async def test_doubtful_rows_ask_and_the_others_go_through(company: Database) -> None:
    async with at_desk(company) as desk:
        place = await begins(desk)
        await desk.paste("Hakobyan Anna\ta.hakobyan@wine.am\nPetrosyan Anna\t\nZohrabyan Lilit\tl@new.am\n")
        desk.sees("3 rows were pasted: 1 known, 1 new, 1 to decide")
        await desk.press("enter")
        assert sorted(names()) == ["Hakobyan Anna", "Zohrabyan Lilit"]
        assert desk.row("Petrosyan Anna").startswith("›?")
        desk.says("Who is it? Enter shows who it may be")
        await desk.press("enter")
        desk.sees("Ameriabank", "+ New person “Petrosyan Anna”")
        await desk.press("enter", "enter")
        assert sorted(names()) == ["Hakobyan Anna", "Petrosyan Anna", "Zohrabyan Lilit"]
        assert (
            Person.select().where(Person.last_name == "Petrosyan", Person.first_name == "Anna").count() == 1
        )
        assert place.entries[-1].is_blank


async def test_whom_a_doubtful_row_names_wholly_is_offered_first(company: Database) -> None:
    records = gate(company, "admin")
    for last_name, city in (("Aaronyan", "Goris"), ("Sevanyan", "Goris"), ("Sevanyan", "Yerevan")):
        records.save("person", {"last_name": last_name, "first_name": "Anna", "city": city})
    async with at_desk(company) as desk:
        await begins(desk)
        await desk.paste("Sevanyan Anna\t091 20 30 40\n")
        await desk.press("enter", "enter")
        offered = [line for line in desk.lines if "yan Anna" in line][1:]
        assert "Sevanyan Anna" in offered[0]
        assert "Sevanyan Anna" in offered[1]


async def test_too_many_rows_are_refused_and_hostile_ones_are_cleaned(small: Database) -> None:
    async with at_desk(small) as desk:
        await begins(desk)
        await desk.paste("Name\n" + "Abc Def\n" * 10_000)
        assert "Too much was pasted at once" in desk.screen
        assert "At most 2000 rows" in desk.screen
        await desk.press("escape") if not isinstance(desk.place, BulkGrid) else None
        await desk.paste("Evil\x1b[31m\u202eyan\tArm\x00en\t=1+1\n'; DROP TABLE person;--\tX\t\n")
        await desk.press("enter")
        assert names() == ["Evil[31myan Armen", "'; DROP TABLE person;-- X"]
        assert "\x1b" not in desk.screen
        assert Person.select().count() > 20


async def test_one_line_of_cells_pasted_into_the_search_cell_is_a_row(small: Database) -> None:
    async with at_desk(small) as desk:
        await begins(desk)
        await desk.paste("Hakobyan\tAnna\ta.hakobyan@wine.am")
        desk.sees("1 row was pasted: 1 known")
        await desk.press("enter")
        assert names() == ["Hakobyan Anna"]


async def test_one_line_without_cells_is_a_text_to_look_for(small: Database) -> None:
    async with at_desk(small) as desk:
        await begins(desk)
        await desk.paste("grigoryan karen\n")
        await desk.press("enter", "enter")
        assert names() == ["Grigoryan Karen"]


# -- taking over --------------------------------------------------------------------------------------


async def test_participants_of_another_seminar_come_as_open_rows(company: Database) -> None:
    register(
        gate(company, "admin"), seminar_id(), {"price": 60_000}, person_id=person("ParticipantA", "Mher")
    )
    async with at_desk(company) as desk:
        await begins(desk)
        await desk.press("f10", "s")
        desk.sees("From which seminar?")
        await desk.type("labour")
        await desk.press("enter")
        desk.sees("ParticipantB Mher")
        assert desk.row("ParticipantA Mher").endswith("is in")
        await desk.press("a", "enter")
        desk.says("1 row is open; F2 saves.")
        assert names() == ["ParticipantA Mher"]
        await desk.press("f2")
        assert names() == ["ParticipantA Mher", "ParticipantB Mher"]


async def test_everyone_of_an_enterprise_comes_as_open_rows(company: Database) -> None:
    async with at_desk(company) as desk:
        await begins(desk)
        await desk.press("f10", "e")
        await desk.type("ucom")
        await desk.press("enter")
        desk.sees("People of Ucom", "Hakobyan Aram")
        await desk.press("a", "enter")
        desk.says("6 rows are open; F2 saves.")
        await desk.press("f2")
        assert len(names()) == 6
        assert {one.workplace.name for one in inside()} == {"Ucom"}


# -- one payment over many ----------------------------------------------------------------------------


async def test_one_payment_order_over_the_marked_rows_is_one_operation(company: Database) -> None:
    async with at_desk(company) as desk:
        place = await begins(desk)
        await takes(desk, "grig", "vard", "sarg")
        await desk.press("f3", "home", "down", "space", "space", "space")
        desk.sees("3 marked")
        before = operations()
        await desk.press("f8")
        desk.sees("A payment over 3 marked rows: 216 000 AMD open")
        await desk.type("77/1")
        await desk.press("tab", "tab", "ctrl+u")
        await desk.type("100 000")
        await desk.press("f2")
        desk.says("100 000 AMD noted over 2 registrations.")
        assert operations() == before + 1
        assert [(one.amount, one.order_number) for one in Payment.select().order_by(Payment.id)] == [
            (72_000, "77/1"),
            (28_000, "77/1"),
        ]
        assert "72 000" in desk.row("Grigoryan Karen")
        assert not place.grid.marks
        undoing.undo(gate(company, "lusine"), latest_operation())
        assert not Payment.select().where(Payment.trashed_at.is_null()).count()


def latest_operation() -> int:
    from bsc_tui.db.models import Operation

    return int(Operation.select().order_by(Operation.id.desc()).get().id)


@pytest.mark.parametrize("language", ["en", "fr", "hy"])
async def test_it_fits_every_language_at_both_sizes(small: Database, language: str) -> None:
    for size in ((80, 24), LARGE):
        async with at_desk(small, size=size, language=language) as desk:
            await begins(desk)
            await desk.type("hako")
            assert all(len(line) <= size[0] for line in desk.lines)
            assert desk.key_bar.split()[0] == "F10"
            await desk.press("f1")
            assert len(desk.screen) > 300


# -- seats without names ------------------------------------------------------------------------------


async def test_an_enterprise_books_seats_and_names_them_one_by_one(company: Database) -> None:
    async with at_desk(company) as desk:
        place = await begins(desk)
        await desk.press("f10", "b")
        desk.sees("Seats for which enterprise?")
        await desk.type("ucom")
        await desk.press("enter")
        desk.sees("How many seats for Ucom?")
        await desk.type("3")
        await desk.press("enter")
        desk.says("3 seats are booked for Ucom.")
        desk.sees("3 of 50 seats", "Ucom: 3 seats unnamed")
        await desk.press("enter")
        desk.says("Who of Ucom? Type letters of the name.")
        await takes(desk, "hako aram")
        desk.sees("3 of 50 seats", "Ucom: 2 seats unnamed")
        kept = inside()[0]
        assert (kept.payer, kept.payer_enterprise.name, kept.booking.seats) == ("other", "Ucom", 3)
        await desk.press("escape")
        assert isinstance(desk.place, SeminarWorkspace)
        desk.sees("Participants 3", "Ucom: 2 seats unnamed", "3 of 50")
        await desk.press("down", "end", "enter")
        assert isinstance(desk.place, BulkGrid)
        assert place is not desk.place


async def test_a_booking_that_finds_no_room_waits_and_moves_up_whole(
    company: Database,
) -> None:
    async with at_desk(company) as desk:
        await begins(desk, "Labour code")
        await desk.press("f10", "b")
        await desk.type("ucom")
        await desk.press("enter")
        await desk.type("2")
        await desk.press("enter")
        desk.says("2 seats are not free together: Ucom waits, place 1.")
        desk.sees("2 of 3 seats", "2 wait")
        desk.place.go_to(desk.place.entries[-1].key, "person")
        await desk.rest()
        await takes(desk, "grig")
        desk.says("No seat is free: Grigoryan Karen waits, place 2.")
        await desk.press("escape")
        await desk.press("down", "home", "delete")
        await desk.type("illn")
        await desk.press("enter")
        desk.sees("Give the seat to Ucom, who waits first?")
        await desk.press("y")
        desk.says("Ucom has the seat.")
        desk.sees("Participants 3", "Ucom: 2 seats unnamed")
        assert inside("Labour code")[-1].status == "waiting"


async def test_a_booking_is_cancelled_in_the_grid(company: Database) -> None:
    book(gate(company, "admin"), seminar_id(), Enterprise.get(Enterprise.name == "Ucom").id, 4)
    async with at_desk(company) as desk:
        await begins(desk)
        desk.sees("4 of 50 seats", "Ucom: 4 seats unnamed")
        await desk.press("f3", "home", "down", "ctrl+d")
        desk.sees("Cancel the booking of Ucom?")
        await desk.press("y")
        desk.says("The booking of Ucom is cancelled.")
        desk.sees("0 of 50 seats")
        desk.sees_not("unnamed")


async def test_another_size_of_the_window_keeps_what_is_typed_and_shows_more_columns(
    company: Database,
) -> None:
    async with at_desk(company) as desk:
        await begins(desk)
        await desk.type("anna hak")
        narrow = desk.lines[3].rstrip(" ►")
        await desk.resize(*LARGE)
        desk.sees("anna hak", "Hakobyan Anna")
        assert len(desk.lines[3].rstrip(" ►")) > len(narrow)
        assert len(desk.lines[4].rstrip()) > len(narrow) - 10
        await desk.resize(80, 24)
        desk.sees("anna hak", "Hakobyan Anna")
        await desk.press("enter", "enter")
        assert names() == ["Hakobyan Anna"]
