"""Words by which somebody could be told again, and taking them out of drafts and of reasons in the trail."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from bsc_tui.db.models import Change, Draft, Operation, tuples
from bsc_tui.entities.entity import Entity
from bsc_tui.entities.kinds import Email, Notes, PersonName, Phone, Sensitive
from bsc_tui.i18n import _
from bsc_tui.records.fields import every_field_of
from bsc_tui.values import dataclass

LEAST = 5
"""Letters that a number or an address has at least: shorter ones stand in any text."""
TRACES = ("address", "external_id")
"""Fields that tell somebody by themselves, besides those whose kind does."""
MANY = 20
"""Operations with more changes are about a file or a whole list, not about one person."""


@dataclass(frozen=True)
class Forgotten:
    """What a person was called and how they were reached, now and at any time before."""

    entity: str
    id: int
    names: frozenset[str]
    traces: frozenset[str]
    """Numbers and addresses: each tells the person by itself."""

    @classmethod
    def of(cls, entity: Entity, id: int, row: Mapping[str, Any]) -> Forgotten:
        """The words of a record as it is and as the trail has them."""
        known = every_field_of(entity)
        found: dict[str, set[str]] = {name: {str(row[name] or "")} for name in known}
        query = Change.select(Change.fields).where(Change.entity == entity.code, Change.record_id == id)
        for (stored,) in tuples(query):
            for name, pair in json.loads(stored).items():
                if name in known and isinstance(pair, list):
                    found[name] |= {str(value or "") for value in pair}
        names: set[str] = set()
        traces: set[str] = set()
        for name, one in known.items():
            if isinstance(one.kind, PersonName):
                names |= found[name]
            elif isinstance(one.kind, Sensitive | Email | Phone | Notes) or name in TRACES:
                traces |= {value for value in found[name] if len(value) >= LEAST}
        return cls(entity.code, id, frozenset(names - {""}), frozenset(traces))

    def is_in(self, text: str) -> bool:
        """Whether a text tells the person: a trace of them, or two parts of their name."""
        folded = text.casefold()
        if any(trace.casefold() in folded for trace in self.traces):
            return True
        told = {name for name in self.names if _whole(name).search(text)}
        return len(told) >= 2

    def without(self, text: str) -> str:
        """The text with a mark in their place."""
        for word in sorted(self.traces, key=len, reverse=True):
            text = re.sub(re.escape(word), _("erased"), text, flags=re.IGNORECASE)
        for name in sorted(self.names, key=len, reverse=True):
            text = _whole(name).sub(_("erased"), text)
        return text

    def leave_drafts(self) -> None:
        """The draft of the record itself goes; others lose the words that tell the person."""
        own = f"form:{self.entity}:{self.id}"
        Draft.delete().where(Draft.place == own).execute()
        for draft in Draft.select():
            content = json.loads(str(draft.content))
            if self.is_in(f"{draft.title} {json.dumps(content, ensure_ascii=False)}"):
                Draft.update(
                    title=self.without(str(draft.title))[:200],
                    content=json.dumps(self._left(content), ensure_ascii=False),
                ).where(Draft.id == draft.id).execute()

    def _left(self, value: Any) -> Any:
        """The value without the words, in the smallest part that tells the person: namesakes stay."""
        if isinstance(value, str):
            return self.without(value) if self.is_in(value) else value
        if isinstance(value, list | dict):
            parts = value.values() if isinstance(value, dict) else value
            told = self.is_in(" ".join(part for part in parts if isinstance(part, str)))
            left = self.without if told else self._left
            new = [left(part) if isinstance(part, str) else self._left(part) for part in parts]
            return dict(zip(value, new, strict=True)) if isinstance(value, dict) else new
        return value

    def leave_reasons(self, operations: Sequence[int]) -> None:
        """Reasons given in the trail for what was done to the person say nothing any more."""
        for id in operations:
            reason = Operation.select(Operation.reason).where(Operation.id == id).scalar()
            if not reason:
                continue
            changes = Change.select().where(Change.operation == id).limit(MANY + 1).count()
            if changes <= MANY or self.is_in(str(reason)):
                Operation.update(reason=_("erased")).where(Operation.id == id).execute()


def _whole(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
