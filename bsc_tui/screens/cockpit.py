"""A seminar's course on one screen: its state, what is to be done next, and the way to each part of it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from textual.widget import Widget

from bsc_tui.i18n import N_, NP_, _, ngettext, pgettext
from bsc_tui.operations import cockpit, deciding
from bsc_tui.operations.cockpit import Cockpit
from bsc_tui.records.records import Records
from bsc_tui.records.rules.proposal import ReasonWanted
from bsc_tui.screens.base import Place
from bsc_tui.screens.cockpit_facts import FACTS, fact_line, step_words
from bsc_tui.screens.commands import Command
from bsc_tui.screens.parts.frame import FrameLine, Span
from bsc_tui.screens.parts.pick_list import Picked
from bsc_tui.screens.parts.pickers import term_picker
from bsc_tui.screens.parts.row_list import Heading, ListRow, RowList
from bsc_tui.screens.seminar_place import SeminarPlace

STEP_HEADINGS = (
    Heading("number", "", 2, right=True),
    Heading("step", "", 30, flexible=True),
    Heading("why", "", 30, flexible=True),
)


class SeminarCockpit(SeminarPlace):
    """State and next steps; Enter does a step or opens where it is done."""

    ENTER = "course.step"
    WRITES = frozenset({"course.confirm", "course.call_off"})
    OF_ROW = frozenset({"course.step"})
    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command("course.step", ("f2",), N_("Do this step"), "", "step", N_("Goes to where it is done.")),
        Command(
            "course.attendance",
            ("f5",),
            N_("Attendance"),
            NP_("bar", "Attendance"),
            "attendance",
            N_("Who was there, session by session; sign-in sheet."),
            bar=20,
            letter="y",
        ),
        Command(
            "course.confirm",
            ("f6",),
            N_("Go: confirm the seminar"),
            NP_("bar", "Confirm"),
            "confirm",
            N_("Confirms it as of today; below the minimum with a reason."),
            bar=30,
            letter="g",
        ),
        Command(
            "course.waiting",
            ("f7",),
            N_("Waiting list"),
            NP_("bar", "Waiting"),
            "waiting",
            N_("Who waits, who is next, who was asked and has not answered."),
            bar=40,
            letter="m",
        ),
        Command(
            "course.invoices",
            ("f8",),
            N_("Invoices"),
            NP_("bar", "Invoices"),
            "invoices",
            N_("Who is to be billed, what is billed and paid."),
            bar=50,
            letter="x",
        ),
        Command(
            "course.certificates",
            ("f9",),
            N_("Certificates and badges"),
            NP_("bar", "Certificates"),
            "certificates",
            N_("Who has earned one; their numbers; name badges."),
            bar=60,
            letter="j",
        ),
        Command(
            "course.call_off",
            ("delete",),
            N_("No-go: call it off"),
            "",
            "call_off",
            N_("Discontinues the seminar and cancels every registration and booking, with a reason."),
            letter="n",
        ),
    )

    found: Cockpit | None

    # -- what is shown ---------------------------------------------------------------------
    def what(self) -> str:
        """The last crumb."""
        return _("Course")

    def explanation(self) -> str:
        """For F1."""
        return _(
            "What is to be done next stands in the list, the most urgent first; Enter goes there. "
            "F6 confirms a tentative seminar, Del calls it off."
        )

    def compose_body(self) -> Iterable[Widget]:
        """Facts, then the steps."""
        for row in range(FACTS):
            yield FrameLine(partial(self._fact_line, row), id=f"fact-{row}")
        yield FrameLine(self._steps_title, id="steps-title")
        yield RowList(STEP_HEADINGS, header=False, id="rows")

    def nothing(self) -> str:
        """Where there are no rows."""
        return _("Nothing is to be done now.")

    def read(self, records: Records) -> Cockpit:
        """A dozen queries, whatever the number of participants."""
        return cockpit.cockpit(records, self.engagement_id)

    def show(self, found: Cockpit) -> None:
        """The steps, numbered."""
        self.rows.show(
            ListRow(code, (str(number), *step_words(code, found)), ("dim", "", "warn"))
            for number, code in enumerate(found.steps(), 1)
        )

    def _fact_line(self, row: int, width: int) -> list[Span]:
        return fact_line(row, width, self.found) if self.found is not None else []

    def _steps_title(self, width: int) -> list[Span]:
        return [(" " + _("Next steps") + " ", "title"), ("─" * width, "line")]

    def enter_word(self) -> str:
        """Enter does the step."""
        return pgettext("bar", "Do it")

    # -- steps -----------------------------------------------------------------------------
    async def action_step(self) -> None:
        """Enter."""
        code = str(self.under_hand)
        way = {
            "decide": self._decide,
            "promote": self.action_waiting,
            "name": self._name_seats,
            "plan": self.action_attendance,
            "attend": self.action_attendance,
            "invoice": self.action_invoices,
            "unpaid": self._unpaid,
            "evaluate": self._evaluate,
            "certify": self.action_certificates,
            "papers": self._papers,
            "finish": self._finish,
            "refund": self._refund,
        }[code]
        done = way()
        if done is not None:
            await done

    def _evaluate(self) -> None:
        from bsc_tui.screens.evaluation_grid import EvaluationGrid  # late: it comes with the first sheet

        self.open(EvaluationGrid(self.engagement_id, "final"))

    async def _decide(self) -> None:
        from bsc_tui.screens.parts.dialogs import Choose, Option  # late: seldom needed

        ways = (
            ("course.confirm", _("Go: confirm the seminar"), "g"),
            ("course.call_off", _("No-go: call it off"), "n"),
        )
        options = [Option(id, words, letter, refusal=self.why_not(id)) for id, words, letter in ways]
        answer = await self.answer(Choose(_("Will it take place?"), options))
        if answer == "course.confirm":
            await self.action_confirm()
        elif answer == "course.call_off":
            await self.action_call_off()

    def _name_seats(self) -> None:
        from bsc_tui.screens.bulk_grid import BulkGrid  # late: it comes with the first grid

        self.open(BulkGrid(self.engagement_id))

    def _unpaid(self) -> None:
        from bsc_tui.screens.unpaid import UnpaidList  # late: each place costs nothing until it is visited

        self.open(UnpaidList(engagement=self.engagement_id, seminar=self.seminar))

    def _papers(self) -> None:
        from bsc_tui.screens.record_documents import open_documents  # late: as above

        open_documents(self, "engagement", self.engagement_id, self.seminar)

    async def _finish(self) -> None:
        from bsc_tui.screens.parts.dialogs import Confirm  # late: seldom needed

        office = self.office
        if await self.answer(Confirm(_("Is everything of this seminar done?"))):
            await office.run(deciding.finish, office.records, self.engagement_id)
            await self.load()
            self.say(_("The seminar is finished. Undo takes it back."))

    def _refund(self) -> None:
        from bsc_tui.screens.registration_money import RegistrationMoney  # late: as above

        assert self.found is not None
        self.open(RegistrationMoney(self.found.to_refund[0]))

    # -- go or no-go -----------------------------------------------------------------------
    def why_not(self, command_id: str) -> str:
        """What is confirmed or called off already."""
        refusal = super().why_not(command_id)
        if refusal or self.found is None:
            return refusal
        if command_id in self.WRITES and self.found.is_off:
            return _("It was called off already.")
        if command_id == "course.confirm" and self.found.confirmed_on:
            return _("It is confirmed already.")
        if command_id == "course.confirm" and not self.found.is_tentative:
            return _("Only an open seminar that has not begun is tentative.")
        if command_id == "course.call_off" and self.found.ended:
            return _("It is over.")
        return ""

    async def action_confirm(self) -> None:
        """F6: go."""
        from bsc_tui.screens.parts.dialogs import AskText  # late: seldom needed

        office, reason = self.office, ""
        while True:
            try:
                await office.run(deciding.confirm, office.records, self.engagement_id, reason)
                break
            except ReasonWanted as wanted:
                asked = AskText(f"{wanted.title} {wanted.sentence}", detail=wanted.remedy, limit=300)
                reason = await self.answer(asked) or ""
                if not reason:
                    return
        await self.load()
        self.say(_("Confirmed as of today. Undo takes it back."))

    async def action_call_off(self) -> None:
        """Del: no-go."""
        from bsc_tui.screens.parts.dialogs import AskText  # late: seldom needed

        assert self.found is not None
        office, count = self.office, self.found.overview.taken
        detail = ngettext(
            "The registration of %(count)s participant is cancelled.",
            "The registrations of %(count)s participants are cancelled.",
            count,
        )
        why = await self.answer(
            AskText(_("Why does it not take place?"), detail=detail % {"count": count}, limit=200)
        )
        if not why:
            return
        picker = await term_picker(office, "cancellation_reason", _("With which reason are they cancelled?"))
        picked = await self.answer(picker)
        if not isinstance(picked, Picked):
            return
        told = await office.run(
            deciding.call_off, office.records, self.engagement_id, why, int(str(picked.row.id))
        )
        await self.load()
        words = ngettext(
            "Called off; %(count)s participant is to be told. Undo takes it back.",
            "Called off; %(count)s participants are to be told. Undo takes it back.",
            told,
        )
        self.say(words % {"count": told}, "warn")

    # -- the parts -------------------------------------------------------------------------
    def action_attendance(self) -> None:
        """F5."""
        open_attendance(self, self.engagement_id, self.seminar)

    def action_waiting(self) -> None:
        """F7."""
        from bsc_tui.screens.waiting_list import WaitingList  # late: as above

        self.open(WaitingList(self.engagement_id, self.seminar))

    def action_invoices(self) -> None:
        """F8."""
        from bsc_tui.screens.invoices import SeminarInvoices  # late: as above

        self.open(SeminarInvoices(self.engagement_id, self.seminar))

    def action_certificates(self) -> None:
        """F9."""
        from bsc_tui.screens.certificates import SeminarCertificates  # late: as above

        self.open(SeminarCertificates(self.engagement_id, self.seminar))


def open_attendance(place: Place, engagement_id: int, seminar: str) -> None:
    """The sheet of who was there."""
    from bsc_tui.screens.attendance import AttendanceSheet  # late: each place costs nothing until visited

    place.open(AttendanceSheet(engagement_id, seminar))
