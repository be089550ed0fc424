"""What was changed by whom: operations and the changes they made. Rows are only ever added."""

from __future__ import annotations

from bsc_tui.db.fields import CodeField, CountField, JSONTextField, MomentField, RecordField, TitleField
from bsc_tui.db.models.accounts import Account
from bsc_tui.db.models.base import Base


class Operation(Base):
    """One thing that somebody did, however many records it touched."""

    at = MomentField(index=True)
    account = RecordField(Account, null=True)
    actor = TitleField()
    origin = TitleField()
    verb = CodeField(max_length=40)
    reason = TitleField(max_length=500)
    token = CodeField(max_length=40, null=True, unique=True)
    undoes = RecordField("self", null=True)


class Change(Base):
    """What an operation did to one record: `fields` is JSON {field: [before, after]}."""

    operation = RecordField(Operation)
    entity = CodeField(max_length=30)
    record_id = CountField()
    kind = CodeField(max_length=10)
    fields = JSONTextField()

    class Meta:
        indexes = ((("entity", "record_id"), False),)
