"""What falls into a period is found by an index: reports over a year don't read all engagements."""

from typing import Any


def up(migrator: Any, db: Any) -> None:
    """Add the index of last days, with the expression that reports ask by."""
    last_day = "(CASE WHEN ends <> '' THEN ends ELSE starts END)"
    db.execute_sql(f"CREATE INDEX engagement_last_day ON engagement ({last_day})")
