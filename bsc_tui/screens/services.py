"""The Services tab: service line → kind → find an engagement or begin a new one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.containers import Horizontal
from textual.events import Key
from textual.widget import Widget

from bsc_tui.entities.kinds import told
from bsc_tui.entities.services import KIND_PLURALS
from bsc_tui.i18n import N_, NP_, _, pgettext
from bsc_tui.operations import seminars
from bsc_tui.records.access import why
from bsc_tui.records.records import Records
from bsc_tui.screens.base import Place
from bsc_tui.screens.commands import Command, key_name
from bsc_tui.screens.engagement_list import EngagementList
from bsc_tui.screens.parts.row_list import Heading, ListRow, RowList


@dataclass(frozen=True)
class Offer:
    """A service line with the number of its engagements by kind."""

    line: seminars.Line
    counts: dict[str, int]


def offers(records: Records) -> list[Offer]:
    """All lines with their counts; two queries and one for the counts."""
    counts = seminars.counts_by_line_and_kind(records)
    return [
        Offer(line, {kind: counts.get((line.id, kind), 0) for kind in line.kinds})
        for line in seminars.service_lines(records)
    ]


class Services(Place):
    """Lines at the left, the kinds of the line under the hand at the right."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command(
            "services.new",
            ("f7", "ctrl+n"),
            N_("New engagement"),
            NP_("bar", "New"),
            "new",
            N_("Begins a new engagement of the kind under the hand."),
            bar=30,
        ),
        Command("services.open", ("f2",), N_("Find existing"), "", "open_kind", N_("Shows what is there.")),
    )

    def __init__(self) -> None:
        super().__init__()
        self._offers: list[Offer] = []

    def crumbs(self) -> tuple[str, ...]:
        """The tab."""
        return (pgettext("tab", "Services"),)

    def explanation(self) -> str:
        """For F1."""
        return _("Choose the service line, then the kind. Enter finds what is there, F7 begins a new one.")

    def compose_body(self) -> Iterable[Widget]:
        """Two lists side by side."""
        with Horizontal(id="services"):
            yield RowList(id="lines")
            yield RowList(id="kinds", always=False)

    @property
    def lines(self) -> RowList:
        """The service lines."""
        return self.query_one("#lines", RowList)

    @property
    def kinds(self) -> RowList:
        """The kinds of the line under the hand."""
        return self.query_one("#kinds", RowList)

    def on_mount(self) -> None:
        """The hand begins at the first line."""
        self._name_columns()
        self.lines.focus()
        self.run_worker(self._load(), group="load")

    def on_screen_resume(self) -> None:
        """Counts may have changed in a place on top."""
        if self._offers:
            self.run_worker(self._load(), group="load", exclusive=True)

    def relabel(self) -> None:
        """In the new language."""
        self._name_columns()
        self.on_screen_resume()

    def _name_columns(self) -> None:
        self.lines.set_headings(
            (Heading("code", "", 4), Heading("label", _("Service line"), 24, flexible=True))
        )
        self.kinds.set_headings(
            (Heading("kind", _("Kind"), 22, flexible=True), Heading("count", "", 6, right=True))
        )

    async def _load(self) -> None:
        office = self.office
        found = await self.ask(offers, office.records)
        if found is None:
            return
        self._offers = found
        mine = {offer.line.code for offer in found if office.actor.has(f"line:{offer.line.code}")}
        self.lines.show(
            ListRow(
                offer.line.id,
                (offer.line.code, offer.line.label),
                ("key", "" if offer.line.code in mine else "dim"),
            )
            for offer in found
        )
        self._show_kinds()

    @property
    def offer(self) -> Offer | None:
        """The line under the hand."""
        row = self.lines.row
        return next((one for one in self._offers if row is not None and one.line.id == row.id), None)

    @on(RowList.Highlighted, "#lines")
    def line_highlighted(self) -> None:
        """Its kinds show."""
        self._show_kinds()
        self.refresh_keys()

    def _show_kinds(self) -> None:
        offer = self.offer
        if offer is not None:
            self.kinds.show(
                ListRow(kind, (told(KIND_PLURALS[kind]), str(count) if count else ""), ("", "dim"))
                for kind, count in offer.counts.items()
            )

    @on(RowList.Chosen, "#lines")
    def line_chosen(self) -> None:
        """On to its kinds; a line with one kind goes on at once."""
        if self.offer is not None and len(self.offer.counts) == 1:
            self.action_open_kind()
        else:
            self.kinds.focus()

    @on(RowList.Chosen, "#kinds")
    def kind_chosen(self) -> None:
        """What is there."""
        self.action_open_kind()

    def on_key(self, event: Key) -> None:
        """Left and Right go between lines and kinds."""
        if event.key == "right" and self.focused is self.lines:
            event.stop()
            self.kinds.focus()
        elif event.key == "left" and self.focused is self.kinds:
            event.stop()
            self.lines.focus()
        else:
            super().on_key(event)

    def bar(self) -> list[tuple[str, str]]:
        """Enter goes on: that is the key to print."""
        return [*super().bar()[:2], (key_name("enter"), pgettext("bar", "Open")), *super().bar()[2:]]

    def why_not(self, command_id: str) -> str:
        """New ones need the right to the line."""
        if command_id == "services.new":
            offer = self.offer
            right = f"line:{offer.line.code}" if offer else ""
            if offer is None or not self.office.actor.has(right):
                return why(right) if right else _("Choose a service line.")
        return super().why_not(command_id)

    def action_open_kind(self) -> None:
        """The engagements of this kind."""
        offer, row = self.offer, self.kinds.row
        if offer is not None and row is not None:
            self.open(EngagementList(offer.line, str(row.id), told(KIND_PLURALS[str(row.id)])))

    async def action_new(self) -> None:
        """A new engagement of this kind."""
        from bsc_tui.screens.registry import begin_engagement  # late: the registry knows all places

        offer, row = self.offer, self.kinds.row
        if offer is not None and row is not None:
            await begin_engagement(self, offer.line.id, str(row.id))
