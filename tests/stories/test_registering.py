"""The main job: somebody is registered for a seminar, paid for, cancelled, moved up from the waiting list."""

from __future__ import annotations

from typing import Any

from databases import gate
from desk import at_desk, operations
from peewee import Database

from bsc_tui.db.models import Change, Engagement, Operation, Payment, Person, Registration, ServiceLine
from bsc_tui.screens.parts.pick_list import PickList
from bsc_tui.screens.registration import RegistrationForm
from bsc_tui.screens.seminar import SeminarWorkspace

pytest_plugins = ("desk",)


def registration(person: str, first: str, seminar: str = "Labour code") -> Any:
    """The latest registration of a person for a seminar."""
    return (
        Registration.select()
        .join(Person)
        .switch(Registration)
        .join(Engagement)
        .where(Person.last_name == person, Person.first_name == first, Engagement.title == seminar)
        .order_by(Registration.id.desc())
        .get()
    )


async def test_from_an_empty_database_to_the_first_participant(database: Database) -> None:
    async with at_desk(database, "admin", tab="services") as desk:
        await desk.press("enter", "down")
        desk.sees("›Open seminars")
        await desk.press("enter")
        desk.sees("There is nothing here yet.")
        await desk.press("f7")
        assert isinstance(desk.place, SeminarWorkspace)
        assert (desk.value("minimum"), desk.value("maximum"), desk.value("currency")) == ("5", "50", "AMD")
        assert desk.value("status") == "Pre-project activities"
        await desk.press("l")
        await desk.type("abour")
        await desk.press("enter")
        await desk.fill(starts="24.11.2026", price="60000")
        await desk.press("f2")
        desk.sees("The new Labour Code of the RA", "Nobody is registered yet. Type a name above.")
        desk.sees("60 000 + 20", "0 of 50")
        await desk.type("hakobyan")
        desk.sees("0 found", "+ New person “hakobyan”")
        await desk.press("f7")
        assert isinstance(desk.place, RegistrationForm)
        assert desk.value("person.last_name") == "Hakobyan"
        await desk.fill(person__first_name="Anna", person__phone="091 033759")
        before = operations()
        await desk.press("f2")
        desk.says("Hakobyan Anna is registered.")
        desk.sees("1 of 50", "72 000")
        assert operations() == before + 1
        verbs = {change.entity for change in Change.select().where(Change.operation == latest())}
        assert verbs == {"person", "registration"}
        kept = registration("Hakobyan", "Anna", "")
        assert (kept.total, kept.status, kept.person.phone) == (72_000, "registered", "+374 91 033759")


def latest() -> int:
    """The latest operation."""
    return int(Operation.select().order_by(Operation.id.desc()).get().id)


async def test_a_known_person_costs_two_keys_after_the_letters(company: Database) -> None:
    line = list(ServiceLine.select().order_by(ServiceLine.place)).index(ServiceLine.get(code="SM"))
    async with at_desk(company, tab="services") as desk:
        await desk.press(*["down"] * line, "enter", "down", "down")
        desk.sees("›Open seminars")
        await desk.press("enter")
        assert "Budgeting" in desk.rows[0].cells or "Labour code" in desk.rows[0].cells
        await desk.type("labo")
        await desk.press("enter")
        assert "Services › SM › Open seminars › Labour code" in desk.path
        desk.sees("2 of 3", "ParticipantA Mher")

        desk.keys = 0
        await desk.type("hako")
        desk.sees("2 found", "Hakobyan Anna", "Armenia Wine")
        before = operations()
        await desk.press("enter", "f2")
        assert desk.keys == 2
        desk.says("Hakobyan Anna is registered.")
        desk.says("3 of 3 seats")
        assert desk.row("Hakobyan Anna").split()[-2:] == ["000", "unpaid"]
        assert operations() == before + 1
        kept = registration("Hakobyan", "Anna")
        assert (kept.status, kept.price, kept.vat, kept.total) == ("registered", 60_000, 12_000, 72_000)
        assert kept.workplace.name == "Armenia Wine"
        assert kept.position.label_en == "Chief accountant"
        assert kept.account == "1570012345678901"  # the clerk saw a mask, the number is the card's

        desk.keys = 0
        await desk.type("petra")
        await desk.press("escape")
        await desk.type("petr")
        await desk.press("enter", "f8", "f2")
        assert desk.keys <= 6
        desk.says("No seat is free: Petrosyan An")
        desk.says("waits, place 1.")
        assert Payment.select().count() == 1


