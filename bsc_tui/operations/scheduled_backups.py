"""Backups that a server makes by itself: when one is due, making it, which are kept, how old the last one is.

Two servers on one database make one between them. How a backup is made stands in `backups`. A clock that was
wrong for a while takes no backup away, and none is left out for it afterwards.
"""

from __future__ import annotations

import datetime
import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from peewee import Database

from bsc_tui.db.database import told
from bsc_tui.db.models import Setting
from bsc_tui.operations.backups import back_up
from bsc_tui.records.records import Clock

LAST = "last_backup"
BEGUN = "backup_begun"
"""Names of settings: the last backup that was whole, and the moment the last try began."""
NAMES = "bsc-*.backup"
RETRY = datetime.timedelta(hours=1)
MONTHS = 12
"""Besides those of the last days, the newest of each of so many months is kept."""
OLD = 2
"""Intervals after which a backup is old enough to be spoken of."""


@dataclass(frozen=True)
class LastBackup:
    """The last one that was whole; `at` in UTC."""

    at: datetime.datetime
    server: str
    file: str

    def is_old(self, now: datetime.datetime, hours: int) -> bool:
        """Whether something must have gone wrong since."""
        return hours > 0 and abs(now - self.at) > datetime.timedelta(hours=OLD * hours)


def last_backup(_database: Database) -> LastBackup | None:
    """The last backup; None where no server ever made one."""
    with told():
        row = Setting.get_or_none(Setting.name == LAST)
    if row is None:
        return None
    facts = json.loads(row.value)
    return LastBackup(datetime.datetime.fromisoformat(facts["at"]), facts["server"], facts["file"])


def claim(database: Database, hours: int, clock: Clock | None = None) -> bool:
    """Whether a backup is due and nobody else makes it just now; then it is this caller's to make."""
    now = (clock or Clock()).now()
    last = last_backup(database)
    if hours <= 0 or (last is not None and abs(now - last.at) < datetime.timedelta(hours=hours)):
        return False
    with told(), database.atomic():
        begun = Setting.get_or_none(Setting.name == BEGUN)
        if begun is None:
            claimed = Setting.insert(name=BEGUN, value=json.dumps(now.isoformat())).on_conflict_ignore()
            return bool(claimed.execute())
        if abs(now - datetime.datetime.fromisoformat(json.loads(begun.value))) < RETRY:
            return False
        mine = Setting.update(value=json.dumps(now.isoformat()))
        return bool(mine.where(Setting.name == BEGUN, Setting.value == begun.value).execute())


def make(database: Database, folder: Path, days: int, server: str, clock: Clock | None = None) -> Path:
    """Make one, remember it, and let go of those that are not kept any longer."""
    clock = clock or Clock()
    now = clock.now()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = folder / f"bsc-{now:%Y-%m-%d-%H%M%S}.backup"
    back_up(database, file, clock=clock)
    facts = json.dumps({"at": now.isoformat(timespec="seconds"), "server": server, "file": str(file)})
    with told(), database.atomic():
        Setting.delete().where(Setting.name == LAST).execute()
        Setting.insert(name=LAST, value=facts).execute()
    prune(folder, days, now)
    return file


def prune(folder: Path, days: int, now: datetime.datetime) -> None:
    """Keep those of the last days, as many as there are days at the least, and of each of the last months
    the newest; in any case the newest.
    """
    newest_first = sorted(folder.glob(NAMES), reverse=True)
    kept_months: set[tuple[int, int]] = set()
    for number, file in enumerate(newest_first):
        made = _made_at(file)
        if made is None:
            continue
        is_first = (made.year, made.month) not in kept_months
        kept_months.add((made.year, made.month))
        is_young = number < max(days, 1) or now - made <= datetime.timedelta(days=days)
        if not is_young and not (is_first and len(kept_months) <= MONTHS + 1):
            with suppress(OSError):
                file.unlink()


def _made_at(file: Path) -> datetime.datetime | None:
    try:
        return datetime.datetime.strptime(file.name, "bsc-%Y-%m-%d-%H%M%S.backup")
    except ValueError:
        return None
