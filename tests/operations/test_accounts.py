"""Accounts: signing in, passwords, rights, and that somebody always administers."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from bsc_tui.db.models import Account, Change, Operation
from bsc_tui.errors import Conflict, Invalid, Missing, Refused
from bsc_tui.operations import accounts
from bsc_tui.records import access, audit
from bsc_tui.records.records import Records

MakeUser = Callable[..., Records]
PASSWORD = "correct horse battery"
once = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture
def door(admin: Records) -> Records:
    """The gate as it is before anybody signed in."""
    return Records(admin.database, access.SYSTEM, admin.clock)


def test_who_signs_in_is_known_with_their_rights(door: Records, as_user: MakeUser) -> None:
    as_user("lusine")
    actor = accounts.sign_in(door, " Lusine ", PASSWORD, "192.0.2.7")
    assert (actor.name, actor.origin) == ("lusine", "192.0.2.7")
    assert actor.has("contacts")
    assert not actor.has("administration")
    newest = Operation.select().order_by(Operation.id.desc()).first()
    assert (newest.verb, newest.actor, newest.origin) == ("sign_in", "Lusine", "192.0.2.7")


def test_whatever_is_wrong_sounds_the_same(door: Records, admin: Records, as_user: MakeUser) -> None:
    gone = as_user("gone").actor.account_id
    assert gone
    accounts.close_account(admin, gone)
    for name, password in (("admin", "wrong"), ("nobody", PASSWORD), ("gone", PASSWORD), ("", "")):
        with pytest.raises(Refused) as caught:
            accounts.sign_in(door, name, password, "test")
        assert str(caught.value) == "Not signed in. Name or password is wrong."


@once
def test_an_unknown_name_costs_a_hash_as_a_known_one_does(
    door: Records, admin: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[str] = []

    def never_matches(known: str, _password: str) -> bool:
        held.append(known)
        return False

    monkeypatch.setattr(accounts, "matches", never_matches)
    for name in ("admin", "nobody"):
        with pytest.raises(Refused):
            accounts.sign_in(door, name, "wrong", "test")
    assert held == [Account.get(Account.name == "admin").password_hash, accounts.NOBODYS_HASH]
    assert f"m={accounts.HashCost().memory_kib},t={accounts.HashCost().passes}," in accounts.NOBODYS_HASH
    assert not accounts.matches(accounts.NOBODYS_HASH, "")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("x\n2026-01-01 admin signed in", "x?2026-01-01 admin signed in"),
        ("\x1b]0;PWNED\x07", "?]0;PWNED?"),
        ("a\x00b", "a?b"),
        ("\u202egnirts", "?gnirts"),
        ("half\ud800", "half?"),
        ("' OR 1=1--", "' OR 1=1--"),
        ("[@click=app.quit]x[/]", "[@click=app.quit]x[/]"),
        ("x" * 2000, "x" * 60),
    ],
)
def test_a_hostile_name_is_one_line_in_the_trail(door: Records, admin: Records, name: str, kept: str) -> None:
    with pytest.raises(Refused):
        accounts.sign_in(door, name, "wrong", "192.0.2.7")
    newest = Operation.select().order_by(Operation.id.desc()).first()
    assert (newest.verb, newest.reason, newest.origin) == ("sign_in_failed", kept, "192.0.2.7")


@once
def test_a_cheap_hash_is_made_anew_at_the_next_sign_in(door: Records, admin: Records) -> None:
    cheap = accounts.hash_password(PASSWORD, accounts.HashCost(memory_kib=1024, passes=1))
    Account.update(password_hash=cheap).where(Account.name == "admin").execute()
    accounts.sign_in(door, "admin", PASSWORD, "test")
    assert "m=19456,t=2," in Account.get(Account.name == "admin").password_hash
    accounts.sign_in(door, "admin", PASSWORD, "test")


@once
@pytest.mark.parametrize("password", ["x" * 64, "with some spaces ", "Հայերեն գաղտնաբառ", "🥖🧂🍷🥖🧂🍷🥖🧂"])
def test_a_password_counts_to_its_last_blank(door: Records, admin: Records, password: str) -> None:
    accounts.set_password(admin, admin.actor.account_id or 0, password)
    accounts.sign_in(door, "admin", password, "test")
    for other in (password + " ", password.rstrip() + "x"):
        with pytest.raises(Refused):
            accounts.sign_in(door, "admin", other, "test")


@once
def test_a_password_of_ten_megabytes_is_refused_unhashed(door: Records, admin: Records) -> None:
    huge = "x" * 10_000_000
    with pytest.raises(Refused):
        accounts.sign_in(door, "admin", huge, "test")
    with pytest.raises(Invalid, match="8 to 1000 characters"):
        accounts.set_password(admin, admin.actor.account_id or 0, huge)


def test_ones_own_password_needs_the_old_one(door: Records, admin: Records, as_user: MakeUser) -> None:
    viewer = as_user("karen", "viewer")
    own = viewer.actor.account_id
    assert own
    with pytest.raises(Invalid, match="not the password you have"):
        accounts.set_password(viewer, own, "a new password", old="guess")
    with pytest.raises(Refused):
        accounts.set_password(viewer, own, "a new password")
    with pytest.raises(Refused):
        accounts.set_password(viewer, admin.actor.account_id or 0, "a new password", old=PASSWORD)
    with pytest.raises(Missing):
        accounts.set_password(admin, 999, "a new password")
    accounts.set_password(viewer, own, "a new password", old=PASSWORD)
    accounts.sign_in(door, "karen", "a new password", "test")
    accounts.set_password(admin, own, "the administrator's")
    accounts.sign_in(door, "karen", "the administrator's", "test")


@once
def test_no_hash_is_ever_in_the_trail(admin: Records, as_user: MakeUser) -> None:
    own = as_user("karen").actor.account_id
    assert own
    accounts.set_password(admin, own, "a new password")
    assert "argon2" not in "".join(str(change.fields) for change in Change.select())
    newest = audit.history(admin, admin.get("account", own).entity, own)[0]
    assert newest.kind == "password"


def test_somebody_always_administers(admin: Records, as_user: MakeUser) -> None:
    own = admin.actor.account_id or 0
    with pytest.raises(Conflict, match="Somebody must administer"):
        accounts.set_rights(admin, own, ["contacts"])
    with pytest.raises(Invalid, match="can't close your own account"):
        accounts.close_account(admin, own)
    with pytest.raises(Conflict, match="your own account"):
        admin.trash("account", own)
    second = as_user("ara", "administrator")
    assert second.actor.account_id
    accounts.set_rights(admin, second.actor.account_id, ["contacts"])
    third = as_user("ani", "administrator")
    accounts.close_account(third, own)
    with pytest.raises(Conflict, match="Somebody must administer"):
        accounts.set_rights(third, third.actor.account_id or 0, [])


@once
def test_the_last_who_administers_is_not_closed_by_somebody_on_loan(admin: Records, door: Records) -> None:
    """The set-up itself has every right and no account: the rule counts accounts."""
    own = admin.actor.account_id or 0
    for attempt in (lambda: accounts.close_account(door, own), lambda: door.trash("account", own)):
        with pytest.raises(Conflict, match="Somebody must administer"):
            attempt()


def test_rights_given_and_taken_are_in_the_trail(admin: Records, as_user: MakeUser) -> None:
    account = as_user("karen", "viewer").actor.account_id
    assert account
    accounts.set_rights(admin, account, ["contacts", "line:SM"])
    newest = Change.select().order_by(Change.id.desc()).first()
    assert json.loads(newest.fields) == {"rights": [[], ["contacts", "line:SM"]]}
    with pytest.raises(Invalid, match="There is no right “line:XX”"):
        accounts.set_rights(admin, account, ["line:XX"])
    assert accounts.rights_of(account) == {"contacts", "line:SM"}


@once
@pytest.mark.parametrize("name", ["", "Two Words", "ա", "a" * 41, "../x", "admin"])
def test_a_sign_in_name_can_be_typed_and_is_nobody_elses(admin: Records, name: str) -> None:
    with pytest.raises(Invalid):
        accounts.add_account(admin, name, "", "viewer", PASSWORD, quick_hash=True)
    assert Account.select().count() == 1


@once
def test_everybody_sets_their_own_language_and_keys(admin: Records, as_user: MakeUser) -> None:
    viewer = as_user("karen", "viewer")
    accounts.set_preferences(viewer, language="hy", theme="nord", keys='{"save":"f2"}')
    kept = Account.get(Account.name == "karen")
    assert (kept.language, kept.theme, kept.keys) == ("hy", "nord", '{"save":"f2"}')
    assert Account.get(Account.name == "admin").language == "en"
    with pytest.raises(Invalid, match="not spoken here"):
        accounts.set_preferences(viewer, language="tlh")
