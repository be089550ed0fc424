"""The money of one registration: steps, shares, waiver, refund; what follows for its invoices."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from databases import TODAY

from bsc_tui.db.models import Operation, Payment, Share
from bsc_tui.errors import Conflict, Invalid, Refused
from bsc_tui.operations.billable import to_invoice
from bsc_tui.operations.invoice_payments import receive_for_invoice
from bsc_tui.operations.invoice_view import invoice_seen
from bsc_tui.operations.invoices import bills_of, cancel_invoice, write_all, write_invoice
from bsc_tui.operations.payments import receive, refund
from bsc_tui.operations.registration_money import carry, money_of, uncarry, unwaive, waive
from bsc_tui.operations.registrations import register
from bsc_tui.operations.unpaid import debts
from bsc_tui.records import undoing
from bsc_tui.records.records import Records

MakeSeminar = Callable[..., int]
MakePeople = Callable[[int], list[int]]
PRICE = {"price": 60_000, "discount_rate": 1000, "vat_rate": 2000}


@pytest.fixture
def one(admin: Records, make_seminar: MakeSeminar, make_people: MakePeople) -> int:
    """A registration for 64 800."""
    (person,) = make_people(1)
    return register(admin, make_seminar(), PRICE, person_id=person).id


@pytest.fixture
def firm(admin: Records) -> int:
    return admin.save("enterprise", {"name": "Armenia Wine"}).id


def test_the_steps_from_price_to_total_and_who_carries_it(admin: Records, one: int, firm: int) -> None:
    seen = money_of(admin, one)
    assert (seen.steps.discount, seen.steps.net, seen.steps.vat, seen.steps.total) == (
        6_000,
        54_000,
        10_800,
        64_800,
    )
    assert (seen.title, seen.seminar, seen.line, seen.payer) == ("Name0", "Labour code", "SM", "Name0")
    share = carry(admin, one, firm, 20_000, "sponsor of the day")
    assert carry(admin, one, firm, 30_000) == share  # one share an enterprise: it changes
    assert (money_of(admin, one).rest, Share.select().count()) == (34_800, 1)
    with pytest.raises(Invalid, match="Only 64 800 are left"):
        carry(admin, one, firm, 64_801)
    uncarry(admin, share)
    assert (money_of(admin, one).rest, money_of(admin, one).shares) == (64_800, ())


def test_what_is_waived_is_not_due_and_can_be_due_again(
    admin: Records, one: int, as_user: Callable[..., Records]
) -> None:
    with pytest.raises(Invalid, match="Say why nothing is due"):
        waive(admin, one, "  ")
    with pytest.raises(Refused):
        waive(as_user("ara", "responsible", lines=("HR",)), one, "a friend")
    waive(admin, one, "guest of the house")
    seen = money_of(admin, one)
    assert (seen.state, seen.open, seen.waived) == ("waived", 0, "guest of the house")
    assert Operation.select().order_by(Operation.id.desc()).get().reason == "guest of the house"
    unwaive(admin, one)
    assert (money_of(admin, one).state, money_of(admin, one).open) == ("unpaid", 64_800)


def test_money_given_back_leaves_the_invoice_it_came_for(admin: Records, one: int) -> None:
    seminar = money_of(admin, one).engagement
    (payer,) = to_invoice(admin, seminar)
    invoice = write_invoice(admin, seminar, payer, TODAY)
    receive_for_invoice(admin, invoice.id, 50_000, TODAY, order_number="12")
    receive(admin, one, 14_800, TODAY)
    with pytest.raises(Conflict, match="64 800 AMD were received"):
        refund(admin, one, 64_801, TODAY)
    assert refund(admin, one, 34_800, TODAY, notes="ill") == 30_000
    back = [(row.invoice_id, row.amount) for row in Payment.select().where(Payment.amount < 0)]
    assert back == [(invoice.id, -34_800)]
    seen = invoice_seen(admin, invoice.id)
    assert (seen.paid, seen.open, seen.payer, seen.lines[0].paid) == (30_000, 34_800, "Name0", 30_000)
    refund(admin, one, 30_000, TODAY, notes="ill")
    cancel_invoice(admin, invoice.id, "ill")
    seen = invoice_seen(admin, invoice.id)
    assert (seen.open, seen.cancelled_reason) == (0, "ill")
    assert [row.cancelled for row in money_of(admin, one).invoices] == [True]


def test_all_payers_are_billed_in_one_operation(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople, firm: int
) -> None:
    seminar = make_seminar()
    other = {**PRICE, "payer": "other", "payer_enterprise": firm}
    for at, person in enumerate(make_people(3)):
        register(admin, seminar, other if at else PRICE, person_id=person)
    bills = bills_of(admin, seminar)
    assert [(one.name, one.total) for one in bills.payers] == [("Armenia Wine", 129_600), ("Name0", 64_800)]
    assert (bills.line, (bills.due_from(TODAY) - TODAY).days) == ("SM", 14)
    before = Operation.select().count()
    assert write_all(admin, seminar, TODAY) == ["2026-0001", "2026-0002"]
    assert Operation.select().count() == before + 1
    assert write_all(admin, seminar, TODAY) == []
    last = undoing.last_operation(admin)
    assert last is not None
    undoing.undo(admin, last.id)
    assert len(bills_of(admin, seminar).payers) == 2


def test_who_owes_for_one_seminar(admin: Records, make_seminar: MakeSeminar, make_people: MakePeople) -> None:
    here, there = make_seminar(), make_seminar(title="Another")
    first, second = make_people(2)
    register(admin, here, PRICE, person_id=first)
    register(admin, there, PRICE, person_id=second)
    assert [debt.person for debt in debts(admin, engagement=here).end(9).lines] == ["Name0"]
    assert len(debts(admin).end(9).lines) == 2
