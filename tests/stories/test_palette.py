"""Ctrl+P: any record, command, list or report by its name, from wherever one is."""

from __future__ import annotations

from databases import gate
from desk import LARGE, at_desk
from peewee import Database

from bsc_tui.db.models import Person
from bsc_tui.records import drafts
from bsc_tui.screens.audit_browser import AuditBrowser
from bsc_tui.screens.correspondence import ActionForm
from bsc_tui.screens.engagement_list import EngagementList
from bsc_tui.screens.entity_form import EntityForm
from bsc_tui.screens.entity_list import EntityList
from bsc_tui.screens.home import Home
from bsc_tui.screens.offered_kinds import OfferedKinds
from bsc_tui.screens.parts.pick_list import PickList
from bsc_tui.screens.person_form import PersonForm
from bsc_tui.screens.report_wizard import ReportWizard
from bsc_tui.screens.seminar import SeminarWorkspace
from bsc_tui.screens.unpaid import UnpaidList

pytest_plugins = ("desk",)


async def test_a_person_is_found_from_a_form_and_esc_comes_back(company: Database) -> None:
    async with at_desk(company) as desk:
        await desk.opens_engagement("Labour code")
        await desk.press("f3")
        await desk.fill(location="Room")
        await desk.press("ctrl+p")
        assert isinstance(desk.place, PickList)
        await desk.type("anna hakob")
        desk.sees("Hakobyan Anna")
        await desk.press("enter")
        assert isinstance(desk.place, EntityForm)
        assert desk.value("last_name") == "Hakobyan"
        await desk.press("escape")
        assert isinstance(desk.place, SeminarWorkspace)
        assert desk.value("location") == "Room"
        await desk.press("ctrl+p", "escape")
        assert desk.value("location") == "Room"


async def test_lists_reports_lines_and_commands_are_found_by_name(company: Database) -> None:
    async with at_desk(company) as desk:
        for text, kind, words in (
            ("unpaid", UnpaidList, "Unpaid registrations"),
            ("paym over", UnpaidList, "Overdue payments"),
            ("partners", EntityList, "Partners"),
            ("report serv", ReportWizard, "Services"),
            ("open sem bds", EngagementList, "Effective marketing"),
        ):
            await desk.press("ctrl+p")
            await desk.type(text)
            await desk.press("enter")
            assert type(desk.place) is kind, f"{text}:\n{desk.screen}"
            desk.sees(words)
            await desk.press("escape")
            assert isinstance(desk.place, Home)
        await desk.press("ctrl+p")
        await desk.type("colo")
        desk.sees("Colours", "everywhere")
        await desk.press("enter")
        desk.sees("Colours")
        await desk.press("escape")


async def test_a_command_of_the_place_is_done_with_its_key_shown(company: Database) -> None:
    async with at_desk(company) as desk:
        await desk.opens_engagement("Labour code")
        await desk.press("down", "ctrl+p")
        await desk.type("full paid")
        assert desk.row("Paid in full today").endswith("here")
        assert "F8" in desk.row("Paid in full today")
        await desk.press("enter")
        desk.says("72 000 AMD received today.")


async def test_what_can_not_be_done_now_is_not_offered(company: Database) -> None:
    async with at_desk(company, "vera") as desk:
        await desk.opens_engagement("Labour code")
        await desk.press("down", "ctrl+p")
        await desk.type("paid in full")
        desk.sees_not("Paid in full today")


async def test_tools_of_admin_are_found_by_those_who_may_look(company: Database) -> None:
    async with at_desk(company, "admin") as desk:
        await desk.press("ctrl+p")
        await desk.type("audit trail")
        assert desk.row("Audit trail").endswith("Admin")
        await desk.press("enter")
        assert isinstance(desk.place, AuditBrowser)
        await desk.press("escape")
        assert isinstance(desk.place, Home)
        await desk.press("ctrl+p")
        await desk.type("kinds off")
        await desk.press("enter")
        assert isinstance(desk.place, OfferedKinds)
    async with at_desk(company, "vera") as desk:
        await desk.press("ctrl+p")
        await desk.type("audit trail")
        desk.sees("Nothing for “audit trail”")
        await desk.press(*["backspace"] * len("audit trail"))
        await desk.type("reference")
        assert desk.row("Reference lists").endswith("Admin")


async def test_new_records_begin_from_anywhere(company: Database) -> None:
    async with at_desk(company) as desk:
        for text, kind in (("new per", PersonForm), ("new ent", EntityForm), ("new act", ActionForm)):
            await desk.press("ctrl+p")
            await desk.type(text)
            await desk.press("enter")
            assert type(desk.place) is kind, f"{text}:\n{desk.screen}"
            await desk.press("escape")
            assert isinstance(desk.place, Home)
        await desk.press("ctrl+p")
        await desk.type("new open bds")
        await desk.press("enter")
        assert isinstance(desk.place, SeminarWorkspace)
        desk.sees("BDS")
        assert desk.value("vat_rate"), "as the company begins its seminars"
    async with at_desk(company, "vera") as desk:
        await desk.press("ctrl+p")
        await desk.type("new")
        desk.sees_not("New person", "New open seminar")


async def test_recent_records_come_first_when_nothing_is_typed(company: Database) -> None:
    lusine = gate(company, "lusine")
    anna = int(Person.get(Person.first_name == "Anna").id)
    drafts.visited(lusine, "person", anna, "Hakobyan Anna")
    async with at_desk(company, size=LARGE) as desk:
        await desk.press("ctrl+p")
        assert desk.rows[0].cells[0] == "Hakobyan Anna"
        await desk.press("enter")
        assert desk.value("first_name") == "Anna"


async def test_in_armenian_it_is_found_in_armenian_in_latin_letters_and_in_english(company: Database) -> None:
    async with at_desk(company, language="hy") as desk:
        for text in ("անձինք", "andzink", "people"):
            await desk.press("ctrl+p")
            await desk.type(text)
            await desk.press("enter")
            assert isinstance(desk.place, EntityList), f"{text}:\n{desk.screen}"
            await desk.press("escape")
    async with at_desk(company, language="fr") as desk:
        for text in ("entreprises", "enterprises"):
            await desk.press("ctrl+p")
            await desk.type(text)
            await desk.press("enter")
            assert isinstance(desk.place, EntityList), f"{text}:\n{desk.screen}"
            await desk.press("escape")
