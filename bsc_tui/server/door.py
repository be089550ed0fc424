"""Letting people in: passwords and keys of the application's accounts, limits, and pauses after wrong tries.

What somebody does who is in stands in `relay` and `sftp`. Nothing here tells whether a name is known.
"""

from __future__ import annotations

import asyncio

import asyncssh

from bsc_tui.errors import Problem, Refused
from bsc_tui.operations.local_files import FROM_AFAR
from bsc_tui.records.access import Actor
from bsc_tui.server.ledger import Ledger
from bsc_tui.server.log import LOG, event
from bsc_tui.server.penalties import Penalties, source_of

MOST_TRIES = 5
"""Wrong passwords or keys of one connection."""
MOST_KEYS = 20
"""Keys that a client may ask about in one connection: some offer all they have."""
MOST_WAITING = 100
"""Connections in which nobody has signed in yet."""
MOST_WAITING_EACH = 60
"""The same, from one address: a whole office may stand behind one."""
LONGEST_WAIT = 15.0
"""Seconds that a try is held back; whoever has to wait longer is cut off."""


class Hall:
    """What all connections share: the ledger, the pauses, who is waiting to be let in and who is in."""

    def __init__(self, ledger: Ledger, trusted: str = "") -> None:
        self.ledger = ledger
        self.penalties = Penalties(trusted=trusted, is_at_work=self._is_at_work)
        self.waiting: dict[Door, str] = {}
        self.inside: set[Door] = set()
        self.is_closing = False

    def _is_at_work(self, source: str) -> bool:
        return any(source_of(door.address) == source for door in self.inside)

    def admit(self, door: Door) -> str:
        """Why the connection is not even listened to; '' when it may try."""
        if self.is_closing:
            return "closing"
        if self.penalties.wait_for_address(door.address) > 0:
            return "held back"
        source = source_of(door.address)
        if sum(1 for other in self.waiting.values() if other == source) >= MOST_WAITING_EACH:
            return "too many from there"
        if len(self.waiting) >= MOST_WAITING:
            self._make_room()
        self.waiting[door] = source
        return ""

    def _make_room(self) -> None:
        """The oldest connection of the address that has most of them goes."""
        sources = list(self.waiting.values())
        crowd = max(set(sources), key=sources.count)
        oldest = next(door for door, source in self.waiting.items() if source == crowd)
        event("refused", why="too many", address=oldest.address)
        del self.waiting[oldest]
        oldest.cut()


class Door(asyncssh.SSHServer):
    """One connection until somebody has signed in, and who it is from then on."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self._connection: asyncssh.SSHServerConnection | None = None
        self._tries = 0
        self._keys = 0
        self._fingerprint = ""
        self._by_password: Actor | None = None
        self._knowing: asyncio.Task[Actor | None] | None = None
        self.address = ""
        self.actor: Actor | None = None
        self.is_leaving = False
        self.channels = 0
        """Channels in use: screens, commands and file transfers."""

    # -- the connection --------------------------------------------------------------------
    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        """Somebody is there."""
        self._connection = conn
        conn.set_extra_info(door=self)
        self.address = str((conn.get_extra_info("peername") or ("?",))[0])
        why = self._hall.admit(self)
        if why:
            event("refused", why=why, address=self.address)
            conn.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """They are gone."""
        self._hall.waiting.pop(self, None)
        self._hall.inside.discard(self)
        if self.actor is not None:
            event("line closed", account=self.actor.name, address=self.address)

    def cut(self) -> None:
        """End the connection at once."""
        if self._connection is not None:
            self._connection.abort()

    def bid_farewell(self) -> None:
        """End the connection after what was said is sent."""
        if self._connection is not None:
            self._connection.close()

    def debug_msg_received(self, msg: str, lang: str, always_display: bool) -> None:
        """Nobody wants to know."""

    @property
    def origin(self) -> str:
        """As the audit trail names it; also says that the files of this computer are not theirs."""
        return f"{FROM_AFAR} {self.address}"

    # -- signing in ------------------------------------------------------------------------
    def begin_auth(self, username: str) -> bool:
        """Everybody has to."""
        return True

    def password_auth_supported(self) -> bool:
        """Yes."""
        return True

    def public_key_auth_supported(self) -> bool:
        """Yes."""
        return True

    async def validate_password(self, username: str, password: str) -> bool:
        """Whether the password is the one; the answer to a wrong one comes later and later."""
        penalties = self._hall.penalties
        await self._pause(penalties.wait_for_name(self.address, username))
        try:
            actor = await self._hall.ledger.sign_in(username, password, self.origin)
        except Problem as problem:
            LOG.error("sign-in not possible: %s", problem)
            return False
        if actor is None:
            self._failed(username, "password")
            return False
        self._by_password = actor
        return True

    async def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        """Whether the key belongs to the account; that its signature is right is looked at afterwards."""
        self._keys += 1
        if self._keys > MOST_KEYS:
            self._give_up(username)
            return False
        fingerprint = key.get_fingerprint()
        try:
            belongs = await self._hall.ledger.opens(username, fingerprint)
        except Problem as problem:
            LOG.error("sign-in not possible: %s", problem)
            return False
        self._fingerprint = fingerprint if belongs else ""
        return belongs

    def auth_completed(self) -> None:
        """They are in: by a password, or by the key that was looked at last."""
        self._hall.waiting.pop(self, None)
        self._hall.inside.add(self)
        self._knowing = asyncio.get_running_loop().create_task(self._known())

    async def who(self) -> Actor:
        """Who has signed in. Raises Refused when a key was taken away in this very moment, Unavailable."""
        assert self._knowing is not None
        actor = await asyncio.shield(self._knowing)
        if actor is None:
            raise Refused("", "")
        return actor

    async def _known(self) -> Actor | None:
        assert self._connection is not None
        name = str(self._connection.get_extra_info("username"))
        actor, how = self._by_password, "password"
        if actor is None:
            how = self._fingerprint
            try:
                actor = await self._hall.ledger.sign_in_by_key(name, self._fingerprint, self.origin)
            except Problem as problem:
                LOG.error("sign-in not possible: %s", problem)
        if actor is None:
            self.cut()
            return None
        self.actor = actor
        self._hall.penalties.succeeded(self.address, name)
        event("signed in", account=actor.name, address=self.address, by=how)
        return actor

    # -- wrong tries -----------------------------------------------------------------------
    async def _pause(self, seconds: float) -> None:
        if seconds > LONGEST_WAIT:
            await asyncio.sleep(LONGEST_WAIT)
            self.cut()
        elif seconds > 0:
            await asyncio.sleep(seconds)

    def _failed(self, username: str, how: str) -> None:
        self._tries += 1
        self._hall.penalties.failed(self.address, username)
        event("not signed in", name=username[:60], address=self.address, by=how)
        if self._tries >= MOST_TRIES or self._hall.penalties.wait_for_address(self.address) > 0:
            self._give_up(username)

    def _give_up(self, username: str) -> None:
        event("cut off", name=username[:60], address=self.address, tries=self._tries)
        asyncio.get_running_loop().call_soon(self.cut)


def exactly_as_typed(text: str) -> str:
    """Instead of asyncssh's preparing of passwords, which changes some and refuses every emoji.

    An account's password is what was typed when it was set, to the letter.
    """
    return text
