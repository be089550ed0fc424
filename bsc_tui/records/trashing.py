"""The trash: putting records there with the lines that belong to them, and taking them out again."""

from __future__ import annotations

import datetime

from bsc_tui.db.models import tuples
from bsc_tui.entities.entity import Entity
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.errors import Conflict
from bsc_tui.i18n import _
from bsc_tui.records import checking
from bsc_tui.records.audit import Work
from bsc_tui.records.keys import keys_kept
from bsc_tui.records.reading import columns_of, is_link
from bsc_tui.records.refusals import collisions_told, uses_told
from bsc_tui.records.working import Working


class Trashing(Working):
    """The gate's way to the trash and back."""

    def trash(self, code: str, id: int, reason: str = "") -> None:
        """Put a record into the trash, with the lines that belong to it.

        Raises Conflict when other records need it, naming how many.
        """
        entity = ENTITIES[code]
        with self.operation("trash", reason) as work:
            row = self._held(entity, id)
            self._demand(entity, row)
            checking.check_trashing(entity, id, self.actor)
            users = self.whole.uses(entity.model, id)
            for child in entity.children:
                if child.owned:
                    users.pop(child.entity, None)
            if users:
                raise Conflict(_("It is in use."), uses_told(users), _("Undo or change these first."))
            moment = self.clock.now()
            for owned, line_id in self._owned_lines(entity, id, None):
                self._set_trashed(owned, line_id, moment, work)
            self._set_trashed(entity, id, moment, work)

    def restore(self, code: str, id: int) -> None:
        """Take a record out of the trash, with the lines that went there with it.

        Raises Invalid or Conflict when it can't be as it was: its seat or its place is taken meanwhile.
        """
        entity = ENTITIES[code]
        with self.operation("restore") as work:
            row = self._held(entity, id, trashed=True)
            if row["trashed_at"] is None:
                return
            self._demand(entity, row)
            links = {name: row[name] for name, column in columns_of(entity.model).items() if is_link(column)}
            if checking.cleaned(entity, links).problems:
                raise Conflict(_("It needs something that is in the trash."), _("Restore that first."))
            # The rules look at it as at a new record, because it may take a seat or a name again.
            self._check(self._proposal(entity, id, None, row))
            self._set_trashed(entity, id, None, work)
            for owned, line_id in self._owned_lines(entity, id, row["trashed_at"]):
                self._set_trashed(owned, line_id, None, work)

    def _owned_lines(
        self, entity: Entity, id: int, trashed_at: datetime.datetime | None
    ) -> list[tuple[Entity, int]]:
        """The lines that belong to a record and went to the trash at that moment; None: those outside it."""
        lines: dict[tuple[str, int], tuple[Entity, int]] = {}
        for child in entity.children:
            if child.owned:
                owned = ENTITIES[child.entity]
                model, column = owned.model, columns_of(owned.model)[child.field]
                state = model.trashed_at.is_null() if trashed_at is None else model.trashed_at == trashed_at
                for (line_id,) in tuples(model.select(model.id).where(column == id, state)):
                    lines[owned.code, line_id] = (owned, line_id)
        return list(lines.values())

    def _set_trashed(self, entity: Entity, id: int, moment: datetime.datetime | None, work: Work) -> None:
        model = entity.model
        with keys_kept(self.whole, [(entity, [id])]), collisions_told():
            model.update(trashed_at=moment, version=model.version + 1).where(model.id == id).execute()
        work.note(entity, id, "trash" if moment else "restore", {})
