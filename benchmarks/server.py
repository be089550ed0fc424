"""How the server feels: connecting, coming back, memory of a session, a key while others type.

    .venv/bin/python benchmarks/server.py [SESSIONS]

Times of one machine mean little; the ratio is to a bare Textual program that starts in the same run.
"""

from __future__ import annotations

import asyncio
import os
import pty
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "server"))

from databases import make_company
from served import Person, Served

RUNS = 9
BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("hello world")
Bare().run(mouse=False)
"""
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


async def opened(server: Served, *keys: str) -> Watched:
    """Somebody whose first screen is painted; keys answer what is asked before."""
    person = Watched(await server.connect("lusine"))
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


async def typing(people: list[Watched], seconds: float) -> list[float]:
    """Milliseconds from key to paint, with everybody typing twice a second."""
    waits: list[float] = []
    end = time.perf_counter() + seconds

    async def one(person: Watched, number: int) -> None:
        person.types("2", "\x1b[18~")
        await person.reads("Last name*")
        await asyncio.sleep(number / len(people) / 2)
        key = "a"
        while time.perf_counter() < end:
            await quiet(person)
            start = time.perf_counter()
            person.types(key)
            if await quiet(person, 2.0):
                waits.append((person.painted_at - start) * 1000)
            key = "\x7f" if key == "a" else "a"
            await asyncio.sleep(max(0.5 - (time.perf_counter() - start), 0))

    await asyncio.gather(*(one(person, number) for number, person in enumerate(people)))
    return sorted(waits)


async def main(sessions: int) -> None:
    """Measure and print."""
    bare = statistics.median(bare_start() for _ in range(RUNS))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'company.db'}"
        make_company(url)
        server = Served(url, folder, **ROOM)
        try:
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
            print(f"a session of {sessions:3}    {(whole - base) / sessions:6.1f} MB")
            waits = await typing(people, 15)
            print(f"key to paint, {sessions} typing: p50 {waits[len(waits) // 2]:.0f} ms,", end=" ")
            print(f"p95 {waits[int(len(waits) * 0.95)]:.0f} ms, most {waits[-1]:.0f} ms, {len(waits)} keys")
        finally:
            server.stop()


if __name__ == "__main__":
    subprocess.run([sys.executable, "-m", "compileall", "-q", "bsc_tui"], check=False)
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 50))
