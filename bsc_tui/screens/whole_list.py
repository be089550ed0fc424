"""A list that is read whole. What is read and how it is shown is the place's own."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from bsc_tui.i18n import _
from bsc_tui.screens.parts.frame import FrameLine
from bsc_tui.screens.parts.row_list import ListRow
from bsc_tui.screens.rows_place import RowsPlace

if TYPE_CHECKING:
    from bsc_tui.records.records import Records

One = TypeVar("One")


class WholeList(RowsPlace, Generic[One]):
    """Subclasses say `read`, `row_for` and `nothing`; or `show`, where it is more than a row for each."""

    AFTER_SAVING: ClassVar[bool] = False
    """Whether it is read in the gate's thread: behind what is being saved, where that is what it shows."""

    def __init__(self) -> None:
        super().__init__()
        self.found: Any = None
        """What was read; None until then."""
        self._ones: dict[Hashable, One] = {}

    # -- for subclasses --------------------------------------------------------------------
    def read(self, records: Records) -> Any:
        """What there is; runs in the thread of searches, or in the gate's."""
        raise NotImplementedError

    def row_for(self, one: One) -> ListRow:
        """A thing as a row."""
        raise NotImplementedError

    def show(self, found: Any) -> None:
        """Fill the list with what was read."""
        rows = [(self.row_for(one), one) for one in found]
        self._ones = {row.id: one for row, one in rows}
        self.rows.show(row for row, _one in rows)

    # -- what is shown ---------------------------------------------------------------------
    @property
    def one(self) -> One | None:
        """What is under the hand."""
        return self._ones.get(self.under_hand)

    def reload(self) -> None:
        """Ask anew, beside the keys."""
        self.work(self.load, group="load", exclusive=True)

    async def load(self) -> None:
        """Read and show."""
        office = self.office
        with self.patience():
            if self.AFTER_SAVING:
                found = await office.run(self.read, office.records)
            else:
                found = await office.run_search(self.read, office.finder)
        if self.has_been_left:
            return
        self.found = found
        self.show_found()

    def show_found(self) -> None:
        """Show what was read, perhaps in another form than before."""
        if self.found is not None:
            self.rows.set_empty(self.nothing())
            self.show(self.found)
            for line in self.query(FrameLine):
                line.renew()

    def why_not(self, command_id: str) -> str:
        """Nothing is done before it was read."""
        if command_id in self.OF_ROW and self.found is None:
            return _("One moment.")
        return super().why_not(command_id)
