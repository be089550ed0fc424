"""A list that is not of one entity, as the trail and the trash: rows of which a part is held."""

from __future__ import annotations

from bsc_tui.records.windows import Window
from bsc_tui.screens.list_place import ListPlace
from bsc_tui.screens.rows_place import RowsPlace


class StretchPlace(ListPlace, RowsPlace):
    """Read when it is opened, when the place on top of it is left, and in another language."""

    def came(self, window: Window) -> None:
        """What there is decides which keys work."""
        self.rows.set_empty(self.nothing())
        self.refresh_keys()
