"""Open sessions in Admin, and the SSH keys of an account."""

from __future__ import annotations

import pytest
from rooms import SIZE, program, sees, types
from textual.events import Paste

from bsc_tui.db.models import AccountKey, OpenSession, Operation
from bsc_tui.errors import Conflict, Invalid, Refused
from bsc_tui.operations import open_sessions, ssh_keys
from bsc_tui.records.records import Clock, Records
from bsc_tui.screens.open_sessions import OpenSessions
from bsc_tui.screens.ssh_keys import SshKeys

only_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl lusine@desk"
HEAD, FOOT = "---- BEGIN SSH2 PUBLIC KEY ----", "---- END SSH2 PUBLIC KEY ----"


async def test_a_session_is_seen_and_ended_after_a_question(admin: Records) -> None:
    account = admin.actor.account_id
    assert account
    session = open_sessions.begin(account, "server:8022", "192.0.2.7")
    OpenSession.update(seen_at=admin.clock.now(), last_key_at=admin.clock.now()).execute()
    app = program(admin)
    async with app.run_test(size=SIZE) as pilot:
        await sees(pilot, "Waiting for me")
        app.screen.open(OpenSessions())  # type: ignore[attr-defined]
        await sees(pilot, "192.0.2.7")
        await sees(pilot, "at work")
        await sees(pilot, "(you)")
        await pilot.press("delete")
        await sees(pilot, "End the session of")
        await pilot.press("y")
        await sees(pilot, "is being ended")
    assert open_sessions.to_be_ended("server:8022") == {session: "asked"}
    assert Operation.select().where(Operation.verb == "end_session").count() == 1


@only_sqlite
async def test_a_key_is_pasted_and_taken_away(admin: Records) -> None:
    assert admin.actor.account_id
    app = program(admin)
    async with app.run_test(size=SIZE) as pilot:
        await sees(pilot, "Waiting for me")
        app.screen.open(SshKeys(admin.actor.account_id, "My account"))  # type: ignore[attr-defined]
        await sees(pilot, "There is no key")
        await pilot.press("insert")
        await types(pilot, "nonsense")
        await pilot.press("enter")
        await sees(pilot, "This is not a public key")
        assert app.focused is not None
        assert getattr(app.focused, "value", "") == "nonsense"  # to be mended, not typed again
        await pilot.press(*["backspace"] * 8)
        blob = KEY.split()[1]
        app.focused.post_message(
            Paste(f'{HEAD}\r\nComment: "desk 2"\r\n{blob[:40]}\r\n{blob[40:]}\r\n{FOOT}\r\n')
        )
        await pilot.press("enter")
        await sees(pilot, "desk 2")
        await pilot.press("delete")
        await sees(pilot, "Take the key")
        await pilot.press("y")
        await sees(pilot, "The key is taken away.")
    assert not AccountKey.select().count()


def test_keys_of_others_need_the_right(admin: Records, as_user: object) -> None:
    clerk = as_user("lusine")  # type: ignore[operator]
    ssh_keys.add_key(clerk, clerk.actor.account_id, KEY)
    with pytest.raises(Conflict):
        ssh_keys.add_key(admin, clerk.actor.account_id, KEY)
    with pytest.raises(Refused):
        ssh_keys.keys_of(clerk, admin.actor.account_id or 0)
    with pytest.raises(Refused):
        ssh_keys.add_key(clerk, admin.actor.account_id or 0, KEY)
    with pytest.raises(Refused):
        open_sessions.all_open(clerk)
    with pytest.raises(Refused):
        open_sessions.ask_to_end(clerk, 1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ssh-ed25519",
        "ssh-ed25519 AAAA",
        "ssh-ed25519 AAAAnonsense",
        KEY.split(maxsplit=1)[0] + " " + KEY.split()[1][:44],
        "ssh-dss AAAAB3NzaC1kc3M=",
        "-----BEGIN OPENSSH PRIVATE KEY-----",
        f"{KEY}\n{KEY}",
        "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAABwD//////w==",
    ],
)
def test_what_is_no_key_that_is_safe_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        ssh_keys.read_key(text)


def test_puttygens_form_is_read_too() -> None:
    blob = KEY.split()[1]
    for between in ("\n", "\r\n", " "):
        text = between.join([HEAD, 'Comment: "a desk"', blob[:40], blob[40:], FOOT, ""])
        read = ssh_keys.read_key(text)
        assert (read.title, read.fingerprint) == ("a desk", ssh_keys.read_key(KEY).fingerprint)


def test_rows_of_a_fallen_server_go_when_it_begins_again(admin: Records) -> None:
    assert admin.actor.account_id
    open_sessions.begin(admin.actor.account_id, "one:1", "x")
    open_sessions.begin(admin.actor.account_id, "two:1", "x")
    open_sessions.forget_server("one:1")
    assert [row.server for row in OpenSession.select()] == ["two:1"]
    assert Clock().now() >= OpenSession.get().began_at
