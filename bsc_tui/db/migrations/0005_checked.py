"""Engagements and registrations can be marked as checked; what Home asks for is found by indexes."""

from typing import Any

import peewee as pw

INDEXES = (
    "registration_requested_at_status_trashed_at ON registration (requested_at, status, trashed_at)",
    "registration_answer ON registration (answer_until) WHERE answer_until IS NOT NULL",
    "person_incomplete ON person (id) WHERE trashed_at IS NULL AND (first_name = '' OR last_name = '' "
    "OR (phone = '' AND mobile = '' AND other_phone = '' AND email = '' AND other_email = ''))",
    "enterprise_incomplete ON enterprise (id) WHERE trashed_at IS NULL AND (legal_status_id IS NULL "
    "OR (phone = '' AND email = ''))",
)


def up(migrator: Any, db: Any) -> None:
    """Add the marks and the indexes."""

    class Account(pw.Model):
        class Meta:
            database = db
            table_name = "account"

    account: Any = Account
    for table in ("engagement", "registration"):
        link: Any = pw.ForeignKeyField(account, field=account.id, null=True, index=False, backref="+")
        migrator.migrate(
            migrator.add_column(table, "checked_by_id", link),
            migrator.add_column(table, "checked_on", pw.DateField(null=True)),
        )
    for index in INDEXES:
        db.execute_sql(f"CREATE INDEX {index}")
