"""The trail and the trash are read a page at a time; a person can be erased."""

from typing import Any

import peewee as pw

LONG = (
    *("enterprise", "person", "employment", "relationship", "interest"),
    *("engagement", "engagement_staff", "meeting", "party", "booking", "registration", "payment"),
    *("folder", "document", "attachment"),
)
"""Tables whose trash has an index."""
FORMER = ("operation_account_id", "change_operation_id", "person_incomplete")
INDEXES = (
    "operation_of_account ON operation (account_id, id)",
    "operation_of_verb ON operation (verb, id)",
    "change_of_operation ON change (operation_id, id)",
    "person_incomplete ON person (id) WHERE trashed_at IS NULL AND erased_on IS NULL AND (first_name = '' "
    "OR last_name = '' OR (phone = '' AND mobile = '' AND other_phone = '' AND email = '' "
    "AND other_email = ''))",
    *(f"{table}_trash ON {table} (trashed_at, id) WHERE trashed_at IS NOT NULL" for table in LONG),
)


def up(migrator: Any, db: Any) -> None:
    """Add the day of an erasure, and the indexes in place of those they contain."""
    migrator.migrate(migrator.add_column("person", "erased_on", pw.DateField(null=True)))
    for index in FORMER:
        db.execute_sql(f"DROP INDEX {index}")
    for index in INDEXES:
        db.execute_sql(f"CREATE INDEX {index}")
