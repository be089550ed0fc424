"""Writing letters, as every place with records offers it: which letter, then the place that makes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bsc_tui.i18n import N_, _, active
from bsc_tui.screens.base import Place
from bsc_tui.screens.commands import Command
from bsc_tui.screens.office import office_of

WRITE = Command(
    "letters.write",
    (),
    N_("Write letters"),
    "",
    "write_letters",
    N_("Invitation, certificate, invoice, … filled in with what is known, and kept among the documents."),
    letter="j",
)
WRITABLE = ("person", "enterprise", "registration", "engagement")
"""The entities about whose records letters are written."""


def why_no_letters(entity: str, record_id: int | None) -> str:
    """Why no letter can be written about a record; '' where one can."""
    if entity not in WRITABLE:
        return _("There are no letters about this.")
    return _("It is not saved yet.") if record_id is None else ""


async def write_letters(
    place: Place, source: str, ids: Sequence[int], title: str, *, kinds: Iterable[str] | None = None
) -> None:
    """Ask which letter, and open the place that makes it; `title`: what the letters are about."""
    from bsc_tui.operations.letters import choices  # late: with the first letter
    from bsc_tui.screens.letter_occasion import Occasion, ask_letter  # late: as above
    from bsc_tui.screens.letters import WriteLetters

    office = office_of(place)
    if not ids:
        place.refuse(_("There is nobody to write to."))
        return
    offered = await office.run(choices, source, active().language, kinds)
    if not offered:
        place.refuse(_("No template is offered for this; they are made under Admin, Letter templates."))
        return
    occasion = Occasion(source, tuple(ids), title, place.crumbs(), tuple(offered))
    chosen = await ask_letter(place, occasion)
    if chosen is not None:
        place.open(WriteLetters(occasion, chosen))
