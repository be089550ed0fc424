"""The listening process: who is inside, which sessions are open, and what is looked at now and then."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import time
from functools import partial
from typing import Any

import asyncssh
import asyncssh.auth

from bsc_tui import __version__
from bsc_tui.config import Config
from bsc_tui.errors import Problem, Unusable
from bsc_tui.i18n import _
from bsc_tui.operations.companies import Company
from bsc_tui.records.access import Actor
from bsc_tui.server.commands import MOST_AT_ONCE
from bsc_tui.server.document_shelf import DocumentShelf
from bsc_tui.server.door import Door, Hall, exactly_as_typed
from bsc_tui.server.export_shelf import ExportShelf
from bsc_tui.server.host_key import host_key
from bsc_tui.server.ledger import Ledger
from bsc_tui.server.log import LOG, event
from bsc_tui.server.nursery import Nursery
from bsc_tui.server.own_files import INBOX, PARTS, Folders
from bsc_tui.server.pace import Pace
from bsc_tui.server.relay import Process, serve_line
from bsc_tui.server.sessions import Session
from bsc_tui.server.sftp import OfficeFiles
from bsc_tui.server.shelves import Shelf

WITHOUT_OLD: dict[str, Any] = {
    "kex_algs": "-*sha1,rsa*,gss-*",
    "mac_algs": "-hmac-sha1*",
    "signature_algs": "-ssh-rsa",
}
"""What asyncssh offers, less what is not safe any more."""
LOGIN_SECONDS = 30
KEEPALIVE_SECONDS = 15
KEEPALIVES = 3
LOOK_SECONDS = 1.0
"""How often it is looked whom an administrator has ended, and who is away for too long."""
TELL_SECONDS = 60.0
TIDY_SECONDS = 3600.0
BACKUP_LOOK_SECONDS = 60.0
STOP_SECONDS = 9.0


class Listener:
    """The server, from start to stop."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.name = f"{socket.gethostname()}:{config.server_port or os.getpid()}"
        self.ledger = Ledger(config, self.name)
        self.company: Company = self.ledger.look()
        self.key = host_key(config.host_key_file)
        self.nursery = Nursery(config)
        self.hall = Hall(self.ledger, config.trusted)
        self.folders = Folders(config.data_folder / "files", config.inbox_megabytes << 20)
        self.sessions: list[Session] = []
        self.pace = Pace(lambda: any(one.screen is not None for one in self.sessions))
        self.beginning = 0
        self.commands = asyncio.Semaphore(MOST_AT_ONCE)
        self.port = config.server_port
        self._acceptor: asyncssh.SSHAcceptor | None = None
        self._stop = asyncio.Event()
        self._told = 0.0
        self._tidied = 0.0
        self._thought_of_backup = 0.0
        self._tasks: set[asyncio.Task[Any]] = set()

    @property
    def fingerprint(self) -> str:
        """What people compare when they connect for the first time."""
        return self.key.get_fingerprint()

    async def start(self) -> None:
        """Prepare sessions, then listen. Raises Unusable when the port can't be had."""
        await self.nursery.start()
        # Names and passwords are compared as they were typed; asyncssh would change some of them.
        setattr(asyncssh.auth, "saslprep", exactly_as_typed)  # noqa: B010 - it is not in their stubs
        try:
            self._acceptor = await asyncssh.create_server(
                partial(Door, self.hall),
                self.config.server_host or None,
                self.config.server_port,
                server_host_keys=[self.key],
                server_version="bsc_tui",
                process_factory=self._process,
                sftp_factory=partial(OfficeFiles, self.shelves_of, self.pace),
                sftp_version=3,
                allow_scp=False,
                agent_forwarding=False,
                x11_forwarding=False,
                kbdint_auth=False,
                gss_host=None,
                encoding=None,
                line_editor=False,
                **WITHOUT_OLD,
                login_timeout=LOGIN_SECONDS,
                keepalive_interval=KEEPALIVE_SECONDS,
                keepalive_count_max=KEEPALIVES,
                reuse_address=True,
                backlog=200,
            )
        except OSError as error:
            raise Unusable(
                _("The server can't listen."),
                _("Port %(port)s: %(reason)s.")
                % {"port": self.config.server_port, "reason": error.strerror or error},
            ) from None
        self.port = self._acceptor.get_port()
        event("listening", port=self.port, version=__version__, host_key=self.fingerprint)

    async def run(self) -> None:
        """Until a signal says that it is time to go. SIGHUP: prepare anew, as after an upgrade."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop.set)
        if not sys.stdin.isatty():  # else it means that the terminal was closed
            loop.add_signal_handler(signal.SIGHUP, lambda: self._spawn(self._renew()))
        looking = asyncio.ensure_future(self._look_now_and_then())
        try:
            await self._stop.wait()
        finally:
            looking.cancel()
            await self.stop()

    def ask_to_stop(self) -> None:
        """As a signal does."""
        self._stop.set()

    async def _renew(self) -> None:
        try:
            await self.nursery.replace()
        except Problem as problem:
            LOG.error("not prepared: %s", problem)

    async def stop(self) -> None:
        """Nobody comes in any more; whoever is inside is told, and keeps what was typed as drafts."""
        event("stopping", sessions=len(self.sessions))
        self.hall.is_closing = True
        if self._acceptor is not None:
            self._acceptor.close()
        rows = [session.row for session in self.sessions if session.row]
        endings = [asyncio.ensure_future(session.end("stopping")) for session in list(self.sessions)]
        if endings:
            _done, left = await asyncio.wait(endings, timeout=STOP_SECONDS)
            if left:
                LOG.error("sessions that did not end: %s", len(left))
        for door in [*self.hall.inside, *self.hall.waiting]:
            door.bid_farewell()
        await asyncio.sleep(0.1)  # the last words are on their way
        if rows:
            await self._quietly(self.ledger.end(rows))
        self.nursery.close()
        self.ledger.close()
        event("stopped")

    def shelves_of(self, actor: Actor) -> dict[str, Shelf]:
        """What an account sees over SFTP."""
        assert actor.account_id is not None
        parts = self.folders.of(actor.account_id, PARTS)
        return {
            "documents": DocumentShelf(self.ledger.database, actor, parts),
            "exports": ExportShelf(self.ledger.database, actor),
            "inbox": self.folders.of(actor.account_id, INBOX),
        }

    # -- sessions --------------------------------------------------------------------------
    async def _process(self, process: Process) -> None:
        await serve_line(self, process)

    def sessions_of(self, actor: Actor) -> list[Session]:
        """The account's sessions that one can go on with: first those that wait."""
        mine = [one for one in self.sessions if one.actor.account_id == actor.account_id and one.is_open]
        return sorted(mine, key=lambda one: (one.screen is not None, -one.began))

    async def opened(self, session: Session) -> None:
        """A session has begun; it is in the list until it ends."""
        self.sessions.append(session)
        session.pump.add_done_callback(lambda _pump: self._closed(session))
        assert session.actor.account_id is not None
        try:
            session.row = await self.ledger.begin(session.actor.account_id, session.origin)
        except Problem as problem:
            LOG.error("session not written down: %s", problem)
        event("session begun", account=session.actor.name, address=session.origin, session=session.row)
        if session not in self.sessions:
            await self._quietly(self.ledger.end([session.row]))

    def _closed(self, session: Session) -> None:
        self.sessions.remove(session)
        if session.row and not self.hall.is_closing:
            self._spawn(self._quietly(self.ledger.end([session.row])))

    def _spawn(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _quietly(self, work: Any) -> Any:
        """A database that can't be reached is no reason to end anybody's work."""
        try:
            return await work
        except Problem as problem:
            LOG.error("not written down: %s", problem)
            return None

    # -- now and then ----------------------------------------------------------------------
    async def _look_now_and_then(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                await self.look()
            except Exception:
                LOG.exception("unforeseen while looking after sessions")

    async def look(self) -> None:
        """End what is to end; write down how the others are."""
        for session in list(self.sessions):
            if why := self._too_long(session):
                self._spawn(session.end(why))
        await self._show_out()
        if time.monotonic() - self._tidied >= TIDY_SECONDS:
            self._tidied = time.monotonic()
            await asyncio.to_thread(self.folders.tidy)
        if time.monotonic() - self._thought_of_backup >= BACKUP_LOOK_SECONDS:
            self._thought_of_backup = time.monotonic()
            self._spawn(self._quietly(self._back_up_when_due()))
        if not self.sessions:
            return
        asked = await self._quietly(self.ledger.to_be_ended()) or {}
        for session in list(self.sessions):
            if session.row in asked and not session.is_ending:
                self._spawn(session.end(asked[session.row]))
        if time.monotonic() - self._told >= TELL_SECONDS:
            self._told = time.monotonic()
            for session in list(self.sessions):
                await self.tell(session)

    async def _back_up_when_due(self) -> None:
        """In a process of its own, while others work."""
        if not await self.ledger.backup_is_due():
            return
        request = {"kind": "backup", "environment": {}, "server": self.name}
        child = await self.nursery.bear(request, [])
        status = await child.ended
        event("backup made" if status == 0 else "backup failed", folder=self.config.backups, status=status)

    async def _show_out(self) -> None:
        """Whose account was closed loses their lines too: files and commands are over."""
        inside = {door: door.actor.account_id for door in self.hall.inside if door.actor is not None}
        if not inside:
            return
        closed = await self._quietly(
            self.ledger.closed_among(sorted({id for id in inside.values() if id is not None}))
        )
        for door, account_id in inside.items():
            if account_id in (closed or ()) and not door.is_leaving:
                door.is_leaving = True
                for session in [one for one in self.sessions if one.actor.account_id == account_id]:
                    await session.end("closed")
                event("account closed", account=door.actor.name if door.actor else "", address=door.address)
                # The last words are on their way.
                asyncio.get_running_loop().call_later(0.5, door.bid_farewell)

    async def tell(self, session: Session) -> None:
        """Write down how it is."""
        if session.row:
            lost = session.screen is None
            await self._quietly(self.ledger.tell(session.row, session.idle_seconds, lost))

    def tell_soon(self, session: Session) -> None:
        """As above, while the line goes on."""
        self._spawn(self.tell(session))

    def _too_long(self, session: Session) -> str:
        if session.is_ending:
            return ""
        if session.screen is None and session.lost_seconds > self.config.keep_minutes * 60:
            return "kept too long"
        idle = self.config.idle_end_minutes * 60
        return "idle" if idle and session.idle_seconds > idle else ""


async def serve(config: Config) -> None:
    """Listen until told to stop. Raises Problem when it can't begin."""
    os.umask(0o077)
    listener = Listener(config)
    await listener.start()
    await listener.run()
