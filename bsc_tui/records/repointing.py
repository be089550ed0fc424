"""Letting what points to one record point to another: a merge, and a merge taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bsc_tui.db.models import tuples
from bsc_tui.entities.entity import Entity
from bsc_tui.entities.registry import BY_MODEL, ENTITIES
from bsc_tui.records.audit import Work
from bsc_tui.records.keys import dependants, keys_kept
from bsc_tui.records.reading import columns_of, is_link, target_of
from bsc_tui.records.refusals import collisions_told
from bsc_tui.records.working import Working


class Repointing(Working):
    """The gate's way of moving links."""

    def repoint(self, code: str, gone: int, kept: int) -> int:
        """Let everything that points to one record point to another of the same entity; how many moved.

        Needs the right to that entity only: the records that move keep what they say.
        """
        entity = ENTITIES[code]
        moved = 0
        with self.operation("merge") as work:
            self._demand(entity, self._held(entity, gone))
            for user in ENTITIES.values():
                for name, column in columns_of(user.model).items():
                    if is_link(column) and target_of(column) is entity.model:
                        moved += self._repoint_column(user, name, (gone, kept), work)
        return moved

    def _repoint_column(self, user: Entity, name: str, gone_kept: tuple[int, int], work: Work) -> int:
        model, column = user.model, columns_of(user.model)[name]
        gone, _kept = gone_kept
        ids = [id for (id,) in tuples(model.select(model.id).where(column == gone).order_by(model.id))]
        for start in range(0, len(ids), 500):
            self._point(user, name, ids[start : start + 500], gone_kept, work)
        return len(ids)

    def _point(
        self, user: Entity, name: str, ids: Sequence[int], from_to: tuple[int, int], work: Work
    ) -> None:
        model, column = user.model, columns_of(user.model)[name]
        followers = dependants(self.database, model, ids, [name])
        with keys_kept(self.whole, [(user, ids), *followers]), collisions_told():
            moving = model.update({column: from_to[1], model.version: model.version + 1})
            moving.where(model.id.in_(ids)).execute()
        for id in ids:
            work.note(user, id, "repoint", {name: from_to})

    def point_back(self, code: str, id: int, links: Mapping[str, int]) -> None:
        """Let the links of a record, be it in the trash, point where they did before a merge.

        Needs the right to what they point to, as the merge did. Raises Missing when that is gone.
        """
        user = ENTITIES[code]
        with self.operation("undo") as work:
            row = self._held(user, id, trashed=True)
            for name, target in links.items():
                entity = BY_MODEL[target_of(columns_of(user.model)[name])]
                self._demand(entity, self._held(entity, target))
                self._point(user, name, [id], (row[name], target), work)
