"""What the listener asks the database, in threads of its own: who signs in, which sessions are open.

Checking a password takes long on purpose: two threads do nothing else, so that many at once cost neither
typing people their time nor the machine its memory.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from bsc_tui.config import Config
from bsc_tui.db.database import open_database
from bsc_tui.db.schema import pending
from bsc_tui.errors import Problem, Refused, Unavailable, Unusable
from bsc_tui.i18n import _
from bsc_tui.operations import accounts, open_sessions, scheduled_backups, ssh_keys
from bsc_tui.operations.companies import Company, company_of, is_set_up
from bsc_tui.records.access import SYSTEM, Actor
from bsc_tui.records.records import Records

P = ParamSpec("P")
T = TypeVar("T")

HASHING_THREADS = 2


class Ledger:
    """The database, asked from the listener's loop."""

    def __init__(self, config: Config, server: str) -> None:
        self._config = config
        self.server = server
        self.database = open_database(config.database_url, create=False)
        self._hashing = ThreadPoolExecutor(HASHING_THREADS, "hash", initializer=self._connect)
        self._others = ThreadPoolExecutor(2, "ledger", initializer=self._connect)

    def _connect(self) -> None:
        self.database.connect(reuse_if_open=True)

    def look(self) -> Company:
        """The company; at the start. Raises Unusable where there is none, or an older schema."""
        if pending(self.database):
            raise Unusable(
                _("The database is older than this program."),
                _("Others may be at work in it, so that it is not changed unasked."),
                _("Run “bsc-tui migrate”."),
            )
        if not is_set_up(self.database):
            raise Unusable(_("There is no company in this database yet."), "", _("“bsc-tui init” makes one."))
        open_sessions.forget_server(self.server)
        return company_of(self.database)

    async def sign_in(self, name: str, password: str, origin: str) -> Actor | None:
        """Who it is; None for whatever is wrong. Raises Unavailable."""
        try:
            return await self._run(self._hashing, self._sign_in, name, password, origin)
        except Refused:
            return None

    def _sign_in(self, name: str, password: str, origin: str) -> Actor:
        return accounts.sign_in(Records(self.database, SYSTEM), name, password, origin)

    async def opens(self, name: str, fingerprint: str) -> bool:
        """Whether the key belongs to the name."""
        return await self._run(self._others, ssh_keys.opens, name, fingerprint)

    async def sign_in_by_key(self, name: str, fingerprint: str, origin: str) -> Actor | None:
        """Who it is whose signature was right; None when the key was taken away meanwhile."""
        try:
            return await self._run(self._others, self._sign_in_by_key, name, fingerprint, origin)
        except Unavailable:
            raise
        except Problem:
            return None

    def _sign_in_by_key(self, name: str, fingerprint: str, origin: str) -> Actor:
        return ssh_keys.sign_in_by_key(Records(self.database, SYSTEM), name, fingerprint, origin)

    async def theme_of(self, account_id: int) -> str:
        """The colours that the account's owner has chosen; "" where they can't be asked for now."""
        try:
            return (await self._run(self._others, accounts.preferences_of, account_id)).theme
        except Problem:
            return ""

    async def begin(self, account_id: int, origin: str) -> int:
        """Write a session down."""
        return await self._run(self._others, open_sessions.begin, account_id, self.server, origin)

    async def tell(self, session_id: int, idle_seconds: float, line_lost: bool) -> None:
        """How it is now."""
        await self._run(self._others, _tell, session_id, idle_seconds, line_lost)

    async def end(self, session_ids: list[int]) -> None:
        """They are over."""
        await self._run(self._others, open_sessions.end, session_ids)

    async def to_be_ended(self) -> dict[int, str]:
        """Which sessions of this server shall end, and why."""
        return await self._run(self._others, open_sessions.to_be_ended, self.server)

    async def backup_is_due(self) -> bool:
        """Whether it is time for a backup, and this server is to make it."""
        return await self._run(
            self._others, scheduled_backups.claim, self.database, self._config.backup_hours
        )

    async def closed_among(self, account_ids: list[int]) -> set[int]:
        """Which of the accounts may not be here any more."""
        return await self._run(self._others, open_sessions.closed_among, account_ids)

    async def _run(
        self, threads: ThreadPoolExecutor, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """In one of the threads; after a lost connection once more with a new one."""

        def asked() -> T:
            try:
                self._connect()
                return function(*args, **kwargs)
            except Unavailable:
                Records(self.database, SYSTEM).reconnect()
                return function(*args, **kwargs)

        return await asyncio.get_running_loop().run_in_executor(threads, asked)

    def close(self) -> None:
        """Nothing more is asked."""
        for threads in (self._hashing, self._others):
            threads.shutdown(wait=False, cancel_futures=True)


def _tell(session_id: int, idle_seconds: float, line_lost: bool) -> None:
    open_sessions.tell(session_id, idle_seconds=idle_seconds, line_lost=line_lost)
