"""Seats booked without names: counted, named, waiting together, given back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bsc_tui.db.models import Booking, Operation, Registration
from bsc_tui.errors import Conflict, Invalid, Refused
from bsc_tui.operations.bookings import book, cancel, name_seat, open_bookings
from bsc_tui.operations.registrations import cancel as cancel_registration
from bsc_tui.operations.registrations import parties_waiting, promote, register
from bsc_tui.records import undoing
from bsc_tui.records.records import Records

MakeSeminar = Callable[..., int]
MakePeople = Callable[[int], list[int]]


@pytest.fixture
def firm(admin: Records) -> int:
    return admin.save("enterprise", {"name": "Armenia Wine"}).id


def taken(records: Records, seminar: int) -> int:
    return records.reader.seats_taken(seminar)


def test_booked_seats_count_until_they_are_named_and_then_as_registrations(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople, firm: int
) -> None:
    seminar, people = make_seminar(maximum=4), make_people(5)
    booked = book(admin, seminar, firm, 3)
    assert (booked.status, taken(admin, seminar)) == ("booked", 3)
    named = name_seat(admin, booked.id, {}, person_id=people[0])
    assert (named.status, taken(admin, seminar)) == ("registered", 3)
    kept = Registration.get_by_id(named.id)
    assert (kept.payer, kept.payer_enterprise_id) == ("other", firm)
    assert [(one.name, one.unnamed) for one in open_bookings(seminar)] == [("Armenia Wine", 2)]
    assert register(admin, seminar, {}, person_id=people[1]).status == "registered"
    assert register(admin, seminar, {}, person_id=people[2]).status == "waiting"
    assert name_seat(admin, booked.id, {}, person_id=people[3]).status == "registered"
    assert taken(admin, seminar) == 4


def test_no_more_seats_are_named_than_were_booked(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople, firm: int
) -> None:
    seminar, people = make_seminar(maximum=10), make_people(2)
    booked = book(admin, seminar, firm, 1)
    name_seat(admin, booked.id, {}, person_id=people[0])
    assert not open_bookings(seminar)
    with pytest.raises(Conflict, match="All seats of this booking are named"):
        name_seat(admin, booked.id, {}, person_id=people[1])
    with pytest.raises(Invalid, match="needed here"):
        admin.save("booking", {"seats": 0}, id=booked.id)
    admin.save("booking", {"seats": 2}, id=booked.id)
    name_seat(admin, booked.id, {}, person_id=people[1])
    with pytest.raises(Invalid, match="2 of these seats have a name"):
        admin.save("booking", {"seats": 1}, id=booked.id)


def test_a_named_seat_that_is_cancelled_belongs_to_the_booking_again(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople, firm: int, reason: int
) -> None:
    seminar, people = make_seminar(maximum=2), make_people(2)
    booked = book(admin, seminar, firm, 2)
    named = name_seat(admin, booked.id, {}, person_id=people[0])
    cancel_registration(admin, named.id, reason)
    assert (taken(admin, seminar), open_bookings(seminar)[0].unnamed) == (2, 2)


@pytest.fixture
def reason(admin: Records) -> int:
    return next(term.id for term in admin.reader.terms("cancellation_reason"))


def test_a_party_waits_together_and_moves_up_only_where_it_fits(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople, firm: int, reason: int
) -> None:
    seminar, people = make_seminar(maximum=3), make_people(4)
    first, second, _third = (register(admin, seminar, {}, person_id=person).id for person in people[:3])
    party = book(admin, seminar, firm, 2)
    assert (party.status, party.place) == ("waiting", 1)
    alone = register(admin, seminar, {}, person_id=people[3])
    assert (alone.status, alone.place) == ("waiting", 2)
    assert [(one.name, one.seats) for one in parties_waiting(seminar)] == [("Armenia Wine", 2), ("Name3", 1)]
    offered = cancel_registration(admin, first, reason)
    assert (offered.next_code, offered.next_id) == ("registration", alone.id)
    assert offered.skipped == ("Armenia Wine (2)",)
    with pytest.raises(Conflict, match="full"):
        promote(admin, party.id, code="booking")
    with pytest.raises(Conflict, match="This booking waits"):
        name_seat(admin, party.id, {}, person_id=people[0])
    offered = cancel_registration(admin, second, reason)
    assert (offered.next_code, offered.next_id, offered.skipped) == ("booking", party.id, ())
    promote(admin, party.id, code="booking")
    assert taken(admin, seminar) == 3
    with pytest.raises(Conflict, match="full"):
        promote(admin, alone.id)
    assert cancel(admin, party.id).next_id == alone.id


def test_a_booking_is_undone_as_one(admin: Records, make_seminar: MakeSeminar, firm: int) -> None:
    seminar = make_seminar(maximum=3)
    book(admin, seminar, firm, 2)
    undoing.undo(admin, Operation.select().order_by(Operation.id.desc()).get().id)
    assert taken(admin, seminar) == 0
    assert Booking.get().trashed_at is not None


def test_a_booking_for_another_seminar_gives_no_seat_here(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople, firm: int
) -> None:
    here, elsewhere, (person,) = make_seminar(maximum=1), make_seminar(maximum=9), make_people(1)
    booked = book(admin, elsewhere, firm, 2)
    with pytest.raises(Invalid, match="for another seminar"):
        register(admin, here, {"booking": booked.id}, person_id=person)


def test_leaving_the_booking_takes_a_seat_of_ones_own(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople, firm: int
) -> None:
    seminar, (person,) = make_seminar(maximum=2), make_people(1)
    booked = book(admin, seminar, firm, 2)
    named = name_seat(admin, booked.id, {}, person_id=person)
    with pytest.raises(Conflict, match="full"):
        admin.save("registration", {"booking": None}, id=named.id)


def test_who_has_no_right_to_the_line_books_nothing(
    as_user: Callable[..., Records], make_seminar: MakeSeminar, firm: int
) -> None:
    seminar = make_seminar(line="SM")
    with pytest.raises(Refused):
        book(as_user("vera", "viewer"), seminar, firm, 2)
    with pytest.raises(Refused):
        book(as_user("gor", "responsible", ("HR",)), seminar, firm, 2)
    assert book(as_user("ara", "responsible", ("SM",)), seminar, firm, 2).status == "booked"
