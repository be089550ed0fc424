"""What takes too long to be tried every day: huge and many files, a client that sleeps, a storm of sizes.

    .venv/bin/python benchmarks/abuse.py [--gigabytes 5] [--minutes 10] [files|names|sleep|stopped|sizes ...]

Somebody else works on the same server all the while, and how long a key of theirs takes is told. Needs
OpenSSH's programs and as much room in the folder for temporary files as is sent.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "server"))

import asyncssh
from databases import make_company
from served import Person, Served
from server import ROOM, opened, processes, quiet, spread
from terminal_driver import OnTerminal

from bsc_tui.operations import ssh_keys

QUOTA = 500
"""Megabytes of the account whose room is too small."""


def resident(pid: int) -> float:
    """Megabytes of a process."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


class Office:
    """A server, its clerk's key, and somebody at work on it."""

    def __init__(self, folder: Path, **settings: object) -> None:
        self.folder = folder
        url = f"sqlite:///{folder / 'company.db'}"
        make_company(url)
        self.server = Served(url, folder, **{**ROOM, **settings})
        self.server.add("lusine")
        self.server.add("neighbour")
        self._neighbours = 0
        account = self.server.account_id("lusine")
        self.inbox = folder / "data" / "files" / str(account) / "inbox"
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / "id")], check=True)
        records = self.server.records()
        ssh_keys.add_key(records, account, (folder / "id.pub").read_text())
        records.database.close()

    def command(self, program: str, *words: str) -> list[str]:
        """One of OpenSSH's programs."""
        options = ["-F", "none", "-q", "-i", str(self.folder / "id"), "-o", "IdentitiesOnly=yes"]
        options += ["-o", "StrictHostKeyChecking=no", "-o", f"UserKnownHostsFile={self.folder / 'known'}"]
        port = "-p" if program == "ssh" else "-P"
        return [program, *options, port, str(self.server.port), *words]

    def sftp(self, *lines: str) -> subprocess.CompletedProcess[str]:
        """These commands."""
        command = self.command("sftp", "-b", "-", "lusine@127.0.0.1")
        return subprocess.run(command, input="\n".join(lines), text=True, capture_output=True, check=False)

    @contextlib.asynccontextmanager
    async def somebody_at_work(self, what: str) -> AsyncIterator[None]:
        """Keys of a neighbour, four a second, and the listener's memory; told at the end."""
        self._neighbours += 1
        person = await opened(self.server, *("n" * (self._neighbours > 1)), name="neighbour")
        person.types("2", "\x1b[18~")
        await person.reads("Last name*")
        waits: list[float] = []
        held = [self.held]

        async def works() -> None:
            key = "a"
            while True:
                await quiet(person)
                start = time.perf_counter()
                person.types(key)
                if await quiet(person, 5.0):
                    waits.append((person.painted_at - start) * 1000)
                held.append(self.held)
                key = "\x7f" if key == "a" else "a"
                await asyncio.sleep(0.2)

        working = asyncio.ensure_future(works())
        begin = time.perf_counter()
        try:
            yield
        finally:
            working.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await working
            took = time.perf_counter() - begin
            times = sorted(waits) or [0.0]
            print(f"{what}: {took:.1f} s; a neighbour's key p50 {spread(times, 0.5):.0f}, p95", end=" ")
            print(f"{spread(times, 0.95):.0f}, most {times[-1]:.0f} ms; listener {held[0]:.0f} MB", end=" ")
            print(f"before, {max(held):.0f} at the most, {self.held:.0f} after", flush=True)
            person.connection.abort()

    @property
    def held(self) -> float:
        """Megabytes of the listener."""
        return resident(self.server.process.pid)

    @property
    def files_open(self) -> int:
        """Of the listener."""
        return len(os.listdir(f"/proc/{self.server.process.pid}/fd"))


async def files(folder: Path, gigabytes: int, _minutes: float) -> None:
    """A huge file into a room that is too small, and into one that is not; ten thousand small ones."""
    huge = folder / "huge"
    with huge.open("wb") as file:
        file.truncate(gigabytes << 30)
    office = Office(folder, inbox_megabytes=QUOTA)
    async with office.somebody_at_work(f"{gigabytes} GB into {QUOTA} MB"):
        sent = await asyncio.to_thread(office.sftp, f"put {huge} /inbox/huge")
    used = sum(file.stat().st_blocks * 512 for file in office.inbox.iterdir()) >> 20
    seen = "/inbox/huge" in office.sftp("ls /inbox").stdout.replace("sftp> ls /inbox", "")
    print(f"  status {sent.returncode}, {sent.stderr.strip()!r}; {used} MB on the disk, seen {seen}")
    async with office.somebody_at_work("10 000 small files"):
        taken = 0
        async with await office.server.connect("lusine") as line, line.start_sftp_client() as sftp:
            for number in range(10_000):
                with contextlib.suppress(asyncssh.SFTPError):
                    async with sftp.open(f"/inbox/{number}", "wb") as file:
                        await file.write(b"0123456789")
                    taken += 1
    print(f"  taken {taken}")
    office.server.stop()
    other = folder / "other"
    other.mkdir()
    office = Office(other, inbox_megabytes=gigabytes * 1100)
    async with office.somebody_at_work(f"{gigabytes} GB into enough room"):
        sent = await asyncio.to_thread(office.sftp, f"put {huge} /inbox/huge")
    whole = (office.inbox / "huge").stat().st_size if sent.returncode == 0 else 0
    print(f"  status {sent.returncode}, whole {whole == huge.stat().st_size}")
    office.server.stop()


