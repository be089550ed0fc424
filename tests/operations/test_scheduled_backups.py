"""Backups that a server makes: one when it is due, old ones go, the last one is known."""

from __future__ import annotations

import datetime
from pathlib import Path

from peewee import Database

from bsc_tui.operations import scheduled_backups
from bsc_tui.operations.backups import restore
from bsc_tui.records.records import Clock, Records

NOON = datetime.datetime(2026, 11, 22, 12)


class At(Clock):
    """It is this moment."""

    def __init__(self, moment: datetime.datetime) -> None:
        super().__init__()
        self._moment = moment

    def now(self) -> datetime.datetime:
        """As given."""
        return self._moment


def test_one_server_makes_it_and_the_next_day_another_may(admin: Records, tmp_path: Path) -> None:
    database: Database = admin.database
    assert not scheduled_backups.claim(database, 0, At(NOON))
    assert scheduled_backups.claim(database, 24, At(NOON))
    assert not scheduled_backups.claim(database, 24, At(NOON))
    assert scheduled_backups.last_backup(database) is None
    file = scheduled_backups.make(database, tmp_path / "backups", 14, "one:8022", At(NOON))
    assert file.name == "bsc-2026-11-22-120000.backup"
    assert (file.parent.stat().st_mode & 0o777, file.stat().st_mode & 0o077) == (0o700, 0)
    last = scheduled_backups.last_backup(database)
    assert last is not None
    assert (last.at, last.server, last.file) == (NOON, "one:8022", str(file))
    later = NOON + datetime.timedelta(hours=23)
    assert not scheduled_backups.claim(database, 24, At(later))
    assert not last.is_old(later, 24)
    after = NOON + datetime.timedelta(hours=49)
    assert last.is_old(after, 24)
    assert scheduled_backups.claim(database, 24, At(after))
    assert restore(file, f"sqlite:///{tmp_path / 'again.db'}").rows > 0


def test_a_try_that_failed_is_made_again_in_an_hour(admin: Records) -> None:
    database: Database = admin.database
    assert scheduled_backups.claim(database, 24, At(NOON))
    assert not scheduled_backups.claim(database, 24, At(NOON + datetime.timedelta(minutes=59)))
    assert scheduled_backups.claim(database, 24, At(NOON + datetime.timedelta(minutes=61)))


def test_a_clock_that_was_wrong_takes_no_backup_away_and_leaves_none_out(
    admin: Records, tmp_path: Path
) -> None:
    database: Database = admin.database
    wrong = datetime.datetime(2038, 1, 19, 3, 14)
    for day in range(100):
        moment = NOON - datetime.timedelta(days=day)
        (tmp_path / f"bsc-{moment:%Y-%m-%d-%H%M%S}.backup").touch()
    assert scheduled_backups.claim(database, 24, At(wrong))
    scheduled_backups.make(database, tmp_path, 14, "one:8022", At(wrong))
    kept = {file.name for file in tmp_path.iterdir()}
    assert {"bsc-2038-01-19-031400.backup", "bsc-2026-11-22-120000.backup"} <= kept
    assert {"bsc-2026-11-10-120000.backup", "bsc-2026-10-31-120000.backup"} <= kept
    assert scheduled_backups.claim(
        database, 24, At(NOON + datetime.timedelta(minutes=5))
    )  # it is right again
    scheduled_backups.make(database, tmp_path, 14, "one:8022", At(NOON + datetime.timedelta(minutes=5)))
    last = scheduled_backups.last_backup(database)
    assert last is not None
    assert not last.is_old(NOON + datetime.timedelta(hours=1), 24)


def test_the_last_days_and_the_last_of_each_month_are_kept(tmp_path: Path) -> None:
    for day in range(800):
        moment = NOON - datetime.timedelta(days=day)
        (tmp_path / f"bsc-{moment:%Y-%m-%d-%H%M%S}.backup").touch()
    (tmp_path / "bsc-mine.backup").touch()
    (tmp_path / "letter.docx").touch()
    scheduled_backups.prune(tmp_path, 14, NOON)
    kept = sorted(file.name for file in tmp_path.iterdir())
    assert {"bsc-mine.backup", "letter.docx"} <= set(kept)
    assert "bsc-2026-11-08-120000.backup" in kept
    assert "bsc-2026-11-07-120000.backup" not in kept
    assert "bsc-2026-10-31-120000.backup" in kept
    assert "bsc-2025-11-30-120000.backup" in kept
    assert "bsc-2025-10-31-120000.backup" not in kept
    assert len(kept) == 2 + 15 + 12
