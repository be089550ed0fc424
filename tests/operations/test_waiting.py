"""The waiting list as it is worked through, and going to another seminar."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from databases import TODAY

from bsc_tui.db.models import Booking, Engagement, Operation, Registration
from bsc_tui.errors import Conflict
from bsc_tui.operations.bookings import book
from bsc_tui.operations.cockpit import cockpit
from bsc_tui.operations.deciding import finish
from bsc_tui.operations.registrations import promote, register
from bsc_tui.operations.transfers import demand_can_leave, targets
from bsc_tui.operations.waiting import answered, give_up, queue, set_priority
from bsc_tui.records.records import Records

MakeSeminar = Callable[..., int]
MakePeople = Callable[[int], list[int]]


def test_who_got_a_seat_is_to_answer_and_their_seat_goes_to_the_next(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople
) -> None:
    seminar, people = make_seminar(maximum=1), make_people(3)
    firm = admin.save("enterprise", {"name": "Armenia Wine"}).id
    seated, first, second = (register(admin, seminar, {}, person_id=person).id for person in people)
    assert book(admin, seminar, firm, 1).status == "waiting"
    Booking.update(requested_at=datetime.datetime(2026, 11, 23)).execute()  # they asked last
    reason = next(term.id for term in admin.reader.terms("cancellation_reason"))
    offered = give_up(admin, "registration", seated, reason)
    assert (offered.next_id, offered.next_name) == (first, "Name1")
    until = TODAY + datetime.timedelta(days=3)
    promote(admin, first, until)
    assert [(one.code, one.name, one.until) for one in queue(admin, seminar).asked] == [
        ("registration", "Name1", until)
    ]
    set_priority(admin, "registration", second, 3, "came all the way")
    set_priority(admin, "registration", second, -3, "a mistake")
    assert Registration.get_by_id(second).priority == 0
    with pytest.raises(Conflict, match="Only who waits"):
        set_priority(admin, "registration", first, 1, "no")
    answered(admin, "registration", first)
    assert queue(admin, seminar).asked == ()
    assert Operation.select().order_by(Operation.id.desc()).get().verb == "answer"

    admin.save("engagement", {"maximum": 3}, id=seminar)
    (booking,) = [one.party for one in queue(admin, seminar).parties if one.party.code == "booking"]
    promote(admin, second, until)
    promote(admin, booking.id, until, code="booking")
    assert [one.name for one in queue(admin, seminar).asked] == ["Armenia Wine", "Name2"]
    give_up(admin, "booking", booking.id, 0)
    assert Booking.get_by_id(booking.id).status == "cancelled"


def test_seminars_to_go_to_are_those_to_come_of_the_line_first(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople
) -> None:
    here = make_seminar(starts="2026-12-01")
    make_seminar(title="Past", starts="2026-01-10")
    make_seminar(line="BDS", title="Marketing", starts="2026-12-02")
    later = make_seminar(title="Later", starts="2026-12-20", maximum=5)
    (person,) = make_people(1)
    one = register(admin, here, {}, person_id=person).id
    register(admin, later, {}, person_id=person)
    assert [(to.title, to.line, to.taken, to.maximum, to.is_in) for to in targets(admin, one)] == [
        ("Later", "SM", 1, 5, True),
        ("Marketing", "BDS", 0, None, False),
    ]
    assert [to.title for to in targets(admin, one, "past")] == ["Past"]
    demand_can_leave(admin, one)
    admin.save("registration", {"status": "attended"}, id=one)
    with pytest.raises(Conflict, match="They were there"):
        demand_can_leave(admin, one)


def test_a_seminar_that_is_over_is_finished(admin: Records, make_seminar: MakeSeminar) -> None:
    seminar = make_seminar(starts="2026-11-02")
    statuses = {term.meaning: term.id for term in admin.reader.terms("project_status")}
    admin.save("engagement", {"status": statuses["current"]}, id=seminar)
    assert cockpit(admin, seminar).steps()[-1] == "finish"
    finish(admin, seminar)
    assert Engagement.get_by_id(seminar).status_id == statuses["finished"]
    assert "finish" not in cockpit(admin, seminar).steps()


def test_documents_that_are_missing(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople
) -> None:
    firm = admin.save("enterprise", {"name": "Armenia Wine"}).id
    seminar = make_seminar(kind="closed_seminar", client=firm, starts="2026-11-02")
    (person,) = make_people(1)
    values = {"payer": "other", "payer_enterprise": firm}
    one = register(admin, seminar, values, person_id=person).id
    papers = cockpit(admin, seminar).papers
    assert (papers.count, papers.missing, papers.orders) == (0, ("Contract", "Attendance sheet"), 1)
    received = next(term.id for term in admin.reader.terms("order_status") if term.code == "received")
    admin.save("registration", {"order_status": received}, id=one)
    assert cockpit(admin, seminar).papers.orders == 0
