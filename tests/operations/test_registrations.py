"""Registering people: the seat or the queue, cancelling, moving up."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from bsc_tui.db.models import Operation, Person, ReferenceList, Registration, Term
from bsc_tui.errors import Conflict, Invalid
from bsc_tui.operations import registrations
from bsc_tui.operations.registrations import register
from bsc_tui.records import undoing
from bsc_tui.records.records import Records

MakeSeminar = Callable[..., int]
MakePeople = Callable[[int], list[int]]


@pytest.fixture
def reason(admin: Records) -> int:
    """Why somebody cancels."""
    found = Term.select().join(ReferenceList).where(ReferenceList.code == "cancellation_reason").first()
    return int(found.id)


def test_the_fiftieth_is_in_and_the_fifty_first_waits(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople
) -> None:
    seminar, people = make_seminar(minimum=5, maximum=50), make_people(52)
    admin.save_many("registration", [{"engagement": seminar, "person": person} for person in people[:49]])
    told = [register(admin, seminar, {}, person_id=person) for person in people[49:]]
    assert [(one.status, one.place) for one in told] == [("registered", 0), ("waiting", 1), ("waiting", 2)]


def test_a_new_person_and_their_registration_are_one_operation(
    admin: Records, make_seminar: MakeSeminar
) -> None:
    seminar, operations = make_seminar(), Operation.select().count()
    done = register(admin, seminar, {}, person={"last_name": "New"})
    assert Operation.select().count() == operations + 1
    operation = undoing.last_operation(admin)
    assert operation
    undoing.undo(admin, operation.id)
    assert (admin.count("person"), admin.count("registration")) == (0, 0)
    assert Registration.get_by_id(done.id).trashed_at


def test_a_person_whose_registration_is_refused_is_not_kept_either(
    admin: Records, make_seminar: MakeSeminar
) -> None:
    with pytest.raises(Invalid):
        register(admin, make_seminar(), {"price": -5}, person={"last_name": "New"})
    assert Person.select().count() == 0


def test_changes_to_the_card_are_saved_with_the_registration(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople
) -> None:
    (person,) = make_people(1)
    register(admin, make_seminar(), {}, person_id=person, person={"phone": "091 033759"})
    assert admin.get("person", person).values["phone"] == "+374 91 033759"


def test_a_registration_begins_as_the_card_and_the_seminar_say(
    admin: Records, make_seminar: MakeSeminar
) -> None:
    firm = admin.save("enterprise", {"name": "Wine"}).id
    person = admin.save("person", {"last_name": "A", "employer": firm, "account": "15700"}).id
    seminar = make_seminar(price=60_000, discount_rate=1000, vat_rate=2000)
    values = registrations.prefilled(admin, seminar, person)
    assert (values["workplace"], values["account"], values["price"], values["vat_rate"]) == (
        firm,
        "15700",
        60_000,
        2000,
    )
    free = registrations.prefilled(admin, make_seminar(price=60_000, free=True), None)
    assert free["price"] is None
    client = admin.save("enterprise", {"name": "Client"}).id
    closed = make_seminar(kind="closed_seminar", client=client, priced="whole", price=600_000)
    values = registrations.prefilled(admin, closed, None)
    assert (values["workplace"], values["price"]) == (client, None)


def test_a_cancelled_seat_is_offered_to_the_first_who_waits_and_taken_by_nobody_else(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople, reason: int
) -> None:
    seminar, (a, b, c, d) = make_seminar(maximum=1), make_people(4)
    first = register(admin, seminar, {}, person_id=a)
    second = register(admin, seminar, {}, person_id=b)
    third = register(admin, seminar, {"priority": 5}, person_id=c)
    assert [row.id for row in registrations.waiting_list(seminar)] == [third.id, second.id]
    cancelled = registrations.cancel(admin, first.id, reason, "ill")
    assert (cancelled.next_id, cancelled.next_name) == (third.id, "Name2")
    assert admin.get("registration", first.id).values["notes"] == "ill"
    assert register(admin, seminar, {}, person_id=d).status == "waiting"

    until = datetime.date(2026, 12, 1)
    registrations.promote(admin, third.id, until)
    kept = admin.get("registration", third.id).values
    assert (kept["status"], kept["answer_until"]) == ("registered", until)
    with pytest.raises(Conflict, match="Seminar is full"):
        registrations.promote(admin, second.id)
    with pytest.raises(Conflict, match="Only who waits can move up"):
        registrations.promote(admin, third.id)
    assert registrations.first_waiting(admin, seminar).next_id == 0


def test_who_cancelled_comes_back_in_a_new_registration(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople, reason: int
) -> None:
    seminar, (person,) = make_seminar(), make_people(1)
    first = register(admin, seminar, {}, person_id=person)
    with pytest.raises(Conflict, match="Already in"):
        register(admin, seminar, {}, person_id=person)
    with pytest.raises(Invalid, match="Say why it is cancelled"):
        registrations.cancel(admin, first.id, None)
    registrations.cancel(admin, first.id, reason, "x" * 2000)
    second = register(admin, seminar, {}, person_id=person)
    assert second.id != first.id
    assert admin.get("registration", first.id).values["status"] == "cancelled"


def test_a_cancellation_taken_back_needs_its_seat(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople, reason: int
) -> None:
    seminar, (a, b) = make_seminar(maximum=1), make_people(2)
    first = register(admin, seminar, {}, person_id=a)
    registrations.cancel(admin, first.id, reason)
    operation = undoing.last_operation(admin)
    assert operation
    second = register(admin, seminar, {}, person_id=b)
    with pytest.raises(Conflict, match="Seminar is full"):
        undoing.undo(admin, operation.id)
    registrations.cancel(admin, second.id, reason)
    undoing.undo(admin, operation.id)
    assert admin.get("registration", first.id).values["status"] == "registered"


def test_beyond_the_limit_with_a_reason_nobody_waits(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople
) -> None:
    seminar, (a, b) = make_seminar(maximum=1), make_people(2)
    register(admin, seminar, {}, person_id=a)
    told = register(admin, seminar, {"overbooked_reason": "the minister"}, person_id=b)
    assert (told.status, told.warnings) == ("registered", ["Overbooked: 2 of 1 seats are taken now."])


def test_a_repeated_token_registers_once_and_tells_the_same(
    admin: Records, make_seminar: MakeSeminar
) -> None:
    seminar = make_seminar(maximum=0)
    values: dict[str, Any] = {"person": {"last_name": "Once"}, "token": "once"}
    first, second = (register(admin, seminar, {}, **values) for _try in range(2))
    assert (first.id, first.person, first.status, first.place) == (
        second.id,
        second.person,
        second.status,
        second.place,
    )
    assert (second.status, second.place) == ("waiting", 1)
