"""Sessions over SSH: the screen, lines that drop, limits, ends."""

from __future__ import annotations

import contextlib
import os
import signal
from pathlib import Path

import asyncssh
import pytest
from databases import make_company, new_postgresql
from served import Person, Served

from bsc_tui.db.models import Draft, OpenSession
from bsc_tui.errors import Missing
from bsc_tui.operations import accounts, open_sessions


async def test_who_signs_in_is_in_the_office_and_is_not_asked_again(server: Served) -> None:
    async with await server.connect("lusine") as connection:
        person = await Person(connection).open()
        text = await person.reads("Waiting for me", "lusine".title())
        assert "Password" not in text
        assert b"\x1b[?1000h" not in person.seen
        assert b"38;5;" in person.seen  # PuTTY calls itself xterm, and shows 256 colours
        person.types("\x11")
        await person.reads("Leave the program?")
        person.types("y")
        status, _text = await person.farewell()
    assert status == 0
    assert b"\x1b[?1049l" in person.seen


async def test_a_dropped_line_leaves_the_very_screen_at_any_size(server: Served) -> None:
    first = await _at_a_new_person(await server.connect("lusine"))
    first.types("Petrosy")
    await first.reads("Petrosy")
    before = server.log.count("line lost")
    first.pull_the_plug()
    await server.sees("line lost", before + 1)
    async with await server.connect("lusine") as connection:
        again = await Person(connection, (120, 40)).open()
        await again.reads("You have a session open", "its line was lost just now")
        records = server.records()
        assert [one.line_lost for one in open_sessions.all_open(records)] == [True]  # administrators see it
        records.database.close()
        again.types("\r")
        await again.reads("Last name*", "Petrosy", "F10 Menu")
        again.types("an")
        await again.reads("Petrosyan")
        await _end(server)
        status, text = await again.farewell()
    assert "What you had typed is kept as drafts." in text
    assert status == 0
    records = server.records()
    assert "Petrosyan" in Draft.get().content
    Draft.delete().execute()
    records.database.close()


async def _end(server: Served) -> None:
    """An administrator ends whatever is open."""
    records = server.records()
    for session in open_sessions.all_open(records):
        open_sessions.ask_to_end(records, session.id)
    records.database.close()


async def test_a_session_can_be_taken_over_and_a_new_one_begun(server: Served) -> None:
    async with await server.connect("lusine") as one, await server.connect("lusine") as two:
        first = await Person(one).open()
        await first.reads("Waiting for me")
        second = await Person(two).open()
        await second.reads("in use from 127.0.0.1")
        second.types("1")
        await second.reads("Waiting for me")
        _status, text = await first.farewell()
        assert "You went on with this session elsewhere." in text
        third = await Person(one).open()
        await third.reads("You have a session open")
        third.types("n")
        await third.reads("Waiting for me")
        await _end(server)
        await second.farewell()
        await third.farewell()


async def test_a_closed_account_is_shown_out(server: Served) -> None:
    server.add("gone")
    async with await server.connect("gone") as connection:
        person = await Person(connection).open()
        await person.reads("Waiting for me", "Gone")
        records = server.records()
        account = next(one for one in open_sessions.all_open(records) if one.name == "gone")
        assert account.origin == "127.0.0.1"
        accounts.close_account(records, OpenSession.get(OpenSession.id == account.id).account_id)
        records.database.close()
        _status, text = await person.farewell()
        assert "This account was closed." in text
    with pytest.raises(asyncssh.PermissionDenied):
        await server.connect("gone")


async def test_windows_of_any_size_are_lived_through(server: Served) -> None:
    async with await server.connect("lusine") as connection:
        person = await Person(connection, (60000, 60000)).open()
        await person.until(lambda: b"Waiting for me" in person.seen, "the first screen")
        odd = ((0, 0), (1, 1), (10_000, 10_000), (65535, 65535))
        for size in (*odd, *((30 + n % 200, 8 + n % 60) for n in range(1000)), *odd):
            person._process.change_terminal_size(*size)
        person.resize(80, 24)
        await person.reads("Waiting for me", "F10 Menu")
        person.resize(20, 6)
        await person.reads("Window too")
        person.resize(80, 24)
        await person.reads("Waiting for me", "F10 Menu")
        for size in ((100, 30), (80, 24)):  # back before the session has heard of it
            person.forget()
            person.resize(*size)
        await person.reads("Waiting for me", "F10 Menu")
        await _end(server)
        await person.farewell()


