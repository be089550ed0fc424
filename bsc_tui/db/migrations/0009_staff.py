"""Staff have papers, a place and days of coming and leaving; what they teach; their development projects."""

from typing import Any

import peewee as pw


def up(migrator: Any, db: Any) -> None:
    """The columns of staff members, and two tables."""

    def stub(name: str) -> Any:
        meta = type("Meta", (), {"database": db, "table_name": name})
        return type(name, (pw.Model,), {"Meta": meta})

    def link(table: Any, **options: Any) -> Any:
        return pw.ForeignKeyField(table, field=table.id, backref="+", null=True, **options)

    def add(name: str, field: Any) -> Any:
        return migrator.add_column("staff_member", name, field)

    terms, members = stub("term"), stub("staff_member")
    words = {
        "patronymic": 80,
        "passport_number": 20,
        "passport_issued_by": 60,
        "social_card": 20,
        "address": 200,
        "account": 34,
        "status_description": 200,
        "hired": 10,
        "dismissed": 10,
    }
    migrator.migrate(
        *(add(name, pw.CharField(max_length=most, default="")) for name, most in words.items()),
        add("passport_issued_on", pw.DateField(null=True)),
        add("notes", pw.TextField(default="")),
        *(add(f"{name}_id", link(terms, index=False)) for name in ("position", "bank", "dismissal_reason")),
        add("enterprise_id", link(stub("enterprise"))),
        add("user_id", link(stub("account"), index=False)),
    )

    class Subject(pw.Model):
        version = pw.IntegerField(default=1)
        trashed_at = pw.DateTimeField(null=True)
        member = pw.ForeignKeyField(members, backref="+")
        topic = pw.ForeignKeyField(terms, backref="+", index=False)
        remark = pw.CharField(max_length=200, default="")

        class Meta:
            database = db
            table_name = "subject"

    class DevelopmentProject(pw.Model):
        version = pw.IntegerField(default=1)
        trashed_at = pw.DateTimeField(null=True)
        member = pw.ForeignKeyField(members, backref="+")
        title = pw.CharField(max_length=200, default="")
        aim = pw.TextField(default="")
        starts = pw.CharField(max_length=10, default="")
        ends = pw.CharField(max_length=10, default="")
        status = pw.CharField(max_length=30, default="planned")
        outcome = pw.TextField(default="")
        sort_key = pw.CharField(max_length=120, default="", index=True)

        class Meta:
            database = db
            table_name = "development_project"

    db.create_tables([Subject, DevelopmentProject], safe=False)
    if isinstance(db, pw.PostgresqlDatabase):
        run: Any = db.execute_sql
        run('ALTER TABLE development_project ALTER sort_key TYPE VARCHAR(120) COLLATE "C"')
