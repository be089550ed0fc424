"""A line of somebody who has signed in: the screen of a session, or one command. Carries bytes both ways."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
from typing import TYPE_CHECKING, Any

import asyncssh

from bsc_tui.errors import Problem
from bsc_tui.i18n import Translator
from bsc_tui.records.access import Actor
from bsc_tui.server import commands, sentences, terminals
from bsc_tui.server.door import Door
from bsc_tui.server.log import LOG, event
from bsc_tui.server.own_files import INBOX
from bsc_tui.server.sessions import Session, set_size

if TYPE_CHECKING:
    from bsc_tui.server.listener import Listener

Process = asyncssh.SSHServerProcess[bytes]

CHUNK = 32768
MOST_WAITING = 65536
"""Bytes painted that wait for a line; the session is not read until they are gone."""
ASKING_SECONDS = 300.0
MOST_CHANNELS = 10
"""Channels of one connection."""


class Line:
    """One channel of one connection, as a session sees it."""

    def __init__(self, process: Process, actor: Actor, origin: str) -> None:
        self.process = process
        self.actor = actor
        self.origin = origin
        self.translator = Translator(actor.language)
        self.over: asyncio.Future[tuple[int, str]] = asyncio.get_running_loop().create_future()

    async def write(self, data: bytes) -> None:
        """Write; returns when there is room for more. Raises OSError when the line is gone."""
        if self.over.done():
            raise OSError
        try:
            self.process.stdout.write(data)
            if self.process.channel.get_write_buffer_size() < MOST_WAITING:
                return
            drained = asyncio.ensure_future(self.process.stdout.drain())
            waited: set[asyncio.Future[Any]] = {drained, self.over}
            await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
            if not drained.done():
                drained.cancel()
                raise OSError
            drained.result()
        except (asyncssh.Error, ConnectionError, BrokenPipeError) as gone:
            raise OSError from gone

    def leave(self, status: int, sentence: str) -> None:
        """The session is over, or somebody else has it now."""
        if not self.over.done():
            self.over.set_result((status, sentence))

    def close(self, status: int, sentence: str = "", *, restore: bool = False) -> None:
        """Say the last words in a terminal that is in order, and hang up."""
        with contextlib.suppress(asyncssh.Error, OSError):
            if restore:
                self.process.stdout.write(terminals.LEAVE)
            if sentence:
                self.process.stderr.write(sentence.encode() + b"\r\n")
            self.process.exit(status)

    def size(self) -> tuple[int, int]:
        """Columns and rows of the window now."""
        columns, rows, _width, _height = self.process.term_size
        return columns, rows

    def say(self, message: str, **facts: object) -> str:
        """A sentence of the server in the person's language."""
        return self.translator.gettext(message) % facts if facts else self.translator.gettext(message)


async def serve_line(listener: Listener, process: Process) -> None:
    """All that happens on one channel. Nothing that goes wrong here reaches another."""
    door: Door = process.get_extra_info("door")
    door.channels += 1
    try:
        actor = await door.who()
        line = Line(process, actor, door.address)
        if door.channels > MOST_CHANNELS:
            line.close(1, line.say(sentences.TOO_MANY))
        elif process.subsystem:
            line.close(1, line.say(sentences.NO_SUBSYSTEM))
        elif process.command is not None:
            await commands.serve_command(listener, line, process.command)
        else:
            await serve_screen(listener, line)
    except Problem:
        with contextlib.suppress(asyncssh.Error, OSError):
            process.exit(1)
    except (asyncssh.Error, ConnectionError):
        pass  # the line is gone
    except Exception:
        LOG.exception("unforeseen on a line")
        with contextlib.suppress(asyncssh.Error, OSError):
            process.exit(1)
    finally:
        door.channels -= 1


async def serve_screen(listener: Listener, line: Line) -> None:
    """Go on with a session, or begin one, and stay until the line or the session is over."""
    name = terminals.terminal_name(line.process.term_type)
    if name is None:
        line.close(1, line.say(sentences.NO_TERMINAL))
        return
    mine = listener.sessions_of(line.actor)
    session = await asked(listener, line, mine) if mine else None
    if line.over.done():
        return
    if session is not None and session.is_open:
        line.process.stdout.write(terminals.ENTER)
        session.resize(*line.size(), at_once=True)
        session.attach(line, line.origin, again=True)
        event("session goes on", account=line.actor.name, address=line.origin, session=session.row)
        listener.tell_soon(session)
    else:
        session = await begun(listener, line, name)
        if session is None:
            return
    await stay(listener, line, session)


