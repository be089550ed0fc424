"""The gate itself: nobody saves a model, all ask `Records`.

It lets the right people do sound things and writes down who did what. Here stands the first door, one save
at a time; `many` is the second, for many new records; `trashing` and `repointing` move records, `erasing`
forgets a person, `plain` keeps the rows that are no records, `keeping_reports` reports. All on `working`.

The order of a save: may they → clean and check each field by its kind → rules across fields → may they on the
new state → version → write → search keys → audit; all in one transaction, all checks before anything is set.
Looking at records is `looking`'s; what is checked stands in `checking` and the rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from bsc_tui.db.models import Change
from bsc_tui.entities.entity import Entity
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.errors import Stale
from bsc_tui.i18n import _
from bsc_tui.records import checking
from bsc_tui.records.audit import Work, history
from bsc_tui.records.consequences import CONSEQUENCES
from bsc_tui.records.erasing import Erasing
from bsc_tui.records.keeping_reports import KeepingReports
from bsc_tui.records.keys import dependants, follow, keys_kept, sort_key_of
from bsc_tui.records.looking import Clock
from bsc_tui.records.many import SavingMany
from bsc_tui.records.newcomers import Newcomers
from bsc_tui.records.plain import KeepingPlainRows
from bsc_tui.records.reading import fields_of
from bsc_tui.records.refusals import collisions_told
from bsc_tui.records.repointing import Repointing
from bsc_tui.records.rules.proposal import Proposal
from bsc_tui.records.sorted_keys import SortedKeys
from bsc_tui.records.trashing import Trashing
from bsc_tui.records.working import Repeated
from bsc_tui.values import dataclass

__all__ = ["Clock", "Records", "Repeated", "Saved"]


@dataclass(frozen=True)
class Saved:
    """What a save did."""

    id: int
    version: int
    changed: tuple[str, ...]
    warnings: list[str] = field(default_factory=list)


class Records(SavingMany, Trashing, Repointing, Erasing, KeepingPlainRows, KeepingReports):
    """Records for one actor. Used by one thread at a time."""

    def save(
        self,
        code: str,
        values: Mapping[str, Any],
        *,
        id: int | None = None,
        version: int | None = None,
        opened: Mapping[str, Any] | None = None,
        reason: str = "",
        token: str | None = None,
    ) -> Saved:
        """Create a record (no `id`) or change one.

        `version` is the one the person opened, `opened` the values they saw: what only one side changed
        merges, what both changed raises Stale. Raises Refused, Invalid, Stale, Conflict, Missing,
        ReasonWanted, Unavailable.
        """
        entity = ENTITIES[code]
        try:
            with self.operation("change" if id else "create", reason, token) as work:
                if id is None:
                    return self._create(entity, values, reason, work)
                before = self._held(entity, id)
                self._demand(entity, before)
                values = self._as_typed(entity, values, before, version, opened)
                return self._change(entity, before, values, reason, work)
        except Repeated as repeated:
            return self._saved_by(entity, repeated.operation)

    def _create(self, entity: Entity, values: Mapping[str, Any], reason: str, work: Work) -> Saved:
        proposal = self._sound(entity, None, None, checking.masks_removed(entity, values, None), reason)
        changed = checking.changed_fields(entity, proposal)
        keys = SortedKeys(self.database, entity.code)
        (id,) = Newcomers(self.database, entity).write([proposal], work, keys)
        keys.store()
        self._follow(entity, id, proposal, work)
        return Saved(id, 1, changed, list(proposal.warnings))

    def _change(
        self, entity: Entity, before: dict[str, Any], values: Mapping[str, Any], reason: str, work: Work
    ) -> Saved:
        id, version, model = int(before["id"]), int(before["version"]) + 1, entity.model
        proposal = self._sound(entity, id, before, values, reason)
        changed = checking.changed_fields(entity, proposal)
        if not changed:
            return Saved(id, before["version"], (), proposal.warnings)
        new = {name: proposal.after[name] for name in changed}
        if entity.sort:
            new["sort_key"] = sort_key_of(entity, proposal.after)
        with keys_kept(self.whole, dependants(self.database, model, [id], changed)), collisions_told():
            model.update(**new, version=version).where(model.id == id).execute()
        follow(self.database, entity, before, proposal.after)
        work.note(entity, id, "change", {name: (before[name], proposal.after[name]) for name in changed})
        self._follow(entity, id, proposal, work)
        return Saved(id, version, changed, list(proposal.warnings))

    def _follow(self, entity: Entity, id: int, proposal: Proposal, work: Work) -> None:
        work.warnings.extend(proposal.warnings)
        for consequence in CONSEQUENCES.get(entity.code, ()):
            consequence(self, id, proposal.before, proposal.after)

    def _as_typed(
        self,
        entity: Entity,
        values: Mapping[str, Any],
        before: Mapping[str, Any],
        version: int | None,
        opened: Mapping[str, Any] | None,
    ) -> Mapping[str, Any]:
        """What of the values is the person's own: no untouched masks, nothing that only others changed.

        Raises Stale where both changed a field.
        """
        sees = self.actor.has("sensitive")
        mine = dict(values) if sees else checking.masks_removed(entity, values, before)
        if version is None or version == before["version"]:
            return mine
        known = fields_of(entity)
        clean = checking.cleaned(entity, mine)
        broken = {problem.field for problem in clean.problems}
        theirs = self.reader.masked(entity.model, dict(before))
        sound = {name: value for name, value in clean.values.items() if name not in broken}
        both = checking.merged(sound, theirs, opened or {})
        if both.clashes:
            who = self._last_writer(entity, int(before["id"]))
            raise Stale(
                _("The record was changed meanwhile."),
                _("%(who)s saved it while you worked on it.") % {"who": who},
                _("Choose for each field what shall stay."),
                theirs={name: theirs[name] for name in (*known, "id", "version", "trashed_at")},
                version=int(before["version"]),
                who=who,
                clashes=both.clashes,
            )
        return {**both.values, **{name: mine[name] for name in broken}}

    def _last_writer(self, entity: Entity, id: int) -> str:
        events = history(self, entity, id, limit=1)
        return events[0].who if events else "?"

    def _sound(
        self,
        entity: Entity,
        id: int | None,
        before: dict[str, Any] | None,
        values: Mapping[str, Any],
        reason: str,
    ) -> Proposal:
        """The record as it would be saved. Raises what makes it unfit."""
        clean = checking.cleaned(entity, values)
        proposal = self._proposal(entity, id, before, clean.values)
        proposal.reason = reason
        proposal.problems.extend(clean.problems)
        self._check(proposal)
        return proposal

    def _saved_by(self, entity: Entity, operation_id: int) -> Saved:
        """What an earlier try with the same token saved."""
        change = (
            Change.select()
            .where(Change.operation == operation_id, Change.entity == entity.code)
            .order_by(Change.id)
            .first()
        )
        assert change is not None  # an operation that changes nothing is not kept
        row = self.reader.row(entity.model, change.record_id)
        return Saved(change.record_id, row["version"] if row else 1, ())
