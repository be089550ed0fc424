"""What is typed into a sheet and not saved stays as a draft and comes back; leaving asks what to do with it.

What a draft belongs to and when it is brought back is the place's; where drafts lie is the gate's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from textual import on
from textual.timer import Timer

from bsc_tui.errors import Problem
from bsc_tui.i18n import _, active
from bsc_tui.records import drafts
from bsc_tui.screens.base import Place
from bsc_tui.screens.parts.record_sheet import RecordSheet
from bsc_tui.screens.parts.sheet import Sheet

DRAFT_PAUSE = 2.0
"""Seconds after the last key when what was typed is kept as a draft."""


class DraftPlace(Place):
    """A place with a sheet that keeps drafts. Subclasses say `draft_place`, `draft_extra`, `save`."""

    def __init__(self) -> None:
        super().__init__()
        self.sheet = RecordSheet(id="sheet")
        self.is_loaded = False
        """Whether the sheet shows what it shall: only then is typing worth keeping."""
        self._pause: Timer | None = None
        self._has_draft = False

    # -- for subclasses --------------------------------------------------------------------
    def draft_place(self) -> str:
        """The key of the draft of what is shown now; '' keeps none."""
        return ""

    def draft_title(self) -> str:
        """What the list of drafts calls it."""
        return " › ".join(self.crumbs())

    def draft_extra(self) -> dict[str, Any]:
        """What else is needed to open this place again from its draft."""
        return {}

    def draft_restored(self, content: Mapping[str, Any]) -> None:
        """For places that keep more in a draft than the sheet."""

    async def save(self) -> bool:
        """Save; True when it is saved."""
        raise NotImplementedError

    # -- keeping ---------------------------------------------------------------------------
    @property
    def is_changed(self) -> bool:
        """Whether something is typed that is not saved."""
        return bool(self.sheet.changed_fields())

    @on(Sheet.Changed)
    def something_typed(self, event: Sheet.Changed) -> None:
        """A draft is kept after a pause."""
        if event.sheet is self.sheet:
            self.worth_keeping()

    @on(RecordSheet.ValueChanged)
    def value_changed(self, event: RecordSheet.ValueChanged) -> None:
        """A choice is worth keeping at once."""
        self.worth_keeping()

    @on(Sheet.Left)
    def left_for_another_field(self, event: Sheet.Left) -> None:
        """Leaving a field keeps the draft."""
        if event.sheet is self.sheet and self.is_loaded and self.is_changed:
            self.keep_draft()

    def worth_keeping(self) -> None:
        """Something changed: say so, and keep a draft soon."""
        if not self.is_loaded:
            return
        if not self._has_draft:
            self.set_state(_("changed") if self.is_changed else "")
        self._end_pause()
        self._pause = self.set_timer(DRAFT_PAUSE, self.keep_draft)

    def keep_draft(self) -> None:
        """Keep what is typed, now."""
        self._end_pause()
        if self.draft_place() and self.is_changed and self.is_loaded:
            self.run_worker(self._keep_draft(), group="draft")

    async def _keep_draft(self) -> None:
        content = {**self.sheet.to_draft(), "extra": self.draft_extra()}
        office, place = self.office, self.draft_place()
        try:
            await office.run(drafts.keep, office.records, place, self.draft_title(), content)
        except Problem as problem:
            self.say(_("The draft is not kept: %(why)s") % {"why": problem.title}, "trouble")
            return
        if self.is_changed and place == self.draft_place():
            self._has_draft = True
            self.set_state(
                _("changed  draft %(time)s")
                % {"time": active().clock(office.clock.now(), office.config.zone)}
            )

    def _end_pause(self) -> None:
        if self._pause is not None:
            self._pause.stop()
            self._pause = None

    async def forget_draft(self) -> None:
        """It was saved or thrown away."""
        self._end_pause()
        if self._has_draft:
            self._has_draft = False
            await self.ask(drafts.drop, self.office.records, self.draft_place())

    def turn_from_draft(self) -> None:
        """The sheet shows something else from now on; the draft stays where it is."""
        self._end_pause()
        self._has_draft = False
        self.set_state("")

    # -- bringing back ---------------------------------------------------------------------
    async def bring_draft_back(self) -> bool:
        """Put the draft of what is shown, if there is one, back into the sheet, and say so."""
        place = self.draft_place()
        draft = await self.ask(drafts.of_place, self.office.records, place) if place else None
        if draft is None or place != self.draft_place():
            return False
        self._has_draft = True
        self.sheet.from_draft(draft.content)
        self.draft_restored(draft.content)
        clock = active().clock(draft.saved_at, self.office.config.zone)
        self.say(_("Your draft of %(time)s is back.") % {"time": clock}, "warn")
        self.set_state(_("draft %(time)s") % {"time": clock})
        return True

    # -- leaving ---------------------------------------------------------------------------
    async def may_leave(self) -> bool:
        """Ask once when something typed is not saved."""
        if not self.is_changed or not self.is_loaded:
            await self.forget_draft()
            return True
        from bsc_tui.screens.parts.dialogs import Choose, Option  # late: seldom needed

        texts = {"save": _("Save it"), "keep": _("Keep it as a draft"), "drop": _("Throw it away")}
        letters = own_letters(list(texts.values()))
        options = [
            Option(code, text, letter) for (code, text), letter in zip(texts.items(), letters, strict=True)
        ]
        answer = await self.answer(Choose(_("What you typed is not saved."), options))
        if answer == "save":
            return await self.save() and self.is_current
        if answer == "keep":
            await self._keep_draft()
            return True
        if answer == "drop":
            self._has_draft = True
            await self.forget_draft()
            return True
        return False


def own_letters(texts: Sequence[str]) -> list[str]:
    """A letter of each text that none before it has: its first one where that is free."""
    found: list[str] = []
    for text in texts:
        letters = (letter.lower() for letter in text if letter.isalpha())
        found.append(next((letter for letter in letters if letter not in found), ""))
    return found