async def asked(listener: Listener, line: Line, mine: list[Session]) -> Session | None:
    """Which of the open sessions to go on with; None: a new one. Without an answer the line is closed."""
    text = sentences.question(mine[:9], listener.company.name, listener.config.zone, line.translator)
    line.process.stdout.write(b"\x1b[?1049h\x1b[0m\x1b[2J\x1b[H" + "\r\n".join(text).encode() + b"\r\n")
    waiting = [session for session in mine if session.screen is None]
    try:
        async with asyncio.timeout(ASKING_SECONDS):
            while True:
                for sign in await heard(line.process):
                    key = chr(sign)
                    if key in "\r\n":
                        return (waiting or mine)[0]
                    if key in "nN":
                        return None
                    if key.isdigit() and 1 <= int(key) <= len(mine[:9]):
                        return mine[int(key) - 1]
                    if key in "\x03\x04\x11":
                        raise TimeoutError
    except (TimeoutError, EOFError):
        line.close(0, restore=True)
        line.leave(0, "")
        return None


async def heard(process: Process) -> bytes:
    """What was typed; other sizes are passed over. Raises EOFError."""
    while True:
        try:
            data = await process.stdin.read(64)
        except (asyncssh.TerminalSizeChanged, asyncssh.BreakReceived, asyncssh.SignalReceived):
            continue
        if not data:
            raise EOFError
        return data


async def begun(listener: Listener, line: Line, name: str) -> Session | None:
    """A new session on this line; None when there can't be one."""
    config = listener.config
    if len(listener.sessions) + listener.beginning >= config.sessions:
        line.close(1, line.say(sentences.FULL), restore=True)
        return None
    if len(listener.sessions_of(line.actor)) >= config.sessions_each:
        line.close(1, line.say(sentences.TOO_MANY), restore=True)
        return None
    listener.beginning += 1
    try:
        return await _born(listener, line, name)
    except (Problem, OSError) as problem:
        LOG.error("no session: %s", problem)
        line.close(1, line.say(sentences.UNAVAILABLE), restore=True)
        return None
    finally:
        listener.beginning -= 1


async def _born(listener: Listener, line: Line, name: str) -> Session:
    master, terminal = os.openpty()
    here, there = socket.socketpair()
    try:
        os.set_blocking(master, False)
        here.setblocking(False)
        size = terminals.size_within(*line.size())
        set_size(master, size)
        request = request_of(listener, line, name)
        request["theme"] = await listener.ledger.theme_of(request["account"])
        child = await listener.nursery.bear(request, [terminal, there.fileno()])
    except BaseException:
        os.close(master)
        here.close()
        raise
    finally:
        os.close(terminal)
        there.close()
    session = Session(0, line.actor, line.origin, master, here, child)
    session.resize(*size, at_once=True)
    session.attach(line, line.origin, again=False)
    session.begin()
    await listener.opened(session)
    return session


def request_of(listener: Listener, line: Line, name: str) -> dict[str, Any]:
    """What the zygote needs to know: who, from where, on which terminal."""
    environment = {"TERM": name}
    if terminals.shows_every_colour(line.process.env.get("COLORTERM")):
        environment["COLORTERM"] = "truecolor"
    folders, account = listener.folders, line.actor.account_id
    assert account is not None
    host = listener.config.server_name or str(line.process.get_extra_info("sockname")[0])
    host = f"[{host}]" if ":" in host else host
    return {
        "kind": "screen",
        "account": account,
        "origin": line.actor.origin,
        "language": line.actor.language,
        "settings": {
            "inbox": str(folders.path(account, INBOX)),
            "fetch": f"scp -P {listener.port} {line.actor.name}@{host}:%s .",
            "send": f"scp -P {listener.port} %s {line.actor.name}@{host}:/inbox/",
        },
        "environment": environment,
    }


async def stay(listener: Listener, line: Line, session: Session) -> None:
    """Until the line or the session is over."""
    listening = asyncio.ensure_future(listen(line, session))
    waited: set[asyncio.Future[Any]] = {listening, line.over}
    await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
    if line.over.done():
        listening.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await listening
        status, why = line.over.result()
        if status and not why:
            why = "broken" if status > 1 else ""
        sentence = sentences.farewell(why, line.translator)
        line.close(status, sentence, restore=bool(status or why))
        return
    session.detach(line)
    event("line lost", account=line.actor.name, address=line.origin, session=session.row)
    listener.tell_soon(session)
    line.close(0)
    if not listener.config.keep_minutes and session.screen is None:
        await session.end("")


async def listen(line: Line, session: Session) -> None:
    """Hand on keys and sizes until the line is gone."""
    while True:
        try:
            data = await line.process.stdin.read(CHUNK)
            if not data:
                return
            await session.type(data)
        except asyncssh.TerminalSizeChanged as changed:
            session.resize(changed.width, changed.height)
        except (asyncssh.BreakReceived, asyncssh.SignalReceived):
            continue
        except (asyncssh.Error, OSError):
            return
