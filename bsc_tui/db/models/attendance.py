"""Who was there, session by session, and the certificates that follow."""

from __future__ import annotations

from peewee import SQL

from bsc_tui.db.fields import ChoiceField, CountField, DayField, NotesField, RecordField, WordsField
from bsc_tui.db.models.accounts import Account
from bsc_tui.db.models.base import Record
from bsc_tui.db.models.registrations import Registration
from bsc_tui.db.models.services import Meeting
from bsc_tui.i18n import N_, NP_

PRESENCES = (
    ("present", NP_("presence", "present")),
    ("part", NP_("presence", "part of it")),
    ("absent", NP_("presence", "absent")),
)


class Presence(Record):
    """Whether a participant was at a session. No row: nobody has said yet."""

    registration = RecordField(Registration, verbose_name=N_("Registration"))
    meeting = RecordField(Meeting, verbose_name=N_("Session"))
    state = ChoiceField(choices=PRESENCES, default="present", verbose_name=N_("Was there"))


Presence.add_index(
    Presence.index(
        Presence.registration,
        Presence.meeting,
        unique=True,
        name="presence_once",
        where=SQL("trashed_at IS NULL"),
    )
)


class Certificate(Record):
    """That somebody has taken part; its number is given by the gate."""

    registration = RecordField(Registration, verbose_name=N_("Registration"))
    year = CountField(default=0, verbose_name=N_("Year"))
    number = CountField(default=0, verbose_name=N_("Number"))
    serial = WordsField(max_length=30, verbose_name=N_("Certificate no."))
    day = DayField(verbose_name=N_("Issued on"))
    notes = NotesField(verbose_name=N_("Notes"))


Certificate.add_index(
    Certificate.index(
        Certificate.year,
        Certificate.number,
        unique=True,
        name="certificate_once",
        where=SQL("trashed_at IS NULL"),
    )
)


class Reissue(Record):
    """A certificate given out once more under its number: when, by whom and why."""

    certificate = RecordField(Certificate, verbose_name=N_("Certificate"))
    day = DayField(verbose_name=N_("Issued on"))
    reason = WordsField(verbose_name=N_("Why"))
    account = RecordField(Account, null=True, index=False, verbose_name=N_("Issued by"))
