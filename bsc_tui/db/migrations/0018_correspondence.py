"""The log of letters, and what was done and is to be done about clients, have their tables."""

from typing import Any

import peewee as pw


def up(migrator: Any, db: Any) -> None:
    """The two tables."""

    def stub(name: str) -> Any:
        class Stub(pw.Model):
            class Meta:
                database = db
                table_name = name

        return Stub

    def link(table: Any, **more: Any) -> Any:
        return pw.ForeignKeyField(table, backref="+", null=True, **more)

    a_person, a_firm, an_engagement = stub("person"), stub("enterprise"), stub("engagement")
    a_document, a_template, an_account = stub("document"), stub("letter_template"), stub("account")

    class Letter(pw.Model):
        version = pw.IntegerField(default=1)
        trashed_at = pw.DateTimeField(null=True)
        direction = pw.CharField(max_length=30, default="out")
        channel = pw.CharField(max_length=30, default="letter")
        day = pw.DateField()
        year = pw.IntegerField(default=0)
        number = pw.IntegerField(default=0)
        serial = pw.CharField(max_length=30, default="")
        their_number = pw.CharField(max_length=60, default="")
        subject = pw.CharField(max_length=200, default="")
        person = link(a_person)
        enterprise = link(a_firm)
        engagement = link(an_engagement)
        document = link(a_document)
        template = link(a_template, index=False)
        account = link(an_account, index=False)
        notes = pw.TextField(default="")
        sealed = pw.BooleanField(default=False)

        class Meta:
            database = db
            table_name = "letter"

    class Action(pw.Model):
        version = pw.IntegerField(default=1)
        trashed_at = pw.DateTimeField(null=True)
        nature = link(stub("term"), index=False)
        subject = pw.CharField(max_length=200, default="")
        person = link(a_person)
        enterprise = link(a_firm)
        engagement = link(an_engagement)
        owner = link(an_account, index=False)
        due = pw.DateField(null=True)
        done_on = pw.DateField(null=True)
        done_by = link(an_account, index=False)
        report = pw.TextField(default="")
        follow_up = pw.DateField(null=True)
        follows = pw.ForeignKeyField("self", backref="+", null=True)

        class Meta:
            database = db
            table_name = "action"

    db.create_tables([Letter, Action], safe=False)
    db.execute_sql("CREATE UNIQUE INDEX letter_once ON letter (direction, year, number)")
    db.execute_sql("CREATE INDEX letter_day ON letter (day, id) WHERE trashed_at IS NULL")
    db.execute_sql("CREATE INDEX action_due ON action (due, id) WHERE trashed_at IS NULL")
    db.execute_sql(
        "CREATE INDEX action_waiting ON action (owner_id, due) WHERE done_on IS NULL AND trashed_at IS NULL"
    )
