"""Engagements: how a new one begins, and a seminar at a glance."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from playhouse.test_utils import count_queries

from bsc_tui.db.models import ReferenceList, ServiceLine, Term
from bsc_tui.operations import payments, registrations, seminars
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
    assert (seen.taken, len(seen.waiting), seen.paid_in_full) == (2, 2, 1)
    assert (seen.expected, seen.received, seen.due) == (144_000, 74_000, 70_000)
    assert [one.registration for one in seen.participants] == [
        seats[0],
        seats[1],
        seats[3],
        seats[4],
        seats[2],
    ]
    assert [one.payment for one in seen.participants] == ["paid", "partly", "unpaid", "unpaid", "overpaid"]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_glance_asks_the_same_whatever_the_number_of_people(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople
) -> None:
    seminar = make_seminar(maximum=None)

    def questions() -> int:
        with count_queries() as counter:
            seminars.overview(admin, seminar)
        return int(counter.count)

    few = questions()
    for person in make_people(30):
        admin.save("registration", {"engagement": seminar, "person": person})
    assert questions() == few
