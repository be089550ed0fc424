"""The sheet with all that is kept on a person, its file, and erasing it after the name was typed."""

from __future__ import annotations

from typing import ClassVar

from bsc_tui.i18n import N_, NP_, _
from bsc_tui.operations import personal_data
from bsc_tui.operations.personal_data import Prospect
from bsc_tui.records.access import why
from bsc_tui.records.folding import strict_words
from bsc_tui.screens.base import Place
from bsc_tui.screens.commands import Command
from bsc_tui.screens.facts_view import FactsView
from bsc_tui.screens.office import office_of

RIGHT = "administration"

ERASE = Command(
    "personal.erase",
    ("ctrl+d", "delete"),
    N_("Erase for good"),
    NP_("bar", "Erase"),
    "erase",
    N_("Blanks who the person was, in the trail too; money and statistics stay. Nothing brings it back."),
    bar=40,
    letter="e",
)


class PersonalData(FactsView):
    """All that is kept on a person."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command(
            "personal.save",
            ("f8",),
            N_("Save as a file"),
            NP_("bar", "Save as"),
            "save_as",
            N_("The sheet as .xlsx or .csv, for who asks what is kept on them."),
            bar=30,
        ),
        ERASE,
    )

    def __init__(self, path: tuple[str, ...], person: int) -> None:
        super().__init__((*path, _("Personal data")), lambda records: personal_data.sheet_of(records, person))
        self._person = person

    def explanation(self) -> str:
        """For F1."""
        return _(
            "All that is kept on this person: their card, what belongs to it, seminars and payments, who "
            "changed it when. F8 saves it as a file; sensitive numbers are masked without the right to them. "
            "Erasing asks for a reason and for the last name; backups made before keep what they hold."
        )

    def why_not(self, command_id: str) -> str:
        """Erasing takes the right to administer."""
        if command_id == ERASE.id and not self.office.actor.has(RIGHT):
            return why(RIGHT)
        if command_id == "personal.save" and not self.found:
            return _("One moment: it is being read.")
        return super().why_not(command_id)

    async def action_save_as(self) -> None:
        """F8."""
        from bsc_tui.screens.exporting import save_report  # late: writing comes with it

        facts, title = self.found or [], " ".join((_("Personal data"), str(self._person)))
        await save_report(self, lambda _progress: personal_data.as_report(facts, title), title)

    async def action_erase(self) -> None:
        """Ctrl+D: asked twice, then the sheet shows what is left."""
        if await erase(self, self._person):
            self._path = (*self._path[:1], _("Personal data"))
            self.refresh_path()
            self.reload()


async def erase(place: Place, person: int) -> bool:
    """Say what goes and what stays, ask why and for the last name, and erase; whether it was done."""
    from bsc_tui.screens.parts.dialogs import AskText  # late: seldom needed

    office = office_of(place)
    plan = await office.run(personal_data.prospect, office.records, person)
    question = _("Erase %(name)s for good?") % {"name": plan.name}
    why_asked = _("Why? For example: asked for by letter of 12.11.")
    reason = await place.answer(AskText(question, detail=f"{_told(plan)}\n\n{why_asked}"))
    if reason is None:
        return False
    last_name = {"name": plan.typed}
    typed = await place.answer(
        AskText(
            question,
            detail=_("Nothing brings it back. To erase it type the last name, in any script: %(name)s")
            % last_name,
        )
    )
    if typed is None:
        return False
    if strict_words(typed) != strict_words(plan.typed):  # in whichever script
        place.say(_("Not erased: “%(typed)s” is not %(name)s.") % {"typed": typed, **last_name}, "warn")
        return False
    swept = await office.run(personal_data.erase, office.records, person, reason)
    if swept:
        place.say(_("Erased. Backups and saved files made before may still hold it."))
    else:
        place.say(
            _("Erased. Backups, saved files and unused room of the database may still hold it."), "warn"
        )
    return True


def _told(plan: Prospect) -> str:
    goes = _("Goes: %(what)s.") % {"what": ", ".join(plan.goes)}
    if not plan.stays:
        return goes
    stays = _("Stays without a name, for money and statistics: %(what)s.") % {"what": ", ".join(plan.stays)}
    return f"{goes}\n{stays}"
