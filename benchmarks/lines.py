"""What a line costs: files against OpenSSH's own server, typing while files go, a slow line, telling names.

    .venv/bin/python benchmarks/lines.py [MEGABYTES]

Needs OpenSSH's programs, and to be root for its server. Ratios are of the same run; see `server.py` too.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "server"))

import asyncssh
from databases import PASSWORD, make_company
from served import Served
from server import ROOM, Watched, opened, quiet, typing

from bsc_tui.operations import ssh_keys
from bsc_tui.operations.accounts import add_account

SLOW_BYTES = 64_000 / 8
"""Bytes a second of the slow line."""
SLOW_WAY = 0.15
"""Seconds from one end of it to the other."""
TRIES = 12


@contextlib.contextmanager
def openssh(folder: Path) -> Iterator[int]:
    """OpenSSH's server with its own SFTP; the port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / "host")], check=True)
    (folder / "sshd").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nPidFile none\nStrictModes no\n"
        f"AuthorizedKeysFile {folder}/id.pub\nPermitRootLogin yes\nUsePAM no\nSubsystem sftp internal-sftp\n"
    )
    Path("/run/sshd").mkdir(exist_ok=True)
    program = shutil.which("sshd") or "/usr/sbin/sshd"
    server = subprocess.Popen([program, "-D", "-f", str(folder / "sshd"), "-E", str(folder / "sshd.log")])
    time.sleep(1)
    try:
        yield port
    finally:
        server.terminate()
        server.wait()


def transfer(folder: Path, port: int, at: str, where: str, file: Path) -> tuple[float, float]:
    """Seconds to send and to fetch, with OpenSSH's sftp."""
    took = []
    for line in (f"put {file} {where}", f"get {where} {folder}/back"):
        command = ["sftp", "-q", "-F", "none", "-P", str(port), "-i", str(folder / "id"), "-b", "-"]
        command += ["-o", "StrictHostKeyChecking=no", "-o", f"UserKnownHostsFile={folder}/known{port}", at]
        start = time.perf_counter()
        subprocess.run(command, input=line + "\n", text=True, check=True, capture_output=True)
        took.append(time.perf_counter() - start)
    return took[0], took[1]


class Slow(asyncio.Protocol):
    """One end of a slow line; what comes here goes out of the other end late and slowly."""

    def __init__(self) -> None:
        self.other: asyncio.Transport | None = None
        self.free_at = 0.0

    def data_received(self, data: bytes) -> None:
        """Pass it on."""
        loop = asyncio.get_running_loop()
        self.free_at = max(self.free_at, loop.time()) + len(data) / SLOW_BYTES
        loop.call_at(self.free_at + SLOW_WAY, self._pass_on, data)

    def _pass_on(self, data: bytes) -> None:
        if self.other is not None:
            self.other.write(data)


async def slow_line(port: int) -> int:
    """The port at which the same server is reached slowly."""
    loop = asyncio.get_running_loop()

    class Near(Slow):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            self.connecting = loop.create_task(self._connect(transport))

        async def _connect(self, transport: asyncio.BaseTransport) -> None:
            far, end = await loop.create_connection(Slow, "127.0.0.1", port)
            end.other = transport  # type: ignore[assignment]
            self.other = far

    listening = await loop.create_server(Near, "127.0.0.1", 0)
    return int(listening.sockets[0].getsockname()[1])


async def paint(person: Watched, key: str) -> float:
    """Milliseconds from a key to the last byte of what it paints."""
    await quiet(person, 1.0)
    start = time.perf_counter()
    person.types(key)
    last = start
    while await person.chunk(0.8):
        last = time.perf_counter()
    return (last - start) * 1000


async def over_a_slow_line(server: Served) -> None:
    """A letter and a Tab on 64 kbit/s and 300 ms."""
    port = await slow_line(server.port)
    connection = await asyncssh.connect(
        "127.0.0.1",
        port,
        username="lusine",
        password=PASSWORD,
        known_hosts=None,
        config=None,
        client_keys=None,
    )
    person = Watched(connection)
    await person.open()
    await person.reads("F10 Menu")
    person.types("2", "\x1b[18~")
    await person.reads("Last name*")
    letters = sorted([await paint(person, letter) for letter in "abcdefgh"])
    tabs = sorted([await paint(person, "\t") for _ in range(8)])
    print(f"64 kbit/s, 300 ms      letter p50 {letters[4]:.0f} most {letters[-1]:.0f} ms, ", end="")
    print(f"Tab p50 {tabs[4]:.0f} most {tabs[-1]:.0f} ms")
    connection.abort()


async def telling_names(server: Served) -> None:
    """An unknown name against a known one, wrong passwords of both."""
    records = server.records()
    add_account(records, "known", "Known", "clerk", PASSWORD)  # with a hash as dear as in an office
    records.database.close()
    took: dict[str, list[float]] = {"known": [], "nobody": []}
    for number in range(TRIES):
        for name, seconds in took.items():
            start = time.perf_counter()
            with contextlib.suppress(asyncssh.Error, OSError):
                await server.connect(name, "wrong", source=f"127.0.{number + 1}.{len(name)}")
            seconds.append(time.perf_counter() - start)
    known, unknown = (statistics.median(seconds) for seconds in took.values())
    print(f"wrong password         known {known * 1000:.0f} ms, unknown {unknown * 1000:.0f} ms, ", end="")
    print(f"{unknown / known:.2f} x")


async def while_files_go(server: Served, folder: Path, file: Path) -> None:
    """One types, three send and fetch."""
    person = await opened(server, "n")
    alone = sorted((await typing([person], 12)).waits)
    person.connection.abort()
    busy = [
        asyncio.to_thread(transfer, folder, server.port, "lusine@127.0.0.1", f"/inbox/{n}", file)
        for n in range(3)
    ]
    other = await opened(server, "n")
    going = asyncio.gather(*busy)
    waits = sorted((await typing([other], 12)).waits)
    await going
    for what, one in (("alone", alone), ("three files going", waits)):
        print(f"key to paint, {what:18} p50 {one[len(one) // 2]:.0f} p95 {one[int(len(one) * 0.95)]:.0f} ms")


async def main(megabytes: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'company.db'}"
        make_company(url)
        server = Served(url, folder, inbox_megabytes=10_000, **ROOM)
        try:
            server.add("lusine")
            subprocess.run(
                ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / "id")], check=True
            )
            account = server.account_id("lusine")
            records = server.records()
            ssh_keys.add_key(records, account, (folder / "id.pub").read_text())
            records.database.close()
            file = folder / "file"
            file.write_bytes(os.urandom(megabytes << 20))
            ours = transfer(folder, server.port, "lusine@127.0.0.1", "/inbox/one", file)
            with openssh(folder) as port:
                theirs = transfer(folder, port, "root@127.0.0.1", f"{folder}/other", file)
            for what, here, there in zip(("send", "fetch"), ours, theirs, strict=True):
                print(f"{what:6} {megabytes} MB  {megabytes / here:5.0f} MB/s, ", end="")
                print(f"OpenSSH {megabytes / there:5.0f} MB/s, {there / here:.2f} x")
            await telling_names(server)
            await over_a_slow_line(server)
            await while_files_go(server, folder, file)
        finally:
            server.stop()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100))
