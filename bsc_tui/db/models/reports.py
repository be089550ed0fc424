"""Reports that somebody keeps to run again, and the files that were made for them."""

from __future__ import annotations

from bsc_tui.db.fields import (
    BytesField,
    CodeField,
    CountField,
    FileNameField,
    FlagField,
    JSONTextField,
    MomentField,
    RecordField,
    SizeField,
    TitleField,
)
from bsc_tui.db.models.accounts import Account
from bsc_tui.db.models.base import Base
from bsc_tui.i18n import N_


class SavedReport(Base):
    """A report with its criteria under a name; its owner's alone unless `shared`."""

    account = RecordField(Account)
    name = TitleField(max_length=80, verbose_name=N_("Name"))
    report = CodeField(max_length=30)
    criteria = JSONTextField(default="{}")
    shared = FlagField(verbose_name=N_("For everybody"))

    class Meta:
        indexes = ((("account", "name"), True),)


class Export(Base):
    """A file made for somebody: theirs alone, for a time."""

    account = RecordField(Account, index=False)
    name = FileNameField()
    size = SizeField(default=0)
    digest = CodeField(max_length=64)
    at = MomentField(index=True)

    class Meta:
        indexes = ((("account", "name"), True),)


class ExportChunk(Base):
    """A piece of such a file, counted from 0; all but the last are equally long."""

    export = RecordField(Export, index=False)
    place = CountField(most=2**31 - 1)
    bytes = BytesField()

    class Meta:
        indexes = ((("export", "place"), True),)
