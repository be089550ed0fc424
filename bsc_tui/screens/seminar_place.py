"""What the places about a seminar's course share: whose it is, and the right to write in its line."""

from __future__ import annotations

from typing import Any, ClassVar

from bsc_tui.i18n import _, pgettext
from bsc_tui.records.access import why
from bsc_tui.screens.whole_list import WholeList


class SeminarPlace(WholeList[Any]):
    """A list about one seminar. What is read has its `title` and `line`."""

    WRITES: ClassVar[frozenset[str]] = frozenset()
    """The commands that change something: they need the right to the line."""

    def __init__(self, engagement_id: int, seminar: str = "") -> None:
        super().__init__()
        self.engagement_id = engagement_id
        self._seminar = seminar

    # -- for subclasses --------------------------------------------------------------------
    def what(self) -> str:
        """The last crumb."""
        raise NotImplementedError

    # -- what is shown ---------------------------------------------------------------------
    @property
    def seminar(self) -> str:
        """What it is called."""
        return self.found.title if self.found is not None else self._seminar

    def crumbs(self) -> tuple[str, ...]:
        """Tab, seminar, what of it."""
        return (pgettext("tab", "Services"), *((self.seminar,) if self.seminar else ()), self.what())

    def begin(self) -> None:
        """Keys wait for what they are about."""
        self.work(self.load, group="commands", holds=True)

    # -- commands --------------------------------------------------------------------------
    def why_not(self, command_id: str) -> str:
        """Writing needs the right to the line."""
        if command_id in self.WRITES and self.found is None:
            return _("One moment.")
        if command_id in self.WRITES and not self.office.actor.has(f"line:{self.found.line}"):
            return why(f"line:{self.found.line}")
        return super().why_not(command_id)
