"""The tab Staff: its lists, and the calendar of who teaches when, with double bookings."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import ClassVar, cast

from textual import on
from textual.events import Key, Resize
from textual.widget import Widget

from bsc_tui.i18n import N_, NP_, _, active, ngettext, pgettext
from bsc_tui.operations import staff_calendar
from bsc_tui.operations.staff_calendar import Sheet
from bsc_tui.records.records import Records
from bsc_tui.screens.commands import Command, key_name
from bsc_tui.screens.entity_list import EntityList
from bsc_tui.screens.parts.frame import FrameLine, Span
from bsc_tui.screens.parts.row_list import Heading, ListRow, RowList
from bsc_tui.screens.whole_list import WholeList

TAB = NP_("tab", "Staff")
NAME_WIDTH, WIDE_NAME = 15, 22
AGENDA = (
    Heading("day", "", 14),
    Heading("time", "", 11),
    Heading("title", "", 20, flexible=True),
    Heading("role", "", 12, priority=1),
    Heading("place", "", 16, priority=2),
    Heading("clash", "", 10),
)


class StaffList(EntityList):
    """Staff, what they teach, their development projects."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command(
            "staff.calendar",
            ("f5",),
            N_("Calendar of the staff"),
            NP_("bar", "Calendar"),
            "calendar",
            N_("Who works where on which day of a month, double bookings marked."),
            bar=35,
            letter="e",
        ),
    )

    def __init__(self) -> None:
        super().__init__("staff", (TAB,), sisters=("staff", "subject", "development_project"))

    def action_calendar(self) -> None:
        """F5."""
        self.open(StaffCalendar())


