"""Who works on the server now: the list of open sessions, and ending one, which their server does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from bsc_tui.i18n import N_, NP_, _, active, pgettext
from bsc_tui.operations import open_sessions
from bsc_tui.operations.open_sessions import SessionView
from bsc_tui.records.records import Records
from bsc_tui.screens.commands import Command
from bsc_tui.screens.parts.row_list import Heading, ListRow
from bsc_tui.screens.tools import ADMIN
from bsc_tui.screens.whole_list import WholeList


class OpenSessions(WholeList[SessionView]):
    """A line a session. Enter asks the same as Del."""

    ENTER = "sessions.end"
    OF_ROW = frozenset({ENTER})
    AFTER_SAVING = True
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

    def crumbs(self) -> tuple[str, ...]:
        """Where it is."""
        return (pgettext(*ADMIN), _("Open sessions"))

    def explanation(self) -> str:
        """For F1."""
        return _(
            "Who works on the server now. A session whose line is lost waits some minutes for its owner. "
            "Closing an account ends its sessions by itself."
        )

    def headings(self) -> Sequence[Heading]:
        """The columns."""
        return (
            Heading("who", _("Who"), 16, flexible=True),
            Heading("origin", _("Address"), 15),
            Heading("began", _("Since"), 16),
            Heading("key", _("Last key"), 8),
            Heading("state", _("State"), 14),
        )

    def nothing(self) -> str:
        """Where there are no rows."""
        return _("Nobody works on a server now.")

    def enter_word(self) -> str:
        """Del is printed."""
        return ""

    def action_renew(self) -> None:
        """F5."""
        self.reload()

    def read(self, records: Records) -> list[SessionView]:
        """Of all servers."""
        return open_sessions.all_open(records)

    async def load(self) -> None:
        """And how old the last backup is."""
        await super().load()
        office = self.office
        told = await self.ask(open_sessions.backup_age, office.records, office.config.backup_hours)
        if told is not None and told[0] is not None:
            moment = active().moment(told[0].at, office.config.zone)
            self.set_state(_("Last backup: %(moment)s") % {"moment": moment}, "warn" if told[1] else "dim")

    def row_for(self, one: SessionView) -> ListRow:
        """Who, from where, since when."""
        zone = self.office.config.zone
        state = _("is being ended") if one.end_asked else _("line lost") if one.line_lost else _("at work")
        began, key = active().moment(one.began_at, zone), active().clock(one.last_key_at, zone)
        who = one.full_name or one.name
        if one.name == self.office.actor.name:
            who = _("%(name)s (you)") % {"name": who}
        cells = (who, one.origin, began, key, state)
        return ListRow(one.id, cells, ("", "dim", "dim", "dim", "dim" if one.line_lost else "good"))

    async def action_end_session(self) -> None:
        """After a question."""
        from bsc_tui.screens.parts.dialogs import Confirm  # late: seldom needed

        session = self.one
        assert session is not None
        question = _("End the session of %(name)s?") % {"name": session.full_name or session.name}
        if await self.answer(Confirm(question, _("What was typed there stays as drafts."))):
            await self.office.run(open_sessions.ask_to_end, self.office.records, session.id)
            self.say(_("It ends within seconds."))
            self.action_renew()
