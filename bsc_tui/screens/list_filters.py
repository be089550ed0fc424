"""The filters of a list: a field is chosen, then what it must hold, asked as its kind wants it.

What a condition means for the rows is `records/conditions`'.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from bsc_tui.entities.entity import Entity
from bsc_tui.entities.kinds import (
    Choice,
    Flag,
    Kind,
    Moment,
    Money,
    PartialDate,
    Reading,
    Reference,
    Secret,
    Sensitive,
    Size,
    told,
)
from bsc_tui.errors import FieldProblem
from bsc_tui.i18n import _, active
from bsc_tui.records.conditions import RANGED, Between, Condition, Contains, Empty
from bsc_tui.records.own_fields import list_columns, own_names
from bsc_tui.records.reading import EntityField, fields_of
from bsc_tui.screens.base import Place
from bsc_tui.screens.office import office_of
from bsc_tui.screens.parts.ask_values import Asked, AskValues
from bsc_tui.screens.parts.dialogs import wrapped
from bsc_tui.screens.parts.frame import Span
from bsc_tui.screens.parts.pick_list import Picked, PickList
from bsc_tui.screens.parts.pickers import value_picker
from bsc_tui.screens.parts.row_list import Heading, ListRow

Filters = dict[str, tuple[Any, str]]
"""Field -> the value or condition it must fulfil, and how that is told."""

CHOSEN = (Reference, Choice, Flag)
EMPTY = "-"
"""What is typed for: only those in which the field is empty."""
_WITHOUT = "without a value"


async def ask_filter(
    place: Place, entity: Entity, filters: Filters, *, without: Mapping[str, Any]
) -> Filters | None:
    """The filters with one more, one less, or none; None: nothing was chosen. `without`: what is set."""
    fields = {name: one for name, one in filterable(entity).items() if name not in without}
    chosen = await _ask_field(place, fields, filters)
    if chosen is None:
        return None
    name, takes_away = chosen
    if takes_away:
        return {key: one for key, one in filters.items() if name and key != name}
    one = fields[name]
    ask = _ask_value if isinstance(one.kind, CHOSEN) else _ask_limits
    found: tuple[Any, str] | None = await ask(place, entity, one, filters)
    if found is None:
        return None
    others = {key: other for key, other in filters.items() if key != name}
    return {**others, name: found} if found[1] else others


def filterable(entity: Entity) -> dict[str, EntityField]:
    """What people see of a record and no mask hides; links and choices also where no form shows them."""
    shown = {*entity.shown(), *own_names(entity), *(column.path for column in list_columns(entity))}
    return {
        name: one
        for name, one in fields_of(entity).items()
        if isinstance(one.kind, CHOSEN)
        or (name in shown and not isinstance(one.kind, Secret | Sensitive | Size))
    }


async def _ask_field(
    place: Place, fields: Mapping[str, EntityField], filters: Filters
) -> tuple[str, bool] | None:
    """A field, and whether its filter is to go; '' is all of them."""
    rows = [_taking_away("", _("All records, without filters"))] if filters else []
    if len(filters) > 1:
        rows += [
            _taking_away(name, _("Without “%(filter)s”") % {"filter": label})
            for name, (_value, label) in filters.items()
        ]
    rows += [
        ListRow(
            (name, False),
            (title := told(one.label), filters.get(name, ("", ""))[1].removeprefix(f"{title}: ")),
            ("", "dim"),
        )
        for name, one in fields.items()
    ]
    headings = (Heading("field", "", 24), Heading("value", "", 24, flexible=True))
    chosen = await place.answer(
        PickList(
            _("Filter"),
            lambda typed: _fitting(rows, typed.lower()),
            headings,
            prompt=_("by which field?"),
        )
    )
    if not isinstance(chosen, Picked):
        return None
    chosen_id: Any = chosen.row.id
    return str(chosen_id[0]), bool(chosen_id[1])


def _fitting(rows: Sequence[ListRow], typed: str) -> list[ListRow]:
    """Fields whose names have it in them: those that are called so first, then those that begin so."""
    found = [row for row in rows if typed in row.cells[0].lower()]
    return sorted(
        found, key=lambda row: (row.cells[0].lower() != typed, not row.cells[0].lower().startswith(typed))
    )


def _taking_away(name: str, words: str) -> ListRow:
    return ListRow((name, True), (words,), ("key",), wide=True)


# -- what is chosen from a list ---------------------------------------------------------------


async def _ask_value(
    place: Place, _entity: Entity, one: EntityField, _filters: Filters
) -> tuple[Any, str] | None:
    title = told(one.label)
    picker = await value_picker(office_of(place), one.kind, title, may_add=False)
    if not one.required and not isinstance(one.kind, Flag):
        picker.lead = (ListRow(_WITHOUT, (_("without a value"),), ("dim",)),)
    picked = await place.answer(picker)
    if not isinstance(picked, Picked):
        return None
    if picked.row.id == _WITHOUT:
        return Empty(), _empty_told(title)
    return picked.row.id, f"{title}: {picked.row.cells[0]}"


# -- what is typed ----------------------------------------------------------------------------


class Typed(Kind):
    """A limit as it is typed: as the field's kind reads it, or a dash for records without a value."""

    def __init__(self, of: Kind) -> None:
        super().__init__(of.field)
        self.of = of

    def clean(self, value: Any) -> Any:
        """As it was read."""
        return value

    def parse(self, text: str, reading: Reading) -> Any:
        """Nothing typed limits nothing."""
        text = text.strip()
        if not text:
            return None
        return Empty() if text == EMPTY else self.of.parse(text, reading)

    def format(self, value: Any, reading: Reading) -> str:
        """As it is read."""
        if isinstance(value, Empty):
            return EMPTY
        return "" if value is None else self.of.format(value, reading)


