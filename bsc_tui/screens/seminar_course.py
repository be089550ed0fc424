"""The ways from a seminar's workspace to its course: the cockpit, who was there, what they thought of it."""

from __future__ import annotations

from typing import ClassVar

from bsc_tui.i18n import N_, NP_, _
from bsc_tui.records.access import why
from bsc_tui.screens.commands import Command
from bsc_tui.screens.seminar_deeds import SeminarDeeds
from bsc_tui.screens.transferring import TRANSFER, transfer


class SeminarCourse(SeminarDeeds):
    """What the workspace of a seminar offers besides its form. The seminar must be saved for it."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command(
            "seminar.course",
            ("f11",),
            N_("Course of the seminar"),
            NP_("bar", "Course"),
            "course",
            N_("Its state on one screen: next steps, go or no-go, waiting list, invoices, certificates."),
            bar=30,
            letter="e",
        ),
        Command(
            "seminar.attendance",
            (),
            N_("Attendance"),
            "",
            "attendance",
            N_("Who was there, session by session; sign-in sheet."),
            letter="y",
        ),
        Command(
            "seminar.sheets",
            (),
            N_("Evaluation sheets"),
            "",
            "sheets",
            N_("Opens the grid of the sheets that came back: final ones once the seminar has begun."),
            letter="i",
        ),
        Command(
            "seminar.money",
            (),
            N_("Money of the participant"),
            "",
            "money",
            N_("How the total comes to be, who carries it, refund, waiver."),
            letter="u",
        ),
        TRANSFER,
    )

    def why_not(self, command_id: str) -> str:
        """Nothing has its course yet; who goes elsewhere is under the hand."""
        if command_id in ("seminar.money", TRANSFER.id):
            if self.participant is None:
                return _("Nobody is under the hand.")
            right = f"line:{self.opened.line}" if self.opened is not None else ""
            return "" if command_id == "seminar.money" or self.office.actor.has(right) else why(right)
        if command_id in ("seminar.course", "seminar.attendance", "seminar.sheets"):
            return _("The seminar is not saved yet.") if self.record_id is None else ""
        return super().why_not(command_id)

    def action_money(self) -> None:
        """The money of the participant under the hand."""
        from bsc_tui.screens.registration_money import RegistrationMoney  # late: as below

        assert self.participant is not None
        self.open(RegistrationMoney(self.participant.id))

    async def action_transfer(self) -> None:
        """The participant under the hand goes to another seminar."""
        one = self.participant
        assert one is not None
        if await transfer(self, one.id, one.name):
            await self.load_participants()

    def action_course(self) -> None:
        """F11."""
        from bsc_tui.screens.cockpit import SeminarCockpit  # late: each place costs nothing until visited

        assert self.record_id is not None
        self.open(SeminarCockpit(self.record_id, self._seminar_title()))

    def action_attendance(self) -> None:
        """The sheet of who was there."""
        from bsc_tui.screens.cockpit import open_attendance  # late: as above

        assert self.record_id is not None
        open_attendance(self, self.record_id, self._seminar_title())

    def action_sheets(self) -> None:
        """F10 I: the sheets of the end once it has begun, until then those from before."""
        from bsc_tui.screens.evaluation_grid import EvaluationGrid  # late: it comes with the first sheet

        assert self.record_id is not None and self.opened is not None
        starts = str(self.opened.values["starts"])
        begun = starts <= self.office.clock.today().isoformat()[: len(starts)]
        self.open(EvaluationGrid(self.record_id, "final" if begun else "advance"))

    def _seminar_title(self) -> str:
        opened = self.opened
        return opened.kept.title if opened is not None and opened.kept is not None else ""
