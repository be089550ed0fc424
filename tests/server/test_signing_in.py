"""The door: wrong passwords, many connections, keys, hostile names."""

from __future__ import annotations

import asyncio
import contextlib
import time
from pathlib import Path

import asyncssh
import pytest
from databases import PASSWORD, make_company
from served import Person, Served

from bsc_tui.db.models import Account, AccountKey, Operation
from bsc_tui.errors import Unusable
from bsc_tui.operations import ssh_keys
from bsc_tui.server.host_key import host_key
from bsc_tui.server.log import escaped
from bsc_tui.server.penalties import Penalties, source_of


class Guessing(asyncssh.SSHClient):
    """Tries one password after the other."""

    def __init__(self) -> None:
        self.tries = 0

    def password_auth_requested(self) -> str:
        """The next one."""
        self.tries += 1
        return f"guess {self.tries}"


async def test_a_connection_has_five_guesses(server: Served) -> None:
    guessing = Guessing()
    with pytest.raises((asyncssh.Error, OSError)):
        await server.connect(password=None, source="127.0.0.9", client_factory=lambda: guessing)
    assert guessing.tries <= 6
    assert server.log.count("not signed in name=admin address=127.0.0.9") <= 5
    records = server.records()
    assert Operation.select().where(Operation.verb == "sign_in_failed").count() >= 3
    records.database.close()


async def test_a_guessing_address_is_held_back_and_others_are_not(server: Served) -> None:
    async def guess(number: int) -> None:
        with contextlib.suppress(asyncssh.Error, OSError):
            await server.connect(f"nobody{number}", "wrong", source="127.0.0.3")

    for number in range(40):
        await guess(number)
    assert server.log.count("not signed in") < 40
    assert 'refused why="held back" address=127.0.0.3' in server.log
    async with await server.connect(source="127.0.0.4"):
        pass


async def test_crowds_of_silent_connections_keep_nobody_out(server: Served) -> None:
    silent = []
    for number in range(300):
        reader, writer = await asyncio.open_connection(
            "127.0.0.1", server.port, local_addr=(f"127.0.1.{number % 4 + 1}", 0)
        )
        silent.append((reader, writer))
    await server.sees("too many")
    async with await server.connect(source="127.0.0.5") as connection:
        result = await connection.run("search nobody")
        assert result.exit_status == 0
    for _reader, writer in silent:
        writer.transport.abort()  # type: ignore[attr-defined]


async def test_many_come_in_at_nine(server: Served) -> None:
    connections = await asyncio.gather(*(server.connect("lusine", source="127.0.0.6") for _ in range(30)))
    for connection in connections:
        connection.abort()


