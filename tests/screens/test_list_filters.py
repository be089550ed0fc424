"""F9 in lists: words, from and to, what is empty, own fields; several add up and go one by one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from desk import LARGE, StoryDesk, at_desk, colleague
from peewee import Database

from bsc_tui.db import custom
from bsc_tui.db.models import Engagement, Person
from bsc_tui.screens.entity_list import EntityList
from bsc_tui.screens.parts.ask_values import AskValues

pytest_plugins = ("desk",)


@pytest.fixture(autouse=True)
def _no_fields_of_others() -> Iterator[None]:
    """Models of other tests know nothing of the fields of these."""
    yield
    for model in custom.CARRIERS.values():
        custom._bind(model, [])


async def filters(desk: StoryDesk, field: str, *typed: str) -> None:
    """F9, a field by letters of its label, then what is typed into the fields that are asked."""
    await desk.press("f9")
    await desk.type(field)
    await desk.press("enter")
    for text in typed:
        await desk.type(text)
        await desk.press("enter")
    await desk.rest()


def shown(desk: StoryDesk) -> list[str]:
    return [row.cells[1] for row in desk.rows]


async def test_words_and_ranges_add_up_and_go_one_by_one(small: Database) -> None:
    admin = colleague(small)
    for first, city, born in (
        ("Anna", "Gyumri", "1984-03-12"),
        ("Ani", "GYUMRI 2", "1990"),
        ("Karen", "", ""),
    ):
        person = Person.get(Person.first_name == first, Person.last_name != "Sargsyan")
        admin.save("person", {"city": city, "birth_date": born}, id=person.id)
    async with at_desk(small, size=LARGE, tab="contacts") as desk:
        await filters(desk, "city", "gyum")
        assert shown(desk) == ["Anna", "Ani"]
        desk.sees("City: …gyum…")
        await filters(desk, "birth", "1985", "1995")
        assert shown(desk) == ["Ani"]
        desk.sees("Birth date: 1985 – 1995", "1–1 of 1")
        await desk.press("f9")
        desk.sees("All records, without filters", "Without “City: …gyum…”", "1985 – 1995")
        await desk.press("down", "down", "enter")
        assert shown(desk) == ["Anna", "Ani"]
        await filters(desk, "birth", "1985", "")
        assert shown(desk) == ["Ani"]
        desk.sees("Birth date: from 1985")
        await desk.press("f9")
        await desk.type("birth")
        await desk.press("enter")
        assert desk.place.sheet.values == {"low": "1985", "high": ""}
        await desk.press("ctrl+u", "enter", "enter")
        assert shown(desk) == ["Anna", "Ani"]


async def test_a_dash_finds_those_where_it_is_empty(small: Database) -> None:
    async with at_desk(small, tab="contacts") as desk:
        await filters(desk, "e-mail", "-")
        desk.sees("E-mail: without a value", "29")
        assert "Hakobyan Anna" not in [" ".join(row.cells[:2]) for row in desk.rows]
        await desk.press("f9", "enter", "f9")
        await desk.type("position")
        await desk.press("enter")
        desk.sees("without a value")
        await desk.press("enter")
        desk.sees("Position: without a value", "29")


async def test_what_cannot_be_read_is_told_in_the_question(small: Database) -> None:
    async with at_desk(small, tab="contacts") as desk:
        await desk.press("f9")
        await desk.type("birth")
        await desk.press("enter")
        await desk.type("yesterday")
        await desk.press("enter", "enter")
        assert isinstance(desk.place, AskValues)
        desk.sees("!")
        await desk.press("shift+tab", "ctrl+u")
        await desk.type("1990")
        await desk.press("enter")
        await desk.type("1980")
        await desk.press("enter")
        desk.sees("The end lies before the beginning.")
        await desk.press("escape")
        assert len(desk.rows) == 30


async def test_masked_numbers_are_no_filter(small: Database) -> None:
    async with at_desk(small, tab="contacts") as desk:
        await desk.press("f9")
        desk.sees_not("Passport")
        await desk.type("passport")
        desk.sees("Nothing for “passport”.")


async def test_amounts_are_asked_in_the_companys_currency_or_that_of_the_filter(small: Database) -> None:
    admin = colleague(small)
    labour = Engagement.get(Engagement.title == "Labour code").id
    admin.save("engagement", {"price": 48_000}, id=labour)
    euros = Engagement.get(Engagement.title == "Budgeting").id
    admin.save("engagement", {"currency": "EUR", "price": 48_000}, id=euros)
    async with at_desk(small, size=LARGE) as desk:
        await desk.opens(EntityList("engagement", ("Services",), sisters=("engagement",)))
        await filters(desk, "price", "40 000", "50 000")
        desk.sees("Price (AMD): 40 000 – 50 000", "Labour code")
        desk.sees_not("Budgeting")
        await desk.press("f9", "enter")
        await filters(desk, "currency", "EUR")
        await filters(desk, "price", "480")
        await desk.press("enter")
        desk.sees("Budgeting")
        desk.sees_not("Labour code")


async def test_own_fields_are_filters_of_their_kinds(company: Database) -> None:
    admin = colleague(company)
    for label, kind in (("Club", "text"), ("Size", "number"), ("Member", "flag"), ("Since", "date")):
        admin.save("custom_field", {"entity": "person", "label_en": label, "kind": kind, "listed": True})
    anna = Person.get(Person.last_name == "Hakobyan", Person.first_name == "Anna").id
    values = {"custom_club": "Գամբիտ", "custom_size": 3750, "custom_member": True, "custom_since": "2006"}
    admin.save("person", values, id=anna)
    async with at_desk(company, size=LARGE, tab="contacts") as desk:
        for field, typed in (
            ("club", ("ԳԱՄԲ",)),
            ("size", ("37", "37,5")),
            ("since", ("3.2006", "4.2006")),
            ("member", ("yes",)),
        ):
            await filters(desk, field, *typed)
            assert [row.id for row in desk.rows] == [anna], field
            await desk.press("f9", "enter")
            assert len(desk.rows) == 30
