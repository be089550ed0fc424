"""The lists of the office by name, each stated once: Home opens them by what waits, the palette by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bsc_tui.i18n import N_, NP_
from bsc_tui.operations import home
from bsc_tui.screens.base import Place
from bsc_tui.screens.entity_list import EntityList
from bsc_tui.screens.office import office_of
from bsc_tui.screens.registry import CONTACTS
from bsc_tui.screens.staff import StaffList
from bsc_tui.screens.to_check import ToCheckList
from bsc_tui.screens.unpaid import UnpaidList

TITLES: dict[str, Any] = {
    "person": N_("People"),
    "enterprise": N_("Enterprises"),
    "partner": N_("Partners"),
    "letter": N_("Correspondence"),
    "action": N_("Actions"),
    "my actions": N_("My actions"),
    "staff": NP_("tab", "Staff"),
    "unpaid": N_("Unpaid registrations"),
    "overdue": N_("Overdue payments"),
    "to check": N_("To check"),
    "proposals": N_("Proposals to decide about"),
    "my proposals": N_("My proposals"),
    "unanswered": N_("Answers that are late"),
    "incomplete person": N_("Incomplete people"),
    "incomplete enterprise": N_("Incomplete enterprises"),
}
"""The lists by code, with their marked titles."""

WITH_RECORDS: dict[str, tuple[str, Callable[..., list[int]]]] = {
    "unanswered": ("registration", home.unanswered),
    "incomplete person": ("person", lambda _today: home.incomplete("person")),
    "incomplete enterprise": ("enterprise", lambda _today: home.incomplete("enterprise")),
}
"""Lists of certain records: their entity, and which they are today."""


PROPOSALS = {"proposals": "decide", "my proposals": "mine"}
"""Lists of proposals by their page."""


async def open_list(place: Place, code: str) -> None:
    """Open a list on top of the place that asks."""
    if code in WITH_RECORDS:
        entity, ids_of = WITH_RECORDS[code]
        ids = await place.ask(ids_of, office_of(place).clock.today())
        if ids is not None:
            place.open(EntityList(entity, (NP_("tab", "Home"), TITLES[code]), where={"id": tuple(ids)}))
    elif code in ("unpaid", "overdue"):
        place.open(UnpaidList(late_only=code == "overdue"))
    elif code == "to check":
        place.open(ToCheckList())
    elif code in PROPOSALS:
        from bsc_tui.screens.proposals import Proposals  # late: seldom needed

        place.open(Proposals(PROPOSALS[code]))
    elif code == "my actions":
        mine = {"owner": office_of(place).actor.account_id, "done_on": None}
        place.open(EntityList("action", (NP_("tab", "Home"), TITLES[code]), where=mine))
    elif code == "staff":
        place.open(StaffList())
    else:
        place.open(EntityList(code, (NP_("tab", "Contacts"),), sisters=CONTACTS))
