"""What is done with one participant of a seminar: money received, cancelled, moved up from the queue."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import ClassVar

from bsc_tui.i18n import N_, NP_, _, active
from bsc_tui.operations import payments, registrations
from bsc_tui.operations.participants import first_in_queue
from bsc_tui.screens.commands import Command
from bsc_tui.screens.free_seat import offer_seat, reason_out_of_turn
from bsc_tui.screens.parts.pick_list import Picked
from bsc_tui.screens.parts.pickers import term_picker
from bsc_tui.screens.receiving import PAID, PART, Owing, note_paid, note_part
from bsc_tui.screens.seminar_registering import SeminarRegistering

OF_PERSON = (PAID.id, PART.id, "seminar.cancel", "seminar.promote")
"""The commands that need a participant under the hand."""


class SeminarDeeds(SeminarRegistering):
    """A seminar whose participants pay, cancel and move up."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        replace(PAID, letter=""),  # they have keys; the letters of the menu are few
        replace(PART, letter=""),
        Command(
            "seminar.cancel",
            ("delete",),
            N_("Cancel the registration"),
            NP_("bar", "Cancel"),
            "cancel_registration",
            N_("Cancels the registration under the hand, with a reason; it stays visible."),
            bar=75,
        ),
        Command(
            "seminar.promote",
            (),
            N_("Give the seat to who waits"),
            "",
            "promote",
            N_("Moves the person under the hand from the waiting list to a free seat."),
            letter="m",
        ),
    )

    def why_not_of_person(self, command_id: str) -> str:
        """Why this can't be done with the participant under the hand."""
        one = self.participant
        if one is None:
            return _("Nobody is under the hand.")
        if command_id in (PAID.id, PART.id) and one.payment not in ("unpaid", "partly"):
            return _("Nothing is due.")
        if command_id == "seminar.cancel" and one.status in ("cancelled", "transferred"):
            return _("This registration is cancelled already.")
        if command_id == "seminar.promote" and one.status != "waiting":
            return _("Only who waits can move up.")
        return ""

    async def action_paid(self) -> None:
        """F8: what is open was received today; on to the next."""
        owing, following = self._owing(), self.following()
        await note_paid(self, owing)
        await self.load_participants(following)

    async def action_part(self) -> None:
        """+: some of it was received; on to the next."""
        owing, following = self._owing(), self.following()
        if await note_part(self, owing):
            await self.load_participants(following)

    def _owing(self) -> Owing:
        one = self.participant
        assert one is not None and self.overview is not None
        return Owing(one.id, one.name, one.total - one.paid, self.overview.currency)

    async def action_cancel_registration(self) -> None:
        """Del: with a reason; who waits first is offered the seat."""
        one, office = self.participant, self.office
        assert one is not None
        title = _("Why does %(name)s cancel?") % {"name": one.name}
        picker = await term_picker(office, "cancellation_reason", title)
        answer = await self.answer(picker)
        if not isinstance(answer, Picked):
            return
        cancelled = await office.run(registrations.cancel, office.records, one.id, int(str(answer.row.id)))
        money = await office.run(payments.balance, one.id)
        await self.load_participants()
        told = _("%(name)s is cancelled.") % {"name": one.name}
        if money.state == "overpaid":
            amount = active().amount(money.paid, money.currency)
            told += " " + _("%(amount)s to give back: F11.") % {"amount": amount}
        self.say(told, "warn", self.seats_aside())
        name = await offer_seat(self, cancelled)
        if name:
            await self.load_participants()
            self.say(_("%(name)s has the seat.") % {"name": name}, "good", self.seats_aside())

    async def action_promote(self) -> None:
        """A free seat for who waits; out of turn for a reason."""
        one, office = self.participant, self.office
        assert one is not None and self.record_id is not None
        first = await office.run(first_in_queue, self.record_id)
        longest = one.name if first is None or first[0] == one.id else first[1]
        reason = await reason_out_of_turn(self, longest, one.name)
        if reason is None:
            return
        await office.run(partial(registrations.promote, office.records, one.id, reason=reason))
        await self.load_participants()
        self.say(_("%(name)s has the seat.") % {"name": one.name}, "good", self.seats_aside())
