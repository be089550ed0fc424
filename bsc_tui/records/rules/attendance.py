"""What follows from who was there: the status of a registration, and whether a certificate is earned."""

from __future__ import annotations

from collections.abc import Collection

from bsc_tui.db.models import Meeting, Registration, tuples
from bsc_tui.db.models.registrations import SEATED
from bsc_tui.i18n import _
from bsc_tui.records.rules.numbering import number_is_given
from bsc_tui.records.rules.proposal import Proposal

CREDITS = {"present": 2, "part": 1, "absent": 0}
"""In halves of a session."""


def status_from(states: Collection[str]) -> str:
    """The status of a registration whose sessions were noted so."""
    if not states:
        return "registered"
    if all(state == "present" for state in states):
        return "attended"
    return "absent" if all(state == "absent" for state in states) else "partly_attended"


def share_from(states: Collection[str], sessions: int, status: str) -> int:
    """How much of a seminar somebody attended, in basis points; a session attended in part counts half.

    Where no sessions are known the status decides: all of it or nothing.
    """
    if not sessions:
        return 10_000 if status == "attended" else 0
    return sum(CREDITS[state] for state in states) * 5_000 // sessions


def presence_is_of_one_seminar(proposal: Proposal) -> None:
    """Participant and session belong together, and the participant has a seat."""
    after = proposal.after
    ((seminar, status),) = tuples(
        Registration.select(Registration.engagement, Registration.status).where(
            Registration.id == after["registration"]
        )
    )
    ((other,),) = tuples(Meeting.select(Meeting.engagement).where(Meeting.id == after["meeting"]))
    if seminar != other:
        proposal.problem("meeting", _("This session is of another seminar."))
    elif status not in SEATED:
        proposal.problem("registration", _("Only who has a seat can be there."))


RULES = {
    "presence": (presence_is_of_one_seminar,),
    "certificate": (number_is_given,),
}
