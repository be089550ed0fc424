"""Entries as the rows of the grid in which many people are registered."""

from __future__ import annotations

from bsc_tui.entities.kinds import Reading
from bsc_tui.i18n import _, pgettext
from bsc_tui.operations.bookings import OpenBooking
from bsc_tui.screens.bulk_columns import (
    DEFAULTS,
    OF_PERSON,
    PERSON,
    USUAL,
    widths,
)
from bsc_tui.screens.bulk_entries import Entry
from bsc_tui.screens.parts.grid_rows import GridRow
from bsc_tui.screens.seminar_panel import unnamed_words


def grid_row(
    entry: Entry, number: int, place: int, reading: Reading, *, locked: bool, is_saving: bool
) -> GridRow:
    """An entry as the grid shows it; `place`: its place in the queue, 0 = none."""
    if entry.booking is not None:
        return booking_row(entry.booking, entry.key, number)
    codes = list(widths())
    saved = entry.kept is not None
    shut = set(codes) if locked else set()
    if saved:
        shut |= {PERSON, *OF_PERSON}
    elif not entry.knows_who:
        shut |= set(codes) - {PERSON}
    elif not entry.is_new_person:
        shut |= set(OF_PERSON)
    sign, tone = "", ""
    if entry.problems or entry.stale:
        sign, tone = "!", "trouble"
    elif entry.doubt is not None:
        sign, tone = "?", "warn"
    elif is_saving:
        sign, tone = "…", "dim"
    elif entry.is_open:
        sign, tone = "*", "key"
    elif place:
        sign, tone = pgettext("sign of who waits", "w"), "warn"
    note, note_tone = _note(entry, place)
    quiet = {code: "dim" for code in codes if code != PERSON} if saved and not entry.is_open else {}
    return GridRow(
        entry.key,
        {code: entry.text(code, reading) for code in codes},
        quiet,
        number=str(number),
        sign=sign,
        sign_tone=tone,
        note=note,
        note_tone=note_tone,
        locked=frozenset(shut),
        wrong=frozenset(entry.problems),
    )


def booking_row(booking: OpenBooking, key: str, number: int) -> GridRow:
    """Seats without a name as the grid shows them."""
    waits = _("waits %(place)s") % {"place": booking.place} if booking.place else ""
    return GridRow(
        key,
        {PERSON: unnamed_words(booking)},
        {PERSON: "warn" if waits else "accent"},
        number=str(number),
        sign=pgettext("sign of who waits", "w") if waits else "+",
        sign_tone="warn" if waits else "accent",
        note=waits,
        note_tone="warn",
        locked=frozenset(widths()),
    )


def _note(entry: Entry, place: int) -> tuple[str, str]:
    if place:
        return _("waits %(place)s") % {"place": place}, "warn"
    if entry.is_new_person:
        return pgettext("person", "new"), "good"
    return "", "dim"


def defaults_row(entry: Entry, reading: Reading, *, locked: bool) -> GridRow:
    """The line of usual values as the grid shows it."""
    cells = {code: entry.text(code, reading) for code in USUAL}
    return GridRow(
        DEFAULTS,
        {PERSON: _("Usual for new rows"), **cells},
        dict.fromkeys((PERSON, *USUAL), "key"),
        locked=frozenset(widths()) - frozenset(() if locked else USUAL),
        wrong=frozenset(entry.problems),
    )
