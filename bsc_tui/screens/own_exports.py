"""One's own files: what was saved, how long it is kept, opening and fetching it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.widget import Widget

from bsc_tui.entities.kinds.files import size_told
from bsc_tui.i18n import N_, NP_, _, active, pgettext
from bsc_tui.operations import exported
from bsc_tui.operations.local_files import why_not
from bsc_tui.records import own_files
from bsc_tui.records.own_files import OwnFile
from bsc_tui.screens.base import Place
from bsc_tui.screens.commands import Command, key_name
from bsc_tui.screens.office import Office, office_of
from bsc_tui.screens.parts.row_list import Heading, ListRow, RowList


class MyFiles(Place):
    """Files that were made for somebody, the newest first."""

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

    def __init__(self) -> None:
        super().__init__()
        self._files: dict[int, OwnFile] = {}

    def crumbs(self) -> tuple[str, ...]:
        """Where it is."""
        return (pgettext("tab", "Reports"), _("My files"))

    def explanation(self) -> str:
        """For F1."""
        return _("What you saved with F8, kept for 30 days. Enter opens a file, or says how to fetch it.")

    @property
    def office(self) -> Office:
        """Who works here."""
        return office_of(self)

    def compose_body(self) -> Iterable[Widget]:
        """The list."""
        yield RowList(id="rows")

    @property
    def rows(self) -> RowList:
        """The files."""
        return self.query_one("#rows", RowList)

    def on_mount(self) -> None:
        """The hand is in the list."""
        self.rows.focus()
        self.relabel()

    def relabel(self) -> None:
        """In the new language."""
        self.rows.set_headings(
            (
                Heading("name", _("File"), 30, flexible=True),
                Heading("size", _("Size"), 9, right=True),
                Heading("at", _("Made"), 16),
                Heading("until", _("Kept until"), 10, priority=2),
            )
        )
        self.rows.set_empty(_("Nothing is saved. F8 saves a list or a report."))
        self.work(self._load, group="load", exclusive=True)

    async def _load(self) -> None:
        found = await self.ask(own_files.all_of, self.office.records)
        if found is None or self.has_been_left:
            return
        self._files = {one.id: one for one in found}
        words, zone = active(), self.office.config.zone
        self.rows.show(
            ListRow(
                one.id,
                (one.name, size_told(one.size), words.moment(one.at, zone), words.date(one.until.date())),
                ("", "dim", "dim", "dim"),
            )
            for one in found
        )
        self.refresh_keys()

    @property
    def file(self) -> OwnFile | None:
        """The file under the hand."""
        row = self.rows.row if self.is_mounted else None
        return self._files.get(int(str(row.id))) if row is not None else None

    def bar(self) -> list[tuple[str, str]]:
        """Enter opens."""
        return [(key_name("enter"), pgettext("bar", "Open")), *super().bar()]

    def why_not(self, command_id: str) -> str:
        """Something must be there."""
        if command_id in ("files.open", "files.drop") and self.file is None:
            return _("Nothing is under the hand.")
        return super().why_not(command_id)

    @on(RowList.Chosen)
    def row_chosen(self) -> None:
        """Enter."""
        self.action_do("files.open")

    async def action_open_file(self) -> None:
        """Open it where one sits at this computer; otherwise say the command that fetches it."""
        file, office = self.file, self.office
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

        file = self.file
        if file is None:
            return
        question = _("Keep “%(name)s” no longer?") % {"name": file.name}
        if await self.answer(Confirm(question, _("A copy on this computer stays where it is."))):
            await self.office.run(own_files.drop, self.office.records, file.id)
            self.say(_("Removed."))
            await self._load()
