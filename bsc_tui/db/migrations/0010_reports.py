"""Reports are kept with their criteria; files made for somebody are kept in the database for a time."""

from typing import Any

import peewee as pw


def up(migrator: Any, db: Any) -> None:
    """Three tables."""
    meta = type("Meta", (), {"database": db, "table_name": "account"})
    accounts: Any = type("account", (pw.Model,), {"Meta": meta})

    class SavedReport(pw.Model):
        account = pw.ForeignKeyField(accounts, backref="+")
        name = pw.CharField(max_length=80, default="")
        report = pw.CharField(max_length=30, default="")
        criteria = pw.TextField(default="{}")
        shared = pw.BooleanField(default=False)

        class Meta:
            database = db
            table_name = "saved_report"
            indexes = ((("account", "name"), True),)

    class Export(pw.Model):
        account = pw.ForeignKeyField(accounts, backref="+", index=False)
        name = pw.CharField(max_length=200, default="")
        size = pw.BigIntegerField(default=0)
        digest = pw.CharField(max_length=64, default="")
        at = pw.DateTimeField(index=True)

        class Meta:
            database = db
            table_name = "export"
            indexes = ((("account", "name"), True),)

    class ExportChunk(pw.Model):
        export = pw.ForeignKeyField(Export, backref="+", index=False)
        place = pw.IntegerField()
        bytes = pw.BlobField()

        class Meta:
            database = db
            table_name = "export_chunk"
            indexes = ((("export", "place"), True),)

    db.create_tables([SavedReport, Export, ExportChunk], safe=False)
    if isinstance(db, pw.PostgresqlDatabase):
        # Spreadsheets are compressed already.
        run: Any = db.execute_sql
        run("ALTER TABLE export_chunk ALTER bytes SET STORAGE EXTERNAL")
