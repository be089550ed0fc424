"""Accounts have public keys, and servers tell which sessions are open."""

from typing import Any

import peewee as pw


def up(migrator: Any, db: Any) -> None:
    """The two tables."""

    class Account(pw.Model):
        class Meta:
            database = db
            table_name = "account"

    class AccountKey(pw.Model):
        account = pw.ForeignKeyField(Account, backref="+")
        fingerprint = pw.CharField(max_length=80, default="")
        content = pw.CharField(max_length=2000, default="")
        title = pw.CharField(max_length=200, default="")
        added_at = pw.DateTimeField()
        used_at = pw.DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "account_key"
            indexes = ((("account", "fingerprint"), True),)

    class OpenSession(pw.Model):
        account = pw.ForeignKeyField(Account, backref="+")
        server = pw.CharField(max_length=120, default="")
        origin = pw.CharField(max_length=120, default="")
        began_at = pw.DateTimeField()
        seen_at = pw.DateTimeField()
        last_key_at = pw.DateTimeField()
        line_lost = pw.BooleanField(default=False)
        end_asked = pw.BooleanField(default=False)

        class Meta:
            database = db
            table_name = "open_session"
            indexes = ((("server",), False),)

    db.create_tables([AccountKey, OpenSession], safe=False)
