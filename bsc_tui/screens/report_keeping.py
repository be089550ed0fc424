"""Keeping a report under a name, wherever its criteria or its answer are looked at."""

from __future__ import annotations

from bsc_tui.i18n import N_, NP_, _
from bsc_tui.records.keeping_reports import KeptReport
from bsc_tui.reports.criteria import Criteria, described, stored
from bsc_tui.screens.base import Place
from bsc_tui.screens.commands import Command
from bsc_tui.screens.office import office_of

KEEP = Command(
    "report.keep",
    ("f7", "ctrl+n"),
    N_("Keep the report"),
    NP_("bar", "Keep"),
    "keep",
    N_("Keeps it with these criteria under a name, to be run again with one key."),
    bar=35,
    letter="p",
)


async def keep_report(
    place: Place, code: str, criteria: Criteria, title: str, former: KeptReport | None = None
) -> None:
    """Ask for a name and keep it. `former`: as what it is kept so far."""
    from bsc_tui.screens.parts.dialogs import AskText  # late: seldom needed

    office = office_of(place)
    records = office.records
    asked = await office.run(described, records, criteria)
    name = await place.answer(
        AskText(
            _("Under which name shall it be kept?"),
            value=title[:80],
            detail=" · ".join(asked[:-1]),
            limit=80,
        )
    )
    if not name:
        return
    shared = former is not None and former.mine and former.name == name and former.shared
    kept = await place.ask(records.keep_report, name, code, stored(criteria), shared=shared)
    if kept is not None:
        place.say(_("Kept as “%(name)s”: in Reports and in Ctrl+P.") % {"name": name})
