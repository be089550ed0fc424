"""Opening the application and the example company, also on a real terminal."""

from __future__ import annotations

import os
import pty
import select
import shutil
import signal
import sqlite3
import stat
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pyte
import pytest
from peewee import Database

from bsc_tui.cli import application, examples
from bsc_tui.cli.examples import cache_folder, url_of
from bsc_tui.cli.opening import Opening, connected
from bsc_tui.cli.progress import Progress
from bsc_tui.config import Config
from bsc_tui.db.database import open_database
from bsc_tui.db.models import Operation, Person, Setting
from bsc_tui.db.schema import migrate, pending
from bsc_tui.operations.companies import Company, is_set_up, set_up
from tests.cli.conftest import run

PATIENCE = 60.0
"""Seconds after which a test gives up waiting; a machine in no hurry is not a fault."""


# -- in this process: which database is opened, and what becomes of it -------------------------------


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the application was opened with; a small example takes the place of the large one."""
    seen: list[dict[str, Any]] = []

    def run_app(opening: Opening, config: Config, *, insider: object = None) -> int:
        database = opening()
        people = [one.last_name for one in Person.select()] if is_set_up(database) else []
        seen.append(
            {
                "file": Path(str(database.database)),
                "example": insider is not None,
                "people": people,
                "pending": pending(database),
                "animations": os.environ.get("TEXTUAL_ANIMATIONS"),
            }
        )
        if insider is not None:
            Person.insert(last_name="Typed in the demo", sort_key="z").execute()
        return 0

    def make(database: Database, size: str) -> None:
        set_up(database, Company("Example", "en"), "lusine", "bsc-example", quick_hash=True)
        Setting.insert(name="example", value="true").execute()
        Person.insert(last_name="Ararat", sort_key="a").execute()

    monkeypatch.setattr("bsc_tui.running.run_app", run_app)
    roomy = shutil.disk_usage(Path.cwd())._replace(free=10**12)
    monkeypatch.setattr(examples, "make", make)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: roomy)
    monkeypatch.setattr(application, "require_terminal", lambda: None)
    for name in application.LIGHT:
        monkeypatch.setenv(name, "")
    return seen


def test_without_a_command_the_application_opens_on_the_company(
    url: str, opened: list[dict[str, Any]]
) -> None:
    ended = run("--database", url)

    assert (ended.status, ended.out, ended.err) == (0, "", "")
    assert [(one["example"], one["pending"], one["animations"]) for one in opened] == [(False, [], "none")]


def test_the_first_start_finds_tables_and_no_company(empty_url: str, opened: list[dict[str, Any]]) -> None:
    assert run("--database", empty_url).status == 0

    assert opened[0]["pending"] == []
    database = open_database(empty_url)
    assert not is_set_up(database)
    database.close()


def test_without_a_url_the_embedded_database_lies_in_the_data_folder(opened: list[dict[str, Any]]) -> None:
    run()

    file = opened[0]["file"]
    assert file == Path(os.environ["BSC_DATA"]) / "company.db"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_nobody_is_named_for_the_application(url: str, opened: list[dict[str, Any]]) -> None:
    assert run("--database", url, "--as", "admin").status == 2
    assert opened == []


def test_each_demo_is_a_copy_of_an_example_made_once(opened: list[dict[str, Any]]) -> None:
    assert [run("demo").status, run("demo").status] == [0, 0]

    first, second = opened
    assert first["people"] == second["people"] == ["Ararat"]
    assert first["example"]
    assert not first["file"].exists()
    assert not first["file"].parent.exists()
    (cached,) = cache_folder().iterdir()
    assert cached.name.startswith("example-")
    assert stat.S_IMODE(cached.stat().st_mode) == 0o600


def test_a_kept_demo_is_opened_again_as_it_was_left(opened: list[dict[str, Any]], tmp_path: Path) -> None:
    kept = tmp_path / "folder with blanks %20" / "kept?.db"

    assert [run("demo", "--keep", str(kept)).status for _ in range(2)] == [0, 0]

    assert [one["file"] for one in opened] == [kept, kept]
    assert [one["people"] for one in opened] == [["Ararat"], ["Ararat", "Typed in the demo"]]


def test_the_example_is_made_in_a_database_of_one_s_own(empty_url: str, opened: list[dict[str, Any]]) -> None:
    assert [run("--database", empty_url, "demo").status for _ in range(2)] == [0, 0]

    assert [one["people"] for one in opened] == [["Ararat"], ["Ararat", "Typed in the demo"]]


def test_the_example_never_goes_into_a_company(url: str, opened: list[dict[str, Any]]) -> None:
    ended = run("--database", url, "demo")

    assert (ended.status, ended.err.count("\n"), opened) == (1, 1, [])
    assert "nothing in it was touched" in ended.err
    database = open_database(url)
    assert Person.select().count() == 0
    database.close()


def test_a_kept_file_that_is_somebody_s_company_is_refused(
    opened: list[dict[str, Any]], tmp_path: Path
) -> None:
    file = tmp_path / "company.db"
    database = open_database(f"sqlite:///{file}")
    migrate(database)
    set_up(database, Company("BSC", "en"), "admin", "long enough", quick_hash=True)
    database.close()

    assert run("demo", "--keep", str(file)).status == 1
    assert opened == []


def test_the_large_demo_is_made_once_and_opened_where_it_lies(opened: list[dict[str, Any]]) -> None:
    first, second = run("demo", "--size", "large"), run("demo", "--size", "large")

    assert (first.status, second.status) == (0, 0)
    assert "made once" in first.err
    assert str(cache_folder()) in first.err
    assert second.err == ""
    assert [one["file"].name for one in opened] == ["large-example.db"] * 2
    assert [one["people"] for one in opened] == [["Ararat"], ["Ararat", "Typed in the demo"]]
    assert run("demo").status == 0
    assert (cache_folder() / "large-example.db").exists()


def test_the_large_demo_may_be_kept_elsewhere(opened: list[dict[str, Any]], tmp_path: Path) -> None:
    assert run("demo", "--size", "large", "--keep", str(tmp_path / "big.db")).status == 0

    assert opened[0]["file"] == tmp_path / "big.db"
    assert not cache_folder().exists()


def test_the_large_demo_wants_room(opened: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(Path.cwd())._replace(free=10**9)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage)

    ended = run("demo", "--size", "large")

    assert (ended.status, opened) == (1, [])
    assert "There is no room for this example." in ended.err


def test_the_demo_leaves_the_configured_database_alone(
    url: str, opened: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BSC_DATABASE", url)

    assert run("demo").status == 0

    assert opened[0]["people"] == ["Ararat"]
    database = open_database(url)
    assert Person.select().count() == 0
    database.close()


def test_an_example_that_was_not_finished_is_not_kept(
    opened: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(database: Database, size: str) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(examples, "make", interrupted)
        assert run("demo").status == 1
    assert list(cache_folder().iterdir()) == []

    assert run("demo").status == 0


def test_an_example_of_another_version_is_made_anew(opened: list[dict[str, Any]]) -> None:
    cache_folder().mkdir(parents=True)
    (cache_folder() / "example-0.0.1-0001.db").write_bytes(b"of old")

    run("demo")

    (cached,) = cache_folder().iterdir()
    assert cached.name != "example-0.0.1-0001.db"


def test_progress_is_silent_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress("Making") as progress:
        progress(50, 100, "people")

    assert capsys.readouterr() == ("", "")


def test_progress_is_one_line_that_goes_away(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with Progress("Making") as progress:
        progress(50, 100, "people\x1b[2J")

    out, err = capsys.readouterr()
    screen = pyte.Screen(80, 3)
    pyte.Stream(screen).feed(err)
    assert out == ""
    assert "\x1b" not in err
    assert " 50 %" in err
    assert "".join(screen.display).strip() == ""


# -- on a real terminal --------------------------------------------------------------------------------


class Terminal:
    """The real program on a pseudo-terminal, seen through an emulator."""

    def __init__(self, *words: str, **environment: str) -> None:
        self.screen = pyte.Screen(100, 30)
        self._stream = pyte.ByteStream(self.screen)
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            settings = {
                **os.environ,
                "TERM": "xterm-256color",
                "LINES": "30",
                "COLUMNS": "100",
                **environment,
            }
            signal.signal(
                signal.SIGINT, signal.SIG_IGN
            )  # as whatever a shell starts in the background has it
            os.execve(sys.executable, [sys.executable, "-m", "bsc_tui", *words], settings)
        self._until = time.monotonic() + PATIENCE
        self.tops: set[str] = set()
        """Whatever stood in the first line, where the tabs are, at any time."""

    def _read(self) -> bool:
        """What is painted, into the emulator; False when the program has gone."""
        if not select.select([self._fd], [], [], 0.1)[0]:
            return True
        try:
            painted = os.read(self._fd, 65_536)
        except OSError:
            return False
        # pyte takes no private margins and no keyboard protocols.
        self._stream.feed(painted.replace(b"\x1b[<u", b"").replace(b"\x1b[>1u", b""))
        self.tops.add(self.screen.display[0])
        return bool(painted)

    def text(self) -> str:
        """The screen."""
        return "\n".join(self.screen.display)

    def wait(self, words: str) -> None:
        """Until the words stand on the screen."""
        while words not in self.text():
            assert time.monotonic() < self._until, self.text()
            assert self._read(), self.text()

    def press(self, keys: str) -> None:
        """Type."""
        os.write(self._fd, keys.encode())

    def ended(self) -> int:
        """The exit status, once it has ended."""
        while True:
            assert time.monotonic() < self._until, self.text()
            self._read()
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                os.close(self._fd)
                return os.waitstatus_to_exitcode(status)


@pytest.fixture(scope="module")
def example_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small example company in a file, for copies of it."""
    import datetime

    from bsc_tui.operations.example.company import make_example

    file = tmp_path_factory.mktemp("example") / "example.db"
    database = connected(url_of(file), create=True)
    migrate(database)
    make_example(database, datetime.date(2026, 11, 22), people=1)
    database.close()
    return file


