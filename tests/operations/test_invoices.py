"""Invoices and shares: who is billed for what, numbers without gaps, the three roundings, paying one."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from databases import TODAY

from bsc_tui.db.models import Invoice, InvoiceLine, Payment, Registration
from bsc_tui.errors import Conflict, Invalid, Refused
from bsc_tui.operations.billable import to_invoice
from bsc_tui.operations.companies import Company, change_settings
from bsc_tui.operations.invoice_payments import receive_for_invoice
from bsc_tui.operations.invoices import cancel_invoice, invoices_of, write_invoice
from bsc_tui.operations.payments import balance, receive
from bsc_tui.operations.registrations import change, register
from bsc_tui.records import undoing
from bsc_tui.records.records import Records
from bsc_tui.records.rules.money import Amount, part_of, summed

MakeSeminar = Callable[..., int]
MakePeople = Callable[[int], list[int]]


@pytest.fixture
def firm(admin: Records) -> int:
    return admin.save("enterprise", {"name": "Armenia Wine"}).id


@pytest.mark.parametrize(
    ("rounding", "expected"),
    [("line", (42015, 7985, 50000)), ("net", (42015, 7983, 49998)), ("gross", (42017, 7983, 50000))],
)
def test_five_times_a_hundred_euros_at_nineteen_percent(
    rounding: str, expected: tuple[int, int, int]
) -> None:
    sums = summed([part_of(10_000, 1900)] * 5, rounding)
    assert (sums.net, sums.vat, sums.total) == expected


def test_rates_are_rounded_each_for_itself() -> None:
    lines = [Amount(333, 67, 400, 2000), Amount(100, 0, 100, 0)]
    assert summed(lines, "net") == Amount(433, 67, 500)
    assert summed([], "gross") == Amount(0, 0, 0)


def bill(records: Records, seminar: int, name: str) -> Invoice:
    """Write the invoice to this payer."""
    (payer,) = [one for one in to_invoice(records, seminar) if one.name == name]
    return write_invoice(records, seminar, payer, TODAY)


def test_one_invoice_over_many_registrations_of_a_payer(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople, firm: int
) -> None:
    seminar, people = make_seminar(), make_people(4)
    paid_by_firm = {"price": 1000, "vat_rate": 2000, "payer": "other", "payer_enterprise": firm}
    ids = [register(admin, seminar, paid_by_firm, person_id=person).id for person in people[:3]]
    alone = register(admin, seminar, {"price": 500}, person_id=people[3]).id
    assert [(one.name, len(one.parts), one.total) for one in to_invoice(admin, seminar)] == [
        ("Armenia Wine", 3, 3600),
        ("Name3", 1, 500),
    ]
    invoice = bill(admin, seminar, "Armenia Wine")
    assert (invoice.serial, invoice.net, invoice.vat, invoice.total) == ("2026-0001", 3000, 600, 3600)
    assert invoice.due_date == TODAY + datetime.timedelta(days=14)
    assert {Registration.get_by_id(id).invoice_number for id in ids} == {"2026-0001"}
    assert bill(admin, seminar, "Name3").serial == "2026-0002"
    assert to_invoice(admin, seminar) == []
    first = InvoiceLine.select().order_by(InvoiceLine.id).first()
    assert (first.words, first.registration_id) == ("Labour code, Name0", ids[0])

    assert receive_for_invoice(admin, invoice.id, 1_300, TODAY, order_number="77") == 2_300
    assert [balance(id).state for id in ids] == ["paid", "partly", "unpaid"]
    with pytest.raises(Conflict, match="2 300 AMD are open"):
        receive_for_invoice(admin, invoice.id, 2_301, TODAY)
    assert receive_for_invoice(admin, invoice.id, 2_300, TODAY) == 0
    assert [balance(id).state for id in (*ids, alone)] == ["paid"] * 3 + ["unpaid"]
    assert {row.invoice_id for row in Payment.select()} == {invoice.id}
    assert [(one.serial, one.open, one.lines) for one in invoices_of(seminar)] == [
        ("2026-0002", 500, 1),
        ("2026-0001", 0, 3),
    ]


def test_shares_go_to_those_who_carry_them(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople, firm: int
) -> None:
    seminar = make_seminar()
    (person,) = make_people(1)
    one = register(admin, seminar, {"price": 1000, "vat_rate": 2000}, person_id=person).id
    admin.save("share", {"registration": one, "enterprise": firm, "amount": 700})
    with pytest.raises(Invalid, match="Only 500 are left"):
        admin.save("share", {"registration": one, "enterprise": firm, "amount": 501})
    sponsor, own = to_invoice(admin, seminar)
    assert (sponsor.name, sponsor.parts[0].amount) == ("Armenia Wine", Amount(583, 117, 700, 2000))
    assert (own.name, own.total) == ("Name0", 500)
    invoice = bill(admin, seminar, "Armenia Wine")
    receive_for_invoice(admin, invoice.id, 700, TODAY)
    assert (balance(one).state, balance(one).open) == ("partly", 500)
    assert [left.name for left in to_invoice(admin, seminar)] == ["Name0"]


def test_numbers_have_no_gaps_and_a_cancelled_invoice_keeps_its_own(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople
) -> None:
    change_settings(admin, Company("BSC", invoice_pattern="INV/YY/NNN"))
    seminar, people = make_seminar(), make_people(3)
    ids = [register(admin, seminar, {"price": 100}, person_id=person).id for person in people]
    first, second = bill(admin, seminar, "Name0"), bill(admin, seminar, "Name1")
    assert (first.serial, second.serial) == ("INV/26/001", "INV/26/002")
    with pytest.raises(Conflict, match="between them would be a gap"):
        admin.trash("invoice", first.id)
    with pytest.raises(Invalid, match="Say why"):
        admin.save("invoice", {"cancelled_on": TODAY}, id=first.id)
    cancel_invoice(admin, first.id, "wrong firm")
    assert Registration.get_by_id(ids[0]).invoice_number == ""
    assert bill(admin, seminar, "Name0").serial == "INV/26/003"
    last = undoing.last_operation(admin)
    assert last is not None
    undoing.undo(admin, last.id)
    assert bill(admin, seminar, "Name2").serial == "INV/26/003"
    admin.save("invoice", {"serial": "forged", "number": 9, "total": 1}, id=second.id)
    kept = Invoice.get_by_id(second.id)
    assert (kept.serial, kept.total) == ("INV/26/002", 100)
    next_year = admin.save(
        "invoice", {"line": second.line_id, "person": people[0], "day": datetime.date(2027, 1, 4)}
    )
    assert Invoice.get_by_id(next_year.id).serial == "INV/27/001"


def test_nobody_bills_twice_or_for_another_line(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople, as_user: Callable[..., Records]
) -> None:
    seminar = make_seminar()
    (person,) = make_people(1)
    register(admin, seminar, {"price": 100}, person_id=person)
    with pytest.raises(Refused):
        bill(as_user("ara", "responsible", lines=("HR",)), seminar, "Name0")
    (payer,) = to_invoice(admin, seminar)
    write_invoice(admin, seminar, payer, TODAY)
    with pytest.raises(Conflict, match="has changed"):
        write_invoice(admin, seminar, payer, TODAY)


def test_money_goes_with_the_invoice_that_asks_for_it(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople, firm: int
) -> None:
    seminar = make_seminar()
    before, after, shared = (
        register(admin, seminar, {"price": 100}, person_id=person).id for person in make_people(3)
    )
    receive(admin, before, 40, TODAY)
    first = bill(admin, seminar, "Name0")
    assert Payment.get().invoice_id == first.id  # it came before the invoice was written
    change(admin, before, {}, payment={"amount": 60, "day": TODAY})
    assert {one.serial: one.open for one in invoices_of(seminar)} == {"2026-0001": 0}
    cancel_invoice(admin, first.id, "wrong name")
    assert (balance(before).state, Payment.select().where(Payment.invoice.is_null()).count()) == ("paid", 2)
    assert bill(admin, seminar, "Name0").serial == "2026-0002"
    assert {one.serial: one.open for one in invoices_of(seminar)} == {"2026-0002": 0, "2026-0001": 0}

    admin.save("registration", {"invoice_number": "on paper 7"}, id=after)
    assert [one.name for one in to_invoice(admin, seminar)] == ["Name2"]
    admin.save("share", {"registration": shared, "enterprise": firm, "amount": 30})
    share = bill(admin, seminar, "Armenia Wine")
    receive(admin, shared, 70, TODAY)  # of whom it came, nobody said
    assert [one.open for one in invoices_of(seminar) if one.serial == share.serial] == [30]
    receive_for_invoice(admin, share.id, 30, TODAY)
    with pytest.raises(Conflict, match="Money came in"):
        cancel_invoice(admin, share.id, "mistake")


def test_an_invoice_rounded_on_its_sum_is_paid_whole(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople, firm: int
) -> None:
    change_settings(admin, Company("BSC", invoice_rounding="net"))
    seminar = make_seminar(currency="EUR")
    values = {"price": 8403, "vat_rate": 1900, "payer": "other", "payer_enterprise": firm}
    for person in make_people(5):
        register(admin, seminar, values, person_id=person)
    invoice = bill(admin, seminar, "Armenia Wine")
    assert (invoice.net, invoice.vat, invoice.total) == (42015, 7983, 49998)
    assert receive_for_invoice(admin, invoice.id, 49998, TODAY) == 0