async def test_registering_with_payment_notes_it_in_the_same_operation(company: Database) -> None:
    async with at_desk(company) as desk:
        await desk.opens_engagement("Budgeting")
        desk.keys = 0
        await desk.type("simonyan")
        before = operations()
        await desk.press("enter", "f8")
        desk.says("72 000 AMD received today; F2 saves.")
        await desk.press("f2")
        assert desk.keys <= 6
        assert operations() == before + 1
        assert desk.row("Simonyan Nare").endswith("paid")
        desk.sees("1/1  72 000")
        payment = Payment.get()
        assert (payment.amount, payment.day.isoformat()) == (72_000, "2026-11-22")


async def test_letters_enter_and_f2_in_one_breath_register_the_right_person(company: Database) -> None:
    async with at_desk(company) as desk:
        await desk.opens_engagement("Budgeting")
        await desk.burst("g", "r", "i", "g", "enter", "f2")
        desk.says("Grigoryan Karen is registered.")
        await desk.burst("v", "a", "r", "d", "enter", "f2")
        await desk.burst("s", "a", "r", "g", "enter", "f2")
        assert [row.cells[1] for row in desk.rows] == ["Grigoryan Karen", "Vardanyan Tigran", "Sargsyan Ani"]
        assert Registration.select().join(Engagement).where(Engagement.title == "Budgeting").count() == 3


async def test_save_and_next_brings_the_picker_again(company: Database) -> None:
    async with at_desk(company) as desk:
        await desk.opens_engagement("Budgeting")
        desk.keys = 0
        await desk.type("grig")
        await desk.press("enter", "f6")
        assert isinstance(desk.place, PickList)
        await desk.type("vard")
        await desk.press("enter", "f6")
        assert isinstance(desk.place, PickList)
        assert desk.keys == 4
        await desk.press("escape")
        assert [row.cells[1] for row in desk.rows] == ["Grigoryan Karen", "Vardanyan Tigran"]


async def test_several_in_one_breath_with_save_and_next_are_all_registered(small: Database) -> None:
    async with at_desk(small) as desk:
        await desk.opens_engagement("Budgeting")
        await desk.burst(*"grig", "enter", "f6", *"vard", "enter", "f6", *"sarg", "enter", "f2")
        assert [row.cells[1] for row in desk.rows] == ["Grigoryan Karen", "Vardanyan Tigran", "Sargsyan Ani"]
        assert isinstance(desk.place, SeminarWorkspace)


async def test_a_new_person_and_their_registration_are_one_form_and_one_operation(company: Database) -> None:
    async with at_desk(company) as desk:
        await desk.opens_engagement("Budgeting")
        await desk.type("zohrabyan lilit")
        desk.sees("+ New person “zohrabyan lilit”")
        desk.keys = 0
        await desk.press("f7")
        assert (desk.value("person.last_name"), desk.value("person.first_name")) == ("Zohrabyan", "Lilit")
        assert desk.field == "person.sex"
        await desk.press("f")
        await desk.fill(person__phone="099 771100", person__passport_number="AR1112223")
        before = operations()
        await desk.press("f2")
        desk.says("Zohrabyan Lilit is registered.")
        assert operations() == before + 1
        kept = registration("Zohrabyan", "Lilit", "Budgeting").person
        assert (kept.sex, kept.phone, kept.passport_number) == ("female", "+374 99 771100", "AR1112223")
        desk.sees_not("AR1112223")


async def test_who_is_in_already_is_shown_and_opened_instead_of_registered_twice(company: Database) -> None:
    async with at_desk(company) as desk:
        await desk.opens_engagement("Budgeting")
        await desk.type("hako")
        await desk.press("enter", "f2")
        await desk.type("hako")
        assert "is in" in desk.row("Hakobyan Anna")
        assert "is in" not in desk.row("Hakobyan Aram")
        await desk.press("enter")
        desk.says("Already registered for this seminar: this is the registration.")
        assert desk.place.registration_id == registration("Hakobyan", "Anna", "Budgeting").id
        await desk.press("escape")
        assert len(desk.rows) == 1


