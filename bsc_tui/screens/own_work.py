"""One's own unfinished and last work: the list of drafts, and undoing the last save."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from bsc_tui.entities.kinds import told
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.errors import Missing
from bsc_tui.i18n import N_, NP_, _, active, ngettext
from bsc_tui.operations import own_work
from bsc_tui.operations.own_work import LastWork
from bsc_tui.records import drafts
from bsc_tui.records.drafts import DraftView
from bsc_tui.records.records import Records
from bsc_tui.records.undoing import Undone
from bsc_tui.screens.base import Place
from bsc_tui.screens.commands import Command
from bsc_tui.screens.form import Form
from bsc_tui.screens.office import office_of
from bsc_tui.screens.parts.row_list import Heading, ListRow
from bsc_tui.screens.whole_list import WholeList


class MyDrafts(WholeList[DraftView]):
    """What was typed and not saved, the latest first."""

    ENTER = "drafts.open"
    OF_ROW = frozenset({"drafts.open", "drafts.drop"})
    AFTER_SAVING = True  # a draft is saved where one leaves what was typed, on the way to here
    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command("drafts.open", ("f2",), N_("Open"), "", "open_draft", N_("Goes on where it was left.")),
        Command(
            "drafts.drop",
            ("delete", "ctrl+d"),
            N_("Throw away"),
            NP_("bar", "Throw away"),
            "drop",
            bar=30,
            letter="x",
        ),
    )

    def crumbs(self) -> tuple[str, ...]:
        """Where it is."""
        return (_("My drafts"),)

    def explanation(self) -> str:
        """For F1."""
        return _("What you typed and did not save. Enter opens it where you left it; Del throws it away.")

    def headings(self) -> Sequence[Heading]:
        """The columns."""
        return (Heading("title", _("What"), 40, flexible=True), Heading("at", _("Kept"), 16))

    def nothing(self) -> str:
        """Where there are no rows."""
        return _("There is no draft: everything is saved.")

    def read(self, records: Records) -> list[DraftView]:
        """One's own."""
        return drafts.all_of(records)

    def row_for(self, one: DraftView) -> ListRow:
        """What, and since when."""
        at = active().moment(one.saved_at, self.office.config.zone)
        return ListRow(one.place, (one.title, at), ("", "dim"))

    def action_open_draft(self) -> None:
        """Go on where it was left."""
        from bsc_tui.screens.registry import place_of_draft  # late: the registry knows all places

        draft = self.one
        place = place_of_draft(draft.content) if draft is not None else None
        if place is not None:
            self.open(place)
        elif draft is not None:
            self.say(_("This version does not know the form of this draft."), "warn")

    async def action_drop(self) -> None:
        """Throw it away, after a question."""
        from bsc_tui.screens.parts.dialogs import Confirm  # late: seldom needed

        draft = self.one
        if draft is None:
            return
        question = _("Throw away “%(title)s”?") % {"title": draft.title}
        if await self.answer(Confirm(question, _("What was typed there can't be brought back."))):
            await self.ask(drafts.drop, self.office.records, draft.place)
            self.say(_("Thrown away."))
            self.reload()


async def undo_last(place: Place) -> None:
    """Say what was done last, ask, take it back, and tell what stayed."""
    office = office_of(place)
    last = await office.run(own_work.last_work, office.records)
    if last is None:
        place.say(_("There is nothing of yours to take back."), "warn")
        return
    await take_back(place, last.id, told_of(last, office.config.zone))


async def take_back(place: Place, operation_id: int, what: str) -> bool:
    """Ask, take an operation back, and tell what stayed; whether it was done."""
    from bsc_tui.screens.parts.dialogs import Confirm, Note  # late: seldom needed

    office = office_of(place)
    if not await place.answer(Confirm(_("Take this back?"), what)):
        return False
    undone: Undone = await office.run(own_work.take_back, office.records, operation_id)
    await show_anew(place)
    sentence = ngettext("Taken back: %(count)s record.", "Taken back: %(count)s records.", undone.records)
    place.say(sentence % {"count": undone.records})
    if undone.kept:
        place.app.push_screen(Note(_("Not everything could be taken back."), undone.kept[:12]))
    return True


def told_of(last: LastWork, zone: str) -> str:
    """`changed: person Hakobyan Anna, 14:05`"""
    words = {
        "verb": last.verb,
        "entity": told(ENTITIES[last.entity].name),
        "title": last.title,
        "time": active().clock(last.at, zone),
        "more": last.records - 1,
    }
    if last.records < 2:
        return _("%(verb)s: %(entity)s %(title)s, %(time)s") % words
    return (
        ngettext(
            "%(verb)s: %(entity)s %(title)s and %(more)s more record, %(time)s",
            "%(verb)s: %(entity)s %(title)s and %(more)s more records, %(time)s",
            last.records - 1,
        )
        % words
    )


async def show_anew(place: Place) -> None:
    """The place shows what is kept now; one whose record is gone closes."""
    if isinstance(place, Form) and place.is_loaded and not place.is_changed:
        try:
            await place.prepare()
        except Missing:
            if not place.is_bottom:
                place.dismiss(None)
        return
    resume: Any = getattr(place, "on_screen_resume", None)
    if resume is not None:
        resume()
