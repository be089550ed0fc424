"""What reports add up is read from indexes alone, however many registrations there are."""

from typing import Any

INDEXES = (
    "registration_sums ON registration (engagement_id, status, trashed_at, total, waived_reason, id)",
    "payment_sums ON payment (registration_id, trashed_at, amount)",
)
FORMER = ("registration_engagement_id", "registration_engagement_id_status", "payment_registration_id")


def up(migrator: Any, db: Any) -> None:
    """Add them; what they begin with needs no index of its own any more."""
    for index in INDEXES:
        db.execute_sql(f"CREATE INDEX {index}")
    for index in FORMER:
        db.execute_sql(f"DROP INDEX {index}")
