"""Public keys with which an account signs in to the server: adding, listing, taking away.

One manages one's own; those of others need the right to administer. Signatures are the server's business.
"""

from __future__ import annotations

import base64
import binascii
import datetime
import hashlib
import re
from dataclasses import dataclass

from bsc_tui.db.database import told
from bsc_tui.db.models import Account, AccountKey
from bsc_tui.errors import Conflict, FieldProblem, Invalid, Missing
from bsc_tui.i18n import _
from bsc_tui.records import access
from bsc_tui.records.audit import Work
from bsc_tui.records.records import Records

ALGORITHMS = (
    "ssh-ed25519",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "sk-ssh-ed25519@openssh.com",
    "sk-ecdsa-sha2-nistp256@openssh.com",
    "ssh-rsa",
)
SHORTEST_RSA = 256
"""Bytes of the modulus of an RSA key: 2048 bits."""
MOST = 20
"""Keys of one account."""
LONGEST = 2000
"""Characters of a key, its comment left aside."""

_COMMENT = re.compile(r'comment:\s*(?:"([^"]*)"|([^\n]*))', re.IGNORECASE)


@dataclass(frozen=True)
class Key:
    """A key as lists show it."""

    id: int
    algorithm: str
    fingerprint: str
    title: str
    added_at: datetime.datetime
    used_at: datetime.datetime | None


@dataclass(frozen=True)
class ReadKey:
    """What stands in the file of a public key."""

    algorithm: str
    blob: str
    title: str
    fingerprint: str


def is_private(text: str) -> bool:
    """Whether it is the half of a key that nobody gives away."""
    return "PRIVATE KEY" in text or text.lstrip().startswith("PuTTY-User-Key-File")


def read_key(text: str) -> ReadKey:
    """The key in a text: one line as OpenSSH writes it, or the block that PuTTYgen saves, whose lines may
    have become one. Raises Invalid.
    """
    if is_private(text):
        raise _unreadable(_("This is the private half of the key. It stays with you; give the public one."))
    blob, title = _block(text) if text.lstrip().startswith("---- BEGIN SSH2") else _line(text)
    try:
        content = base64.b64decode(blob, validate=True)
    except (binascii.Error, ValueError):
        raise _unreadable(_("This is not a public key, or not the whole of it.")) from None
    parts = _parts(content)
    algorithm = parts[0].decode("ascii", "replace") if parts else ""
    if len(parts) < 2:
        raise _unreadable(_("This is not a public key, or not the whole of it."))
    if algorithm not in ALGORITHMS:
        raise _unreadable(_("This is not a public key of a kind that is taken here: use ed25519."))
    if algorithm == "ssh-rsa" and (len(parts) < 3 or len(parts[2].lstrip(b"\0")) < SHORTEST_RSA):
        raise _unreadable(_("This RSA key is too short to be safe: use ed25519."))
    if len(blob) > LONGEST:
        raise _unreadable(_("This key is too long."))
    digest = base64.b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
    clean = "".join(character for character in title if character.isprintable())
    return ReadKey(algorithm, blob, clean.strip()[:60], f"SHA256:{digest}")


def _line(text: str) -> tuple[str, str]:
    """Key and comment of OpenSSH's form."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    words = lines[0].split(None, 2) if len(lines) == 1 else []
    if len(words) < 2 or words[0] not in ALGORITHMS:
        raise _unreadable(_("This is not a public key, or not the whole of it."))
    return words[1], words[2] if len(words) > 2 else ""


def _block(text: str) -> tuple[str, str]:
    """Key and comment of the form that PuTTYgen saves."""
    body = text.strip().removeprefix("---- BEGIN SSH2 PUBLIC KEY ----").partition("---- END")[0]
    found = _COMMENT.search(body)
    lines = [line for line in _COMMENT.sub("\n", body).splitlines() if ":" not in line]
    return "".join("".join(lines).split()), (found[1] or found[2] or "").strip() if found else ""


def _parts(content: bytes) -> list[bytes]:
    """The strings that a key is made of; none where they don't fit."""
    parts = []
    while content:
        length = int.from_bytes(content[:4], "big")
        if len(content) < 4 + length:
            return []
        parts.append(content[4 : 4 + length])
        content = content[4 + length :]
    return parts


