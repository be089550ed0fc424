"""Who may only look: every place opens, nothing that writes is offered, numbers are masked."""

from __future__ import annotations

from typing import Any

from desk import ACCOUNTS, PASSPORTS, at_desk, colleague
from peewee import Database

from bsc_tui.db.models import (
    Account,
    Change,
    Engagement,
    Enterprise,
    Operation,
    Person,
    Registration,
    Right,
    StaffMember,
)
from bsc_tui.operations.registrations import register
from bsc_tui.screens.parts.dialogs import Note
from bsc_tui.screens.tabs import TABS

pytest_plugins = ("desk",)

WRITING = {
    "form.save",
    "form.next",
    "form.new_line",
    "form.delete",
    "form.same",
    "form.same_all",
    "list.new",
    "list.delete",
    "list.like_this",
    "services.new",
    "engagement.like_this",
    "seminar.register",
    "payment.paid",
    "seminar.cancel",
    "seminar.promote",
    "registration.paid",
}
"""The commands that change something."""


def everything(database: Database) -> tuple[int, int]:
    """How much was ever written."""
    return int(Operation.select().count()), int(Change.select().count())


def offered(desk: Any) -> set[str]:
    """The writing commands that the place offers."""
    return {command.id for command, _keys in desk.place.keys_now()} & WRITING


async def every_record(desk: Any) -> Any:
    """Open one record of each entity in turn."""
    for code, model in (
        ("person", Person),
        ("enterprise", Enterprise),
        ("staff", StaffMember),
        ("registration", Registration),
        ("engagement", Engagement),
    ):
        await desk.opens_record(code, model.select().order_by(model.id).get().id)
        yield code
        await desk.press("escape")
    for title in ("Personnel", "Entry to a market"):
        await desk.opens_engagement(title)
        yield title
        await desk.press("escape")


async def test_a_viewer_sees_every_place_and_is_offered_nothing_that_writes(company: Database) -> None:
    before = everything(company)
    async with at_desk(company, "vera") as desk:
        for tab in TABS:
            await desk.goes_to(tab.code)
            assert tab.name in desk.path or tab.code == "home", desk.screen
            assert not offered(desk), (tab.code, offered(desk))
        await desk.goes_to("home")
        async for code in every_record(desk):
            assert not offered(desk), (code, offered(desk))
            assert not desk.sheet.current, f"{code}: a field can be typed into"
            for key in ("f2", "f6", "f5", "ctrl+o", "f7", "f8", "delete", "ctrl+d", "x", "f4"):
                place = desk.place
                await desk.press(key)
                if desk.place is not place:
                    assert not isinstance(desk.place, Note), f"{code} {key}\n{desk.screen}"
                    await desk.press("escape")
            await desk.press("f2")
            assert desk.message.startswith("!"), f"{code}: nothing is said\n{desk.screen}"
        await desk.goes_to("contacts")
        for key in ("f7", "ctrl+n"):
            await desk.press(key)
            desk.says("It needs the right “Contacts”.")
        await desk.press("down", "ctrl+d")
        desk.says("It needs the right “Contacts”.")
        await desk.goes_to("services")
        await desk.press("f7")
        desk.says("It needs the right to the service line BDS.")
    assert everything(company) == before


