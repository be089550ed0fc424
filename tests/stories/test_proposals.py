"""Somebody finds a mistake, proposes a correction, and sees what became of it."""

from __future__ import annotations

from desk import StoryDesk, at_desk, colleague
from peewee import Database

from bsc_tui.db.models import Correction, Draft, Person
from bsc_tui.operations import corrections
from bsc_tui.operations.corrections import About, begin, propose
from bsc_tui.screens.entity_form import EntityForm
from bsc_tui.screens.own_commands import OWN_HANDLERS
from bsc_tui.screens.proposals import Proposals
from bsc_tui.screens.propose import ProposeForm

pytest_plugins = ("desk",)


def anna() -> int:
    return int(Person.get(Person.last_name == "Hakobyan", Person.first_name == "Anna").id)


def with_own_commands(desk: StoryDesk) -> None:
    """As the program registers them."""
    for command, handler in OWN_HANDLERS.items():
        desk.app.register(command, handler)


async def test_who_may_only_look_proposes_a_correction_of_a_record(company: Database) -> None:
    async with at_desk(company, "vera") as desk:
        with_own_commands(desk)
        await desk.opens_record("person", anna())
        await desk.press("f10", "c")
        await desk.until(lambda: isinstance(desk.place, ProposeForm))
        desk.says("Who has the right “Contacts” decides.")
        await desk.type("She married: the name is another one.")
        await desk.press("f2")
        await desk.rest()
    (one,) = corrections.listed(colleague(company), "decide")
    assert (one.about.record_id, one.proposed_by) == (anna(), "Vera")


async def test_from_help_a_field_is_corrected_and_the_decider_writes_it(company: Database) -> None:
    async with at_desk(company, "admin") as desk:
        with_own_commands(desk)
        await desk.opens_record("person", anna())
        await desk.goes_to_field("city")
        await desk.press("f1")
        desk.sees("F7 Propose a correction")
        await desk.press("f7")
        await desk.until(lambda: isinstance(desk.place, ProposeForm))
        desk.sees("Hakobyan Anna: City", "As it is", "As it should be")
        await desk.press("ctrl+u")
        await desk.type("Gyumri")
        await desk.press("f2")
        await desk.until(lambda: isinstance(desk.place, EntityForm))
        desk.says("Proposed. Home tells you what became of it.")
        await desk.press("escape")
        await desk.goes_home()
        desk.sees("1 proposal to decide about")
        desk.place.rows_of("waiting").go_to("proposals")
        desk.place.rows_of("waiting").focus()
        await desk.press("enter")
        await desk.until(lambda: isinstance(desk.place, Proposals))
        desk.sees("Hakobyan Anna: City", "Gyumri", "F6 Accept")
        await desk.press("f6")
        desk.says("Accepted and written. Undo takes both back.")
        desk.sees("No proposal waits for you.")
        assert Person.get_by_id(anna()).city == "Gyumri"
        await desk.press("f10", "z", "y")
        await desk.rest()
        assert Person.get_by_id(anna()).city != "Gyumri"
        assert Correction.get().state == "proposed"


async def test_a_proposal_is_declined_with_a_reason_and_its_proposer_sees_it(company: Database) -> None:
    vera = colleague(company, "vera")
    propose(vera, begin(vera, About("person", anna(), "city"), "Hakobyan Anna: City"), "Gyumri", "")
    async with at_desk(company, "admin") as desk:
        await desk.opens(Proposals())
        await desk.press("delete")
        await desk.type("She lives there no more.")
        await desk.press("enter")
        desk.says("Declined. Who proposed it reads why.")
    async with at_desk(company, "vera") as desk:
        desk.sees("1 proposal of yours answered")
        await desk.opens(Proposals("mine"))
        desk.sees("declined", "Answer: She lives there no more.")


async def test_a_value_changed_meanwhile_is_asked_about(company: Database) -> None:
    vera, admin = colleague(company, "vera"), colleague(company)
    propose(vera, begin(vera, About("person", anna(), "city"), "Hakobyan Anna: City"), "Gyumri", "")
    admin.save("person", {"city": "Vanadzor"}, id=anna())
    async with at_desk(company, "admin") as desk:
        await desk.opens(Proposals())
        desk.sees("Now: Vanadzor")
        await desk.press("f6")
        desk.sees("It was changed meanwhile.")
        await desk.press("enter")
        assert Person.get_by_id(anna()).city == "Vanadzor"
        await desk.press("f6", "y")
        await desk.rest()
        assert Person.get_by_id(anna()).city == "Gyumri"


async def test_one_withdraws_ones_own_and_may_not_accept_others(company: Database) -> None:
    vera, admin = colleague(company, "vera"), colleague(company)
    propose(admin, begin(admin, About(), "Reports"), "", "A word is wrong.")
    propose(vera, begin(vera, About(), "Reports"), "Conditions", "")
    async with at_desk(company, "vera") as desk:
        await desk.opens(Proposals("open"))
        assert "Withdraw" in desk.key_bar
        await desk.press("delete", "y")
        desk.says("Withdrawn.")
        await desk.press("f6")
        desk.says("It needs the right “Administration”.")
    assert [one.remark for one in corrections.listed(admin, "all")] == ["A word is wrong."]


async def test_what_is_typed_and_not_sent_is_a_draft(company: Database) -> None:
    async with at_desk(company, "vera") as desk:
        with_own_commands(desk)
        await desk.goes_to("reports")
        await desk.press("f10", "c")
        await desk.type("Conditions")
        await desk.press("tab")
        await desk.rest()
        await desk.press("escape")
        desk.sees("Keep")
        assert Draft.select().where(Draft.place.startswith("propose:")).count() == 1
