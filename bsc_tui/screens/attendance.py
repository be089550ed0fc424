"""Who was there: a row a participant, a column a session; all present with one key, then who was not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import ClassVar

from rich.cells import cell_len
from textual.events import Resize
from textual.widget import Widget

from bsc_tui.entities.kinds import Choice
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.i18n import N_, NP_, _, active, ngettext
from bsc_tui.operations import attendance
from bsc_tui.operations.attendance import Attendance, Attendee, Session
from bsc_tui.records.reading import fields_of
from bsc_tui.records.records import Records
from bsc_tui.screens.commands import Command
from bsc_tui.screens.letter_command import PRINT, of_seminar, print_papers
from bsc_tui.screens.parts.frame import FrameLine, Span
from bsc_tui.screens.parts.row_list import GAP, Heading, ListRow
from bsc_tui.screens.seminar_place import SeminarPlace

SIGNS = {"present": "+", "part": "/", "absent": "-", "": "."}
TONES = {"present": "good", "part": "key", "absent": "trouble", "": "dim"}
TURNS = {"": "present", "present": "absent", "absent": "part", "part": "present"}
"""What Space makes of each."""
NARROW, WIDE = 6, 12
"""Cells of the column of a session, and of the one under the hand."""
TO_SET = {"attend.present": "present", "attend.absent": "absent", "attend.part": "part", "attend.nothing": ""}
NOTING = frozenset({"attend.all", "attend.turn", "attend.same", *TO_SET})
"""The commands that note who is there: on the day of the session or later."""


def presence_words() -> Mapping[str, str]:
    """What can be noted, in the active language."""
    kind = fields_of(ENTITIES["presence"])["state"].kind
    assert isinstance(kind, Choice)
    return kind.options


class AttendanceSheet(SeminarPlace):
    """The participants of a seminar at one of its sessions; each key is saved at once."""

    ENTER = "attend.open"
    WRITES = frozenset(
        {"attend.all", "attend.turn", "attend.same", "attend.plan", "attend.more_sessions", *TO_SET}
    )
    OF_ROW = frozenset({"attend.open", "attend.turn", PRINT.id, *TO_SET})
    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command("attend.open", ("f2",), N_("Open"), "", "open_row", N_("Opens the registration.")),
        Command(
            "attend.all",
            ("f6",),
            N_("All present"),
            NP_("bar", "All"),
            "everybody",
            N_("Notes everybody as present of whom nothing is noted at this session."),
            bar=20,
            letter="p",
        ),
        Command(
            "attend.turn",
            ("space",),
            N_("Present, absent, part of it"),
            NP_("bar", "Turn"),
            "turn",
            N_("Turns what is noted of the participant under the hand."),
            bar=25,
        ),
        Command("attend.present", ("plus",), N_("Present, next"), "", "note_present"),
        Command("attend.absent", ("minus",), N_("Absent, next"), "", "note_absent"),
        Command("attend.part", ("slash",), N_("Part of it, next"), "", "note_part"),
        Command("attend.nothing", ("delete",), N_("Take the note away"), "", "note_nothing"),
        Command("attend.earlier", ("left",), N_("The session before"), "", "earlier"),
        Command("attend.later", ("right",), N_("The next session"), "", "later"),
        Command(
            "attend.same",
            ("f5",),
            N_("As at the session before"),
            NP_("bar", "Same"),
            "same",
            N_("Notes of everybody what is noted at the session before, where nothing is noted yet."),
            bar=30,
            letter="s",
        ),
        Command(
            "attend.plan",
            ("f7",),
            N_("Plan the sessions"),
            NP_("bar", "Plan"),
            "plan",
            N_("One session for each day of the seminar; where there are some already, one more."),
            bar=40,
            letter="n",
        ),
        Command(
            "attend.sheet",
            ("f8",),
            N_("Sign-in sheet"),
            NP_("bar", "Sign-in"),
            "sign_in_sheet",
            N_("Saves a sheet to be printed and signed: a line a participant, a column a session."),
            bar=50,
            letter="i",
        ),
        PRINT,
    )

    found: Attendance | None

    def __init__(self, engagement_id: int, seminar: str = "") -> None:
        super().__init__(engagement_id, seminar)
        self._at = -1

    # -- what is shown ---------------------------------------------------------------------
    def what(self) -> str:
        """The last crumb."""
        return _("Attendance")

    def explanation(self) -> str:
        """For F1."""
        return _(
            "Left and Right choose the session. F6 notes everybody as present, then Space turns who was not: "
            "absent, part of it, present. + - and / note and go on to the next. Everything is saved at once; "
            "the status of the registrations follows."
        )

    def compose_body(self) -> Iterable[Widget]:
        """What is noted at the session, then the people."""
        yield FrameLine(self._session_line, id="session-line")
        yield from super().compose_body()

    def nothing(self) -> str:
        """Where there are no rows."""
        return _("Nobody has a seat yet.")

    def read(self, records: Records) -> Attendance:
        """Three queries."""
        return attendance.attendance(records, self.engagement_id)

    def show(self, found: Attendance) -> None:
        """The session of today, or the last before it, is under the hand first."""
        if self._at < 0:
            today = self.office.clock.today()
            self._at = max(sum(1 for one in found.sessions if one.day <= today) - 1, 0)
        self._at = min(self._at, max(len(found.sessions) - 1, 0))
        self._paint()
        if not found.sessions:
            self.say(_("No session is planned yet. F7 plans them."), "warn")

    def on_resize(self, event: Resize) -> None:
        """A wider window shows more sessions."""
        super().on_resize(event)
        if self.found is not None:
            self.call_after_refresh(self._paint)

    @property
    def session(self) -> Session | None:
        """The session under the hand."""
        found = self.found
        return found.sessions[self._at] if found is not None and found.sessions else None

    def _paint(self) -> None:
        found = self.found
        if found is None:
            return
        shown = self._sessions_shown(found)
        self.rows.set_headings(
            (
                Heading("number", "#", 3, right=True),
                Heading("name", _("Name"), 18, flexible=True),
                Heading("workplace", _("Workplace"), 14, flexible=True, priority=1),
                *(
                    Heading(f"at-{at}", active().date(found.sessions[at].day)[:5], self._width(at))
                    for at in shown
                ),
                Heading("share", "%", 5, right=True),
            )
        )
        self.rows.show(self._row(number, one, shown) for number, one in enumerate(found.people, 1))
        for line in self.query("#session-line").results(FrameLine):
            line.renew()

    def _width(self, at: int) -> int:
        return WIDE if at == self._at else NARROW

    def _sessions_shown(self, found: Attendance) -> list[int]:
        """The sessions around the one under the hand for which there is room."""
        room = self.size.width - 2 - (3 + 18 + 5) - 3 * GAP - WIDE
        most = min(len(found.sessions), 1 + max(room // (NARROW + GAP), 0))
        first = min(max(self._at - most // 2, 0), len(found.sessions) - most)
        return list(range(first, first + most))

    def _row(self, number: int, one: Attendee, shown: list[int]) -> ListRow:
        found = self.found
        assert found is not None
        words = presence_words()
        cells, tones = [str(number), one.name, one.workplace], ["dim", "", "dim"]
        for at in shown:
            state = one.states.get(found.sessions[at].id, "")
            word = words.get(state, "")
            cells.append(f"{SIGNS[state]} {word}".rstrip() if at == self._at else SIGNS[state])
            tones.append(TONES[state])
        cells.append(active().number(one.share(len(found.sessions)) // 100))
        return ListRow(one.registration, tuple(cells), (*tones, "dim"))

    def _session_line(self, width: int) -> list[Span]:
        found, session = self.found, self.session
        if found is None or session is None:
            return [(" " + _("No sessions"), "title")] if found is not None else []
        words = _("Session %(number)s of %(count)s") % {"number": self._at + 1, "count": len(found.sessions)}
        when = active().long_date(session.day)
        hours = ""
        if session.begins:
            hours = f" {str(session.begins)[:5]}" + (
                f"–{str(session.finishes)[:5]}" if session.finishes else ""
            )
        states = [one.states.get(session.id, "") for one in found.people]
        counts = [(state, word, states.count(state)) for state, word in presence_words().items()]
        told: list[Span] = [(f" {count} {word} ", TONES[state]) for state, word, count in counts if count]
        if open_yet := states.count(""):
            open_words = ngettext("%(count)s not noted", "%(count)s not noted", open_yet)
            told.append((" " + open_words % {"count": open_yet}, "dim"))
        spans: list[Span] = [(f" {words}", "title"), (f"  {when}{hours}  ", ""), *told]
        if sum(cell_len(text) for text, _tone in spans) > width:  # the counts are what one looks for
            spans[1] = (f"  {when} ", "")
        return spans

    # -- sessions --------------------------------------------------------------------------
    def action_earlier(self) -> None:
        """Left."""
        self._go(-1)

    def action_later(self) -> None:
        """Right."""
        self._go(1)

    def _go(self, by: int) -> None:
        if self.found is not None and 0 <= self._at + by < len(self.found.sessions):
            self._at += by
            self._paint()
            self.refresh_keys()

    async def action_plan(self) -> None:
        """F7: a session a day, or one more."""
        from bsc_tui.screens.parts.dialogs import Confirm  # late: seldom needed
        from bsc_tui.screens.registry import new_form  # late: the registry knows all places

        found, office = self.found, self.office
        assert found is not None
        days = [] if found.sessions else attendance.days_between(found.starts, found.ends)
        if not days:
            self.open(new_form("meeting", preset={"engagement": self.engagement_id}))
            return
        question = ngettext("Plan %(count)s session?", "Plan %(count)s sessions, one a day?", len(days))
        first, last = active().date(days[0]), active().date(days[-1])
        detail = first if first == last else f"{first} – {last}"
        if not await self.answer(Confirm(question % {"count": len(days)}, detail)):
            return
        await office.run(attendance.plan_sessions, office.records, self.engagement_id, days)
        await self.load()
        planned = ngettext("%(count)s session is planned.", "%(count)s sessions are planned.", len(days))
        self.say(planned % {"count": len(days)})

    # -- noting ----------------------------------------------------------------------------
    @property
    def attendee(self) -> Attendee | None:
        """The participant under the hand."""
        found, id = self.found, self.under_hand
        return next((one for one in found.people if one.registration == id), None) if found else None

    async def action_everybody(self) -> None:
        """F6."""
        session = self.session
        assert session is not None and self.found is not None
        missing = {one.registration: "present" for one in self.found.people if session.id not in one.states}
        await self._note(missing)
        words = ngettext(
            "%(count)s was present. Undo takes it back.",
            "%(count)s were present. Undo takes it back.",
            len(missing),
        )
        self.say(words % {"count": len(missing)})

    async def action_same(self) -> None:
        """F5."""
        found, session = self.found, self.session
        assert found is not None and session is not None
        before = found.sessions[self._at - 1]
        taken = {
            one.registration: one.states[before.id]
            for one in found.people
            if before.id in one.states and session.id not in one.states
        }
        await self._note(taken)
        words = ngettext("Noted of %(count)s as before.", "Noted of %(count)s as before.", len(taken))
        self.say(words % {"count": len(taken)})

    async def action_turn(self) -> None:
        """Space: the hand stays."""
        await self._note_one(TURNS[self._noted_now()], goes_on=False)

    async def action_note_present(self) -> None:
        """+"""
        await self._note_one("present")

    async def action_note_absent(self) -> None:
        """-"""
        await self._note_one("absent")

    async def action_note_part(self) -> None:
        """/"""
        await self._note_one("part")

    async def action_note_nothing(self) -> None:
        """Del."""
        await self._note_one("")

    def _noted_now(self) -> str:
        session, one = self.session, self.attendee
        assert session is not None and one is not None
        return one.states.get(session.id, "")

    async def _note_one(self, state: str, *, goes_on: bool = True) -> None:
        one = self.attendee
        assert one is not None
        await self._note({one.registration: state})
        self.hush()
        if goes_on:
            self.rows.action_step(1)

    async def _note(self, states: dict[int, str]) -> None:
        office, session = self.office, self.session
        assert session is not None
        await office.run(partial(attendance.note_presence, office.records, session.id, states))
        await self.load()

    # -- other commands --------------------------------------------------------------------
    def why_not(self, command_id: str) -> str:
        """Noting needs a session, and somebody."""
        refusal = super().why_not(command_id)
        if refusal or self.found is None:
            return refusal
        if command_id in self.WRITES - {"attend.plan"} and self.session is None:
            return _("No session is planned yet. F7 plans them.")
        if command_id in NOTING and self.session is not None and self.session.day > self.office.clock.today():
            return _("The session is still to come.")
        if command_id in ("attend.all", "attend.same"):
            return self._why_not_all(command_id)
        if command_id == "attend.nothing" and not self._noted_now():
            return _("Nothing is noted.")
        if command_id == "attend.sheet" and not self.found.people:
            return _("Nobody has a seat yet.")
        return ""

    def _why_not_all(self, command_id: str) -> str:
        found, session = self.found, self.session
        assert found is not None and session is not None
        if found.noted(session.id) == len(found.people):
            return _("Of everybody something is noted already.")
        if command_id == "attend.same" and (
            self._at == 0 or not found.noted(found.sessions[self._at - 1].id)
        ):
            return _("At the session before nothing is noted.")
        return ""

    async def action_open_row(self) -> None:
        """Enter: the registration."""
        from bsc_tui.screens.registry import open_record  # late: the registry knows all places

        await open_record(self, "registration", int(str(self.under_hand)))

    async def action_sign_in_sheet(self) -> None:
        """F8."""
        from bsc_tui.exports.seminar_papers import write_sign_in_sheet  # late: XlsxWriter comes with it
        from bsc_tui.screens.exporting import save_paper  # late: as above

        assert self.found is not None
        sheet = attendance.sign_in_sheet(self.found, active())
        await save_paper(
            self, sheet.title, lambda file, translator: write_sign_in_sheet(file, sheet, translator)
        )

    async def action_print_papers(self) -> None:
        """F10 J: the sign-in sheet or badges."""
        assert self.found is not None
        await print_papers(self, of_seminar(self.engagement_id, len(self.found.people)), self.seminar)
