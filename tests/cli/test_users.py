"""Accounts from the command line: rights, passwords to the letter, and refusals that change nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bsc_tui.cli.opening import system_user
from bsc_tui.db.models import Account, Change, Operation, Right
from bsc_tui.operations.accounts import matches, rights_of
from tests.cli.conftest import Shell

PASSWORD = "long enough"


def account(name: str) -> Account:
    found = Account.get(Account.name == name)
    assert isinstance(found, Account)
    return found


def test_an_account_gets_the_rights_of_its_preset_and_those_named_besides(shell: Shell) -> None:
    ended = shell(
        *("user", "add", "Karen", "--full-name", "Karen Ohanyan", "--preset", "responsible"),
        *("--line", "bds", "--line", "HR", "--right", "staff", "--password-stdin"),
        given=PASSWORD,
    )

    assert (ended.status, ended.err) == (0, "")
    assert shell("user", "show", "karen", "--json").json == {
        "id": account("karen").id,
        "name": "karen",
        "full_name": "Karen Ohanyan",
        "preset": "responsible",
        "language": "en",
        "active": True,
        "rights": ["contacts", "documents", "line:BDS", "line:HR", "overbook", "staff", "support", "terms"],
    }


def test_an_account_may_do_nothing_unless_told(shell: Shell) -> None:
    shell("user", "add", "vera", "--password-stdin", given=PASSWORD)

    assert rights_of(account("vera").id) == set()
    assert "change nothing" in shell("user", "show", "vera").out


@pytest.mark.parametrize(
    ("given", "password"),
    [
        ("pass word  ", "pass word  "),
        ("pass word  \n", "pass word  "),
        ("pass word\r\n", "pass word"),
        ("pass word\n\n", "pass word\n"),
        ("  գաղտնաբառ 🔑 ", "  գաղտնաբառ 🔑 "),
        ("x" * 64, "x" * 64),
    ],
)
def test_a_password_is_kept_to_the_letter(shell: Shell, given: str, password: str) -> None:
    assert shell("user", "add", "vera", "--password-stdin", given=given).status == 0

    kept = str(account("vera").password_hash)
    assert matches(kept, password)
    assert not matches(kept, password.strip() + "?")


@pytest.mark.parametrize("given", ["short", "", b"\xff\xfe\xff\xfe\xff\xfe\xff\xfe", "x" * 10_000_000])
def test_a_password_that_does_not_do_is_refused_in_one_line(shell: Shell, given: str | bytes) -> None:
    ended = shell("user", "add", "vera", "--password-stdin", given=given)

    assert (ended.status, ended.out, ended.err.count("\n")) == (1, "", 1)
    assert not Account.select().where(Account.name == "vera").exists()


def test_a_new_password_replaces_the_old_one(shell: Shell) -> None:
    shell("user", "add", "vera", "--password-stdin", given=PASSWORD)

    assert shell("user", "password", "vera", "--password-stdin", given="quite another \n").status == 0

    assert matches(str(account("vera").password_hash), "quite another ")


def test_nobody_is_asked_for_a_password_without_a_terminal(shell: Shell) -> None:
    ended = shell("user", "add", "vera")

    assert ended.status == 2
    assert "--password-stdin" in ended.err


def test_rights_are_set_exactly(shell: Shell) -> None:
    shell("user", "add", "vera", "--preset", "clerk", "--right", "lists", "--password-stdin", given=PASSWORD)

    assert shell("user", "rights", "vera", "--json").json["rights"] == sorted(rights_of(account("vera").id))
    shell("user", "rights", "vera", "--preset", "viewer", "--line", "HR")

    assert rights_of(account("vera").id) == {"line:HR"}
    assert account("vera").preset == "viewer"


def test_unknown_sections_lines_and_presets_are_wrong_usage_and_named(shell: Shell) -> None:
    section = shell("user", "add", "vera", "--right", "kitchen", "--password-stdin", given=PASSWORD)
    line = shell("user", "add", "vera", "--line", "XX", "--password-stdin", given=PASSWORD)
    preset = shell("user", "add", "vera", "--preset", "king", "--password-stdin", given=PASSWORD)

    assert [one.status for one in (section, line, preset)] == [2, 2, 2]
    assert "contacts" in section.err
    assert "BDS" in line.err
    assert "clerk" in preset.err
    assert not Account.select().where(Account.name == "vera").exists()


def test_a_closed_account_opens_again_with_its_rights(shell: Shell) -> None:
    shell("user", "add", "vera", "--preset", "clerk", "--password-stdin", given=PASSWORD)
    before = rights_of(account("vera").id)

    assert shell("user", "disable", "vera").status == 0
    assert not account("vera").active
    assert {one["name"]: one["active"] for one in shell("user", "list", "--json").json} == {
        "admin": True,
        "vera": False,
    }
    assert shell("user", "enable", "vera").status == 0

    assert account("vera").active
    assert rights_of(account("vera").id) == before


def test_the_last_administrator_stays(shell: Shell) -> None:
    closed = shell("user", "disable", "admin")
    demoted = shell("user", "rights", "admin", "--preset", "viewer")

    assert (closed.status, demoted.status) == (1, 1)
    assert account("admin").active
    assert "administration" in rights_of(account("admin").id)
    assert account("admin").preset == "administrator"


@pytest.mark.parametrize("preset", ["viewer", "clerk", "responsible"])
def test_who_may_not_administer_is_refused_each_way_and_nothing_changes(shell: Shell, preset: str) -> None:
    shell("user", "add", "tigran", "--preset", preset, "--password-stdin", given=PASSWORD)
    before = [list(table.select().order_by(table.id).tuples()) for table in (Account, Right, Change)]

    tries = (
        ("user", "add", "spy", "--password-stdin"),
        ("user", "password", "admin", "--password-stdin"),
        ("user", "password", "tigran", "--password-stdin"),
        ("user", "rights", "tigran", "--preset", "administrator"),
        ("user", "rights", "tigran", "--right", "administration"),
        ("user", "disable", "admin"),
        ("user", "enable", "tigran"),
    )
    for words in tries:
        ended = shell(*words, user="tigran", given="another password")
        if words[1] == "enable":
            continue  # it is open: nothing to do
        assert (ended.status, ended.out) == (1, ""), words
        assert "Ask: admin." in ended.err or "Administration" in ended.err

    assert [list(table.select().order_by(table.id).tuples()) for table in (Account, Right, Change)] == before


def test_an_environment_variable_makes_nobody_administrator(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell("user", "add", "tigran", "--password-stdin", given=PASSWORD)
    for name in ("BSC_AS", "BSC_USER", "BSC_ROLE", "BSC_RIGHTS"):
        monkeypatch.setenv(name, "administrator")

    assert shell("user", "rights", "tigran", "--right", "administration", user="tigran").status == 1


def test_the_audit_trail_says_who_at_the_command_line(shell: Shell) -> None:
    shell("user", "add", "vera", "--password-stdin", given=PASSWORD)

    operation = Operation.select().order_by(Operation.id.desc()).first()
    assert (operation.actor, operation.origin) == ("admin", f"command line (system user {system_user()})")


def test_the_first_active_administrator_acts_unless_named(shell: Shell) -> None:
    shell("user", "add", "second", "--preset", "administrator", "--password-stdin", given=PASSWORD)
    assert shell("user", "disable", "admin", user="second").status == 0

    shell("user", "add", "vera", "--password-stdin", given=PASSWORD)

    assert Operation.select().order_by(Operation.id.desc()).first().actor == "second"


def test_hostile_names_are_refused_as_account_names(shell: Shell) -> None:
    for name in ("x\ny", "../x", "' OR 1=1--", "[/]", "[bold]x", "x" * 2000):
        ended = shell("user", "add", name, "--password-stdin", given=PASSWORD)
        assert (ended.status, ended.err.count("\n")) == (1, 1), name
    assert Account.select().count() == 1


def test_the_real_program_reads_the_password_too(tmp_path: object) -> None:
    url = f"sqlite:///{tmp_path}/c.db"
    words = [sys.executable, "-m", "bsc_tui", "--database", url]
    made = subprocess.run(
        [*words, "init", "--company", "BSC", "--language", "en", "--admin", "admin", "--password-stdin"],
        input=b"trailing blank \n",
        capture_output=True,
        check=False,
    )

    assert (made.returncode, made.stderr) == (0, b"")
    from bsc_tui.db.database import open_database

    database = open_database(url)
    assert matches(str(account("admin").password_hash), "trailing blank ")
    database.close()
