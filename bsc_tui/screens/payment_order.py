"""The question for one payment order over many registrations: number, date, amount, type."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.widget import Widget

from bsc_tui.entities.kinds import Reading
from bsc_tui.i18n import N_, NP_, Unreadable, _, active, ngettext
from bsc_tui.records.reading import TermView
from bsc_tui.screens.base import Dialog
from bsc_tui.screens.commands import Command
from bsc_tui.screens.parts.dialogs import Words
from bsc_tui.screens.parts.sheet import Field, Section, Sheet


@dataclass(frozen=True)
class Order:
    """A payment order, its amount in minor units."""

    number: str
    day: datetime.date
    amount: int
    payment_type: int | None


class PaymentOrder(Dialog[Order]):
    """Asks for the order. The type is the one whose name is typed, or begins as typed."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command("order.take", ("f2", "ctrl+s"), N_("Note it"), NP_("bar", "Save"), "take", bar=10),
    )

    def __init__(
        self,
        count: int,
        due: int,
        currency: str,
        today: datetime.date,
        types: Sequence[TermView],
        *,
        before: Order | None = None,
        problem: str = "",
    ) -> None:
        super().__init__()
        self._count, self._due, self._currency, self._today = count, due, currency, today
        self._types = list(types)
        self._before = before
        self._problem = problem
        self.sheet = Sheet(id="sheet")

    @property
    def _reading(self) -> Reading:
        return Reading(active(), self._today, self._currency)

    def compose_box(self) -> Iterable[Widget]:
        """What is due, the fields, what is wrong."""
        title = ngettext(
            "A payment over %(count)s marked row: %(due)s open",
            "A payment over %(count)s marked rows: %(due)s open",
            self._count,
        )
        due = active().amount(self._due, self._currency)
        yield Words([(title % {"count": self._count, "due": due}, "title"), ("", "")])
        yield self.sheet
        yield Words([("", ""), (f"! {self._problem}" if self._problem else "", "trouble")], id="wrong")

    def on_mount(self) -> None:
        """One types at once."""
        words, before = active(), self._before
        fields = (
            Field("number", _("Order no."), width=20, limit=30),
            Field("day", _("Received on"), width=10, limit=30, anew=True, required=True),
            Field("amount", _("Amount"), width=14, limit=20, right=True, anew=True, required=True),
            Field("type", _("Payment type"), width=24, limit=60),
        )
        amount = before.amount if before else self._due
        values = {
            "number": before.number if before else "",
            "day": words.date(before.day if before else self._today),
            "amount": words.amount(amount, self._currency, symbol=False),
            "type": next((one.label for one in self._types if before and one.id == before.payment_type), ""),
        }
        self.sheet.load([Section("", fields)], values, focus="number")

    @on(Sheet.PastEnd)
    def at_the_end(self) -> None:
        """Enter in the last field notes it."""
        self.action_take()

    def action_take(self) -> None:
        """These are the values, if they can be read."""
        texts = self.sheet.values
        try:
            day = active().parse_day(texts["day"], self._today)
            amount = active().parse_amount(texts["amount"], self._currency)
        except Unreadable as unreadable:
            self._wrong(unreadable.sentence)
            return
        if amount <= 0:
            self._wrong(_("The amount is missing."))
        elif amount > self._due:
            due = active().amount(self._due, self._currency)
            self._wrong(_("Only %(due)s is open; mark further rows for the rest.") % {"due": due})
        elif day > self._today:
            self._wrong(_("The day lies in the future."))
        else:
            wanted = texts["type"].strip().casefold()
            found = [one for one in self._types if one.label.casefold().startswith(wanted)] if wanted else []
            if wanted and not found:
                labels = ", ".join(one.label for one in self._types)
                self._wrong(
                    _("“%(text)s” is none of: %(options)s.") % {"text": texts["type"], "options": labels}
                )
                return
            self.give(Order(texts["number"].strip(), day, amount, found[0].id if found else None))

    def _wrong(self, sentence: str) -> None:
        from bsc_tui.screens.parts.dialogs import wrapped  # beside Words

        lines = wrapped("! " + sentence, 56)
        self.query_one("#wrong", Words).show([("", ""), *((line, "trouble") for line in lines)])
