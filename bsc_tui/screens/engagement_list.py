"""The engagements of one kind in one service line: find one, begin a new one, or a new one like this."""

from __future__ import annotations

from typing import ClassVar

from bsc_tui.i18n import N_, NP_, _, pgettext
from bsc_tui.operations import seminars
from bsc_tui.screens.commands import Command
from bsc_tui.screens.entity_list import EntityList


class EngagementList(EntityList):
    """A list of engagements, newest first."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command(
            "list.like_this",
            ("f5",),
            N_("New from this one"),
            NP_("bar", "Like this"),
            "new_like_this",
            N_("Begins a new one with the name, people, price and seats of the one under the hand."),
            bar=35,
        ),
    )

    def __init__(self, line: seminars.Line, kind: str, plural: str) -> None:
        super().__init__(
            "engagement",
            (line.code, plural),
            where={"line": line.id, "kind": kind},
            preset={"line": line.id, "kind": kind},
            guard=f"line:{line.code}",
        )
        self._line = line
        self._kind = kind
        self._plural = plural

    def crumbs(self) -> tuple[str, ...]:
        """Tab, line, kind."""
        return (pgettext("tab", "Services"), self._line.code, self._plural)

    def why_not(self, command_id: str) -> str:
        """As for a new one; and there must be one under the hand."""
        if command_id == "list.like_this":
            if self.is_mounted and self.row_list.row is None:
                return _("There is nothing here yet.")
            return super().why_not("list.new")
        return super().why_not(command_id)

    async def action_new(self) -> None:
        """With the company's usual values, and what is typed as the title."""
        from bsc_tui.screens.registry import begin_engagement  # late: the registry knows all places

        await begin_engagement(self, self._line.id, self._kind, self.filter.text)

    async def action_new_like_this(self) -> None:
        """With the values of the one under the hand."""
        from bsc_tui.screens.registry import new_form  # late: as above

        row = self.row_list.row
        if row is None:
            return
        preset = await self.ask(seminars.new_from, self.office.records, int(str(row.id)))
        if preset is not None:
            self.open(new_form("engagement", "", preset))
