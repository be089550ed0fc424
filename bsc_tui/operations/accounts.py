"""Accounts: adding them, passwords, signing in, rights, and what is one's own (language, theme, keys)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bsc_tui.db.database import told
from bsc_tui.db.models import Account, Right, tuples
from bsc_tui.errors import FieldProblem, Invalid, Missing, Refused
from bsc_tui.i18n import LANGUAGES, _
from bsc_tui.records import access
from bsc_tui.records.records import Records, Repeated, Saved
from bsc_tui.records.rules.accounts import SIGN_IN_NAME

SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 1000


@dataclass(frozen=True)
class HashCost:
    """What one password hash costs; at the least what OWASP advises for Argon2id."""

    memory_kib: int = 19_456
    passes: int = 2


QUICK = HashCost(memory_kib=64, passes=1)
"""For tests and the example company, whose passwords protect nothing."""

NOBODYS_HASH = (
    "$argon2id$v=19$m=19456,t=2,p=1$qYTqed6puzUCe3i1yyADDA$FNTyn8nLSNfM2bCg67+M6uErwE6s6kKLYpZG2bM8LZE"
)
"""What the password of an unknown name is held against, so that it takes as long; of nobody's password."""


def check_password(password: str) -> None:
    """Raises Invalid for a password that is not fit to use."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise Invalid(
            [
                FieldProblem(
                    "password",
                    _("A password has %(least)s to %(most)s characters.")
                    % {"least": SHORTEST_PASSWORD, "most": LONGEST_PASSWORD},
                )
            ]
        )


def hash_password(password: str, cost: HashCost = HashCost()) -> str:
    """The Argon2id hash of a password that is fit to use. Raises Invalid for one that is not."""
    check_password(password)
    return _hashed(password, cost)


def _hashed(password: str, cost: HashCost) -> str:
    from argon2 import PasswordHasher  # late: only when somebody signs in

    return PasswordHasher(time_cost=cost.passes, memory_cost=cost.memory_kib, parallelism=1).hash(password)


def matches(password_hash: str, password: str) -> bool:
    """Whether the password is the one. A too long one never is, and costs nothing."""
    if len(password) > LONGEST_PASSWORD:
        return False
    from argon2 import PasswordHasher  # late: only when somebody signs in
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return PasswordHasher().verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def add_account(
    records: Records,
    name: str,
    full_name: str,
    preset: str,
    password: str,
    *,
    lines: Iterable[str] = (),
    rights: Iterable[str] = (),
    language: str = "en",
    quick_hash: bool = False,
) -> int:
    """A new account with the rights of its preset, and lines and sections besides; its id."""
    hashed = hash_password(password, QUICK if quick_hash else HashCost())
    with records.operation("account"):
        saved = records.save(
            "account",
            {
                "name": name,
                "full_name": full_name,
                "preset": preset,
                "language": language,
                "password_hash": hashed,
                "active": True,
            },
        )
        granted = access.PRESETS[preset] | {f"line:{code}" for code in lines} | set(rights)
        set_rights(records, saved.id, granted)
    return saved.id


def keep_account(
    records: Records,
    values: Mapping[str, Any],
    granted: Iterable[str],
    *,
    id: int | None = None,
    version: int | None = None,
    opened: Mapping[str, Any] | None = None,
    password: str = "",
    token: str | None = None,
    quick_hash: bool = False,
) -> Saved:
    """An account with exactly these rights, as one operation; a new one needs its password.

    `version`, `opened` and what is raised: as Records.save; besides Conflict for the last administrator.
    """
    values = dict(values)
    if id is None:
        values["password_hash"] = hash_password(password, QUICK if quick_hash else HashCost())
    try:
        with records.operation("account", token=token):
            saved = records.save("account", values, id=id, version=version, opened=opened)
            set_rights(records, saved.id, granted)
    except Repeated:
        name = values.get("name", "")
        account = Account.get(Account.id == id if id else Account.name == name)
        return Saved(account.id, account.version, ())
    return saved


def rights_of(account_id: int) -> set[str]:
    """The rights an account has."""
    return {code for (code,) in tuples(Right.select(Right.code).where(Right.account == account_id))}


def set_rights(records: Records, account_id: int, granted: Iterable[str]) -> None:
    """Give an account exactly these rights.

    Raises Refused, Invalid for unknown ones, Conflict where nobody could administer any more.
    """
    records.set_words("rights", account_id, sorted(set(granted)), verb="account")


def close_account(records: Records, account_id: int) -> None:
    """Let nobody sign in with it any more. Raises Conflict for the last administrator."""
    with records.operation("account"):
        records.save("account", {"active": False}, id=account_id)


def set_password(records: Records, account_id: int, password: str, *, old: str | None = None) -> None:
    """A new password: one's own with the old one, anybody's with the right to administer.

    Raises Invalid when the old or the new one does not do, Refused without the right.
    """
    with told():
        account = Account.get_or_none(Account.id == account_id, Account.trashed_at.is_null())
    if account is None:
        raise Missing(_("There is no such account."))
    own = account_id == records.actor.account_id and old is not None
    if own and not matches(account.password_hash, old or ""):
        raise Invalid([FieldProblem("old", _("This is not the password you have."))])
    # Hashing takes its time: it is done before anybody waits for the write lock.
    hashed = hash_password(password)
    records.set_password_hash(account_id, hashed, own=own)


def set_preferences(records: Records, **values: Any) -> None:
    """What everybody sets for themselves: language, theme, keys (a JSON object {command id: keys})."""
    if values.get("language") not in (None, *LANGUAGES):
        raise Invalid([FieldProblem("language", _("This language is not spoken here."))])
    records.set_own(**values)


@dataclass(frozen=True)
class Chosen:
    """What somebody has chosen for themselves; `theme` is empty where they chose none."""

    language: str
    theme: str
    keys: dict[str, str]


def preferences_of(account_id: int) -> Chosen:
    """What the account's owner has chosen. Raises Missing for no such account."""
    with told():
        account = Account.get_or_none(Account.id == account_id)
    if account is None:
        raise Missing(_("There is no such account."))
    try:
        keys = json.loads(account.keys or "{}")
    except ValueError:
        keys = {}
    keys = keys if isinstance(keys, dict) else {}
    return Chosen(account.language, account.theme, {str(one): str(keys[one]) for one in keys if keys[one]})


