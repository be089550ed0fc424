"""Writing letters, as every place with records offers it: which letter, then the place that makes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bsc_tui.i18n import N_, _, active
from bsc_tui.screens.base import Place
from bsc_tui.screens.commands import Command
from bsc_tui.screens.office import office_of
from bsc_tui.values import dataclass

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


PRINT = replace(
    WRITE,
    id="letters.print",
    title=N_("Print as letters"),
    action="print_papers",
    help=N_("Invoices, certificates, badges, the sign-in sheet: by template, kept among the documents."),
)
"""In places about the course of a seminar."""


@dataclass(frozen=True)
class Paper:
    """Something that can be printed in a place: letters of a kind about some records.

    `refusal`: why there is none now.
    """

    words: str
    kind: str
    source: str
    ids: tuple[int, ...]
    refusal: str = ""


def of_seminar(engagement: int, people: int) -> list[Paper]:
    """What can be printed of any seminar in which so many have a seat."""
    refusal = "" if people else _("Nobody has a seat yet.")
    return [
        Paper(_("Sign-in sheet"), "sign_in_sheet", "engagement", (engagement,), refusal),
        Paper(_("Name badges"), "badges", "engagement", (engagement,), refusal),
    ]


async def print_papers(place: Place, papers: Sequence[Paper], title: str) -> None:
    """Ask what shall be printed, and open the place that makes it; `title`: what it is about."""
    from bsc_tui.screens.parts.dialogs import Choose, Option  # late: with the first letter

    options = [
        Option(one, one.words, str(number), refusal=one.refusal) for number, one in enumerate(papers, 1)
    ]
    one = await place.answer(Choose(_("What shall be printed?"), options))
    if one is not None:
        await write_letters(place, one.source, one.ids, title, kinds=(one.kind,), ask=False)


async def write_letters(
    place: Place,
    source: str,
    ids: Sequence[int],
    title: str,
    *,
    kinds: Iterable[str] | None = None,
    ask: bool = True,
) -> None:
    """Ask which letter, and open the place that makes it; `title`: what the letters are about.

    Without `ask` the only letter there is is taken at once.
    """
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
    chosen = offered[0] if len(offered) == 1 and not ask else await ask_letter(place, occasion)
    if chosen is not None:
        place.open(WriteLetters(occasion, chosen))
