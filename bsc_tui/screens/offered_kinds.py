"""Which kinds of engagement each service line offers: a grid in which Space says yes or no."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual import on
from textual.events import Key

from bsc_tui.entities.kinds import told
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.i18n import N_, NP_, _, pgettext
from bsc_tui.operations import lists, seminars
from bsc_tui.operations.seminars import Line
from bsc_tui.records.access import why
from bsc_tui.records.reading import fields_of
from bsc_tui.records.records import Records
from bsc_tui.screens.commands import Command
from bsc_tui.screens.parts.row_list import Heading, ListRow, RowList
from bsc_tui.screens.tools import ADMIN, ADMINISTRATION
from bsc_tui.screens.whole_list import WholeList

SHORT_KINDS: dict[str, tuple[str, str]] = {
    "open_seminar": NP_("kind", "open"),
    "closed_seminar": NP_("kind", "closed"),
    "consultation": NP_("kind", "consult."),
    "project": NP_("kind", "project"),
    "sector_project": NP_("kind", "sector"),
    "regional_project": NP_("kind", "region"),
    "evaluation": NP_("kind", "evaluat."),
}
"""The kinds in few letters, for the heads of narrow columns."""


class OfferedKinds(WholeList[Line]):
    """A line a service line, a column a kind; Space offers a kind or takes it away, at once."""

    ENTER = "kinds.toggle"
    OF_ROW = frozenset({ENTER})
    AFTER_SAVING = True
    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command(
            "kinds.toggle",
            ("space", "enter"),
            N_("Offer or not"),
            NP_("bar", "Yes/no"),
            "offer",
            bar=10,
            letter="y",
        ),
    )

    def __init__(self) -> None:
        super().__init__()
        self._at = 0

    def crumbs(self) -> tuple[str, ...]:
        """Where it is."""
        return (pgettext(*ADMIN), _("Kinds offered"))

    def explanation(self) -> str:
        """For F1."""
        return _(
            "The arrows go to a line and a kind, Space changes it at once. What was made of a kind stays "
            "when the kind is not offered any more."
        )

    def headings(self) -> Sequence[Heading]:
        """The kinds."""
        kinds = [
            Heading(kind, pgettext(*title), max(len(pgettext(*title)), 5))
            for kind, title in SHORT_KINDS.items()
        ]
        return (Heading("line", _("Service line"), 8, flexible=True), *kinds)

    def enter_word(self) -> str:
        """Space is printed."""
        return ""

    def read(self, records: Records) -> list[Line]:
        """With their kinds."""
        return seminars.service_lines(records)

    def show(self, found: Sequence[Line]) -> None:
        """The brackets stand in the line under the hand."""
        super().show(found)
        self._bracket()

    def row_for(self, one: Line) -> ListRow:
        """A line."""
        return self._row(one, False)

    def _row(self, line: Line, in_hand: bool) -> ListRow:
        cells = [f"{line.code}  {line.label}"]
        tones = [""]
        for place, kind in enumerate(SHORT_KINDS):
            offered = kind in line.kinds
            word = _("yes") if offered else "–"
            cells.append(f"[{word}]" if in_hand and place == self._at else f" {word}")
            tones.append("good" if offered else "dim")
        return ListRow(line.id, tuple(cells), tuple(tones))

    @on(RowList.Highlighted)
    def _bracket(self) -> None:
        """The brackets go along."""
        for line in self.found or ():
            self.rows.change(self._row(line, line.id == self.under_hand))

    def on_key(self, event: Key) -> None:
        """Left and Right go from kind to kind."""
        line = self.one
        if event.key in ("left", "right") and line is not None:
            event.stop()
            self._at = (self._at + (1 if event.key == "right" else -1)) % len(SHORT_KINDS)
            self.rows.change(self._row(line, True))
        else:
            super().on_key(event)

    def why_not(self, command_id: str) -> str:
        """Changing needs the right."""
        if command_id == "kinds.toggle" and not self.office.records.actor.has(ADMINISTRATION):
            return why(ADMINISTRATION)
        return super().why_not(command_id)

    async def action_offer(self) -> None:
        """Offer the kind, or not any more."""
        line, kind = self.one, list(SHORT_KINDS)[self._at]
        assert line is not None
        office = self.office
        wanted = set(line.kinds) ^ {kind}
        await office.run(lists.set_line_kinds, office.records, line.id, wanted)
        await self.load()
        words = {"line": line.code, "kind": told(_kind_name(kind))}
        if kind in wanted:
            self.say(_("%(line)s now offers: %(kind)s.") % words)
        else:
            self.say(_("%(line)s does not offer any more: %(kind)s.") % words)


def _kind_name(kind: str) -> Any:
    options = fields_of(ENTITIES["engagement"])["kind"].kind
    return getattr(options, "options")[kind]  # noqa: B009 - a Choice has them