@pytest.mark.parametrize(
    "name",
    ["x" * 900, "a\nINFO signed in account=admin", "../x", "' OR 1=1--", "\u202egnp", "[/]", "\x1b[2J"],
)
async def test_hostile_names_are_refused_and_written_on_one_line(
    server: Served, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("asyncssh.connection.saslprep", str)  # a client that sends what it likes
    lines = len(server.log.splitlines())
    with pytest.raises((asyncssh.Error, OSError)):
        await server.connect(name, "x" * 20, source=f"127.0.2.{abs(hash(name)) % 200 + 1}")
    added = server.log.splitlines()[lines:]
    assert all(line.startswith(("INFO", "ERROR")) for line in added)
    assert not [line for line in added if line.startswith("INFO signed in")]
    assert "\x1b" not in server.log


@pytest.mark.parametrize(
    "password", ["  blanks at both ends ", "Հայերեն գաղտնաբառ", "½ ﬁ 🔑🔑🔑🔑🔑", "x" * 1000]
)
async def test_a_password_is_what_was_typed(
    server: Served, password: str, request: pytest.FixtureRequest
) -> None:
    name = f"p{abs(hash(password)) % 10**9}"
    server.add(name, password=password)
    async with await server.connect(name, password, source="127.0.0.7"):
        pass
    with pytest.raises(asyncssh.PermissionDenied):
        await server.connect(name, password.strip() + "!", source="127.0.0.7")


async def test_a_huge_password_costs_nothing(server: Served) -> None:
    begin = time.monotonic()
    with pytest.raises((asyncssh.Error, OSError)):
        await server.connect("admin", "x" * 10_000_000, source="127.0.0.8")
    assert time.monotonic() - begin < 10


async def test_a_key_opens_until_it_is_taken_away(server: Served) -> None:
    key = asyncssh.generate_private_key("ssh-ed25519", comment="desk")
    other = asyncssh.generate_private_key("ssh-ed25519")
    records = server.records()
    account = Account.get(Account.name == "lusine")
    added = ssh_keys.add_key(records, account.id, key.export_public_key().decode())
    assert (added.title, added.algorithm) == ("desk", "ssh-ed25519")
    assert added.fingerprint == key.get_fingerprint()
    async with await server.connect("lusine", None, client_keys=[key]) as connection:
        assert (await connection.run("search nobody")).exit_status == 0
    assert AccountKey.get().used_at is not None
    for name, wrong in (("admin", key), ("lusine", other), ("nobody", key)):
        with pytest.raises(asyncssh.PermissionDenied):
            await server.connect(name, None, client_keys=[wrong], source="127.0.0.10")
    ssh_keys.remove_key(records, account.id, added.id)
    with pytest.raises(asyncssh.PermissionDenied):
        await server.connect("lusine", None, client_keys=[key], source="127.0.0.10")
    records.database.close()


async def test_only_read_only_commands_are_run(server: Served) -> None:
    async with await server.connect("lusine") as connection:
        found = await connection.run("list account --json")
        assert (found.exit_status, '"lusine"' in str(found.stdout)) == (0, True)
        for command in (
            "backup /tmp/x",
            "user add eve",
            "--database sqlite:///x search y",
            "sh -c id",
            "scp -t /inbox",
            "export person --output=/tmp/x.csv",
            "export person --output /tmp/x.csv",
            "search 'open",
            "x" * 5000,
        ):
            refused = await connection.run(command)
            assert refused.exit_status == 1, command
            assert str(refused.stderr).strip(), command


async def test_the_environment_is_the_servers_own(server: Served) -> None:
    async with await server.connect(
        "lusine", env={"LD_PRELOAD": "/tmp/x.so", "BSC_DATABASE": "x", "COLORTERM": "truecolor"}
    ) as connection:
        person = await Person(connection).open()
        await person.until(lambda: b"Waiting for me" in person.seen, "the first screen")
        assert b"38;2;" in person.seen
        zygote = server.logged(r"prepared pid=(\d+)")
        (pid,) = Path(f"/proc/{zygote}/task/{zygote}/children").read_text().split()
        assert b"LD_PRELOAD" not in Path(f"/proc/{pid}/environ").read_bytes()
        person.types("\x11")
        await person.reads("Leave the program?")
        person.types("y")
        await person.farewell()


async def test_old_algorithms_are_not_spoken(server: Served) -> None:
    for options in ({"kex_algs": ["diffie-hellman-group14-sha1"]}, {"encryption_algs": ["aes128-cbc"]}):
        with pytest.raises((asyncssh.KeyExchangeFailed, asyncssh.ConnectionLost)):
            await server.connect(**options)


def test_a_host_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "key"
    key = host_key(file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert host_key(file).get_fingerprint() == key.get_fingerprint()
    file.chmod(0o640)
    with pytest.raises(Unusable, match="Others can read"):
        host_key(file)
    file.chmod(0o600)
    file.write_text("nonsense")
    with pytest.raises(Unusable, match="holds no private key"):
        host_key(file)


def test_an_older_database_is_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'none.db'}"
    with pytest.raises(AssertionError, match="There is no such database"):
        Served(url, tmp_path)


def test_pauses_grow_and_are_forgotten() -> None:
    now = [0.0]
    penalties = Penalties(lambda: now[0])
    for _ in range(3):
        penalties.failed("192.0.2.1", "lusine")
    assert penalties.wait_for_name("192.0.2.1", "lusine") == 1
    assert penalties.wait_for_name("192.0.2.2", "lusine") == 0
    assert penalties.wait_for_address("192.0.2.1") == 0
    for number in range(30):
        penalties.failed("192.0.2.1", f"n{number}")
    assert penalties.wait_for_address("192.0.2.1") == 600
    assert penalties.wait_for_address("192.0.2.2") == 0
    now[0] = 601
    assert penalties.wait_for_address("192.0.2.1") == 0


def test_a_right_password_forgives_ones_own_wrong_ones() -> None:
    penalties = Penalties(lambda: 0.0)
    for _ in range(9):
        penalties.failed("192.0.2.1", "lusine")
    penalties.succeeded("192.0.2.1", "lusine")
    penalties.failed("192.0.2.1", "ani")
    assert penalties.wait_for_address("192.0.2.1") == 0
    assert penalties.wait_for_name("192.0.2.1", "lusine") == 0


def test_an_office_at_work_and_a_trusted_network_are_not_held_back() -> None:
    inside: set[str] = set()
    penalties = Penalties(lambda: 0.0, trusted="10.1.0.0/16, 2001:db8::/32", is_at_work=inside.__contains__)
    for address in ("10.1.2.3", "::ffff:10.1.2.3", "2001:db8::7", "192.0.2.1"):
        for number in range(40):
            penalties.failed(address, f"n{number}")
    assert [penalties.wait_for_address(one) for one in ("10.1.2.3", "::ffff:10.1.2.3", "2001:db8::7")] == [
        0
    ] * 3
    assert penalties.wait_for_address("192.0.2.1") == 600
    inside.add("192.0.2.1")
    assert penalties.wait_for_address("192.0.2.1") == 0
    with pytest.raises(Unusable, match="names no network"):
        Penalties(trusted="the office")


def test_one_household_counts_as_one_address() -> None:
    assert source_of("2001:db8::1") == source_of("2001:db8::ffff:2")
    assert source_of("::ffff:192.0.2.1") == "192.0.2.1"


def test_a_line_of_the_log_stays_one_line() -> None:
    assert escaped("a\nb\x1b[2J\u202e") == "a\\nb\\x1b[2J\\u202e"


def test_the_password_of_everybody_is_in_no_log(server: Served) -> None:
    assert PASSWORD not in server.log


def test_a_company_is_needed(tmp_path: Path) -> None:
    make_company(f"sqlite:///{tmp_path / 'company.db'}")
    served = Served(f"sqlite:///{tmp_path / 'company.db'}", tmp_path)
    assert served.stop() == 0
