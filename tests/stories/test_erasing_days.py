"""Somebody asks to be forgotten: the sheet is read and saved, the name typed, the card erased."""

from __future__ import annotations

import csv
from pathlib import Path

from databases import gate
from desk import at_desk
from peewee import Database

from bsc_tui.db.models import Engagement, Operation, Person
from bsc_tui.operations.registrations import register
from bsc_tui.screens.retention import RetentionList

pytest_plugins = ("desk",)


def anna() -> Person:
    """A person of whom much is known."""
    found: Person = Person.get(Person.first_name == "Anna", Person.last_name == "Hakobyan")
    return found


async def test_who_asks_is_told_all_and_gets_it_as_a_file(company: Database, tmp_path: Path) -> None:
    id = int(anna().id)
    async with at_desk(company, "lusine") as desk:
        await desk.opens_record("person", id)
        await desk.press("f10", "e")
        desk.sees("Personal data", "a.hakobyan@wine.am", "AN*****56")
        desk.sees_not("AN0123456")
        await desk.press("f8", "n", "ctrl+u")
        await desk.type(str(tmp_path / "anna.csv"))
        await desk.press("enter")
        desk.says("Saved")
        await desk.press("ctrl+d")
        desk.says("It needs the right “Administration”.")
    rows = list(csv.reader((tmp_path / "anna.csv").read_text(encoding="utf-8-sig").splitlines()))
    told = [cell for row in rows for cell in row]
    assert "a.hakobyan@wine.am" in " ".join(told)
    assert "AN0123456" not in " ".join(told)


async def test_a_wrong_name_erases_nothing_and_the_right_one_all(company: Database) -> None:
    id = int(anna().id)
    async with at_desk(company, "admin") as desk:
        await desk.opens_record("person", id)
        await desk.press("f10", "e", "ctrl+d")
        desk.sees("Erase Hakobyan Anna for good?", "Goes: ")
        await desk.type("asked for by letter")
        await desk.press("enter")
        desk.sees("To erase it type the last name")
        await desk.type("Petrosyan")
        await desk.press("enter")
        desk.says("Not erased: “Petrosyan” is not Hakobyan.")
        assert Person.get_by_id(id).email == "a.hakobyan@wine.am"
        await desk.press("ctrl+d")
        await desk.type("asked for by letter")
        await desk.press("enter")
        await desk.type("Հակոբյան")  # the same name on another keyboard
        await desk.press("enter")
        desk.says("Erased. Backups and saved files made before may still hold it.")
        desk.sees("Erased on")
        desk.sees_not("a.hakobyan@wine.am", "Anna")
    assert Person.get_by_id(id).email == ""
    assert Operation.get(Operation.verb == "erase").reason == "asked for by letter"


async def test_people_not_seen_for_years_are_listed_and_erased_one_by_one(company: Database) -> None:
    admin = gate(company, "admin")
    seminar = int(Engagement.get(Engagement.title == "Personnel").id)
    Engagement.update(starts="2011-04-05").where(Engagement.id == seminar).execute()
    for name in ("Simonyan", "Vardanyan"):
        person_id = int(Person.get(Person.last_name == name).id)
        register(admin, seminar, {"price": 0, "vat_rate": 0}, person_id=person_id)
    async with at_desk(company, "admin") as desk:
        await desk.opens(RetentionList())
        desk.sees("10 years", " of 2", "Simonyan Nare", "05.04.2011")
        await desk.press("delete")
        await desk.type("not needed")
        await desk.press("enter")
        await desk.type("simonyan")
        await desk.press("enter")
        desk.says("Erased.")
        desk.sees("Vardanyan Tigran")
        desk.sees_not("Simonyan")
        await desk.press("f9")
        await desk.type("20")
        await desk.press("enter")
        desk.sees("20 years", "Everybody was seen since.")
