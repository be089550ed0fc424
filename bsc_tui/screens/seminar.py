"""The seminar's workspace: facts, seats and money as they come to be, participants; registering people."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

from textual import on
from textual.containers import Horizontal, Vertical
from textual.events import Key
from textual.widget import Widget

from bsc_tui.entities.kinds import Choice
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.i18n import N_, NP_, _, active, ngettext, pgettext
from bsc_tui.operations import attachments, registrations, seminars
from bsc_tui.operations.registrations import Registered
from bsc_tui.records.access import why
from bsc_tui.records.reading import fields_of
from bsc_tui.records.records import Saved
from bsc_tui.records.rules.money import PAYMENT_STATES
from bsc_tui.screens.commands import Command
from bsc_tui.screens.engagement_form import EngagementForm
from bsc_tui.screens.exporting import EXPORT, save_report
from bsc_tui.screens.free_seat import offer_seat
from bsc_tui.screens.parts.filter_line import FilterLine
from bsc_tui.screens.parts.frame import FrameLine, Span
from bsc_tui.screens.parts.pick_list import New, Picked
from bsc_tui.screens.parts.record_sheet import RecordSheet, term_picker
from bsc_tui.screens.parts.related import PAYMENT_TONES, Related
from bsc_tui.screens.parts.row_list import Heading, ListRow, RowList
from bsc_tui.screens.person_picker import participant_picker
from bsc_tui.screens.receiving import PAID, PART, Owing, note_paid, note_part
from bsc_tui.screens.record_documents import OF_RECORD
from bsc_tui.screens.seminar_panel import PANEL_ROWS, booking_rows, panel_row

STATUS_TONES = {
    "waiting": "key",
    "interested": "dim",
    "cancelled": "dim",
    "transferred": "dim",
    "absent": "trouble",
}


class SeminarWorkspace(EngagementForm):
    """One seminar. A new one is a form until it is saved; then people can be registered."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command(
            "seminar.register",
            ("f4",),
            N_("Register somebody"),
            NP_("bar", "Register"),
            "register",
            N_("Brings the list of people; typing a name in the line above the participants does the same."),
            bar=20,
            letter="r",
        ),
        Command(
            "seminar.bulk",
            ("insert",),
            N_("Register many"),
            NP_("bar", "Many"),
            "bulk",
            N_("Opens the grid: a row a participant, for typing or pasting many in a row."),
            bar=25,
            letter="b",
        ),
        Command(
            "form.related",
            ("f3",),
            N_("Facts or participants"),
            NP_("bar", "Facts"),
            "related",
            N_("Between the facts of the seminar and its participants."),
            bar=60,
        ),
        Command(
            "seminar.view",
            ("f6",),
            N_("View the participants"),
            NP_("bar", "View"),
            "view",
            N_("Gives the participants the whole screen, and back."),
            bar=65,
            letter="v",
        ),
        PAID,
        PART,
        replace(OF_RECORD, keys=()),
        replace(EXPORT, id="seminar.export", title=N_("Save the participants"), keys=(), bar=0, letter="y"),
        Command(
            "seminar.cancel",
            ("delete",),
            N_("Cancel the registration"),
            NP_("bar", "Cancel"),
            "cancel_registration",
            N_("Cancels the registration under the hand, with a reason; it stays visible."),
            bar=75,
            letter="u",
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
        Command(
            "seminar.more",
            ("f7",),
            N_("Sessions, staff, parties, changes"),
            NP_("bar", "More"),
            "more",
            N_("Opens the seminar as a record, with all that belongs to it."),
            bar=80,
            letter="e",
        ),
    )

    def __init__(self, record_id: int | None, *, preset: dict[str, Any] | None = None) -> None:
        super().__init__(record_id, preset=preset)
        self.overview: seminars.Overview | None = None
        self._whole_list = False
        self._documents = 0

    # -- what is shown ---------------------------------------------------------------------
    def explanation(self) -> str:
        """For F1."""
        return _(
            "Type a name to register somebody: choose with Enter, save with F2. "
            "Down goes to the participants, "
            "Enter opens one. F3 goes to the facts of the seminar; everything there is saved with F2."
        )

    def compose_body(self) -> Iterable[Widget]:
        """Facts and panel, then the participants."""
        with Horizontal(id="facts"):
            yield self.sheet
            with Vertical(id="panel"):
                for row in range(PANEL_ROWS):
                    yield FrameLine(partial(self._panel_line, row), id=f"panel-{row}")
        with Vertical(id="participants"):
            yield FrameLine(self._participants_title, id="participants-title")
            yield FilterLine(_("Register"), id="add")
            yield RowList(id="rows")
        related = Related(id="related")
        related.display = False
        yield related

    @property
    def rows(self) -> RowList:
        """The participants."""
        return self.query_one("#rows", RowList)

    @property
    def add_line(self) -> FilterLine:
        """The line in which a name is typed."""
        return self.query_one("#add", FilterLine)

    def share_room(self) -> None:
        """A new seminar is all form; afterwards the participants get the larger half."""
        if not self.is_mounted:
            return
        is_new = self.record_id is None
        room = self.size.height - 4
        facts = self.query_one("#facts")
        facts.display = is_new or not self._whole_list
        facts.styles.height = room if is_new else max(PANEL_ROWS + 1, room // 3 + 2)
        self.sheet.styles.height = facts.styles.height
        self.query_one("#panel").display = not is_new
        self.query_one("#participants").display = not is_new

    async def action_export(self) -> None:
        """The participants as a file."""
        from bsc_tui.reports import lists  # late: seldom needed

        finder, record_id, kept = self.office.finder, self.record_id, self.opened and self.opened.kept
        if record_id is not None and kept:
            make = partial(lists.participants, finder, record_id)
            await save_report(self, make, kept.title)

    async def prepare(self) -> None:
        """Facts, then people."""
        await super().prepare()
        if self.record_id is not None:
            await self.load_participants()

    def take_keys(self) -> None:
        """A new seminar begins with its name, an old one with the next participant."""
        if self.record_id is None:
            self.sheet.focus()
        elif self.may("seminar.register"):
            self.add_line.take_keys()
        else:
            self.rows.focus()

    async def load_participants(self) -> None:
        """Read and show the participants, seats and money."""
        office = self.office
        assert self.record_id is not None
        overview = await office.run(seminars.overview, office.records, self.record_id)
        documents = await office.run(attachments.how_many, office.records, "engagement", self.record_id)
        if self.has_been_left:
            return
        self.overview, self._documents = overview, documents
        self._name_columns()
        status_kind = fields_of(ENTITIES["registration"])["status"].kind
        assert isinstance(status_kind, Choice)
        statuses = status_kind.options
        places = overview.places
        seated = 0
        shown = []
        for one in overview.participants:
            seated += one.seated
            status = statuses[one.status]
            if one.status == "waiting":
                status = f"{status} {places.get(one.registration, '')}".rstrip()
            gone = one.status in ("cancelled", "transferred")
            payment = pgettext(*PAYMENT_STATES[one.payment]) if one.seated else status
            tone = PAYMENT_TONES.get(one.payment, "") if one.seated else STATUS_TONES.get(one.status, "")
            quiet = "dim" if gone else ""
            shown.append(
                ListRow(
                    one.registration,
                    (
                        str(seated) if one.seated else "",
                        one.name,
                        one.position,
                        one.phone,
                        one.email,
                        active().amount(one.total, overview.currency, symbol=False) if not gone else "",
                        payment,
                        status if one.seated and one.status != "registered" else "",
                    ),
                    ("dim", quiet, quiet or "dim", quiet, quiet, quiet, tone, "dim"),
                )
            )
        shown += booking_rows(overview.bookings)
        self.rows.set_empty(_("Nobody is registered yet. Type a name above."))
        self.rows.show(shown)
        for line in self.query(FrameLine):
            line.renew()
        self.refresh_keys()

    def _name_columns(self) -> None:
        self.rows.set_headings(
            (
                Heading("number", "#", 3, right=True),
                Heading("name", _("Name"), 18, flexible=True),
                Heading("position", _("Position"), 13, flexible=True, priority=1),
                Heading("phone", _("Telephone"), 15),
                Heading("email", _("E-mail"), 22, priority=3),
                Heading("total", _("To pay"), 8, right=True),
                Heading("payment", _("Paid"), 10),
                Heading("status", _("Status"), 14, priority=2),
            )
        )

    def _panel_line(self, row: int, width: int) -> list[Span]:
        if self.overview is None or self.opened is None:
            return []
        return panel_row(row, width, self.overview, self.sheet.raw or self.opened.values)

    def _participants_title(self, width: int) -> list[Span]:
        overview = self.overview
        if overview is None:
            return []
        title = _("Participants") + f" {overview.taken}"
        aside = ""
        if overview.seats_waited_for:
            count = overview.seats_waited_for
            aside = "  " + ngettext("%(count)s waits", "%(count)s wait", count) % {"count": count}
        spans = [(f" {title}", "title"), (aside, "warn")]
        if self._documents:
            words = ngettext("%(count)s document", "%(count)s documents", self._documents)
            spans.append(("  " + words % {"count": self._documents}, "dim"))
        return [*spans, (" " + "─" * width, "line")]

    @on(RecordSheet.ValueChanged)
    def money_changed(self) -> None:
        """Money follows the price as it is typed."""
        for line in self.query(FrameLine):
            line.renew()

    # -- drafts ----------------------------------------------------------------------------
    def draft_extra(self) -> dict[str, Any]:
        """What opens the workspace again."""
        return {"entity": "engagement", "id": self.record_id, "preset": self.preset, "workspace": True}

    async def after_save(self, result: Saved) -> None:
        """After the first save people can be registered."""
        was_new = self.opened is None or self.opened.kept is None
        self.record_id = result.id
        where = self.sheet.current
        await self.prepare()
        self.refresh_path()
        if was_new:
            self.take_keys()
        elif self.sheet.has_keys:
            self.sheet.focus_field(where)
        self.refresh_keys()

    # -- registering -----------------------------------------------------------------------
    @on(FilterLine.Enter)
    async def enter_in_line(self) -> None:
        """Enter brings the list of everybody."""
        self.action_do("seminar.register")

    @on(FilterLine.Down)
    def into_rows(self) -> None:
        """Down from the line."""
        self.rows.focus()

    @on(RowList.Passed, "#rows")
    def out_of_rows(self) -> None:
        """Up from the first participant."""
        self.add_line.take_keys()

    def on_key(self, event: Key) -> None:
        """Letters typed in the list begin a name; Tab goes round."""
        if self.focused is self.rows and event.is_printable and event.character and event.character.isalpha():
            event.stop()
            self.add_line.type(event.character)
            return
        super().on_key(event)

    def on_input_changed(self, event: Any) -> None:
        """The first letter of a name brings the list."""
        if not self.is_ready or not self.add_line.text or not self.is_current:
            return
        if self.may("seminar.register"):
            self.action_do("seminar.register")
        else:
            self.add_line.type("")
            self.refuse(self.why_not("seminar.register"))

    async def action_register(self) -> None:
        """Picker, then the registration form."""
        assert self.record_id is not None
        office = self.office
        text = self.add_line.text
        picker = participant_picker(office.finder, self.record_id, text, may_add=office.actor.has("contacts"))
        answer = await self.answer(picker)
        self.add_line.type("")
        if isinstance(answer, Picked):
            await self._open_registration(int(str(answer.row.id)), "")
        elif isinstance(answer, New):
            await self._open_registration(None, answer.text)

    def action_bulk(self) -> None:
        """Ins: the grid."""
        from bsc_tui.screens.bulk_grid import BulkGrid  # late: it comes with the first grid

        assert self.record_id is not None
        self.open(BulkGrid(self.record_id))

    async def _open_registration(self, person_id: int | None, typed: str) -> None:
        from bsc_tui.screens.registration import (
            RegistrationForm,  # late: it comes with the first registration
        )

        assert self.record_id is not None
        office, known = self.office, None
        if person_id is not None:
            known = await office.run(registrations.registration_of, self.record_id, person_id)
        form = RegistrationForm(self.record_id, registration_id=known, person_id=person_id, typed=typed)
        self.open(form, self._registered)
        if known:
            form.say(_("Already registered for this seminar: this is the registration."), "warn")

    def _registered(self, result: Any) -> None:
        self.work(partial(self._after_registration, result), group="commands", holds=True)

    async def _after_registration(self, result: Any) -> None:
        await self.load_participants()
        if not isinstance(result, tuple):
            return
        registered, wants_next = result
        assert isinstance(registered, Registered)
        self.rows.go_to(registered.id)
        name = next((row.cells[1] for row in self.rows.rows if row.id == registered.id), "")
        if registered.status == "waiting":
            words = _("No seat is free: %(name)s waits, place %(place)s.")
            self.say(words % {"name": name, "place": registered.place}, "warn")
        else:
            self.say(_("%(name)s is registered.") % {"name": name}, "good", self._seats_aside())
        self.add_line.take_keys()
        if wants_next:
            self.action_do("seminar.register")

    def _seats_aside(self) -> str:
        overview = self.overview
        if overview is None or overview.maximum is None:
            return ""
        return _("%(taken)s of %(most)s seats") % {"taken": overview.taken, "most": overview.maximum}

    # -- the participant under the hand ----------------------------------------------------
    @property
    def participant(self) -> seminars.Participant | None:
        """The participant under the hand."""
        row = self.rows.row if self.is_mounted else None
        if row is None or self.overview is None:
            return None
        return next((one for one in self.overview.participants if one.registration == row.id), None)

    @on(RowList.Chosen, "#rows")
    def row_chosen(self, event: RowList.Chosen) -> None:
        """Enter opens the registration."""
        from bsc_tui.screens.registration import RegistrationForm  # late: as above

        event.stop()
        assert self.record_id is not None
        if str(event.row.id).startswith("booking:"):
            self.action_do("seminar.bulk")  # the grid is where seats get their names
            return
        self.open(RegistrationForm(self.record_id, registration_id=int(str(event.row.id))), self._registered)

    @on(RowList.Highlighted, "#rows")
    def row_highlighted(self) -> None:
        """Which commands work depends on the participant."""
        self.refresh_keys()

    async def action_paid(self) -> None:
        """F8: what is open was received today; on to the next."""
        owing, following = self._owing(), self._following()
        await note_paid(self, owing)
        await self.load_participants()
        self.rows.go_to(following)

    async def action_part(self) -> None:
        """F12: some of it was received; on to the next."""
        owing, following = self._owing(), self._following()
        if await note_part(self, owing):
            await self.load_participants()
            self.rows.go_to(following)

    def _owing(self) -> Owing:
        one = self.participant
        assert one is not None and self.overview is not None
        return Owing(one.registration, one.name, one.total - one.paid, self.overview.currency)

    def _following(self) -> Hashable:
        ids = [row.id for row in self.rows.rows]
        at = ids.index(self.rows.row.id) if self.rows.row is not None else 0
        return ids[min(at + 1, len(ids) - 1)]

    async def action_cancel_registration(self) -> None:
        """Del: with a reason; who waits first is offered the seat."""
        one, office = self.participant, self.office
        assert one is not None
        title = _("Why does %(name)s cancel?") % {"name": one.name}
        picker = await term_picker(office, "cancellation_reason", title)
        answer = await self.answer(picker)
        if not isinstance(answer, Picked):
            return
        cancelled = await office.run(
            registrations.cancel, office.records, one.registration, int(str(answer.row.id))
        )
        await self.load_participants()
        self.say(_("%(name)s is cancelled.") % {"name": one.name}, "warn", self._seats_aside())
        name = await offer_seat(self, cancelled)
        if name:
            await self.load_participants()
            self.say(_("%(name)s has the seat.") % {"name": name}, "good", self._seats_aside())

    async def action_promote(self) -> None:
        """A free seat for who waits; out of turn only after a question."""
        from bsc_tui.screens.parts.dialogs import Confirm  # late: seldom needed

        one = self.participant
        assert one is not None and self.overview is not None
        first = self.overview.waiting[0]
        if first.registration != one.registration:
            question = _("%(first)s waits longer. Give the seat to %(name)s all the same?")
            if not await self.answer(Confirm(question % {"first": first.name, "name": one.name})):
                return
        await self._promote(one.registration, one.name)

    async def _promote(self, registration_id: int, name: str) -> None:
        office = self.office
        await office.run(registrations.promote, office.records, registration_id)
        await self.load_participants()
        self.say(_("%(name)s has the seat.") % {"name": name}, "good", self._seats_aside())

    # -- other commands --------------------------------------------------------------------
    def why_not(self, command_id: str) -> str:
        """What needs a saved seminar, the right to its line, or a participant under the hand."""
        opened = self.opened
        right = f"line:{opened.line}" if opened is not None else ""
        may_write = bool(right) and self.office.actor.has(right)
        of_seminar = ("seminar.register", "seminar.bulk", "seminar.view", "seminar.more", "seminar.export")
        of_person = (PAID.id, PART.id, "seminar.cancel", "seminar.promote")
        if command_id in (*of_seminar, *of_person, "form.related") and self.record_id is None:
            return _("The seminar is not saved yet.")
        if command_id in ("seminar.register", "seminar.bulk", *of_person) and not may_write:
            return why(right) if right else _("One moment.")
        if command_id in of_person:
            return self._why_not_of_person(command_id)
        if command_id in ("form.new_line", "form.next", "form.list"):
            return _("There is no next record here.") if self.record_id else super().why_not(command_id)
        return super().why_not(command_id)

    def _why_not_of_person(self, command_id: str) -> str:
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

    def action_related(self) -> None:
        """F3: facts or participants."""
        if self.sheet.has_keys:
            self.take_keys()
        else:
            if self._whole_list:
                self.action_view()
            self.sheet.focus()

    def action_view(self) -> None:
        """F6: the participants alone."""
        self._whole_list = not self._whole_list
        self.share_room()
        self.rows.focus()

    def action_more(self) -> None:
        """F7: the seminar as a record."""
        self.open(EngagementForm(self.record_id))

    def on_screen_resume(self) -> None:
        """A registration may have been changed in the place on top."""
        if self.is_loaded and self.record_id is not None:
            self.work(self.load_participants, group="participants", exclusive=True)

    def relabel(self) -> None:
        """In the new language."""
        if self.is_loaded:
            self.sheet.relabel()
            self.add_line.relabel(_("Register"))
        self.on_screen_resume()
