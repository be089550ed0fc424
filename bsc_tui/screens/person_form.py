"""The form of a person: the generic one, and the way to all that is kept on them."""

from __future__ import annotations

from typing import ClassVar

from bsc_tui.i18n import N_, _
from bsc_tui.screens.commands import Command
from bsc_tui.screens.entity_form import EntityForm


class PersonForm(EntityForm):
    """A person."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command(
            "person.data",
            (),
            N_("Personal data"),
            "",
            "personal_data",
            N_("All that is kept on this person on one sheet; from there it is saved or erased."),
            letter="e",
        ),
    )

    def why_not(self, command_id: str) -> str:
        """There must be somebody."""
        if command_id == "person.data" and self.record_id is None:
            return _("The record is not saved yet.")
        return super().why_not(command_id)

    def action_personal_data(self) -> None:
        """From the menu."""
        from bsc_tui.screens.personal_data import PersonalData  # late: seldom needed

        assert self.record_id is not None
        crumbs = self.crumbs()
        self.open(PersonalData((crumbs[0], crumbs[-1]), self.record_id), self._back)

    def _back(self, _left_with: object) -> None:
        """It may have been erased meanwhile."""
        if not self.is_changed:
            self.work(self.prepare, group="prepare")
