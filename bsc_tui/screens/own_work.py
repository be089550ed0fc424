"""One's own unfinished and last work: the list of drafts, and undoing the last save."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from textual import on
from textual.widget import Widget

from bsc_tui.entities.kinds import told
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.errors import Missing
from bsc_tui.i18n import N_, NP_, _, active, ngettext, pgettext
from bsc_tui.operations import own_work
from bsc_tui.operations.own_work import LastWork
from bsc_tui.records import drafts
from bsc_tui.records.audit import Undone
from bsc_tui.records.drafts import DraftView
from bsc_tui.screens.base import Place
from bsc_tui.screens.commands import Command, key_name
from bsc_tui.screens.form import Form
from bsc_tui.screens.office import Office, office_of
from bsc_tui.screens.parts.row_list import Heading, ListRow, RowList


class MyDrafts(Place):
    """What was typed and not saved, the latest first."""

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

    def __init__(self) -> None:
        super().__init__()
        self._drafts: list[DraftView] = []

    def crumbs(self) -> tuple[str, ...]:
        """Where it is."""
        return (_("My drafts"),)

    def explanation(self) -> str:
        """For F1."""
        return _("What you typed and did not save. Enter opens it where you left it; Del throws it away.")

    @property
    def office(self) -> Office:
        """Who works here."""
        return office_of(self)

    def compose_body(self) -> Iterable[Widget]:
        """The list."""
        yield RowList(id="drafts")

    @property
    def rows(self) -> RowList:
        """The drafts."""
        return self.query_one("#drafts", RowList)

    def on_mount(self) -> None:
        """The hand is in the list."""
        self._head()
        self.rows.focus()
        self.reload()

    def on_screen_resume(self) -> None:
        """A draft may have been saved meanwhile."""
        if self.is_ready:
            self.reload()

    def relabel(self) -> None:
        """In the new language."""
        self._head()
        self.reload()

    def _head(self) -> None:
        self.rows.set_headings((Heading("title", _("What"), 40, flexible=True), Heading("at", _("Kept"), 16)))
        self.rows.set_empty(_("There is no draft: everything is saved."))

    def reload(self) -> None:
        """Read them anew."""
        self.run_worker(self._load(), group="load", exclusive=True)

    async def _load(self) -> None:
        found = await self.ask(drafts.all_of, self.office.records)
        if found is not None:
            self._drafts = found
            zone = self.office.config.zone
            self.rows.show(
                ListRow(one.place, (one.title, active().moment(one.saved_at, zone)), ("", "dim"))
                for one in found
            )
            self.refresh_keys()

    def bar(self) -> list[tuple[str, str]]:
        """Enter opens: that is the key to print."""
        return [(key_name("enter"), pgettext("bar", "Open")), *super().bar()]

    def why_not(self, command_id: str) -> str:
        """Something must be there."""
        if command_id in ("drafts.open", "drafts.drop") and not self._drafts:
            return _("There is no draft: everything is saved.")
        return super().why_not(command_id)

    @property
    def draft(self) -> DraftView | None:
        """The draft under the hand."""
        row = self.rows.row
        return next((one for one in self._drafts if row is not None and one.place == row.id), None)

    @on(RowList.Chosen)
    def row_chosen(self) -> None:
        """Enter."""
        self.action_do("drafts.open")

    def action_open_draft(self) -> None:
        """Go on where it was left."""
        from bsc_tui.screens.registry import place_of_draft  # late: the registry knows all places

        draft = self.draft
        place = place_of_draft(draft.content) if draft is not None else None
        if place is not None:
            self.open(place)
        elif draft is not None:
            self.say(_("This version does not know the form of this draft."), "warn")

    async def action_drop(self) -> None:
        """Throw it away, after a question."""
        from bsc_tui.screens.parts.dialogs import Confirm  # late: seldom needed

        draft = self.draft
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
