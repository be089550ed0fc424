"""Many at once: the last seat is sold once, the same person gets in once, nobody waits for ever."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from databases import TODAY
from peewee import Database

from bsc_tui.db.models import Registration, Term
from bsc_tui.errors import Conflict, Missing, Problem
from bsc_tui.operations.bookings import book, name_seat
from bsc_tui.operations.certificates import issue
from bsc_tui.operations.invoices import write_all
from bsc_tui.operations.lists import merge_terms
from bsc_tui.operations.registrations import register
from bsc_tui.records.records import Records

MakeSeminar = Callable[..., int]
MakePeople = Callable[[int], list[int]]
AT_ONCE = 20
ROUNDS = int(os.environ.get("BSC_TEST_ROUNDS", "2"))
"""How often the last seat is fought for; 50 before a release."""


def all_at_once(admin: Records, actions: list[Callable[[Records], Any]]) -> list[Any]:
    """What came of each action, or its problem; each on a connection of its own, started together."""
    together = threading.Barrier(len(actions))

    def run(action: Callable[[Records], Any]) -> Any:
        records = Records(admin.database, admin.actor, admin.clock)
        admin.database.connect()
        try:
            together.wait(timeout=30)
            return action(records)
        except Problem as problem:
            return problem
        finally:
            admin.database.close()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


def statuses(seminar: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for registration in Registration.select().where(Registration.engagement == seminar):
        found[registration.status] = found.get(registration.status, 0) + 1
    return found


def fill(admin: Records, seminar: int, people: list[int]) -> None:
    admin.save_many("registration", [{"engagement": seminar, "person": person} for person in people])


def test_of_twenty_who_register_for_the_last_seat_one_is_in_and_the_others_wait(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople
) -> None:
    people = make_people(49 + AT_ONCE)
    for _round in range(ROUNDS):
        seminar = make_seminar(maximum=50)
        fill(admin, seminar, people[:49])

        def registering(person: int, seminar: int = seminar) -> Callable[[Records], Any]:
            return lambda records: register(records, seminar, {}, person_id=person, person={"city": "Gyumri"})

        told = all_at_once(admin, [registering(person) for person in people[49:]])
        assert statuses(seminar) == {"registered": 50, "waiting": 19}
        assert sorted(registered.place for registered in told) == list(range(AT_ONCE))


def test_of_twenty_who_save_a_seat_directly_one_is_in_and_the_others_hear_it_is_full(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople
) -> None:
    seminar, people = make_seminar(maximum=50), make_people(49 + AT_ONCE)
    fill(admin, seminar, people[:49])

    def saving(person: int) -> Callable[[Records], Any]:
        return lambda records: records.save("registration", {"engagement": seminar, "person": person})

    told = all_at_once(admin, [saving(person) for person in people[49:]])
    assert statuses(seminar) == {"registered": 50}
    refused = [one for one in told if isinstance(one, Conflict)]
    assert len(refused) == AT_ONCE - 1
    assert {str(one) for one in refused} == {
        "Seminar is full. 50 of 50 seats are taken, 0 wait. Use the waiting list or enlarge the limit."
    }


def test_of_those_who_wait_only_so_many_move_up_as_seats_are_free(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople
) -> None:
    seminar, people = make_seminar(maximum=3), make_people(12)
    fill(admin, seminar, people[:2])
    waiting = [
        admin.save("registration", {"engagement": seminar, "person": person, "status": "waiting"}).id
        for person in people[2:]
    ]

    def seating(registration: int) -> Callable[[Records], Any]:
        return lambda records: records.save("registration", {"status": "registered"}, id=registration)

    all_at_once(admin, [seating(registration) for registration in waiting])
    assert statuses(seminar) == {"registered": 3, "waiting": 9}


def test_the_same_person_registered_by_ten_at_once_is_in_once(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople
) -> None:
    seminar, (person,) = make_seminar(), make_people(1)
    told = all_at_once(admin, [lambda records: register(records, seminar, {}, person_id=person)] * 10)
    assert statuses(seminar) == {"registered": 1}
    refused = [str(one) for one in told if isinstance(one, Conflict)]
    assert refused == ["Already in. This person is registered for the seminar."] * 9


def test_the_same_token_sent_by_ten_at_once_registers_once(admin: Records, make_seminar: MakeSeminar) -> None:
    seminar = make_seminar()
    told = all_at_once(
        admin,
        [lambda records: register(records, seminar, {}, person={"last_name": "Once"}, token="one")] * 10,
    )
    assert statuses(seminar) == {"registered": 1}
    assert admin.count("person") == 1
    # On PostgreSQL who comes in the same instant is told to try again, and then hears the same answer.
    assert {one.id for one in told if not isinstance(one, Problem)} == {Registration.get().id}


def test_two_terms_merged_into_each_other_at_once_leave_one(admin: Records, database: Database) -> None:
    listed = Term.get(Term.code == "finished").list_id
    a, b = (admin.save("term", {"list": listed, "label_en": name, "meaning": "finished"}).id for name in "AB")
    told = all_at_once(
        admin,
        [lambda records: merge_terms(records, a, b), lambda records: merge_terms(records, b, a)],
    )
    assert sum(isinstance(one, Missing) for one in told) == 1
    assert Term.select().where(Term.id.in_([a, b]), Term.trashed_at.is_null()).count() == 1


def test_of_enterprises_and_people_who_want_the_last_seats_at_once_no_more_get_in_than_fit(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople
) -> None:
    seminar, people = make_seminar(maximum=10), make_people(10)
    firms = admin.save_many("enterprise", [{"name": f"Firm {number}"} for number in range(6)])

    def booking(firm: int) -> Callable[[Records], Any]:
        return lambda records: book(records, seminar, firm, 3)

    def registering(person: int) -> Callable[[Records], Any]:
        return lambda records: register(records, seminar, {}, person_id=person)

    told = all_at_once(admin, [*map(booking, firms), *map(registering, people)])
    assert not [one for one in told if isinstance(one, Problem)]
    assert 8 <= admin.reader.seats_taken(seminar) <= 10
    assert admin.reader.people_waiting(seminar) + admin.reader.seats_taken(seminar) == 28


def test_of_ten_who_name_the_last_booked_seat_at_once_one_does(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople
) -> None:
    seminar, people = make_seminar(maximum=1), make_people(10)
    firm = admin.save("enterprise", {"name": "Firm"}).id
    booked = book(admin, seminar, firm, 1)

    def naming(person: int) -> Callable[[Records], Any]:
        return lambda records: name_seat(records, booked.id, {}, person_id=person)

    told = all_at_once(admin, [naming(person) for person in people])
    assert statuses(seminar) == {"registered": 1}
    assert sum(isinstance(one, Conflict) for one in told) == 9
    assert admin.reader.seats_taken(seminar) == 1


def test_invoices_written_at_once_have_numbers_without_gaps_and_nobody_is_billed_twice(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople
) -> None:
    seminars = [make_seminar(title=f"Seminar {number}") for number in range(5)]
    for seminar, person in zip(seminars, make_people(5), strict=True):
        register(admin, seminar, {"price": 100}, person_id=person)

    def billing(seminar: int) -> Callable[[Records], Any]:
        return lambda records: write_all(records, seminar, TODAY)

    told = all_at_once(admin, [billing(seminar) for seminar in seminars * 2])
    assert sorted(serial for serials in told for serial in serials) == [
        f"2026-000{number}" for number in range(1, 6)
    ]


def test_certificates_issued_at_once_have_numbers_without_gaps_and_nobody_gets_two(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople
) -> None:
    seminars = [make_seminar(title=f"Seminar {number}") for number in range(4)]
    for seminar, person in zip(seminars, make_people(4), strict=True):
        register(admin, seminar, {"status": "attended"}, person_id=person)
    told = all_at_once(admin, [partial(issue, engagement_id=seminar) for seminar in seminars * 3])
    assert sorted(serial for serials in told for serial in serials) == [
        f"C-2026-000{number}" for number in range(1, 5)
    ]
