"""`bsc-tui key` and `check --server`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Shell

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl desk\n"


def test_a_key_is_added_listed_and_removed(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "id.pub"
    file.write_text(KEY)
    added = shell("key", "add", "admin", str(file), "--title", "at home")
    assert (added.status, added.err) == (0, "")
    assert "admin can sign in with the key SHA256:" in added.out
    (found,) = shell("key", "list", "admin", "--json").json
    assert (found["title"], found["kind"]) == ("at home", "ssh-ed25519")
    assert "at home" in shell("key", "list", "admin").out
    assert shell("key", "remove", "admin", str(found["id"])).status == 0
    assert shell("key", "list", "admin", "--json").json == []
    again = shell("key", "remove", "admin", str(found["id"]))
    assert (again.status, again.err) == (1, "There is no such key.\n")


def test_a_private_key_is_not_taken(shell: Shell) -> None:
    ended = shell("key", "add", "admin", "-", given="-----BEGIN OPENSSH PRIVATE KEY-----\n")
    assert ended.status == 1
    assert "It stays with you" in ended.err


def test_the_server_is_checked_too(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BSC_SERVER_PORT", "1")
    ended = shell("check", "--server", "--json")
    assert ended.status == 1
    assert '"host_key"' in ended.out
    assert "Nobody answers at port 1" in ended.out
