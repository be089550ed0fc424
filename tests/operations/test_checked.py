"""Checked by, checked on: the mark, when it falls, and what the responsible of a line has to check."""

from __future__ import annotations

import pytest
from databases import TODAY, gate
from peewee import Database

from bsc_tui.db.models import Engagement, Operation, Payment, Registration
from bsc_tui.errors import Refused
from bsc_tui.operations import checked, payments
from bsc_tui.operations.checked import check, check_of, to_check, uncheck
from bsc_tui.operations.own_work import last_work, take_back

pytest_plugins = ("desk",)


def labour() -> int:
    """The seminar of the line SM."""
    return int(Engagement.get(Engagement.title == "Labour code").id)


def registration() -> int:
    """One of its registrations."""
    return int(Registration.select().order_by(Registration.id).get().id)


def test_a_record_is_marked_as_checked_and_the_mark_falls_when_it_changes(company: Database) -> None:
    ara, admin = gate(company, "ara"), gate(company, "admin")
    seminar = labour()
    check(ara, "engagement", seminar)
    found = check_of("engagement", seminar)
    assert found is not None
    assert (found.by, found.on) == ("Ara", TODAY)
    assert Operation.select().order_by(Operation.id.desc()).get().verb == "check"
    admin.save("engagement", {"location": "Room 2"}, id=seminar)
    assert check_of("engagement", seminar) is None
    check(ara, "engagement", seminar)
    uncheck(ara, "engagement", seminar)
    assert check_of("engagement", seminar) is None


def test_only_who_has_the_line_may_check(company: Database) -> None:
    ara = gate(company, "ara")
    marketing = int(Engagement.get(Engagement.title == "Effective marketing").id)
    with pytest.raises(Refused):
        check(ara, "engagement", marketing)
    with pytest.raises(Refused):
        check(gate(company, "vera"), "registration", registration())


def test_a_payment_and_a_session_take_the_mark_from_what_they_belong_to(company: Database) -> None:
    admin = gate(company, "admin")
    one, seminar = registration(), labour()
    check(admin, "registration", one)
    check(admin, "engagement", seminar)
    version = Registration.get_by_id(one).version
    payments.receive(admin, one, 10_000, TODAY)
    assert check_of("registration", one) is None
    assert Registration.get_by_id(one).version == version + 1
    assert check_of("engagement", seminar) is not None
    check(admin, "registration", one)
    admin.trash("payment", int(Payment.get().id))
    assert check_of("registration", one) is None
    admin.save("meeting", {"engagement": seminar, "day": TODAY})
    assert check_of("engagement", seminar) is None


def test_taking_a_change_back_does_not_bring_a_mark_that_nobody_gave_anew(company: Database) -> None:
    admin = gate(company, "admin")
    check(admin, "registration", registration())
    admin.save("registration", {"notes": "late"}, id=registration())
    work = last_work(admin)
    assert work is not None
    take_back(admin, work.id)
    assert Registration.get_by_id(registration()).notes == ""
    assert check_of("registration", registration()) is None


def test_a_check_can_be_taken_back(company: Database) -> None:
    admin = gate(company, "admin")
    check(admin, "engagement", labour())
    work = last_work(admin)
    assert work is not None
    take_back(admin, work.id)
    assert check_of("engagement", labour()) is None


def test_the_responsible_has_to_check_what_others_changed_in_their_lines(
    company: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    ara, lusine = gate(company, "ara"), gate(company, "lusine")
    for one in to_check(ara):
        check(ara, one.entity, one.id)
    assert to_check(ara) == []
    lusine.save("registration", {"notes": "late"}, id=registration())
    marketing = int(Engagement.get(Engagement.title == "Effective marketing").id)
    lusine.save("engagement", {"location": "Room 1"}, id=marketing)
    lusine.save("engagement", {"location": "Room 2"}, id=labour())
    found = to_check(ara)
    assert [(one.entity, one.id, one.who) for one in found] == [
        ("engagement", labour(), "Lusine"),
        ("registration", registration(), "Lusine"),
    ]
    assert found[0].title == "Labour code"
    ara.save("engagement", {"location": "Room 3"}, id=labour())
    assert [one.entity for one in to_check(ara)] == ["registration"]
    assert to_check(lusine) == []
    monkeypatch.setattr(checked, "LOOKED_BACK", 1)
    assert to_check(ara) == []
