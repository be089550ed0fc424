"""Lists of which a part is held: what they ask does not grow with them, and keys get to every row."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from databases import TODAY, Asked, asking
from desk import at_desk, colleague, term
from peewee import Database

from bsc_tui.db.models import Engagement, Person, Registration
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.operations import payments
from bsc_tui.operations.unpaid import debts
from bsc_tui.records import audit
from bsc_tui.records.parts import Source
from bsc_tui.records.records import Records
from bsc_tui.screens.parts.related_groups import groups_of
from bsc_tui.screens.parts.row_list import RowList
from bsc_tui.screens.unpaid import UnpaidList

pytest_plugins = ("desk",)

MakeSeminar = Callable[..., int]
MakePeople = Callable[[int], list[int]]


def asked_by(work: Callable[[], Any]) -> Asked:
    """What this asks of the database."""
    with asking() as counted:
        work()
    return counted


def walked(source: Source[Any], step: int, *, backwards: bool = False) -> list[int]:
    """The ids of all lines, part by part."""
    part = source.end(step, last=backwards)
    found = list(part.lines)
    while part.before if backwards else part.after:
        part = source.beyond(found[0 if backwards else -1], len(found), step, backwards=backwards)
        found = [*part.lines, *found] if backwards else [*found, *part.lines]
    return [line.id for line in found]


# -- what is asked ------------------------------------------------------------------------------


def test_what_belongs_to_a_record_asks_and_reads_the_same_whatever_its_length(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople
) -> None:
    seminar = make_seminar(price=60_000)
    enterprise = ENTITIES["enterprise"]
    firm, other = (admin.save("enterprise", {"name": name}).id for name in ("Armenia Wine", "Zinc"))
    people, kind = make_people(200), term("relationship_type", "parent")

    def more(some: list[int]) -> None:
        admin.save_many("employment", [{"person": one, "enterprise": firm} for one in some])
        for one in some:
            admin.save("registration", {"engagement": seminar, "person": one, "workplace": firm})
            admin.save("relationship", {"person": one, "enterprise": firm, "kind": kind})
            admin.save("enterprise", {"city": f"City {one}"}, id=firm)

    more(people[:70])
    groups = groups_of(admin, enterprise, firm)
    shown = {str(group.title): (group.count, len(group.part.lines)) for group in groups}
    assert shown["People"] == shown["Participants"] == shown["Relationships"] == ("70", 60)
    assert shown["Changes"] == ("71", 60)
    few = asked_by(lambda: groups_of(admin, enterprise, firm))
    more(people[70:])
    many = asked_by(lambda: groups_of(admin, enterprise, firm))
    assert (many.queries, many.rows) == (few.queries, few.rows)
    groups = groups_of(admin, enterprise, firm)
    assert {group.count for group in groups if group.part.lines} == {"200", "201"}
    assert groups_of(admin, enterprise, other)[-1].count == "1"
    for group in groups:
        if group.part.lines:
            whole = walked(group.source, 300)
            assert len(whole) == int(group.count)
            assert walked(group.source, 47) == walked(group.source, 47, backwards=True) == whole


def test_both_sides_of_a_relationship_are_one_group_and_each_stands_in_it_once(
    admin: Records, make_people: MakePeople
) -> None:
    people = make_people(4)
    kind = term("relationship_type", "parent")
    ids = [
        admin.save("relationship", {"person": one, "other_person": two, "kind": kind}).id
        for one, two in ((people[0], people[1]), (people[2], people[0]), (people[3], people[2]))
    ]
    groups = groups_of(admin, ENTITIES["person"], people[0])
    (group,) = (one for one in groups if str(one.title) == "Relationships")
    assert ([line.id for line in group.part.lines], group.count) == (ids[:2], "2")


def test_a_history_asks_the_same_at_any_length_and_its_parts_are_all_of_it(admin: Records) -> None:
    firms = admin.save_many("enterprise", [{"name": f"Firm {number}"} for number in range(90)])
    id = admin.save("person", {"last_name": "Simonyan"}).id
    trail = audit.trail(admin, ENTITIES["person"], id)

    def change(some: list[int]) -> None:
        for firm in some:
            admin.save("person", {"employer": firm}, id=id)

    change(firms[:30])
    few = asked_by(lambda: trail.end(20))
    change(firms[30:])
    many = asked_by(lambda: trail.end(20))
    assert (many.queries, many.rows) == (few.queries, few.rows)
    whole = trail.end(200).lines
    assert [one.fields["employer"][1] for one in whole[:-1]] == firms[::-1]
    for step in (7, 30):
        for backwards in (False, True):
            assert walked(trail, step, backwards=backwards) == [one.id for one in whole]
    part = trail.around([whole[40].id], 5, 12)
    assert (part.lines, part.cursor, part.rank) == (whole[35:47], whole[40].id, 35)


def test_the_unpaid_list_asks_the_same_at_any_length_and_its_parts_are_all_of_it(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople
) -> None:
    seminar = make_seminar(price=60_000)
    days = (None, TODAY, TODAY - datetime.timedelta(days=3), TODAY + datetime.timedelta(days=9))
    people = make_people(80)

    def register(numbers: range) -> None:
        for number in numbers:
            values = {"due_date": days[number % 4], "invoice_date": days[1] if number % 8 == 0 else None}
            seat = {"engagement": seminar, "person": people[number], "price": 60_000}
            admin.save("registration", {**seat, **values})

    register(range(30))
    few = asked_by(lambda: debts(admin).end(10))
    register(range(30, 80))
    many = asked_by(lambda: debts(admin).end(10))
    assert (many.queries, many.rows) == (few.queries, few.rows)

    def rank(one: Registration) -> tuple[Any, ...]:
        when = one.due_date or one.invoice_date
        return when is None, when or TODAY, -one.id

    wanted = [one.id for one in sorted(Registration.select(), key=rank)]
    for step in (1, 9, 100):
        for backwards in (False, True):
            assert walked(debts(admin), step, backwards=backwards) == wanted
    late = [one.id for one in debts(admin, late_only=True).end(100).lines]
    assert late == [id for id in wanted if Registration.get_by_id(id).due_date == days[2]]
    payments.receive_what_is_open(admin, wanted[1], TODAY)
    part = debts(admin).around(wanted[1:3], 5, 12)
    assert (part.lines[0].id, part.cursor, part.before) == (wanted[0], wanted[2], False)


# -- by keys ------------------------------------------------------------------------------------


def crowd(database: Database, count: int, title: str = "Budgeting") -> list[int]:
    """So many people registered for a seminar without a limit; the registrations."""
    admin = colleague(database)
    seminar = Engagement.get(Engagement.title == title).id
    admin.save("engagement", {"maximum": None, "price": 60_000, "vat_rate": 2000}, id=seminar)
    people = admin.save_many("person", [{"last_name": f"Crowd{number:03}"} for number in range(count)])
    seat = {"engagement": seminar, "price": 60_000, "vat_rate": 2000}
    return admin.save_many("registration", [{**seat, "person": person} for person in people])


async def test_every_participant_of_a_large_seminar_is_reached_and_paid_for(small: Database) -> None:
    ids = crowd(small, 200)
    async with at_desk(small) as desk:
        await desk.opens_engagement("Budgeting")
        desk.sees("Participants 200", "200", "0/200")
        assert len(desk.rows) == 60
        await desk.press("down", "end")
        desk.sees("200  Crowd199")
        assert [row.cells[0] for row in desk.rows] == [str(number) for number in range(141, 201)]
        await desk.press("home")
        desk.sees("1  Crowd000")
        for _page in range(40):
            await desk.press("pagedown")
        assert desk.row_list.row is not None
        assert desk.row_list.row.id == ids[-1]
        numbers = [row.cells[0] for row in desk.rows]
        assert numbers == [str(int(numbers[0]) + at) for at in range(len(numbers))]
        await desk.press("pageup", "f8")
        assert desk.place.overview.paid_in_full == 1
        desk.sees("1/200")
        await desk.type("simo")
        await desk.press("enter", "f2")
        desk.says("Simonyan Nare is registered.")
        assert desk.place.participant.name == "Simonyan Nare"
        desk.sees("201  Simonyan Nare")


async def test_the_hand_stays_deep_in_the_participants_when_a_registration_was_opened(
    small: Database,
) -> None:
    ids = crowd(small, 200)
    async with at_desk(small) as desk:
        await desk.opens_engagement("Budgeting")
        await desk.press("down", "end", "up", "enter")
        await desk.press("escape")
        assert desk.place.participant.id == ids[-2]
        assert desk.place.participant.number == 199


async def test_the_whole_history_of_a_record_can_be_walked(small: Database) -> None:
    admin = colleague(small)
    person = Person.get(Person.last_name == "Simonyan").id
    for number in range(130):
        admin.save("person", {"city": f"City {number}"}, id=person)
    async with at_desk(small) as desk:
        await desk.opens_record("person", person)
        await desk.press("f3")
        while desk.place.related.group.child is not None:
            await desk.press("right")
        rows = desk.place.query_one("#related-rows", RowList)
        desk.sees("Changes 131", "City 129")
        assert len(rows.rows) == 60
        await desk.press("end")
        desk.sees("entered")
        assert rows.row is not None
        assert rows.row.cells[2] == "created"
        await desk.press("home")
        desk.sees("City: City 128 › City 129")
        for _step in range(70):
            await desk.press("down")
        assert rows.row is not None
        assert rows.row.cells[3] == "City: City 58 › City 59"


async def test_all_who_owe_are_reached_and_paying_goes_on_to_the_next(small: Database) -> None:
    before = [one.id for one in Registration.select().order_by(Registration.id)]
    ids = [*before, *crowd(small, 150)]
    async with at_desk(small) as desk:
        await desk.opens(UnpaidList())
        desk.sees(str(len(ids)), "Crowd149")
        await desk.press("end")
        assert desk.row_list.row is not None
        assert desk.row_list.row.id == ids[0]
        await desk.press("up", "up", "f8")
        assert desk.row_list.row.id == ids[1]
        assert ids[2] not in [row.id for row in desk.rows]
        desk.sees(str(len(ids) - 1))
        await desk.press("end", "f8")
        assert desk.row_list.row.id == ids[1]
