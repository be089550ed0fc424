"""Proposals for change have their table."""

from typing import Any

import peewee as pw


def up(migrator: Any, db: Any) -> None:
    """The table."""

    class Account(pw.Model):
        class Meta:
            database = db
            table_name = "account"

    class Correction(pw.Model):
        version = pw.IntegerField(default=1)
        trashed_at = pw.DateTimeField(null=True)
        place = pw.CharField(max_length=200, default="")
        entity = pw.CharField(max_length=30, default="")
        record_id = pw.IntegerField(null=True)
        field = pw.CharField(max_length=60, default="")
        former = pw.TextField(default="")
        wanted = pw.TextField(default="")
        change = pw.TextField(default="")
        remark = pw.TextField(default="")
        state = pw.CharField(max_length=30, default="proposed")
        answer = pw.CharField(max_length=300, default="")
        decider = pw.CharField(max_length=40, default="")
        proposed_by = pw.ForeignKeyField(Account, backref="+")
        proposed_at = pw.DateTimeField()
        decided_by = pw.ForeignKeyField(Account, backref="+", null=True, index=False)
        decided_at = pw.DateTimeField(null=True)
        sealed = pw.BooleanField(default=False)

        class Meta:
            database = db
            table_name = "correction"
            indexes = ((("state", "decider"), False),)

    db.create_tables([Correction], safe=False)
