"""The panel beside a seminar's facts: seats taken, and the money as it comes to be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bsc_tui.i18n import _, active, ngettext
from bsc_tui.operations.bookings import OpenBooking
from bsc_tui.operations.seminars import Overview
from bsc_tui.records.rules.money import priced
from bsc_tui.screens.parts.frame import Span, width_of
from bsc_tui.screens.parts.row_list import ListRow

PANEL_ROWS = 7


def panel_row(row: int, width: int, overview: Overview, values: Mapping[str, Any]) -> list[Span]:
    """One row of the panel; `values` are those of the seminar as they are being typed."""
    money = active()
    steps = priced(*(values.get(name) for name in ("price", "discount_rate", "discount", "vat_rate")))

    def line(label: str, text: str, tone: str = "") -> list[Span]:
        gap = max(width - 2 - width_of([(label, ""), (text, "")]), 1)
        return [(label + " " * gap, "dim"), (text, tone)]

    if row == 0:
        title = _("Seats and money")
        return [(title + " ", "title"), ("─" * width, "line")]
    if row == 1:
        return _seats_row(overview, width)
    if row == 2:
        return _seats_words(overview)
    if row == 3:
        vat = money.rate(values.get("vat_rate") or 0)
        words = money.amount(steps.net, overview.currency, symbol=False)
        return line(_("Price"), f"{words} + {vat}")
    if row == 4:
        return line(_("Total"), money.amount(steps.total, overview.currency))
    if row == 5:
        return line(_("Expected"), money.amount(overview.sums.expected, overview.currency))
    tone = "good" if overview.sums.paid >= overview.sums.expected else "key"
    received = money.amount(overview.sums.paid, overview.currency, symbol=False)
    words = f"{overview.paid_in_full}/{overview.taken}  {received}"
    return line(_("Received"), words, tone)


def _seats_row(overview: Overview, width: int) -> list[Span]:
    most = overview.maximum
    room = max(width - 15, 4)
    if most is None:
        return [(_("Seats").ljust(12), "dim"), (f" {overview.taken}", "")]
    filled = min(room, round(room * overview.taken / most)) if most else room
    tone = "trouble" if overview.taken > most else "good"
    return [
        (_("Seats").ljust(12)[:12] + " ", "dim"),
        ("█" * filled, tone),
        ("░" * (room - filled), "dim"),
    ]


def _seats_words(overview: Overview) -> list[Span]:
    spans: list[Span] = [(" " * 13, "")]
    if overview.maximum is not None:
        words = _("%(taken)s of %(most)s") % {"taken": overview.taken, "most": overview.maximum}
        spans.append((words, "warn" if overview.taken >= overview.maximum else ""))
    if overview.minimum:
        low = overview.taken < overview.minimum
        spans.append(("   " + _("min %(least)s") % {"least": overview.minimum}, "trouble" if low else "dim"))
        if low:
            spans.append((" !", "trouble"))
    return spans


def booking_rows(bookings: Sequence[OpenBooking]) -> list[ListRow]:
    """Booked seats without a name, below the participants."""
    rows = []
    for one in bookings:
        waits = "  " + _("waits %(place)s") % {"place": one.place} if one.place else ""
        tone = "warn" if waits else "accent"
        rows.append(ListRow(f"booking:{one.id}", (f"     {unnamed_words(one)}{waits}",), (tone,), wide=True))
    return rows


def unnamed_words(booking: OpenBooking) -> str:
    """`Armenia Wine: 3 seats unnamed`."""
    words = ngettext("%(name)s: %(count)s seat unnamed", "%(name)s: %(count)s seats unnamed", booking.unnamed)
    return words % {"name": booking.name, "count": booking.unnamed}
