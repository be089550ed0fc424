"""Somebody else saved the record meanwhile: the person says field by field whose value shall stay."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bsc_tui.entities.kinds import Reference, told
from bsc_tui.errors import Stale
from bsc_tui.records.reading import EntityField
from bsc_tui.screens.base import Place
from bsc_tui.screens.office import office_of
from bsc_tui.screens.parts.record_sheet import RecordSheet


async def choose_between(
    place: Place, sheet: RecordSheet, stale: Stale, code_of: Callable[[str], str] = str
) -> bool:
    """Ask, and put what shall stay of theirs into the sheet; False: the person goes back to the form.

    `code_of`: the sheet's code of a field the gate names.
    """
    from bsc_tui.screens.parts.three_values import THEIRS, ThreeValues, ValueClash  # late: seldom needed

    shown: dict[str, list[str]] = {}
    clashes = []
    for name, values in stale.clashes.items():
        field = sheet.field_of(code_of(name))
        texts = [await _text(place, sheet, field, value) for value in values]
        shown[name] = texts
        clashes.append(ValueClash(name, told(field.label), *texts))
    chosen = await place.answer(ThreeValues(stale.who, clashes))
    if chosen is None:
        return False
    for name, whose in chosen.items():
        if whose == THEIRS:
            sheet.set_raw(code_of(name), stale.clashes[name][1], shown[name][1])
    return True


async def _text(place: Place, sheet: RecordSheet, field: EntityField, value: Any) -> str:
    """The value as a person reads it."""
    office = office_of(place)
    if isinstance(field.kind, Reference):
        if value is None:
            return ""
        titles = await office.run(office.records.reader.titles, field.kind.model, [value])
        return titles.get(value, "")
    return field.kind.format(value, office.records.reader.reading(sheet.currency))