async def test_garbage_and_broken_sequences_harm_nobody(server: Served) -> None:
    async with await server.connect("lusine") as connection:
        person = await Person(connection).open()
        await person.reads("Waiting for me")
        signs = bytes(n * 7919 % 251 for n in range(40_000))
        person.types(b"\x1b[\x1b[<99999;99999;99999M\x1b[200~" + signs + b"\x1b[201~\xff\xfe")
        async with await server.connect("admin") as other:
            neighbour = await Person(other).open()
            await neighbour.reads("Waiting for me")
        with contextlib.suppress(Missing):  # among the signs may be those that leave the program
            await _end(server)
        status, _text = await person.farewell()
        assert status == 0  # it left by itself, as it was told


async def _at_a_new_person(connection: asyncssh.SSHClientConnection) -> Person:
    """Somebody before the form of a new person, the hand in its first field."""
    person = await Person(connection).open()
    await person.reads("Waiting for me")
    person.types("2", "\x1b[18~")
    await person.reads("Last name*")
    return person


async def test_a_terminal_that_is_not_set_to_utf8_is_told_so_and_lives(server: Served) -> None:
    async with await server.connect("lusine") as connection:
        person = await _at_a_new_person(connection)
        person.types("Ren\xe9e".encode("latin-1"))
        await person.reads("Ren\N{REPLACEMENT CHARACTER}e", "not set to UTF-8")
        person.types("s é")
        await person.reads("es é")
        await _end(server)
        status, _text = await person.farewell()
    assert status == 0


async def test_a_paste_whose_end_was_lost_ends_and_keys_are_keys_again(server: Served) -> None:
    async with await server.connect("lusine") as connection:
        person = await _at_a_new_person(connection)
        person.types("\x1b[20", "0~Petros")  # and the line falls silent
        await person.reads("Petros")
        person.types("yan", "\t")
        await person.reads("Petrosyan")
        await _end(server)
        status, _text = await person.farewell()
    assert status == 0


async def test_a_killed_session_leaves_the_terminal_in_order(server: Served) -> None:
    async with await server.connect("lusine") as connection:
        person = await Person(connection).open()
        await person.reads("Waiting for me")
        for pid in _children_of_zygote(server):
            os.kill(pid, signal.SIGKILL)
        status, text = await person.farewell()
    assert status == 137
    assert "The program has closed unexpectedly." in text
    assert b"\x1b[?1049l\x1b[?25h" in person.seen


def _children_of_zygote(server: Served) -> list[int]:
    zygote = server.logged(r"prepared pid=(\d+)")
    return [int(pid) for pid in Path(f"/proc/{zygote}/task/{zygote}/children").read_text().split()]


async def test_the_kernel_may_keep_pages_of_sessions_once(server: Served) -> None:
    async with await server.connect("lusine") as connection:
        person = await Person(connection).open()
        await person.reads("Waiting for me")
        told = [Path(f"/proc/{pid}/ksm_stat") for pid in _children_of_zygote(server)]
        answers = [file.read_text() if file.exists() else "" for file in told]
        await _end(server)
        await person.farewell()
    assert answers
    if not all("ksm_merge_any" in answer for answer in answers):
        pytest.skip("a kernel that does not tell whether it was asked")
    assert all("ksm_merge_any: yes" in answer for answer in answers)


async def test_a_dead_zygote_is_replaced_and_its_sessions_live(server: Served) -> None:
    async with await server.connect("lusine") as connection:
        person = await Person(connection).open()
        await person.reads("Waiting for me")
        count = server.log.count("prepared pid=")
        os.kill(int(server.logged(r"prepared pid=(\d+)")), signal.SIGKILL)
        async with await server.connect("admin") as other:
            neighbour = await Person(other).open()
            await neighbour.reads("Waiting for me")
        assert server.log.count("prepared pid=") == count + 1
        person.types("2")
        await person.reads("People")
        await _end(server)
        _status, text = await person.farewell()
        assert "An administrator ended this session." in text


