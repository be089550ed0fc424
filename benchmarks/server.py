"""How the server feels: connecting, coming back, memory of a session, a key while others type and save.

    .venv/bin/python benchmarks/server.py [--sessions 50] [--seconds 15] [--postgresql URL]

Everybody enters new people, two keys a second, and saves each; afterwards what the screens called saved is
looked for in the database. The status is 1 where something is missing or somebody could not go on. Times of
one machine mean little; the ratio is to a bare Textual program that starts in the same run.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import pty
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "server"))

import asyncssh
from databases import make_company
from served import Person, Served

from bsc_tui.db.models import Person as Someone
from bsc_tui.db.models import tuples

RUNS = 9
BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("hello world")
Bare().run(mouse=False)
"""
F6, F7 = "\x1b[17~", "\x1b[18~"
ROOM = {"sessions": 200, "sessions_each": 200, "idle_lock_minutes": 0}


def bare_start() -> float:
    """Seconds until a bare Textual program has painted, in a terminal here."""
    begin = time.perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(TERM="xterm-256color", COLUMNS="80", LINES="24")
        os.execv(sys.executable, [sys.executable, "-c", BARE])
    seen = b""
    while b"hello world" not in seen:
        seen += os.read(terminal, 65536)
    took = time.perf_counter() - begin
    os.kill(pid, 9)
    os.close(terminal)
    os.waitpid(pid, 0)
    return took


def memory_of(pids: list[int]) -> float:
    """Megabytes, what several share divided among them."""
    whole = 0
    for pid in pids:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                whole += int(line.split()[1])
    return whole / 1024


def processes(server: Served) -> list[int]:
    """Listener, zygote and sessions."""
    zygote = server.logged(r"prepared pid=(\d+)")
    children = Path(f"/proc/{zygote}/task/{zygote}/children").read_text().split()
    return [server.process.pid, int(zygote), *map(int, children)]


async def opened(server: Served, *keys: str, name: str = "lusine") -> Watched:
    """Somebody whose first screen is painted; keys answer what is asked before."""
    person = Watched(await server.connect(name))
    await person.open()
    if keys:
        await person.reads("open since")
        person.types(*keys)
    await person.reads("Waiting for me", "F10 Menu")
    return person


async def connecting(server: Served) -> tuple[float, float]:
    """Seconds from the first packet to the painted screen, and back to it after the line was lost."""
    begun, back = [], []
    for _ in range(RUNS):
        start = time.perf_counter()
        person = await opened(server)
        begun.append(time.perf_counter() - start)
        lost = server.log.count("line lost")
        person.pull_the_plug()
        await server.sees("line lost", lost + 1)
        connection = await server.connect("lusine")
        again = await Person(connection).open()
        await again.reads("open since")
        start = time.perf_counter()
        again.types("\r")
        await again.reads("Waiting for me", "F10 Menu")
        back.append(time.perf_counter() - start)
        ended = server.log.count("session ended")
        again.types("\x11")
        await again.reads("Leave the program?")
        again.types("y")
        await server.sees("session ended", ended + 1)
        connection.abort()
    return statistics.median(begun), statistics.median(back)


class Watched(Person):
    """Knows when something came first after it was quiet."""

    painted_at = 0.0

    async def chunk(self, seconds: float) -> bool:
        """Whether something came."""
        try:
            async with asyncio.timeout(seconds):
                self._feed(await self._process.stdout.read(65536))
        except TimeoutError:
            return False
        return True


async def quiet(person: Watched, seconds: float = 0.05) -> bool:
    """Read until nothing comes; whether something came within the seconds."""
    came = await person.chunk(seconds)
    person.painted_at = time.perf_counter()
    while await person.chunk(0.05):
        pass
    return came


@dataclass
class Work:
    """What came of it: milliseconds to the paint of a key and to the word “Saved”, and who was saved."""

    waits: list[float] = field(default_factory=list)
    saves: list[float] = field(default_factory=list)
    saved: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        kinds = (("key to paint", sorted(self.waits)), ("F6 to “Saved”", sorted(self.saves)))
        return "\n".join(
            f"{what:20} p50 {spread(times, 0.5):.0f}, p95 {spread(times, 0.95):.0f}, "
            f"most {times[-1]:.0f} ms of {len(times)}"
            for what, times in kinds
            if times
        )


def spread(times: list[float], part: float) -> float:
    """Of sorted times."""
    return times[int(len(times) * part)]


def names() -> Iterator[tuple[str, str]]:
    """People like nobody else, so that no question comes between."""
    chance = random.Random(7)
    for _number in count():
        last, first = (
            "".join(chance.choice("bdfgklmnprstvz") + chance.choice("aeiou") for _ in range(4)) for _ in "ab"
        )
        yield f"Q{last}", first.title()


