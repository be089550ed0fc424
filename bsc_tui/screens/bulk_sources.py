"""Rows that come many at once: pasted from a spreadsheet, taken over from another seminar or an enterprise.

Also the one payment order over the rows that are marked. Who pasted rows are: operations/pasted_people.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from functools import partial

from textual import on

from bsc_tui.errors import Invalid
from bsc_tui.i18n import _, active, ngettext
from bsc_tui.operations import bookings, bulk, pasted, payments
from bsc_tui.operations.bookings import OpenBooking
from bsc_tui.operations.pasted_people import Match, Matcher
from bsc_tui.screens.bulk_columns import PERSON
from bsc_tui.screens.bulk_entries import Entry
from bsc_tui.screens.bulk_people import BulkPeople
from bsc_tui.screens.free_seat import offer_seat
from bsc_tui.screens.parts.grid import Grid
from bsc_tui.screens.parts.pick_list import Picked
from bsc_tui.screens.parts.row_list import Heading, ListRow

AT_ONCE = 20
"""Pasted rows that are looked up between two looks at the keyboard."""

MOST_SEATS = 1_000

SHORT = 200
"""Rows up to which a paste holds the keys: what is typed behind it waits for its question."""


class BulkSources(BulkPeople):
    """Rows from elsewhere."""

    _is_pasting = False

    # -- pasting ---------------------------------------------------------------------------
    @on(Grid.Pasted)
    def pasted(self, event: Grid.Pasted) -> None:
        """Rows of a spreadsheet."""
        if self.locked:
            self.refuse(self.why_not("grid.save"))
        elif not self._is_pasting:
            short = event.text.count("\n") + event.text.count("\r") <= SHORT
            self._is_pasting = True
            self.work(lambda: self._paste(event.text), group="paste", holds=short)

    async def _paste(self, text: str) -> None:
        try:
            found = await self._matches(text)
            if found is not None:
                await self._take_matches(*found)
        finally:
            self._is_pasting = False
            self.set_state("")

    async def _matches(self, text: str) -> tuple[list[Match], tuple[str, ...]] | None:
        """Who the rows are, and headings that mean nothing; None when the person stopped it."""
        office = self.office
        assert self.opened is not None
        positions = await office.run_search(office.finder.reader.terms, "position")
        table = await office.run_search(pasted.read, text, [term.label for term in positions])
        matcher = await office.run_search(Matcher, office.finder, self.opened.currency)
        found: list[Match] = []
        for start in range(0, len(table.lines), AT_ONCE):
            if not self._is_pasting or self.has_been_left:
                self.say(_("Nothing was taken of what was pasted."), "warn")
                return None
            if start:
                words = _("row %(done)s of %(total)s, Esc stops")
                self.set_state(words % {"done": start, "total": len(table.lines)}, "dim")
            found += await office.run_search(matcher.match, table.lines[start : start + AT_ONCE])
        self.set_state("")
        return found, table.unknown

    async def _take_matches(self, matches: Sequence[Match], unknown: Sequence[str]) -> None:
        from bsc_tui.screens.parts.dialogs import Choose, Option  # late: seldom needed

        inside = {one.person_id for one in self.entries if one.person_id is not None}
        free, seen = [], set(inside)
        for match in matches:
            if match.person is None or match.person not in seen:
                free.append(match)
                seen.add(match.person or 0)
        known = sum(1 for match in free if match.person)
        new = sum(1 for match in free if match.is_new)
        asked, already = len(free) - known - new, len(matches) - len(free)
        unread = sum(1 for match in free if match.texts or match.wrong)
        parts = [
            words % {"count": count}
            for count, words in (
                (known, ngettext("%(count)s known", "%(count)s known", known)),
                (new, ngettext("%(count)s new", "%(count)s new", new)),
                (asked, ngettext("%(count)s to decide", "%(count)s to decide", asked)),
                (already, ngettext("%(count)s in already", "%(count)s in already", already)),
                (unread, ngettext("%(count)s with a mistake", "%(count)s with mistakes", unread)),
            )
            if count
        ]
        title = ngettext("%(count)s row was pasted", "%(count)s rows were pasted", len(matches))
        title = f"{title % {'count': len(matches)}}: {', '.join(parts)}."
        if unknown:
            headings = ", ".join(f"“{one[:20]}”" for one in unknown[:6])
            title += " " + _("Left out: %(headings)s.") % {"headings": headings}
        options = [
            Option("save", _("Save the known and the new at once")),
            Option("open", _("Put all in as open rows, F2 saves them")),
        ]
        answer = await self.answer(Choose(title, options))
        if answer is None:
            self.say(_("Nothing was taken of what was pasted."), "warn")
            return
        made, noted = await self._entries_of(free)
        self._put_in(made)
        if answer == "save":
            self.save_rows([one for one in made if one.knows_who and not one.texts and not one.problems])
        doubtful = [one for one in made if one.doubt is not None or one.problems]
        if doubtful:
            first = doubtful[0]
            self.go_to(first.key, PERSON if first.doubt is not None else next(iter(first.problems)))
            self.tell_of_row()
        elif noted:
            words = ngettext(
                "%(count)s card says something else; what was pasted is in the notes.",
                "%(count)s cards say something else; what was pasted is in the notes.",
                noted,
            )
            self.say(words % {"count": noted}, "warn")

    async def _entries_of(self, matches: Sequence[Match]) -> tuple[list[Entry], int]:
        """The rows, and of how many the card says something else."""
        office, made, noted = self.office, [], 0
        plain = await office.run(bulk.filled, office.records, self.engagement_id, None)
        for start in range(0, len(matches), AT_ONCE):
            chunk = matches[start : start + AT_ONCE]
            ids = [match.person for match in chunk if match.person is not None]
            people = await office.run(bulk.people_for, office.records, self.engagement_id, ids)
            for match in chunk:
                values = dict(match.values)
                price = str(values.pop("price_text", ""))
                labels = await office.run(bulk.labels_of, office.records, values) if values else {}
                entry = Entry(name=match.line.name, given=values, given_card=match.card)
                entry.given_labels = {name: text for name, text in labels.items() if text}
                entry.given_own = {
                    code.removeprefix("person:"): text
                    for code, text in match.line.own
                    if code.startswith("person:")
                }
                if match.person is not None:
                    noted += bool(self.take_known(entry, match.person, people[match.person]))
                elif match.is_new:
                    entry.take_new(match.card, self.with_usual(plain), self.with_labels({}))
                else:
                    entry.doubt = match.candidates
                if price:
                    entry.read("price", price, self.reading)
                for code, (text, sentence) in match.texts.items():
                    entry.read(code, text, self.reading)
                    entry.problems[code] = sentence
                if match.wrong:
                    entry.problems[PERSON] = _("%(mistakes)s It goes to the notes.") % {
                        "mistakes": match.wrong
                    }
                made.append(entry)
        return made, noted

    def _put_in(self, made: Sequence[Entry]) -> None:
        """Rows go before the empty one at the end."""
        at = len(self.entries) - 1 if self.entries and self.entries[-1].is_blank else len(self.entries)
        self.entries[at:at] = made
        self.show_rows()
        self.go_to(self.entries[-1].key, PERSON)
        self.keep_draft()

    async def action_back(self) -> None:
        """Esc stops a long paste first."""
        if self._is_pasting:
            self._is_pasting = False
            return
        await super().action_back()

    # -- taking over -----------------------------------------------------------------------
    async def action_take_over(self) -> None:
        """Participants of another seminar, as open rows."""
        from bsc_tui.screens.parts.pickers import record_picker  # late: seldom needed

        office = self.office
        answer = await self.answer(
            record_picker(office.finder, "engagement", _("From which seminar?"), may_add=False)
        )
        if isinstance(answer, Picked):
            people = await office.run(bulk.people_of_seminar, office.records, int(str(answer.row.id)))
            await self._take_over(people, _("Participants of %(title)s") % {"title": answer.row.cells[0]})

    async def action_enterprise(self) -> None:
        """Everyone of an enterprise, as open rows."""
        from bsc_tui.screens.parts.pickers import record_picker  # late: seldom needed

        office = self.office
        answer = await self.answer(
            record_picker(office.finder, "enterprise", _("Whose people?"), may_add=False)
        )
        if isinstance(answer, Picked):
            people = await office.run(bulk.people_of_enterprise, office.records, int(str(answer.row.id)))
            await self._take_over(people, _("People of %(name)s") % {"name": answer.row.cells[0]})

    async def _take_over(self, people: Sequence[bulk.Candidate], title: str) -> None:
        from bsc_tui.screens.parts.mark_list import MarkList  # late: seldom needed

        inside = {one.person_id for one in self.entries}
        headings = (Heading("name", "", 24, flexible=True), Heading("aside", "", 24), Heading("in", "", 9))
        rows = [
            ListRow(
                one.person,
                (one.name, one.aside, _("is in") if one.person in inside else ""),
                ("dim", "dim", "key") if one.person in inside else ("", "dim", "key"),
                still=one.person in inside,
            )
            for one in people
        ]
        wanted = await self.answer(MarkList(title, headings, rows, empty=_("Nobody is known there.")))
        if not wanted:
            return
        office, made = self.office, []
        known = await office.run(bulk.people_for, office.records, self.engagement_id, wanted)
        for person_id, one in known.items():
            entry = Entry()
            entry.take_person(
                person_id, one.name, self.with_usual(one.values), self.with_labels(one.labels), one.card
            )
            made.append(entry)
        self._put_in(made)
        count = ngettext("%(count)s row is open; F2 saves.", "%(count)s rows are open; F2 saves.", len(made))
        self.say(count % {"count": len(made)}, "good")

    # -- seats without names ---------------------------------------------------------------
    async def action_book(self) -> None:
        """Seats for an enterprise that says later who comes."""
        from bsc_tui.screens.parts.dialogs import AskText  # late: seldom needed
        from bsc_tui.screens.parts.pickers import record_picker  # late: as above

        office = self.office
        answer = await self.answer(
            record_picker(office.finder, "enterprise", _("Seats for which enterprise?"), may_add=False)
        )
        if not isinstance(answer, Picked):
            return
        name = answer.row.cells[0]
        typed = await self.answer(AskText(_("How many seats for %(name)s?") % {"name": name}, limit=4))
        if typed is None:
            return
        if not typed.isdecimal() or not 0 < int(typed) <= MOST_SEATS:
            words = _("A number from %(least)s to %(most)s is needed here.")
            self.say(words % {"least": 1, "most": MOST_SEATS}, "trouble")
            return
        seats = int(typed)
        done = await office.run(
            bookings.book, office.records, self.engagement_id, int(str(answer.row.id)), seats
        )
        await self.load()
        self.go_to(f"booking:{done.id}")
        if done.place:
            words = _("%(count)s seats are not free together: %(name)s waits, place %(place)s.")
            self.say(words % {"count": seats, "name": name, "place": done.place}, "warn")
        else:
            words = ngettext(
                "%(count)s seat is booked for %(name)s.", "%(count)s seats are booked for %(name)s.", seats
            )
            self.say(words % {"count": seats, "name": name})

    async def cancel_booking(self, booking: OpenBooking) -> None:
        """Give back seats without a name; who waits is offered them."""
        from bsc_tui.screens.parts.dialogs import Confirm  # late: seldom needed

        office = self.office
        detail = _("Those of its people who are named stay in the seminar.")
        question = _("Cancel the booking of %(name)s?") % {"name": booking.name}
        if not await self.answer(Confirm(question, detail)):
            return
        cancelled = await office.run(bookings.cancel, office.records, booking.id)
        await self.load()
        self.say(_("The booking of %(name)s is cancelled.") % {"name": booking.name}, "warn")
        name = await offer_seat(self, cancelled)
        if name:
            await self.load()
            self.say(_("%(name)s has the seat.") % {"name": name}, "good")

    # -- one payment for many --------------------------------------------------------------
    async def action_payment(self) -> None:
        """F8: a payment order over the marked rows."""
        from bsc_tui.screens.payment_order import payment_order  # late: seldom needed

        assert self.opened is not None
        await self.saves_done()
        marked = [one for one in self.entries if one.key in self.grid.marks and one.kept is not None]
        ids = [one.kept.id for one in marked if one.kept]
        office, currency = self.office, self.opened.currency
        owed = await office.run(payments.balances, ids)
        due = sum(one.open for one in owed.values())
        if not due:
            self.say(_("The marked rows owe nothing."), "warn")
            return
        types = await office.run_search(office.finder.reader.terms, "payment_type", offered=True)
        ask = partial(payment_order, len(ids), due, currency, office.clock.today(), types)
        receive = partial(payments.receive_over, office.records, ids, token=uuid.uuid4().hex)
        order = ask()
        while (wanted := await self.answer(order)) is not None:
            try:
                done = await office.run(partial(receive, **wanted))
            except Invalid as invalid:
                order = ask(before=wanted, problem=str(invalid))
                continue
            self.grid.marks.clear()
            await self.reload()
            words = ngettext(
                "%(amount)s noted over %(count)s registration. Undo takes it back.",
                "%(amount)s noted over %(count)s registrations. Undo takes it back.",
                len(done.parts),
            )
            amount = active().amount(wanted["amount"], currency)
            self.say(words % {"amount": amount, "count": len(done.parts)})
            return

    async def reload(self) -> None:
        """Read anew who is in and what is paid."""
        for entry in self.entries:
            if entry.kept is not None and not entry.is_open:
                entry.values = dict(entry.kept.values)
        await self.load()
