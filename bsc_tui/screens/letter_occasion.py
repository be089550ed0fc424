"""From what letters are written, and which letter it shall be."""

from __future__ import annotations

from dataclasses import dataclass

from bsc_tui.i18n import N_, _
from bsc_tui.operations.letter_templates import Template
from bsc_tui.screens.base import Place
from bsc_tui.screens.letter_reading import spoken_in

FOR_EACH = {
    "person": N_("for each person"),
    "enterprise": N_("for each enterprise"),
    "registration": N_("for each participant"),
    "engagement": N_("for the whole"),
    "invoice": N_("for each invoice"),
}
"""Of what a letter is made, by its subject."""


@dataclass(frozen=True)
class Occasion:
    """What letters are written from: records of one entity, the path to them, the templates offered."""

    source: str
    ids: tuple[int, ...]
    title: str
    path: tuple[str, ...]
    offered: tuple[Template, ...]


async def ask_letter(place: Place, occasion: Occasion, current: Template | None = None) -> Template | None:
    """Which letter it shall be."""
    from bsc_tui.screens.parts.dialogs import Choose, Option  # late: with the first letter

    main = occasion.offered[0].language
    options = []
    for number, one in enumerate(occasion.offered, 1):
        words = [_(FOR_EACH[one.subject])] if occasion.source == "engagement" else []
        words += [spoken_in(one)] if one.language != main else []
        options.append(Option(one, one.name, str(number) if number < 10 else "", " · ".join(words)))
    return await place.answer(Choose(_("Which letter?"), options, current=current))
