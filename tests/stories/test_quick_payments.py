"""Money noted by one key: all of it, a part, from the seminar and from the list of who still owes."""

from __future__ import annotations

import datetime

from databases import TODAY, gate
from desk import at_desk
from peewee import Database

from bsc_tui.db.models import Engagement, Payment, Registration
from bsc_tui.operations import checked
from bsc_tui.operations.own_work import last_work, take_back
from bsc_tui.operations.registrations import register
from bsc_tui.screens.registration import RegistrationForm
from bsc_tui.screens.to_check import ToCheckList
from bsc_tui.screens.unpaid import UnpaidList

pytest_plugins = ("desk",)


def amounts() -> list[tuple[int, datetime.date]]:
    """Every payment there is."""
    query = Payment.select().where(Payment.trashed_at.is_null()).order_by(Payment.id)
    return [(payment.amount, payment.day) for payment in query]


async def test_f8_and_plus_note_money_and_the_hand_goes_on(company: Database) -> None:
    async with at_desk(company) as desk:
        await desk.opens_engagement("Labour code")
        desk.sees("F8 Paid")
        await desk.press("down")
        assert desk.row_list.row is not None
        assert "ParticipantA" in desk.row_list.row.cells[1]
        await desk.press("f8")
        desk.says("72 000 AMD received today. Undo takes it back.")
        assert "ParticipantB" in desk.row_list.row.cells[1]
        await desk.press("plus")
        desk.sees("how much was received?", "72 000 AMD are open.")
        await desk.type("20 000 15.11.2026")
        await desk.press("enter")
        desk.says("ParticipantB Mher: 20 000 AMD received, 52 000 AMD are still open.")
        assert amounts() == [(72_000, TODAY), (20_000, datetime.date(2026, 11, 15))]
        desk.sees("part")
        lusine = desk.office.records
        work = last_work(lusine)
        assert work is not None
        take_back(lusine, work.id)
        assert amounts() == [(72_000, TODAY)]


async def test_what_can_not_be_an_amount_is_said_and_nothing_typed_is_lost(company: Database) -> None:
    async with at_desk(company) as desk:
        await desk.opens_engagement("Labour code")
        await desk.press("down", "plus")
        for text, said in (
            ("a lot", "! "),
            ("-5", "Write what was received."),
            ("10 000 1.12.2026", "The day lies in the future."),
            ("10 000 31.02.2026", "! "),
        ):
            await desk.type(text)
            await desk.press("enter")
            desk.sees(said, text)
            await desk.press("ctrl+u")
        await desk.press("escape")
        assert amounts() == []
        await desk.press("plus")
        await desk.type("100 000")
        await desk.press("enter")
        desk.sees("More than is due.", "100 000 AMD come, 72 000 AMD are open.")
        await desk.press("enter")
        assert amounts() == []
        await desk.press("plus")
        await desk.type("100 000")
        await desk.press("enter", "y")
        assert amounts() == [(100_000, TODAY)]
        desk.sees("overpaid")


async def test_what_a_colleague_noted_meanwhile_is_not_noted_twice(company: Database) -> None:
    async with at_desk(company) as desk:
        await desk.opens_engagement("Labour code")
        await desk.press("down")
        first = int(str(desk.row_list.row.id)) if desk.row_list.row else 0
        gate(company, "admin").save("payment", {"registration": first, "day": TODAY, "amount": 72_000})
        await desk.press("f8")
        desk.says("Nothing is due.")
        assert amounts() == [(72_000, TODAY)]


async def test_who_owes_is_listed_from_home_the_latest_debts_first(company: Database) -> None:
    admin = gate(company, "admin")
    first, second = (one.id for one in Registration.select().order_by(Registration.id))
    admin.save("registration", {"due_date": TODAY - datetime.timedelta(days=3)}, id=second)
    async with at_desk(company) as desk:
        desk.sees("1 overdue: 72 000 AMD", "2 unpaid: 144 000 AMD")
        await desk.press("tab", "home", "down")
        for _step in range(8):
            assert desk.place.focused is not None
            if desk.place.focused.row.id == "unpaid":
                break
            await desk.press("down")
        await desk.press("enter")
        assert isinstance(desk.place, UnpaidList)
        assert [row.id for row in desk.rows] == [second, first]
        desk.sees("overdue", "19.11.2026", "Labour code", "72 000 AMD", "F8 Paid", "+ Part")
        await desk.press("plus")
        await desk.type("2000")
        await desk.press("enter")
        assert desk.row_list.row is not None
        assert desk.row_list.row.id == first
        desk.sees("70 000 AMD")
        await desk.press("f8")
        assert [row.id for row in desk.rows] == [second]
        await desk.press("enter")
        assert isinstance(desk.place, RegistrationForm)
        await desk.press("escape", "f8")
        desk.sees("Everything is paid.")
        await desk.press("escape")
        desk.sees_not("unpaid")
    assert sum(amount for amount, _day in amounts()) == 144_000


async def test_a_viewer_sees_who_owes_and_can_note_nothing(company: Database) -> None:
    async with at_desk(company, "vera") as desk:
        await desk.opens(UnpaidList())
        assert "F8" not in desk.key_bar
        await desk.press("f8")
        desk.says("service line")
        assert amounts() == []


async def test_the_responsible_checks_what_others_changed(company: Database) -> None:
    ara = gate(company, "ara")
    for one in checked.to_check(ara):
        checked.check(ara, one.entity, one.id)
    labour = int(Engagement.get(Engagement.title == "Labour code").id)
    lusine = gate(company, "lusine")
    lusine.save("engagement", {"location": "Room 2"}, id=labour)
    person = register(lusine, labour, {}, person_id=int(Registration.get().person_id) + 5).id
    async with at_desk(company, "ara") as desk:
        desk.sees("2 records to check")
        await desk.press("tab", "home", "enter")
        assert isinstance(desk.place, ToCheckList)
        assert [row.id for row in desk.rows] == [("registration", person), ("engagement", labour)]
        desk.sees("Lusine", "F6 Checked")
        await desk.press("f6")
        desk.says("Checked:")
        await desk.press("enter")
        desk.sees("Seats and money")
        await desk.press("f10", "h")
        desk.says("Marked as checked by you.")
        assert "checked 22.11.2026 Ara" in desk.path
        await desk.press("f3")
        await desk.fill(location="Room 3")
        await desk.press("f10", "h")
        desk.sees("Save it first.")
        await desk.press("escape", "f2")
        assert checked.check_of("engagement", labour) is None
        await desk.press("f10", "h")
        await desk.press("escape")
        desk.sees("Everything in your lines is checked.")
    async with at_desk(company, "ara") as desk:
        desk.sees_not("to check")
        await desk.opens_record("registration", person)
        assert "checked 22.11.2026 Ara" in desk.path
        await desk.press("f10", "h")
        desk.says("The mark of the check is taken away.")
        assert "checked 22" not in desk.path
