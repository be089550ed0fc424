"""Folders and documents, kept in the database in chunks; documents belong to records."""

from typing import Any

import peewee as pw


def up(migrator: Any, db: Any) -> None:
    """The five tables."""

    def stub(name: str) -> Any:
        meta = type("Meta", (), {"database": db, "table_name": name})
        return type(name, (pw.Model,), {"Meta": meta})

    def link(table: Any, **options: Any) -> Any:
        return pw.ForeignKeyField(table, backref="+", **options)

    run: Any = db.execute_sql
    lines, accounts, terms = stub("service_line"), stub("account"), stub("term")

    class Folder(pw.Model):
        version = pw.IntegerField(default=1)
        trashed_at = pw.DateTimeField(null=True)
        parent = link("self", null=True, index=False)
        name = pw.CharField(max_length=200, default="")
        line = link(lines, null=True, index=False)
        confidential = pw.BooleanField(default=False)
        notes = pw.TextField(default="")
        name_key = pw.CharField(max_length=600, default="")
        keeper = link(lines, null=True, index=False)
        sealed = pw.BooleanField(default=False)
        sort_key = pw.CharField(max_length=120, default="")

        class Meta:
            database = db
            table_name = "folder"

    class Document(pw.Model):
        version = pw.IntegerField(default=1)
        trashed_at = pw.DateTimeField(null=True)
        folder = link(Folder, index=False)
        name = pw.CharField(max_length=200, default="")
        kind = pw.CharField(max_length=30, default="other")
        category = link(terms, null=True, index=False)
        size = pw.BigIntegerField(default=0)
        changed_at = pw.DateTimeField(null=True)
        author = pw.CharField(max_length=200, default="")
        edition = pw.IntegerField(default=1)
        notes = pw.TextField(default="")
        content = pw.IntegerField(default=0)
        name_key = pw.CharField(max_length=600, default="")
        sealed = pw.BooleanField(default=False)
        sort_key = pw.CharField(max_length=120, default="", index=True)

        class Meta:
            database = db
            table_name = "document"

    class Attachment(pw.Model):
        version = pw.IntegerField(default=1)
        trashed_at = pw.DateTimeField(null=True)
        document = link(Document)
        person = link(stub("person"), null=True)
        enterprise = link(stub("enterprise"), null=True)
        engagement = link(stub("engagement"), null=True)
        registration = link(stub("registration"), null=True)
        booking = link(stub("booking"), null=True)
        payment = link(stub("payment"), null=True)
        staff = link(stub("staff_member"), null=True)
        remark = pw.CharField(max_length=200, default="")
        sealed = pw.BooleanField(default=False)

        class Meta:
            database = db
            table_name = "attachment"

    class DocumentVersion(pw.Model):
        document = link(Document, null=True)
        number = pw.IntegerField(default=0)
        name = pw.CharField(max_length=200, default="")
        size = pw.BigIntegerField(default=0)
        digest = pw.CharField(max_length=64, default="")
        at = pw.DateTimeField(index=True)
        account = link(accounts, null=True, index=False)
        author = pw.CharField(max_length=200, default="")

        class Meta:
            database = db
            table_name = "document_version"

    class DocumentChunk(pw.Model):
        version = link(DocumentVersion, index=False)
        place = pw.IntegerField()
        bytes = pw.BlobField()

        class Meta:
            database = db
            table_name = "document_chunk"
            indexes = ((("version", "place"), True),)

    for table, column in ((Folder, "parent_id"), (Document, "folder_id")):
        db.create_tables([table], safe=False)
        name = getattr(table, "_meta").table_name  # noqa: B009 - missing in the stubs
        run(
            f"CREATE UNIQUE INDEX {name}_one_of_a_name ON {name} ({column}, name_key)"
            " WHERE trashed_at IS NULL"
        )
    db.create_tables([Attachment, DocumentVersion, DocumentChunk], safe=False)
    if isinstance(db, pw.PostgresqlDatabase):
        # As SQLite orders them, whatever the server's language.
        for ordered in ("folder", "document"):
            run(f'ALTER TABLE {ordered} ALTER sort_key TYPE VARCHAR(120) COLLATE "C"')
        # Files are compressed mostly: trying again costs time and saves nothing.
        run("ALTER TABLE document_chunk ALTER bytes SET STORAGE EXTERNAL")
