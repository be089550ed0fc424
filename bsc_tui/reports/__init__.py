"""The questions that the office asks its records; each answer is a `Report`, shown and saved by others."""

from __future__ import annotations

from dataclasses import dataclass

from bsc_tui.i18n import N_


@dataclass(frozen=True)
class Offered:
    """A report as it is offered; it is made by the module of its code here."""

    code: str
    title: str
    """Marked."""
    explanation: str
    """Marked sentence: what the answer holds."""


REPORTS = {
    report.code: report
    for report in (
        Offered(
            "services",
            N_("Services"),
            N_("Engagements by line and kind: participants, revenue, what is paid and what is not."),
        ),
        Offered(
            "evaluations",
            N_("Evaluations"),
            N_("What participants answered: means, distributions, advance against final, comments."),
        ),
    )
}
