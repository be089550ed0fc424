"""The waiting list as it is worked through: who is next, who finds no room, who is to answer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from bsc_tui.i18n import N_, NP_, _, active, ngettext, pgettext
from bsc_tui.operations import registrations, waiting
from bsc_tui.operations.waiting import Asked, Queue, Queued
from bsc_tui.records.records import Records
from bsc_tui.screens.commands import Command
from bsc_tui.screens.free_seat import offer_seat, reason_out_of_turn
from bsc_tui.screens.parts.pick_list import Picked
from bsc_tui.screens.parts.pickers import term_picker
from bsc_tui.screens.parts.row_list import Heading, ListRow
from bsc_tui.screens.seminar_place import SeminarPlace


class WaitingList(SeminarPlace):
    """People and enterprises that wait, first come first; below them who has a seat and is to answer."""

    ENTER = "waiting.open"
    WRITES = frozenset(
        {"waiting.promote", "waiting.answered", "waiting.sooner", "waiting.later", "waiting.give_up"}
    )
    OF_ROW = WRITES | {"waiting.open"}
    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command(
            "waiting.open", ("f2",), N_("Open"), "", "open_row", N_("Opens the registration or booking.")
        ),
        Command(
            "waiting.promote",
            ("f6",),
            N_("Give the seat"),
            NP_("bar", "Give seat"),
            "promote",
            N_("Gives free seats to who is under the hand; out of turn a reason is asked for and kept."),
            bar=20,
            letter="g",
        ),
        Command(
            "waiting.answered",
            ("f5",),
            N_("They come"),
            NP_("bar", "They come"),
            "answered",
            N_("Who was asked has said that they come."),
            bar=30,
            letter="s",
        ),
        Command(
            "waiting.sooner",
            ("plus",),
            N_("Sooner: a higher priority"),
            NP_("bar", "Sooner"),
            "sooner",
            N_("Priority comes before the time of the request. A reason is asked for and kept."),
            bar=40,
        ),
        Command("waiting.later", ("minus",), N_("Later: a lower priority"), "", "later"),
        Command(
            "waiting.give_up",
            ("delete",),
            N_("They don't come"),
            NP_("bar", "Cancel"),
            "give_up",
            N_("Cancels the registration or booking; a seat that becomes free is offered to the next."),
            bar=50,
            letter="u",
        ),
    )

    found: Queue | None

    # -- what is shown ---------------------------------------------------------------------
    def what(self) -> str:
        """The last crumb."""
        return _("Waiting list")

    def explanation(self) -> str:
        """For F1."""
        return _(
            "The order is priority, then when they asked. F6 gives the seat to who is under the hand; a "
            "party that is too large for the free seats is skipped. Who got a seat answers until a day: "
            "F5 notes that they come, Del that they don't."
        )

    def headings(self) -> Sequence[Heading]:
        """The columns."""
        return (
            Heading("place", "#", 3, right=True),
            Heading("name", _("Name"), 20, flexible=True),
            Heading("seats", _("Seats"), 6, right=True),
            Heading("priority", pgettext("heading", "Priority"), 8, right=True),
            Heading("asked", _("Asked on"), 19),
            Heading("state", "", 14),
        )

    def nothing(self) -> str:
        """Where there are no rows."""
        return _("Nobody waits.")

    def read(self, records: Records) -> Queue:
        """The queue and who was asked."""
        return waiting.queue(records, self.engagement_id)

    def show(self, found: Queue) -> None:
        """Two groups."""
        rows = [self._queued(one) for one in found.parties]
        if found.asked:
            rows.append(
                ListRow("asked", (_("Have a seat and are to answer"),), ("title",), wide=True, still=True)
            )
            rows += [self._asked(one) for one in found.asked]
        self.rows.show(rows)
        free = found.free
        if free is None:
            self.set_state(_("no limit of seats"), "dim")
        else:
            words = ngettext("%(count)s seat is free", "%(count)s seats are free", free)
            self.set_state(words % {"count": free}, "good" if free else "dim")

    def _queued(self, one: Queued) -> ListRow:
        party = one.party
        state, tone = _("no room yet"), "dim"
        if one.is_next:
            state, tone = _("is next"), "good"
        elif one.fits:
            state, tone = "", ""
        elif party.seats == 1:
            state = ""
        return ListRow(
            (party.code, party.id),
            (
                str(one.place),
                party.name,
                str(party.seats),
                str(party.priority or ""),
                active().moment(party.asked, self.office.config.zone) if party.asked else "",
                state,
            ),
            ("dim", "", "", "key", "dim", tone),
        )

    def _asked(self, one: Asked) -> ListRow:
        late = one.until < self.office.clock.today()
        words = _("until %(day)s") % {"day": active().date(one.until)}
        return ListRow(
            (one.code, one.id),
            ("", one.name, "", "", words, _("overdue") if late else ""),
            ("", "", "", "", "trouble" if late else "key", "trouble"),
        )

    # -- what is under the hand ------------------------------------------------------------
    @property
    def queued(self) -> Queued | None:
        """Who waits."""
        found, id = self.found, self.under_hand
        parties = found.parties if found is not None else ()
        return next((one for one in parties if (one.party.code, one.party.id) == id), None)

    @property
    def asked(self) -> Asked | None:
        """Who is to answer."""
        found, id = self.found, self.under_hand
        return next((one for one in (found.asked if found else ()) if (one.code, one.id) == id), None)

    def why_not(self, command_id: str) -> str:
        """Who waits, who was asked: each has its commands."""
        refusal = super().why_not(command_id)
        if refusal or self.found is None or command_id not in self.WRITES:
            return refusal
        if command_id == "waiting.answered":
            return "" if self.asked else _("Only who was given a seat is to answer.")
        one = self.queued
        if command_id == "waiting.give_up":
            return ""
        if one is None:
            return _("Only who waits can move up.")
        if command_id == "waiting.promote" and not one.fits:
            free = self.found.free or 0
            words = ngettext(
                "%(name)s needs %(seats)s; %(count)s seat is free.",
                "%(name)s needs %(seats)s; %(count)s seats are free.",
                free,
            )
            return words % {"name": one.party.name, "seats": one.party.seats, "count": free}
        if command_id == "waiting.later" and not one.party.priority:
            return _("It has no priority.")
        return ""

    # -- commands --------------------------------------------------------------------------
    async def action_open_row(self) -> None:
        """Enter."""
        from bsc_tui.screens.registry import open_record  # late: the registry knows all places

        one, asked = self.queued, self.asked
        if one is not None:
            await open_record(self, one.party.code, one.party.id)
        elif asked is not None:
            await open_record(self, asked.code, asked.id)

    async def action_promote(self) -> None:
        """F6: in turn at once, out of turn for a reason."""
        one, found, office = self.queued, self.found, self.office
        assert one is not None and found is not None
        name = one.party.name
        first = name if one.is_next else next(other.party.name for other in found.parties if other.is_next)
        reason = await reason_out_of_turn(self, first, name)
        if reason is None:
            return
        promote = partial(
            registrations.promote,
            office.records,
            one.party.id,
            found.answer_until,
            code=one.party.code,
            reason=reason,
        )
        await office.run(promote)
        await self.load()
        words = _("%(name)s has the seat and answers until %(day)s.")
        self.say(words % {"name": name, "day": active().date(found.answer_until)}, "good")

    async def action_answered(self) -> None:
        """F5."""
        one, office = self.asked, self.office
        assert one is not None
        await office.run(waiting.answered, office.records, one.code, one.id)
        await self.load()
        self.say(_("%(name)s comes.") % {"name": one.name})

    async def action_sooner(self) -> None:
        """+"""
        await self._prefer(1)

    async def action_later(self) -> None:
        """-"""
        await self._prefer(-1)

    async def _prefer(self, by: int) -> None:
        from bsc_tui.screens.parts.dialogs import AskText  # late: seldom needed

        one, office = self.queued, self.office
        assert one is not None
        party = one.party
        question = _("Why does %(name)s move in the queue?") % {"name": party.name}
        reason = await self.answer(AskText(question, limit=300))
        if not reason:
            return
        await office.run(
            waiting.set_priority, office.records, party.code, party.id, party.priority + by, reason
        )
        await self.load()

    async def action_give_up(self) -> None:
        """Del."""
        one, asked, office = self.queued, self.asked, self.office
        code, id, name = (
            (one.party.code, one.party.id, one.party.name)
            if one is not None
            else (asked.code, asked.id, asked.name)
            if asked is not None
            else ("", 0, "")
        )
        reason = 0
        if code == "registration":
            title = _("Why does %(name)s cancel?") % {"name": name}
            picked = await self.answer(await term_picker(office, "cancellation_reason", title))
            if not isinstance(picked, Picked):
                return
            reason = int(str(picked.row.id))
        else:
            from bsc_tui.screens.parts.dialogs import Confirm  # late: seldom needed

            if not await self.answer(Confirm(_("Cancel the booking of %(name)s?") % {"name": name})):
                return
        cancelled = await office.run(waiting.give_up, office.records, code, id, reason)
        await self.load()
        self.say(_("%(name)s is cancelled.") % {"name": name}, "warn")
        if asked is not None and (got := await offer_seat(self, cancelled)):
            await self.load()
            self.say(_("%(name)s has the seat.") % {"name": got}, "good")
