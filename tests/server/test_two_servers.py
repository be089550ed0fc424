"""Two servers on one PostgreSQL, and a PostgreSQL that falls while a form is open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import psycopg
import pytest
from clusters import Pair
from databases import make_company
from served import Person, Served

from bsc_tui.operations import open_sessions

F8 = "\x1b[19~"


@pytest.fixture(scope="module")
def pair() -> Iterator[Pair]:
    """With a company."""
    made = Pair()
    try:
        make_company(made.url)
        yield made
    finally:
        made.stop()


async def test_two_servers_share_one_office(pair: Pair, tmp_path: Path) -> None:
    key = tmp_path / "key"
    one = Served(pair.url, tmp_path / "one", host_key=key)
    one.add("lusine")
    two = Served(pair.url, tmp_path / "two", host_key=key)
    try:
        assert one.logged(r"host_key=(\S+)") == two.logged(r"host_key=(\S+)")
        async with await one.connect("lusine") as here, await two.connect("lusine") as there:
            first = await Person(here).open()
            await first.reads("Waiting for me", "Lusine")
            second = await Person(there).open()
            await second.reads("Waiting for me", "Lusine")
            records = one.records()
            sessions = open_sessions.all_open(records)
            assert len({session.server for session in sessions}) == 2
            for session in sessions:
                open_sessions.ask_to_end(records, session.id)
            records.database.close()
            for person in (first, second):
                _status, text = await person.farewell()
                assert "An administrator ended this session." in text
    finally:
        one.stop()
        two.stop()


async def test_what_is_saved_on_one_server_is_fetched_from_either(pair: Pair, tmp_path: Path) -> None:
    key = tmp_path / "key"
    one = Served(pair.url, tmp_path / "one", host_key=key)
    two = Served(pair.url, tmp_path / "two", host_key=key)
    try:
        async with await one.connect("admin") as connection:
            person = await Person(connection, (120, 40)).open()
            await person.reads("Waiting for me", "admin")
            person.types("2", F8)
            await person.reads("Save as")
            person.types("\r")
            screen = await person.reads("This command fetches it", f"scp -P {one.port}")
            command = re.search(r"scp -P \d+ admin@127.0.0.1:(/exports/\S+\.xlsx) \.", screen)
            assert command is not None, screen
            person.types("\r", "\x11")
            await person.reads("Leave the program?")
            person.types("y")
            await person.farewell()
        for server in (one, two):
            sheet = tmp_path / f"{server.folder.name}.xlsx"
            async with await server.connect("admin") as connection, connection.start_sftp_client() as sftp:
                await sftp.get(command[1], str(sheet))
            assert openpyxl.load_workbook(sheet).active.max_row > 1
        async with await two.connect("admin") as connection:
            person = await Person(connection, (120, 40)).open()
            await person.reads("Waiting for me", "admin")
            person.types("8")
            await person.reads("My files")
            person.types("\x1b[F", "\r")
            await person.reads("Kept until", command[1].rpartition("/")[2])
            person.types("\r")
            await person.reads("This command fetches it", f"scp -P {two.port} admin@127.0.0.1:{command[1]} .")
            person.types("\r", "\x1b[3~")
            await person.reads("no longer?")
            person.types("y")
            await person.reads("Nothing is saved")
            async with connection.start_sftp_client() as sftp:
                assert await sftp.listdir("/exports") == []
    finally:
        one.stop()
        two.stop()


async def test_a_standby_takes_over_while_a_form_is_open(pair: Pair, tmp_path: Path) -> None:
    server = Served(pair.url, tmp_path)
    try:
        connection = await server.connect("admin")
        person = await Person(connection).open()
        await person.reads("Waiting for me", "admin")
        person.types("2", "\x1b[18~")
        await person.reads("Last name*")
        person.types("Nalbandyan", "\t", "Vardan")
        await person.reads("Nalbandyan", "Vardan")
        pair.caught_up()
        pair.fail_over()
        person.types("\x1bOQ")
        await person.reads("Nalbandyan", "Vardan", "can't be reached")
        person.types("\x1b")
        await person.reads("Nalbandyan", "Vardan")
        person.types("\x1bOQ")
        await person.reads("Saved")
        again = await server.connect("admin")  # the listener has found the other one too
        found = await again.run("search Nalbandyan")
        assert (found.exit_status, str(found.stdout).count("Nalbandyan")) == (0, 1)
    finally:
        server.stop()
    with psycopg.connect(pair.url_of("b", "bsc")) as database:
        rows = database.execute("SELECT first_name FROM person WHERE last_name = 'Nalbandyan'").fetchall()
    assert rows == [("Vardan",)]