class StaffCalendar(WholeList[Sheet]):
    """A month: a row a person, a column a day; below what the person under the hand does."""

    OF_ROW = frozenset({"calendar.open"})
    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command(
            "calendar.open", ("f2",), N_("Open"), "", "open_row", N_("The card, or the engagement below.")
        ),
        Command(
            "calendar.today",
            ("f5",),
            N_("This month"),
            NP_("bar", "This month"),
            "this_month",
            N_("Back to the month of today."),
            bar=30,
        ),
        Command(
            "calendar.clashes",
            ("f9",),
            N_("Next double booking"),
            NP_("bar", "Double"),
            "next_clash",
            N_("Goes to the next person who would have to be in two places."),
            bar=40,
        ),
    )

    def __init__(self) -> None:
        super().__init__()
        self._day: datetime.date | None = None

    # -- what is shown ---------------------------------------------------------------------
    def crumbs(self) -> tuple[str, ...]:
        """Tab, calendar, month."""
        day = self._day
        month = (f"{active().month_name(day.month)} {day.year}",) if day else ()
        return (pgettext(*TAB), _("Calendar"), *month)

    def explanation(self) -> str:
        """For F1."""
        return _(
            "Left and Right go a month back and forth. █ is a day with work, ! one on which somebody would "
            "have to be in two places. Enter goes to what stands below, and opens it."
        )

    def compose_body(self) -> Iterable[Widget]:
        """The month, and what one person does in it."""
        yield FrameLine(self._weekdays_line, id="weekday-line")
        yield from super().compose_body()
        yield FrameLine(self._agenda_title, id="agenda-title")
        yield RowList(AGENDA, header=False, id="agenda")

    @property
    def agenda(self) -> RowList:
        """What one of them does."""
        return self.query_one("#agenda", RowList)

    def on_mount(self) -> None:
        """This month."""
        self._day = self.office.clock.today()

    def on_resize(self, event: Resize) -> None:
        """Wider terminals have wider days."""
        super().on_resize(event)
        self.call_after_refresh(self.show_found)

    def nothing(self) -> str:
        """Where there are no rows."""
        return _("Nobody works with us yet.")

    def read(self, records: Records) -> list[Sheet]:
        """The month."""
        assert self._day is not None
        return staff_calendar.month(records, self._day)

    @property
    def cell(self) -> int:
        """Cells of a day."""
        return 2 if self.size.width < 112 else 3

    @property
    def name_width(self) -> int:
        """Cells of a name."""
        return NAME_WIDTH if self.cell == 2 else WIDE_NAME

    def _days(self) -> list[datetime.date]:
        assert self._day is not None
        first, last = staff_calendar.month_of(self._day)
        return [first + datetime.timedelta(days=day) for day in range((last - first).days + 1)]

    def _weekdays_line(self, width: int) -> list[Span]:
        if self._day is None:
            return []
        spans: list[Span] = [(" " * (self.name_width + 2), "")]
        today = self.office.clock.today()
        for day in self._days():
            letter = active().weekday_name(day.weekday())[:1]
            tone = "key-name" if day == today else "line" if day.weekday() > 4 else "dim"
            spans.append((letter.rjust(self.cell), tone))
        return spans

    def _numbers(self) -> str:
        """Two figures fill a narrow day: there every other one is left out."""
        days = [day.day for day in self._days()]
        told = [str(day) if day < 9 or day % 2 == 0 or self.cell > 2 else "" for day in days]
        return "".join(number.rjust(self.cell) for number in told)[1:]

    def show(self, found: list[Sheet]) -> None:
        """The month, and what one person does in it."""
        double = sum(any(one.clash for one in sheet.appointments) for sheet in found)
        words = ngettext("%(count)s double booking", "%(count)s double bookings", double)
        self.set_state(words % {"count": double} if double else "", "trouble")
        numbers = self._numbers()
        self.rows.set_headings((Heading("name", "", self.name_width), Heading("days", numbers, len(numbers))))
        super().show(found)
        self._show_agenda()

    def row_for(self, sheet: Sheet) -> ListRow:
        """A person and their days."""
        signs = {"!": "!", "#": "█", "": "·"}
        cells = "".join(signs[sheet.mark(day)].rjust(self.cell) for day in self._days())
        busy, clash = bool(sheet.appointments), any(one.clash for one in sheet.appointments)
        return ListRow(
            sheet.member,
            (sheet.name, cells[1:]),
            ("" if busy else "dim", "trouble" if clash else "accent" if busy else "line"),
        )

    def _agenda_title(self, width: int) -> list[Span]:
        sheet = self.one
        if sheet is None:
            return []
        return [(f" {sheet.name} ", "title"), (f"{sheet.kind} ", "dim"), ("─" * width, "line")]

    def _show_agenda(self) -> None:
        sheet = self.one
        self.agenda.set_empty(_("Nothing in this month."))
        self.agenda.show(
            ListRow(
                (place, one.sitting.engagement),
                (
                    _day_told(one.sitting.day),
                    f"{one.sitting.begins}–{one.sitting.finishes}" if one.sitting.begins else _("all day"),
                    one.title,
                    one.role,
                    one.sitting.place,
                    _("double") if one.clash else "",
                ),
                ("", "dim", "", "dim", "dim", "trouble"),
            )
            for place, one in enumerate(sheet.appointments if sheet else ())
        )
        self.query_one("#agenda-title", FrameLine).renew()

    # -- moving ----------------------------------------------------------------------------
    @on(RowList.Highlighted, "#rows")
    def person_highlighted(self) -> None:
        """Their month shows below."""
        if self.found:
            self._show_agenda()

    @on(RowList.Chosen, "#rows")
    def person_chosen(self) -> None:
        """To what they do."""
        if self.agenda.rows:
            self.agenda.focus()
        else:
            self.action_do("calendar.open")

    @on(RowList.Chosen, "#agenda")
    def appointment_chosen(self) -> None:
        """Open it."""
        self.action_do("calendar.open")

    @on(RowList.Passed, "#agenda")
    def out_of_agenda(self) -> None:
        """Up from the first line: back to the people."""
        self.rows.focus()

    def on_key(self, event: Key) -> None:
        """Left and Right change the month."""
        if event.key in ("left", "right"):
            event.stop()
            self._step(1 if event.key == "right" else -1)
        else:
            super().on_key(event)

    def _step(self, by: int) -> None:
        assert self._day is not None
        months = self._day.year * 12 + self._day.month - 1 + by
        if 1900 * 12 <= months < 2200 * 12:
            self._day = datetime.date(months // 12, months % 12 + 1, 1)
            self.reload()

    # -- commands --------------------------------------------------------------------------
    def bar(self) -> list[tuple[str, str]]:
        """Enter opens, Left and Right change the month: those are the keys to print."""
        keys = super().bar()
        arrows = f"{key_name('left')}/{key_name('right')}"
        return [*keys[:2], (key_name("enter"), _("Open")), (arrows, _("Month")), *keys[2:]]

    def why_not(self, command_id: str) -> str:
        """There must be something to go to."""
        if command_id == "calendar.clashes" and not any(
            one.clash for sheet in self.found or () for one in sheet.appointments
        ):
            return _("Nobody is booked twice in this month.")
        return super().why_not(command_id)

    async def action_open_row(self) -> None:
        """The card of the person, or the engagement under the hand."""
        from bsc_tui.screens.registry import open_record  # late: the registry knows all places

        row = self.agenda.row
        if self.focused is self.agenda and row is not None:
            _place, engagement = cast(tuple[int, int], row.id)
            await open_record(self, "engagement", engagement)
        elif self.one is not None:
            await open_record(self, "staff", self.one.member)

    def action_this_month(self) -> None:
        """F5."""
        self._day = self.office.clock.today()
        self.reload()

    def action_next_clash(self) -> None:
        """F9."""
        sheets: list[Sheet] = self.found or []
        at = sheets.index(self.one) if self.one is not None else -1
        for sheet in (*sheets[at + 1 :], *sheets[: at + 1]):
            if any(one.clash for one in sheet.appointments):
                self.rows.focus()
                self.rows.go_to(sheet.member)
                return


def _day_told(day: datetime.date) -> str:
    return f"{active().weekday_name(day.weekday())[:3]} {active().date(day)}"
