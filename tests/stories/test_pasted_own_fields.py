"""A spreadsheet with columns of the company's own fields is pasted; what can't be read is told, not lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from databases import PASSWORD
from desk import LARGE, at_desk, colleague
from peewee import Database

from bsc_tui.db import custom
from bsc_tui.db.models import CustomField, Draft, Engagement, Person, Registration
from bsc_tui.operations.accounts import add_account
from bsc_tui.records.records import Records
from bsc_tui.screens.bulk_grid import BulkGrid

pytest_plugins = ("desk",)

NEW = "Newcomer\tLevon"


@pytest.fixture(autouse=True)
def _no_fields_of_others() -> Iterator[None]:
    """Models of other tests know nothing of the fields of these."""
    yield
    for model in custom.CARRIERS.values():
        custom._bind(model, [])


def with_fields(database: Database) -> Records:
    """The company has own fields of people and of registrations."""
    admin = colleague(database)
    for entity, label, french, kind in (
        ("person", "Chess club", "Club d'échecs", "text"),
        ("person", "Shoe size", "Pointure", "number"),
        ("registration", "Lunch", "Déjeuner", "choice"),
        ("registration", "Badge", "", "number"),
    ):
        admin.save("custom_field", {"entity": entity, "label_en": label, "label_fr": french, "kind": kind})
    lunch = CustomField.get(CustomField.label_en == "Lunch").terms_id
    for code, french in (("vegetarian", "Végétarien"), ("meat", "Viande")):
        values = {"list": lunch, "label_en": code.capitalize(), "label_fr": french, "code": code}
        admin.save("term", values)
    return admin


def grid() -> BulkGrid:
    return BulkGrid(int(Engagement.get(Engagement.title == "Budgeting").id))


def registration_of(last_name: str) -> Registration:
    """The newest one of somebody."""
    query = Registration.select().join(Person).where(Person.last_name == last_name)
    return query.order_by(Registration.id.desc()).get()


def anna() -> Person:
    return Person.get(Person.last_name == "Hakobyan", Person.first_name == "Anna")


async def test_columns_named_like_own_fields_go_into_them_in_any_language(company: Database) -> None:
    with_fields(company)
    async with at_desk(company, size=LARGE) as desk:
        await desk.opens(grid())
        await desk.paste(
            "Nom\tPrénom\tCourriel\tCLUB D'ECHECS\tPointure\tdéjeuner\tBadge\tChaise\n"
            "Hakobyan\tAnna\ta.hakobyan@wine.am\tGambit\t37,5\tViande\t12\tbleue\n"
            f"{NEW}\t\tRook\t42\tvegetarian\t\t\n"
        )
        desk.sees("2 rows were pasted: 1 known, 1 new.", "Left out:", "“Chaise”.")
        await desk.press("enter")
        await desk.until(lambda: not desk.place.is_saving)  # type: ignore[attr-defined]
        newcomer = registration_of("Newcomer")
        assert (newcomer.person.custom_chess_club, newcomer.person.custom_shoe_size) == ("Rook", 4200)
        assert (newcomer.custom_lunch.code, newcomer.custom_badge) == ("vegetarian", None)
        assert (anna().custom_chess_club, anna().custom_shoe_size) == ("Gambit", 3750)
        assert (registration_of("Hakobyan").custom_lunch.code, registration_of("Hakobyan").custom_badge) == (
            "meat",
            1200,
        )
        assert registration_of("Hakobyan").notes == ""


async def test_what_a_card_says_stays_and_what_was_pasted_is_in_the_notes(company: Database) -> None:
    admin = with_fields(company)
    admin.save("person", {"custom_chess_club": "Pawn"}, id=anna().id)
    async with at_desk(company) as desk:
        await desk.opens(grid())
        await desk.paste(
            "Name\tE-mail\tChess club\tShoe size\nHakobyan Anna\ta.hakobyan@wine.am\tGambit\t38\n"
        )
        await desk.press("down", "enter")
        desk.says("1 card says something else; what was pasted is in the notes.")
        await desk.press("f2")
        await desk.until(lambda: not desk.place.is_saving)  # type: ignore[attr-defined]
    assert (anna().custom_chess_club, anna().custom_shoe_size) == ("Pawn", 3800)
    assert registration_of("Hakobyan").notes == "Chess club: Gambit"


async def test_a_cell_that_cannot_be_read_stays_in_its_cell_until_it_is_mended(small: Database) -> None:
    with_fields(small)
    async with at_desk(small, size=LARGE) as desk:
        place = grid()
        await desk.opens(place)
        await desk.paste(f"Last name\tFirst name\tLunch\tBadge\n{NEW}\tFish\ttwelve\n")
        desk.sees("1 row was pasted: 1 new, 1 with a mistake.")
        await desk.press("enter")
        assert place.current is not None
        assert place.current.texts == {"custom_lunch": "Fish", "custom_badge": "twelve"}
        desk.says("“Fish” is none of: Vegetarian, Meat.")
        await desk.until(lambda: bool(Draft.select().count()))
        await desk.press("f4")
        await desk.type("veg")
        await desk.press("enter")
        assert place.current.texts == {"custom_badge": "twelve"}
        await desk.press(*["backspace"] * 10, "1", "2", "enter")
        await desk.until(lambda: not place.is_saving)
    newcomer = registration_of("Newcomer")
    assert (newcomer.custom_lunch.code, newcomer.custom_badge) == ("vegetarian", 1200)


async def test_what_cannot_be_read_of_a_person_is_told_and_kept_in_the_notes(small: Database) -> None:
    with_fields(small)
    async with at_desk(small) as desk:
        place = grid()
        await desk.opens(place)
        await desk.paste(f"Last name\tFirst name\tShoe size\n{NEW}\tlarge\n")
        await desk.press("enter")
        assert not Person.select().where(Person.last_name == "Newcomer").exists()
        desk.says("Shoe size: This is not a number.")
        await desk.press("f2")
        await desk.until(lambda: not place.is_saving)
    assert registration_of("Newcomer").notes == "Shoe size: large"


async def test_who_may_not_change_cards_loses_nothing(small: Database) -> None:
    admin = with_fields(small)
    add_account(admin, "gor", "Gor", "viewer", PASSWORD, lines=("SM",), quick_hash=True)
    async with at_desk(small, "gor") as desk:
        place = grid()
        await desk.opens(place)
        await desk.paste("Name\tE-mail\tChess club\nHakobyan Anna\ta.hakobyan@wine.am\tGambit\n")
        await desk.press("enter")
        await desk.until(lambda: not place.is_saving)
    assert anna().custom_chess_club == ""
    assert registration_of("Hakobyan").notes == "Chess club: Gambit"


async def test_own_fields_of_registrations_are_typed_in_the_grid(small: Database) -> None:
    with_fields(small)
    async with at_desk(small, size=LARGE) as desk:
        place = grid()
        await desk.opens(place)
        await desk.type("grig")
        await desk.press("enter")
        assert place.current is not None
        place.go_to(place.current.key, "custom_badge")
        await desk.rest()
        desk.sees("Badge")
        await desk.type("7")
        await desk.press("f2")
        await desk.until(lambda: not place.is_saving)
    assert registration_of("Grigoryan").custom_badge == 700