@pytest.mark.parametrize("terminal", ["dumb", "", "unknown"])
async def test_what_is_no_terminal_is_told_so(server: Served, terminal: str) -> None:
    async with await server.connect("lusine") as connection:
        person = await Person(connection).open(terminal)
        status, text = await person.farewell()
    assert status == 1
    assert "The program needs a terminal" in text


@pytest.mark.parametrize("terminal", ["xterm-ghostty", "../../x", "x" * 1000, "linux", "vt100"])
async def test_strange_terminals_get_a_screen(server: Served, terminal: str) -> None:
    async with await server.connect("admin") as connection:
        person = await Person(connection).open(terminal)
        await person.until(lambda: b"Waiting for me" in person.seen or b"session" in person.seen, "anything")
        await _end(server)
        person.types("\x03")
        await person.farewell()


async def test_nothing_but_the_office_is_reached(server: Served) -> None:
    async with await server.connect("lusine") as connection:
        with pytest.raises(asyncssh.ChannelOpenError):
            await connection.open_connection("127.0.0.1", server.port)
        with pytest.raises(asyncssh.ChannelListenError):
            await connection.forward_remote_port("", 0, "127.0.0.1", 1)
        refused = await connection.run(subsystem="shell", encoding=None)
        assert refused.exit_status == 1


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
async def test_a_stopped_server_tells_everybody_and_leaves_nobody_behind(
    engine: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if engine == "sqlite":
        urls = iter([f"sqlite:///{tmp_path / 'company.db'}"])
    else:
        urls = iter(new_postgresql(request.getfixturevalue("postgresql_server"), None))
    url = next(urls)
    make_company(url)
    server = Served(url, tmp_path, backup_hours=24, idle_end_minutes=0)
    try:
        connection = await server.connect()
        person = await Person(connection).open()
        await person.reads("Waiting for me")
        lost = await Person(await server.connect()).open()
        await lost.reads("You have a session open")
        lost.types("n")
        await lost.reads("Waiting for me")
        await server.sees("backup made")  # by itself
        (backup,) = (tmp_path / "data" / "backups").iterdir()
        assert backup.stat().st_size > 100_000
        pids = _children_of_zygote(server)
        assert len(pids) == 2
        lost.pull_the_plug()
        await server.sees("line lost")
        server.process.send_signal(signal.SIGTERM)
        _status, text = await person.farewell()
        assert "The server is being stopped." in text
        assert server.stop() == 0
        assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()]
        records = server.records()
        assert not OpenSession.select().count()
        records.database.close()
    finally:
        server.stop()
        list(urls)


async def test_ten_people_are_told_and_find_what_they_had_typed(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'company.db'}"
    make_company(url)
    server = Served(url, tmp_path)
    names = [f"clerk{number}" for number in range(10)]
    for name in names:
        server.add(name)
    people = [await _at_a_new_person(await server.connect(name)) for name in names]
    try:
        for person in people:
            person.types("Petros")
            await person.reads("Petros")
        server.process.send_signal(signal.SIGHUP)  # sessions are prepared anew, open ones go on
        await server.sees("prepared pid=", 2)
        for person in people:
            person.types("yan")
            await person.reads("Petrosyan")
        for number in (signal.SIGTERM, signal.SIGINT):
            server.process.send_signal(number)
            for person in people:
                _status, text = await person.farewell()
                assert "The server is being stopped." in text
                assert person.seen.rstrip(b"\r\n").rpartition(b"\x1b[?1049l")[2].count(b"\x1b[?25h") == 1
            assert server.process.wait(10) == 0
            server = Served(url, tmp_path, port=server.port)
            people = [await Person(await server.connect(name)).open() for name in names]
            for person in people:
                await person.reads("1 draft not saved")
    finally:
        server.stop()


async def test_a_server_that_falls_leaves_nobody_behind(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'company.db'}"
    make_company(url)
    server = Served(url, tmp_path)
    person = await Person(await server.connect()).open()
    await person.reads("Waiting for me")
    (pid,) = _children_of_zygote(server)
    watch = os.pidfd_open(pid)
    server.process.kill()
    server.process.wait()
    import select

    assert select.select([watch], [], [], 15)[0]
    os.close(watch)