async def test_a_full_seminar_lets_wait_and_a_cancelled_seat_goes_to_who_waits(company: Database) -> None:
    async with at_desk(company) as desk:
        await desk.opens_engagement("Labour code")
        for name in ("grig", "vard", "sarg"):
            await desk.type(name)
            await desk.press("enter")
            await desk.press("f2")
        desk.says("No seat is free: Sargsyan Ani waits, place 2.")
        desk.sees("Participants 3", "2 wait", "3 of 3")
        assert desk.row("Vardanyan Tigran").endswith("waiting 1")

        await desk.press("down", "home")
        await desk.press("delete")
        desk.sees("Why does ParticipantA Mher cancel?")
        await desk.type("illn")
        await desk.press("enter")
        desk.sees("Give the seat to Vardanyan Tigran, who waits first?")
        await desk.press("y")
        desk.says("Vardanyan Tigran has the seat.")
        assert registration("ParticipantA", "Mher").status == "cancelled"
        assert registration("ParticipantA", "Mher").cancel_reason.label_en == "Illness"
        assert registration("Vardanyan", "Tigran").status == "registered"
        assert registration("Sargsyan", "Ani").status == "waiting"
        desk.sees("Participants 3", "1 waits")
        assert desk.rows[-1].cells[1] == "ParticipantA Mher"

        await desk.press("down") if desk.place.focused is not desk.row_list else None
        desk.row_list.go_to(registration("Sargsyan", "Ani").id)
        await desk.rest()
        await desk.press("f10", "m")
        assert "full" in desk.screen or "taken" in desk.screen
        await desk.press("escape")
        assert registration("Sargsyan", "Ani").status == "waiting"


async def test_what_is_owed_is_paid_from_the_list_and_from_the_form(company: Database) -> None:
    async with at_desk(company) as desk:
        await desk.opens_engagement("Labour code")
        await desk.press("down", "f8")
        desk.says("ParticipantA Mher: 72 000 AMD received today.")
        assert desk.row("ParticipantA").endswith("paid")
        await desk.press("up", "f8")
        desk.says("Nothing is due.")
        await desk.press("down", "enter")
        assert isinstance(desk.place, RegistrationForm)
        desk.sees("unpaid: 0 of 72 000 AMD received")
        await desk.press("f8", "f2")
        desk.sees("paid: 72 000 of 72 000 AMD received")
        await desk.press("escape")
        desk.sees("2/2  144 000")
        assert [one.amount for one in Payment.select()] == [72_000, 72_000]


async def test_a_part_payment_and_a_refund_are_told_as_such(company: Database) -> None:
    async with at_desk(company) as desk:
        await desk.opens_engagement("Labour code")
        await desk.press("down", "enter")
        await desk.fill(payment__amount="50 000")
        await desk.press("tab", "f2")
        desk.sees("part: 50 000 of 72 000 AMD received")
        await desk.fill(payment__amount="-50000")
        await desk.press("f2")
        desk.sees("refunded")
        assert [one.amount for one in Payment.select().order_by(Payment.id)] == [50_000, -50_000]


async def test_price_discount_and_vat_come_to_be_as_they_are_typed(company: Database) -> None:
    async with at_desk(company) as desk:
        await desk.opens_engagement("Labour code")
        await desk.press("down", "enter")
        await desk.fill(price="50 000", discount_rate="12,5")
        await desk.press("tab")
        assert (desk.value("vat"), desk.value("total")) == ("8 750", "52 500")
        await desk.press("f2")
        kept = registration("ParticipantA", "Mher")
        assert (kept.net, kept.vat, kept.total, kept.discount_rate) == (43_750, 8_750, 52_500, 1250)


async def test_another_workplace_may_change_the_card_or_only_this_seminar(company: Database) -> None:
    async with at_desk(company) as desk:
        await desk.opens_engagement("Budgeting")
        for answer, firm in (("n", "Armenia Wine"), ("y", "Ucom")):
            await desk.type("hako")
            await desk.press("enter")
            await desk.chooses("workplace", "ucom")
            assert desk.value("workplace") == "Ucom"
            await desk.press("f2")
            desk.sees("Change the person's card too?")
            await desk.press(answer)
            assert registration("Hakobyan", "Anna", "Budgeting").workplace.name == "Ucom"
            assert (
                Person.get(Person.first_name == "Anna", Person.last_name == "Hakobyan").employer.name == firm
            )
            kept = registration("Hakobyan", "Anna", "Budgeting").id
            gate(company, "admin").trash("registration", kept)
            await desk.press("f3", "f3")


async def test_a_line_of_somebody_else_can_be_looked_at_only(company: Database) -> None:
    async with at_desk(company, "ara") as desk:
        await desk.opens_engagement("Effective marketing")
        desk.says("Read only. Ask: ")
        assert "Register" not in desk.key_bar
        assert "Save" not in desk.key_bar
        before = operations()
        await desk.press("f4")
        desk.says("It needs the right to the service line BDS.")
        await desk.press("f2", "f8", "delete", "f6")
        assert operations() == before
        await desk.press("escape")
        await desk.opens_engagement("Labour code")
        assert "F4 Register" in desk.key_bar
