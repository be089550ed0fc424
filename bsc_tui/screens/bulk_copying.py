"""Cells of the grid that come from the row above: one, all of a row, one down to the end of its column."""

from __future__ import annotations

from bsc_tui.i18n import _
from bsc_tui.screens.bulk_columns import USUAL, copied
from bsc_tui.screens.bulk_entries import Entry
from bsc_tui.screens.bulk_sources import BulkSources


class BulkCopying(BulkSources):
    """Copying."""

    def above(self) -> Entry | None:
        """The row above that has a person, or what is usual."""
        entry, shown = self.current, self.shown
        if entry is None or entry is self.usual:
            return None
        at = shown.index(entry) if entry in shown else 0
        above = [one for one in shown[:at] if one.knows_who]
        return above[-1] if above else self.usual

    def action_same(self) -> None:
        """F5."""
        entry, above, code = self.current, self.above(), self.grid.code
        assert entry is not None and above is not None
        entry.copy_from(above, code, self.reading)
        self.put(entry)
        self.grid.step()
        self.keep_draft()

    def action_same_all(self) -> None:
        """Ctrl+O."""
        entry, above = self.current, self.above()
        assert entry is not None and above is not None
        for code in copied() if above is not self.usual else USUAL:
            entry.copy_from(above, code, self.reading)
        self.put(entry)
        self.keep_draft()

    async def action_copy_down(self) -> None:
        """Ctrl+R; rows that are saved change only after a question."""
        from bsc_tui.screens.parts.dialogs import Confirm  # late: seldom needed

        entry, code = self.current, self.grid.code
        assert entry is not None
        self.settle()
        shown = self.shown
        below = shown if entry is self.usual else shown[shown.index(entry) + 1 :]
        below = [one for one in below if one.knows_who]
        saved = [one for one in below if one.kept is not None]
        if entry.problems.get(code):
            return
        if saved:
            question = _("Change this cell in %(count)s saved rows too?") % {"count": len(saved)}
            if not await self.answer(Confirm(question)):
                below = [one for one in below if one.kept is None]
        for one in below:
            one.copy_from(entry, code, self.reading)
            self.put(one)
        self.save_rows([one for one in below if one.kept is not None and one.is_open])
        self.say(_("Copied into %(count)s rows.") % {"count": len(below)})
        self.keep_draft()
