"""From the card of a person, of somebody of the staff or of an enterprise to the report about them."""

from __future__ import annotations

from typing import Any

from bsc_tui.i18n import N_, NP_
from bsc_tui.screens.base import Place
from bsc_tui.screens.commands import Command

REPORT = Command(
    "form.report",
    ("f8",),
    N_("Report about it"),
    NP_("bar", "Report"),
    "report",
    N_("The steps of the report about this person or enterprise, filled in; F2 makes it."),
    bar=75,
    letter="r",
)
ABOUT = {
    "person": ("individual", "people"),
    "staff": ("individual", "members"),
    "enterprise": ("enterprise", "enterprise"),
}
"""The report about a record of a kind, and the criterion that names it."""


def wizard_about(code: str, record_id: int) -> Place:
    """The steps of the report, with the record in it."""
    from bsc_tui.reports.criteria import Criteria  # late: only when a report is wanted
    from bsc_tui.screens.report_wizard import ReportWizard  # late: as above

    report, criterion = ABOUT[code]
    named: dict[str, Any] = {criterion: record_id if criterion == "enterprise" else (record_id,)}
    return ReportWizard(report, Criteria(**named))
