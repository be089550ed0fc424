"""Registering somebody from a seminar's workspace: typed, chosen from the list, on to the form, and back."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from textual import on
from textual.events import Key

from bsc_tui.i18n import N_, NP_, _, pgettext
from bsc_tui.operations import registrations
from bsc_tui.operations.registrations import Registered
from bsc_tui.screens.commands import Command
from bsc_tui.screens.parts.filter_line import FilterLine
from bsc_tui.screens.parts.pick_list import New, Picked
from bsc_tui.screens.parts.row_list import RowList
from bsc_tui.screens.person_picker import participant_picker
from bsc_tui.screens.seminar_people import SeminarPeople


class SeminarRegistering(SeminarPeople):
    """A seminar for which people are registered."""

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
    )

    def bar(self) -> list[tuple[str, str]]:
        """In a fact with a list F4 brings that list."""
        register, brings = pgettext("bar", "Register"), pgettext("bar", "List")
        in_list = self.sheet.has_keys and self.sheet.field.choose
        return [(key, brings if in_list and word == register else word) for key, word in super().bar()]

    @property
    def add_line(self) -> FilterLine:
        """The line in which a name is typed."""
        return self.query_one("#add", FilterLine)

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
        if self.add_line.display:
            self.add_line.take_keys()
        else:
            self.action_related()

    def on_key(self, event: Key) -> None:
        """Letters typed in the list begin a name; Tab goes round."""
        if self.focused is self.rows and event.is_printable and event.character and event.character.isalpha():
            event.stop()
            if refusal := self.why_not("seminar.register"):
                self.refuse(refusal)
            else:
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
        if not isinstance(result, tuple):
            await self.load_participants()
            return
        registered, wants_next = result
        assert isinstance(registered, Registered)
        await self.load_participants(registered.id)
        name = next((row.cells[1] for row in self.rows.rows if row.id == registered.id), "")
        if registered.status == "waiting":
            words = _("No seat is free: %(name)s waits, place %(place)s.")
            self.say(words % {"name": name, "place": registered.place}, "warn")
        else:
            self.say(_("%(name)s is registered.") % {"name": name}, "good", self.seats_aside())
        self.add_line.take_keys()
        if wants_next:
            self.action_do("seminar.register")

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
