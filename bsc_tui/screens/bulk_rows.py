"""The grid of registrations: who is in is read, rows are shown, and what is typed into cells is taken.

What a row is stands in bulk_entries, how rows are saved in bulk_saving.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

from textual import on
from textual.widget import Widget

from bsc_tui.entities.kinds import Reading
from bsc_tui.i18n import _, ngettext
from bsc_tui.operations import bulk
from bsc_tui.screens.base import house_of
from bsc_tui.screens.bulk_columns import DEFAULTS, PERSON, columns
from bsc_tui.screens.bulk_entries import Entry, booking_entry, entry_of
from bsc_tui.screens.bulk_entry_rows import defaults_row, grid_row
from bsc_tui.screens.grid_place import GridPlace
from bsc_tui.screens.parts.drop_list import DropList
from bsc_tui.screens.parts.frame import FrameLine, Span, width_of
from bsc_tui.screens.parts.grid import Grid
from bsc_tui.screens.parts.grid_rows import GridRow


class BulkRows(GridPlace[Entry]):
    """The rows of one seminar."""

    opened: bulk.Grid | None

    def __init__(self, engagement_id: int) -> None:
        super().__init__(engagement_id)
        self.seats: bulk.Seats | None = None
        self.entries: list[Entry] = []
        self.usual = Entry(key=DEFAULTS)
        self.only_errors = False
        self._said_at = 0.0

    # -- opening ---------------------------------------------------------------------------
    @property
    def reading(self) -> Reading:
        """How texts are read and shown."""
        return self.office.records.reader.reading(self.opened.currency if self.opened else "AMD")

    def what(self) -> str:
        """The last crumb."""
        return _("Register many")

    @property
    def lines(self) -> list[Entry]:
        """All but what is usual."""
        return self.entries

    def compose_body(self) -> Iterable[Widget]:
        """How many there are, and the grid."""
        yield FrameLine(self._counts, id="counts")
        yield self.grid

    def greet(self) -> None:
        """Say how one begins."""
        self.say(_("Type a name. Each finished row is saved; Esc keeps open rows as a draft."), "plain")

    async def load(self) -> None:
        """Read who is in; rows that are not saved stay."""
        office = self.office
        opened = await office.run(bulk.opened, office.records, self.engagement_id)
        if self.opened is None:
            self.usual.values, self.usual.labels = dict(opened.usual), dict(opened.labels)
        self.opened, self.seats = opened, opened.seats
        open_rows = {entry.kept.id: entry for entry in self.entries if entry.kept and entry.is_open}
        inside = [open_rows.get(row.kept.id) or entry_of(row) for row in opened.rows]
        self.entries = inside + [entry for entry in self.entries if entry.kept is None]
        self.renew_bookings()
        self.show_rows()
        if not self._at:
            self.go_to(self.entries[-1].key, PERSON)

    def renew_bookings(self) -> bool:
        """Rows of seats without a name, as they are now, behind those who are in. True: they have changed."""
        wanted = self.seats.bookings if self.seats else ()
        if tuple(one.booking for one in self.entries if one.booking is not None) == wanted:
            return False
        others = [one for one in self.entries if one.booking is None]
        at = next((at for at, one in enumerate(others) if one.kept is None), len(others))
        self.entries = [*others[:at], *map(booking_entry, wanted), *others[at:]]
        return True

    # -- what is shown ---------------------------------------------------------------------
    def show_rows(self) -> None:
        """Show all rows, or those with errors."""
        if not self.locked and (not self.entries or not self.entries[-1].is_blank):
            self.entries.append(Entry())
        self.grid.show(columns(), [self._usual_row(), *map(self.row_of, self.shown)], pinned=1)
        self.renew_counts()

    @property
    def shown(self) -> list[Entry]:
        """The rows that show."""
        if self.only_errors:
            return [one for one in self.entries if one.problems or one.stale or one.doubt is not None]
        return self.entries

    def _usual_row(self) -> GridRow:
        return defaults_row(self.usual, self.reading, locked=self.locked)

    def row_of(self, entry: Entry) -> GridRow:
        """An entry as it shows."""
        place = self.seats.places.get(entry.kept.id, 0) if self.seats and entry.kept else 0
        return grid_row(
            entry,
            self.number_of(entry),
            place,
            self.reading,
            locked=self.locked,
            is_saving=entry.key == self._under_way or entry.key in self._queue,
        )

    def number_of(self, entry: Entry) -> int:
        """The row's number."""
        return next((at for at, one in enumerate(self.entries, 1) if one is entry), 0)

    def put(self, entry: Entry) -> None:
        """Show one row anew."""
        self.grid.put(self._usual_row() if entry is self.usual else self.row_of(entry))
        self.renew_counts()

    def entry(self, key: Any) -> Entry | None:
        """The entry of a row."""
        return self.usual if key == DEFAULTS else super().entry(key)

    @property
    def current(self) -> Entry | None:
        """The entry under the hand."""
        return self.entry(self.grid.row.id) if self.grid.row else None

    def go_to(self, key: str, code: str = "") -> None:
        """Lay the hand on a row."""
        self.grid.go(key, code)

    def renew_counts(self) -> None:
        """How many rows, new people, errors, seats."""
        for line in self.query("#counts").results(FrameLine):
            line.renew()

    def _counts(self, width: int) -> list[Span]:
        seats = self.seats
        if seats is None:
            return []
        full = seats.maximum is not None and seats.taken >= seats.maximum
        words = (
            _("%(taken)s of %(most)s seats") % {"taken": seats.taken, "most": seats.maximum}
            if seats.maximum is not None
            else ngettext("%(count)s participant", "%(count)s participants", seats.taken)
            % {"count": seats.taken}
        )
        left: list[Span] = [(f" {words}", "warn" if full else "title")]
        if seats.waiting:
            count = seats.waiting
            waits = ngettext("%(count)s waits", "%(count)s wait", count) % {"count": count}
            left.append((f" · {waits}", "warn"))
        right = self._row_counts()
        return [*left, (" " * max(width - width_of(left) - width_of(right) - 1, 1), ""), *right]

    def _row_counts(self) -> list[Span]:
        rows = [one for one in self.entries if not one.is_blank and one.booking is None]
        opened = sum(1 for one in rows if one.is_open)
        new = sum(1 for one in rows if one.is_new_person)
        wrong = sum(1 for one in rows if one.problems or one.stale)
        asked = sum(1 for one in rows if one.doubt is not None)
        counts = [(ngettext("%(count)s row", "%(count)s rows", len(rows)) % {"count": len(rows)}, "dim")]
        for count, words, tone in (
            (opened, ngettext("%(count)s open", "%(count)s open", opened), "key"),
            (new, ngettext("%(count)s new person", "%(count)s new people", new), "good"),
            (asked, ngettext("%(count)s to decide", "%(count)s to decide", asked), "warn"),
            (wrong, ngettext("%(count)s error", "%(count)s errors", wrong), "trouble"),
            (
                len(self.grid.marks),
                ngettext("%(count)s marked", "%(count)s marked", len(self.grid.marks)),
                "key",
            ),
        ):
            if count:
                counts += [(" · ", "dim"), (words % {"count": count}, tone)]
        return counts

    # -- typing ----------------------------------------------------------------------------
    @on(Grid.Edited)
    def edited(self, event: Grid.Edited) -> None:
        """A name typed over is somebody else."""
        entry = self.entry(event.row_id)
        if entry is not None and event.code == PERSON:
            entry.name = event.text
            entry.problems.pop(PERSON, None)
            if entry.knows_who:
                entry.forget_person()
                self.put(entry)
        self.worth_keeping()

    @on(Grid.CellLeft)
    def cell_left(self, event: Grid.CellLeft) -> None:
        """What was typed is read, and shown as it was understood."""
        entry = self.entry(event.row_id)
        if entry is not None and event.code != PERSON:
            self._read(entry, event.code, event.text)
            self.keep_draft()

    def _read(self, entry: Entry, code: str, text: str) -> None:
        if text == entry.text(code, self.reading):
            return
        sentence = entry.read(code, text, self.reading)
        self.put(entry)
        if sentence:
            self.say(sentence, "trouble")

    def settle(self) -> None:
        """Read the cell under the hand as it stands now, though the hand stays."""
        entry, code = self.current, self.grid.code
        if entry is not None and self.grid.has_editor and code != PERSON:
            self._read(entry, code, self.grid.text)

    def saves_itself(self, line: Entry) -> bool:
        """What is wrong with it is told first."""
        return line.kept is not None and line.is_open and not line.problems

    def came(self, other_row: bool) -> None:
        """What is wrong with the row is told."""
        if other_row:
            self.tell_of_row()

    def tell_of_row(self) -> None:
        """What is wrong with the row under the hand goes to the message line."""
        entry = self.current
        if entry is None:
            return
        if entry.problems:
            self.say(next(iter(entry.problems.values())), "trouble", self._aside(entry))
        elif entry.stale:
            self.say(f"{entry.stale.title} {entry.stale.sentence} " + _("Enter shows it."), "trouble")
        elif entry.doubt is not None:
            self.say(
                _("Who is it? Enter shows who it may be; F7 makes somebody new."), "warn", self._aside(entry)
            )
        elif self._said_at < house_of(self).last_key:
            words = _("Enter says who sits in one of these seats.") if entry.booking is not None else ""
            self.say(words, "plain")

    def say(self, text: str, tone: str = "good", aside: str = "") -> None:
        """As in every place; moving on hushes only what was said before the key that moved."""
        self._said_at = time.monotonic()
        super().say(text, tone, aside)

    def _aside(self, entry: Entry) -> str:
        return _("row %(number)s") % {"number": self.number_of(entry)}

    @on(Grid.Marked)
    def marked(self) -> None:
        """How many are marked."""
        self.renew_counts()
        self.refresh_keys()

    @on(DropList.Said)
    def drop_said(self, event: DropList.Said) -> None:
        """What the list under the cell says."""
        self.say(event.text, "warn")

    def relabel(self) -> None:
        """In the new language."""
        if self.is_loaded:
            self.show_rows()
