"""A day with clients: calls and visits are noted and followed up, letters entered, all on their cards."""

from __future__ import annotations

import datetime

from desk import LARGE, SMALL, StoryDesk, at_desk, colleague, term
from peewee import Database

from bsc_tui.db.models import Action, Draft, Enterprise, Letter, Person
from bsc_tui.operations import documents
from bsc_tui.operations.document_files import begin_upload
from bsc_tui.screens.correspondence import ActionForm, LetterForm
from bsc_tui.screens.document_view import DocumentView
from bsc_tui.screens.entity_list import EntityList
from bsc_tui.screens.registry import place_of_draft

pytest_plugins = ("desk",)


def anna() -> int:
    return int(Person.get(Person.last_name == "Hakobyan", Person.first_name == "Anna").id)


async def to_group(desk: StoryDesk, code: str) -> None:
    """To the lines of a kind below a record."""
    await desk.press("f3")
    for _step in range(12):
        child = desk.place.related.group.child
        if child is not None and child.entity == code:
            return
        await desk.press("right")
    raise AssertionError(desk.screen)


async def test_a_call_is_noted_on_the_card_and_its_follow_up_waits_on_home(company: Database) -> None:
    async with at_desk(company, size=LARGE) as desk:
        await desk.opens_record("person", anna())
        await to_group(desk, "action")
        desk.sees("Actions 0")
        desk.keys = 0
        await desk.press("f7")
        assert isinstance(desk.place, ActionForm)
        await desk.chooses("nature", "Call")
        await desk.fill(subject="Invoice of March")
        await desk.press("f8")
        assert desk.field == "report"
        await desk.type("Pays on Monday")
        await desk.fill(follow_up="+3")
        await desk.press("f2")
        desk.sees("Saved", "Continued by 1")
        await desk.press("escape")
        desk.sees("Actions 2", "Invoice of March", "25.11.2026")
        await desk.goes_home()
        desk.sees("25.11 Call Hakobyan Anna: Invoice of March")
    first, second = Action.select().order_by(Action.id)
    assert (first.done_on, first.report) == (datetime.date(2026, 11, 22), "Pays on Monday")
    assert (second.due, second.done_on, second.follows_id) == (datetime.date(2026, 11, 25), None, first.id)
    async with at_desk(company, "ara", LARGE) as desk:
        desk.sees_not("Invoice of March")


async def test_what_waits_is_done_from_home_in_four_keys(company: Database) -> None:
    lusine = colleague(company, "lusine")
    nature = term("action_nature", "visit")
    values = {"nature": nature, "subject": "Show the rooms", "person": anna()}
    one = lusine.save("action", {**values, "due": datetime.date(2026, 11, 20)}).id
    async with at_desk(company, size=SMALL) as desk:
        await desk.press("right")
        desk.sees("20.11 Visit Hakobyan Anna")
        desk.keys = 0
        await desk.press("enter", "f8", "f2")
        assert desk.keys <= 4
        assert Action.get_by_id(one).done_on == datetime.date(2026, 11, 22)
        await desk.press("escape")
        desk.sees_not("20.11 Visit")


async def test_a_letter_that_came_is_entered_with_its_file_and_opened(company: Database) -> None:
    admin = colleague(company)
    folder = documents.folder_for(admin, ["Post"], line=None)
    upload = begin_upload(admin, folder, "offer.txt", expected=5)
    upload.write(b"Offer")
    upload.finish(folder)
    async with at_desk(company, size=LARGE) as desk:
        await desk.opens(EntityList("letter", ("Contacts",), sisters=("person", "letter")))
        desk.sees("There is nothing here yet.")
        await desk.type("An offer of rooms")
        await desk.press("f7")
        assert isinstance(desk.place, LetterForm)
        assert desk.value("subject") == "An offer of rooms"
        assert desk.value("day") == "22.11.2026"
        await desk.press("f12")
        desk.says("No file is named")
        await desk.chooses("direction", "rec")
        await desk.chooses("channel", "e-mail")
        await desk.fill(their_number="17/B")
        await desk.press("f2")
        desk.says("Say from whom or to whom it is")
        await desk.chooses("enterprise", "ucom")
        await desk.chooses("document", "offer")
        await desk.press("f2")
        desk.sees("Saved", "I-2026-0001")
        await desk.press("f12")
        assert isinstance(desk.place, DocumentView)
        desk.sees("offer.txt")
        await desk.press("escape", "escape")
        desk.sees("I-2026-0001", "An offer of rooms", "Ucom")
        ucom = Enterprise.get(Enterprise.name == "Ucom").id
        await desk.opens_record("enterprise", ucom)
        desk.sees("Correspondence 1")
    one = Letter.get()
    assert (one.direction, one.channel, one.their_number) == ("in", "email", "17/B")


async def test_a_letter_written_from_a_card_is_in_its_correspondence(company: Database) -> None:
    async with at_desk(company, size=LARGE) as desk:
        await desk.opens_record("person", anna())
        await desk.press("f10", "j", "enter")
        await desk.rest()
        await desk.press("f2")
        await desk.until(lambda: bool(Letter.select().count()))
        await desk.rest()
        await desk.press("escape")
        await to_group(desk, "letter")
        desk.sees("Correspondence 1", "O-2026-0001")
        await desk.press("enter")
        assert isinstance(desk.place, LetterForm)
        desk.sees("Template", "Lusine")
        await desk.press("f12")
        assert isinstance(desk.place, DocumentView)


async def test_what_was_typed_of_a_letter_comes_back(small: Database) -> None:
    async with at_desk(small, size=LARGE) as desk:
        await desk.opens(LetterForm(preset={"person": anna()}))
        await desk.fill(subject="Half an offer")
        await desk.press("tab")
        await desk.until(lambda: bool(Draft.select().count()))
        place = place_of_draft({"extra": {"entity": "letter", "preset": {"person": anna()}}})
        assert isinstance(place, LetterForm)
    async with at_desk(small, size=LARGE) as desk:
        await desk.opens(LetterForm(preset={"person": anna()}))
        assert desk.value("subject") == "Half an offer"


async def test_who_may_only_look_is_told_why(small: Database) -> None:
    admin = colleague(small)
    one = admin.save("letter", {"person": anna(), "subject": "Offer", "day": datetime.date(2026, 11, 20)}).id
    async with at_desk(small, "vera", LARGE) as desk:
        await desk.opens_record("letter", one)
        desk.says("Read only. Ask:")
        await desk.opens(EntityList("action", ("Contacts",), sisters=("letter", "action")))
        await desk.press("f7")
        desk.says("It needs the right “Contacts”.")