async def test_masked_numbers_are_nowhere_in_the_clear(company: Database) -> None:
    seminar = Engagement.get(Engagement.title == "Budgeting").id
    anna = Person.get(Person.last_name == "Hakobyan", Person.first_name == "Anna").id
    admin = colleague(company)
    register(admin, seminar, {"account": ACCOUNTS[0]}, person_id=anna)
    admin.save("person", {"passport_number": PASSPORTS[1]}, id=anna)
    admin.save("person", {"passport_number": PASSPORTS[0]}, id=anna)
    for name in ("vera", "lusine"):
        async with at_desk(company, name, size=(120, 40)) as desk:
            screens = []
            await desk.goes_to("contacts")
            await desk.type(PASSPORTS[0])
            assert len(desk.rows) == 1
            screens.append("\n".join(desk.screen.split("\n")[3:]))
            await desk.press("enter")
            screens.append(desk.screen)
            assert "AN*****56" in desk.screen
            await desk.press("f3", "right", "right", "right", "right", "right")
            screens.append(desk.screen)
            for _event in range(3):
                await desk.press("enter")
                screens.append(desk.screen)
                await desk.press("escape") if isinstance(desk.place, Note) else None
                await desk.press("down")
            await desk.press("escape")
            await desk.goes_to("home")
            await desk.opens_record("registration", Registration.get(Registration.person == anna).id)
            screens.append(desk.screen)
            await desk.press("escape")
            await desk.opens_engagement("Budgeting")
            if name == "lusine":
                await desk.type("hakob")
                screens.append(desk.screen)
                await desk.press("escape")
            await desk.press("escape")
            await desk.opens_record("enterprise", Enterprise.get(Enterprise.name == "Ucom").id)
            screens.append(desk.screen)
            for screen in screens:
                for number in (*PASSPORTS, *ACCOUNTS):
                    assert number not in screen, f"{name}\n{screen}"


async def test_a_clerk_fills_an_empty_number_replaces_a_set_one_and_leaves_a_mask_alone(
    company: Database,
) -> None:
    anna = Person.get(Person.last_name == "Hakobyan", Person.first_name == "Anna")
    async with at_desk(company) as desk:
        await desk.opens_record("person", anna.id)
        await desk.goes_to_field("passport_number")
        await desk.press("tab")
        await desk.fill(city="Gyumri", social_card="1234567890")
        await desk.press("f2")
        desk.says("Saved")
        kept = Person.get_by_id(anna.id)
        assert (kept.passport_number, kept.social_card) == (PASSPORTS[0], "1234567890")
        desk.sees_not("1234567890")
        await desk.fill(passport_number="AR9998887")
        await desk.press("f2")
        assert Person.get_by_id(anna.id).passport_number == "AR9998887"
        desk.sees_not("AR9998887")
    async with at_desk(company, "admin") as desk:
        await desk.opens_record("person", anna.id)
        desk.sees("AR9998887")


async def test_the_responsible_of_another_line_is_refused_in_the_workspace(company: Database) -> None:
    seminar = Engagement.get(Engagement.title == "Effective marketing").id
    nare = Person.get(Person.last_name == "Simonyan").id
    registered = register(colleague(company), seminar, {"price": 5_000}, person_id=nare).id
    before = everything(company)
    async with at_desk(company, "ara") as desk:
        await desk.opens_engagement("Effective marketing")
        assert not offered(desk)
        for key in ("f4", "f2", "f8", "delete", "f6"):
            await desk.press(key)
        await desk.press("enter")
        await desk.press("f8", "f2")
        desk.says("It needs the right to the service line BDS.")
        await desk.press("escape", "escape")
        await desk.opens_record("registration", registered)
        await desk.press("f8", "f2")
        assert not desk.sheet.current
        await desk.press("escape")
        await desk.opens_engagement("Entry to a market")
        await desk.press("f2")
        desk.says("It needs the right to the service line BDS.")
        await desk.press("escape")
        assert everything(company) == before
        await desk.opens_engagement("Labour code")
        assert "seminar.register" in offered(desk)


async def test_rights_that_are_taken_away_end_at_the_next_save(company: Database) -> None:
    async with at_desk(company) as desk:
        await desk.opens_record("person", Person.get(Person.last_name == "Simonyan").id)
        await desk.fill(city="Gyumri")
        Right.delete().where(Right.account == Account.get(Account.name == "lusine").id).execute()
        await desk.press("f2")
        assert "You may not change this." in desk.screen
        await desk.press("escape") if isinstance(desk.place, Note) else None
        assert desk.value("city") == "Gyumri"
        assert Person.get(Person.last_name == "Simonyan").city == ""
