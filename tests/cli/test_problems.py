"""How commands end: their exit status, one clear line, and the language of what they say."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from bsc_tui import __version__, i18n
from bsc_tui.cli import trouble
from bsc_tui.cli.opening import Installation, spare_the_server_driver
from bsc_tui.cli.words import system_language
from bsc_tui.db.models import Account
from bsc_tui.operations.accounts import close_account
from bsc_tui.records.records import Records
from tests.cli.conftest import Shell, run


def program(*words: str, given: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the real program."""
    return subprocess.run(
        [sys.executable, "-m", "bsc_tui", *words],
        input=given,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, "LC_ALL": "C.UTF-8", **environment},
    )


def test_the_version_is_told_without_a_database() -> None:
    ended = program("--database", "nonsense://", "--version")

    assert (ended.returncode, ended.stdout, ended.stderr) == (0, f"bsc-tui {__version__}\n", "")


def test_help_and_version_load_neither_textual_nor_the_database() -> None:
    script = (
        "import sys\nfrom bsc_tui.cli.program import program\n"
        "try: program(['--help'])\nexcept SystemExit: pass\n"
        "print([name for name in ('textual', 'peewee', 'xlsxwriter', 'psycopg') if name in sys.modules])"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert ended.stdout.splitlines()[-1] == "[]"
    assert "Open an example company" in ended.stdout


def test_a_command_on_an_embedded_file_does_not_load_the_server_s_driver(tmp_path: Path) -> None:
    script = (
        "import sys\nfrom bsc_tui.cli.opening import connected\n"
        f"connected('sqlite:///{tmp_path / 'new.db'}', create=True)\n"
        "import bsc_tui.db.schema\n"
        "print([name for name in sys.modules if name.startswith('psycopg') and sys.modules[name]])"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert ended.stdout.strip() == "[]"


def test_the_driver_stays_where_peewee_is_loaded_or_a_server_is_named() -> None:
    before = dict(sys.modules)

    spare_the_server_driver("sqlite:///file.db")  # Peewee is loaded in this process
    spare_the_server_driver("postgresql://host/name")

    assert sys.modules["psycopg"] is before["psycopg"] is not None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["frobnicate"], "No such command"),
        (["list"], "Missing argument 'KIND'"),
        (["list", "person", "--limit", "0"], "--limit"),
        (["show", "person", "x"], "not a valid integer"),
        (["demo", "--size", "huge"], "--size"),
        (["demo", "--keep", "x.db", "--database", "y"], "No such option"),
        (["init"], "--company"),
        (["report"], ""),
        (["report", "services", "--output", "x.pdf"], ".xlsx, .csv"),
    ],
)
def test_wrong_usage_ends_with_2_and_touches_nothing(words: list[str], said: str, tmp_path: Path) -> None:
    ended = run("--database", f"sqlite:///{tmp_path / 'none.db'}", *words)

    assert (ended.status, ended.out) == (2, "")
    assert said in ended.err
    assert not (tmp_path / "none.db").exists()


def test_a_missing_database_is_one_line_and_is_not_made(tmp_path: Path) -> None:
    file = tmp_path / "none.db"

    ended = program("--database", f"sqlite:///{file}", "list", "person")

    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.count("\n") == 1
    assert "bsc-tui init" in ended.stderr
    assert not file.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"not a database at all" * 100, "damaged"), (b"", "no company in this database")],
)
def test_a_file_that_is_no_company_is_refused_and_left_alone(
    content: bytes, said: str, tmp_path: Path
) -> None:
    file = tmp_path / "odd.db"
    file.write_bytes(content)

    ended = program("--database", f"sqlite:///{file}", "list", "person")

    assert ended.returncode == 1
    assert said in ended.stderr
    assert ended.stderr.count("\n") == 1
    if content:
        assert file.read_bytes() == content


def test_another_program_s_database_is_refused_not_migrated(tmp_path: Path) -> None:
    import sqlite3

    file = tmp_path / "other.db"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE recipes (id INTEGER)")
    for words in (["list", "person"], ["migrate"]):
        ended = run("--database", f"sqlite:///{file}", *words)
        assert (ended.status, ended.err) == (
            1,
            "This is not a database of bsc-tui. It holds tables of another program.\n",
        )
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("recipes",)]


