"""Forms: as before, undo, jump, leaving, drafts; two people on one record; what is wrong is said."""

from __future__ import annotations

import asyncio
import datetime
from typing import Any

import pytest
from desk import at_desk, colleague, operations, term
from peewee import Database

from bsc_tui.db.models import Draft, Engagement, Person, Term
from bsc_tui.i18n import LANGUAGES
from bsc_tui.operations.registrations import register
from bsc_tui.screens import form_drafts
from bsc_tui.screens.entity_form import EntityForm
from bsc_tui.screens.parts import record_sheet
from bsc_tui.screens.parts.dialogs import Choose
from bsc_tui.screens.parts.pick_list import PickList
from bsc_tui.screens.parts.three_values import ThreeValues

pytest_plugins = ("desk",)


def person(last_name: str) -> Any:
    """The person of that name."""
    return Person.get(Person.last_name == last_name)


# -- the keys of a form ---------------------------------------------------------------------------


async def test_f5_takes_the_value_of_the_record_before_and_ctrl_o_all_of_them(small: Database) -> None:
    async with at_desk(small, tab="contacts") as desk:
        await desk.press("f7", "f5")
        desk.says("There is no record before this one yet.")
        await desk.fill(last_name="Abrahamyan", city="Gyumri", address="Komitas 12")
        await desk.chooses("employer", "ucom")
        await desk.press("f6")
        await desk.fill(last_name="Babayan")
        await desk.goes_to_field("city")
        await desk.press("f5")
        assert desk.value("city") == "Gyumri"
        assert desk.field == "region"
        await desk.press("ctrl+o")
        assert (desk.value("address"), desk.value("employer")) == ("Komitas 12", "Ucom")
        assert desk.value("last_name") == "Babayan"
        await desk.press("f2")
        kept = person("Babayan")
        assert (kept.city, kept.address, kept.employer.name) == ("Gyumri", "Komitas 12", "Ucom")


