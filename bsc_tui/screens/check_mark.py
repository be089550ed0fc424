"""Marking a record as checked from its form, and what the form says of it. When the mark falls is a rule."""

from __future__ import annotations

from bsc_tui.i18n import N_, _, active
from bsc_tui.operations import checked
from bsc_tui.records.reading import Kept
from bsc_tui.screens.commands import Command
from bsc_tui.screens.form import Form

TITLE = N_("Checked, or not yet")
HELP = N_(
    "Marks the record as checked by you today, or takes the mark away. It falls when something changes."
)
LETTER = "h"


def check_command(id: str) -> Command:
    """The command of a form whose records are checked."""
    return Command(id, (), TITLE, "", "check", HELP, letter=LETTER)


def check_told(kept: Kept | None) -> str:
    """Who has checked it and when; '' = nobody."""
    if kept is None or not kept.values.get("checked_on"):
        return ""
    words = {"day": active().date(kept.values["checked_on"]), "who": kept.labels.get("checked_by", "")}
    return _("checked %(day)s %(who)s") % words


async def turn_check(form: Form, code: str, kept: Kept) -> None:
    """Give the mark, or take it away, and show the record as it is then. Raises as the gate does."""
    office = form.office
    if kept.values.get("checked_on"):
        await office.run(checked.uncheck, office.records, code, kept.id)
        said = _("The mark of the check is taken away.")
    else:
        await office.run(checked.check, office.records, code, kept.id)
        said = _("Marked as checked by you.")
    field = form.sheet.current if form.sheet.has_keys else ""
    form.set_state("")
    await form.prepare()
    if field:
        form.sheet.focus_field(field)
    form.say(said)
    form.refresh_keys()