def _unreadable(sentence: str) -> Invalid:
    return Invalid([FieldProblem("key", sentence)], _("This key is not taken."))


def add_key(records: Records, account_id: int, text: str, title: str = "") -> Key:
    """The account may sign in with the key from now on. Raises Invalid, Refused, Conflict, Missing."""
    read = read_key(text)
    with records.operation("ssh_key", reason=f"{read.fingerprint}") as work:
        _demand(records, account_id)
        if Account.get_or_none(Account.id == account_id, Account.trashed_at.is_null()) is None:
            raise Missing(_("There is no such account."))
        kept = AccountKey.select().where(AccountKey.account == account_id)
        if kept.count() >= MOST:
            raise Conflict(_("This account has %(count)s keys; take one away first.") % {"count": MOST})
        if kept.where(AccountKey.fingerprint == read.fingerprint).exists():
            raise Conflict(_("This account has that key already."))
        row = AccountKey.create(
            account=account_id,
            fingerprint=read.fingerprint,
            content=f"{read.algorithm} {read.blob}",
            title=(title.strip() or read.title)[:60],
            added_at=records.clock.now(),
        )
        _note(work, account_id, "", read.fingerprint)
    return _view(row)


def keys_of(records: Records, account_id: int) -> list[Key]:
    """The account's keys, oldest first. Raises Refused."""
    _demand(records, account_id)
    with told():
        rows = AccountKey.select().where(AccountKey.account == account_id).order_by(AccountKey.id)
        return [_view(row) for row in rows]


def remove_key(records: Records, account_id: int, key_id: int) -> None:
    """Nobody signs in with the key any more. Raises Refused, Missing."""
    with records.operation("ssh_key") as work:
        _demand(records, account_id)
        row = AccountKey.get_or_none(AccountKey.account == account_id, AccountKey.id == key_id)
        if row is None:
            raise Missing(_("There is no such key."))
        AccountKey.delete().where(AccountKey.id == row.id).execute()
        _note(work, account_id, row.fingerprint, "")


def _note(work: Work, account_id: int, before: str, after: str) -> None:
    work.note_json("account", account_id, "ssh_key", {"ssh_key": [before, after]})


def _demand(records: Records, account_id: int) -> None:
    if account_id != records.actor.account_id:
        access.demand(records.actor, "administration")


def _view(row: AccountKey) -> Key:
    algorithm = str(row.content).partition(" ")[0]
    return Key(row.id, algorithm, row.fingerprint, row.title, row.added_at, row.used_at)


def opens(name: str, fingerprint: str) -> bool:
    """Whether the key opens the open account of that name; for an unknown name it is asked all the same."""
    with told():
        return bool(
            AccountKey.select()
            .join(Account, on=(AccountKey.account == Account.id))
            .where(
                Account.name == name.strip().lower()[:60].replace("\0", ""),
                Account.active,
                Account.trashed_at.is_null(),
                AccountKey.fingerprint == fingerprint,
            )
            .exists()
        )


def sign_in_by_key(records: Records, name: str, fingerprint: str, origin: str) -> access.Actor:
    """Who has signed in with a key whose signature was right. Raises Missing where it opens nothing."""
    if not opens(name, fingerprint):
        raise Missing(_("There is no such account."))
    with told():
        account = Account.get(Account.name == name.strip().lower())
        actor = access.actor_of(account, origin)
    with Records(records.database, actor, records.clock).operation("sign_in", reason=fingerprint):
        AccountKey.update(used_at=records.clock.now()).where(
            AccountKey.account == account.id, AccountKey.fingerprint == fingerprint
        ).execute()
    return actor
