"""Noting money with one key from a list: all that is open today, or a part. Lists move their own hand on."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import partial

from bsc_tui.entities.registry import ENTITIES
from bsc_tui.i18n import N_, NP_, Unreadable, _, active
from bsc_tui.operations import payments
from bsc_tui.operations.payments import MoreThanOpen
from bsc_tui.records.reading import fields_of
from bsc_tui.screens.base import Place
from bsc_tui.screens.commands import Command
from bsc_tui.screens.office import Office, office_of

PAID = Command(
    "payment.paid",
    ("f8",),
    N_("Paid in full today"),
    NP_("bar", "Paid"),
    "paid",
    N_("Notes that what the participant under the hand owes was received today."),
    bar=40,
    letter="p",
)
PART = Command(
    "payment.part",
    ("plus",),
    N_("A part was paid"),
    NP_("bar", "Part"),
    "part",
    N_("Notes an amount received from the participant under the hand, today or on another day."),
    bar=41,
    letter="b",
)


@dataclass(frozen=True)
class Owing:
    """A registration that owes something: whose it is, how much, in which currency."""

    registration: int
    name: str
    open: int
    currency: str


async def note_paid(place: Place, owing: Owing) -> None:
    """All that is open was received today. Raises as the gate does."""
    office = office_of(place)
    amount = await office.run(
        payments.receive_what_is_open, office.records, owing.registration, office.clock.today()
    )
    words = {"name": owing.name, "amount": active().amount(amount, owing.currency)}
    place.say(_("%(name)s: %(amount)s received today. Undo takes it back.") % words)


async def note_part(place: Place, owing: Owing) -> bool:
    """Ask how much, and note it; whether it was noted. Raises as the gate does."""
    from bsc_tui.screens.parts.dialogs import AskText, Confirm  # late: seldom needed

    office, text, wrong = office_of(place), "", ""
    question = _("%(name)s: how much was received?") % {"name": owing.name}
    explained = _("%(amount)s are open. Another day than today goes after the amount.") % {
        "amount": active().amount(owing.open, owing.currency)
    }
    while True:
        text = (
            await place.answer(
                AskText(question, value=text, detail=f"! {wrong}" if wrong else explained, limit=40)
            )
            or ""
        )
        if not text:
            return False
        try:
            amount, day = read_part(office, text, owing.currency)
        except Unreadable as unreadable:
            wrong = unreadable.sentence
            continue
        arguments = (office.records, owing.registration, amount, day)
        try:
            left = await office.run(payments.receive_part, *arguments)
        except MoreThanOpen as more:
            if not await place.answer(Confirm(more.title, more.sentence)):
                return False
            left = await office.run(partial(payments.receive_part, *arguments, beyond=True))
        words = {
            "name": owing.name,
            "amount": active().amount(amount, owing.currency),
            "open": active().amount(left, owing.currency),
        }
        place.say(_("%(name)s: %(amount)s received, %(open)s are still open.") % words)
        return True


def read_part(office: Office, text: str, currency: str) -> tuple[int, datetime.date]:
    """`20 000`, or `20 000 15.11.2026`: an amount, perhaps with its day. Raises Unreadable."""
    reading = office.records.reader.reading(currency)
    fields = fields_of(ENTITIES["payment"])
    day: datetime.date | None = reading.today
    amount_text, _blank, last = text.strip().rpartition(" ")
    if amount_text and not last.isdigit():
        try:
            day = fields["day"].kind.parse(last, reading)
            text = amount_text
        except ValueError:
            day = reading.today  # a blank within the amount: what it can't be is said of the whole
    try:
        amount = fields["amount"].kind.parse(text, reading)
    except Unreadable:
        raise
    except ValueError:
        raise Unreadable(_("“%(text)s” does not fit here.") % {"text": text[:30]}) from None
    for name, value in (("amount", amount), ("day", day)):
        if sentence := fields[name].kind.check(value):
            raise Unreadable(sentence)
    if not amount or amount < 0:
        raise Unreadable(_("Write what was received. Money given back is noted in the registration."))
    assert day is not None
    if day > reading.today:
        raise Unreadable(_("The day lies in the future."))
    return amount, day
