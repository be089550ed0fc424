"""Who works on the server now: the list of open sessions, and ending one, which their server does."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.widget import Widget

from bsc_tui.i18n import N_, NP_, _, active, pgettext
from bsc_tui.operations import open_sessions
from bsc_tui.operations.open_sessions import SessionView
from bsc_tui.screens.base import Place
from bsc_tui.screens.commands import Command
from bsc_tui.screens.office import Office, office_of
from bsc_tui.screens.parts.row_list import Heading, ListRow, RowList

ADMIN = NP_("tab", "Admin")


class OpenSessions(Place):
    """A line a session."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command(
            "sessions.end",
            ("delete", "ctrl+d"),
            N_("End the session"),
            NP_("bar", "End it"),
            "end_session",
            N_("Whoever sits there is told; what was typed stays as drafts."),
            bar=30,
            letter="x",
        ),
        Command("sessions.renew", ("f5",), N_("Look again"), NP_("bar", "Look again"), "renew", bar=40),
    )

    def __init__(self) -> None:
        super().__init__()
        self._sessions: list[SessionView] = []

    def crumbs(self) -> tuple[str, ...]:
        """Where it is."""
        return (pgettext(*ADMIN), _("Open sessions"))

    def explanation(self) -> str:
        """For F1."""
        return _(
            "Who works on the server now. A session whose line is lost waits some minutes for its owner. "
            "Closing an account ends its sessions by itself."
        )

    @property
    def office(self) -> Office:
        """Who works here."""
        return office_of(self)

    def compose_body(self) -> Iterable[Widget]:
        """The list."""
        yield RowList(id="sessions")

    @property
    def rows(self) -> RowList:
        """The list."""
        return self.query_one("#sessions", RowList)

    def on_mount(self) -> None:
        """The hand is in the list."""
        self._head()
        self.rows.focus()
        self.action_renew()

    def relabel(self) -> None:
        """In the new language."""
        self._head()
        self.action_renew()

    def _head(self) -> None:
        self.rows.set_headings(
            (
                Heading("who", _("Who"), 16, flexible=True),
                Heading("origin", _("Address"), 15),
                Heading("began", _("Since"), 16),
                Heading("key", _("Last key"), 8),
                Heading("state", _("State"), 14),
            )
        )
        self.rows.set_empty(_("Nobody works on a server now."))

    def action_renew(self) -> None:
        """Read them anew."""
        self.run_worker(self._load(), group="load", exclusive=True)

    async def _load(self) -> None:
        found = await self.ask(open_sessions.all_open, self.office.records)
        if found is not None:
            self._sessions = found
            self.rows.show(self._row(one) for one in found)
            self.refresh_keys()
        office = self.office
        told = await self.ask(open_sessions.backup_age, office.records, office.config.backup_hours)
        if told is not None and told[0] is not None:
            moment = active().moment(told[0].at, office.config.zone)
            self.set_state(_("Last backup: %(moment)s") % {"moment": moment}, "warn" if told[1] else "dim")

    def _row(self, one: SessionView) -> ListRow:
        zone = self.office.config.zone
        state = _("is being ended") if one.end_asked else _("line lost") if one.line_lost else _("at work")
        began, key = active().moment(one.began_at, zone), active().clock(one.last_key_at, zone)
        cells = (one.full_name or one.name, one.origin, began, key, state)
        return ListRow(one.id, cells, ("", "dim", "dim", "dim", "dim" if one.line_lost else "good"))

    def why_not(self, command_id: str) -> str:
        """Something must be there."""
        if command_id == "sessions.end" and not self._sessions:
            return _("Nobody works on a server now.")
        return super().why_not(command_id)

    @on(RowList.Chosen)
    def row_chosen(self) -> None:
        """Enter asks the same as Del."""
        self.action_do("sessions.end")

    async def action_end_session(self) -> None:
        """After a question."""
        from bsc_tui.screens.parts.dialogs import Confirm  # late: seldom needed

        row = self.rows.row
        session = next((one for one in self._sessions if row is not None and one.id == row.id), None)
        if session is None:
            return
        question = _("End the session of %(name)s?") % {"name": session.full_name or session.name}
        if await self.answer(Confirm(question, _("What was typed there stays as drafts."))):
            await self.office.run(open_sessions.ask_to_end, self.office.records, session.id)
            self.say(_("It ends within seconds."))
            self.action_renew()
