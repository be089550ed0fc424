"""The log of letters, e-mails and faxes that came and went; what is done and is to be done about clients.

A letter's number is given by the gate, a series for what came and one for what was sent.
"""

from __future__ import annotations

from peewee import SQL

from bsc_tui.db.fields import (
    ChoiceField,
    CountField,
    DayField,
    FlagField,
    NotesField,
    RecordField,
    TermField,
    TitleField,
    WordsField,
)
from bsc_tui.db.models.accounts import Account
from bsc_tui.db.models.base import Record, index_for_order
from bsc_tui.db.models.contacts import Enterprise, Person
from bsc_tui.db.models.documents import Document
from bsc_tui.db.models.letters import LetterTemplate
from bsc_tui.db.models.lists import Term
from bsc_tui.db.models.services import Engagement
from bsc_tui.i18n import N_, NP_

DIRECTIONS = (("out", NP_("letter", "sent")), ("in", NP_("letter", "received")))
CHANNELS = (
    ("letter", NP_("channel", "letter")),
    ("email", NP_("channel", "e-mail")),
    ("fax", NP_("channel", "fax")),
)


class Letter(Record):
    """What came or went in writing. `document` is its file, `template` what it was made by."""

    direction = ChoiceField(
        choices=DIRECTIONS,
        default="out",
        verbose_name=N_("Sent or received"),
        help_text=N_("Stays as it is once it has its number."),
    )
    channel = ChoiceField(choices=CHANNELS, default="letter", verbose_name=N_("Sent as"))
    day = DayField(verbose_name=N_("Date"))
    year = CountField(default=0)
    number = CountField(default=0)
    serial = WordsField(max_length=30, verbose_name=N_("Our number"))
    their_number = WordsField(max_length=60, verbose_name=N_("Their number"))
    subject = TitleField(max_length=200, verbose_name=N_("Subject"))
    person = RecordField(Person, null=True, verbose_name=N_("Person"))
    enterprise = RecordField(Enterprise, null=True, verbose_name=N_("Enterprise"))
    engagement = RecordField(Engagement, null=True, verbose_name=N_("Engagement"))
    document = RecordField(Document, null=True, verbose_name=N_("File"))
    template = RecordField(LetterTemplate, null=True, index=False, verbose_name=N_("Template"))
    account = RecordField(Account, null=True, index=False, verbose_name=N_("Entered by"))
    notes = NotesField(verbose_name=N_("Notes"))
    sealed = FlagField()


Letter.add_index(Letter.index(Letter.direction, Letter.year, Letter.number, unique=True, name="letter_once"))
index_for_order(Letter, "day", name="letter_day")


class Action(Record):
    """Something done or to do about a client: a call, a visit, a task. `follows` is the one it continues."""

    nature = TermField(Term, "action_nature", null=True, verbose_name=N_("Nature"))
    subject = TitleField(max_length=200, verbose_name=N_("About what"))
    person = RecordField(Person, null=True, verbose_name=N_("Person"))
    enterprise = RecordField(Enterprise, null=True, verbose_name=N_("Enterprise"))
    engagement = RecordField(Engagement, null=True, verbose_name=N_("Engagement"))
    owner = RecordField(
        Account,
        null=True,
        index=False,
        verbose_name=N_("For whom"),
        help_text=N_("It waits on the Home of this account until it is done."),
    )
    due = DayField(null=True, verbose_name=N_("Due"))
    done_on = DayField(null=True, verbose_name=N_("Done on"), help_text=N_("T is today."))
    done_by = RecordField(Account, null=True, index=False, verbose_name=N_("Done by"))
    report = NotesField(verbose_name=N_("What came of it"))
    follow_up = DayField(
        null=True,
        verbose_name=N_("Follow up on"),
        help_text=N_("The same waits again on that day: it is entered as an action of its own."),
    )
    follows = RecordField("self", null=True, verbose_name=N_("Continues"))


Action.add_index(
    Action.index(
        Action.owner,
        Action.due,
        name="action_waiting",
        where=SQL("done_on IS NULL AND trashed_at IS NULL"),
    )
)
index_for_order(Action, "due", name="action_due")
