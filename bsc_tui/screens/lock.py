"""Leaving the desk: the screen covered until the password comes, by hand or after a while without a key.

Signing out gives the desk back: what was typed stays as drafts, and the door is shown again.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.widget import Widget
from textual.widgets import Input

from bsc_tui.errors import Problem
from bsc_tui.i18n import N_, NP_, _, ngettext, pgettext
from bsc_tui.operations.accounts import confirm_password
from bsc_tui.screens import program
from bsc_tui.screens.commands import Command, key_name
from bsc_tui.screens.entrance import LONGEST, pause_after
from bsc_tui.screens.form_drafts import DraftPlace
from bsc_tui.screens.office import Office, outside
from bsc_tui.screens.parts.dialogs import Words
from bsc_tui.screens.parts.frame import FrameLine, Span, message_spans
from bsc_tui.screens.parts.plain_input import PlainInput
from bsc_tui.screens.quiet import Quiet

if TYPE_CHECKING:
    from bsc_tui.app import BscApp


class Locked(Quiet[bool]):
    """Covers everything until the password of the same account is typed."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command("lock.open", ("f2",), N_("Go on working"), NP_("bar", "Open"), "unlock", bar=10),
        Command("lock.leave", ("ctrl+q",), N_("Quit"), NP_("bar", "Quit"), "leave", bar=20),
    )

    # A question may be open beneath: keys come here all the same.
    asks = True

    def __init__(self) -> None:
        super().__init__()
        self._message: Span = ("", "plain")
        self._failures = 0
        self._not_before = 0.0

    def compose(self) -> ComposeResult:
        """Who locked it, and a field."""
        yield FrameLine(lambda width: [(" bsc_tui", "title")], id="tab-bar")
        with Container(id="body"), Container(id="lock-box"):
            yield from self._box()
        yield FrameLine(lambda width: message_spans(*self._message, "", width), id="message-line")
        yield self._key_bar_line()

    def _box(self) -> Iterable[Widget]:
        yield Words(self._words(), id="lock-words")
        yield PlainInput(password=True, max_length=LONGEST, id="lock-password")

    def _words(self) -> list[Span]:
        who = _("%(name)s is away for a moment.") % {"name": self.desk.name}
        return [
            (_("Locked"), "title"),
            ("", ""),
            (who, ""),
            (_("The password, then Enter:"), "dim"),
            ("", ""),
        ]

    def bar(self) -> list[tuple[str, str]]:
        """Enter opens: that is the key to print."""
        return [
            (key_name("enter"), pgettext("bar", "Open")),
            *(pair for pair in super().bar() if pair[0] != "F2"),
        ]

    @property
    def field(self) -> PlainInput:
        """Where the password is typed."""
        return self.query_one("#lock-password", PlainInput)

    def on_mount(self) -> None:
        """One types at once."""
        self.field.focus()

    def relabel(self) -> None:
        """In the new language."""
        self.query_one("#lock-words", Words).show(self._words())

    def refuse(self, sentence: str) -> None:
        """In the message line."""
        self._say(sentence, "trouble")

    def _say(self, text: str, tone: str) -> None:
        self._message = (text, tone)
        self.query_one("#message-line", FrameLine).renew()

    @on(Input.Submitted)
    def submitted(self) -> None:
        """Enter."""
        self.action_do("lock.open")

    async def action_unlock(self) -> None:
        """See whether it is they; each wrong password makes the next look come later."""
        password, self.field.value = self.field.value, ""
        if not password:
            return
        self._say(_("One moment…"), "plain")
        await asyncio.sleep(max(self._not_before - time.monotonic(), 0))
        office = cast(Office, self.desk)
        try:
            await office.run(confirm_password, office.records, password)
        except Problem as problem:
            self._failures += 1
            self._not_before = time.monotonic() + pause_after(self._failures)
            self._say(str(problem), "trouble")
            return
        self.dismiss(True)

    async def action_leave(self) -> None:
        """Leave the program; drafts stay."""
        await program.leave(self)


async def lock(place: Quiet[Any]) -> None:
    """Cover the screen; what was typed is kept as drafts besides."""
    await keep_drafts(cast("BscApp", place.app))
    place.app.push_screen(Locked())


async def keep_drafts(app: BscApp) -> list[DraftPlace]:
    """Keep the draft of every form that has something unsaved; those forms."""
    unsaved = [place for place in app.open_places() if isinstance(place, DraftPlace) and place.is_changed]
    for form in unsaved:
        form.keep_draft()
    waiting = [worker for worker in app.workers if worker.group == "draft"]
    if waiting:
        await app.workers.wait_for_complete(waiting)
    return unsaved


async def sign_out(place: Quiet[Any]) -> None:
    """Back to the door; asks when something is unsaved. Without a door it is leaving the program."""
    app = cast("BscApp", place.app)
    if not app.has_entrance:
        await program.leave(place)
        return
    unsaved = [one for one in app.open_places() if isinstance(one, DraftPlace) and one.is_changed]
    if unsaved:
        from bsc_tui.screens.parts.dialogs import Confirm  # late: seldom needed

        kept = ngettext(
            "%(count)s form is not saved; it stays as a draft.",
            "%(count)s forms are not saved; they stay as drafts.",
            len(unsaved),
        )
        if not await place.answer(Confirm(_("Sign out?"), kept % {"count": len(unsaved)})):
            return
        await keep_drafts(app)
    office = cast(Office, place.desk)
    await office.run(office.database.close)
    await office.run_search(office.database.close)
    app.call_later(
        app.leave_office, outside(office.database, office.preferences.language, office.preferences.theme)
    )
