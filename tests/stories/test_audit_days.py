"""A day with the audit trail: who did what is found, seen before and after, and taken back or refused."""

from __future__ import annotations

from typing import Any

import pytest
from databases import gate
from desk import ACCOUNTS, at_desk
from peewee import Database

from bsc_tui.db.models import Operation, Person
from bsc_tui.errors import Conflict, Refused
from bsc_tui.operations import trail
from bsc_tui.operations.own_work import take_back
from bsc_tui.operations.trail import Trail
from bsc_tui.records.records import Records
from bsc_tui.screens.audit_browser import AuditBrowser
from bsc_tui.screens.operation_view import OperationView

pytest_plugins = ("desk",)


def anna() -> Person:
    """A person of whom much is known."""
    found: Person = Person.get(Person.last_name == "Hakobyan", Person.first_name == "Anna")
    return found


def changed_city(records: Records, city: str) -> int:
    """Change Anna's city; the operation."""
    records.save("person", {"city": city}, id=int(anna().id))
    return int(Operation.select().order_by(Operation.id.desc()).get().id)


async def opens_tool(desk: Any, title: str) -> None:
    """Open a tool of the Admin tab."""
    tools = desk.place.rows
    tools.go_to(next(row.id for row in tools.rows if row.cells[0] == title))
    await desk.press("enter")


async def test_the_administrator_sees_who_changed_what_and_takes_it_back(company: Database) -> None:
    changed_city(gate(company, "lusine"), "Gyumri")
    async with at_desk(company, "admin", tab="admin") as desk:
        await opens_tool(desk, "Audit trail")
        desk.sees("Lusine", "changed", "person Hakobyan Anna")
        await desk.press("enter")
        desk.sees("City", "Gyumri", "Before", "After")
        await desk.press("f8")
        desk.sees("Take this back?", "Hakobyan Anna")
        await desk.press("y")
        desk.says("Taken back: 1 record.")
        desk.sees("It was taken back.")
        assert anna().city == ""
        await desk.press("f8")
        desk.says("It was taken back before.")
        await desk.press("escape")
        desk.sees("undone · person Hakob")


async def test_what_was_changed_later_stands_in_the_way_and_says_by_whom(company: Database) -> None:
    first = changed_city(gate(company, "lusine"), "Gyumri")
    changed_city(gate(company, "admin"), "Vanadzor")
    async with at_desk(company, "admin") as desk:
        await desk.opens(OperationView(first))
        await desk.press("f8", "y")
        desk.sees("Nothing was undone.", "City stays")
    assert anna().city == "Vanadzor"
    with pytest.raises(Conflict) as told:
        take_back(gate(company, "admin"), first)
    assert "Hakobyan Anna: City stays," in told.value.sentence


async def test_filters_add_up_and_a_record_has_a_trail_of_its_own(company: Database) -> None:
    changed_city(gate(company, "lusine"), "Gyumri")
    changed_city(gate(company, "admin"), "Vanadzor")
    async with at_desk(company, "admin") as desk:
        await desk.opens(AuditBrowser())
        await desk.press("f9", "w")
        await desk.type("lus")
        await desk.press("enter")
        desk.sees("Audit trail › Lusine", " of 1")
        await desk.press("f9", "d")
        await desk.type("creat")
        await desk.press("enter")
        desk.sees("Nothing was done that fits.")
        await desk.press("f9", "u")
        await desk.type("1.1.1999")
        await desk.press("enter")
        desk.sees("up to 01.01.1999")
        await desk.press("f9", "e")
        await desk.press("home", "enter", "f6")
        desk.sees("Audit trail › Hakobyan Anna")
        desk.sees(" of 3")


async def test_sensitive_numbers_are_masked_in_the_trail_too(company: Database) -> None:
    from bsc_tui.operations.accounts import set_rights

    admin = gate(company, "admin")
    admin.save("person", {"account": ACCOUNTS[1]}, id=int(anna().id))
    operation = int(Operation.select().order_by(Operation.id.desc()).get().id)
    lusine = gate(company, "lusine")
    assert lusine.actor.account_id is not None
    set_rights(admin, lusine.actor.account_id, {"administration", "contacts"})
    async with at_desk(company, "lusine") as desk:
        await desk.opens(OperationView(operation))
        desk.sees("Bank account", "*****")
        desk.sees_not(*ACCOUNTS)


async def test_only_who_administers_reads_what_everybody_did(company: Database) -> None:
    async with at_desk(company, "vera", tab="admin") as desk:
        await opens_tool(desk, "Audit trail")
        desk.says("It needs the right “Administration”.")
        desk.sees("Accounts and rights")
    with pytest.raises(Refused):
        trail.operations.end(gate(company, "vera"), Trail(), 5)
    with pytest.raises(Refused):
        trail.operation_of(gate(company, "vera"), 1)


def test_the_trail_is_read_part_by_part_in_both_directions(company: Database) -> None:
    admin = gate(company, "admin")
    for number in range(9):
        changed_city(admin, f"City{number}")
    newest = int(Operation.select().order_by(Operation.id.desc()).get().id)
    source, wanted = trail.operations, Trail(verb="change")
    top = source.end(admin, wanted, 4)
    assert ([line.id for line in top.lines], top.before, top.after) == (
        [newest - n for n in range(4)],
        False,
        True,
    )
    on = source.beyond(admin, wanted, top.lines[-1], 4, 4)
    assert [line.id for line in on.lines] == [newest - n for n in range(4, 8)]
    back = source.beyond(admin, wanted, on.lines[0], 4, 4, backwards=True)
    assert [line.id for line in back.lines] == [line.id for line in top.lines]
    bottom = source.end(admin, wanted, 4, last=True)
    assert [line.id for line in bottom.lines] == [newest - n for n in range(5, 9)]
    middle = source.around(admin, wanted, [newest - 4], 2, 5)
    assert [line.id for line in middle.lines] == [newest - n for n in range(2, 7)]
    assert source.count(admin, wanted) == (9, False)
    assert source.rank(admin, wanted, on.lines[0]) == 4


def test_what_can_never_be_taken_back_says_why(company: Database) -> None:
    from bsc_tui.operations import companies

    admin = gate(company, "admin")
    companies.change_settings(admin, companies.Company("Other name"))
    settings = int(Operation.select().order_by(Operation.id.desc()).get().id)
    with pytest.raises(Conflict) as told:
        take_back(admin, settings)
    assert "set anew" in told.value.sentence
    (line,) = trail.changes.end(admin, trail.ChangesOf(settings), 5).lines
    pairs = trail.pairs_of(admin, line.id)
    assert [(one.label, one.after) for one in pairs] == [("Company", "Other name")]
