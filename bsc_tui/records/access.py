"""Rights: who may write what. Everybody signed in may look at everything; sensitive numbers show masked.

A right is the code of a section, or `line:` and the code of a service line. Denied unless granted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from peewee import Database

from bsc_tui.db.database import execute
from bsc_tui.db.models import Account, Right, tuples
from bsc_tui.db.rows import quoted
from bsc_tui.entities.entity import Entity
from bsc_tui.errors import Refused
from bsc_tui.i18n import N_, _
from bsc_tui.values import dataclass

SECTIONS = {
    "contacts": N_("Contacts"),
    "documents": N_("Documents"),
    "staff": N_("Staff"),
    "marketing": N_("Marketing"),
    "support": N_("Support"),
    "terms": N_("Adding missing terms"),
    "lists": N_("Reference lists"),
    "administration": N_("Administration"),
    "sensitive": N_("Sensitive data"),
    "overbook": N_("Overbooking"),
}
"""The sections that can be granted, besides the service lines."""

EVERY_LINE = "line:*"

PRESETS: dict[str, frozenset[str]] = {
    "clerk": frozenset({"contacts", "documents", "support", "terms", EVERY_LINE}),
    "responsible": frozenset({"contacts", "documents", "support", "terms", "overbook"}),
    "viewer": frozenset(),
    "administrator": frozenset({*SECTIONS, EVERY_LINE}),
}
"""What a preset grants; a responsible is granted lines one by one besides."""


@dataclass(frozen=True)
class Actor:
    """Who acts, with which rights, from where. Passed on, never ambient."""

    account_id: int | None
    name: str
    full_name: str
    rights: frozenset[str]
    origin: str
    language: str = "en"

    @property
    def label(self) -> str:
        """How the audit trail names them."""
        return self.full_name or self.name

    def has(self, right: str) -> bool:
        """Whether a right is granted, lines one by one or all."""
        return right in self.rights or (right.startswith("line:") and EVERY_LINE in self.rights)

    @property
    def writes(self) -> bool:
        """Whether they may change anything at all."""
        return bool(self.rights - {"sensitive"})


SYSTEM = Actor(None, "system", "", PRESETS["administrator"], "set-up")
"""Who makes a company before anybody has an account."""


def actor_of(account: Account, origin: str) -> Actor:
    """The actor behind an account, with the rights it has now."""
    found = _found(account._meta.database, int(account.id), origin)
    assert found is not None
    return found


def refreshed(actor: Actor) -> Actor:
    """The same actor with the rights of this moment. Raises Refused when the account was closed."""
    if actor.account_id is None:
        return actor
    now = _found(Account._meta.database, actor.account_id, actor.origin, "AND active AND trashed_at IS NULL")
    if now is None:
        raise Refused(_("This account is closed."), _("Nothing more can be changed from it."))
    return replace(now, language=actor.language)


def _found(database: Database, id: int, origin: str, condition: str = "") -> Actor | None:
    """The actor behind an account that is so; asked in one plain statement, for every save asks."""
    sql = (
        f"SELECT name, full_name, language, code FROM account LEFT JOIN {quoted(Right._meta.table_name)}"
        f" ON account_id = account.id WHERE account.id = {database.param} {condition}"
    )
    rows = execute(database, sql, (id,)).fetchall()
    if not rows:
        return None
    name, full_name, language, _code = rows[0]
    rights = frozenset(row[3] for row in rows if row[3])
    return Actor(id, name, full_name, rights, origin, language)


def right_for(entity: Entity, line_code: str) -> str:
    """The right that writing a record of an entity needs; `line_code`: the line it belongs to."""
    return f"line:{line_code}" if entity.guard == "line" or line_code else entity.guard


def right_to(entity: Entity, values: Mapping[str, Any], line_code: str) -> str:
    """As `right_for`, for a record with these values."""
    own = values.get(entity.guarded_by) if entity.guarded_by else ""
    return str(own) if own else right_for(entity, line_code)


def sees(actor: Actor, entity: Entity, values: Mapping[str, Any]) -> bool:
    """Whether the actor may look at a record with these values: everybody at all that is not sealed."""
    return not (entity.sealed and values.get(entity.sealed)) or actor.has("sensitive")


def in_sight(actor: Actor, entity: Entity, where: Mapping[str, Any] | None) -> dict[str, Any]:
    """The conditions of a list, and with them that nothing is in it that the actor may not see."""
    hidden = {entity.sealed: False} if entity.sealed and not actor.has("sensitive") else {}
    return {**(where or {}), **hidden}


def may(actor: Actor, entity: Entity, line_code: str = "") -> bool:
    """Whether the actor may write records of an entity (of that service line)."""
    return actor.has(right_for(entity, line_code))


def demand(actor: Actor, right: str) -> None:
    """Let the actor pass with a right. Raises Refused, saying why and who can."""
    if not actor.has(right):
        raise Refused(_("You may not change this."), why(right), who_can(right))


def why(right: str) -> str:
    """The sentence that says which right is missing."""
    if right.startswith("line:"):
        return _("It needs the right to the service line %(line)s.") % {"line": right.removeprefix("line:")}
    return _("It needs the right “%(right)s”.") % {"right": _(SECTIONS[right])}


def who_can(right: str) -> str:
    """The sentence that names up to three people who have a right."""
    wanted = [right, EVERY_LINE] if right.startswith("line:") else [right]
    accounts = (
        Account.select(Account.full_name, Account.name)
        .join(Right, on=(Right.account == Account.id))
        .where(Right.code.in_(wanted), Account.active, Account.trashed_at.is_null())
        .order_by(Right.code.desc(), Account.name)
        .limit(6)
    )
    names = list(dict.fromkeys(full_name or name for full_name, name in tuples(accounts)))[:3]
    return _("Ask: %(names)s.") % {"names": ", ".join(names)} if names else ""


def read_only(right: str) -> str:
    """What is said where something is opened that may only be looked at: whom to ask."""
    return _("Read only.") + " " + (who_can(right) or why(right))
