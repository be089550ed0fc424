"""Accounts: adding them, passwords, signing in, rights, and what is somebody's own (language, theme, keys)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bsc_tui.db.models import Account, Right, ServiceLine, tuples
from bsc_tui.errors import Conflict, FieldProblem, Invalid, Missing, Refused
from bsc_tui.i18n import LANGUAGES, _
from bsc_tui.records import access
from bsc_tui.records.records import Records

SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 1000


@dataclass(frozen=True)
class HashCost:
    """What one password hash costs; at the least what OWASP advises for Argon2id."""

    memory_kib: int = 19_456
    passes: int = 2


QUICK = HashCost(memory_kib=64, passes=1)
"""For tests and the example company, whose passwords protect nothing."""


def hash_password(password: str, cost: HashCost = HashCost()) -> str:  # noqa: B008 - frozen
    """The Argon2id hash of a password that is fit to use. Raises Invalid for one that is not."""
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


def known_rights() -> set[str]:
    """Every right that can be granted now."""
    return {*access.SECTIONS, access.EVERY_LINE, *(f"line:{line.code}" for line in ServiceLine.select())}


def rights_of(account_id: int) -> set[str]:
    """The rights an account has."""
    return {code for (code,) in tuples(Right.select(Right.code).where(Right.account == account_id))}


def set_rights(records: Records, account_id: int, granted: Iterable[str]) -> None:
    """Give an account exactly these rights. Raises Refused, Invalid for unknown ones, Conflict for the last administrator."""
    granted = set(granted)
    with records.operation("account") as work:
        access.demand(records.actor, "administration")
        unknown = granted - known_rights()
        if unknown:
            raise Invalid(
                [FieldProblem("right", _("There is no right “%(code)s”.") % {"code": sorted(unknown)[0]})]
            )
        before = rights_of(account_id)
        if "administration" in before - granted and not _other_administrators(account_id):
            raise Conflict(_("Somebody must administer."), _("This is the last account that can."))
        Right.delete().where(Right.account == account_id, Right.code.in_(before - granted)).execute()
        if granted - before:
            Right.insert_many(
                [{"account": account_id, "code": code} for code in sorted(granted - before)]
            ).execute()
        if granted != before:
            work.changes.append(
                {
                    "operation": work.operation_id,
                    "entity": "account",
                    "record_id": account_id,
                    "kind": "rights",
                    "fields": json.dumps({"rights": [sorted(before), sorted(granted)]}),
                }
            )


def _other_administrators(account_id: int) -> bool:
    return bool(
        Right.select()
        .join(Account)
        .where(
            Right.code == "administration",
            Account.active,
            Account.trashed_at.is_null(),
            Account.id != account_id,
        )
        .exists()
    )


def close_account(records: Records, account_id: int) -> None:
    """Let nobody sign in with it any more. Raises Conflict for the last administrator."""
    with records.operation("account"):
        if "administration" in rights_of(account_id) and not _other_administrators(account_id):
            raise Conflict(_("Somebody must administer."), _("This is the last account that can."))
        records.save("account", {"active": False}, id=account_id)


def set_password(records: Records, account_id: int, password: str, *, old: str | None = None) -> None:
    """A new password: one's own with the old one, anybody's with the right to administer.

    Raises Invalid when the old or the new one does not do, Refused without the right.
    """
    with records.operation("account") as work:
        account = Account.get_or_none(Account.id == account_id)
        if account is None:
            raise Missing(_("There is no such account."))
        if account_id != records.actor.account_id or old is None:
            access.demand(records.actor, "administration")
        elif not matches(account.password_hash, old):
            raise Invalid([FieldProblem("old", _("This is not the password you have."))])
        account.password_hash = hash_password(password)
        Account.update(password_hash=account.password_hash).where(Account.id == account_id).execute()
        work.changes.append(
            {
                "operation": work.operation_id,
                "entity": "account",
                "record_id": account_id,
                "kind": "password",
                "fields": "{}",
            }
        )


def set_preferences(records: Records, **values: Any) -> None:
    """What everybody sets for themselves: language, theme, keys (a JSON object {command id: keys})."""
    allowed = {"language", "theme", "keys"}
    assert set(values) <= allowed
    if values.get("language") not in (None, *LANGUAGES):
        raise Invalid([FieldProblem("language", _("This language is not spoken here."))])
    with records.operation("settings"):
        Account.update(**values).where(Account.id == records.actor.account_id).execute()


def sign_in(records: Records, name: str, password: str, origin: str) -> access.Actor:
    """Who signs in with name and password. Raises Refused with one and the same sentence whatever was wrong.

    An unknown name costs as much time as a known one; a hash of lesser cost is made anew.
    """
    account = Account.get_or_none(
        Account.name == name.strip().lower(), Account.active, Account.trashed_at.is_null()
    )
    known = account.password_hash if account is not None else _dummy_hash()
    if not matches(known, password) or account is None:
        with records.operation("sign_in_failed", reason=_shortened(name)):
            pass
        raise Refused(_("Not signed in."), _("Name or password is wrong."))
    from argon2 import PasswordHasher  # late, as above

    if PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1).check_needs_rehash(
        known
    ) and not _is_quick(known):
        Account.update(password_hash=hash_password(password)).where(Account.id == account.id).execute()
    actor = access.actor_of(account, origin)
    with Records(records.database, actor, records.clock).operation("sign_in"):
        pass
    return actor


def _is_quick(password_hash: str) -> bool:
    return f"m={QUICK.memory_kib}," in password_hash


def _shortened(name: str) -> str:
    return "".join(character if character.isprintable() else "?" for character in name[:60])


_dummies: list[str] = []


def _dummy_hash() -> str:
    if not _dummies:
        _dummies.append(hash_password("somebody who is not here"))
    return _dummies[0]