async def test_letters_typed_while_a_list_is_on_its_way_are_for_the_list(
    small: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring = record_sheet.value_picker

    async def slowly(*args: Any, **kwargs: Any) -> PickList:
        await asyncio.sleep(0.1)
        return await bring(*args, **kwargs)

    monkeypatch.setattr(record_sheet, "value_picker", slowly)
    async with at_desk(small, tab="contacts") as desk:
        await desk.press("f7")
        await desk.fill(last_name="Abrahamyan")
        await desk.goes_to_field("employer")
        await desk.burst(*"ucom", "enter")
        assert isinstance(desk.app.screen, EntityForm), "one list, and it is answered"
        assert desk.value("employer") == "Ucom"


async def test_ctrl_z_gives_a_field_its_former_text_and_a_link_its_former_target(small: Database) -> None:
    async with at_desk(small) as desk:
        await desk.opens_record("person", person("Simonyan").id)
        await desk.fill(city="Gyumri")
        await desk.press("ctrl+z")
        assert desk.value("city") == ""
        before = desk.value("employer")
        await desk.chooses("employer", "ucom")
        await desk.goes_to_field("employer")
        assert desk.value("employer") == "Ucom" != before
        await desk.press("ctrl+z")
        assert desk.value("employer") == before
        count = operations()
        await desk.press("f2")
        assert person("Simonyan").employer.name == before
        assert operations() == count


async def test_f9_jumps_to_a_field_and_with_a_mark_to_the_errors(small: Database) -> None:
    async with at_desk(small) as desk:
        await desk.opens_record("person", person("Simonyan").id)
        await desk.press("f9")
        await desk.type("post")
        await desk.press("enter")
        assert desk.field == "postcode"
        await desk.fill(birth_date="31.02.1980", email="nobody", passport_issued_on="2026-13-01")
        before = operations()
        await desk.press("f2")
        assert operations() == before
        assert desk.field == "email"  # the next one below the hand
        desk.says("E-mail:")
        desk.says("3 errors")
        assert "!" in desk.row("31.02.1980")
        await desk.press("f2")
        assert desk.field == "birth_date"
        await desk.press("f9", "!")
        assert isinstance(desk.place, PickList)
        assert [row.cells[0] for row in desk.place.row_list.rows] == ["Birth date", "Issued on", "E-mail"]
        await desk.press("escape")
        await desk.fill(birth_date="1980", email="nobody@example.am", passport_issued_on="13.01.2016")
        await desk.press("f2")
        desk.says("Saved")
        kept = person("Simonyan")
        assert (kept.birth_date, kept.email, kept.passport_issued_on) == (
            "1980",
            "nobody@example.am",
            datetime.date(2016, 1, 13),
        )


async def test_leaving_asks_once_and_every_answer_does_what_it_says(small: Database) -> None:
    async with at_desk(small) as desk:
        identity = person("Simonyan").id
        await desk.opens_record("person", identity)
        await desk.press("escape")
        assert not isinstance(desk.place, EntityForm)  # nothing was changed: nothing is asked

        await desk.opens_record("person", identity)
        await desk.fill(city="Gyumri")
        await desk.press("escape")
        assert isinstance(desk.place, Choose)
        desk.sees("What you typed is not saved.")
        await desk.press("escape")
        assert isinstance(desk.place, EntityForm)
        assert desk.value("city") == "Gyumri"

        await desk.press("escape", "t")
        assert not isinstance(desk.place, EntityForm)
        assert (Draft.select().count(), person("Simonyan").city) == (0, "")

        await desk.opens_record("person", identity)
        await desk.fill(city="Gyumri")
        await desk.press("escape", "k")
        assert not isinstance(desk.place, EntityForm)
        assert (Draft.select().count(), person("Simonyan").city) == (1, "")

        await desk.opens_record("person", identity)
        assert desk.value("city") == "Gyumri"
        await desk.press("escape", "s")
        assert not isinstance(desk.place, EntityForm)
        assert (Draft.select().count(), person("Simonyan").city) == (0, "Gyumri")


async def test_every_answer_has_a_letter_of_its_own_in_every_language(small: Database) -> None:
    for language in LANGUAGES:
        async with at_desk(small, language=language) as desk:
            await desk.opens_record("person", person("Simonyan").id)
            await desk.fill(city="Gyumri")
            await desk.press("escape")
            letters = [option.letter for option in desk.place._options]
            assert len({letter for letter in letters if letter}) == 3, desk.screen
            await desk.press(letters[2])
            assert not isinstance(desk.place, EntityForm)
            assert person("Simonyan").city == ""


# -- drafts ---------------------------------------------------------------------------------------


async def test_a_draft_is_kept_at_field_exit_and_after_a_pause_and_comes_back_with_the_hand(
    company: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    identity = person("Simonyan").id
    async with at_desk(company) as desk:
        await desk.opens_record("person", identity)
        await desk.fill(city="Gyu")
        assert Draft.select().count() == 0
        await desk.press("tab")
        assert Draft.get().place == f"form:person:{identity}"
        monkeypatch.setattr(form_drafts, "DRAFT_PAUSE", 0.01)
        await desk.chooses("employer", "ucom")
        await desk.goes_to_field("address")
        await desk.type("Komitas 12, ap")
        await desk.until(lambda: "Komitas 12, ap" in Draft.get().content)
        assert "draft 14:05" in desk.path
    async with at_desk(company) as desk:
        await desk.opens_record("person", identity)
        assert (desk.value("city"), desk.value("address"), desk.value("employer")) == (
            "Gyu",
            "Komitas 12, ap",
            "Ucom",
        )
        assert desk.field == "address"
        desk.says("Your draft of 14:05 is back.")
        await desk.press("f2")
        assert Draft.select().count() == 0
        kept = person("Simonyan")
        assert (kept.city, kept.address, kept.employer.name) == ("Gyu", "Komitas 12, ap", "Ucom")


async def test_a_draft_of_what_is_not_sound_comes_back_as_it_was_typed(small: Database) -> None:
    async with at_desk(small) as desk:
        await desk.opens_record("person", person("Simonyan").id)
        await desk.fill(birth_date="31.02.1980")
        await desk.press("tab")
        assert Draft.select().count() == 1
    async with at_desk(small) as desk:
        await desk.opens_record("person", person("Simonyan").id)
        assert desk.value("birth_date") == "31.02.1980"


async def test_new_records_registrations_and_seminars_keep_drafts_too(small: Database) -> None:
    async with at_desk(small, tab="contacts") as desk:
        await desk.press("f7")
        await desk.fill(last_name="Unfinished")
        await desk.press("tab", "escape", "k", "f7")
        assert desk.value("last_name") == "Unfinished"
        await desk.press("escape", "k")
        await desk.goes_to("home")
        await desk.opens_engagement("Labour code")
        await desk.press("f3")
        await desk.fill(location="Room 3")
        await desk.press("tab")
        await desk.press("escape", "k")
        await desk.opens_engagement("Labour code")
        assert desk.value("location") == "Room 3"
        await desk.press("escape", "t")
        await desk.opens_engagement("Budgeting")
        await desk.type("sarg")
        await desk.press("enter")
        await desk.fill(invoice_number="17")
        await desk.press("tab", "escape", "k")
        await desk.type("sarg")
        await desk.press("enter")
        assert desk.value("invoice_number") == "17"
        await desk.press("f2")
        assert {draft.place for draft in Draft.select()} == {"form:person:new"}


# -- two at one record ----------------------------------------------------------------------------


async def test_what_only_one_of_two_changed_merges_by_itself(company: Database) -> None:
    async with at_desk(company) as desk:
        identity = person("Simonyan").id
        await desk.opens_record("person", identity)
        await desk.fill(city="Gyumri")
        colleague(company).save("person", {"address": "Komitas 12"}, id=identity)
        await desk.press("f2")
        desk.says("Saved")
        kept = person("Simonyan")
        assert (kept.city, kept.address) == ("Gyumri", "Komitas 12")
        assert desk.value("address") == "Komitas 12"


@pytest.mark.parametrize(("key", "stays"), [("right", "Gyumri"), ("left", "Vanadzor")])
async def test_what_both_changed_is_shown_in_three_values_and_chosen(
    company: Database, key: str, stays: str
) -> None:
    async with at_desk(company) as desk:
        identity = person("Simonyan").id
        await desk.opens_record("person", identity)
        await desk.fill(city="Gyumri", postcode="0010")
        colleague(company).save("person", {"city": "Vanadzor", "address": "Komitas 12"}, id=identity)
        await desk.press("f2")
        assert isinstance(desk.place, ThreeValues)
        desk.sees("admin has saved this record meanwhile.", "As I opened it", "Gyumri", "Vanadzor")
        await desk.press("escape")
        assert desk.value("city") == "Gyumri"
        assert person("Simonyan").city == "Vanadzor"
        await desk.press("f2", key, "enter")
        desk.says("Saved")
        kept = person("Simonyan")
        assert (kept.city, kept.postcode, kept.address) == (stays, "0010", "Komitas 12")
        assert desk.value("city") == stays


async def test_the_card_seen_in_a_registration_is_not_overwritten_unseen(company: Database) -> None:
    admin = colleague(company)
    seminar = Engagement.get(Engagement.title == "Budgeting").id
    identity = person("Simonyan").id
    registered = register(admin, seminar, {}, person_id=identity).id
    async with at_desk(company) as desk:
        await desk.opens_record("registration", registered)
        await desk.fill(person__city="Gyumri", invoice_number="17")
        colleague(company).save("person", {"city": "Vanadzor"}, id=identity)
        await desk.press("f2")
        assert isinstance(desk.place, ThreeValues), desk.screen
        await desk.press("right", "enter")
        desk.says("Saved")
        assert person("Simonyan").city == "Gyumri"


async def test_both_changed_a_registration_and_the_choice_is_kept(company: Database) -> None:
    admin = colleague(company)
    seminar = Engagement.get(Engagement.title == "Budgeting").id
    registered = register(admin, seminar, {"price": 50_000}, person_id=person("Simonyan").id).id
    async with at_desk(company) as desk:
        await desk.opens_record("registration", registered)
        await desk.fill(price="40 000")
        colleague(company).save("registration", {"price": 45_000, "invoice_number": "9"}, id=registered)
        await desk.press("f2")
        desk.sees("45 000", "40 000", "50 000")
        await desk.press("right", "f2")
        desk.says("Saved")
        kept = colleague(company).get("registration", registered).values
        assert (kept["price"], kept["invoice_number"]) == (40_000, "9")


async def test_a_record_deleted_meanwhile_is_told_and_the_text_stays(company: Database) -> None:
    async with at_desk(company) as desk:
        identity = person("Simonyan").id
        await desk.opens_record("person", identity)
        await desk.fill(city="Gyumri")
        admin = colleague(company)
        admin.trash("person", identity)
        before = operations()
        await desk.press("f2")
        desk.sees("The record is gone.")
        await desk.press("escape") if not isinstance(desk.place, EntityForm) else None
        assert desk.value("city") == "Gyumri"
        assert operations() == before
        admin.restore("person", identity)
        await desk.press("f2")
        assert person("Simonyan").city == "Gyumri"


async def test_a_term_renamed_or_retired_meanwhile_harms_no_form(company: Database) -> None:
    async with at_desk(company) as desk:
        await desk.opens_record("person", person("Simonyan").id)
        await desk.chooses("position", "lawy")
        Term.update(label_en="Jurist", version=Term.version + 1).where(
            Term.id == term("position", "lawyer")
        ).execute()
        await desk.press("f2")
        assert desk.value("position") == "Jurist"
        Term.update(active=False).where(Term.id == term("position", "lawyer")).execute()
        await desk.fill(city="Gyumri")
        await desk.press("f2")
        desk.says("Saved")
        assert desk.value("position") == "Jurist"
        await desk.goes_to_field("position")
        await desk.press("f4")
        await desk.type("jurist")
        desk.sees("0 found")
        await desk.press("escape")
        await desk.chooses("position", "manag")
        gone = person("Simonyan").position_id
        Term.update(trashed_at=datetime.datetime(2026, 11, 22)).where(
            Term.id == desk.place.sheet.raw["position"]
        ).execute()
        await desk.press("f2")
        assert person("Simonyan").position_id == gone
        assert desk.field == "position"


# -- what can't be read ---------------------------------------------------------------------------


NONSENSE = (
    ("starts", "29.02.2023"),
    ("starts", "0000-00-00"),
    ("starts", "1604"),
    ("ends", "01.11.2026"),
    ("decide_by", "31.04.2026"),
    ("price", "1.234,567"),
    ("price", "1e9"),
    ("price", "NaN"),
    ("price", "٣"),
    ("price", "-5"),
    ("price", "9" * 18),
    ("vat_rate", "120"),
    ("vat_rate", "12,345"),
    ("minimum", "51"),
    ("maximum", "-1"),
    ("maximum", "many"),
    ("discount", "70 000"),
)


async def test_nonsense_is_said_marked_and_not_saved(small: Database) -> None:
    admin = colleague(small)
    async with at_desk(small) as desk:
        await desk.opens_engagement("Effective marketing")
        before, kept = operations(), admin.get("engagement", desk.place.record_id).values
        await desk.press("f3")
        for code, bad in NONSENSE:
            good = desk.value(code)
            await desk.fill(**{code: bad})
            await desk.press("f2")
            assert operations() == before, (code, bad)
            sentence = desk.place.sheet.problems[desk.field]
            desk.says(sentence[:35])
            if len(sentence) < 40:  # a longer one has the line for itself
                desk.says("1 error")
            assert desk.value(code).startswith(bad[:20])
            await desk.press("f1")
            assert sentence.split()[-1] in desk.screen  # F1 tells it whole
            await desk.press("escape")
            desk.sheet.set_value(code, good)
            desk.place.sheet.read_all()
        assert admin.get("engagement", desk.place.record_id).values == kept


# -- save and close -------------------------------------------------------------------------------


async def test_save_and_close_goes_back_and_what_is_wrong_keeps_the_form(company: Database) -> None:
    async with at_desk(company) as desk:
        await desk.goes_to("contacts")
        behind = desk.place
        await desk.opens_record("person", person("Simonyan").id)
        await desk.fill(city="Gyumri", birth_date="31.02.1980")
        await desk.press("f10", "s")
        assert isinstance(desk.place, EntityForm)
        await desk.fill(birth_date="28.02.1980")
        await desk.press("f10", "s")
        assert desk.place is behind
        desk.says("Saved 14:05.")
        assert person("Simonyan").city == "Gyumri"
        assert Draft.select().count() == 0


async def test_the_menu_has_whole_words_and_save_and_close_for_a_seminar(small: Database) -> None:
    async with at_desk(small, language="fr") as desk:
        await desk.opens_engagement("Labour code")
        assert "F2 Enreg." in desk.key_bar
        await desk.press("f10")
        assert "Enregistrer et fermer" in desk.screen
        assert "Enregistrer  " in desk.row("F2")
        await desk.press("s")
        assert desk.place.is_bottom
