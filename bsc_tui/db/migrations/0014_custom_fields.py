"""The company can add fields of its own to its records."""

from typing import Any

import peewee as pw


def up(migrator: Any, db: Any) -> None:
    """The table that says which; each gets its column when it is made."""

    class ReferenceList(pw.Model):
        class Meta:
            database = db
            table_name = "reference_list"

    class CustomField(pw.Model):
        version = pw.IntegerField(default=1)
        trashed_at = pw.DateTimeField(null=True)
        entity = pw.CharField(max_length=30, default="")
        code = pw.CharField(max_length=50, default="")
        label_en = pw.CharField(max_length=40, default="")
        label_fr = pw.CharField(max_length=40, default="")
        label_hy = pw.CharField(max_length=40, default="")
        kind = pw.CharField(max_length=30, default="text")
        terms = pw.ForeignKeyField(ReferenceList, backref="+", null=True, index=False)
        listed = pw.BooleanField(default=False)
        place = pw.IntegerField(default=0)
        active = pw.BooleanField(default=True)

        class Meta:
            database = db
            table_name = "custom_field"
            indexes = ((("entity", "code"), True),)

    db.create_tables([CustomField], safe=False)
