"""One command over SSH: those of the command line that only read, as the account that signed in."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shlex
import signal
from typing import TYPE_CHECKING, Any

import asyncssh

from bsc_tui.errors import Problem
from bsc_tui.server import sentences
from bsc_tui.server.log import LOG, event

if TYPE_CHECKING:
    from bsc_tui.server.listener import Listener
    from bsc_tui.server.relay import Line

ALLOWED = ("search", "show", "list", "report", "export")
"""Commands that read; whatever is not named here is refused."""
WRITING = ("--output", "--replace")
"""Options that write a file where the command runs."""
LONGEST = 4000
SECONDS = 300
"""A command that takes longer is ended."""
MOST_AT_ONCE = 8


def words_of(line: Line, text: str) -> list[str]:
    """The command's words. Raises ValueError with the sentence that says why it is refused."""
    try:
        words = shlex.split(text[: LONGEST + 1])
    except ValueError:
        raise ValueError(line.say(sentences.BAD_QUOTES)) from None
    if len(text) > LONGEST or "\0" in text or not words or words[0] not in ALLOWED:
        raise ValueError(line.say(sentences.ONLY_COMMANDS, names=", ".join(ALLOWED)))
    if any(word.partition("=")[0] in WRITING for word in words):
        raise ValueError(line.say(sentences.NO_FILES))
    return words


async def serve_command(listener: Listener, line: Line, text: str) -> None:
    """Run it, or say why not."""
    try:
        words = words_of(line, text)
    except ValueError as refused:
        event("command refused", account=line.actor.name, address=line.origin, command=text[:80])
        line.close(1, str(refused))
        return
    event("command", account=line.actor.name, address=line.origin, command=words[0])
    async with listener.commands:
        try:
            status = await _run(listener, line, words)
        except Problem as problem:
            LOG.error("no command: %s", problem)
            line.close(1, line.say(sentences.UNAVAILABLE))
            return
    with contextlib.suppress(asyncssh.Error, OSError):
        line.process.exit(status)


async def _run(listener: Listener, line: Line, words: list[str]) -> int:
    pairs = [os.pipe(), os.pipe()]
    nothing = os.open(os.devnull, os.O_RDONLY)
    request = {
        "kind": "command",
        "name": line.actor.name,
        "words": words,
        "seconds": SECONDS,
        "environment": {"LC_ALL": f"{line.actor.language}_XX.UTF-8", "COLUMNS": "100"},
    }
    try:
        child = await listener.nursery.bear(request, [nothing, pairs[0][1], pairs[1][1]])
    except BaseException:
        for reading, _writing in pairs:
            os.close(reading)
        raise
    finally:
        os.close(nothing)
        for _reading, writing in pairs:
            os.close(writing)
    carrying = [
        asyncio.ensure_future(_carry(pairs[0][0], line.process.stdout)),
        asyncio.ensure_future(_carry(pairs[1][0], line.process.stderr)),
    ]
    gone = asyncio.ensure_future(line.process.channel.wait_closed())
    try:
        whole = asyncio.gather(*carrying, return_exceptions=True)
        waited: set[asyncio.Future[Any]] = {whole, gone}
        await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
        if not whole.done() or any(isinstance(one, BaseException) for one in whole.result()):
            child.signal(signal.SIGKILL)
        status = await child.ended
        return 128 - status if status is not None and status < 0 else status or 0
    finally:
        gone.cancel()
        for one in carrying:
            one.cancel()
        child.signal(signal.SIGKILL)


async def _carry(file: int, writer: asyncssh.SSHWriter[bytes]) -> None:
    """All that comes from the pipe, as fast as the line takes it."""
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    pipe = os.fdopen(file, "rb", buffering=0)
    transport, _protocol = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), pipe)
    try:
        while data := await reader.read(32768):
            writer.write(data)
            await writer.drain()
    finally:
        transport.close()
