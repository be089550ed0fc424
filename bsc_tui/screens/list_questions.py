"""What a list asks before it shows its rows in another order: which column rules.

Filters are `list_filters`'.
"""

from __future__ import annotations

from collections.abc import Sequence

from bsc_tui.entities.entity import Column, Entity
from bsc_tui.entities.kinds import told
from bsc_tui.i18n import _, active
from bsc_tui.records import ranking
from bsc_tui.records.reading import fields_of
from bsc_tui.screens.base import Place
from bsc_tui.screens.parts.dialogs import Choose, Option
from bsc_tui.screens.parts.row_paint import FALLS, RISES

LAST_ENTERED = "-id"


async def ask_order(place: Place, entity: Entity, columns: Sequence[Column], order: str) -> str | None:
    """Another order (`-name` falls), or None; the column that rules now is marked, and turns round."""
    names = [column.path for column in columns if ranking.can_rank(entity, column.path)]
    options = [Option(name, f"{_title(entity, name)}{_sign(name, order)}") for name in [*names, LAST_ENTERED]]
    name = await place.answer(Choose(_("Sort by"), options))
    if name is None:
        return None
    if name.lstrip("-") != order.lstrip("-"):
        return name
    return order.lstrip("-") if order.startswith("-") else f"-{order}"


def why_not_sorted(entity: Entity, order: str) -> str:
    """Why a list as long as this can't be in this order, and what helps."""
    return _("“%(column)s” sorts up to %(most)s rows, having no index. Filter first.") % {
        "column": _title(entity, order.lstrip("-")),
        "most": active().number(ranking.SHORT),
    }


def _title(entity: Entity, name: str) -> str:
    return _("Entered last") if name.lstrip("-") == "id" else told(fields_of(entity)[name].label)


def _sign(name: str, order: str) -> str:
    if name.lstrip("-") != order.lstrip("-"):
        return ""
    return f"  {FALLS if order.startswith('-') else RISES}"
