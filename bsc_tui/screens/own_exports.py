"""One's own files: what was saved, how long it is kept, opening and fetching it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from bsc_tui.entities.kinds.files import size_told
from bsc_tui.i18n import N_, NP_, _, active, pgettext
from bsc_tui.operations import exported
from bsc_tui.operations.local_files import why_not
from bsc_tui.records import own_files
from bsc_tui.records.own_files import OwnFile
from bsc_tui.records.records import Records
from bsc_tui.screens.commands import Command
from bsc_tui.screens.parts.row_list import Heading, ListRow
from bsc_tui.screens.whole_list import WholeList


class MyFiles(WholeList[OwnFile]):
    """Files that were made for somebody, the newest first."""

    ENTER = "files.open"
    OF_ROW = frozenset({"files.open", "files.drop"})
    AFTER_SAVING = True
    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command(
            "files.open",
            ("f2",),
            N_("Open"),
            "",
            "open_file",
            N_("Opens it here, or says where it is and how it is fetched."),
        ),
        Command(
            "files.drop",
            ("delete", "ctrl+d"),
            N_("Remove"),
            NP_("bar", "Remove"),
            "drop",
            N_("Keeps the file no longer."),
            bar=30,
            letter="x",
        ),
    )

    def crumbs(self) -> tuple[str, ...]:
        """Where it is."""
        return (pgettext("tab", "Reports"), _("My files"))

    def explanation(self) -> str:
        """For F1."""
        return _("What you saved with F8, kept for 30 days. Enter opens a file, or says how to fetch it.")

    def headings(self) -> Sequence[Heading]:
        """The columns."""
        return (
            Heading("name", _("File"), 30, flexible=True),
            Heading("size", _("Size"), 9, right=True),
            Heading("at", _("Made"), 16),
            Heading("until", _("Kept until"), 10, priority=2),
        )

    def nothing(self) -> str:
        """Where there are no rows."""
        return _("Nothing is saved. F8 saves a list or a report.")

    def read(self, records: Records) -> list[OwnFile]:
        """One's own."""
        return own_files.all_of(records)

    def row_for(self, one: OwnFile) -> ListRow:
        """Its name, its size, and since and until when it is kept."""
        words, zone = active(), self.office.config.zone
        cells = (one.name, size_told(one.size), words.moment(one.at, zone), words.date(one.until.date()))
        return ListRow(one.id, cells, ("", "dim", "dim", "dim"))

    async def action_open_file(self) -> None:
        """Open it where one sits at this computer; otherwise say the command that fetches it."""
        file, office = self.one, self.office
        if file is None:
            return
        if why_not(office.actor):
            from bsc_tui.screens.parts.dialogs import Note  # late: only from afar

            command = exported.fetching(office.config, office.actor, file.name)
            lines = [_("This command fetches it to your computer:")]
            await self.answer(Note(file.name, lines, command=command))
            return
        path = await office.run(exported.put_again, office.records, office.config, file)
        if exported.opened(path):
            self.say(_("Opening %(file)s …") % {"file": path.name})
        else:
            from bsc_tui.screens.parts.dialogs import Note  # late: only where nothing opens files

            await self.answer(Note(file.name, [_("It is here: %(file)s") % {"file": path}]))

    async def action_drop(self) -> None:
        """Del, after a question."""
        from bsc_tui.screens.parts.dialogs import Confirm  # late: seldom needed

        file = self.one
        if file is None:
            return
        question = _("Keep “%(name)s” no longer?") % {"name": file.name}
        if await self.answer(Confirm(question, _("A copy on this computer stays where it is."))):
            await self.office.run(own_files.drop, self.office.records, file.id)
            self.say(_("Removed."))
            await self.load()
