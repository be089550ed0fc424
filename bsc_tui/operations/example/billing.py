"""Prices, orders, invoices and receipts of the example: every state that a payment can be in.

Nothing is stored here; amounts are minor units of the seminar's currency.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from bsc_tui.db.models.registrations import SEATED
from bsc_tui.operations.example.office import Office, Row
from bsc_tui.records.rules.money import priced

if TYPE_CHECKING:
    from bsc_tui.operations.example.participants import Participation, Seminar

_CARDS_SINCE = 2010
_INVOICE_DAYS = 14
_STATES = ("waived", "overpaid", "paid")
_WAIVED = ("Own staff", "Partner's guest", "Social reasons", "Compensation for a complaint")


@dataclass(frozen=True)
class Receipt:
    """Money that came in, or went back when negative."""

    day: date
    amount: int
    order_number: str
    payment_type: int | None
    notes: str = ""

    def row(self, registration: int) -> Row:
        """The payment as the gate takes it."""
        return {
            "registration": registration,
            "day": self.day,
            "amount": self.amount,
            "order_number": self.order_number,
            "payment_type": self.payment_type,
            "notes": self.notes,
        }


class Bookkeeper:
    """Knows what each participant pays and has paid; of what is archived nothing came in later."""

    def __init__(self, office: Office, payers: list[int]) -> None:
        """`payers`: enterprises that pay for people who don't work there."""
        self._office = office
        self._term = office.term
        self._last_day = office.yesterday
        self._payers = payers
        self._random = Random("billing")
        self._numbers: Counter[str] = Counter()

    def settle(self, seminar: Seminar) -> None:
        """Give everybody in it a price, a payer, papers and receipts."""
        engagement = seminar.engagement
        costs = engagement.kind == "open_seminar" and not engagement.free_of_charge
        self._last_day = self._office.taken_over if seminar.is_archived else self._office.yesterday
        invoices: dict[int, Row] = {}
        for one in seminar.participations:
            one.values |= self._payer(one) if costs else {"payer": self._payer_of_all(one)}
            if costs:
                one.values |= {
                    "price": engagement.price,
                    "discount_rate": self._discount(engagement.discount_rate, one, invoices),
                    "vat_rate": engagement.vat_rate,
                }
                one.values |= self._papers(one, invoices)
        if costs:
            self._collect(seminar)

    def _payer_of_all(self, one: Participation) -> str:
        return "workplace" if one.values["workplace"] else "self"

    def _payer(self, one: Participation) -> Row:
        if self._random.random() < 0.05:
            return {"payer": "other", "payer_enterprise": self._random.choice(self._payers)}
        at_work = one.values["workplace"] and self._random.random() < 0.6
        return {"payer": "workplace" if at_work else "self"}

    def _discount(self, usual: int, one: Participation, invoices: dict[int, Row]) -> int | None:
        """Ten percent for a colleague of somebody who is in already, else what the seminar gives."""
        colleague = one.values["payer"] == "workplace" and one.values["workplace"] in invoices
        return max(usual, 1000 if colleague else 0) or None

    def _papers(self, one: Participation, invoices: dict[int, Row]) -> Row:
        """Order form and invoice where an enterprise pays; colleagues who ask within days share theirs."""
        term, values = self._term, one.values
        if values["payer"] == "self":
            card = one.asked.year >= _CARDS_SINCE and self._random.random() < 0.4
            return {
                "order_status": term("order_status", "none"),
                "billing_status": term("billing_status", "none"),
                "payment_type": term("payment_type", "card" if card else "cash"),
            }
        payer = int(values.get("payer_enterprise") or values["workplace"])
        day = one.asked.date()
        usual = one.status in SEATED
        if payer in invoices and usual and (day - invoices[payer]["invoice_date"]).days <= 3:
            return dict(invoices[payer])
        papers: Row = {
            "order_status": term("order_status", "received" if one.status == "interested" else "confirmed"),
            "order_number": self._number("B", day),
            "order_date": day,
            "billing_status": term("billing_status", "to_invoice"),
            "payment_type": term("payment_type", "transfer"),
        }
        if usual or one.status == "cancelled":
            papers |= {
                "billing_status": term("billing_status", "sent" if usual else "cancelled"),
                "invoice_number": self._number("F", day),
                "invoice_date": day,
                "due_date": day + timedelta(days=_INVOICE_DAYS),
            }
        if one.status in SEATED[1:]:
            papers["order_status"] = term("order_status", "executed")
        if usual:
            invoices[payer] = papers
        return papers

    def _number(self, series: str, day: date) -> str:
        """The next number of a series in that year: F-2006/014."""
        self._numbers[f"{series}{day.year}"] += 1
        return f"{series}-{day.year}/{self._numbers[f'{series}{day.year}']:03}"

    def _collect(self, seminar: Seminar) -> None:
        """Let as many have paid as the seminar says; of the others every third a part."""
        seated = [one for one in seminar.participations if one.status in SEATED]
        paying = (len(seated) * seminar.engagement.paid_percent + 50) // 100
        order = self._random.sample(seated, len(seated))
        for one in order[:paying]:
            state = self._random.choices(_STATES, (2, 3, 95))[0]
            if state == "waived":
                one.values["waived_reason"] = self._random.choice(_WAIVED)
            else:
                one.receipts = self._whole(one, seminar.begins, overpaid=state == "overpaid")
        for number, one in enumerate(order[paying:]):
            if number % 3 == 1:
                one.receipts = [self._receipt(one, seminar.begins, _half(self._total(one)), "First half")]
        for one in seminar.participations:
            if one.status == "cancelled" and self._random.random() < 0.35:
                one.receipts = self._given_back(one)

    def _total(self, one: Participation) -> int:
        values = one.values
        return priced(values["price"], values["discount_rate"], None, values["vat_rate"]).total

    def _whole(self, one: Participation, begins: date, overpaid: bool) -> list[Receipt]:
        total = self._total(one)
        if overpaid:
            much = total + self._random.choice((1_000, 5_000, total))
            return [self._receipt(one, begins, much, "More than was due")]
        if self._random.random() < 0.08:
            first, second = _half(total), total - _half(total)
            return [
                self._receipt(one, begins, first, "First half"),
                self._receipt(one, begins, second, "Second half"),
            ]
        return [self._receipt(one, begins, total)]

    def _receipt(self, one: Participation, begins: date, amount: int, notes: str = "") -> Receipt:
        """A person pays when they ask or when they come, an enterprise within three weeks of the invoice."""
        asked = one.asked.date()
        if one.values["payer"] == "self":
            day = max(asked, begins) if self._random.random() < 0.5 else asked
        else:
            day = asked + timedelta(days=self._random.randint(1, 21))
        transfer = one.values["payer"] != "self"
        number = str(self._random.randint(100, 9_999)) if transfer else ""
        return Receipt(min(day, self._last_day), amount, number, one.values["payment_type"], notes)

    def _given_back(self, one: Participation) -> list[Receipt]:
        """Paid when asking, and given back when cancelling."""
        assert one.cancelled is not None
        total, how = self._total(one), one.values["payment_type"]
        back = min(one.cancelled.date() + timedelta(days=self._random.randint(0, 5)), self._last_day)
        return [
            Receipt(one.asked.date(), total, "", how),
            Receipt(max(back, one.asked.date()), -total, "", how, "Given back"),
        ]


def _half(total: int) -> int:
    """Half of it in whole thousands."""
    return total // 2_000 * 1_000
