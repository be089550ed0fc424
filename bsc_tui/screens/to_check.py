"""What others changed lately in the lines one is responsible for, to be looked at and marked as checked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from bsc_tui.entities.registry import word_for
from bsc_tui.i18n import N_, NP_, _, active, pgettext
from bsc_tui.operations import checked
from bsc_tui.operations.checked import ToCheck
from bsc_tui.records.records import Records
from bsc_tui.screens.commands import Command
from bsc_tui.screens.parts.row_list import Heading, ListRow
from bsc_tui.screens.whole_list import WholeList


class ToCheckList(WholeList[ToCheck]):
    """Records that somebody else changed last, the latest first."""

    ENTER = "check.open"
    OF_ROW = frozenset({"check.open", "check.mark"})
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

    def crumbs(self) -> tuple[str, ...]:
        """Tab and list."""
        return (pgettext("tab", "Home"), _("To check"))

    def explanation(self) -> str:
        """For F1."""
        return _(
            "What others entered or changed lately in your service lines. Enter opens it, F6 marks it as "
            "checked. The mark falls when somebody changes the record, its payments or its sessions."
        )

    def headings(self) -> Sequence[Heading]:
        """The columns."""
        return (
            Heading("at", _("Changed"), 16),
            Heading("who", _("By"), 14, flexible=True),
            Heading("title", _("Record"), 24, flexible=True),
            Heading("entity", "", 14),
        )

    def nothing(self) -> str:
        """Where there are no rows."""
        return _("Everything in your lines is checked.")

    def read(self, records: Records) -> list[ToCheck]:
        """Of all entities that are checked."""
        return checked.to_check(records)

    def show(self, found: list[ToCheck]) -> None:
        """And how many there are."""
        super().show(found)
        count = active().number(len(found))
        self.set_state(f"{count}+" if len(found) == checked.MOST_TO_CHECK else count, "dim")

    def row_for(self, one: ToCheck) -> ListRow:
        """When, by whom, what."""
        at = active().moment(one.at, self.office.config.zone)
        cells = (at, one.who, one.title, word_for(one.entity, one.kind))
        return ListRow((one.entity, one.id), cells, ("dim", "", "", "dim"))

    async def action_open_row(self) -> None:
        """The record."""
        from bsc_tui.screens.registry import open_record  # late: the registry knows all places

        one = self.one
        assert one is not None
        await open_record(self, one.entity, one.id)

    async def action_mark(self) -> None:
        """F6: the record is in order."""
        one, following, office = self.one, self.following, self.office
        assert one is not None
        await office.run(checked.check, office.records, one.entity, one.id)
        await self.load()
        self.rows.go_to(following)
        self.say(_("Checked: %(title)s. Undo takes it back.") % {"title": one.title})