@pytest.fixture
def example(example_once: Path, tmp_path: Path) -> Path:
    """A small example company in a file of one's own."""
    return shutil.copy(example_once, tmp_path / "example.db")


@pytest.mark.pty
def test_the_demo_opens_and_ends_on_a_terminal(example: Path) -> None:
    terminal = Terminal("demo", "--keep", str(example))

    terminal.wait("Lusine")
    terminal.wait("F10 Menu")
    terminal.press("\x11")
    terminal.wait("Leave the program?")
    terminal.press("y")

    assert terminal.ended() == 0


@pytest.mark.pty
def test_a_kept_demo_speaks_the_language_chosen_there_from_its_first_word(example: Path) -> None:
    with closing(sqlite3.connect(example)) as database, database:
        database.execute("UPDATE account SET language = 'fr' WHERE name = 'lusine'")
    terminal = Terminal("demo", "--keep", str(example))

    terminal.wait("F10 Menu")
    terminal.wait("Lusine")
    tabs = {line for line in terminal.tops if line.startswith("1") and "2" in line}
    assert tabs
    assert {line.split()[0] for line in tabs} == {"1Début"}
    terminal.press("\x11")
    terminal.wait("Quitter")
    terminal.press("o")

    assert terminal.ended() == 0


@pytest.mark.pty
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_demo_that_is_ended_from_outside_leaves_nothing_behind(
    example: Path, tmp_path: Path, number: signal.Signals
) -> None:
    cache_folder().mkdir(parents=True)
    shutil.copy(example, examples.cached_file())
    (tmp_path / "temporary").mkdir()
    terminal = Terminal("demo", TMPDIR=str(tmp_path / "temporary"))
    terminal.wait("F10 Menu")
    assert len(list((tmp_path / "temporary").glob("bsc-demo-*"))) == 1

    os.kill(terminal.pid, number)

    assert terminal.ended() == 128 + number
    assert list((tmp_path / "temporary").glob("bsc-demo-*")) == []
    assert not (Path(os.environ["BSC_STATE"]) / "errors.log").exists()


@pytest.mark.pty
def test_the_first_start_asks_for_the_company_on_a_terminal(tmp_path: Path) -> None:
    terminal = Terminal("--database", f"sqlite:///{tmp_path / 'new.db'}")

    terminal.wait("English")

    os.kill(terminal.pid, signal.SIGTERM)
    assert terminal.ended() == 128 + signal.SIGTERM
    database = open_database(f"sqlite:///{tmp_path / 'new.db'}")
    assert not is_set_up(database)
    assert Operation.select().count() == 0
    database.close()
