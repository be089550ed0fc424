"""What others changed lately in the lines one is responsible for, to be looked at and marked as checked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.widget import Widget

from bsc_tui.entities.registry import word_for
from bsc_tui.i18n import N_, NP_, _, active, pgettext
from bsc_tui.operations import checked
from bsc_tui.operations.checked import ToCheck
from bsc_tui.screens.base import Place
from bsc_tui.screens.commands import Command, key_name
from bsc_tui.screens.office import Office, office_of
from bsc_tui.screens.parts.row_list import Heading, ListRow, RowList


class ToCheckList(Place):
    """Records that somebody else changed last, the latest first."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command("check.open", ("f2",), N_("Open"), "", "open_row", N_("Opens the record under the hand.")),
        Command(
            "check.mark",
            ("f6",),
            N_("Checked, next"),
            NP_("bar", "Checked"),
            "mark",
            N_("Marks the record under the hand as checked by you; the hand goes on to the next."),
            bar=20,
            letter="h",
        ),
    )

    def __init__(self) -> None:
        super().__init__()
        self._found: list[ToCheck] = []

    def crumbs(self) -> tuple[str, ...]:
        """Tab and list."""
        return (pgettext("tab", "Home"), _("To check"))

    def explanation(self) -> str:
        """For F1."""
        return _(
            "What others entered or changed lately in your service lines. Enter opens it, F6 marks it as "
            "checked. The mark falls when somebody changes the record, its payments or its sessions."
        )

    @property
    def office(self) -> Office:
        """Who works here."""
        return office_of(self)

    def compose_body(self) -> Iterable[Widget]:
        """The list."""
        yield RowList(id="rows")

    @property
    def rows(self) -> RowList:
        """The records."""
        return self.query_one("#rows", RowList)

    def on_mount(self) -> None:
        """The hand is in the list."""
        self.rows.focus()
        self.reload()

    def on_screen_resume(self) -> None:
        """Something may have been checked in a place on top."""
        if self.is_ready:
            self.reload()

    def relabel(self) -> None:
        """In the new language."""
        self.reload()

    def reload(self) -> None:
        """Ask anew what there is."""
        self.work(self._load, group="load", exclusive=True)

    async def _load(self) -> None:
        office = self.office
        self._found = await office.run_search(checked.to_check, office.finder)
        if self.has_been_left:
            return
        self.rows.set_headings(
            (
                Heading("at", _("Changed"), 16),
                Heading("who", _("By"), 14, flexible=True),
                Heading("title", _("Record"), 24, flexible=True),
                Heading("entity", "", 14),
            )
        )
        self.rows.set_empty(_("Everything in your lines is checked."))
        self.rows.show(
            ListRow(
                (one.entity, one.id),
                (
                    active().moment(one.at, office.config.zone),
                    one.who,
                    one.title,
                    word_for(one.entity, one.kind),
                ),
                ("dim", "", "", "dim"),
            )
            for one in self._found
        )
        count = active().number(len(self._found))
        self.set_state(f"{count}+" if len(self._found) == checked.MOST_TO_CHECK else count, "dim")
        self.refresh_keys()

    def bar(self) -> list[tuple[str, str]]:
        """Enter opens: that is the key to print."""
        return [(key_name("enter"), pgettext("bar", "Open")), *super().bar()]

    def why_not(self, command_id: str) -> str:
        """There must be something under the hand."""
        if command_id in ("check.open", "check.mark") and (not self.is_mounted or self.rows.row is None):
            return _("Nothing is under the hand.")
        return super().why_not(command_id)

    @on(RowList.Chosen)
    def row_chosen(self) -> None:
        """Enter."""
        self.action_do("check.open")

    def _under_hand(self) -> ToCheck:
        row = self.rows.row
        return next(one for one in self._found if row is not None and (one.entity, one.id) == row.id)

    async def action_open_row(self) -> None:
        """The record."""
        from bsc_tui.screens.registry import open_record  # late: the registry knows all places

        one = self._under_hand()
        await open_record(self, one.entity, one.id)

    async def action_mark(self) -> None:
        """F6: the record is in order."""
        one, office = self._under_hand(), self.office
        ids = [row.id for row in self.rows.rows]
        following = ids[(ids.index((one.entity, one.id)) + 1) % len(ids)]
        await office.run(checked.check, office.records, one.entity, one.id)
        await self._load()
        self.rows.go_to(following)
        self.say(_("Checked: %(title)s. Undo takes it back.") % {"title": one.title})
