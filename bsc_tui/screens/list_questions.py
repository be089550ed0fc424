"""What a list asks before it shows other rows, or the same in another order: a filter, a column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bsc_tui.entities.entity import Column, Entity
from bsc_tui.entities.kinds import Choice, Flag, Reference, told
from bsc_tui.i18n import _, active
from bsc_tui.records import ranking
from bsc_tui.records.reading import fields_of
from bsc_tui.screens.base import Place
from bsc_tui.screens.office import office_of
from bsc_tui.screens.parts.dialogs import Choose, Option
from bsc_tui.screens.parts.pick_list import Picked, PickList
from bsc_tui.screens.parts.pickers import value_picker
from bsc_tui.screens.parts.row_list import Heading, ListRow
from bsc_tui.screens.parts.row_paint import FALLS, RISES

Filters = dict[str, tuple[Any, str]]
"""Field -> the value it must have, and how that is told."""

LAST_ENTERED = "-id"


async def ask_filter(
    place: Place, entity: Entity, filters: Filters, *, without: Mapping[str, Any]
) -> Filters | None:
    """The filters with one more, or none; None: nothing was chosen. `without`: fields that are set."""
    fields = {
        name: one
        for name, one in fields_of(entity).items()
        if isinstance(one.kind, Reference | Choice | Flag) and name not in without
    }
    rows = [ListRow("", (_("All records, without filters"),), ("key",))] if filters else []
    rows += [
        ListRow(name, (told(one.label), filters.get(name, ("", ""))[1]), ("", "dim"))
        for name, one in fields.items()
    ]
    headings = (Heading("field", "", 24), Heading("value", "", 24, flexible=True))
    chosen = await place.answer(
        PickList(
            _("Filter"),
            lambda typed: [row for row in rows if typed.lower() in row.cells[0].lower()],
            headings,
            prompt=_("by which field?"),
        )
    )
    if not isinstance(chosen, Picked):
        return None
    name = str(chosen.row.id)
    if not name:
        return {}
    title = told(fields[name].label)
    value = await place.answer(await value_picker(office_of(place), fields[name].kind, title, may_add=False))
    if not isinstance(value, Picked):
        return None
    return {**filters, name: (value.row.id, f"{title}: {value.row.cells[0]}")}


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
