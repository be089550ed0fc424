"""The registration form: a person and their registration for a seminar, one form and one save."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from textual import on
from textual.widget import Widget

from bsc_tui.entities.registry import ENTITIES
from bsc_tui.i18n import N_, NP_, _, active, ngettext, pgettext
from bsc_tui.records.access import why
from bsc_tui.records.reading import EntityField, fields_of
from bsc_tui.records.rules.money import priced
from bsc_tui.screens.check_mark import check_command, check_told, turn_check
from bsc_tui.screens.commands import Command
from bsc_tui.screens.letter_command import WRITE, why_no_letters, write_letters
from bsc_tui.screens.parts.frame import FrameLine, Span, width_of
from bsc_tui.screens.parts.record_sheet import RecordSheet, Shown
from bsc_tui.screens.parts.safe import fitted
from bsc_tui.screens.record_documents import OF_RECORD, open_documents, why_no_documents
from bsc_tui.screens.registration_fields import (
    COMPUTED,
    LABELS,
    PAYMENT,
    PERSON,
    PRICE,
    RECEIVED_ON,
    Opened,
    read_registration,
    sections,
)
from bsc_tui.screens.registration_saving import RegistrationSaving


class RegistrationForm(RegistrationSaving):
    """One registration. A new one returns (Registered, whether the next one is wanted)."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command(
            "registration.paid",
            ("f8",),
            N_("Paid in full"),
            NP_("bar", "Paid"),
            "paid",
            N_("Fills in that what is open was received today."),
            bar=45,
        ),
        Command(
            "registration.card",
            ("f7",),
            N_("The person's card"),
            NP_("bar", "Card"),
            "card",
            N_("Opens the whole card of the person."),
            bar=70,
        ),
        check_command("registration.check"),
        OF_RECORD,
        WRITE,
    )

    def __init__(
        self,
        engagement_id: int,
        *,
        registration_id: int | None = None,
        person_id: int | None = None,
        typed: str = "",
    ) -> None:
        super().__init__(engagement_id, registration_id=registration_id, person_id=person_id)
        self._typed = typed
        self._first = ""

    # -- what is shown ---------------------------------------------------------------------
    def crumbs(self) -> tuple[str, ...]:
        """Seminar and person."""
        if self.opened is None:
            return (pgettext("tab", "Services"),)
        raw = self.sheet.raw
        name = f"{raw.get(PERSON + 'last_name') or ''} {raw.get(PERSON + 'first_name') or ''}".strip()
        return (pgettext("tab", "Services"), self.opened.seminar, name or _("new person"))

    def about(self) -> tuple[str, int | None, str]:
        """The registration or the person's card, and the field under the hand."""
        code = self.sheet.current
        if code.startswith(PERSON):
            return "person", self.person_id, code.removeprefix(PERSON)
        return "registration", self.registration_id, "" if code.startswith(PAYMENT) else code

    def explanation(self) -> str:
        """For F1."""
        return _(
            "Everything known is filled in; F2 saves person and registration at once with the usual price. "
            "F8 notes that it was paid in full today. Where no seat is free, the person waits."
        )

    def compose_body(self) -> Iterable[Widget]:
        """The seminar's line, the sheet, what is known of the person."""
        yield FrameLine(self._seminar_line, id="seminar-line")
        yield self.sheet
        yield FrameLine(self._past_line, id="past-line")

    def _seminar_line(self, width: int) -> list[Span]:
        opened = self.opened
        if opened is None:
            return []
        seats = (
            _("%(taken)s of %(most)s seats") % {"taken": opened.taken, "most": opened.maximum}
            if opened.maximum is not None
            else ngettext("%(count)s participant", "%(count)s participants", opened.taken)
            % {"count": opened.taken}
        )
        if opened.waiting:
            seats += " · " + ngettext("%(count)s waits", "%(count)s wait", opened.waiting) % {
                "count": opened.waiting
            }
        full = opened.maximum is not None and opened.taken >= opened.maximum
        beside: list[Span] = [
            (f"   {opened.when}   ", "dim"),
            (seats, "warn" if full or opened.waiting else "dim"),
        ]
        return [(" " + fitted(opened.seminar, width - width_of(beside) - 2), "accent"), *beside]

    def _past_line(self, width: int) -> list[Span]:
        opened = self.opened
        if opened is None:
            return []
        spans: list[Span] = [(" ", "")]
        if opened.owed:
            spans.append((opened.owed + "   ", "key"))
        if opened.past and opened.past.unpaid:
            words = _("Unpaid: %(list)s") % {"list": "; ".join(opened.past.unpaid)}
            spans.append((fitted(words, width - width_of(spans) - 1), "trouble"))
        elif opened.past and opened.past.seminars and not opened.owed:
            count = opened.past.seminars
            spans.append(
                (
                    ngettext(
                        "%(count)s seminar, last: %(title)s", "%(count)s seminars, last: %(title)s", count
                    )
                    % {"count": count, "title": opened.past.last},
                    "dim",
                )
            )
        return spans

    async def prepare(self) -> None:
        """Read and show."""
        office = self.office
        opened = await office.run(
            read_registration,
            office.records,
            self.engagement_id,
            self.registration_id,
            self.person_id,
            self._typed,
        )
        self._show(opened)
        if not self.office.actor.has(f"line:{opened.line}"):
            await self.tell_read_only(f"line:{opened.line}")

    def _show(self, opened: Opened) -> None:
        self.opened = opened
        self.person_id = opened.card.id if opened.card else None
        fields = fields_of(ENTITIES["registration"])
        person = fields_of(ENTITIES["person"])
        payment = fields_of(ENTITIES["payment"])
        locked = not self.office.actor.has(f"line:{opened.line}")
        shown = [
            Shown(
                code,
                self._field_of(code, fields, person, payment),
                locked or code in COMPUTED or (code.startswith(PERSON) and not self.may_card),
                label=LABELS.get(code),
            )
            for _title, entries, _column in sections()
            for entry in entries
            for code in ([entry] if isinstance(entry, str) else entry)
        ]
        focus = PERSON + "last_name" if opened.card is None else "status"
        if opened.card is None and opened.values[PERSON + "last_name"]:
            focus = PERSON + ("first_name" if not opened.values[PERSON + "first_name"] else "sex")
        self.sheet.show_record(sections(), shown, opened.values, opened.labels, currency=opened.currency)
        self._first = "" if locked else focus
        for line in self.query(FrameLine):
            line.renew()
        if opened.registration is None:
            self.set_state(_("new, not yet saved"))
        elif words := check_told(opened.registration):
            self.set_state(words, "good")

    def take_keys(self) -> None:
        """An unknown person begins with the name, a known one with the status."""
        if self._first:
            self.sheet.focus_field(self._first)
        else:
            self.sheet.focus()

    @staticmethod
    def _field_of(
        code: str,
        fields: Mapping[str, EntityField],
        person: Mapping[str, EntityField],
        payment: Mapping[str, EntityField],
    ) -> EntityField:
        if code.startswith(PERSON):
            return person[code.removeprefix(PERSON)]
        if code.startswith(PAYMENT):
            field = payment[code.removeprefix(PAYMENT)]
            return EntityField(field.name, field.label, field.help, field.kind, required=False)
        return fields[code]

    # -- money as it comes to be -----------------------------------------------------------
    @on(RecordSheet.ValueChanged)
    def price_changed(self, event: RecordSheet.ValueChanged) -> None:
        """VAT and total follow the price."""
        if event.code in PRICE:
            steps = priced(*(self.sheet.raw[name] for name in PRICE))
            self.sheet.set_raw("vat", steps.vat, tell=False)
            self.sheet.set_raw("total", steps.total, tell=False)
        elif event.code.startswith(PERSON):
            self.refresh_path()
        elif (
            event.code == PAYMENT + "amount"
            and self.sheet.raw[event.code]
            and not self.sheet.raw[RECEIVED_ON]
        ):
            self.sheet.set_raw(RECEIVED_ON, self.office.clock.today(), tell=False)

    def action_paid(self) -> None:
        """F8."""
        self.sheet.read_all()
        due = (self.sheet.raw["total"] or 0) - (self.opened.paid if self.opened else 0)
        if due <= 0:
            self.say(_("Nothing is due."), "warn")
            return
        self.sheet.set_raw(PAYMENT + "amount", due)
        self.sheet.set_raw(PAYMENT + "day", self.office.clock.today())
        self.say(
            _("%(amount)s received today; F2 saves.") % {"amount": active().amount(due, self.sheet.currency)},
            "warn",
        )

    # -- commands --------------------------------------------------------------------------
    def why_not(self, command_id: str) -> str:
        """Writing needs the right to the line; the next one only comes after a new one."""
        opened = self.opened
        if command_id == OF_RECORD.id:
            return why_no_documents("registration", self.registration_id)
        if command_id == WRITE.id:
            return why_no_letters("registration", self.registration_id)
        if opened is not None:
            writes = (
                "form.save",
                "form.next",
                "form.same",
                "form.same_all",
                "registration.paid",
                "registration.check",
            )
            if command_id in writes and not self.office.actor.has(f"line:{opened.line}"):
                return why(f"line:{opened.line}")
            if command_id == "form.next" and opened.registration is not None:
                return _("There is no next record here.")
            if command_id == "registration.check" and opened.registration is None:
                return _("It is not saved yet.")
            if command_id == "registration.check" and self.is_changed:
                return _("Save it first.")
            if command_id == "registration.card" and opened.card is None:
                return _("The person is not saved yet.")
        return super().why_not(command_id)

    async def action_card(self) -> None:
        """F7."""
        from bsc_tui.screens.registry import open_record  # late: the registry knows all places

        if self.person_id is not None:
            await open_record(self, "person", self.person_id)

    def action_documents(self) -> None:
        """F12."""
        assert self.registration_id is not None
        open_documents(self, "registration", self.registration_id, self.crumbs()[-1])

    async def action_write_letters(self) -> None:
        """To this participant."""
        assert self.registration_id is not None
        await write_letters(self, "registration", [self.registration_id], self.crumbs()[-1])

    async def action_check(self) -> None:
        """The mark, or none."""
        assert self.opened is not None and self.opened.registration is not None
        await turn_check(self, "registration", self.opened.registration)
