"""The small door of the gate: rows that are no records, because nobody opens them one by one.

What an account may do, what a service line offers, the company's settings, a password, and what somebody set
for themselves. Writing them wants a right and leaves before and after in the trail, as everything does; they
are set anew instead of being taken back. Which words are sound is said by the rules.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bsc_tui.db.models import Account, LineKind, Right, ServiceLine, Setting, tuples
from bsc_tui.db.models.base import Base, Record
from bsc_tui.entities.registry import BY_MODEL
from bsc_tui.errors import Missing
from bsc_tui.i18n import _
from bsc_tui.records import access
from bsc_tui.records.rules.accounts import rights_are_sound
from bsc_tui.records.rules.services import kinds_are_sound
from bsc_tui.records.working import Working

COMPANY = "company"
"""Under this the trail keeps the company's settings; its record is 0."""
OWN = ("language", "theme", "keys")
"""What everybody sets for themselves."""


@dataclass(frozen=True)
class _Words:
    """Words that belong to a record, a row each."""

    model: type[Base]
    owner: str
    word: str
    of: type[Record]
    sound: Callable[[int, list[str], list[str]], None]
    """Raises what is wrong with these words for that owner, before and after."""


_WORDS = {
    "rights": _Words(Right, "account", "code", Account, rights_are_sound),
    "kinds": _Words(LineKind, "line", "kind", ServiceLine, kinds_are_sound),
}


class KeepingPlainRows(Working):
    """The gate's small door."""

    def words(self, what: str, owner: int) -> list[str]:
        """The `rights` of an account, the `kinds` that a service line offers, in their order."""
        plain = _WORDS[what]
        columns: Any = plain.model._meta.fields
        query = plain.model.select(columns[plain.word]).where(columns[plain.owner] == owner)
        if "place" in columns:
            return [word for (word,) in tuples(query.order_by(columns["place"]))]
        return sorted(word for (word,) in tuples(query))

    def set_words(self, what: str, owner: int, words: Sequence[str], *, verb: str = "settings") -> None:
        """Let exactly these be the rights of an account, the kinds of a service line.

        Raises Refused without the right to administer, Missing for no such record, and what the rules raise.
        """
        plain = _WORDS[what]
        with self.operation(verb):
            access.demand(self.actor, "administration")
            there = plain.of.select(plain.of.id).where(plain.of.id == owner, plain.of.trashed_at.is_null())
            if there.tuples().first() is None:
                raise Missing(_("The record is gone."), _("Somebody deleted it meanwhile."))
            before, after = self.words(what, owner), list(dict.fromkeys(words))
            plain.sound(owner, before, after)
            self._put_words(what, owner, before, after)

    def rename_word(self, what: str, former: str, now: str) -> None:
        """Let a word be another one wherever it stands: part of an operation that may do it."""
        plain = _WORDS[what]
        columns: Any = plain.model._meta.fields
        owners = plain.model.select(columns[plain.owner]).where(columns[plain.word] == former)
        for (owner,) in tuples(owners.order_by(columns[plain.owner])):
            before = self.words(what, owner)
            self._put_words(what, owner, before, [now if word == former else word for word in before])

    def _put_words(self, what: str, owner: int, before: list[str], after: list[str]) -> None:
        plain = _WORDS[what]
        columns: Any = plain.model._meta.fields
        if "place" not in columns:
            after = sorted(after)
        if before == after:
            return
        new = [{plain.owner: owner, plain.word: word} for word in after]
        if "place" in columns:
            new = [{**row, "place": place} for place, row in enumerate(new)]
        plain.model.delete().where(columns[plain.owner] == owner).execute()
        if new:
            plain.model.insert_many(new).execute()
        self._note(BY_MODEL[plain.of].code, owner, what, {what: (before, after)})

    def set_settings(self, values: Mapping[str, Any], reason: str = "") -> None:
        """Settings of the company, as JSON has them. Raises Refused without the right to administer."""
        with self.operation("settings", reason):
            access.demand(self.actor, "administration")
            asked = Setting.select(Setting.name, Setting.value).where(Setting.name.in_(list(values)))
            before = {name: json.loads(value) for name, value in tuples(asked)}
            changed = {name: one for name, one in values.items() if name not in before or before[name] != one}
            for name, one in changed.items():
                text = json.dumps(one, ensure_ascii=False)
                Setting.insert(name=name, value=text).on_conflict(
                    conflict_target=[Setting.name], update={Setting.value: text}
                ).execute()
            self._note(
                COMPANY, 0, "settings", {name: (before.get(name), one) for name, one in changed.items()}
            )

    def set_password_hash(self, account: int, password_hash: str, *, own: bool = False) -> None:
        """A new password; `own`: the caller knows that the owner of the account sits there.

        The trail says that it was set, not what it is. Raises Refused where it is neither one's own nor one
        may administer.
        """
        with self.operation("account"):
            if not own:
                access.demand(self.actor, "administration")
            Account.update(password_hash=password_hash).where(Account.id == account).execute()
            self._note("account", account, "password", {})

    def set_own(self, **values: Any) -> None:
        """What the actor sets for themselves: some of OWN."""
        assert set(values) <= set(OWN)
        id = self.actor.account_id
        with self.operation("settings"):
            kept = Account.get_or_none(Account.id == id)
            if kept is None:
                return  # who makes a company has no account yet
            changed = {name: (getattr(kept, name), one) for name, one in values.items() if one is not None}
            changed = {name: pair for name, pair in changed.items() if pair[0] != pair[1]}
            if changed:
                Account.update(**{name: one for name, (_former, one) in changed.items()}).where(
                    Account.id == id
                ).execute()
                self._note("account", int(kept.id), "own", changed)

    def _note(self, code: str, id: int, kind: str, fields: Mapping[str, tuple[Any, Any]]) -> None:
        assert self._work is not None
        self._work.note_json(code, id, kind, {name: list(pair) for name, pair in fields.items()})
