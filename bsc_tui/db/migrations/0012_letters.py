"""Templates of letters, with their versions."""

from typing import Any

import peewee as pw


def up(migrator: Any, db: Any) -> None:
    """The two tables."""

    class Account(pw.Model):
        class Meta:
            database = db
            table_name = "account"

    class LetterTemplate(pw.Model):
        version = pw.IntegerField(default=1)
        trashed_at = pw.DateTimeField(null=True)
        name = pw.CharField(max_length=100, default="")
        kind = pw.CharField(max_length=30, default="participant_letter")
        language = pw.CharField(max_length=30, default="en")
        active = pw.BooleanField(default=True)
        notes = pw.TextField(default="")
        size = pw.BigIntegerField(default=0)
        edition = pw.IntegerField(default=1)
        changed_at = pw.DateTimeField(null=True)
        author = pw.CharField(max_length=200, default="")
        content = pw.IntegerField(default=0)
        sort_key = pw.CharField(max_length=120, default="")

        class Meta:
            database = db
            table_name = "letter_template"

    class LetterTemplateVersion(pw.Model):
        template = pw.ForeignKeyField(LetterTemplate, null=True, backref="+")
        number = pw.IntegerField(default=0)
        size = pw.BigIntegerField(default=0)
        digest = pw.CharField(max_length=64, default="")
        at = pw.DateTimeField()
        account = pw.ForeignKeyField(Account, null=True, backref="+", index=False)
        author = pw.CharField(max_length=200, default="")
        fields = pw.TextField(default="")
        bytes = pw.BlobField()

        class Meta:
            database = db
            table_name = "letter_template_version"

    db.create_tables([LetterTemplate, LetterTemplateVersion], safe=False)
    if isinstance(db, pw.PostgresqlDatabase):
        run: Any = db.execute_sql
        # As SQLite orders them, whatever the server's language.
        run('ALTER TABLE letter_template ALTER sort_key TYPE VARCHAR(120) COLLATE "C"')
