"""Engagements: how a new one begins, and a seminar at a glance."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from databases import asking

from bsc_tui.db.models import ReferenceList, ServiceLine, Term
from bsc_tui.operations import bookings, payments, registrations, seminars
from bsc_tui.operations.participants import Participant, first_in_queue, participants
from bsc_tui.records.records import Records

MakeSeminar = Callable[..., int]
MakePeople = Callable[[int], list[int]]
TODAY = datetime.date(2026, 11, 22)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_the_lines_are_told_with_the_kinds_they_offer(admin: Records) -> None:
    lines = seminars.service_lines(admin)
    assert {line.code: line.kinds for line in lines}["BDS"] == (
        "consultation",
        "open_seminar",
        "closed_seminar",
    )
    admin.save("service_line", {"active": False}, id=lines[0].id)
    assert lines[0].code not in {line.code for line in seminars.service_lines(admin)}


def test_a_new_seminar_begins_with_the_companys_usual_values(admin: Records) -> None:
    line = ServiceLine.get(ServiceLine.code == "SM").id
    values = seminars.blank(admin, line, "open_seminar")
    assert (values["minimum"], values["maximum"], values["vat_rate"], values["currency"]) == (
        5,
        50,
        2000,
        "AMD",
    )
    assert Term.get_by_id(values["status"]).meaning == "preparation"
    admin.save("engagement", {**values, "title": "Labour code"})
    assert "minimum" not in seminars.blank(admin, line, "consultation")
    assert seminars.blank(admin, line, "closed_seminar")["priced"] == "whole"


def test_a_seminar_made_from_another_has_its_facts_and_a_time_of_its_own(
    admin: Records, make_seminar: MakeSeminar
) -> None:
    finished = Term.get(Term.meaning == "finished").id
    model = make_seminar(
        price=60_000, maximum=20, starts="2026-03-14", status=finished, confirmed_on=TODAY, notes="cold room"
    )
    values = seminars.new_from(admin, model)
    new = admin.get("engagement", admin.save("engagement", values).id).values
    assert (new["title"], new["price"], new["maximum"]) == ("Labour code", 60_000, 20)
    assert (new["starts"], new["confirmed_on"], new["notes"]) == ("", None, "")
    assert Term.get_by_id(new["status"]).meaning == "preparation"


def test_a_seminar_at_a_glance_counts_nobody_who_cancelled(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople
) -> None:
    seminar = make_seminar(maximum=3, price=60_000, vat_rate=2000)
    seats = []
    for person in make_people(5):
        values = registrations.prefilled(admin, seminar, person)
        seats.append(registrations.register(admin, seminar, values, person_id=person).id)
    payments.receive(admin, seats[0], 72_000, TODAY)
    payments.receive(admin, seats[1], 2_000, TODAY)
    payments.receive(admin, seats[2], 5_000, TODAY)
    reason = Term.select().join(ReferenceList).where(ReferenceList.code == "cancellation_reason").first()
    registrations.cancel(admin, seats[2], reason.id)
    seen = seminars.overview(admin, seminar)
    assert (seen.taken, seen.sums.waiting, seen.paid_in_full) == (2, 2, 1)
    assert (seen.sums.expected, seen.sums.paid, seen.due) == (144_000, 74_000, 70_000)
    people = participants(admin, seminar).end(60).lines
    assert [one.id for one in people] == [
        seats[0],
        seats[1],
        seats[3],
        seats[4],
        seats[2],
    ]
    assert [one.payment for one in people] == ["paid", "partly", "unpaid", "unpaid", "overpaid"]


def test_a_glance_asks_and_reads_the_same_whatever_the_number_of_people(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople
) -> None:
    seminar = make_seminar(maximum=40)

    def asked() -> tuple[int, int]:
        with asking() as counted:
            seminars.overview(admin, seminar)
            participants(admin, seminar).end(10)
        return counted.queries, counted.rows

    people = make_people(90)
    for person in people[:45]:
        registrations.register(admin, seminar, {}, person_id=person)
    first = asked()
    for person in people[45:]:
        registrations.register(admin, seminar, {}, person_id=person)
    assert asked() == first


def test_parts_of_the_participants_put_together_are_all_of_them_in_their_order(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople
) -> None:
    seminar = make_seminar(maximum=12, price=60_000)
    firm = admin.save("enterprise", {"name": "Armenia Wine"}).id
    people = make_people(24)
    ids = [registrations.register(admin, seminar, {}, person_id=one).id for one in people[:16]]
    booking = bookings.book(admin, seminar, firm, 3).id
    ids += [registrations.register(admin, seminar, {}, person_id=one).id for one in people[16:20]]
    noon = datetime.datetime.combine(TODAY, datetime.time(12))
    admin.save("booking", {"requested_at": noon}, id=booking)
    for id in ids[16:]:
        admin.save("registration", {"requested_at": noon + datetime.timedelta(hours=1)}, id=id)
    admin.save("registration", {"priority": 1}, id=ids[17])
    interested = [
        registrations.register(admin, seminar, {"status": "interested"}, person_id=one).id
        for one in people[20:22]
    ]
    reason = Term.select().join(ReferenceList).where(ReferenceList.code == "cancellation_reason").first()
    registrations.cancel(admin, ids[2], reason.id)

    source = participants(admin, seminar)
    whole = source.end(100).lines
    queue = [ids[17], *ids[12:17], *ids[18:20]]
    assert [one.id for one in whole] == [*ids[:2], *ids[3:12], *queue, *interested, ids[2]]
    assert [one.number for one in whole[:11]] == list(range(1, 12))
    assert [one.queue for one in whole[11:19]] == [1, 2, 3, 4, 5, 7, 8, 9]
    for at in range(11, 19):
        (alone,) = source.beyond(whole[at - 1], at, 1).lines
        assert alone.queue == whole[at].queue
    assert first_in_queue(seminar) == (ids[17], "Name17")

    for step in (1, 4, 7):
        for backwards in (False, True):
            part = source.end(step, last=backwards)
            assert part.rank == (len(whole) - step if backwards else 0)
            found: list[Participant] = list(part.lines)
            while part.before if backwards else part.after:
                edge = found[0 if backwards else -1]
                part = source.beyond(edge, len(found), step, backwards=backwards)
                found = [*part.lines, *found] if backwards else [*found, *part.lines]
            assert found == whole

    part = source.around([ids[13]], 3, 8)
    assert (part.lines, part.cursor, part.rank) == (whole[10:18], ids[13], 10)
    assert (part.before, part.after) == (True, True)
    assert source.around([0], 3, 8).lines == whole[:8]