class Clerk:
    """Enters one new person after the other, at the pace of somebody who types."""

    def __init__(self, person: Watched, work: Work, end: float) -> None:
        self._person, self._work, self._end = person, work, end

    async def enters(self, people: Iterator[tuple[str, str]]) -> None:
        """Until it is time to go; what goes wrong is written down and is the end of it."""
        try:
            for last, first in people:
                if not (await self._types(last) and await self._types("\t") and await self._types(first)):
                    return
                start = time.perf_counter()
                self._person.types(F6)
                await self._person.reads("Saved ", "› ")
                await self._person.until(lambda name=last: name not in self._person.text, "a new form")
                self._work.saves.append((time.perf_counter() - start) * 1000)
                self._work.saved.append(last)
        except (AssertionError, OSError, asyncssh.Error) as error:
            self._work.faults.append(str(error))

    async def _types(self, text: str) -> bool:
        """Two keys a second; False when it is time to go."""
        for key in text:
            await quiet(self._person)
            start = time.perf_counter()
            if start > self._end:
                return False
            self._person.types(key)
            if await quiet(self._person, 2.0):
                self._work.waits.append((self._person.painted_at - start) * 1000)
            else:
                self._work.faults.append(f"nothing was painted for {key!r}")
            await asyncio.sleep(max(0.5 - (time.perf_counter() - start), 0))
        return True


async def typing(people: list[Watched], seconds: float) -> Work:
    """Everybody enters new people for so long."""
    work, end, everybody = Work(), time.perf_counter() + seconds, names()

    async def one(person: Watched, number: int) -> None:
        person.types("2", F7)
        await person.reads("Last name*")
        await asyncio.sleep(number / len(people) / 2)
        await Clerk(person, work, end).enters(everybody)

    await asyncio.gather(*(one(person, number) for number, person in enumerate(people)))
    return work


async def growing(server: Served, seconds: float) -> list[float]:
    """Megabytes of all processes after a tenth, the half and nearly the whole of the time."""
    begin, seen = time.perf_counter(), []
    for part in (0.1, 0.5, 0.95):
        await asyncio.sleep(max(begin + seconds * part - time.perf_counter(), 0))
        seen.append(await asyncio.to_thread(lambda: memory_of(processes(server))))
    return seen


def missing(server: Served, work: Work) -> set[str]:
    """Whom a screen called saved and the database does not know; saved twice counts as missing too."""
    records = server.records()
    new = Someone.select(Someone.last_name).where(Someone.last_name.startswith("Q"))
    rows = [name for (name,) in tuples(new)]
    records.database.close()
    print(f"called saved        {len(work.saved):6}      rows {len(rows)}, the last of them not yet told")
    return {name for name in work.saved if rows.count(name) != 1}


async def measure(server: Served, sessions: int, seconds: float) -> bool:
    """Measure and print; whether all went well."""
    bare = statistics.median(bare_start() for _ in range(RUNS))
    server.add("lusine")
    first, back = await connecting(server)
    print(f"bare Textual        {bare * 1000:6.0f} ms")
    print(f"connect and paint   {first * 1000:6.0f} ms   {first / bare:.2f} x bare")
    print(f"come back           {back * 1000:6.0f} ms   {back / bare:.2f} x bare")
    base = memory_of(processes(server))
    people = [await opened(server)]
    people += [await opened(server, "n") for _ in range(sessions - 1)]
    whole = memory_of(processes(server))
    print(f"listener and zygote {base:6.0f} MB")
    print(f"a session of {sessions:3}    {(whole - base) / sessions:6.1f} MB", flush=True)
    work, memory = await asyncio.gather(typing(people, seconds), growing(server, seconds))
    print(work)
    each = [f"{(one - base) / sessions:.1f}" for one in memory]
    print(f"a session in time   {', '.join(each)} MB (a tenth, the half, the end)")
    lost = missing(server, work)
    print(f"faults              {len(work.faults):6}      lost {len(lost)}")
    print(*work.faults[:3], *sorted(lost), sep="\n")
    return not work.faults and not lost


def main() -> int:
    """A server of its own for the time."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--sessions", type=int, default=50)
    words.add_argument("--seconds", type=float, default=15)
    words.add_argument("--postgresql", metavar="URL", help="an empty database; else a file of SQLite's")
    asked = words.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = asked.postgresql or f"sqlite:///{folder / 'company.db'}"
        make_company(url)
        server = Served(url, folder, **ROOM)
        try:
            return 0 if asyncio.run(measure(server, asked.sessions, asked.seconds)) else 1
        finally:
            server.stop()


if __name__ == "__main__":
    subprocess.run([sys.executable, "-m", "compileall", "-q", "bsc_tui"], check=False)
    sys.exit(main())
