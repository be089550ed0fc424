"""A member of the staff as a record, and what participants say of the seminars that they taught."""

from __future__ import annotations

from typing import Any, ClassVar

from bsc_tui.i18n import N_, _
from bsc_tui.reports.criteria import Criteria
from bsc_tui.screens.commands import Command
from bsc_tui.screens.entity_form import EntityForm


class StaffForm(EntityForm):
    """The generic form, and the way to the results of evaluations."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command(
            "results.teacher",
            (),
            N_("Results of evaluations"),
            "",
            "results",
            N_("What participants answered in the seminars that this person taught."),
            letter="v",
        ),
    )

    def __init__(self, record_id: int | None, *, preset: dict[str, Any] | None = None) -> None:
        super().__init__("staff", record_id, preset=preset)

    def why_not(self, command_id: str) -> str:
        """Results are of somebody who is known."""
        if command_id == "results.teacher" and self.record_id is None:
            return _("The record is not saved yet.")
        return super().why_not(command_id)

    def action_results(self) -> None:
        """From the menu."""
        from bsc_tui.screens.evaluation_results import EvaluationResults  # late: seldom needed

        self.open(EvaluationResults(Criteria(teacher=self.record_id), path=self.crumbs()))
