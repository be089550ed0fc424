"""Money received, and what follows from it."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest

from bsc_tui.db.models import Operation, Payment, ReferenceList, Term
from bsc_tui.errors import Conflict, Missing
from bsc_tui.operations import payments, registrations
from bsc_tui.operations.payments import balances, receive, receive_over
from bsc_tui.operations.registrations import register
from bsc_tui.records import undoing
from bsc_tui.records.records import Records

MakeSeminar = Callable[..., int]
MakePeople = Callable[[int], list[int]]
TODAY = datetime.date(2026, 11, 22)


@pytest.fixture
def seat(admin: Records, make_seminar: MakeSeminar, make_people: MakePeople) -> int:
    """A registration of 72.000 AMD."""
    seminar = make_seminar(price=60_000, vat_rate=2000)
    (person,) = make_people(1)
    values = registrations.prefilled(admin, seminar, person)
    return registrations.register(admin, seminar, values, person_id=person).id


def test_payments_add_up_to_a_state(admin: Records, seat: int) -> None:
    told = []
    for amount in (0, 30_000, 42_000, 1, -72_001):
        if amount:
            payments.receive(admin, seat, amount, TODAY)
        balance = payments.balance(seat)
        told.append((balance.state, balance.paid, balance.open))
    assert told == [
        ("unpaid", 0, 72_000),
        ("partly", 30_000, 42_000),
        ("paid", 72_000, 0),
        ("overpaid", 72_001, 0),
        ("refunded", 0, 0),
    ]


def test_a_payment_repeated_with_its_token_is_received_once(admin: Records, seat: int) -> None:
    first, second = (payments.receive(admin, seat, 100, TODAY, token="once") for _try in range(2))
    assert first == second
    assert Payment.select().count() == 1


def test_a_deleted_payment_counts_no_more(admin: Records, seat: int) -> None:
    admin.trash("payment", payments.receive(admin, seat, 72_000, TODAY))
    assert payments.balance(seat).state == "unpaid"


def test_who_cancelled_owes_nothing_and_what_they_paid_is_owed_to_them(admin: Records, seat: int) -> None:
    reason = Term.select().join(ReferenceList).where(ReferenceList.code == "cancellation_reason").first()
    payments.receive(admin, seat, 30_000, TODAY)
    registrations.cancel(admin, seat, reason.id)
    balance = payments.balance(seat)
    assert (balance.state, balance.open) == ("overpaid", 0)


def test_a_waived_or_free_seat_owes_nothing(admin: Records, seat: int) -> None:
    admin.save("registration", {"waived_reason": "speaker"}, id=seat)
    assert (payments.balance(seat).state, payments.balance(seat).open) == ("waived", 0)
    admin.save("registration", {"waived_reason": ""}, id=seat)
    engagement = admin.get("registration", seat).values["engagement"]
    admin.save("engagement", {"free": True}, id=engagement)
    assert payments.balance(seat).state == "free"


def test_a_balance_of_nothing_is_missing(admin: Records) -> None:
    with pytest.raises(Missing):
        payments.balance(12345)
    assert payments.balances([]) == {}


def test_one_order_over_many_goes_to_what_is_open_in_order(
    admin: Records, make_seminar: Callable[..., int], make_people: Callable[[int], list[int]]
) -> None:
    seminar, people = make_seminar(), make_people(3)
    first, second, third = (
        register(admin, seminar, {"price": 60_000}, person_id=person).id for person in people
    )
    receive(admin, second, 20_000, TODAY)
    before = Operation.select().count()
    done = receive_over(admin, [third, second, first], 110_000, TODAY, order_number="7", token="t")
    assert done.parts == {third: 60_000, second: 40_000, first: 10_000}
    assert Operation.select().count() == before + 1
    assert not receive_over(admin, [third, second, first], 110_000, TODAY, token="t").parts
    with pytest.raises(Conflict, match="More came than is open"):
        receive_over(admin, [first, second, third], 50_001, TODAY)
    undoing.undo(admin, Operation.select().order_by(Operation.id.desc()).get().id)
    assert [balances([id])[id].paid for id in (first, second, third)] == [0, 20_000, 0]