async def _ask_limits(
    place: Place, entity: Entity, one: EntityField, filters: Filters
) -> tuple[Any, str] | None:
    """Of words what they contain, of anything else from and to; without limits the label is empty."""
    office, title = office_of(place), told(one.label)
    before = filters.get(one.name, (None, ""))[0]
    currency = await _currency(place, entity, filters) if isinstance(one.kind, Money) else "AMD"
    empty = before if isinstance(before, Empty) else None
    if isinstance(one.kind, RANGED):
        kind = Typed(one.kind)
        low, high = (before.low, before.high) if isinstance(before, Between) else (empty, None)
        if isinstance(one.kind, Moment) and isinstance(high, datetime.datetime):
            high = high.replace(hour=0, minute=0, second=0, microsecond=0)
        asked = [
            Asked("low", _("From"), kind, low, width=16),
            Asked("high", _("To"), kind, high, width=16),
        ]
    else:
        text = before.text if isinstance(before, Contains) else ""
        words = Typed(Kind(one.kind.field))
        asked = [Asked("low", _("Contains"), words, empty or text or None, width=36)]
    title_line = f"{title} ({currency})" if isinstance(one.kind, Money) else title
    dialog = AskValues(
        title_line, asked, office.clock.today(), lines=_hints(one.kind), currency=currency, check=_disorder
    )
    given = await place.answer(dialog)
    if given is None:
        return None
    low, high = given["low"], given.get("high")
    if isinstance(low, Empty) or isinstance(high, Empty):
        return Empty(), _empty_told(title)
    if low is None and high is None:
        return None, ""
    if not isinstance(one.kind, RANGED):
        return Contains(low), f"{title}: …{low}…"
    reading = Reading(active(), office.clock.today(), currency)
    label = _range_told(title_line, *(one.kind.format(value, reading) for value in (low, high)))
    if isinstance(one.kind, Moment) and high is not None:
        high += datetime.timedelta(days=1, microseconds=-1)
    return Between(low, high, currency if isinstance(one.kind, Money) else ""), label


async def _currency(place: Place, entity: Entity, filters: Filters) -> str:
    """The one in which amounts are meant: that of the filter, or the company's."""
    from bsc_tui.operations.companies import company_of  # late: only amounts need it

    if entity.currency in filters and not isinstance(filters[entity.currency][0], Condition):
        return str(filters[entity.currency][0])
    office = office_of(place)
    return (await office.run(company_of, office.records.database)).currency


def _hints(kind: Kind) -> list[Span]:
    """What may be typed."""
    words = [_("Small or large letters, with accents or without.")] if not isinstance(kind, RANGED) else []
    if isinstance(kind, PartialDate):
        words.append(_("A year or a month will do: 2006, 03.2006."))
    words.append(_("A dash (-) finds those where it is empty; nothing typed takes the filter away."))
    return [(line, "dim") for sentence in words for line in wrapped(sentence, 56)]


def _disorder(values: Mapping[str, Any]) -> FieldProblem | None:
    low, high = values["low"], values.get("high")
    if low is None or high is None or isinstance(low, Empty) or isinstance(high, Empty):
        return None
    # A date known in part lasts to its end: from March 2006 to 2006 is in order.
    in_order = high >= low or str(low).startswith(str(high))
    return None if in_order else FieldProblem("high", _("The end lies before the beginning."))


def _range_told(title: str, low: str, high: str) -> str:
    if low and high:
        return f"{title}: {low} – {high}" if low != high else f"{title}: {low}"
    words = _("from %(first)s") % {"first": low} if low else _("up to %(last)s") % {"last": high}
    return f"{title}: {words}"


def _empty_told(title: str) -> str:
    return ": ".join((title, _("without a value")))
