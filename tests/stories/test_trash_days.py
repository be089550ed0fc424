"""A day with the trash: what was deleted is found, looked at and brought back by those who may."""

from __future__ import annotations

from databases import gate
from desk import PASSPORTS, at_desk
from peewee import Database

from bsc_tui.db.models import Interest, Person, ReferenceList, Term
from bsc_tui.operations import trash
from bsc_tui.operations.trash import Trash
from bsc_tui.screens.trash import TrashList

pytest_plugins = ("desk",)


def person(last_name: str, first_name: str) -> int:
    """A person's id."""
    return int(Person.get(Person.last_name == last_name, Person.first_name == first_name).id)


def deleted(database: Database) -> int:
    """A person with an interest goes to the trash."""
    clerk = gate(database, "lusine")
    id = person("Petrosyan", "Anna")
    clerk.save("interest", {"person": id, "topic": _any_topic()})
    clerk.trash("person", id)
    return id


def _any_topic() -> int:
    found = Term.select().join(ReferenceList).where(ReferenceList.code == "seminar_topic").get()
    return int(found.id)


async def test_a_clerk_finds_what_was_deleted_and_brings_it_back_with_its_lines(company: Database) -> None:
    id = deleted(company)
    async with at_desk(company, "lusine") as desk:
        await desk.opens(TrashList())
        desk.sees("Petrosyan Anna", "Lusine", " of 1")
        desk.sees_not("interest")
        await desk.press("enter")
        desk.sees("Trash › Petrosyan Anna", "+374 93 118822", "*****")
        desk.sees_not(*PASSPORTS)
        await desk.press("escape", "f8")
        desk.says("Restored: Petrosyan Anna.")
        desk.sees("The trash is empty.")
    assert Person.get_by_id(id).trashed_at is None
    assert Interest.get(Interest.person == id).trashed_at is None


async def test_one_kind_is_shown_alone_and_a_viewer_only_looks(company: Database) -> None:
    deleted(company)
    gate(company, "lusine").trash("person", person("Simonyan", "Nare"))
    admin = gate(company, "admin")
    admin.trash("enterprise", admin.save("enterprise", {"name": "Short-lived"}).id)
    async with at_desk(company, "vera") as desk:
        await desk.opens(TrashList())
        desk.sees("Short-lived", "Simonyan Nare", " of 3")
        await desk.press("f9", "down", "enter")
        desk.sees("Trash › ", " of ")
        await desk.press("f8")
        desk.says("You may look")
    assert Person.get_by_id(person("Simonyan", "Nare")).trashed_at is not None


async def test_what_needs_something_from_the_trash_says_so(company: Database) -> None:
    admin = gate(company, "admin")
    firm = admin.save("enterprise", {"name": "Short-lived"}).id
    someone = admin.save("person", {"last_name": "Passing", "employer": firm}).id
    admin.trash("person", someone)
    admin.trash("enterprise", firm)
    async with at_desk(company, "admin") as desk:
        await desk.opens(TrashList())
        await desk.press("end", "f8")
        desk.sees("It needs something that is in the trash.", "Restore that first.")
        await desk.press("home", "f8", "f8")
        desk.sees("The trash is empty.")


def test_the_trash_is_read_part_by_part_in_both_directions(company: Database) -> None:
    admin = gate(company, "admin")
    with admin.operation("trash"):
        for number in range(4):
            admin.trash("person", admin.save("person", {"last_name": f"Gone{number}"}).id)
            admin.trash("enterprise", admin.save("enterprise", {"name": f"Gone{number}"}).id)
    source, wanted = trash.discarded, Trash(sees_sealed=True)
    whole = [line.id for line in source.end(admin, wanted, 50).lines]
    assert len(whole) == len(set(whole)) == 8
    top = source.end(admin, wanted, 3)
    on = source.beyond(admin, wanted, top.lines[-1], 3, 3)
    assert [line.id for line in (*top.lines, *on.lines)] == whole[:6]
    back = source.beyond(admin, wanted, on.lines[-1], 3, 5, backwards=True)
    assert [line.id for line in back.lines] == whole[:5]
    assert [line.id for line in source.end(admin, wanted, 3, last=True).lines] == whole[-3:]
    assert [line.id for line in source.around(admin, wanted, [whole[4]], 2, 4).lines] == whole[2:6]
    assert source.count(admin, wanted) == (8, False)
