"""Moving a participant to another seminar, from wherever they are under the hand."""

from __future__ import annotations

from functools import partial

from bsc_tui.i18n import N_, _
from bsc_tui.operations import transfers
from bsc_tui.operations.registrations import Registered
from bsc_tui.operations.transfers import Target
from bsc_tui.screens.base import Place
from bsc_tui.screens.commands import Command
from bsc_tui.screens.free_seat import offer_seat
from bsc_tui.screens.office import office_of
from bsc_tui.screens.parts.pick_list import Picked, PickList
from bsc_tui.screens.parts.row_list import Heading, ListRow

TRANSFER = Command(
    "registration.transfer",
    (),
    N_("Move to another seminar"),
    "",
    "transfer",
    N_("Registers the participant there, with what was received; here they are transferred."),
    letter="v",
)


async def transfer(place: Place, registration_id: int, name: str) -> Registered | None:
    """Ask to which seminar and why, and do it; the new registration. Raises as the gate does."""
    from bsc_tui.screens.parts.dialogs import AskText  # late: seldom needed

    office = office_of(place)
    await office.run(transfers.demand_can_leave, office.records, registration_id)

    def search(typed: str) -> list[ListRow]:
        found = transfers.targets(office.finder, registration_id, typed)
        return [ListRow(one.id, (one.title, one.line, one.when, _seats(one)), _tones(one)) for one in found]

    headings = (
        Heading("title", "", 24, flexible=True),
        Heading("line", "", 6),
        Heading("when", "", 10),
        Heading("seats", "", 22),
    )
    title = _("To which seminar does %(name)s go?") % {"name": name}
    picked = await place.answer(PickList(title, search, headings, empty=_("No other seminar is coming.")))
    if not isinstance(picked, Picked):
        return None
    reason = await place.answer(AskText(_("Why does %(name)s change?") % {"name": name}, limit=300))
    if not reason:
        return None
    target = int(str(picked.row.id))
    moved = await office.run(partial(transfers.transfer, office.records, registration_id, target, reason))
    where = picked.row.cells[0]
    if moved.status == "waiting":
        words = _("No seat is free: %(name)s waits for %(seminar)s, place %(place)s.")
        place.say(words % {"name": name, "seminar": where, "place": moved.place}, "warn")
    else:
        words = _("%(name)s is in %(seminar)s now. Undo takes it back.")
        place.say(words % {"name": name, "seminar": where})
    freed = await office.run(transfers.freed_by, office.records, registration_id)
    if got := await offer_seat(place, freed):
        place.say(_("%(name)s has the seat.") % {"name": got})
    return moved


def _seats(one: Target) -> str:
    if one.is_in:
        return _("is in")
    if one.maximum is None:
        return ""
    return _("%(taken)s of %(most)s seats") % {"taken": one.taken, "most": one.maximum}


def _tones(one: Target) -> tuple[str, ...]:
    full = one.maximum is not None and one.taken >= one.maximum
    return ("dim" if one.is_in else "", "dim", "dim", "key" if one.is_in or full else "good")
