"""The question for one payment order over many registrations: number, date, amount, type."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from bsc_tui.entities.kinds import Reading, Reference
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.errors import FieldProblem
from bsc_tui.i18n import Unreadable, _, active, ngettext
from bsc_tui.records.reading import TermView, fields_of
from bsc_tui.screens.parts.ask_values import Asked, AskValues


class NamedTerm(Reference):
    """A term that is typed by its name, or as that begins."""

    def __init__(self, field: Any, terms: Sequence[TermView]) -> None:
        super().__init__(field)
        self._labels = {one.id: one.label for one in terms}

    def parse(self, text: str, reading: Reading) -> int | None:
        wanted = text.strip().casefold()
        if not wanted:
            return None
        for id, label in self._labels.items():
            if label.casefold().startswith(wanted):
                return id
        words = {"text": text.strip()[:30], "options": ", ".join(self._labels.values())}
        raise Unreadable(_("“%(text)s” is none of: %(options)s.") % words)

    def format(self, value: Any, reading: Reading) -> str:
        return self._labels.get(value, "")


def payment_order(
    count: int,
    due: int,
    currency: str,
    today: datetime.date,
    types: Sequence[TermView],
    *,
    before: Mapping[str, Any] | None = None,
    problem: str = "",
) -> AskValues:
    """Asks for `order_number`, `day`, `amount` and `payment_type`. `before`: what `problem` is wrong with."""
    fields = fields_of(ENTITIES["payment"])
    begun = before or {"order_number": "", "day": today, "amount": due, "payment_type": None}
    open_words = active().amount(due, currency)

    def wrong(values: Mapping[str, Any]) -> FieldProblem | None:
        if (values["amount"] or 0) <= 0:
            return FieldProblem("amount", _("The amount is missing."))
        if values["amount"] > due:
            words = _("Only %(due)s is open; mark further rows for the rest.") % {"due": open_words}
            return FieldProblem("amount", words)
        return FieldProblem("day", _("The day lies in the future.")) if values["day"] > today else None

    title = ngettext(
        "A payment over %(count)s marked row: %(due)s open",
        "A payment over %(count)s marked rows: %(due)s open",
        count,
    )
    asked = (
        ("order_number", _("Order no."), fields["order_number"].kind, 20, False),
        ("day", _("Received on"), fields["day"].kind, 10, True),
        ("amount", _("Amount"), fields["amount"].kind, 14, True),
        ("payment_type", _("Payment type"), NamedTerm(fields["payment_type"].kind.field, types), 24, False),
    )
    return AskValues(
        title % {"count": count, "due": open_words},
        [Asked(code, label, kind, begun[code], width, needed) for code, label, kind, width, needed in asked],
        today,
        currency=currency,
        check=wrong,
        problem=problem,
    )
