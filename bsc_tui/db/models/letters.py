"""Templates of letters, each a .docx file with fields in it, and their versions.

A template's `content` is the version in force.
"""

from __future__ import annotations

from bsc_tui.db.fields import (
    BytesField,
    ChoiceField,
    CodeField,
    CountField,
    FlagField,
    MomentField,
    NotesField,
    RecordField,
    SizeField,
    TitleField,
    WordsField,
)
from bsc_tui.db.models.accounts import Account
from bsc_tui.db.models.base import Base, Record
from bsc_tui.db.models.contacts import CORRESPONDENCE
from bsc_tui.i18n import N_

LETTER_KINDS = (
    ("invitation", N_("invitation")),
    ("certificate", N_("certificate")),
    ("invoice", N_("invoice")),
    ("reminder", N_("payment reminder")),
    ("participant_letter", N_("letter to a participant")),
    ("sign_in_sheet", N_("sign-in sheet")),
    ("badges", N_("name badges")),
    ("contract", N_("contract")),
    ("engagement_paper", N_("other paper of a seminar or project")),
    ("person_letter", N_("letter to a person")),
    ("enterprise_letter", N_("letter to an enterprise")),
)


class LetterTemplate(Record):
    """A letter to be filled in, in one language."""

    name = TitleField(
        max_length=100,
        verbose_name=N_("Name"),
        help_text=N_("Templates of one name and kind are one letter: each gets it in their language."),
    )
    kind = ChoiceField(
        choices=LETTER_KINDS,
        default="participant_letter",
        verbose_name=N_("Kind"),
        help_text=N_("What it is made of says the kind: a registration, a seminar, a person, an enterprise."),
    )
    language = ChoiceField(
        choices=CORRESPONDENCE,
        default="en",
        verbose_name=N_("Language"),
        help_text=N_("Who is written to in this language gets this letter."),
    )
    active = FlagField(default=True, verbose_name=N_("Offered"))
    notes = NotesField(verbose_name=N_("Notes"))
    size = SizeField(default=0, verbose_name=N_("Size"))
    edition = CountField(default=1, verbose_name=N_("Version"))
    changed_at = MomentField(null=True, verbose_name=N_("Put here on"))
    author = TitleField(verbose_name=N_("Put here by"))
    content = CountField(default=0, most=2**31 - 1)
    sort_key = WordsField(max_length=120)


class LetterTemplateVersion(Base):
    """One file of a template. `template` is empty only while both are made.

    `fields`: what of a record it uses, a name a line; a `?` behind what it can do without.
    """

    template = RecordField(LetterTemplate, null=True)
    number = CountField(default=0)
    size = SizeField(default=0)
    digest = CodeField(max_length=64)
    at = MomentField()
    account = RecordField(Account, null=True, index=False)
    author = TitleField()
    fields = NotesField()
    bytes = BytesField()
