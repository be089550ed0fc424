"""A seat has become free: who waits first is offered it, a party that finds no room is named as skipped."""

from __future__ import annotations

from bsc_tui.i18n import _
from bsc_tui.operations import registrations
from bsc_tui.operations.registrations import Cancelled
from bsc_tui.screens.base import Place
from bsc_tui.screens.office import office_of


async def offer_seat(place: Place, cancelled: Cancelled) -> str:
    """Ask whether who waits shall have it; the name of who got it, or ''."""
    if not cancelled.next_id:
        return ""
    from bsc_tui.screens.parts.dialogs import Confirm  # late: seldom needed

    office = office_of(place)
    question = _("Give the seat to %(name)s, who waits first?") % {"name": cancelled.next_name}
    detail = ""
    if cancelled.skipped:
        detail = _("Skipped, too few seats are free: %(names)s.") % {"names": ", ".join(cancelled.skipped)}
    if not await place.answer(Confirm(question, detail)):
        return ""
    await office.run(registrations.promote, office.records, cancelled.next_id, code=cancelled.next_code)
    return cancelled.next_name


async def reason_out_of_turn(place: Place, first: str, name: str) -> str | None:
    """Why somebody gets a seat before who waits longer; '' where it is their turn, None: not to be given."""
    if first == name:
        return ""
    from bsc_tui.screens.parts.dialogs import AskText  # late: seldom needed

    question = _("%(first)s waits longer. Why does %(name)s get the seat?") % {"first": first, "name": name}
    return await place.answer(AskText(question, limit=300))
