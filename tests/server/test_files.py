"""Files over SSH: the account's own rooms, and nothing else."""

from __future__ import annotations

import asyncio
import contextlib
import io
import os
from pathlib import Path

import asyncssh
import pytest
from databases import gate, make_company
from served import Served

from bsc_tui.operations import document_files, documents
from bsc_tui.records import own_files
from bsc_tui.server.own_files import INBOX, MOST_FILES, PARTS, Folders
from bsc_tui.server.pace import Pace
from bsc_tui.server.sftp import MOST_OPEN, OfficeFiles
from bsc_tui.server.shelves import words_of


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A file of a size that takes several packets."""
    file = tmp_path / "people.csv"
    file.write_bytes(os.urandom(300_000))
    return file


def room(server: Served, code: str, account: int = 2) -> Path:
    """Where the rooms of the account are."""
    return server.folder / "data" / "files" / str(account) / code


def keep(server: Served, account: str, name: str, content: bytes) -> None:
    """Something that the account has saved from a screen."""
    records = server.records()
    owner = gate(records.database, account)
    own_files.store(owner, name, io.BytesIO(content))
    records.database.close()


async def test_a_file_is_sent_listed_fetched_and_removed(
    server: Served, source: Path, tmp_path: Path
) -> None:
    async with await server.connect("lusine") as connection, connection.start_sftp_client() as sftp:
        assert sorted(await sftp.listdir("/")) == ["documents", "exports", "inbox"]
        await sftp.put(str(source), "/inbox/Մարդիկ 2026.csv")
        assert await sftp.listdir("/inbox") == ["Մարդիկ 2026.csv"]
        await sftp.get("/inbox/Մարդիկ 2026.csv", str(tmp_path / "back"))
        await sftp.rename("/inbox/Մարդիկ 2026.csv", "/inbox/b.csv")
        await sftp.put(str(source), "/inbox/c.csv")
        with pytest.raises(asyncssh.SFTPError):
            await sftp.rename("/inbox/c.csv", "/inbox/b.csv")
        await sftp.remove("/inbox/b.csv")
        await sftp.remove("/inbox/c.csv")
        assert await sftp.listdir("/inbox") == []
    assert (tmp_path / "back").read_bytes() == source.read_bytes()


async def test_scp_copies_both_ways_and_says_so(server: Served, source: Path, tmp_path: Path) -> None:
    keep(server, "lusine", "report.xlsx", source.read_bytes())
    keep(server, "admin", "secret.xlsx", b"secret")
    async with await server.connect("lusine") as connection, connection.start_sftp_client() as sftp:
        assert await sftp.listdir("/exports") == ["report.xlsx"]
        await sftp.get("/exports/report.xlsx", str(tmp_path / "report.xlsx"))
        with pytest.raises(asyncssh.SFTPNoSuchFile):
            await sftp.get("/exports/secret.xlsx", str(tmp_path / "secret.xlsx"))
        for forbidden in (
            sftp.put(str(source), "/exports/mine.csv"),
            sftp.rename("/exports/report.xlsx", "/exports/other.xlsx"),
            sftp.mkdir("/exports/folder"),
            sftp.rmdir("/exports/folder"),
        ):
            with pytest.raises(asyncssh.SFTPPermissionDenied):
                await forbidden
        await sftp.remove("/exports/report.xlsx")
        assert await sftp.listdir("/exports") == []
    assert (tmp_path / "report.xlsx").read_bytes() == source.read_bytes()
    async with await server.connect("lusine") as connection:
        with pytest.raises((asyncssh.Error, OSError)):
            await asyncssh.scp(str(source), (connection, "/inbox/old.csv"))


async def test_half_a_file_is_not_seen_and_can_be_completed(server: Served, source: Path) -> None:
    connection = await server.connect("lusine")
    sftp = await connection.start_sftp_client()
    file = await sftp.open("/inbox/half.csv", "wb")
    await file.write(source.read_bytes()[:100_000])
    assert await sftp.listdir("/inbox") == []
    connection.abort()
    await server.sees("file in part account=lusine")
    async with await server.connect("lusine") as again, again.start_sftp_client() as sftp:
        assert await sftp.listdir("/inbox") == []
        done = (await sftp.stat("/inbox/half.csv")).size
        assert done == 100_000
        async with sftp.open("/inbox/half.csv", "r+b") as file:
            await file.write(source.read_bytes()[done:], done)
        assert await sftp.listdir("/inbox") == ["half.csv"]
        assert await (await sftp.open("/inbox/half.csv", "rb")).read() == source.read_bytes()
        await sftp.remove("/inbox/half.csv")


@pytest.mark.parametrize(
    "path",
    [
        "/../../etc/passwd",
        "/etc/passwd",
        "/inbox/../../1/inbox/x",
        "//inbox/../../x",
        "/inbox/x/y",
        "/inbox/.x",
    ],
)
async def test_nothing_is_reached_beyond_ones_own_rooms(server: Served, path: str) -> None:
    async with await server.connect("lusine") as connection, connection.start_sftp_client() as sftp:
        for mode in ("rb", "wb"):
            with pytest.raises(asyncssh.SFTPError):
                await sftp.open(path, mode)


async def test_links_are_neither_made_nor_followed(server: Served) -> None:
    inbox = room(server, "inbox")
    inbox.mkdir(parents=True, exist_ok=True)
    (inbox / "planted").symlink_to("/etc/passwd")
    async with await server.connect("lusine") as connection, connection.start_sftp_client() as sftp:
        assert await sftp.listdir("/inbox") == []
        for mode in ("rb", "r+b"):
            with pytest.raises(asyncssh.SFTPError):
                async with sftp.open("/inbox/planted", mode) as file:
                    await file.write(b"x")
        for attempt in (
            sftp.symlink("/etc/passwd", "/inbox/l"),
            sftp.link("/inbox/planted", "/inbox/l"),
            sftp.readlink("/inbox/planted"),
            sftp.mkdir("/inbox/d"),
            sftp.rmdir("/inbox"),
            sftp.rename("/inbox", "/other"),
            sftp.statvfs("/"),
        ):
            with pytest.raises(asyncssh.SFTPError):
                await attempt
    (inbox / "planted").unlink(missing_ok=True)


@pytest.mark.parametrize("name", ["con.txt", "a\nb", "\u202egpj.exe", "a\\b", "x" * 201, "-rf", "end.", "q?"])
async def test_names_that_harm_are_refused(server: Served, name: str) -> None:
    async with await server.connect("lusine") as connection, connection.start_sftp_client() as sftp:
        with pytest.raises(asyncssh.SFTPError):
            await sftp.open(f"/inbox/{name}", "wb")


def test_a_folder_holds_only_so_many_files(tmp_path: Path) -> None:
    folders = Folders(tmp_path, quota=1000)
    inbox = folders.of(1, INBOX)
    for number in range(MOST_FILES):
        (inbox.path / f"{number}").touch()
    with pytest.raises(OSError, match="too many files"):
        inbox.open_to_send(("one more",), anew=True, exclusive=False)
    inbox.open_to_send(("7",), anew=True, exclusive=False).close(whole=True)  # another one of a name


async def test_what_found_no_room_is_not_there_and_takes_none(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'company.db'}"
    make_company(url)
    narrow = Served(url, tmp_path, inbox_megabytes=1)
    try:
        async with await narrow.connect() as connection, connection.start_sftp_client() as sftp:
            file = await sftp.open("/inbox/huge", "wb")
            with pytest.raises(asyncssh.SFTPFailure, match="no room left"):
                await file.write(bytes(1 << 21))
            with contextlib.suppress(asyncssh.SFTPFailure):
                await file.close()  # as clients do
            assert await sftp.listdir("/inbox") == []
            async with sftp.open("/inbox/small", "wb") as file:
                await file.write(bytes(1 << 19))
            assert await sftp.listdir("/inbox") == ["small"]
            assert "file in part account=admin" in narrow.log
    finally:
        narrow.stop()


async def test_a_client_has_only_so_many_files_open_and_none_stays_so(server: Served, source: Path) -> None:
    place = room(server, "inbox", server.account_id("admin"))
    async with await server.connect() as connection, connection.start_sftp_client() as sftp:
        await sftp.put(str(source), "/inbox/a")
        (place / "many").mkdir()  # no file: it is neither shown nor opened
        before = len(os.listdir(f"/proc/{server.process.pid}/fd"))
        opened = [await sftp.open("/inbox/a", "rb") for _number in range(MOST_OPEN)]
        with pytest.raises(asyncssh.SFTPFailure, match="too many files are open"):
            await sftp.open("/inbox/a", "rb")
        async with await server.connect("lusine") as other, other.start_sftp_client() as second:
            assert "inbox" in await second.listdir("/")
        for file in opened:
            await file.close()
        assert len(os.listdir(f"/proc/{server.process.pid}/fd")) < before + 10  # the other's line among them
        assert await sftp.listdir("/inbox") == ["a"]
        (place / "many").rmdir()
        for number in range(5000):
            (place / f"{number}.txt").touch()
        assert len(await sftp.listdir("/inbox")) == 5001
        for number in range(5000):
            (place / f"{number}.txt").unlink()
        await sftp.remove("/inbox/a")


async def test_what_winscp_sends_under_another_name_becomes_the_next_version(
    server: Served, source: Path
) -> None:
    records = server.records()
    documents.make_folder(records, None, "Letters")
    at = "/documents/Letters/offer.docx"
    async with await server.connect() as connection, connection.start_sftp_client() as sftp:
        await sftp.put(str(source), at)
        before = documents.entry_at(records, ("Letters", "offer.docx"))
        await sftp.put(str(source), f"{at}.filepart")
        assert await sftp.listdir("/documents/Letters") == ["offer.docx"]
        assert (await sftp.stat(f"{at}.filepart")).size == source.stat().st_size  # where it would be taken up
        await sftp.remove(at)
        await sftp.rename(f"{at}.filepart", at)
        after = documents.entry_at(records, ("Letters", "offer.docx"))
        assert before is not None
        assert after is not None
        assert after.id == before.id
        assert len(document_files.versions_of(records, after.id)) == 2
        await sftp.put(str(source), "/documents/Letters/new.docx.filepart")
        await sftp.rename("/documents/Letters/new.docx.filepart", "/documents/Letters/new.docx")
        await sftp.put(str(source), "/documents/Letters/given up.docx.filepart")
        await sftp.remove("/documents/Letters/given up.docx.filepart")
        with pytest.raises(asyncssh.SFTPNoSuchFile):
            await sftp.rename("/documents/Letters/given up.docx.filepart", "/documents/Letters/given up.docx")
        assert sorted(await sftp.listdir("/documents/Letters")) == ["new.docx", "offer.docx"]
        await sftp.remove(at)
        assert await sftp.listdir("/documents/Letters") == ["new.docx"]
    assert not list(room(server, "parts", records.actor.account_id).iterdir())
    records.database.close()


async def test_two_who_send_one_file_do_not_mix(server: Served, source: Path) -> None:
    async with (
        await server.connect() as connection,
        connection.start_sftp_client() as one,
        connection.start_sftp_client() as two,
    ):
        first = await one.open("/inbox/same.csv", "wb")
        with pytest.raises(asyncssh.SFTPFailure, match="being sent already"):
            await two.open("/inbox/same.csv", "wb")
        await first.write(source.read_bytes())
        await first.close()
        await two.put(str(source), "/inbox/other.csv")
        with pytest.raises(asyncssh.SFTPError):  # plainly, nothing is replaced
            await two.rename("/inbox/other.csv", "/inbox/same.csv")
        await two.posix_rename("/inbox/other.csv", "/inbox/same.csv")
        assert await (await one.open("/inbox/same.csv", "rb")).read() == source.read_bytes()
        await one.remove("/inbox/same.csv")


def test_an_account_has_only_so_much_room(tmp_path: Path) -> None:
    folders = Folders(tmp_path, quota=1000)
    inbox = folders.of(1, INBOX)
    file = inbox.open_to_send(("a",), anew=True, exclusive=False)
    file.write(0, b"x" * 900)
    with pytest.raises(OSError, match="no room left"):
        file.write(900, b"x" * 101)
    with pytest.raises(OSError, match="no room left"):
        file.write(1 << 40, b"x")
    with pytest.raises(OSError, match="being sent already"):
        folders.of(1, INBOX).open_to_send(("a",), anew=True, exclusive=False)
    file.close(whole=True)
    assert [name for name, _about in inbox.names(())] == ["a"]


def test_what_was_kept_long_enough_goes(tmp_path: Path) -> None:
    folders = Folders(tmp_path, quota=1000)
    for room, name in ((PARTS, "old.xlsx"), (INBOX, "old.csv"), (INBOX, ".x.part")):
        file = folders.path(1, room) / name
        file.touch()
        os.utime(file, (0, 0))
    (folders.path(1, PARTS) / "new.xlsx").touch()
    folders.tidy()
    assert sorted(file.name for file in tmp_path.glob("*/*/*")) == ["new.xlsx", "old.csv"]


def test_what_clients_may_ask_is_answered_here_and_nowhere_else() -> None:
    """asyncssh's own answers would reach the system's files."""
    harmless = {"channel", "connection", "env", "logger", "convert_attrs", "format_longname"}
    inherited = {
        name
        for name in vars(asyncssh.SFTPServer)
        if not name.startswith("_") and name not in harmless and name not in vars(OfficeFiles)
    }
    assert inherited <= {"map_path", "reverse_map_path", "format_user", "format_group"}


def test_paths_that_are_no_text_mean_nothing() -> None:
    with pytest.raises(FileNotFoundError):
        words_of(b"/inbox/\xff\xfe")


async def test_files_make_room_for_who_is_at_work() -> None:
    at_work = False
    pace = Pace(lambda: at_work, bytes_a_second=1_000_000)
    loop = asyncio.get_running_loop()
    begin = loop.time()
    await pace.keep(50_000_000)
    assert loop.time() - begin < 1
    at_work = True
    begin = loop.time()
    await asyncio.gather(*(pace.keep(100_000) for _ in range(3)))
    assert loop.time() - begin >= 0.25
