"""The registration form: what is known is filled in, what is needed is asked, nobody is in twice."""

from __future__ import annotations

from desk import at_desk, colleague, operations
from peewee import Database

from bsc_tui.db.models import Engagement, Person, Registration
from bsc_tui.operations.registrations import register
from bsc_tui.screens.entity_form import EntityForm
from bsc_tui.screens.registration import RegistrationForm

pytest_plugins = ("desk",)


async def test_everything_known_is_filled_in(company: Database) -> None:
    async with at_desk(company) as desk:
        await desk.opens_engagement("Budgeting")
        await desk.type("hakob")
        await desk.press("enter")
        assert desk.field == "status"
        filled = {
            "person.last_name": "Hakobyan",
            "person.phone": "+374 91 033759",
            "position": "Chief accountant",
            "workplace": "Armenia Wine",
            "price": "60 000",
            "vat": "12 000",
            "total": "72 000",
            "account": "15************01",
            "status": "registered",
        }
        assert {code: desk.value(code) for code in filled} == filled
        await desk.goes_to_field("person.city")
        await desk.type("Yerevan")
        await desk.press("f2")
        assert Person.get(Person.phone == "+374 91 033759").city == "Yerevan"


async def test_cancelling_in_the_form_asks_for_the_reason(company: Database) -> None:
    async with at_desk(company) as desk:
        await desk.opens_engagement("Labour code")
        await desk.press("down", "enter")
        await desk.chooses("status", "cancelled")
        before = operations()
        await desk.press("f2")
        desk.says("Say why it is cancelled.")
        assert desk.field == "cancel_reason"
        assert operations() == before
        await desk.chooses("cancel_reason", "illn")
        await desk.press("f2")
        kept = Registration.select().order_by(Registration.id).first()
        assert (kept.status, kept.cancelled_on.isoformat()) == ("cancelled", "2026-11-22")


async def test_an_enterprise_that_pays_is_named(company: Database) -> None:
    async with at_desk(company) as desk:
        await desk.opens_engagement("Labour code")
        await desk.press("down", "enter")
        await desk.chooses("payer", "another")
        await desk.press("f2")
        desk.says("Name the enterprise that pays.")
        await desk.chooses("payer_enterprise", "ucom")
        await desk.press("f2")
        assert Registration.select().order_by(Registration.id).first().payer_enterprise.name == "Ucom"


async def test_a_name_is_needed_and_everything_wrong_is_told_at_once(company: Database) -> None:
    async with at_desk(company) as desk:
        await desk.opens_engagement("Budgeting")
        await desk.type("x")
        await desk.press("f7")
        await desk.fill(person__last_name="", person__email="wrong", price="abc")
        before = operations()
        await desk.press("f2")
        desk.says("2 errors")
        await desk.fill(person__email="", price="1000")
        await desk.press("f2")
        assert isinstance(desk.place, RegistrationForm)
        assert desk.field == "person.last_name"
        assert operations() == before
        await desk.fill(person__last_name="Xachatryan")
        await desk.press("f2")
        desk.says("Xachatryan is registered.")


async def test_somebody_registered_the_person_meanwhile(company: Database) -> None:
    seminar = Engagement.get(Engagement.title == "Budgeting").id
    nare = Person.get(Person.last_name == "Simonyan").id
    async with at_desk(company) as desk:
        await desk.opens_engagement("Budgeting")
        await desk.type("simo")
        await desk.press("enter")
        register(colleague(company), seminar, {}, person_id=nare)
        await desk.press("f2")
        assert "Already in." in desk.screen
        assert Registration.select().where(Registration.engagement == seminar).count() == 1


async def test_the_last_seat_taken_meanwhile_means_waiting(company: Database) -> None:
    seminar = Engagement.get(Engagement.title == "Labour code").id
    ani = Person.get(Person.last_name == "Sargsyan").id
    async with at_desk(company) as desk:
        await desk.opens_engagement("Labour code")
        await desk.type("simo")
        await desk.press("enter")
        desk.sees("2 of 3 seats")
        register(colleague(company), seminar, {}, person_id=ani)
        await desk.press("f2")
        desk.says("No seat is free: Simonyan Nare waits, place 1.")


async def test_the_card_opens_from_the_form_and_comes_back_changed(company: Database) -> None:
    async with at_desk(company) as desk:
        await desk.opens_engagement("Labour code")
        await desk.press("down", "enter", "f7")
        assert isinstance(desk.place, EntityForm)
        assert desk.place.entity.code == "person"
        await desk.press("escape")
        assert isinstance(desk.place, RegistrationForm)
