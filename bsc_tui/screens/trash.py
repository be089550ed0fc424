"""The trash: what was deleted, of all kinds, the latest first; one key brings it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from bsc_tui.entities.kinds import told
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.i18n import N_, NP_, _, pgettext
from bsc_tui.operations import trash
from bsc_tui.operations.facts import facts_of_record
from bsc_tui.operations.trash import Trash
from bsc_tui.records.reading import Line
from bsc_tui.screens.commands import Command
from bsc_tui.screens.parts.row_list import Heading, ListRow
from bsc_tui.screens.stretch_place import StretchPlace
from bsc_tui.screens.tools import ADMIN


class TrashList(StretchPlace):
    """What lies in the trash. Everybody may look; who may write a record may bring it back."""

    source: ClassVar[Any] = trash.discarded
    ENTER = "trash.look"
    OF_ROW = frozenset({"trash.look", "trash.restore"})
    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command("trash.look", ("f2",), N_("Look"), "", "look", N_("Shows what is kept of the record.")),
        Command(
            "trash.restore",
            ("f8",),
            N_("Restore"),
            NP_("bar", "Restore"),
            "restore",
            N_("Takes the record out of the trash, with the lines that went there with it."),
            bar=20,
            letter="b",
        ),
        Command(
            "trash.filter",
            ("f9", "ctrl+g"),
            N_("Filter"),
            NP_("bar", "Filter"),
            "filter",
            N_("Only records of one kind."),
            bar=50,
        ),
    )

    def __init__(self) -> None:
        super().__init__()
        self._entity = ""

    # -- what is shown ---------------------------------------------------------------------
    def crumbs(self) -> tuple[str, ...]:
        """Where it is, and which kind."""
        kind = (told(ENTITIES[self._entity].plural),) if self._entity else ()
        return (pgettext(*ADMIN), _("Trash"), *kind)

    def explanation(self) -> str:
        """For F1."""
        return _(
            "What was deleted stays here. Enter shows what is kept of it, F8 brings it back with its lines, "
            "F9 shows one kind only."
        )

    def headings(self) -> Sequence[Heading]:
        """The columns."""
        return (
            Heading("kind", _("Kind"), 14),
            Heading("title", _("Name"), 22, flexible=True),
            Heading("at", _("Deleted on"), 16),
            Heading("who", _("By"), 16),
        )

    def nothing(self) -> str:
        """Where there are no rows."""
        return _("The trash is empty.")

    def listing(self) -> Any:
        """What is wanted."""
        return Trash(self.office.actor.has("sensitive"), self._entity)

    def row_for(self, line: Line) -> ListRow:
        """A record in a row."""
        cells = tuple(line.texts[name] for name in ("kind", "title", "at", "who"))
        return ListRow(line.id, cells, ("dim", "", "dim", ""))

    def enter_word(self) -> str:
        """Enter shows it."""
        return pgettext("bar", "Look")

    # -- the record under the hand ---------------------------------------------------------
    def why_not(self, command_id: str) -> str:
        """Whether it may be brought back says the gate; who writes nothing is told before."""
        refusal = super().why_not(command_id)
        if not refusal and command_id == "trash.restore" and not self.office.actor.writes:
            return _("You may look; changing needs a right that you do not have.")
        return refusal

    def action_look(self) -> None:
        """What is kept of it."""
        from bsc_tui.screens.facts_view import FactsView  # late: opened from here

        line = self.line
        assert line is not None
        entity, record = line.values["entity"], line.values["record"]
        path = (*self.crumbs()[:2], line.texts["title"])
        self.open(FactsView(path, lambda records: facts_of_record(records, entity, record)))

    async def action_restore(self) -> None:
        """F8: the hand goes on to the next."""
        line, office = self.line, self.office
        assert line is not None
        await office.run(office.records.restore, line.values["entity"], line.values["record"])
        self.say(_("Restored: %(title)s.") % {"title": line.texts["title"]})
        self.reload()

    async def action_filter(self) -> None:
        """F9."""
        from bsc_tui.screens.parts.dialogs import Choose, Option  # late: seldom needed

        office = self.office
        kinds = await office.run(trash.kinds_there, office.records)
        options = [Option("", _("All kinds")), *(Option(code, words) for code, words in kinds)]
        chosen = await self.answer(Choose(_("Filter"), options, current=self._entity))
        if chosen is not None:
            self._entity = chosen
            self.refresh_path()
            self.reload(from_top=True)
