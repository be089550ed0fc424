"""Folders and documents, what they belong to, and their contents: versions kept in chunks.

A document's `content` is the version in force. A version without a document is an upload under way.
"""

from __future__ import annotations

from peewee import SQL

from bsc_tui.db.fields import (
    BytesField,
    ChoiceField,
    CodeField,
    CountField,
    FileNameField,
    FlagField,
    MomentField,
    NotesField,
    RecordField,
    SizeField,
    TermField,
    TitleField,
    WordsField,
)
from bsc_tui.db.models.accounts import Account
from bsc_tui.db.models.base import Base, Record
from bsc_tui.db.models.contacts import Enterprise, Person
from bsc_tui.db.models.lists import Term
from bsc_tui.db.models.payments import Payment
from bsc_tui.db.models.registrations import Booking, Registration
from bsc_tui.db.models.services import Engagement, ServiceLine
from bsc_tui.db.models.staff import StaffMember
from bsc_tui.i18n import N_

FILE_KINDS = (
    ("text", N_("text")),
    ("sheet", N_("spreadsheet")),
    ("letter", N_("written document")),
    ("pdf", N_("PDF")),
    ("picture", N_("picture")),
    ("archive", N_("archive")),
    ("other", N_("other file")),
)


class Folder(Record):
    """A folder; without a parent at the top. `keeper` and `sealed` are what holds, its parents counted."""

    parent = RecordField("self", null=True, index=False, verbose_name=N_("In the folder"))
    name = FileNameField(verbose_name=N_("Name"))
    line = RecordField(
        ServiceLine,
        null=True,
        index=False,
        verbose_name=N_("Kept by the line"),
        help_text=N_("Only who may edit this service line puts documents here; everybody may read them."),
    )
    confidential = FlagField(
        verbose_name=N_("Confidential"),
        help_text=N_("Only who has the right to sensitive data sees what is in it."),
    )
    notes = NotesField(verbose_name=N_("Notes"))
    name_key = WordsField(max_length=600)
    keeper = RecordField(ServiceLine, null=True, index=False)
    sealed = FlagField()
    sort_key = WordsField(max_length=120)


class Document(Record):
    """A file of the company."""

    folder = RecordField(Folder, index=False, verbose_name=N_("In the folder"))
    name = FileNameField(verbose_name=N_("Name"))
    kind = ChoiceField(choices=FILE_KINDS, default="other", verbose_name=N_("Kind"))
    category = TermField(Term, "document_category", null=True, verbose_name=N_("Category"))
    size = SizeField(default=0, verbose_name=N_("Size"))
    changed_at = MomentField(null=True, verbose_name=N_("Put here on"))
    author = TitleField(verbose_name=N_("Put here by"))
    edition = CountField(default=1, verbose_name=N_("Version"))
    notes = NotesField(verbose_name=N_("Notes"))
    content = CountField(default=0, most=2**31 - 1)
    name_key = WordsField(max_length=600)
    sealed = FlagField()
    sort_key = WordsField(max_length=120, index=True)


for _table, _within in ((Folder, "parent"), (Document, "folder")):
    _inside = getattr(_table, _within)
    _name = _table._meta.table_name
    _table.add_index(
        _table.index(
            _inside,
            _table.name_key,
            unique=True,
            name=f"{_name}_one_of_a_name",
            where=SQL("trashed_at IS NULL"),
        )
    )


class Attachment(Record):
    """That a document belongs to a record: to exactly one of these."""

    document = RecordField(Document, verbose_name=N_("Document"))
    person = RecordField(Person, null=True, verbose_name=N_("Person"))
    enterprise = RecordField(Enterprise, null=True, verbose_name=N_("Enterprise"))
    engagement = RecordField(Engagement, null=True, verbose_name=N_("Engagement"))
    registration = RecordField(Registration, null=True, verbose_name=N_("Registration"))
    booking = RecordField(Booking, null=True, verbose_name=N_("Booking"))
    payment = RecordField(Payment, null=True, verbose_name=N_("Payment"))
    staff = RecordField(StaffMember, null=True, verbose_name=N_("Staff member"))
    remark = WordsField(verbose_name=N_("Remark"))
    sealed = FlagField()


class DocumentVersion(Base):
    """One content of a document. `number` is 0 and `document` empty until the upload is whole."""

    document = RecordField(Document, null=True)
    number = CountField(default=0)
    name = FileNameField()
    size = SizeField(default=0)
    digest = CodeField(max_length=64)
    at = MomentField(index=True)
    account = RecordField(Account, null=True, index=False)
    author = TitleField()


class DocumentChunk(Base):
    """A piece of a version, counted from 0; all but the last are equally long."""

    version = RecordField(DocumentVersion, index=False)
    place = CountField(most=2**31 - 1)
    bytes = BytesField()

    class Meta:
        indexes = ((("version", "place"), True),)