async def names(folder: Path, _gigabytes: int, _minutes: float) -> None:
    """Fifty thousand files in a folder, and more handles than there are."""
    office = Office(folder)
    office.inbox.mkdir(parents=True)
    for number in range(50_000):
        (office.inbox / f"Մասնակից {number}.txt").touch()
    async with await office.server.connect("lusine") as line, line.start_sftp_client() as sftp:
        async with office.somebody_at_work("50 000 names listed"):
            found = len(await sftp.listdir("/inbox"))
        handles = []
        with contextlib.suppress(asyncssh.SFTPError):
            for number in range(128):
                handles.append(await sftp.open(f"/inbox/Մասնակից {number}.txt", "rb"))
        print(f"  listed {found}; of 128 files {len(handles)} are open at once")
    office.server.stop()


async def sleep(folder: Path, _gigabytes: int, minutes: float) -> None:
    """OpenSSH's client is stopped in the middle of a word, as a laptop that is closed."""
    office = Office(folder, keep_minutes=1)
    async with office.somebody_at_work("a client sleeps"):
        before = office.files_open
        with OnTerminal(office.command("ssh", "-t", "lusine@127.0.0.1")) as terminal:
            terminal.wait_for("Waiting for me")
            terminal.key("2", "f7")
            terminal.wait_for("Last name*")
            terminal.key(*"Petrosy")
            terminal.wait_for("Petrosy")
            during = office.files_open
            terminal.signal(signal.SIGSTOP)
            await asleep(office, minutes)
            terminal.signal(signal.SIGCONT)
            print(f"  the client wakes and ends with {terminal.end()}")
        print(f"  files open: {before} before, {during} with it, {office.files_open} after")
    again = await Person(await office.server.connect("lusine")).open()
    await again.reads("1 draft not saved")
    print("  whoever comes back is offered the draft")
    office.server.stop()


async def asleep(office: Office, minutes: float) -> None:
    """What the server does meanwhile."""
    begin = time.monotonic()
    while "line lost" not in office.server.log:
        await asyncio.sleep(0.1)
    print(f"  the line is given up after {time.monotonic() - begin:.0f} s")
    while "session ended" not in office.server.log:
        await asyncio.sleep(0.1)
    print(f"  the session has ended after {time.monotonic() - begin:.0f} s, its drafts are kept")
    await asyncio.sleep(max(begin + minutes * 60 - time.monotonic(), 0))


async def stopped(folder: Path, _gigabytes: int, _minutes: float) -> None:
    """OpenSSH's client is stopped while hundreds of whole screens are under way to it."""
    office = Office(folder)
    with OnTerminal(office.command("ssh", "-t", "lusine@127.0.0.1")) as terminal:
        terminal.wait_for("Waiting for me")
        session = processes(office.server)[2]
        before, most = resident(session), 0.0
        async with office.somebody_at_work("a client that is stopped"):
            terminal.key(*["ctrl+l"] * 1000)
            await asyncio.sleep(0.1)
            terminal.signal(signal.SIGSTOP)
            for _second in range(100):
                await asyncio.sleep(0.2)
                most = max(most, resident(session))
            terminal.signal(signal.SIGCONT)
        painted = terminal.settle()
        print(f"  the session {before:.0f} MB before, {most:.0f} at the most; {painted >> 10} KB painted")
        terminal.key("2")
        terminal.wait_for("People")
        print("  it goes on")
    office.server.stop()


async def sizes(folder: Path, _gigabytes: int, _minutes: float) -> None:
    """A thousand sizes in five seconds, impossible ones among them."""
    office = Office(folder)
    person = await Person(await office.server.connect("lusine")).open()
    await person.reads("Waiting for me")
    session = processes(office.server)[2]
    async with office.somebody_at_work("1 000 sizes in 5 s"):
        begin = time.monotonic()
        for number in range(1000):
            odd = ((1, 1), (0, 0), (10_000, 10_000), (65_535, 65_535))[number % 4]
            size = odd if number % 50 < 4 else (30 + number % 200, 8 + number % 60)
            person._process.change_terminal_size(*size)
            await asyncio.sleep(max(begin + number / 200 - time.monotonic(), 0))
        person.resize(80, 24)
        await person.rest(0.5)
        person.types("\x0c")
        await person.reads("Waiting for me", "F10 Menu")
    held = Path(f"/proc/{session}/status").read_text().partition("VmHWM:")[2].split()[0]
    print(
        f"  the session lives, held {int(held) / 1024:.0f} MB at the most; {len(person.seen) >> 10} KB sent"
    )
    office.server.stop()


def main() -> None:
    """One after the other, each on a server of its own."""
    every = {"files": files, "names": names, "sleep": sleep, "stopped": stopped, "sizes": sizes}
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("which", nargs="*", default=list(every), metavar="|".join(every))
    words.add_argument("--gigabytes", type=int, default=5)
    words.add_argument("--minutes", type=float, default=10, help="for which the client sleeps")
    asked = words.parse_args()
    for which in asked.which:
        with tempfile.TemporaryDirectory() as name:
            asyncio.run(every[which](Path(name), asked.gigabytes, asked.minutes))


if __name__ == "__main__":
    main()
