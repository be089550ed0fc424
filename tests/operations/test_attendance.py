"""Who was there, certificates, transfers, go and no-go: through the gate, on both engines."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from databases import TODAY

from bsc_tui.db.models import Certificate, Engagement, Meeting, Operation, Payment, Presence, Registration
from bsc_tui.errors import Conflict, Invalid, Refused
from bsc_tui.operations.attendance import attendance, days_between, note_presence, plan_sessions
from bsc_tui.operations.bookings import book
from bsc_tui.operations.certificates import candidates, issue, issue_again, issues
from bsc_tui.operations.cockpit import cockpit
from bsc_tui.operations.companies import Company, change_settings
from bsc_tui.operations.deciding import call_off, confirm
from bsc_tui.operations.payments import receive, refund
from bsc_tui.operations.registrations import promote, register
from bsc_tui.operations.transfers import transfer
from bsc_tui.operations.waiting import queue
from bsc_tui.records import undoing
from bsc_tui.records.records import Records
from bsc_tui.records.rules.attendance import share_from, status_from
from bsc_tui.records.rules.numbering import is_pattern, written
from bsc_tui.records.rules.proposal import ReasonWanted

MakeSeminar = Callable[..., int]
MakePeople = Callable[[int], list[int]]


def status(registration: int) -> str:
    return str(Registration.get_by_id(registration).status)


@pytest.fixture
def reason(admin: Records) -> int:
    return next(term.id for term in admin.reader.terms("cancellation_reason"))


def test_a_status_follows_from_the_sessions_and_a_part_counts_half() -> None:
    assert status_from([]) == "registered"
    assert status_from(["present", "present"]) == "attended"
    assert status_from(["absent"]) == "absent"
    assert status_from(["present", "absent"]) == status_from(["part"]) == "partly_attended"
    assert share_from(["present", "part"], 2, "partly_attended") == 7_500
    assert share_from(["present"], 3, "attended") == 3_333
    assert (share_from([], 0, "attended"), share_from([], 0, "registered")) == (10_000, 0)


def test_numbers_are_written_by_a_pattern() -> None:
    assert written("C-YYYY-NNNN", 2026, 7) == "C-2026-0007"
    assert written("YY/NN", 2026, 12345) == "26/12345"
    assert is_pattern("BSC YYYY-NNN")
    assert not any(is_pattern(one) for one in ("", "NNN", "YYYY", "YYYY-NN-NN", "YYYY-" + "N" * 20))


def test_attendance_is_noted_a_session_and_taken_back_whole(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople
) -> None:
    seminar = make_seminar(starts="2026-11-20", ends="2026-11-21")
    ids = [register(admin, seminar, {}, person_id=person).id for person in make_people(3)]
    days = days_between("2026-11-20", "2026-11-21")
    first, second = plan_sessions(admin, seminar, days)
    assert [one.day for one in Meeting.select().order_by(Meeting.day)] == days
    with pytest.raises(Conflict, match="planned already"):
        plan_sessions(admin, seminar, days)

    assert note_presence(admin, first, dict.fromkeys(ids, "present")) == 3
    assert [status(one) for one in ids] == ["attended"] * 3
    assert note_presence(admin, second, {ids[0]: "present", ids[1]: "part", ids[2]: "absent"}) == 3
    assert [status(one) for one in ids] == ["attended", "partly_attended", "partly_attended"]
    before = Operation.select().count()
    assert note_presence(admin, second, {ids[0]: "present"}) == 0
    assert Operation.select().count() == before

    last = undoing.last_operation(admin)
    assert last is not None
    undoing.undo(admin, last.id)
    assert [status(one) for one in ids] == ["attended"] * 3
    assert note_presence(admin, second, {ids[0]: "absent"}) == 1
    assert note_presence(admin, second, {ids[0]: ""}) == 1
    assert status(ids[0]) == "attended"
    people = {one.registration: one for one in attendance(admin, seminar).people}
    assert dict(people[ids[0]].states) == {first: "present"}


def test_only_who_has_a_seat_is_there_and_only_with_the_right_to_the_line(
    admin: Records,
    make_seminar: MakeSeminar,
    make_people: MakePeople,
    as_user: Callable[..., Records],
    reason: int,
) -> None:
    seminar, other = make_seminar(), make_seminar(title="Another")
    people = make_people(2)
    here = register(admin, seminar, {}, person_id=people[0]).id
    gone = register(admin, seminar, {}, person_id=people[1]).id
    admin.save("registration", {"status": "cancelled", "cancel_reason": reason}, id=gone)
    (session,) = plan_sessions(admin, seminar, [TODAY])
    (elsewhere,) = plan_sessions(admin, other, [TODAY])
    (tomorrow,) = admin.save_many(
        "meeting", [{"engagement": seminar, "day": TODAY + datetime.timedelta(days=1)}]
    )
    with pytest.raises(Conflict, match="still to come"):
        note_presence(admin, tomorrow, {here: "present"})
    with pytest.raises(Invalid, match="Only who has a seat"):
        note_presence(admin, session, {gone: "present"})
    with pytest.raises(Invalid, match="another seminar"):
        note_presence(admin, elsewhere, {here: "present"})
    with pytest.raises(Refused):
        note_presence(as_user("ara", "responsible", lines=("HR",)), session, {here: "present"})
    assert not Presence.select().exists()


def test_certificates_go_to_those_who_earned_them_numbered_without_gaps(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople
) -> None:
    seminar = make_seminar(starts="2026-11-20")
    ids = [register(admin, seminar, {}, person_id=person).id for person in make_people(3)]
    sessions = plan_sessions(admin, seminar, days_between("2026-11-16", "2026-11-20"))
    for at, session in enumerate(sessions):
        states = {ids[0]: "present", ids[1]: "present" if at else "absent", ids[2]: "part"}
        note_presence(admin, session, states)
    assert [(one.share, one.earned) for one in candidates(admin, seminar)] == [
        (10_000, True),
        (8_000, True),
        (5_000, False),
    ]
    assert issue(admin, seminar) == ["C-2026-0001", "C-2026-0002"]
    assert issue(admin, seminar) == []
    with pytest.raises(Conflict, match="Name2 has not earned"):
        issue(admin, seminar, [ids[2]])
    assert issue(admin, seminar, [ids[2]], reason="spoke at the seminar") == ["C-2026-0003"]
    lost = Certificate.get(Certificate.registration == ids[0]).id
    with pytest.raises(Invalid, match="why it is issued again"):
        issue_again(admin, lost, " ")
    assert issue_again(admin, lost, "lost in a flood") == 1
    assert issues(lost) == [(TODAY, "lost in a flood")]
    assert candidates(admin, seminar)[0].again == 1
    assert Certificate.get_by_id(lost).serial == "C-2026-0001"


def test_the_share_and_the_pattern_are_settings(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople
) -> None:
    company = Company("BSC", certificate_share=5_000, certificate_pattern="YY/NNN")
    assert set(change_settings(admin, company)) == {"certificate_share", "certificate_pattern"}
    with pytest.raises(Invalid, match="YYYY or YY"):
        change_settings(admin, Company("BSC", invoice_pattern="INV"))
    seminar = make_seminar()
    (person,) = make_people(1)
    one = register(admin, seminar, {}, person_id=person).id
    first, _second = plan_sessions(admin, seminar, days_between("2026-11-16", "2026-11-17"))
    note_presence(admin, first, {one: "present"})
    assert issue(admin, seminar) == ["26/001"]


def test_a_transfer_takes_the_money_along(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople
) -> None:
    here, there = make_seminar(price=60_000), make_seminar(title="Later", price=50_000, maximum=1)
    people = make_people(2)
    old = register(admin, here, {"price": 60_000, "notes": "vegetarian"}, person_id=people[0]).id
    receive(admin, old, 60_000, TODAY)
    moved = transfer(admin, old, there, "ill")
    kept = Registration.get_by_id(old)
    assert (kept.status, kept.transferred_to_id) == ("transferred", moved.id)
    new = Registration.get_by_id(moved.id)
    assert (new.status, new.price, new.notes) == ("registered", 50_000, "vegetarian")
    assert Payment.get().registration_id == moved.id
    assert admin.reader.seats_taken(here) == 0
    second = register(admin, here, {"price": 1}, person_id=people[1]).id
    assert transfer(admin, second, there).status == "waiting"
    last = undoing.last_operation(admin)
    assert last is not None
    undoing.undo(admin, last.id)
    assert status(second) == "registered"


def test_money_of_another_currency_and_who_was_there_stay(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople
) -> None:
    here, there = make_seminar(), make_seminar(title="Abroad", currency="EUR")
    (person,) = make_people(1)
    one = register(admin, here, {"price": 100}, person_id=person).id
    receive(admin, one, 100, TODAY)
    with pytest.raises(Conflict, match="different currencies"):
        transfer(admin, one, there)
    with pytest.raises(Conflict, match="Choose another"):
        transfer(admin, one, here)
    (session,) = plan_sessions(admin, here, [TODAY])
    note_presence(admin, session, {one: "present"})
    with pytest.raises(Conflict, match="They were there"):
        transfer(admin, one, there)


def test_the_queue_says_who_is_next_and_who_is_skipped(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople
) -> None:
    seminar, people = make_seminar(maximum=2), make_people(3)
    firm = admin.save("enterprise", {"name": "Armenia Wine"}).id
    first = register(admin, seminar, {}, person_id=people[0]).id
    assert book(admin, seminar, firm, 3).status == "waiting"
    late = register(admin, seminar, {}, person_id=people[1]).id
    urgent = register(admin, seminar, {}, person_id=people[2]).id
    admin.save("registration", {"priority": 5}, id=urgent)
    seen = queue(admin, seminar)
    assert [(one.party.name, one.fits, one.is_next) for one in seen.parties] == [
        ("Name2", True, True),
        ("Armenia Wine", False, False),
        ("Name1", True, False),
    ]
    assert (seen.free, seen.skipped, seen.answer_until) == (1, (), TODAY + datetime.timedelta(days=3))
    promote(admin, urgent, seen.answer_until, reason="a speaker")
    assert Registration.get_by_id(urgent).answer_until == datetime.date(2026, 11, 25)
    assert Operation.select().order_by(Operation.id.desc()).get().reason == "a speaker"
    with pytest.raises(Conflict, match="Seminar is full"):
        promote(admin, late)
    assert (status(first), status(late)) == ("registered", "waiting")


def test_confirming_and_calling_off(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople, reason: int
) -> None:
    seminar = make_seminar(minimum=2, starts="2026-12-01")
    (person,) = make_people(1)
    one = register(admin, seminar, {"price": 100}, person_id=person).id
    receive(admin, one, 100, TODAY)
    assert cockpit(admin, seminar).steps()[0] == "decide"
    with pytest.raises(ReasonWanted):
        confirm(admin, seminar)
    confirm(admin, seminar, "the sponsor pays")
    assert Engagement.get_by_id(seminar).confirmed_on == TODAY
    assert call_off(admin, seminar, "the trainer is ill", reason) == 1
    seen = cockpit(admin, seminar)
    assert (seen.is_off, seen.is_tentative, seen.steps()) == (True, False, ["refund"])
    assert status(one) == "cancelled"
    with pytest.raises(Conflict, match="100 AMD were received"):
        refund(admin, one, 200, TODAY)
    assert refund(admin, one, 100, TODAY) == 0
    assert cockpit(admin, seminar).steps() == []


def test_the_cockpit_tells_the_next_steps(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople
) -> None:
    seminar = make_seminar(starts="2026-11-20", price=100)
    (person,) = make_people(1)
    one = register(admin, seminar, {"price": 100}, person_id=person).id
    assert cockpit(admin, seminar).steps() == ["plan", "invoice", "unpaid", "evaluate", "papers"]
    (session,) = plan_sessions(admin, seminar, [datetime.date(2026, 11, 20)])
    assert "attend" in cockpit(admin, seminar).steps()
    note_presence(admin, session, {one: "present"})
    assert cockpit(admin, seminar).steps() == ["invoice", "unpaid", "certify", "evaluate", "papers"]