def test_settings_that_can_t_be_read_are_one_line(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text('databse = "x"')

    ended = run("--config", str(tmp_path / "bad.toml"), "list", "person")

    assert (ended.status, ended.err.count("\n")) == (1, 1)
    assert "databse" in ended.err


def test_a_settings_file_names_the_database(url: str, tmp_path: Path) -> None:
    (tmp_path / "good.toml").write_text(f'database = "{url}"')

    assert run("--config", str(tmp_path / "good.toml"), "user", "list", "--json").json[0]["name"] == "admin"


def test_an_unforeseen_error_is_a_sentence_and_its_details_a_file(tmp_path: Path) -> None:
    assert trouble.ended_by(RuntimeError("boom"), tmp_path / "state") == 1
    report = tmp_path / "state" / "errors.log"

    assert "RuntimeError: boom" in report.read_text()
    assert stat.S_IMODE(report.stat().st_mode) == 0o600


def test_who_is_afar_is_told_no_path_of_the_server(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert trouble.ended_by(RuntimeError("boom"), tmp_path / "state", is_afar=True) == 1

    assert "RuntimeError: boom" in (tmp_path / "state" / "errors.log").read_text()
    told = capsys.readouterr().err
    assert "Whoever looks after the server finds the details there." in told
    assert str(tmp_path) not in told


def test_an_unforeseen_error_shows_no_traceback(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Installation, "records", lambda self: 1 // 0)

    ended = shell("list", "person")

    assert (ended.status, ended.err.count("\n")) == (1, 1)
    assert "did not expect" in ended.err
    assert "Traceback" not in ended.err + ended.out


def test_the_application_says_that_it_needs_a_terminal(tmp_path: Path) -> None:
    for words in ([], ["demo"], ["demo", "--keep", str(tmp_path / "kept.db")]):
        ended = run("--database", f"sqlite:///{tmp_path / 'new.db'}", *words) if not words else run(*words)
        assert (ended.status, ended.out) == (1, "")
        assert "needs a terminal" in ended.err
    assert list(tmp_path.glob("*.db")) == []


def test_whoever_acts_must_have_an_open_account(shell: Shell, admin: Records) -> None:
    shell("user", "add", "vera", "--password-stdin", given="long enough")
    close_account(admin, Account.get(Account.name == "vera").id)

    assert shell("list", "person", user="vera").err == "The account “vera” is closed.\n"
    assert shell("list", "person", user="nobody").err == "There is no account “nobody”.\n"
    assert shell("list", "person", user="nobody").status == 1


def test_messages_are_in_the_language_of_whoever_acts(shell: Shell) -> None:
    shell("user", "add", "marie", "--password-stdin", given="long enough")
    Account.update(language="fr").where(Account.name == "marie").execute()

    found = shell(
        "list", "term", "--where", "list=Legal status of the enterprise", "--json", user="marie"
    ).json

    assert "SARL" in [one["name"] for one in found]
    assert i18n.active().language == "en"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "hy_AM"}, "hy"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": ""}, "fr"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LC_ALL": "C.UTF-8"}, "en"),
        ({"LC_MESSAGES": "fr", "LANG": "en_GB"}, "fr"),
        ({}, "en"),
    ],
)
def test_without_an_account_the_system_says_which_language(
    environment: dict[str, str], language: str
) -> None:
    assert system_language(environment) == language


def test_a_reader_that_leaves_early_gets_no_traceback(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'c.db'}"
    program(
        "--database",
        url,
        "init",
        "--company",
        "B",
        "--language",
        "en",
        "--admin",
        "a",
        "--password-stdin",
        given="long enough",
    )

    with subprocess.Popen(
        [sys.executable, "-m", "bsc_tui", "--database", url, "list", "term"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as listing:
        assert listing.stdout
        assert listing.stderr
        listing.stdout.close()
        complaint = listing.stderr.read()

    assert b"Traceback" not in complaint


def test_what_a_terminal_can_t_spell_does_not_end_a_list(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'c.db'}"
    program(
        "--database",
        url,
        "init",
        "--company",
        "Ընկերություն",
        "--language",
        "hy",
        "--admin",
        "a",
        "--password-stdin",
        given="long enough",
    )

    ended = program("--database", url, "list", "service_line", PYTHONIOENCODING="latin-1")
    as_json = program("--database", url, "list", "service_line", "--json", PYTHONIOENCODING="latin-1")

    assert (ended.returncode, as_json.returncode) == (0, 0)
    assert as_json.stdout.isascii()


def test_click_speaks_the_language_of_the_command_line() -> None:
    for language, words in (
        ("fr_FR", ("Usage :", "Argument manquant : 'KIND'.")),
        ("hy_AM", ("Օգտագործում՝", "Արգումենտը տրված չէ՝ 'KIND'.")),
        ("en_GB", ("Usage:", "Missing argument 'KIND'.")),
    ):
        ended = program("export", LC_ALL=f"{language}.UTF-8")
        assert ended.returncode == 2
        assert all(word in ended.stderr for word in words), ended.stderr
