"""Which kinds of engagement each service line offers: a grid in which Space says yes or no."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from textual import on
from textual.events import Key
from textual.widget import Widget

from bsc_tui.entities.kinds import told
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.i18n import N_, NP_, _, pgettext
from bsc_tui.operations import lists, seminars
from bsc_tui.records.access import why
from bsc_tui.records.reading import fields_of
from bsc_tui.screens.base import Place
from bsc_tui.screens.commands import Command
from bsc_tui.screens.office import Office, office_of
from bsc_tui.screens.parts.row_list import Heading, ListRow, RowList
from bsc_tui.screens.tools import ADMIN, ADMINISTRATION

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


class OfferedKinds(Place):
    """A line a service line, a column a kind; Space offers a kind or takes it away, at once."""

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
        self._lines: list[seminars.Line] = []
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

    @property
    def office(self) -> Office:
        """Who works here."""
        return office_of(self)

    def compose_body(self) -> Iterable[Widget]:
        """The grid."""
        yield RowList(id="kinds")

    @property
    def rows(self) -> RowList:
        """The grid."""
        return self.query_one("#kinds", RowList)

    def on_mount(self) -> None:
        """The hand is in the grid."""
        self.rows.focus()
        self._head()
        self.run_worker(self._load(), group="load")

    def relabel(self) -> None:
        """In the new language."""
        self._head()
        self.run_worker(self._load(), group="load")

    def _head(self) -> None:
        kinds = [
            Heading(kind, pgettext(*title), max(len(pgettext(*title)), 5))
            for kind, title in SHORT_KINDS.items()
        ]
        self.rows.set_headings((Heading("line", _("Service line"), 8, flexible=True), *kinds))

    async def _load(self) -> None:
        office = self.office
        found = await self.ask(seminars.service_lines, office.records)
        if found is not None:
            self._lines = found
            self._show()

    def _show(self) -> None:
        here = self.rows.row.id if self.rows.row is not None else (self._lines[0].id if self._lines else None)
        self.rows.show(self._row(line, line.id == here) for line in self._lines)

    def _row(self, line: seminars.Line, in_hand: bool) -> ListRow:
        cells = [f"{line.code}  {line.label}"]
        tones = [""]
        for place, kind in enumerate(SHORT_KINDS):
            offered = kind in line.kinds
            word = _("yes") if offered else "–"
            cells.append(f"[{word}]" if in_hand and place == self._at else f" {word}")
            tones.append("good" if offered else "dim")
        return ListRow(line.id, tuple(cells), tuple(tones))

    @on(RowList.Highlighted)
    def row_highlighted(self, event: RowList.Highlighted) -> None:
        """The brackets go along."""
        for line in self._lines:
            self.rows.change(self._row(line, line.id == event.row.id))

    @property
    def line(self) -> seminars.Line | None:
        """The line under the hand."""
        row = self.rows.row
        return next((line for line in self._lines if row is not None and line.id == row.id), None)

    def on_key(self, event: Key) -> None:
        """Left and Right go from kind to kind."""
        line = self.line
        if event.key in ("left", "right") and line is not None:
            event.stop()
            self._at = (self._at + (1 if event.key == "right" else -1)) % len(SHORT_KINDS)
            self.rows.change(self._row(line, True))
        else:
            super().on_key(event)

    @on(RowList.Chosen)
    def row_chosen(self) -> None:
        """Enter does what Space does."""
        self.action_do("kinds.toggle")

    def why_not(self, command_id: str) -> str:
        """Changing needs the right."""
        if command_id == "kinds.toggle" and not self.office.records.actor.has(ADMINISTRATION):
            return why(ADMINISTRATION)
        return super().why_not(command_id)

    async def action_offer(self) -> None:
        """Offer the kind, or not any more."""
        line, kind = self.line, list(SHORT_KINDS)[self._at]
        if line is None:
            return
        office = self.office
        wanted = set(line.kinds) ^ {kind}
        await office.run(lists.set_line_kinds, office.records, line.id, wanted)
        await self._load()
        words = {"line": line.code, "kind": told(_kind_name(kind))}
        if kind in wanted:
            self.say(_("%(line)s now offers: %(kind)s.") % words)
        else:
            self.say(_("%(line)s does not offer any more: %(kind)s.") % words)


def _kind_name(kind: str) -> Any:
    options = fields_of(ENTITIES["engagement"])["kind"].kind
    return getattr(options, "options")[kind]  # noqa: B009 - a Choice has them
