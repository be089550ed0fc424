"""Who sits before the program for the first time: is the way said, is nothing cut, is nothing lost?"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from unittest.mock import Mock, patch

from databases import TODAY, gate
from desk import at_desk
from peewee import Database

from bsc_tui.db import custom
from bsc_tui.db.models import (
    Engagement,
    Operation,
    Person,
    Question,
    Questionnaire,
    Registration,
    ServiceLine,
)
from bsc_tui.errors import Unavailable
from bsc_tui.operations.companies import change_settings, company_of
from bsc_tui.operations.questionnaires import new_version, usual
from bsc_tui.operations.registrations import register
from bsc_tui.operations.transfers import targets
from bsc_tui.operations.waiting import queue
from bsc_tui.records import drafts
from bsc_tui.records.records import Records
from bsc_tui.screens import entity_form
from bsc_tui.screens.parts.frame import message_spans
from bsc_tui.screens.questionnaire_form import QuestionnaireForm
from bsc_tui.screens.reference_lists import ReferenceLists

pytest_plugins = ("desk",)


def seminar(admin: Records, called: str = "Labour code", **values: object) -> int:
    """A seminar of the company, changed so."""
    id = int(Engagement.get(Engagement.title == called).id)
    if values:
        admin.save("engagement", values, id=id)
    return id


def add(admin: Records, engagement: int, *names: str) -> list[int]:
    """Register people by their last names."""
    return [
        register(admin, engagement, {}, person_id=Person.get(Person.last_name == name).id).id
        for name in names
    ]


async def test_a_seminar_is_called_a_seminar_on_home_in_the_palette_and_where_one_searches(
    company: Database,
) -> None:
    lusine = gate(company, "lusine")
    drafts.visited(lusine, "engagement", seminar(lusine), "Labour code")
    async with at_desk(company) as desk:
        assert desk.row("Labour code  ").endswith("seminar") or "seminar" in desk.screen
        assert "engagement" not in desk.screen
        await desk.press("ctrl+p")
        assert desk.rows[0].cells[-1] == "seminar"
        await desk.type("labour")
        assert "seminar" in [row.cells[-1] for row in desk.rows]
        assert "engagement" not in desk.screen


async def test_of_seminars_with_one_name_the_latest_is_found_first(company: Database) -> None:
    lusine = gate(company, "lusine")
    line = ServiceLine.get(ServiceLine.code == "SM").id
    for year in (2019, 2025, 2022):
        values = {"line": line, "kind": "open_seminar", "title": "Book-keeping", "starts": f"{year}-03-01"}
        lusine.save("engagement", values)
    async with at_desk(company) as desk:
        await desk.press("ctrl+p")
        await desk.type("book-keep")
        days = [row.cells[1] for row in desk.rows if row.cells[0] == "Book-keeping"]
        assert days == ["01.03.2025", "01.03.2022", "01.03.2019"]


async def test_who_only_sounds_so_stands_behind_what_is_called_so(company: Database) -> None:
    lusine = gate(company, "lusine")
    lusine.save("person", {"last_name": "Leeder", "first_name": "Ann"})
    seminar(lusine, "Budgeting", title="Leadership")
    async with at_desk(company) as desk:
        await desk.press("ctrl+p")
        await desk.type("leader")
        names = [row.cells[0] for row in desk.rows]
        assert names.index("Leadership") < names.index("Leeder Ann")


async def test_a_seminar_that_may_only_be_looked_at_says_so_and_offers_no_line_to_type_in(
    company: Database,
) -> None:
    async with at_desk(company, "vera") as desk:
        await desk.opens_engagement("Labour code")
        assert "read only" in desk.path
        desk.says("Read only. Ask: ")
        assert "Register" not in desk.screen
        await desk.press("home", "h")
        desk.says("It needs the right to the service line SM.")
        await desk.press("up")
        await desk.press("enter")
        assert "read only" in desk.path


async def test_where_nothing_can_be_written_its_keys_say_so(company: Database) -> None:
    async with at_desk(company, "vera") as desk:
        await desk.opens_engagement("Labour code")
        await desk.press("home", "h")
        await desk.press("ctrl+z")
        desk.says("No field is under the hand.")
        assert "read only" in desk.path


async def test_where_the_next_record_can_not_be_begun_one_stays_at_the_saved_one(company: Database) -> None:
    async with at_desk(company, tab="contacts") as desk:
        await desk.press("f7")
        await desk.type("Danielyan")
        after_saving, busy = [entity_form.read_record], Mock(side_effect=Unavailable("The database is busy."))

        def read(*asked: Any) -> Any:
            return (after_saving.pop() if after_saving else busy)(*asked)

        with patch.object(entity_form, "read_record", read):
            await desk.press("f6")
            desk.says("The database is busy.")
        assert "Contacts › People › Danielyan" in desk.path
        await desk.press("f6")
        assert "Contacts › People › new" in desk.path
        await desk.type("Sahakyan")
        await desk.press("f2")
        assert "Contacts › People › Sahakyan" in desk.path
    for name in ("Danielyan", "Sahakyan"):
        assert Person.select().where(Person.last_name == name).count() == 1


async def test_a_form_that_could_not_be_read_saves_nothing(company: Database) -> None:
    async with at_desk(company, tab="contacts") as desk:
        busy = Mock(side_effect=Unavailable("The database is busy."))
        with patch.object(entity_form, "read_record", busy):
            await desk.press("f7")
            desk.says("The database is busy.")
            for key in ("f2", "f6"):
                await desk.press(key)
                desk.says("The record has not been read.")


async def test_f12_is_the_documents_and_plus_a_part_of_the_money_everywhere(company: Database) -> None:
    async with at_desk(company) as desk:
        await desk.opens_engagement("Labour code")
        await desk.type("+")
        desk.sees("Who?")  # where one types a telephone may begin with it
        await desk.press("escape", "f12")
        assert "Documents" in desk.path
        await desk.press("escape", "down", "plus")
        desk.sees("how much was received?")
        await desk.press("escape")


async def test_everything_of_a_seminar_has_a_key_or_a_letter(company: Database) -> None:
    async with at_desk(company) as desk:
        await desk.opens_engagement("Labour code")
        await desk.press("down", "f10", "e")
        assert "Course" in desk.path
        await desk.press("escape", "f10", "u")
        assert "Money" in desk.path
        await desk.press("escape", "f10", "v")
        desk.sees("To which seminar does ParticipantA Mher go?")


async def test_names_on_the_waiting_list_are_read_whole_and_nobody_answers_after_the_beginning(
    company: Database,
) -> None:
    lusine = gate(company, "lusine")
    id = seminar(lusine)
    lusine.save("engagement", {"maximum": 2, "starts": TODAY.isoformat(), "ends": TODAY.isoformat()}, id=id)
    add(lusine, id, "Petrosyants")
    assert queue(lusine, id).answer_until == TODAY
    async with at_desk(company) as desk:
        await desk.opens_engagement("Labour code")
        await desk.press("f11", "f7")
        desk.sees("Petrosyants Karine ")


async def test_who_is_transferred_leaves_a_seat_that_is_offered_to_who_waits(company: Database) -> None:
    lusine = gate(company, "lusine")
    id = seminar(lusine, maximum=2)
    add(lusine, id, "Petrosyants")
    one = int(Registration.select().order_by(Registration.id).get().id)
    async with at_desk(company) as desk:
        await desk.opens_record("registration", one)
        await desk.press("f10", "v")
        await desk.type("budg")
        await desk.press("enter")
        await desk.type("ill")
        await desk.press("enter")
        desk.sees("Give the seat to Petrosyants Karine, who waits first?")
        await desk.press("y")
        desk.says("Petrosyants Karine has the seat.")


def test_one_goes_to_seminars_of_ones_own_lines_only(company: Database) -> None:
    lusine = gate(company, "lusine")
    seminar(lusine)
    one = int(Registration.select().order_by(Registration.id).get().id)
    lines = {to.line for to in targets(lusine, one)}
    assert len(lines) > 1
    assert {to.line for to in targets(gate(company, "ara"), one)} < lines


async def test_a_complaint_about_a_missing_reason_goes_as_soon_as_one_types(company: Database) -> None:
    lusine = gate(company, "lusine")
    seminar(lusine, starts="2026-12-20", ends="2026-12-20", minimum=5, maximum=9)
    async with at_desk(company) as desk:
        await desk.opens_engagement("Labour code")
        await desk.press("f11", "f6", "enter")
        desk.sees("Please write something")
        await desk.type("we begin")
        assert "Please write something" not in desk.screen


def test_of_what_is_too_long_whole_sentences_are_said() -> None:
    (said, _tone), _aside = message_spans(
        "Somebody has gone to a seminar now. Undo takes it back.", "good", "", 50
    )
    assert said.strip() == "Somebody has gone to a seminar now."
    (said, _tone), _aside = message_spans("! " + "x" * 60, "trouble", "", 50)
    assert said.rstrip().endswith("…")


async def test_a_new_questionnaire_leads_to_its_questions_and_says_who_has_it(company: Database) -> None:
    async with at_desk(company, "admin") as desk:
        await desk.opens(QuestionnaireForm(None))
        await desk.fill(label_en="After three months")
        await desk.press("f2")
        desk.says("Saved. F7 adds the first question.")
        desk.sees("Nothing here yet. F7 adds a line.")
        await desk.press("f7")
        await desk.fill(label_en="I use what I learnt")
        await desk.goes_to_field("kind")
        await desk.type("pair")
        assert desk.sheet.raw["kind"] == "pair"
        await desk.press("f2")
        desk.says("A pair of opposites needs both of its ends.")
        await desk.fill(low_en="never", high_en="always")
        await desk.press("f2")
        desk.says("Saved")
        await desk.press("escape")
        desk.sees("I use what I learnt")
        made = Questionnaire.get(Questionnaire.label_en == "After three months")
        assert usual("final") != made.id, "the one that is there for all seminars stays"
        await desk.opens_record("questionnaire", made.id)
        desk.says("Only seminars that choose it have this one.")
        await desk.opens_record("questionnaire", usual("final") or 0)
        desk.says("Seminars that choose none have this one.")


def test_the_usual_questionnaire_is_the_first_one_in_its_newest_version(company: Database) -> None:
    admin = gate(company, "admin")
    first = usual("final")
    assert first is not None
    other = admin.save("questionnaire", {"label_en": "Another", "occasion": "final"}).id
    newer = new_version(admin, first)
    assert usual("final") == newer
    admin.save("questionnaire", {"active": False}, id=newer)
    assert usual("final") == other


async def test_letters_that_begin_no_option_go_into_its_list_together(company: Database) -> None:
    async with at_desk(company, "admin") as desk:
        made = Questionnaire.get(Questionnaire.occasion == "final")
        await desk.opens_record("question", Question.get(Question.questionnaire == made.id).id)
        await desk.goes_to_field("kind")
        kind = desk.sheet.raw["kind"]
        await desk.type("sev")
        desk.sees("sev", "one of several", "some of several")
        await desk.press("escape")
        assert desk.sheet.raw["kind"] == kind, "who takes nothing from the list changes nothing"


async def test_a_field_of_ones_own_changes_the_headings_of_a_list_that_stands_open(company: Database) -> None:
    try:
        async with at_desk(company, "admin") as desk:
            await desk.goes_to("contacts")
            desk.sees("Mobile")
            admin = gate(company, "admin")
            values = {"entity": "person", "label_en": "Children", "kind": "number", "listed": True}
            admin.save("custom_field", values)
            await desk.opens_record("person", 1)
            await desk.press("escape")
            desk.sees("Children")
    finally:
        custom._bind(Person, [])


async def test_what_changed_in_the_settings_and_which_list_is_shown_is_said_in_words(
    company: Database,
) -> None:
    admin = gate(company, "admin")
    change_settings(admin, replace(company_of(company), certificate_share=7500))
    operation = Operation.select().order_by(Operation.id.desc()).get()
    assert operation.reason == "Certificate from: 80 % › 75 %"
    async with at_desk(company, "admin") as desk:
        await desk.opens(ReferenceLists())
        await desk.press("down")
        assert desk.path.strip().startswith("Admin › Reference lists › Legal status")


def test_a_sentence_that_needs_the_room_puts_out_what_stands_beside_it() -> None:
    (said, _tone), (aside, _other) = message_spans("x" * 70, "good", "1 of 2 seats", 80)
    assert said.strip() == "x" * 70
    assert aside == "", "what is said is worth more than what stands beside it"
