"""What was changed by whom: operations and the changes they made. Rows are only ever added."""

from __future__ import annotations

from bsc_tui.db.fields import CodeField, CountField, JSONTextField, MomentField, RecordField, TitleField
from bsc_tui.db.models.accounts import Account
from bsc_tui.db.models.base import Base


class Operation(Base):
    """One thing that somebody did, however many records it touched."""

    at = MomentField(index=True)
    account = RecordField(Account, null=True, index=False)
    actor = TitleField()
    origin = TitleField()
    verb = CodeField(max_length=40)
    reason = TitleField(max_length=500)
    token = CodeField(max_length=40, null=True, unique=True)
    undoes = RecordField("self", null=True)


# The trail is read from its end, a page at a time, whole or what somebody did or what was done.
Operation.add_index(Operation.index(Operation.account, Operation.id, name="operation_of_account"))
Operation.add_index(Operation.index(Operation.verb, Operation.id, name="operation_of_verb"))


class Change(Base):
    """What an operation did to one record: `fields` is JSON {field: [before, after]}."""

    operation = RecordField(Operation, index=False)
    entity = CodeField(max_length=30)
    record_id = CountField()
    kind = CodeField(max_length=10)
    fields = JSONTextField()

    class Meta:
        indexes = ((("entity", "record_id"), False),)


Change.add_index(Change.index(Change.operation, Change.id, name="change_of_operation"))
