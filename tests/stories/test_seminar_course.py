"""A seminar's course: who was there, what comes next, the waiting list, invoices, certificates, money."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from databases import TODAY, gate
from desk import PEOPLE, at_desk, operations
from openpyxl import load_workbook
from peewee import Database

from bsc_tui.db.models import (
    Certificate,
    Engagement,
    Enterprise,
    Invoice,
    Meeting,
    Operation,
    Payment,
    Person,
    Presence,
    Registration,
    Reissue,
    Share,
)
from bsc_tui.operations.attendance import note_presence, plan_sessions
from bsc_tui.operations.bookings import book
from bsc_tui.operations.registrations import register

pytest_plugins = ("desk",)


def labour() -> int:
    """The seminar Labour code; two of three seats are taken, for 72 000 each."""
    return int(Engagement.get(Engagement.title == "Labour code").id)


def add(database: Database, *names: str, **values: Any) -> list[int]:
    """Register people with these last names."""
    people = [Person.get(Person.last_name == name).id for name in names]
    admin = gate(database, "admin")
    given = {"price": 60_000, "vat_rate": 2000, **values}
    return [register(admin, labour(), given, person_id=person).id for person in people]


def statuses() -> list[str]:
    """Of the registrations, in order."""
    return [one.status for one in Registration.select().order_by(Registration.id)]


def last_reason() -> str:
    """Of the last operation."""
    return str(Operation.select().order_by(Operation.id.desc()).get().reason)


async def test_sessions_are_planned_all_are_present_and_who_was_not_is_turned(company: Database) -> None:
    add(company, "Grigoryan")
    gate(company, "admin").save("engagement", {"starts": "2026-11-20", "ends": "2026-11-22"}, id=labour())
    async with at_desk(company) as desk:
        await desk.opens_engagement("Labour code")
        desk.sees("F11 Course")
        await desk.press("f10", "y")
        desk.says("No session is planned yet. F7 plans them.")
        await desk.press("f6")
        desk.says("No session is planned yet.")
        await desk.press("f7")
        desk.sees("Plan 3 sessions, one a day?", "20.11.2026 – 22.11.2026")
        await desk.press("y")
        desk.says("3 sessions are planned.")
        assert [one.day.day for one in Meeting.select().order_by(Meeting.day)] == [20, 21, 22]
        desk.sees("Session 1 of 3", "3 not noted")
        before = desk.keys
        await desk.press("f6", "down", "space")  # all present, the second was not
        assert desk.keys - before == 3
        desk.sees("2 present", "1 absent")
        assert desk.row("ParticipantA").split()[-5:] == ["-", "absent", ".", ".", "0"]
        await desk.press("right", "f5")
        desk.says("Noted of 3 as before.")
        await desk.press("home", "slash", "minus", "plus")
        assert [row.cells[4] for row in desk.rows] == ["/ part of it", "- absent", "+ present"]
        assert sorted(statuses()) == ["absent", "attended", "partly_attended"]
        await desk.press("delete")
        assert Presence.select().where(Presence.trashed_at.is_null()).count() == 5


async def test_the_sign_in_sheet_and_the_badges_are_saved(company: Database, tmp_path: Path) -> None:
    plan_sessions(gate(company, "admin"), labour(), [TODAY])
    async with at_desk(company) as desk:
        await desk.opens_engagement("Labour code")
        await desk.press("f11", "f5", "f8")
        desk.sees("Save as", "ready to be printed on A4")
        await desk.press("n", "ctrl+u")
        await desk.type(str(tmp_path / "sheet"))
        await desk.press("enter")
        desk.says("Saved:")
        sheet = load_workbook(tmp_path / "sheet.xlsx").active
        assert sheet is not None
        assert [sheet["B5"].value, sheet["B6"].value] == ["ParticipantA Mher", "ParticipantB Mher"]
        await desk.press("f8", "n", "ctrl+u")
        await desk.type(str(tmp_path / "sheet.xlsx"))
        await desk.press("enter")
        desk.sees("This file exists already.")
        await desk.press("escape", "escape", "f9", "f8", "n", "ctrl+u")
        await desk.type(str(tmp_path / "badges.xlsx"))
        await desk.press("enter")
        badges = load_workbook(tmp_path / "badges.xlsx").active
        assert badges is not None
        assert (badges["A2"].value, badges["B2"].value) == ("ParticipantA Mher", "ParticipantB Mher")


async def test_go_below_the_minimum_has_a_reason_and_no_go_cancels_everybody(company: Database) -> None:
    gate(company, "admin").save(
        "engagement", {"minimum": 3, "decide_by": datetime.date(2026, 11, 23)}, id=labour()
    )
    async with at_desk(company) as desk:
        await desk.opens_engagement("Labour code")
        await desk.press("f11")
        desk.sees("2 of 3", "min 3", "tentative until 23.11.26", "2: 144 000 AMD", "no session planned")
        assert desk.row("Decide:").endswith("1 is missing to the minimum")
        await desk.press("enter", "g")
        desk.sees("Below the minimum. 2 of at least 3 are registered.")
        await desk.type("the sponsor pays")
        await desk.press("enter")
        desk.says("Confirmed as of today.")
        assert Engagement.get_by_id(labour()).confirmed_on == TODAY
        assert last_reason() == "the sponsor pays"
        desk.sees("confirmed on 22.11.2026")
        desk.sees_not("Decide:")
        await desk.press("f6")
        desk.says("It is confirmed already.")
        await desk.press("delete")
        desk.sees("Why does it not take place?", "The registrations of 2 participants are cancelled.")
        await desk.type("the trainer is ill")
        await desk.press("enter", "enter")
        desk.says("Called off; 2 participants are to be told.")
        assert statuses() == ["cancelled"] * 2
        assert Engagement.get_by_id(labour()).status_reason == "the trainer is ill"


async def test_the_steps_lead_through_a_seminar_to_its_end(company: Database) -> None:
    admin = gate(company, "admin")
    status = next(one.id for one in admin.reader.terms("project_status") if one.meaning == "current")
    admin.save("engagement", {"starts": "2026-11-20", "status": status}, id=labour())
    async with at_desk(company) as desk:
        await desk.opens_engagement("Labour code")
        await desk.press("f11", "enter")  # plan the sessions
        await desk.press("f7", "y", "f6", "escape")
        desk.sees("1 of 1 session")
        await desk.press("enter")  # write the invoices
        desk.sees("To be billed", "ParticipantA Mher")
        await desk.press("f6")
        desk.sees("Write 2 invoices?", "Together 144 000 AMD.")
        await desk.press("y")
        desk.says("Invoices 2026-0001 to 2026-0002 are written.")
        await desk.press("escape", "enter")  # follow up what is unpaid
        desk.sees("Unpaid registrations")
        await desk.press("f8", "f8", "escape")
        desk.sees("nothing is due")
        await desk.press("enter", "f6")  # the certificates
        desk.says("Certificates C-2026-0001 to C-2026-0002 are issued.")
        await desk.press("escape")
        desk.sees("2 issued, 2 earned", "0 of 2 returned", "File the documents")
        await desk.press("enter")  # the sheets of evaluation
        desk.sees("Final questionnaire")
        await desk.press("escape", "down", "down", "enter")
        desk.sees("Is everything of this seminar done?")
        await desk.press("y")
        desk.says("The seminar is finished.")
        assert Engagement.get_by_id(labour()).status.meaning == "finished"


async def test_the_waiting_list_is_worked_through_in_turn_and_out_of_turn(company: Database) -> None:
    admin = gate(company, "admin")
    add(company, "Grigoryan")
    first, second = add(company, "Sargsyan", "Vardanyan")
    book(admin, labour(), Enterprise.get(Enterprise.name == "Ucom").id, 3)
    admin.save("registration", {"priority": 1}, id=first)
    admin.save("engagement", {"maximum": 5}, id=labour())
    async with at_desk(company) as desk:
        await desk.opens_engagement("Labour code")
        await desk.press("f11", "f7")
        desk.sees("2 seats are free")
        assert desk.row("Sargsyan").endswith("is next")
        assert desk.row("Ucom").endswith("no room yet")
        desk.row_list.go_to(("booking", 1))
        await desk.press("f6")
        desk.says("Ucom needs 3; 2 seats are free.")
        desk.row_list.go_to(("registration", second))
        await desk.press("f6")
        desk.sees("Sargsyan Ani waits longer. Why does Vardanyan Tigran get the")
        await desk.press("enter")
        desk.sees("Please write something")
        await desk.type("a speaker")
        await desk.press("enter")
        desk.says("Vardanyan Tigran has the seat and answers until 24.11.2026.")
        assert last_reason() == "a speaker"
        assert Registration.get_by_id(second).answer_until == datetime.date(2026, 11, 24)
        desk.sees("Have a seat and are to answer", "until 24.11.2026")
        desk.row_list.go_to(("registration", second))
        await desk.press("f5")
        desk.says("Vardanyan Tigran comes.")
        assert Registration.get_by_id(second).answer_until is None
        desk.row_list.go_to(("registration", first))
        await desk.press("minus")
        await desk.type("not so urgent")
        await desk.press("enter")
        assert Registration.get_by_id(first).priority == 0
        await desk.press("f6")
        assert Registration.get_by_id(first).status == "registered"
        desk.row_list.go_to(("registration", first))
        await desk.press("delete", "enter")
        desk.says("Sargsyan Ani is cancelled.")
        assert Registration.get_by_id(first).status == "cancelled"


async def test_an_invoice_to_a_firm_shows_its_steps_and_is_paid_in_parts(company: Database) -> None:
    firm = Enterprise.get(Enterprise.name == "Ucom").id
    gate(company, "admin").save("engagement", {"maximum": 50}, id=labour())
    add(company, "Grigoryan", "Sargsyan", payer="other", payer_enterprise=firm)
    async with at_desk(company) as desk:
        await desk.opens_engagement("Labour code")
        await desk.press("f11", "f8")
        assert desk.row("Ucom").split()[:3] == ["›", "Ucom", "2"] or "Ucom" in desk.row("Ucom")
        await desk.press("enter")
        desk.sees("Invoice to Ucom", "Grigoryan Karen", "Sargsyan Ani")
        assert desk.row("Sum").split() == ["Sum", "120", "000", "24", "000", "144", "000"]
        await desk.fill(due="1.11.2026")
        await desk.press("f2")
        desk.sees("It can't be due before it is written.")
        await desk.fill(due="+30")
        await desk.press("f2")
        desk.says("Invoice 2026-0001 to Ucom is written.")
        invoice = Invoice.get()
        assert (invoice.total, invoice.due_date) == (144_000, TODAY + datetime.timedelta(days=30))
        desk.row_list.go_to(("invoice", invoice.id))
        await desk.press("enter")
        desk.sees("Invoice 2026-0001", "of 22.11.2026, due 22.12.2026", "VAT is rounded line by line")
        await desk.press("plus")
        await desk.fill(order="118", amount="200 000")
        await desk.press("f2")
        desk.sees("Of the invoice 144 000 AMD are open.")
        await desk.fill(amount="100 000")
        await desk.press("f2")
        desk.says("Invoice 2026-0001: 100 000 AMD received, 44 000 AMD are still open.")
        assert [(one.amount, one.order_number) for one in Payment.select()] == [
            (72_000, "118"),
            (28_000, "118"),
        ]
        await desk.press("f8")
        desk.says("Invoice 2026-0001: 44 000 AMD received today.")
        desk.row("Still open").endswith("0")
        await desk.press("f8")
        desk.says("Nothing is due.")


async def test_a_cancelled_invoice_keeps_its_number(company: Database) -> None:
    async with at_desk(company) as desk:
        await desk.opens_engagement("Labour code")
        await desk.press("f11", "f8", "enter", "f2", "end", "delete")
        desk.sees("Why is the invoice 2026-0001 cancelled?", "Its number stays.")
        await desk.type("sent to the wrong person")
        await desk.press("enter")
        desk.says("The invoice 2026-0001 is cancelled.")
        assert desk.row("2026-0001").endswith("cancelled")
        await desk.press("home", "enter", "f2")
        assert sorted(one.serial for one in Invoice.select()) == ["2026-0001", "2026-0002"]


async def test_certificates_for_who_earned_them_by_hand_and_once_more(company: Database) -> None:
    admin = gate(company, "admin")
    first, second = [one.id for one in Registration.select().order_by(Registration.id)]
    (session,) = plan_sessions(admin, labour(), [TODAY])
    note_presence(admin, session, {first: "present", second: "absent"})
    async with at_desk(company) as desk:
        await desk.opens_engagement("Labour code")
        await desk.press("f11", "f9")
        assert desk.row("ParticipantA").split()[-3:] == ["100", "%", "earned"]
        await desk.press("f6")
        desk.says("Certificate C-2026-0001 is issued.")
        await desk.press("f6")
        desk.says("Nobody has earned one who has none.")
        await desk.press("f7")
        await desk.type("lost in the post")
        await desk.press("enter")
        desk.says("C-2026-0001 was issued again, 1 time.")
        assert Reissue.get().reason == "lost in the post"
        await desk.press("down", "f7")
        desk.says("It was not issued yet.")
        await desk.press("f5")
        desk.sees("ParticipantB Mher has not attended enough. Why is it issued")
        await desk.type("spoke there")
        await desk.press("enter")
        desk.says("Certificate C-2026-0002 is issued.")
        assert [one.notes for one in Certificate.select().order_by(Certificate.id)] == ["", "spoke there"]
        await desk.press("home", "enter")
        desk.sees("Issued again 1", "lost in the post")


async def test_the_money_of_a_registration_is_shared_given_back_and_waived(company: Database) -> None:
    async with at_desk(company) as desk:
        await desk.opens_record("registration", int(Registration.get().id))
        await desk.press("f11")
        assert [desk.row(words).split()[-2:] for words in ("Price", "20 % of net", "Total")] == [
            ["60", "000"],
            ["12", "000"],
            ["72", "000"],
        ]
        await desk.press("f7")
        await desk.type("ucom")
        await desk.press("enter")
        desk.sees("How much does Ucom carry of 72 000 AMD?")
        await desk.fill(amount="80 000")
        await desk.press("f2")
        desk.sees("72 000 AMD are left to be carried.")
        await desk.fill(amount="20 000")
        await desk.press("f2")
        desk.says("Ucom carries 20 000 AMD.")
        assert Share.get().amount == 20_000
        assert desk.row("ParticipantA Mher   ").endswith("52 000")
        await desk.press("f8", "f5")
        desk.sees("how much goes back of 72 000 AMD?")
        await desk.fill(amount="72 001", notes="ill")
        await desk.press("f2")
        desk.sees("At most 72 000 AMD goes back.")
        await desk.fill(amount="30 000")
        await desk.press("f2")
        desk.says("30 000 AMD given back.")
        desk.sees("given back, ill")
        assert [one.amount for one in Payment.select().order_by(Payment.id)] == [72_000, -30_000]
        await desk.press("f6")
        await desk.type("a guest")
        await desk.press("enter")
        desk.says("Nothing is due of ParticipantA Mher.")
        desk.sees("waived: a guest")
        await desk.press("f6")
        desk.says("The total is due again.")
        assert Registration.get().waived_reason == ""


async def test_a_participant_goes_to_another_seminar_with_their_money(company: Database) -> None:
    admin = gate(company, "admin")
    one = int(Registration.get().id)
    admin.save("payment", {"registration": one, "day": TODAY, "amount": 10_000})
    async with at_desk(company) as desk:
        await desk.opens_record("registration", one)
        await desk.press("f10", "v")
        desk.sees("To which seminar does ParticipantA Mher go?", "0 of 50 seats")
        await desk.type("budg")
        await desk.press("enter")
        await desk.type("cannot come on that day")
        await desk.press("enter")
        desk.says("ParticipantA Mher is in Budgeting now. Undo takes it back.")
        old = Registration.get_by_id(one)
        assert (old.status, old.transferred_to.engagement.title) == ("transferred", "Budgeting")
        assert Payment.get().registration_id == old.transferred_to_id
        assert last_reason() == "cannot come on that day"
        await desk.press("f10", "v")
        desk.says("This registration is cancelled already.")


@pytest.fixture
def looked_at(company: Database) -> Database:
    """The company with sessions and somebody who waits."""
    add(company, "Grigoryan", "Sargsyan")
    plan_sessions(gate(company, "admin"), labour(), [TODAY])
    return company


async def test_who_only_looks_sees_everything_and_changes_nothing(looked_at: Database) -> None:
    async with at_desk(looked_at, "vera") as desk:
        await desk.opens_engagement("Labour code")
        await desk.press("f11")
        before = operations()
        for keys in (("f6",), ("delete",)):
            await desk.press(*keys)
            desk.says("It needs the right to the service line SM.")
        for place, keys in (
            ("f5", ("f6", "space", "plus", "f7")),
            ("f7", ("f6", "delete", "plus")),
            ("f8", ("f6", "f7")),
            ("f9", ("f6", "f5")),
        ):
            await desk.press(place)
            for key in keys:
                await desk.press(key)
                desk.says("It needs the right to the service line SM.")
            await desk.press("escape")
        assert operations() == before
        assert len(PEOPLE) == Person.select().count()


async def test_who_paid_and_cancels_has_money_to_be_given_back_and_it_is_filled_in(company: Database) -> None:
    (first,) = add(company, "Grigoryan")
    async with at_desk(company) as desk:
        await desk.opens_engagement("Labour code")
        await desk.press("down")
        desk.row_list.go_to(first)
        await desk.press("f8", "delete")
        await desk.type("ill")
        await desk.press("enter")
        desk.says("Grigoryan Karen is cancelled. 72 000 AMD to give back: F11.")
        desk.row_list.go_to(first)
        await desk.press("enter", "f11")
        assert desk.row("Due").split()[-1] == "0"
        assert desk.row("To give back").endswith("72 000")
        await desk.press("f5", "f2")
        desk.says("Grigoryan Karen: 72 000 AMD given back.")
        assert Payment.select().order_by(Payment.id.desc()).first().notes == "Illness"
        assert desk.row("Still open").endswith(" 0")
