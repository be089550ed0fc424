"""The sessions that servers have open: what each server writes down, the list for administrators, ending one.

A row belongs to the server that made it. Ending is asked for in the row; its server looks there every few
seconds and sees in the same look whose account was closed.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from bsc_tui.db.database import told
from bsc_tui.db.models import Account, OpenSession, tuples
from bsc_tui.errors import Missing
from bsc_tui.i18n import _
from bsc_tui.operations.scheduled_backups import LastBackup, last_backup
from bsc_tui.records import access
from bsc_tui.records.records import Clock, Records

SILENT_MINUTES = 5
"""A row that its server has not touched for so long was left behind by a server that fell."""


@dataclass(frozen=True)
class SessionView:
    """A session as the list shows it; `line_lost`: it waits for its owner to come back."""

    id: int
    name: str
    full_name: str
    origin: str
    server: str
    began_at: datetime.datetime
    last_key_at: datetime.datetime
    line_lost: bool
    end_asked: bool


def all_open(records: Records) -> list[SessionView]:
    """Every open session, the oldest first. Raises Refused without the right to administer."""
    access.demand(records.actor, "administration")
    fresh = records.clock.now() - datetime.timedelta(minutes=SILENT_MINUTES)
    with told():
        rows = (
            OpenSession.select(OpenSession, Account)
            .join(Account, on=(OpenSession.account == Account.id))
            .where(OpenSession.seen_at >= fresh)
            .order_by(OpenSession.began_at, OpenSession.id)
        )
        return [
            SessionView(
                row.id,
                row.account.name,
                row.account.full_name,
                row.origin,
                row.server,
                row.began_at,
                row.last_key_at,
                row.line_lost,
                row.end_asked,
            )
            for row in rows
        ]


def backup_age(records: Records, hours: int) -> tuple[LastBackup | None, bool]:
    """The last backup that a server made, and whether it is old. Raises Refused."""
    access.demand(records.actor, "administration")
    last = last_backup(records.database)
    return last, last is not None and last.is_old(records.clock.now(), hours)


def ask_to_end(records: Records, session_id: int) -> None:
    """Its server ends the session within seconds; what was typed stays as drafts. Raises Refused, Missing."""
    access.demand(records.actor, "administration")
    with told():
        row = OpenSession.get_or_none(OpenSession.id == session_id)
    if row is None:
        raise Missing(_("This session has ended already."))
    with records.operation("end_session", reason=f"{row.account.name}, {row.origin}"):
        access.demand(records.actor, "administration")
        OpenSession.update(end_asked=True).where(OpenSession.id == session_id).execute()


# -- what a server writes ------------------------------------------------------------------------


def begin(account_id: int, server: str, origin: str) -> int:
    """The number of a new row."""
    now = Clock().now()
    with told():
        row = OpenSession.create(
            account=account_id,
            server=server[:120],
            origin=origin[:120],
            began_at=now,
            seen_at=now,
            last_key_at=now,
        )
    return int(row.id)


def tell(session_id: int, *, idle_seconds: float, line_lost: bool) -> None:
    """How the session is now."""
    now = Clock().now()
    with told():
        OpenSession.update(
            seen_at=now,
            last_key_at=now - datetime.timedelta(seconds=idle_seconds),
            line_lost=line_lost,
        ).where(OpenSession.id == session_id).execute()


def end(session_ids: Iterable[int]) -> None:
    """They are over."""
    with told():
        OpenSession.delete().where(OpenSession.id.in_(list(session_ids))).execute()


def forget_server(server: str) -> None:
    """A server begins: what a former one of that name left behind is over."""
    old = Clock().now() - datetime.timedelta(days=1)
    with told():
        OpenSession.delete().where(
            (OpenSession.server == server[:120]) | (OpenSession.seen_at < old)
        ).execute()


def to_be_ended(server: str) -> dict[int, str]:
    """Sessions of the server that shall end, each with why: `asked` or `closed`, the account."""
    with told():
        rows = tuples(
            OpenSession.select(OpenSession.id, OpenSession.end_asked)
            .join(Account, on=(OpenSession.account == Account.id))
            .where(
                OpenSession.server == server[:120],
                OpenSession.end_asked | ~Account.active | Account.trashed_at.is_null(False),
            )
        )
    return {int(id): "asked" if asked else "closed" for id, asked in rows}


def closed_among(account_ids: Iterable[int]) -> set[int]:
    """Which of the accounts may not sign in any more."""
    wanted = list(account_ids)
    with told():
        rows = tuples(
            Account.select(Account.id).where(
                Account.id.in_(wanted), Account.active, Account.trashed_at.is_null()
            )
        )
    return set(wanted) - {int(id) for (id,) in rows}
