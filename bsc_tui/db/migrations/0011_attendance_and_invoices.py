"""Who was at which session, certificates, transfers; invoices and who carries how much."""

from typing import Any

import peewee as pw


def up(migrator: Any, db: Any) -> None:
    """The tables, and the links to them from registrations and payments."""

    def standing(name: str) -> Any:
        class Standing(pw.Model):
            class Meta:
                database = db
                table_name = name

        return Standing

    an_account, a_firm, a_line, a_meeting, a_person, a_registration = (
        standing(name)
        for name in ("account", "enterprise", "service_line", "meeting", "person", "registration")
    )

    class Row(pw.Model):
        version = pw.IntegerField(default=1)
        trashed_at = pw.DateTimeField(null=True)

        class Meta:
            database = db

    class Invoice(Row):
        line = pw.ForeignKeyField(a_line, backref="+")
        year = pw.IntegerField(default=0)
        number = pw.IntegerField(default=0)
        serial = pw.CharField(max_length=30, default="")
        day = pw.DateField()
        due_date = pw.DateField(null=True)
        enterprise = pw.ForeignKeyField(a_firm, null=True, backref="+")
        person = pw.ForeignKeyField(a_person, null=True, backref="+")
        currency = pw.CharField(max_length=3, default="AMD")
        rounding = pw.CharField(max_length=30, default="line")
        net = pw.BigIntegerField(default=0)
        vat = pw.BigIntegerField(default=0)
        total = pw.BigIntegerField(default=0)
        cancelled_on = pw.DateField(null=True)
        cancelled_reason = pw.CharField(max_length=200, default="")
        notes = pw.TextField(default="")

        class Meta:
            table_name = "invoice"

    class InvoiceLine(Row):
        invoice = pw.ForeignKeyField(Invoice, backref="+")
        registration = pw.ForeignKeyField(a_registration, backref="+")
        words = pw.CharField(max_length=200, default="")
        net = pw.BigIntegerField(default=0)
        vat_rate = pw.IntegerField(null=True)
        vat = pw.BigIntegerField(default=0)
        total = pw.BigIntegerField(default=0)

        class Meta:
            table_name = "invoice_line"

    class Share(Row):
        registration = pw.ForeignKeyField(a_registration, backref="+")
        enterprise = pw.ForeignKeyField(a_firm, backref="+")
        amount = pw.BigIntegerField()
        notes = pw.TextField(default="")

        class Meta:
            table_name = "share"

    class Presence(Row):
        registration = pw.ForeignKeyField(a_registration, backref="+")
        meeting = pw.ForeignKeyField(a_meeting, backref="+")
        state = pw.CharField(max_length=30, default="present")

        class Meta:
            table_name = "presence"

    class Certificate(Row):
        registration = pw.ForeignKeyField(a_registration, backref="+")
        year = pw.IntegerField(default=0)
        number = pw.IntegerField(default=0)
        serial = pw.CharField(max_length=30, default="")
        day = pw.DateField()
        notes = pw.TextField(default="")

        class Meta:
            table_name = "certificate"

    class Reissue(Row):
        certificate = pw.ForeignKeyField(Certificate, backref="+")
        day = pw.DateField()
        reason = pw.CharField(max_length=200, default="")
        account = pw.ForeignKeyField(an_account, null=True, index=False, backref="+")

        class Meta:
            table_name = "reissue"

    db.create_tables([Invoice, InvoiceLine, Share, Presence, Certificate, Reissue], safe=False)
    for index in (
        "invoice_once ON invoice (year, number)",
        "presence_once ON presence (registration_id, meeting_id)",
        "certificate_once ON certificate (year, number)",
    ):
        db.execute_sql(f"CREATE UNIQUE INDEX {index} WHERE trashed_at IS NULL")
    moved: Any = pw.ForeignKeyField(a_registration, field=a_registration.id, null=True, backref="+")
    invoice: Any = Invoice
    billed: Any = pw.ForeignKeyField(invoice, field=invoice.id, null=True, backref="+")
    migrator.migrate(
        migrator.add_column("registration", "transferred_to_id", moved),
        migrator.add_column("payment", "invoice_id", billed),
    )