def confirm_password(records: Records, password: str) -> None:
    """Pass when it is really the actor who sits there.

    Raises Refused for another password or a closed account.
    """
    with told():
        account = Account.get_or_none(
            Account.id == records.actor.account_id, Account.active, Account.trashed_at.is_null()
        )
    if account is None:
        raise Refused(_("This account is closed."), _("Nothing more can be changed from it."))
    if not matches(account.password_hash, password):
        with records.operation("sign_in_failed", reason=_shortened(account.name)):
            pass
        raise Refused(_("This is not your password."))


def sign_in(records: Records, name: str, password: str, origin: str) -> access.Actor:
    """Who signs in with name and password. Raises Refused with one and the same sentence whatever was wrong.

    An unknown name costs as much time as a known one; a hash of lesser cost is made anew.
    """
    account = _account_called(name.strip().lower())
    known = str(account.password_hash) if account is not None else NOBODYS_HASH
    if not matches(known, password) or account is None:
        stranger = replace(records.actor, origin=origin)
        with Records(records.database, stranger, records.clock).operation(
            "sign_in_failed", reason=_shortened(name)
        ):
            pass
        raise Refused(_("Not signed in."), _("Name or password is wrong."))
    renewed = _hashed(password, HashCost()) if _is_weak(known) else None
    with told():
        actor = access.actor_of(account, origin)
    own = Records(records.database, actor, records.clock)
    with own.operation("sign_in"):
        if renewed:
            own.set_password_hash(account.id, renewed, own=True)
    return actor


def _account_called(name: str) -> Account | None:
    """The open account of that name; what can't be a name is asked of no database."""
    if not re.fullmatch(SIGN_IN_NAME, name):
        return None
    with told():
        found: Account | None = Account.get_or_none(
            Account.name == name, Account.active, Account.trashed_at.is_null()
        )
    return found


def _is_weak(password_hash: str) -> bool:
    """Whether a hash costs less than it should; the quick ones are so on purpose."""
    from argon2 import PasswordHasher  # late: only when somebody signs in

    cost = HashCost()
    hasher = PasswordHasher(time_cost=cost.passes, memory_cost=cost.memory_kib, parallelism=1)
    return hasher.check_needs_rehash(password_hash) and f"m={QUICK.memory_kib}," not in password_hash


def _shortened(name: str) -> str:
    return "".join(character if character.isprintable() else "?" for character in name[:60])


def actor_named(name: str, origin: str = "terminal") -> access.Actor:
    """The actor behind a name, without asking for a password. Raises Missing."""
    account = Account.get_or_none(Account.name == name)
    if account is None:
        raise Missing(_("There is no such account."), name)
    return access.actor_of(account, origin)


def actor_with_id(account_id: int, origin: str) -> access.Actor:
    """The actor behind an open account that has proved who it is elsewhere. Raises Refused."""
    with told():
        account = Account.get_or_none(Account.id == account_id, Account.active, Account.trashed_at.is_null())
        if account is None:
            raise Refused(_("This account is closed."))
        return access.actor_of(account, origin)
