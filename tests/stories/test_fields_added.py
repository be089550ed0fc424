"""The office adds a field of its own, and the clerk fills it in the same hour."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from desk import LARGE, SMALL, at_desk, colleague
from peewee import Database

from bsc_tui.db import custom
from bsc_tui.db.models import CustomField, Person, Registration
from bsc_tui.exports.letter_fields import example_of, fields_for, schema_of
from bsc_tui.exports.letter_values import Letters
from bsc_tui.i18n import Translator
from bsc_tui.screens.entity_form import EntityForm
from bsc_tui.screens.entity_list import EntityList

pytest_plugins = ("desk",)


@pytest.fixture(autouse=True)
def _no_fields_of_others() -> Iterator[None]:
    """Models of other tests know nothing of the fields of these."""
    yield
    for model in custom.CARRIERS.values():
        custom._bind(model, [])


def anna() -> int:
    return int(Person.get(Person.last_name == "Hakobyan", Person.first_name == "Anna").id)


async def test_an_administrator_adds_a_field_and_people_have_it(company: Database) -> None:
    async with at_desk(company, "admin", LARGE) as desk:
        await desk.opens(EntityList("custom_field", ("Admin",)))
        await desk.press("f7")
        await desk.until(lambda: isinstance(desk.place, EntityForm))
        await desk.chooses("entity", "Peo")
        await desk.fill(label_en="Chess club", label_hy="Շախմատի ակումբ")
        await desk.goes_to_field("listed")
        await desk.type("y")
        await desk.press("f2")
        desk.sees("Saved", "custom_chess_club")
        await desk.press("escape")
        desk.sees("Chess club")
        await desk.opens_record("person", anna())
        await desk.goes_to_field("custom_chess_club")
        desk.sees("Our own fields", "Chess club")
        await desk.type("Gambit")
        await desk.press("f2")
        desk.sees("Saved")
        await desk.goes_home()
        await desk.goes_to("contacts")
        await desk.type("gambit")
        await desk.rest()
        desk.sees("Chess club", "Hakobyan", "Gambit", "1 found")
    assert Person.get_by_id(anna()).custom_chess_club == "Gambit"


async def test_a_field_of_registrations_is_on_their_form(company: Database) -> None:
    admin = colleague(company)
    values = {"entity": "registration", "label_en": "Lunch", "label_fr": "Déjeuner", "kind": "choice"}
    admin.save("custom_field", values)
    term = admin.save(
        "term", {"list": CustomField.get().terms_id, "label_en": "Vegetarian", "code": "vegetarian"}
    ).id
    one = int(Registration.select().order_by(Registration.id).get().id)
    async with at_desk(company, "admin", SMALL) as desk:
        await desk.opens_record("registration", one)
        await desk.chooses("custom_lunch", "Veg")
        await desk.press("f2")
        desk.sees("Saved")
    assert Registration.get_by_id(one).custom_lunch_id == term


async def test_what_is_typed_into_an_own_field_is_in_the_draft(company: Database) -> None:
    colleague(company).save("custom_field", {"entity": "person", "label_en": "Club"})
    async with at_desk(company, "admin", LARGE) as desk:
        await desk.opens_record("person", anna())
        await desk.goes_to_field("custom_club")
        await desk.type("Rook")
        await desk.press("up")
        await desk.rest()
    async with at_desk(company, "admin", LARGE) as desk:
        await desk.opens_record("person", anna())
        assert desk.value("custom_club") == "Rook"


async def test_letters_say_what_is_in_own_fields_of_every_kind(company: Database) -> None:
    admin = colleague(company)
    for label, kind in (
        ("Nickname", "text"),
        ("Children", "number"),
        ("First contact", "date"),
        ("Smoker", "flag"),
        ("Birth region", "choice"),
    ):
        admin.save("custom_field", {"entity": "person", "label_en": label, "kind": kind})
    terms = CustomField.get(CustomField.code == "custom_birth_region").terms_id
    shirak = admin.save("term", {"list": terms, "label_en": "Shirak", "label_hy": "Շիրակ"}).id
    admin.save(
        "person",
        {
            "custom_nickname": "Rook",
            "custom_children": 300,
            "custom_first_contact": datetime.date(2026, 3, 14),
            "custom_smoker": True,
            "custom_birth_region": shirak,
        },
        id=anna(),
    )
    names = [
        f"person.custom_{name}"
        for name in ("nickname", "children", "first_contact", "smoker", "birth_region")
    ]
    assert set(names) <= {one.name for one in fields_for("person")}
    assert set(names) <= {one.name for one in fields_for("registration")}
    assert example_of("person")["person"]["custom_children"] == "42"
    said = Letters(admin, "person", Translator("hy"), {}, "Lusine").values_of([anna()])[anna()]["person"]
    told = [said[name.removeprefix("person.")] for name in names]
    assert told == ["Rook", "3", "14.03.2026", "այո", "Շիրակ"]
    field = CustomField.get(CustomField.code == "custom_nickname")
    admin.save("custom_field", {"active": False}, id=field.id)
    assert names[0] not in {one.name for one in fields_for("person")}
    assert "custom_nickname" in schema_of("person")["person"], "templates that name it go on"
